//! `repeat-without-claim`: a block that runs several seeds, and no claim or plot that looks at them.

use super::Facts;
use crate::check::Block;
use crate::source::{Diagnostic, Level, Lint, Phase};

pub static LINT: Lint = Lint {
    code: "repeat-without-claim",
    level: Level::Note,
    phase: Phase::Check,
    finds: "repeats that no claim and no plot looks at",
    why: "Repeats are paid for to know how sure a number is. A claim puts that to use: it is judged on the \
          mean and the spread, the verdict goes into the record, and a later change that breaks it is seen.",
    bad: "edition 1\nseed 1\nuse mnist\nrepeat 3 {\n  net: train mlp[784,100,10] for 5 epochs\n}\n",
    good: "edition 1\nseed 1\nuse mnist\nrepeat 3 {\n  net: train mlp[784,100,10] for 5 epochs\n}\n\
           expect net.error < 4 % with 95 % confidence\n",
    see: "",
};

pub fn find(facts: &Facts) -> Vec<Diagnostic> {
    let plan = facts.plan;
    let unread = |block: &&Block| {
        let lines = block.cells.first().map_or(&[][..], |cell| &cell.lines);
        let read = lines.iter().filter_map(|line| line.label.as_ref()).any(|label| plan.read.contains(label));
        let steps = lines.iter().flat_map(|line| &line.steps);
        let held = steps.filter_map(|&id| plan.steps[id].verb.reproduces()).next().is_some();
        block.repeats > 1 && !lines.is_empty() && !read && !held
    };
    let say = |block: &Block| {
        let message = format!("{} repeats, and nothing is claimed of them", block.repeats);
        let finding = LINT.at(block.head, message).label("no claim or plot names a label of this block");
        finding
            .help("write below the block what you expect: `expect label.measure < 3 % with 95 % confidence`")
    };
    plan.blocks.iter().filter(unread).map(say).collect()
}
