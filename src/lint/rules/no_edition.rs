//! `no-edition`: a file that does not say for which edition of the language it was written.

use super::Facts;
use crate::check::Line;
use crate::source::{Diagnostic, Level, Lint, Phase, Span};

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
    let plan = facts.plan;
    let first = plan.lines().next().filter(|_| plan.settings.edition.is_none());
    let say = |line: &Line| {
        let finding = LINT.at(line.span, "no edition is named: 1 is meant");
        let finding = finding.label("the first line that has defaults");
        let head = Span::new(plan.head, plan.head);
        finding.help("write `edition 1` at the head of the file").fix(true, head, "edition 1\n")
    };
    first.map(say).into_iter().collect()
}
