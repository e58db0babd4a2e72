//! The pages of what the language itself finds: the parser, the checker and the types of arguments
//! raise these codes; here they are explained, with a file that shows each and one that cures it.

mod arguments;
mod comments;
mod form;
mod hygiene;
mod meaning;
mod outside;

use crate::source::{Level, Lint, Phase};

pub use comments::{UNEXPLAINED_ALLOW, UNKNOWN_CODE, UNUSED_ALLOW};

/// The pages by theme, in the order of the reference.
static LANGUAGE: [&[Lint]; 6] =
    [form::PAGES, arguments::PAGES, meaning::PAGES, hygiene::PAGES, comments::PAGES, outside::PAGES];

/// Every page.
pub fn language() -> impl Iterator<Item = &'static Lint> {
    LANGUAGE.into_iter().flatten()
}

/// A page of the phase `check` that needs no source: the language explains itself.
const fn said(
    level: Level,
    code: &'static str,
    finds: &'static str,
    why: &'static str,
    bad: &'static str,
    good: &'static str,
) -> Lint {
    Lint { code, level, phase: Phase::Check, finds, why, bad, good, see: "" }
}
