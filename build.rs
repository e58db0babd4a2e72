//! Links the system's OpenBLAS, which brings BLAS, CBLAS and LAPACK in one library: on Linux as an archive
//! where there is one, else as a shared library.
//!
//! The library is found by trying: the C compiler links a program of two calls against each
//! candidate, so that what is found here is found by the linker too, and a library without LAPACK is
//! not taken. `OPENBLAS_DIR` (an installation, or the folder of the library) overrules the search, and
//! `OPENBLAS_LINK=shared` leaves archives alone.
//! docs/decisions/0001-openblas-by-the-build-script.md says why this is not left to a crate.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Fedora's plain `libopenblas` is the single-threaded build; its threaded one ends in `p`.
const NAMES: [&str; 2] = ["openblasp", "openblas"];

/// Where packages put the library outside the linker's own folders: openSUSE, and Homebrew on
/// Apple silicon, on Intel and on Linux.
const FOLDERS: [&str; 4] = [
    "/usr/lib64/openblas-pthreads",
    "/opt/homebrew/opt/openblas/lib",
    "/usr/local/opt/openblas/lib",
    "/home/linuxbrew/.linuxbrew/opt/openblas/lib",
];

/// A package manager and what it is asked for.
const CURES: [(&str, &str); 6] = [
    ("apt-get", "apt-get install libopenblas-dev"),
    ("dnf", "dnf install openblas-devel"),
    ("zypper", "zypper install libopenblas_pthreads-devel"),
    ("pacman", "pacman -S openblas"),
    ("apk", "apk add openblas-dev"),
    ("brew", "brew install openblas"),
];

const PROBE: &str = "void dgesvd_(void); void cblas_sgemm(void);
int main(void) { dgesvd_(); cblas_sgemm(); return 0; }
";

const EMPTY: &str = "int main(void) { return 0; }\n";

/// The library of Fortran by GCC since 2018, which LAPACK in an archive calls. Its whole name, because the short one
/// comes with the compiler only, and this one with every OpenBLAS package.
const FORTRAN: &str = "libgfortran.so.5";

/// A library name and the folder it lies in, unless the linker knows that folder by itself.
#[derive(Clone)]
struct Candidate {
    name: &'static str,
    folder: Option<PathBuf>,
    link: Link,
}

/// How a library becomes part of the program.
#[derive(Clone, Copy)]
enum Link {
    /// Copied into the program, which saves the dynamic linker some ten thousand symbols at every start.
    Archive {
        fortran: bool,
    },
    Shared,
}

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=OPENBLAS_DIR");
    println!("cargo::rerun-if-env-changed=OPENBLAS_LINK");
    if links_statically() {
        println!("cargo::error=OpenBLAS is a shared library, and this target links none by default");
        println!("cargo::error=set RUSTFLAGS=\"-C target-feature=-crt-static\" (the launcher ./x does)");
    } else if let Some(found) = find() {
        link(&found);
    } else {
        say_what_to_install();
    }
}

/// Rust's own musl toolchain makes static programs unless told otherwise.
fn links_statically() -> bool {
    let is = |variable: &str, word: &str| {
        env::var(variable).is_ok_and(|value| value.split(',').any(|part| part == word))
    };
    is("CARGO_CFG_TARGET_ENV", "musl") && is("CARGO_CFG_TARGET_FEATURE", "crt-static")
}

/// The first candidate that links. Where nothing can be tried, the plain name is taken on trust:
/// then it is the linker that speaks.
fn find() -> Option<Candidate> {
    let mut candidates = candidates();
    if !can_try() {
        return candidates.pop();
    }
    let shared = candidates.clone();
    let archives = candidates.into_iter().filter(|_| takes_archives()).flat_map(|candidate| {
        [true, false].map(|fortran| Candidate { link: Link::Archive { fortran }, ..candidate.clone() })
    });
    archives.chain(shared).find(|candidate| try_link(PROBE, &arguments(candidate)))
}

/// Elsewhere a shared library is loaded fast enough.
fn takes_archives() -> bool {
    let asked = env::var("OPENBLAS_LINK").is_ok_and(|link| link == "shared");
    env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system == "linux") && !asked
}

