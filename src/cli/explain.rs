//! `pipette explain [CODE]`: what a finding means. With `--run` the files of its page are linted, and
//! what is found in each is shown below it.

use super::arguments::ExplainOptions;
use super::{complain, findings, hand_out};
use crate::check::{Reader, Surroundings};
use crate::lint::{self, Policy};
use crate::report::explain;
use crate::run::Machine;
use crate::source::{Lint, Phase, Source, did_you_mean};
use crate::words::VOCABULARY;
use std::path::PathBuf;

pub fn explain(options: &ExplainOptions) -> u8 {
    let Some(code) = &options.code else {
        return hand_out(explain::list(lint::pages(&VOCABULARY)));
    };
    let Some(page) = lint::page(&VOCABULARY, code) else { return unknown(code) };
    let code = hand_out(explain::page(page));
    if options.run {
        show(page);
    }
    code
}

/// A code that no finding has, with the nearest one that there is.
pub fn unknown(code: &str) -> u8 {
    let near = did_you_mean(code, lint::pages(&VOCABULARY).map(|page| page.code));
    let word = VOCABULARY.class_of(code).map(|class| format!("it is {class}: `pipette vocabulary {code}`"));
    let help = word.or(near).unwrap_or("`pipette explain` lists the codes".into());
    complain(&format!("`{code}` is not the code of a finding"), Some(&help))
}

/// Lints the files of a page, if that is what shows it.
fn show(page: &Lint) {
    let by = match page.phase {
        _ if page.bad.is_empty() => {
            anstream::eprintln!("No file alone shows it: there is nothing to lint.");
            return;
        }
        Phase::Check => return lint_files(page),
        Phase::Smoke => "pipette smoke",
        Phase::Run => "pipette run",
    };
    let message = format!("`{}` is found by `{by}` and not by `pipette lint`", page.code);
    anstream::eprintln!("{message}: save the first file and call `{by}` with it.");
}

fn lint_files(page: &Lint) {
    for (name, text) in [("shows-it.pipe", page.bad), ("cured.pipe", page.good)] {
        let source = Source::new(name, text);
        let around = Surroundings {
            folder: PathBuf::from("."),
            memory: Machine::here(1).memory as f64,
            overrides: Vec::new(),
            read: Reader::none(),
        };
        let examined = lint::examine(&source, &VOCABULARY, &around, &Policy::default());
        findings::print(&source, &examined.findings);
        let count = findings::count(&examined.findings).unwrap_or("nothing to say".into());
        anstream::eprintln!("{name}: {count}");
    }
}
