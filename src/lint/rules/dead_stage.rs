//! `dead-stage`: a line that ends in data which nothing trains on, measures, draws or keeps.

use super::Facts;
use crate::check::{Line, Plan, Step};
use crate::source::{Diagnostic, Level, Lint, Phase};
use crate::vocabulary::StepId;
use std::collections::HashSet;

pub static LINT: Lint = Lint {
    code: "dead-stage",
    level: Level::Warning,
    phase: Phase::Check,
    finds: "a line whose result nothing uses",
    why: "The line ends in data, and no other line trains on them, tests on them, plots or saves them. It \
          costs time and changes nothing; mostly the line that was to use it names other data.",
    bad: "edition 1\nseed 1\nuse mnist\nsmall: take 1000\ntrain mlp[784,100,10] on mnist for 5 epochs\n",
    good: "edition 1\nseed 1\nuse mnist\nsmall: take 1000\ntrain mlp[784,100,10] on small for 5 epochs\n",
    see: "",
};

pub fn find(facts: &Facts) -> Vec<Diagnostic> {
    let plan = facts.plan;
    let used: HashSet<StepId> = plan.steps.iter().flat_map(|s| s.inputs.iter().map(|i| i.step)).collect();
    // All cells of a sweep have the same lines.
    let in_blocks = plan.blocks.iter().filter_map(|block| block.cells.first()).flat_map(|cell| &cell.lines);
    let lines = plan.top_lines().chain(in_blocks);
    let dead = lines
        .filter(|line| line.steps.last().is_some_and(|id| is_idle(&plan.steps[*id]) && !used.contains(id)));
    dead.map(|line| say(plan, line)).collect()
}

fn is_idle(step: &Step) -> bool {
    step.kind.model.is_none() && step.verb.measures().is_empty() && !step.verb.has_effect()
}

fn say(plan: &Plan, line: &Line) -> Diagnostic {
    let last = line.steps.last().map_or(line.span, |&id| plan.steps[id].span);
    let finding = LINT.at(last, "nothing uses what this line yields").label("ends here");
    match &line.label {
        Some(label) => finding.help(format!("use `{label}` in a line below, or delete the line")),
        None => finding.help("label the line and use the label, go on with `, then`, or delete the line"),
    }
}
