//! What is watched while a machine trains: reconstruction, and the free energies whose gap shows overfitting.
//!
//! Hinton (2010), section 6: the mean free energies of training rows and of held-out rows share the
//! unknown ln Z, so their difference is a difference of log-likelihoods:
//! F(held out) - F(training) = ln p(training) - ln p(held out) on average. While it grows, the machine overfits.
//! Both are measured after every epoch on fixed rows.

use ndarray::{Array2, ArrayView2, Axis};
use rand::seq::index;

use super::Rbm;
use crate::models::Observer;
use crate::numeric::random::Seed;

/// As many rows of each part are watched, or all if there are fewer.
pub const WATCHED: usize = 10_000;

/// The measures after one epoch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RbmEpoch {
    /// Mean squared difference per visible unit between training rows and their reconstructions.
    pub reconstruction_error: f64,
    /// Mean F_c over the watched training rows, nats.
    pub training_free_energy: f64,
    /// Mean F_c over the watched held-out rows, nats.
    pub held_out_free_energy: Option<f64>,
}

impl RbmEpoch {
    /// Mean free energy of held-out rows minus that of training rows, nats.
    pub fn gap(&self) -> Option<f64> {
        self.held_out_free_energy.map(|held_out| held_out - self.training_free_energy)
    }
}

/// The measures of a training, one entry an epoch.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RbmHistory {
    pub epochs: Vec<RbmEpoch>,
}

impl RbmHistory {
    /// Tells of the epochs from this one (from 0) on.
    pub(super) fn tell(&self, from: usize, observer: &dyn Observer) {
        for (number, epoch) in self.epochs.iter().enumerate().skip(from) {
            let told = [
                ("reconstruction", Some(epoch.reconstruction_error)),
                ("free-energy", Some(epoch.training_free_energy)),
                ("held-out-free-energy", epoch.held_out_free_energy),
                ("free-energy-gap", epoch.gap()),
            ];
            for (name, value) in told {
                value.iter().for_each(|value| observer.curve(name, number + 1, *value));
            }
        }
    }
}

/// The fixed rows that are watched.
pub(super) struct Monitor {
    training: Array2<f32>,
    held_out: Option<Array2<f32>>,
}

impl Monitor {
    pub fn new(training: ArrayView2<f32>, held_out: Option<ArrayView2<f32>>, seed: &Seed) -> Self {
        let choose = |rows: ArrayView2<f32>, part: &str| {
            let amount = rows.nrows().min(WATCHED);
            let mut chosen = index::sample(&mut seed.child(part).stream(), rows.nrows(), amount).into_vec();
            chosen.sort_unstable();
            rows.select(Axis(0), &chosen)
        };
        Monitor {
            training: choose(training, "training"),
            held_out: held_out.map(|rows| choose(rows, "held-out")),
        }
    }

    pub fn measure(&self, rbm: &Rbm) -> RbmEpoch {
        let mean = |rows: &Array2<f32>| rbm.free_energy(rows.view()).mean().unwrap_or(f64::NAN);
        RbmEpoch {
            reconstruction_error: rbm.reconstruction_error(self.training.view()),
            training_free_energy: mean(&self.training),
            held_out_free_energy: self.held_out.as_ref().map(mean),
        }
    }
}
