//! A line that is held against a published number: a claim on what the line itself measures.

use super::Line;
use super::claim_plan::{ClaimPlan, Held, Test};
use super::statement::Checker;
use crate::source::Diagnostic;
use crate::vocabulary::{Reproduction, StepId};

impl Checker<'_> {
    /// Claims what the steps of a line reproduce; a repeated line is claimed once.
    pub fn reproduced(&mut self, line: &Line) {
        if self.cell.is_some_and(|(_, cell)| cell > 0) {
            return;
        }
        let held = line.steps.iter().filter_map(|&id| Some((id, self.plan.steps[id].verb.reproduces()?)));
        for (id, reproduction) in held.collect::<Vec<_>>() {
            if let Some(finding) = self.unfit(line, id, reproduction) {
                self.findings.push(finding);
                continue;
            }
            self.plan.read.extend(line.label.clone());
            let step = &self.plan.steps[id];
            let held = Held { line: line.span, meaning: step.identity.hex(), reproduction };
            let claim = ClaimPlan {
                text: step.text.clone(),
                span: step.span,
                test: Test::Published(held),
                confidence: None,
            };
            self.plan.claims.push(claim);
        }
    }

    /// Why a line can't be held against this number.
    fn unfit(&self, line: &Line, id: StepId, reproduction: Reproduction) -> Option<Diagnostic> {
        let span = self.plan.steps[id].span;
        let measure = reproduction.published.measure.name;
        let axis = self.cell.and_then(|(block, _)| self.plan.blocks[block].axes.first());
        if let Some(axis) = axis {
            let message =
                format!("a published number is one number: here it would be held against every `{axis}`");
            let finding = Diagnostic::error("not-in-this-place", span, message).label("inside a sweep");
            return Some(
                finding.help("put the line that is meant below the sweep, or into a `repeat` of its own"),
            );
        }
        if self.plan.source_of(line, measure).is_some() {
            return None;
        }
        let message = format!("its line measures no `{measure}`, which this number is");
        let finding =
            Diagnostic::error("missing-argument", span, message).label("nothing to hold against it");
        Some(finding.help("put it at the end of the line that measures it"))
    }
}
