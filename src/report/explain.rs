//! What a kind of finding means, as a page in Markdown: what it finds, why that is bad, a file that
//! shows it, a file that cures it, where it is explained.

use crate::source::{Level, Lint, Phase};
use std::fmt::Write;

/// The page of a finding.
pub fn page(lint: &Lint) -> String {
    let phase = match lint.phase {
        Phase::Check => "found before anything is read",
        Phase::Smoke => "found by `pipette smoke`",
        Phase::Run => "found in a run",
    };
    let mut out =
        format!("## `{}`\n\n{}: {}; {phase}.\n\n{}\n\n", lint.code, lint.level.word(), lint.finds, lint.why);
    for (title, text) in [("This file shows it", lint.bad), ("This one does not have it", lint.good)] {
        if !text.is_empty() {
            let _ = write!(out, "{title}:\n\n```pipe\n{}\n```\n\n", text.trim_end());
        }
    }
    if !lint.see.is_empty() {
        let _ = write!(out, "Source: {}.\n\n", lint.see);
    }
    if lint.level < Level::Error {
        let _ = write!(out, "`# allow {}: reason` silences it.\n\n", lint.code);
    }
    out
}

/// Every code with what it finds, errors first.
pub fn list<'a>(pages: impl Iterator<Item = &'a Lint>) -> String {
    let mut pages: Vec<&Lint> = pages.collect();
    pages.sort_by_key(|page| std::cmp::Reverse(page.level));
    pages.iter().map(|page| format!("{:26} {:8} {}\n", page.code, page.level.word(), page.finds)).collect()
}
