//! `no-edition`: a file that does not say for which edition of the language it was written.

use super::Facts;
use crate::source::{Diagnostic, Level, Lint, Phase};

pub static LINT: Lint = Lint {
    code: "no-edition",
    level: Level::Note,
    phase: Phase::Check,
    finds: "a file without an `edition`",
    why: "An edition fixes the defaults for good. Without one the file means what the first edition says; with \
          `edition 1` a reader knows that it was written for these defaults, and it means the same for ever.",
    bad: "seed 1\nuse mnist\ntrain mlp[784,100,10] for 5 epochs\n",
    good: "edition 1\nseed 1\nuse mnist\ntrain mlp[784,100,10] for 5 epochs\n",
    see: "",
};

pub fn find(facts: &Facts) -> Vec<Diagnostic> {
    let missing = || {
        facts.missing_setting(
            &LINT,
            "no edition is named: 1 is meant",
            "the first line that has defaults",
            "edition 1",
        )
    };
    facts.plan.settings.edition.is_none().then(missing).flatten().into_iter().collect()
}
