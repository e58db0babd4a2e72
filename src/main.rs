//! The program's edge: everything it does is in the library.

use pipette::numeric::allocator::Allocator;

#[global_allocator]
static ALLOCATOR: Allocator = Allocator;

fn main() -> std::process::ExitCode {
    pipette::cli::main()
}
