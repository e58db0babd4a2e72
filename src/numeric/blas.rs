//! BLAS on one thread. The threads of this program are rayon's: work is cut into blocks whose sizes
//! depend on shapes alone, and each block is one single-threaded product. No sum then depends on how
//! many threads there are, and OpenBLAS's own thread pool does not fight with rayon's.
//!
//! Also the three routines of LAPACK that `ndarray-linalg` does not bring: a symmetric matrix made tridiagonal, the
//! eigenvectors of that by divide and conquer, and the way back. Matrices are square, column after column.

use std::ffi::{c_char, c_int};
use std::sync::{Once, OnceLock};

unsafe extern "C" {
    fn openblas_set_num_threads(threads: c_int);
    fn openblas_get_config() -> *const c_char;
    fn dsytrd_(
        uplo: *const c_char,
        n: *const c_int,
        a: *mut f64,
        lda: *const c_int,
        d: *mut f64,
        e: *mut f64,
        tau: *mut f64,
        work: *mut f64,
        lwork: *const c_int,
        info: *mut c_int,
    );
    fn dstedc_(
        compz: *const c_char,
        n: *const c_int,
        d: *mut f64,
        e: *mut f64,
        z: *mut f64,
        ldz: *const c_int,
        work: *mut f64,
        lwork: *const c_int,
        iwork: *mut c_int,
        liwork: *const c_int,
        info: *mut c_int,
    );
    fn dormtr_(
        side: *const c_char,
        uplo: *const c_char,
        trans: *const c_char,
        m: *const c_int,
        n: *const c_int,
        a: *mut f64,
        lda: *const c_int,
        tau: *const f64,
        c: *mut f64,
        ldc: *const c_int,
        work: *mut f64,
        lwork: *const c_int,
        info: *mut c_int,
    );
}

/// Columns that LAPACK takes together, at most: what it gets to work in is made for as many.
const PANEL: usize = 64;

const LOWER: c_char = b'L' as c_char;
const LEFT: c_char = b'L' as c_char;
const PLAIN: c_char = b'N' as c_char;
const ALL: c_char = b'I' as c_char;

/// T = Q'AQ, tridiagonal.
pub struct Tridiagonal {
    /// (order)
    diagonal: Vec<f64>,
    /// (order - 1)
    beside: Vec<f64>,
    /// The reflections whose product is Q, below the diagonal (order, order), and their factors.
    reflections: Vec<f64>,
    factors: Vec<f64>,
}

/// A number as LAPACK takes it, for which there are at least this many numbers.
fn extent(order: usize, numbers: usize, there: usize) -> Option<c_int> {
    c_int::try_from(order).ok().filter(|_| order > 0 && numbers <= there)
}

/// Makes a symmetric matrix (order, order), of which the lower triangle is read, tridiagonal (sytrd).
pub fn tridiagonal(mut a: Vec<f64>, order: usize) -> Option<Tridiagonal> {
    let n = extent(order, order.checked_mul(order)?, a.len())?;
    let (mut diagonal, mut beside) = (vec![0.0; order], vec![0.0; order - 1]);
    let (mut factors, mut work) = (vec![0.0; order - 1], vec![0.0; order * PANEL]);
    let (lwork, mut info) = (c_int::try_from(work.len()).ok()?, 0);
    // SAFETY: the arguments are those of LAPACK's documentation; `a` has order^2 numbers, the others were made above with
    // the lengths it asks for, all outlive the call, and nothing else can see them while it runs.
    unsafe {
        dsytrd_(
            &LOWER,
            &n,
            a.as_mut_ptr(),
            &n,
            diagonal.as_mut_ptr(),
            beside.as_mut_ptr(),
            factors.as_mut_ptr(),
            work.as_mut_ptr(),
            &lwork,
            &mut info,
        );
    }
    (info == 0).then_some(Tridiagonal { diagonal, beside, reflections: a, factors })
}

impl Tridiagonal {
    /// Eigenvalues, ascending, and eigenvectors of T, one after the other (stedc).
    pub fn eigen(&self) -> Option<(Vec<f64>, Vec<f64>)> {
        let order = self.diagonal.len();
        let n = extent(order, order - 1, self.beside.len())?;
        let (mut values, mut beside) = (self.diagonal.clone(), self.beside.clone());
        let mut vectors = vec![0.0; order.checked_mul(order)?];
        let (mut work, mut iwork) = (vec![0.0; 1 + 4 * order + order * order], vec![0; 3 + 5 * order]);
        let (lwork, liwork) = (c_int::try_from(work.len()).ok()?, c_int::try_from(iwork.len()).ok()?);
        let mut info = 0;
        // SAFETY: as above; the lengths of `work` and `iwork` are those that LAPACK asks for with eigenvectors of T itself.
        unsafe {
            dstedc_(
                &ALL,
                &n,
                values.as_mut_ptr(),
                beside.as_mut_ptr(),
                vectors.as_mut_ptr(),
                &n,
                work.as_mut_ptr(),
                &lwork,
                iwork.as_mut_ptr(),
                &liwork,
                &mut info,
            );
        }
        (info == 0).then_some((values, vectors))
    }

