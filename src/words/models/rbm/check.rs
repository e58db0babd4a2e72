//! What does not fit between a machine, its data and its sentence.

use super::{Kind, MOST_LAYERS, Rbm};
use crate::source::Diagnostic;
use crate::vocabulary::{Order, Scene, Widths};
use crate::words::methods::{bf16::Bf16, centering::Centering, emf::Emf, sparsity::SparsityTarget};

impl Rbm {
    pub(super) fn check_widths(&self, order: &Order, scene: &mut Scene) {
        let (widths, place) = (self.widths(), scene.place(self.widths.span));
        let columns = order.data.shape.columns;
        if widths[0] != columns {
            let message = format!(
                "the machine has {} visible units, `{}` has {columns} columns",
                widths[0], order.data.name
            );
            let finding = Diagnostic::error("shape-mismatch", place, message);
            let first = self.widths.value.as_ref().and_then(Widths::ends).map_or(place, |(first, _)| first);
            scene.findings.push(
                finding
                    .label(format!("starts with {}", widths[0]))
                    .help(format!("start with {columns}"))
                    .fix(false, first, columns.to_string()),
            );
        }
        if !order.stacked && widths.len() > 2 {
            let message = format!("`train rbm` takes two widths, found {}", widths.len());
            let finding = Diagnostic::error("shape-mismatch", place, message).label("more than one machine");
            scene.findings.push(finding.help("write `stack` to train machines one on top of the other"));
        }
        if let (Some((times, span)), Some(list)) = (order.times, self.widths.span)
            && times as usize != widths.len() - 1
        {
            let message = format!("the list makes {} machines, `x{times}` says {times}", widths.len() - 1);
            let finding = Diagnostic::error("shape-mismatch", span, message).label("says otherwise");
            scene.findings.push(finding.also(list, "the list").help("leave one of them out"));
        }
        if let Some((times, span)) = order.times.filter(|(times, _)| *times > MOST_LAYERS) {
            let message = format!("a stack of {times} machines is too high");
            scene.findings.push(
                Diagnostic::error("too-large", span, message)
                    .label(format!("at most {MOST_LAYERS}"))
                    .help("stack fewer machines"),
            );
        }
    }

    /// Centering and sparsity shape the steps of chains in single precision, and no others.
    pub(super) fn check_shape(&self, order: &Order, scene: &mut Scene) {
        let methods = &order.methods;
        let asked = methods.span_of::<Centering>().or(methods.span_of::<SparsityTarget>());
        if let Some(span) = asked.filter(|_| self.is_precise(order)) {
            let message = "centering and sparsity are for binary units and `cd` or `pcd`";
            let finding = Diagnostic::error("not-in-this-place", span, message).label("not in this training");
            scene.findings.push(finding.help("train by `pcd1`, or leave it out"));
        }
    }

    /// What is trained in double precision is so throughout.
    pub(super) fn check_precision(&self, order: &Order, scene: &mut Scene) {
        if order.methods.find::<Bf16>().is_none() || !self.is_precise(order) {
            return;
        }
        let (place, message) =
            (scene.place(order.methods.written::<Bf16>()), "this machine is trained in double precision");
        let finding = Diagnostic::error("not-in-this-place", place, message).label("not in bfloat16");
        let help = "bfloat16 is for binary units and `cd` or `pcd`: leave it out";
        scene.findings.push(finding.help(help));
    }

    /// The extended mean field settles magnetizations of binary units, and of no others.
    pub(super) fn check_expansion(&self, order: &Order, scene: &mut Scene) {
        let is_other = |kind: &Option<Kind>| kind.is_some_and(|kind| kind != Kind::Binary);
        let other = [&self.visible, &self.hidden].into_iter().find(|units| is_other(&units.value));
        let (Some(other), Some(span)) = (other, order.methods.span_of::<Emf>()) else { return };
        let finding = Diagnostic::error("not-in-this-place", span, "`emf` is for binary units");
        let finding = finding.label("for binary units").maybe_also(other.span, "these are others");
        scene.findings.push(finding.help("train by `exact-gradient` or `parallel-tempering`"));
    }

    pub(super) fn check_range(&self, order: &Order, scene: &mut Scene) {
        let Some((low, high)) = order.data.shape.range else { return };
        let (units, least) = match self.visible.value {
            None | Some(Kind::Binary) => ("binary units", 0.0),
            Some(Kind::Softmax) => ("softmax units", 0.0),
            Some(Kind::Spin) => ("spins", -1.0),
            Some(Kind::Gaussian | Kind::Relu) => return,
        };
        if low < least || high > 1.0 {
            let name = &order.data.name;
            let message = match low.is_finite() && high.is_finite() {
                true => format!("{units} take values from {least} to 1, `{name}` runs from {low} to {high}"),
                false => format!("{units} take values from {least} to 1, `{name}` has no bounds"),
            };
            let finding = Diagnostic::error("range-mismatch", scene.verb, message).label(units);
            scene.findings.push(
                finding.help("map the data first: `use ... with scale(0, 1)` or `with threshold(0.5)`"),
            );
        }
    }
}
