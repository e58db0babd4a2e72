//! What flows between stages at run time: a data set and a model, behind reference counts.

use super::{Fault, Treatment};
use crate::data::deform::Deformation;
use crate::data::{Dataset, Features};
use crate::models::Observer;
use crate::models::boltzmann::ExactRbm;
use crate::models::boltzmann::partition::Estimate;
use crate::models::regression::Regularized;
use crate::numeric::random::Seed;
use crate::numeric::tensors::Tensors;
use ndarray::{Array1, Array2};
use std::sync::Arc;

/// Data as a stage sees them: a set, and what makes its training images anew in every epoch.
#[derive(Clone)]
pub struct Data {
    pub set: Arc<Dataset>,
    pub deformation: Option<Arc<dyn Deformation>>,
}

/// What a model says of rows; what it can't say is `None`.
#[derive(Clone, Debug, Default)]
pub struct Prediction {
    /// The class of each row.
    pub classes: Option<Vec<u32>>,
    /// Natural logarithms of class probabilities, (rows, classes).
    pub log_probabilities: Option<Array2<f32>>,
    /// The value of each row.
    pub values: Option<Vec<f64>>,
}

/// A trained model: what it can do is what it gives.
pub trait Model: Send + Sync {
    fn predict(&self, _x: &Features) -> Prediction {
        Prediction::default()
    }

    /// What one of its columns says alone, counted from 0 for the shortest.
    fn column(&self, _x: &Features, _column: usize) -> Option<Prediction> {
        None
    }

    /// What it says while a share of its inputs and of its hidden units is silenced at random, drawn from this seed.
    fn silenced(&self, _x: &Features, _input: f64, _hidden: f64, _seed: &Seed) -> Option<Prediction> {
        None
    }

    /// Clamped free energies in nats: one array a layer of a stack, one number a row.
    fn free_energies(&self, _x: &Features) -> Option<Vec<Array1<f64>>> {
        None
    }

    /// `n` new rows after `steps` steps of the model's own dynamics.
    fn sample(
        &self,
        _n: usize,
        _steps: usize,
        _seed: &Seed,
        _observer: &dyn Observer,
    ) -> Option<Result<Array2<f32>, Fault>> {
        None
    }

    /// What its hidden units make of rows, (rows, hidden); of a stack the topmost.
    fn hidden(&self, _x: &Features) -> Option<Features> {
        None
    }

    /// The weights from its inputs upwards, a matrix (below, above) for each layer of hidden units.
    fn weights(&self) -> Option<Vec<Array2<f32>>> {
        None
    }

    /// Rows given back from what it keeps of them, (rows, inputs).
    fn reconstruct(&self, _x: &Features) -> Option<Features> {
        None
    }

    /// The cluster of each training row.
    fn clusters(&self) -> Option<&[usize]> {
        None
    }

    /// The filter of its singular vectors, and how it was chosen.
    fn regularized(&self) -> Option<&Regularized> {
        None
    }

    /// What was found out about a declared system.
    fn treatment(&self) -> Option<&Treatment> {
        None
    }

    /// The Boltzmann machines of two layers that it is made of, from the data up, in double precision.
    fn machines(&self) -> Option<Vec<ExactRbm>> {
        None
    }

    /// Itself, where it is a single one.
    fn machine(&self) -> Option<ExactRbm> {
        let mut machines = self.machines()?;
        machines.pop().filter(|_| machines.is_empty())
    }

    /// The model whose decisions it has learnt from.
    fn logger(&self) -> Option<&dyn Model> {
        None
    }

    /// What was found of its partition function.
    fn log_partition(&self) -> Option<Estimate> {
        None
    }

    /// Its numbers by name, exactly: to be saved, and to be made the same model again.
    fn tensors(&self) -> Tensors;
}

/// What flows.
#[derive(Clone, Default)]
pub struct Value {
    pub data: Option<Data>,
    pub model: Option<Arc<dyn Model>>,
}
