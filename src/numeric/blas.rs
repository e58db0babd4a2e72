//! BLAS on one thread. The threads of this program are rayon's: work is cut into blocks whose sizes
//! depend on shapes alone, and each block is one single-threaded product. No sum then depends on how
//! many threads there are, and OpenBLAS's own thread pool does not fight with rayon's.

use std::sync::{Once, OnceLock};

unsafe extern "C" {
    fn openblas_set_num_threads(threads: std::ffi::c_int);
    fn openblas_get_config() -> *const std::ffi::c_char;
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
/// a tenth as fast. What a user has set stays.
#[cfg(target_os = "linux")]
extern "C" fn prepare() {
    let kernels = kernels().filter(|_| std::env::var_os("OPENBLAS_CORETYPE").is_none());
    // SAFETY: constructors run one after the other before `main`, when no other thread could read the environment.
    unsafe {
        std::env::set_var("OPENBLAS_NUM_THREADS", "1");
        if let Some(kernels) = kernels {
            std::env::set_var("OPENBLAS_CORETYPE", kernels);
        }
    }
}

/// The kernels that OpenBLAS has for an Intel processor with these instructions, if it knows its model.
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
