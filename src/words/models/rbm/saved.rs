//! A machine, or a stack of them, from the tensors that `save` has written: `layer1.weights` and its like in single precision, or
//! `weights` in double precision.

use super::Rbm;
use super::trained::{Machine, Trained};
use crate::models::boltzmann::{ExactRbm, Stack};
use crate::numeric::random::Seed;
use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{Fault, Model, ModelKind, Scene};
use std::sync::Arc;

impl Rbm {
    /// What is known before the file is read: the widths that the sentence states.
    pub(super) fn saved_kind(&self, scene: &mut Scene) -> Option<ModelKind> {
        if self.widths().len() < 2 {
            let finding = Diagnostic::error(
                "shape-mismatch",
                scene.place(self.widths.span),
                "how wide are its layers?",
            );
            scene
                .findings
                .push(finding.label("no widths").help("write the widths it was saved with: `rbm[784,500]`"));
            return None;
        }
        let unread = [self.weights.span, self.visible_bias.span, self.hidden_bias.span, self.spread.span];
        if let Some(span) = unread.into_iter().flatten().next() {
            let finding = Diagnostic::error("no-effect", span, "the numbers are those of the file");
            scene.findings.push(finding.label("has no effect").help("leave it out"));
            return None;
        }
        Some(self.as_kind(None))
    }

    /// The machines of these tensors, where they have the stated widths.
    pub(super) fn saved(&self, kept: &Tensors) -> Result<Arc<dyn Model>, Fault> {
        if kept.contains("layer1.weights") {
            let stack = Stack::of(kept, self.widths().len() - 1)?;
            let fits = stack.layers.iter().zip(self.widths().windows(2));
            let mut fits = fits.map(|(machine, pair)| [machine.visible(), machine.hidden()] == *pair);
            return match fits.all(|fits| fits) {
                true => Ok(Arc::new(Trained(stack))),
                false => Err(Fault::new("its machines have other widths")),
            };
        }
        let mut machine: ExactRbm = self.with_its_numbers(&Seed::root(0));
        machine.read(kept)?;
        Ok(Arc::new(Machine(machine)))
    }
}
