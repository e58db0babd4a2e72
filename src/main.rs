//! The program's edge: everything it does is in the library.

fn main() -> std::process::ExitCode {
    pipette::cli::main()
}
