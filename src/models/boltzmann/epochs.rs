//! What all trainings of machines share: epochs of batches in an order that is shuffled anew, with a stop and a snapshot before
//! every batch.
//!
//! The order of an epoch is a shuffle of that of the epoch before, so that a training that goes on in an epoch shuffles through
//! all of them.

use crate::models::{NotKept, Observer, pause};
use crate::numeric::random::Seed;
use crate::numeric::tensors::{TensorFault, Tensors};
use ndarray::{Array1, arr1};
use rand::seq::SliceRandom;

/// A training on its way.
pub(super) trait Batches {
    type Fault: From<NotKept>;

    /// What an interruption is called.
    fn interrupted() -> Self::Fault;

    /// Learns from rows of these numbers, the batch of this number (from 0) in an epoch.
    ///
    /// # Errors
    /// What ends the training.
    fn learn(&mut self, rows: &[usize], place: (usize, usize), seed: &Seed) -> Result<(), Self::Fault>;

    /// Measures what an epoch has made of it.
    ///
    /// # Errors
    /// What ends the training.
    fn measure(&mut self) -> Result<(), Self::Fault>;

    /// All that the rest depends on, but for the place.
    fn state(&self) -> Tensors;

    /// Tells of what was measured from this epoch (from 0) on.
    fn tell(&self, from: usize, observer: &dyn Observer);

    /// A short text for whoever watches.
    fn note(&self) -> String {
        String::new()
    }
}

/// Rows, rows of a batch, epochs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Course {
    pub rows: usize,
    pub batch: usize,
    pub epochs: usize,
}

/// The place in a snapshot: epoch and batch.
pub(super) fn place(state: &Tensors) -> Result<(usize, usize), TensorFault> {
    let mut place = Array1::<u64>::zeros(2);
    state.read_into("place", &mut place)?;
    Ok((place[0] as usize, place[1] as usize))
}

/// Goes through the epochs from a place on. Progress is counted in batches.
pub(super) fn follow<T: Batches>(
    training: &mut T,
    course: Course,
    (first, mut from): (usize, usize),
    seed: &Seed,
    observer: &dyn Observer,
) -> Result<(), T::Fault> {
    let batch = course.batch.clamp(1, course.rows.max(1));
    let mut order: Vec<usize> = (0..course.rows).collect();
    let total = (course.epochs * order.len().div_ceil(batch)) as u64;
    training.tell(0, observer);
    for epoch in 0..course.epochs {
        let seed = seed.child("epoch").at(epoch as u64);
        order.shuffle(&mut seed.child("order").stream());
        if epoch < first {
            continue;
        }
        let note = training.note();
        let batches = order.len().div_ceil(batch);
        for (index, rows) in order.chunks(batch).enumerate().skip(std::mem::take(&mut from)) {
            let state = || {
                let mut state = training.state();
                state.put("place", arr1(&[epoch as u64, index as u64]));
                state
            };
            if pause(observer, state)?.is_break() {
                return Err(T::interrupted());
            }
            training.learn(rows, (epoch, index), &seed.at(index as u64))?;
            observer.progress((epoch * batches + index + 1) as u64, total, &note);
        }
        training.measure()?;
        training.tell(epoch, observer);
    }
    Ok(())
}
