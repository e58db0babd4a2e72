//! A kind of finding as a page: what it means, a file that shows it, a file that cures it. The page
//! is its own test: every `bad` must raise the code and nothing worse, every `good` must stay silent.

use super::{Diagnostic, Level, Span};

/// When a finding is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Before anything is read.
    Check,
    /// By `smoke`, from the shrunk run.
    Smoke,
    /// From the results of a run.
    Run,
}

impl Phase {
    pub const fn word(self) -> &'static str {
        match self {
            Phase::Check => "check",
            Phase::Smoke => "smoke",
            Phase::Run => "run",
        }
    }
}

/// A kind of finding.
#[derive(Debug)]
pub struct Lint {
    /// Reads well after "allow".
    pub code: &'static str,
    pub level: Level,
    pub phase: Phase,
    /// What it finds, in one line.
    pub finds: &'static str,
    /// Why that is bad, and what to do.
    pub why: &'static str,
    /// A whole file that shows it; empty where no file alone can.
    pub bad: &'static str,
    /// The same experiment without it.
    pub good: &'static str,
    /// Where it is explained: authors, year, place; empty where it explains itself.
    pub see: &'static str,
}

impl Lint {
    /// This finding at a place.
    pub fn at(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.code, self.level, span, message)
    }
}