    /// Puts Q before vectors (order each), one after the other (ormtr).
    pub fn turn_back(&self, vectors: &mut [f64]) -> Option<()> {
        let order = self.diagonal.len();
        let many = vectors.len() / order.max(1);
        if many == 0 {
            return Some(());
        }
        let n = extent(order, many * order, vectors.len())?;
        let columns = c_int::try_from(many).ok()?;
        // LAPACK writes into the reflections while it works, and puts back what was there: each call has its own.
        let mut reflections = self.reflections.clone();
        let mut work = vec![0.0; PANEL * (many + PANEL + 1)];
        let (lwork, mut info) = (c_int::try_from(work.len()).ok()?, 0);
        // SAFETY: as above; reflections and factors are what `tridiagonal` made of a matrix of this order, and `vectors`
        // has `many` columns of `order` numbers.
        unsafe {
            dormtr_(
                &LEFT,
                &LOWER,
                &PLAIN,
                &n,
                &columns,
                reflections.as_mut_ptr(),
                &n,
                self.factors.as_ptr(),
                vectors.as_mut_ptr(),
                &n,
                work.as_mut_ptr(),
                &lwork,
                &mut info,
            );
        }
        (info == 0).then_some(())
    }
}

static ONCE: Once = Once::new();

/// What OpenBLAS is told before it looks around, which it does before `main`. This runs earlier where it is linked as an
/// archive; a shared library comes first, and then it changes nothing.
#[cfg(target_os = "linux")]
#[used]
#[unsafe(link_section = ".init_array.00050")]
static BEFORE_OPENBLAS: extern "C" fn() = prepare;

/// Left alone, OpenBLAS starts a thread for each further core, with 128 MiB of addresses each, and there they spin for a
/// while beside ours. And it knows processors by their model: on one that is newer than itself it takes kernels of 2004,
/// a tenth as fast. So Intel's get their kernels by what they can do. What a user has set stays; what this has set, and a
/// process on another machine has inherited, does not.
#[cfg(target_os = "linux")]
extern "C" fn prepare() {
    let (theirs, ours) = (std::env::var_os("OPENBLAS_CORETYPE"), std::env::var_os("PIPETTE_CORETYPE"));
    let kernels = kernels();
    // SAFETY: constructors run one after the other before `main`, when no other thread could read the environment.
    unsafe {
        std::env::set_var("OPENBLAS_NUM_THREADS", "1");
        if theirs.is_some() && theirs != ours {
            return;
        }
        for name in ["OPENBLAS_CORETYPE", "PIPETTE_CORETYPE"] {
            match kernels {
                Some(kernels) => std::env::set_var(name, kernels),
                None => std::env::remove_var(name),
            }
        }
    }
}

/// The kernels of OpenBLAS for an Intel processor with these instructions.
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn kernels() -> Option<&'static str> {
    let vendor = std::arch::x86_64::__cpuid(0);
    if [vendor.ebx, vendor.edx, vendor.ecx].map(u32::to_le_bytes).as_flattened() != b"GenuineIntel" {
        return None;
    }
    let (avx512, avx2) = (
        std::arch::is_x86_feature_detected!("avx512vl")
            && std::arch::is_x86_feature_detected!("avx512bw")
            && std::arch::is_x86_feature_detected!("avx512dq"),
        std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma"),
    );
    if avx512 { Some("SkylakeX") } else { avx2.then_some("Haswell") }
}

#[cfg(all(target_os = "linux", not(target_arch = "x86_64")))]
fn kernels() -> Option<&'static str> {
    None
}

/// Makes every BLAS and LAPACK call of this process run on the thread that calls it. Cheap to repeat.
pub fn single_threaded() {
    // SAFETY: the function is part of OpenBLAS's public interface, which build.rs links; it takes a plain
    // integer and touches nothing but the library's own state. `Once` keeps two threads from calling it together.
    ONCE.call_once(|| unsafe { openblas_set_num_threads(1) });
}

/// What OpenBLAS says of itself: its version and how it was built.
///
/// Asked once: the library puts the answer together in a buffer that all callers share.
pub fn version() -> &'static str {
    static VERSION: OnceLock<String> = OnceLock::new();
    VERSION.get_or_init(|| {
        // SAFETY: part of the same public interface; it returns a pointer to a text that ends with a zero byte and that
        // the library keeps for as long as it is loaded. No other thread is in it: the lock lets one in, and once.
        let text = unsafe { std::ffi::CStr::from_ptr(openblas_get_config()) };
        text.to_string_lossy().trim().to_string()
    })
}

#[cfg(test)]
mod tests {
    #[test]
    #[cfg(target_os = "linux")]
    fn the_constructor_is_part_of_the_program() {
        assert_eq!(std::env::var("OPENBLAS_NUM_THREADS").as_deref(), Ok("1"));
    }

    /// Where it is linked as an archive; a shared library has looked around before.
    #[test]
    #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
    fn a_new_processor_gets_no_old_kernels() {
        let shared =
            std::fs::read_to_string("/proc/self/maps").is_ok_and(|maps| maps.contains("libopenblas"));
        if let Some(kernels) = super::kernels().filter(|_| !shared) {
            let version = super::version();
            assert!(version.contains(&std::env::var("OPENBLAS_CORETYPE").unwrap()), "{kernels}: {version}");
        }
    }

    #[test]
    fn the_library_names_itself() {
        let version = super::version();
        assert!(version.starts_with("OpenBLAS "), "{version}");
    }
}
