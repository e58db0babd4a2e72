//! What trainings layer by layer share: each layer is watched as its share of the whole, and a snapshot of it carries the
//! layers that are done.

use super::{NotKept, Observer};
use crate::numeric::tensors::Tensors;

/// An observer of one layer's share of the work; its snapshots carry the layers below.
pub(super) struct LayerObserver<'a> {
    pub observer: &'a dyn Observer,
    /// Counted from 0.
    pub layer: usize,
    /// About the work of each layer, in any unit.
    pub work: &'a [f64],
    pub below: &'a Tensors,
    /// Whether curves of the same name are told apart by the number of the layer, where there are several.
    pub numbered: bool,
}

/// Parts in which the progress of all layers is told.
const PARTS: f64 = 1e6;

impl Observer for LayerObserver<'_> {
    fn progress(&self, done: u64, total: u64, note: &str) {
        let note = format!("layer {} of {} {note}", self.layer + 1, self.work.len());
        let (below, rest) = self.work.split_at(self.layer);
        let here = rest.first().map_or(0.0, |work| work * (done as f64 / total.max(1) as f64));
        let share = (below.iter().sum::<f64>() + here) / self.work.iter().sum::<f64>();
        self.observer.progress((PARTS * share) as u64, PARTS as u64, &note);
    }
    fn cancelled(&self) -> bool {
        self.observer.cancelled()
    }
    fn curve(&self, name: &str, epoch: usize, value: f64) {
        match self.numbered && self.work.len() > 1 {
            true => self.observer.curve(&format!("{name}{}", self.layer + 1), epoch, value),
            false => self.observer.curve(name, epoch, value),
        }
    }
    fn snapshot(&self) -> Option<Tensors> {
        let state = self.observer.snapshot()?;
        let layer: u64 = state.number("layer").ok()?;
        (layer == self.layer as u64).then(|| state.behind("now."))
    }
    fn snapshot_due(&self) -> bool {
        self.observer.snapshot_due()
    }
    fn keep(&self, snapshot: &Tensors) -> Result<(), NotKept> {
        let mut state = self.below.clone();
        state.put_number("layer", self.layer as u64);
        state.put_all("now.", snapshot.clone());
        self.observer.keep(&state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    #[derive(Default)]
    struct Heard(Mutex<Vec<(f64, String)>>);

    impl Observer for Heard {
        fn progress(&self, done: u64, total: u64, note: &str) {
            let mut heard = self.0.lock().unwrap();
            heard.push((done as f64 / total as f64, note.to_string()));
        }
        fn cancelled(&self) -> bool {
            false
        }
    }

    /// Of layers that take 3 and 1 the first is three quarters of the whole.
    #[test]
    fn layers_are_told_by_their_work() {
        let heard = Heard::default();
        for layer in [0, 1] {
            let below = Tensors::default();
            let observer =
                LayerObserver { observer: &heard, layer, work: &[3.0, 1.0], below: &below, numbered: true };
            observer.progress(1, 2, "half");
            observer.progress(2, 2, "all");
        }
        let heard = heard.0.into_inner().unwrap();
        let shares: Vec<f64> = heard.iter().map(|(share, _)| *share).collect();
        assert_eq!(shares, [0.375, 0.75, 0.875, 1.0]);
        assert_eq!(heard[2].1, "layer 2 of 2 half");
    }
}
