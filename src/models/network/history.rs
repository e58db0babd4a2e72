//! What a training run leaves behind: a line an epoch, and the ways in which it can end early.

use super::LayerStatistics;
use crate::models::Observer;
use std::fmt;

/// One epoch.
#[derive(Clone, Debug, PartialEq)]
pub struct Epoch {
    /// Mean cross-entropy over the epoch's batches, each measured before its own step, nats.
    pub train_loss: f64,
    /// Share of rows misclassified, measured likewise.
    pub train_error: f64,
    /// The rate of the last step.
    pub rate: f64,
    /// Mean cross-entropy on the validation rows, nats.
    pub validation_loss: Option<f64>,
    /// Share of validation rows misclassified.
    pub validation_error: Option<f64>,
    /// What each layer did on the last batch, from the bottom.
    pub layers: Vec<LayerStatistics>,
    pub seconds: f64,
}

/// A whole run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    pub epochs: Vec<Epoch>,
    /// The epoch, from 0, with the lowest validation error (the first of equals); the last one without validation.
    pub best_epoch: usize,
    /// Whether early stopping ended the run.
    pub stopped_early: bool,
}

impl History {
    /// Adds an epoch; true when it is the best so far. Without validation every epoch is.
    pub(super) fn add(&mut self, epoch: Epoch) -> bool {
        let best = self.epochs.get(self.best_epoch).and_then(|best| best.validation_error);
        let better = match (epoch.validation_error, best) {
            (Some(now), Some(best)) => now < best,
            _ => true,
        };
        if better {
            self.best_epoch = self.epochs.len();
        }
        self.epochs.push(epoch);
        better
    }

    /// Tells of the epochs from this one (from 0) on; of an autoencoder what it minimizes.
    pub(super) fn tell(&self, from: usize, is_autoencoder: bool, observer: &dyn Observer) {
        for (number, epoch) in self.epochs.iter().enumerate().skip(from) {
            let told: &[(&str, Option<f64>)] = match is_autoencoder {
                true => &[
                    ("reconstruction-loss", Some(epoch.train_loss)),
                    ("held-out-reconstruction-loss", epoch.validation_loss),
                ],
                false => &[
                    ("training-loss", Some(epoch.train_loss)),
                    ("training-error", Some(epoch.train_error)),
                    ("validation-error", epoch.validation_error),
                ],
            };
            for (name, value) in told {
                value.iter().for_each(|value| observer.curve(name, number + 1, *value));
            }
        }
    }

    /// By how much the error rose above its lowest value before, at most; 0 where it never rose. It is the validation error where there is one, else the error in training.
    pub fn relapse(&self) -> f64 {
        let errors = self.epochs.iter().map(|epoch| epoch.validation_error.unwrap_or(epoch.train_error));
        let rise = |(lowest, most): (f64, f64), error: f64| (lowest.min(error), most.max(error - lowest));
        errors.fold((f64::INFINITY, 0.0), rise).1
    }

    /// True once `patience` epochs have passed since the best one.
    pub(super) fn exhausts(&self, patience: usize) -> bool {
        self.epochs.len() > self.best_epoch + patience
    }
}

/// Why a run ended without a trained network. Epochs and batches count from 0.
#[derive(Clone, Debug, PartialEq)]
pub enum TrainingFault {
    /// The loss of a batch became infinite, NaN or absurd; what each layer did on that batch.
    Diverged { epoch: usize, batch: usize, loss: f64, layers: Vec<LayerStatistics>, history: History },
    /// The observer asked for the end; the network has the weights of the last step.
    Interrupted { epoch: usize, history: History },
    /// The numbers do not fit together.
    Unusable { what: &'static str, wanted: usize, found: usize },
    /// A snapshot could not be written or gone on from; why, in words.
    NotKept(String),
}

impl fmt::Display for TrainingFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Diverged { epoch, batch, loss, .. } => {
                write!(f, "the loss became {loss:.3e} in epoch {} at batch {}", epoch + 1, batch + 1)
            }
            Self::Interrupted { epoch, .. } => write!(f, "interrupted in epoch {}", epoch + 1),
            Self::Unusable { what, wanted, found } => write!(f, "{what}: {wanted} wanted, {found} found"),
            Self::NotKept(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for TrainingFault {}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(error: f64) -> Epoch {
        Epoch {
            train_loss: 0.0,
            train_error: 0.0,
            rate: 0.0,
            validation_loss: None,
            validation_error: Some(error),
            layers: Vec::new(),
            seconds: 0.0,
        }
    }

    /// The epoch a run ends with (counted from 0) and its best one, on a given validation curve.
    fn run(curve: &[f64], patience: usize) -> (usize, usize) {
        let mut history = History::default();
        for (epoch, &error) in curve.iter().enumerate() {
            history.add(with(error));
            if history.exhausts(patience) {
                return (epoch, history.best_epoch);
            }
        }
        (curve.len() - 1, history.best_epoch)
    }

    /// From .1 up to .4, and not from .5 at the start.
    #[test]
    fn a_relapse_is_the_largest_rise_above_the_lowest_error() {
        let mut history = History::default();
        assert_eq!(history.relapse(), 0.0);
        for error in [0.5, 0.1, 0.2, 0.4, 0.05, 0.3] {
            history.epochs.push(with(error));
        }
        assert!((history.relapse() - 0.3).abs() < 1e-15);
    }

    #[test]
    fn patience_counts_epochs_since_the_first_minimum() {
        let curve = [0.5, 0.3, 0.4, 0.3, 0.35, 0.1, 0.2];
        assert_eq!(run(&curve, 3), (4, 1));
        assert_eq!(run(&curve, 4), (6, 5));
        assert_eq!(run(&curve, 1), (2, 1));
        assert_eq!(run(&[0.4, 0.3, 0.2], 1), (2, 2));
    }
}
