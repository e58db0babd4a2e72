//! `pipette completions SHELL`: a script that lets a shell complete commands and options, made from the
//! definition of the command line.

use super::arguments::{Arguments, CompletionsOptions};
use super::hand_out;
use clap::CommandFactory;

pub fn completions(options: &CompletionsOptions) -> u8 {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Arguments::command(), "pipette", &mut script);
    hand_out(script)
}
