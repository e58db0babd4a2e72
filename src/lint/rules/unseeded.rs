//! `unseeded`: a file that runs something and names no seed. Seed 0 is used, so the run repeats all
//! the same; but a reader can't tell whether the number was chosen.

use super::Facts;
use crate::check::Line;
use crate::source::{Diagnostic, Level, Lint, Phase, Span};

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
    let plan = facts.plan;
    let first = plan.lines().next().filter(|_| plan.settings.seed.is_none());
    let say = |line: &Line| {
        let finding = LINT.at(line.span, "no seed is given: 0 is used").label("runs with seed 0");
        let head = Span::new(plan.head, plan.head);
        finding.help("write `seed 0` at the head of the file").fix(true, head, "seed 0\n")
    };
    first.map(say).into_iter().collect()
}
