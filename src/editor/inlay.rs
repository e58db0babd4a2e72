//! Hints between the words of a file: the defaults that a stage leaves out, at the place where they would be
//! written, and behind it what the stage yields.

use super::document::Document;
use super::unwritten::{Piece, unwritten};
use crate::check::{Plan, Step};
use crate::source::Span;
use crate::syntax::ast::{LetBody, Stage, Statement};
use crate::vocabulary::Kind;
use std::collections::HashMap;

/// What a hint tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// What could have been written, and means what is left out.
    Default,
    /// What flows on from here.
    Kind,
}

/// A text that the file does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    pub at: usize,
    pub text: String,
    pub told: Told,
}

/// The hints inside a part of the text.
pub fn inlay(document: &Document, within: Span) -> Vec<Hint> {
    let analysis = document.analysis();
    let mut hinter = Hinter { steps: by_place(&analysis.plan), within, hints: Vec::new() };
    analysis.file.statements.iter().for_each(|statement| hinter.statement(statement));
    hinter.hints.retain(|hint| within.start <= hint.at && hint.at <= within.end);
    hinter.hints.sort_by_key(|hint| (hint.at, hint.told == Told::Kind));
    hinter.hints
}

/// The steps that each stage of the text makes: several in a sweep, and a test that was left out.
fn by_place(plan: &Plan) -> HashMap<Span, Vec<&Step>> {
    let mut steps: HashMap<Span, Vec<&Step>> = HashMap::new();
    plan.steps.iter().for_each(|step| steps.entry(step.span).or_default().push(step));
    steps
}

struct Hinter<'d> {
    steps: HashMap<Span, Vec<&'d Step>>,
    within: Span,
    hints: Vec<Hint>,
}

impl<'d> Hinter<'d> {
    fn statement(&mut self, statement: &Statement) {
        let span = statement.span();
        if span.end < self.within.start || self.within.end < span.start {
            return;
        }
        match statement {
            Statement::Pipeline(pipeline) => self.stages(&pipeline.stages),
            Statement::Let(binding) => {
                if let LetBody::Stages(stages) = &binding.body {
                    self.stages(stages);
                }
            }
            Statement::Sweep(sweep) => sweep.body.iter().for_each(|inner| self.statement(inner)),
            Statement::Claim(_) | Statement::Broken(_) => {}
        }
    }

    fn stages(&mut self, stages: &[Stage]) {
        let mut before: Option<&'d Kind> = None;
        for stage in stages {
            let Some(steps) = self.steps.get(&stage.span).cloned() else { return };
            let is_own = |step: &&&Step| is_of(&step.text, &stage.verb.value);
            let own: Vec<&'d Step> = steps.iter().filter(is_own).copied().collect();
            let (Some(first), Some(last)) = (own.first(), own.last()) else { return };
            self.defaults(stage, first, last);
            self.implied(stage, &steps);
            self.kind(stage, first, last, before);
            before = Some(&*first.kind);
        }
    }

    /// What is left out alike in the first and the last cell of a sweep.
    fn defaults(&mut self, stage: &Stage, first: &Step, last: &Step) {
        let mut pieces = unwritten(stage, &first.text);
        if *last.text != *first.text {
            let others = unwritten(stage, &last.text);
            pieces.retain(|piece| others.contains(piece));
        }
        let hint = |Piece { at, text }| Hint { at, text, told: Told::Default };
        self.hints.extend(pieces.into_iter().map(hint));
    }

    /// The stage that a line goes on with where it ends too early.
    fn implied(&mut self, stage: &Stage, steps: &[&Step]) {
        if let Some(step) = steps.iter().find(|step| !is_of(&step.text, &stage.verb.value)) {
            let text = format!(", then {}", *step.text);
            self.hints.push(Hint { at: stage.span.end, text, told: Told::Default });
        }
    }

