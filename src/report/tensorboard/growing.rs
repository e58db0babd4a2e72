//! A log that grows: each value goes into it once, whatever has been told before, by this run or by an earlier one of the same
//! experiment. So a run that goes on from a snapshot goes on in its curves, too.

use super::draw;
use super::events::Log;
use super::reading::Seen;
use crate::numeric::tensors::Tensor;
use crate::report::tags::Tags;
use std::collections::HashMap;

/// A log of one line, or of one of its cells.
#[derive(Default)]
pub struct Growing {
    log: Option<Log>,
    time: f64,
    /// What logs have, by tag and step.
    has: HashMap<(String, i64), Option<f32>>,
    tags: Tags,
    /// The first value that an earlier log has otherwise.
    differs: Option<(String, i64)>,
}

impl Growing {
    /// A log that goes on from what earlier ones have.
    pub fn after(earlier: Vec<Seen>) -> Self {
        let has = earlier.into_iter().map(|seen| ((seen.tag, seen.step), seen.scalar)).collect();
        Growing { has, ..Growing::default() }
    }

    /// The moment of what follows, in seconds since 1970.
    pub fn at(&mut self, time: f64) {
        self.time = time;
    }

    /// A number at a step of TensorBoard's axis, of the curve that a step of a plan calls so.
    pub fn scalar(&mut self, owner: usize, name: &str, step: i64, value: f64) {
        let place = (self.tags.of(owner, name), step);
        match self.has.get(&place) {
            Some(Some(there)) if there.to_bits() == (value as f32).to_bits() => {}
            Some(_) => {
                self.differs.get_or_insert(place);
            }
            None => {
                self.log().scalar(step, &place.0, value);
                self.has.insert(place, Some(value as f32));
            }
        }
    }

    /// How an array is distributed, and what can be seen in it.
    pub fn tensor(&mut self, owner: usize, name: &str, tensor: &Tensor) {
        let place = (self.tags.of(owner, name), 0);
        if !self.has.contains_key(&place) {
            draw(self.log(), (name, &place.0), tensor);
            self.has.insert(place, None);
        }
    }

    /// What was added since it was asked last.
    pub fn take(&mut self) -> Vec<u8> {
        self.log.as_mut().map(Log::take).unwrap_or_default()
    }

    /// A tag and a step whose value an earlier log has otherwise: the earlier one stays.
    pub fn differs(&self) -> Option<&(String, i64)> {
        self.differs.as_ref()
    }

    fn log(&mut self) -> &mut Log {
        let log = self.log.get_or_insert_with(|| Log::new(self.time));
        log.at(self.time);
        log
    }
}

#[cfg(test)]
mod tests {
    use super::super::reading::read;
    use super::*;
    use ndarray::Array2;

    fn told(log: &mut Growing) -> Vec<(String, i64)> {
        read(&log.take()).into_iter().map(|seen| (seen.tag, seen.step)).collect()
    }

    fn places(list: &[(&str, i64)]) -> Vec<(String, i64)> {
        list.iter().map(|(tag, step)| (tag.to_string(), *step)).collect()
    }

    #[test]
    fn a_run_that_goes_on_adds_what_is_new() {
        let mut log = Growing::default();
        assert!(log.take().is_empty(), "a log of nothing has no head either");
        (1..=3).for_each(|epoch| log.scalar(0, "loss", epoch, 1.0 / epoch as f64));
        let first = log.take();
        log.scalar(0, "loss", 3, 1.0 / 3.0);
        assert!(log.take().is_empty(), "told twice");
        let mut log = Growing::after(read(&first));
        (2..=5).for_each(|epoch| log.scalar(0, "loss", epoch, 1.0 / epoch as f64));
        assert_eq!(told(&mut log), places(&[("loss", 4), ("loss", 5)]));
        assert_eq!(log.differs(), None);
        log.scalar(0, "loss", 1, f64::NAN);
        assert_eq!(log.differs(), Some(&("loss".to_string(), 1)));
        assert!(log.take().is_empty(), "what is there stays");
    }

    #[test]
    fn what_is_no_number_is_told_once_too() {
        let mut log = Growing::default();
        [1, 1].iter().for_each(|epoch| log.scalar(0, "loss", *epoch, f64::NAN));
        assert_eq!((told(&mut log).len(), log.differs()), (1, None));
        let weights = Array2::<f32>::ones((4, 2));
        let mut tensors = crate::numeric::tensors::Tensors::default();
        tensors.put("w", weights);
        for _ in 0..2 {
            tensors.iter().for_each(|(name, tensor)| log.tensor(0, name, tensor));
        }
        assert_eq!(told(&mut log), places(&[("w", 0)]));
    }

    /// A line that trains twice has two curves of one name.
    #[test]
    fn curves_of_two_steps_are_told_apart() {
        let mut log = Growing::default();
        for (owner, epoch) in [(4, 1), (4, 2), (7, 1), (9, 1), (7, 2)] {
            log.scalar(owner, "loss", epoch, owner as f64);
        }
        let wanted = [("loss", 1), ("loss", 2), ("loss 2", 1), ("loss 3", 1), ("loss 2", 2)];
        assert_eq!(told(&mut log), places(&wanted));
        assert_eq!(log.differs(), None);
    }
}
