//! Machines and their trainings as named arrays: what is kept of a machine, and what the rest of a training that was
//! cut off depends on. The order of rows and all noise are functions of seed, epoch and batch; chains that persist,
//! velocities, parameters and the history are not, so they are kept.

use super::history::{RbmEpoch, RbmHistory};
use super::{ExactRbm, Rbm, Stack};
use crate::numeric::tensors::{TensorFault, Tensors};
use ndarray::{Array1, Array2};

impl Rbm {
    /// Its parameters by name: `weights` (visible, hidden), `visible_bias`, `hidden_bias`.
    pub fn tensors(&self) -> Tensors {
        let mut tensors = Tensors::default();
        tensors.put("weights", self.weights.clone());
        tensors.put("visible_bias", self.visible_bias.clone());
        tensors.put("hidden_bias", self.hidden_bias.clone());
        tensors
    }

    /// The machine of these parameters.
    ///
    /// # Errors
    /// [`TensorFault`] where one is missing or the shapes do not fit together.
    pub fn of(tensors: &Tensors) -> Result<Self, TensorFault> {
        let weights: Array2<f32> = tensors.get("weights")?;
        let mut rbm = Rbm::zeros(weights.nrows(), weights.ncols());
        rbm.read(tensors)?;
        Ok(rbm)
    }

    /// Takes over parameters of the same shape.
    pub(super) fn read(&mut self, tensors: &Tensors) -> Result<(), TensorFault> {
        tensors.read_into("weights", &mut self.weights)?;
        tensors.read_into("visible_bias", &mut self.visible_bias)?;
        tensors.read_into("hidden_bias", &mut self.hidden_bias)
    }
}

impl ExactRbm {
    /// The parameters, and nothing else.
    pub fn tensors(&self) -> Tensors {
        let mut tensors = Tensors::default();
        tensors.put("weights", self.weights.clone());
        tensors.put("visible_bias", self.visible_bias.clone());
        tensors.put("hidden_bias", self.hidden_bias.clone());
        tensors
    }

    /// Takes over parameters of the same shape.
    pub fn read(&mut self, tensors: &Tensors) -> Result<(), TensorFault> {
        tensors.read_into("weights", &mut self.weights)?;
        tensors.read_into("visible_bias", &mut self.visible_bias)?;
        tensors.read_into("hidden_bias", &mut self.hidden_bias)
    }
}

impl Stack {
    /// The parameters of each machine behind its number from 1: `layer1.weights`.
    pub fn tensors(&self) -> Tensors {
        let mut tensors = Tensors::default();
        for (l, rbm) in self.layers.iter().enumerate() {
            tensors.put_all(&format!("layer{}.", l + 1), rbm.tensors());
        }
        tensors
    }

    /// The first `machines` machines of these parameters.
    ///
    /// # Errors
    /// [`TensorFault`] where one is missing.
    pub fn of(tensors: &Tensors, machines: usize) -> Result<Self, TensorFault> {
        let layers = (1..=machines).map(|l| Rbm::of(&tensors.behind(&format!("layer{l}."))));
        Ok(Stack { layers: layers.collect::<Result<_, _>>()? })
    }
}

impl RbmHistory {
    /// (epochs, 3): reconstruction error, free energies of training and of held-out rows, NaN without any.
    pub(super) fn rows(&self) -> Array2<f64> {
        let mut rows = Array2::zeros((self.epochs.len(), 3));
        for (mut row, epoch) in rows.outer_iter_mut().zip(&self.epochs) {
            let held_out = epoch.held_out_free_energy.unwrap_or(f64::NAN);
            let all = [epoch.reconstruction_error, epoch.training_free_energy, held_out];
            row.assign(&Array1::from_iter(all));
        }
        rows
    }

    pub(super) fn of(rows: &Array2<f64>, held_out: bool) -> Self {
        let epochs = rows.outer_iter().filter(|row| row.len() == 3).map(|row| RbmEpoch {
            reconstruction_error: row[0],
            training_free_energy: row[1],
            held_out_free_energy: held_out.then_some(row[2]),
        });
        RbmHistory { epochs: epochs.collect() }
    }
}