    /// What the stage yields, as far as it is not what it was given.
    fn kind(&mut self, stage: &Stage, first: &Step, last: &Step, before: Option<&Kind>) {
        let shown = changed(&first.kind, before);
        if !shown.is_empty() && shown == changed(&last.kind, before) {
            self.hints.push(Hint { at: stage.span.end, text: format!(" → {shown}"), told: Told::Kind });
        }
    }
}

/// Whether a filled-in sentence is one of this verb.
fn is_of(text: &str, verb: &str) -> bool {
    text.strip_prefix(verb).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// The parts of a kind that are new.
fn changed(kind: &Kind, before: Option<&Kind>) -> String {
    let parts = |kind: &Kind| {
        [kind.model.as_ref().map(ToString::to_string), kind.data.as_ref().map(ToString::to_string)]
    };
    let old = before.map(parts).unwrap_or_default();
    let new = parts(kind).into_iter().zip(old).filter(|(new, old)| new != old);
    new.filter_map(|(new, _)| new).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::testing::document;

    /// The text with its hints written in, kinds in braces.
    fn hinted(text: &str) -> String {
        let document = document(text);
        let mut out = text.to_owned();
        for hint in inlay(&document, Span::new(0, text.len())).iter().rev() {
            let shown =
                if hint.told == Told::Kind { format!("{{{}}}", hint.text.trim()) } else { hint.text.clone() };
            out.insert_str(hint.at, &shown);
        }
        out
    }

    #[test]
    fn what_is_left_out_stands_where_it_would_be_written() {
        assert_eq!(
            hinted("train mlp[784,10] on mnist with sgd(rate: 0.1) for 3 epochs, then test"),
            "train mlp[784,10](activation: relu, init: he) on mnist \
             with sgd(rate: 0.1, batch: 100, momentum: 0.9, nesterov: off) for 3 epochs\
             {→ mlp of 7850 parameters; 60000 x 784 in 0..1, 10 classes, 10000 test}, then test"
        );
    }

    #[test]
    fn an_argument_without_a_name_counts_as_given() {
        let text = hinted("augment mnist with rotation(15 deg), then plot images");
        assert!(
            text.starts_with("augment mnist with rotation(15 deg, narrow: 7.5 deg, narrowed: [1, 7]){→ 60000 x 784 in 0..1, 10 classes"),
            "{text}"
        );
    }

    #[test]
    fn the_kind_is_shown_where_it_changes() {
        let text = hinted("use mnist\ntake 1000 of mnist, then threshold 0.5, then plot images");
        assert!(text.contains("use mnist{→ 60000 x 784 in 0..1, 10 classes, 10000 test}"), "{text}");
        assert!(text.contains("take 1000 of mnist{→ 1000 x 784 in 0..1"), "{text}");
        assert!(!text.contains("plot images{"), "{text}");
    }

    #[test]
    fn a_test_that_is_implied_and_a_stack_with_its_methods_beside_it_are_filled_in() {
        let text = hinted("train mlp[784,10] on mnist for 2 epochs");
        assert!(text.contains(", then test"), "{text}");
        let text = hinted("stack rbm x3 cd1, then check free-energy");
        assert!(text.contains("rbm[784,500,500,500]") && text.contains("cd1(rate: "), "{text}");
        assert!(!text.contains("with cd1"), "cd1 stands there already: {text}");
    }

    #[test]
    fn a_sweep_shows_what_all_its_cells_share() {
        let text = hinted(
            "sweep n in [10, 20] {\n  a: draw n of spambase, then fit ridge(penalty: 1), then test\n}\n",
        );
        assert!(text.contains("draw n of spambase, then"), "the kind differs from cell to cell: {text}");
    }

    #[test]
    fn only_what_is_asked_for_is_answered_and_broken_lines_have_no_hints() {
        let document = document("use mnist\ntrain mlp[784,10](\ntrain mlp[784,10] for 2 epochs\n");
        assert!(inlay(&document, Span::new(0, 9)).iter().all(|hint| hint.at <= 9));
        assert!(inlay(&document, Span::new(10, 28)).is_empty());
    }
}
