//! What trainings layer by layer share: each layer is watched as its share of the whole, and a snapshot of it carries the
//! layers that are done.

use super::{NotKept, Observer};
use crate::numeric::tensors::Tensors;

/// An observer of one layer's share of the work; its snapshots carry the layers below.
pub(super) struct LayerObserver<'a> {
    pub observer: &'a dyn Observer,
    /// Counted from 0.
    pub layer: u64,
    pub layers: u64,
    pub below: &'a Tensors,
    /// Whether curves of the same name are told apart by the number of the layer, where there are several.
    pub numbered: bool,
}

impl Observer for LayerObserver<'_> {
    fn progress(&self, done: u64, total: u64, note: &str) {
        let note = format!("layer {} of {} {note}", self.layer + 1, self.layers);
        self.observer.progress(self.layer * total + done, self.layers * total, &note);
    }
    fn cancelled(&self) -> bool {
        self.observer.cancelled()
    }
    fn curve(&self, name: &str, epoch: usize, value: f64) {
        match self.numbered && self.layers > 1 {
            true => self.observer.curve(&format!("{name}{}", self.layer + 1), epoch, value),
            false => self.observer.curve(name, epoch, value),
        }
    }
    fn snapshot(&self) -> Option<Tensors> {
        let state = self.observer.snapshot()?;
        let layer: u64 = state.number("layer").ok()?;
        (layer == self.layer).then(|| state.behind("now."))
    }
    fn snapshot_due(&self) -> bool {
        self.observer.snapshot_due()
    }
    fn keep(&self, snapshot: &Tensors) -> Result<(), NotKept> {
        let mut state = self.below.clone();
        state.put_number("layer", self.layer);
        state.put_all("now.", snapshot.clone());
        self.observer.keep(&state)
    }
}
