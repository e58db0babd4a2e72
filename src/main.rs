//! The program's edge: everything it does is in the library.

/// Trees and plans are many small pieces, which the system's allocator takes twice as long for.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    pipette::cli::main()
}
