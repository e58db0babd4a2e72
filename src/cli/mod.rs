//! The command line: one file a subcommand. The only room that knows clap, miette's rendering, the
//! terminal and the process.
//!
//! Output for people goes to stderr, data to stdout. Exit codes: 0 done and no claim failed, 1 a
//! claim failed, 2 the file has errors, 3 the run failed, 130 and 143 interrupted or terminated.

mod arguments;
mod data;
mod findings;
mod lint;
mod load;
mod plan;
mod progress;
mod read;
mod run;
mod signals;
mod vocabulary;

use arguments::{Arguments, Command};
use clap::Parser;
use std::process::ExitCode;

/// The file has errors, or the command line has.
pub const BAD_INPUT: u8 = 2;
/// The run failed.
pub const RUN_FAILED: u8 = 3;

/// Runs the program.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    ExitCode::from(match arguments.command {
        Command::Run(options) => run::run(&options),
        Command::Lint(options) => lint::lint(&options),
        Command::Plan(options) => plan::plan(&options),
        Command::Data(options) => data::data(&options),
        Command::Vocabulary(options) => vocabulary::vocabulary(&options),
    })
}

/// Says what is wrong with a command, with a cure.
fn complain(message: &str, help: Option<&str>) -> u8 {
    use crate::report::plain::plain_lines;
    use owo_colors::OwoColorize;
    let (message, help) = (plain_lines(message), help.map(plain_lines));
    anstream::eprintln!("{} {message}", "error:".red().bold());
    if let Some(help) = help {
        anstream::eprintln!("{} {help}", "help:".cyan());
    }
    BAD_INPUT
}