/// All candidates as shared libraries, the best first; the last is the plainest. A folder is one only if the library is
/// in it: else the linker would go on to its own folders, and take another library than was asked for.
fn candidates() -> Vec<Candidate> {
    let chosen = env::var_os("OPENBLAS_DIR").map(PathBuf::from);
    let folders = match &chosen {
        Some(chosen) => vec![chosen.join("lib"), chosen.clone()],
        None => FOLDERS.map(PathBuf::from).to_vec(),
    };
    let placed = folders.iter().flat_map(|folder| NAMES.map(|name| (name, folder)));
    let held = placed.filter(|(name, folder)| holds(folder, name));
    let plain = NAMES.into_iter().filter(|_| chosen.is_none());
    held.map(|(name, folder)| (name, Some(folder.clone())))
        .chain(plain.map(|name| (name, None)))
        .map(|(name, folder)| Candidate { name, folder, link: Link::Shared })
        .collect()
}

fn holds(folder: &Path, name: &str) -> bool {
    ["so", "dylib", "a"].iter().any(|kind| folder.join(format!("lib{name}.{kind}")).exists())
}

/// Trying needs a C compiler for the machine that the program is built for.
fn can_try() -> bool {
    env::var_os("HOST") == env::var_os("TARGET") && try_link(EMPTY, &[])
}

fn arguments(candidate: &Candidate) -> Vec<String> {
    let folder = candidate.folder.iter().map(|folder| format!("-L{}", folder.display()));
    let link = match candidate.link {
        // As part of a program that may lie anywhere in memory, which is what rustc makes.
        Link::Archive { fortran } => {
            let runtime = fortran.then(|| format!("-l:{FORTRAN}"));
            let archive = format!("-l:lib{}.a", candidate.name);
            let own = ["-fPIE", "-pie"].map(String::from).into_iter().chain([archive]);
            own.chain(runtime).chain(["-lm".into(), "-lpthread".into()]).collect()
        }
        Link::Shared => vec![format!("-l{}", candidate.name)],
    };
    folder.chain(link).collect()
}

/// Does the C compiler make a program of this source, with these arguments at the end?
fn try_link(source: &str, arguments: &[String]) -> bool {
    let Some(scratch) = env::var_os("OUT_DIR").map(PathBuf::from) else { return false };
    let (written, program) = (scratch.join("probe.c"), scratch.join("probe"));
    if std::fs::write(&written, source).is_err() {
        return false;
    }
    let mut compiler = Command::new(env::var_os("CC").unwrap_or_else(|| "cc".into()));
    compiler.arg("-o").arg(program).arg(written).args(arguments);
    compiler.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

fn link(found: &Candidate) {
    if let Some(folder) = &found.folder {
        println!("cargo::rustc-link-search=native={}", folder.display());
    }
    match found.link {
        Link::Archive { fortran } => {
            println!("cargo::rustc-link-lib=static:-bundle={}", found.name);
            if fortran {
                println!("cargo::rustc-link-lib=dylib:+verbatim={FORTRAN}");
            }
            println!("cargo::rustc-link-lib=dylib=m");
            println!("cargo::rustc-link-lib=dylib=pthread");
        }
        Link::Shared => link_shared(found),
    }
}

/// A folder that the linker has to be told is also one that the program has to be told at its start.
fn link_shared(found: &Candidate) {
    if let Some(folder) = &found.folder {
        println!("cargo::rustc-link-arg=-Wl,-rpath,{}", folder.display());
    }
    println!("cargo::rustc-link-lib=dylib={}", found.name);
}

fn say_what_to_install() {
    let asked = env::var_os("OPENBLAS_DIR").map(|folder| format!(" in OPENBLAS_DIR={}", folder.display()));
    println!("cargo::error=no OpenBLAS with LAPACK was found{}", asked.unwrap_or_default());
    let present = CURES.iter().find(|(manager, _)| on_path(manager));
    let cure = present.map_or("by the package manager, with its development files", |(_, cure)| cure);
    println!("cargo::error=install it: {cure}");
    println!("cargo::error=or set OPENBLAS_DIR to the folder of one that was built with LAPACK");
}

fn on_path(program: &str) -> bool {
    let folders = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&folders).any(|folder| folder.join(program).is_file())
}
