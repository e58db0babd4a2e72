//! The command line: one file a subcommand. The only room that knows clap, miette's rendering, the
//! terminal and the process.
//!
//! Output for people goes to stderr, data to stdout. Exit codes: 0 done and no claim failed, 1 a
//! claim failed, `fmt --check` would change a file or `diff` found a difference, 2 the file has errors or can't be read or written,
//! 3 the run failed, 130 and 143 interrupted or terminated.

// What is printed by macros panics where nobody reads it: data leave through `hand_out`.
#![deny(clippy::print_stdout)]

mod arguments;
mod cache;
mod calibrate;
mod cite;
mod cluster;
mod completions;
mod configuration;
mod data;
mod diff;
mod ending;
mod explain;
mod export;
mod findings;
mod fix;
mod fmt;
mod folders;
mod git;
mod github;
mod jupyter;
mod lint;
mod load;
mod locking;
mod logs;
mod lsp;
mod man;
mod merge_lock;
mod misspelt;
mod new;
mod paths;
mod plan;
mod progress;
mod rates;
mod read;
mod report;
mod reproductions;
mod rewrite;
mod run;
mod runs;
mod sarif;
mod show;
mod shown;
mod signals;
mod smoke;
mod stores;
mod unified;
mod verify;
mod view;
mod vocabulary;
mod watch;
mod why;

use arguments::{Arguments, Command};
use clap::Parser;
use std::process::ExitCode;

/// The file has errors, or the command line has.
pub const BAD_INPUT: u8 = 2;
/// The run failed.
pub const RUN_FAILED: u8 = 3;

/// Runs the program.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => match misspelt::answered(&error) {
            Some(code) => return ExitCode::from(code),
            None => error.exit(),
        },
    };
    ExitCode::from(match arguments.command {
        Command::New(options) => new::new(&options),
        Command::Run(options) => run::run(&options),
        Command::Lint(options) => lint::lint(&options),
        Command::Fmt(options) => fmt::fmt(&options),
        Command::Verify(options) => verify::verify(&options),
        Command::Why(options) => why::why(&options),
        Command::Cache(options) => cache::cache(&options),
        Command::MergeLock(options) => merge_lock::merge_lock(&options),
        Command::Plan(options) => plan::plan(&options),
        Command::Calibrate(options) => calibrate::calibrate(&options),
        Command::Smoke(options) => smoke::smoke(&options),
        Command::Data(options) => data::data(&options),
        Command::Explain(options) => explain::explain(&options),
        Command::Vocabulary(options) => vocabulary::vocabulary(&options),
        Command::Completions(options) => completions::completions(&options),
        Command::Man(options) => man::man(&options),
        Command::Runs(options) => runs::runs(&options),
        Command::Show(options) => show::show(&options),
        Command::Diff(options) => diff::diff(&options),
        Command::Export(options) => export::export(&options),
        Command::Cite(options) => cite::cite(&options),
        Command::Report(options) => report::report(&options),
        Command::View(options) => view::view(&options),
        Command::Watch(options) => watch::watch(&options),
        Command::Reproductions(options) => reproductions::reproductions(&options),
        Command::Jupyter(options) => jupyter::jupyter(&options),
        Command::Lsp(_) => lsp::lsp(),
    })
}

/// Writes data to stdout.
fn hand_out(data: impl AsRef<[u8]>) -> u8 {
    write_out(&mut std::io::stdout(), data.as_ref())
}

/// Writes a text to stdout, without its colours where that is no terminal.
fn show(text: &str) -> u8 {
    write_out(&mut anstream::stdout(), text.as_bytes())
}

/// A reader that has seen enough, as `head` has, is no fault.
fn write_out(out: &mut impl std::io::Write, data: &[u8]) -> u8 {
    match out.write_all(data).and_then(|()| out.flush()) {
        Ok(()) => 0,
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => 0,
        Err(error) => {
            complain(&format!("can't write to stdout: {error}"), None);
            RUN_FAILED
        }
    }
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
