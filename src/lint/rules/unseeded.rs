//! `unseeded`: a file that runs something and names no seed. Seed 0 is used, so the run repeats all
//! the same; but a reader can't tell whether the number was chosen.

use super::Facts;
use crate::source::{Diagnostic, Level, Lint, Phase};

pub static LINT: Lint = Lint {
    code: "unseeded",
    level: Level::Note,
    phase: Phase::Check,
    finds: "a file without a `seed`",
    why: "Every random number of a run comes from the file's seed. Without one it is 0, so the run repeats all \
          the same, but a reader can't tell a seed that was meant from one that was forgotten.",
    bad: "edition 1\nuse mnist\ntrain mlp[784,100,10] for 5 epochs\n",
    good: "edition 1\nseed 1\nuse mnist\ntrain mlp[784,100,10] for 5 epochs\n",
    see: "",
};

pub fn find(facts: &Facts) -> Vec<Diagnostic> {
    let missing =
        || facts.missing_setting(&LINT, "no seed is given: 0 is used", "runs with seed 0", "seed 0");
    facts.plan.settings.seed.is_none().then(missing).flatten().into_iter().collect()
}
