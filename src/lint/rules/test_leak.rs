//! `test-leak`: a model tested on rows that it may have been trained on. Two draws from the same
//! rows overlap; only the rows that one draw leaves over are new to what was trained on it. And what is
//! fitted on all rows before the test part is drawn has seen the test rows.

use super::Facts;
use crate::check::{Plan, Step};
use crate::source::{Diagnostic, Level, Lint, Phase};
use crate::vocabulary::StepId;

pub static LINT: Lint = Lint {
    code: "test-leak",
    level: Level::Warning,
    phase: Phase::Check,
    finds: "a model tested on rows that it may have learnt",
    why: "Either what prepares the data was fitted before the test rows were set apart. Or the test rows come from another random choice than the training rows, made from the same data: some \
          rows are on both sides, and the error is too small. Make the choice once, in a line or a `let` \
          of its own, and let training and test both start from it.",
    bad: "edition 1\nseed 1\n\
          model: draw 3000 of spambase, then standardize, then fit logistic(penalty: 1)\n\
          other: draw 2000 of spambase, then standardize\n\
          test model on other\n",
    good: "edition 1\nseed 1\n\
           let rows = draw 3000 of spambase, then standardize\n\
           model: fit logistic(penalty: 1) on rows\n\
           test model on rows\n",
    see: "Kapoor and Narayanan 2023, Leakage and the reproducibility crisis in machine-learning-based science",
};

pub fn find(facts: &Facts) -> Vec<Diagnostic> {
    let plan = facts.plan;
    let first_cell = |id: &StepId| plan.steps[*id].cell.is_none_or(|(_, cell)| cell == 0);
    let steps: Vec<StepId> = (0..plan.steps.len()).filter(first_cell).collect();
    let leaks = steps.iter().filter_map(|&id| leak(plan, &plan.steps[id]));
    leaks.chain(steps.iter().filter_map(|&id| fitted_before(plan, id))).collect()
}

/// A step that makes a test part of rows which a transform was fitted on.
fn fitted_before(plan: &Plan, id: StepId) -> Option<Diagnostic> {
    let (step, before) = (&plan.steps[id], &plan.steps[before(plan, id)?]);
    let (made, given) = (step.kind.data.as_ref()?, before.kind.data.as_ref()?);
    if made.shape.test == 0 || given.shape.test > 0 || !given.shape.facts.fitted_on_all {
        return None;
    }
    let message =
        format!("the {} test rows had a part in what `{}` was fitted on", made.shape.test, *before.text);
    let finding = LINT.at(step.span, message).label("the test part is made here");
    let finding = finding.also(before.span, "fitted on all rows");
    Some(finding.help("make the test part first: `draw 500 of ..., then standardize`"))
}

/// A step that measures a model on data with a test part from another choice of the same rows.
fn leak(plan: &Plan, step: &Step) -> Option<Diagnostic> {
    let model = step.inputs.iter().find(|input| input.kind.model.is_some())?;
    let data = step.inputs.iter().find(|input| input.kind.data.is_some() && input.step != model.step)?;
    let tested = lineage(plan, data.step);
    let learnt = lineage(plan, model.step);
    let (chosen, base) = (maker(plan, &tested)?, *tested.last()?);
    let same_rows = learnt.last().is_some_and(|id| plan.steps[*id].identity == plan.steps[base].identity);
    let other_choice =
        maker(plan, &learnt).is_none_or(|id| plan.steps[id].identity != plan.steps[chosen].identity);
    if !same_rows || !other_choice {
        return None;
    }
    let rows = plan.steps[base].text.as_str();
    let message = format!("the test rows are drawn from `{rows}` apart from the rows that were learnt");
    let finding = LINT.at(step.span, message).label("tested here");
    let finding = finding.also(plan.steps[chosen].span, "these rows are chosen anew");
    Some(finding.help("draw once, and let training and test start from the same draw"))
}

/// A step and the steps that its data come from, back to where they are read or made.
fn lineage(plan: &Plan, from: StepId) -> Vec<StepId> {
    let mut line = vec![from];
    while let Some(before) = line.last().and_then(|&id| before(plan, id)) {
        line.push(before);
    }
    line
}

/// Behind a model lie the data that it was trained on, behind data those they were made of.
fn before(plan: &Plan, id: StepId) -> Option<StepId> {
    let inputs = &plan.steps[id].inputs;
    let model = inputs.iter().find(|input| input.kind.model.is_some());
    model.or_else(|| inputs.iter().find(|input| input.kind.data.is_some())).map(|input| input.step)
}

/// The step of a lineage that made the test part.
fn maker(plan: &Plan, lineage: &[StepId]) -> Option<StepId> {
    let has_test = |id: StepId| plan.steps[id].kind.data.as_ref().is_some_and(|data| data.shape.test > 0);
    lineage.windows(2).find(|pair| has_test(pair[0]) && !has_test(pair[1])).map(|pair| pair[0])
}
