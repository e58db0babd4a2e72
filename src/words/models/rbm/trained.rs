//! How a machine looks from outside: a stack that was trained, or a single machine of any units in double precision.

use super::outcome::fault;
use crate::data::Features;
use crate::models::Observer;
use crate::models::boltzmann::{self, ExactRbm};
use crate::numeric::random::Seed;
use crate::numeric::tensors::Tensors;
use crate::vocabulary::{Fault, Model};
use ndarray::{Array1, Array2, CowArray, Ix2};

/// A trained stack; a single machine is a stack of one.
pub struct Trained(pub boltzmann::Stack);

impl Model for Trained {
    fn free_energies(&self, x: &Features) -> Option<Vec<Array1<f64>>> {
        let x = x.single();
        let mut below: CowArray<f32, Ix2> = CowArray::from(x.view());
        let mut energies = Vec::new();
        for layer in &self.0.layers {
            energies.push(layer.free_energy(below.view()));
            below = layer.hidden_given_visible(below.view()).into();
        }
        Some(energies)
    }

    /// Probabilities of the topmost hidden units.
    fn hidden(&self, x: &Features) -> Option<Features> {
        Some(Features::Single(self.0.hidden_given_visible(x.single().view()).into_shared()))
    }

    fn weights(&self) -> Option<Vec<Array2<f32>>> {
        Some(self.0.layers.iter().map(|layer| layer.weights.clone()).collect())
    }

    /// Up and down once, by probabilities.
    fn reconstruct(&self, x: &Features) -> Option<Features> {
        let top = self.0.hidden_given_visible(x.single().view());
        Some(Features::Single(down(&self.0.layers, top).into_shared()))
    }

    /// The top machine's chains, carried down to the visible units by probabilities.
    fn sample(
        &self,
        n: usize,
        steps: usize,
        seed: &Seed,
        observer: &dyn Observer,
    ) -> Option<Result<Array2<f32>, Fault>> {
        let (top, below) = self.0.layers.split_last()?;
        let samples = boltzmann::sample(top, n, steps, None, seed, observer).map_err(fault);
        Some(samples.map(|samples| down(below, samples)))
    }

    fn machines(&self) -> Option<Vec<ExactRbm>> {
        Some(self.0.layers.iter().map(ExactRbm::from).collect())
    }

    fn tensors(&self) -> Tensors {
        self.0.tensors()
    }
}

/// Values of the hidden units on top (rows, hidden) carried down to the visible ones by probabilities.
fn down(layers: &[boltzmann::Rbm], top: Array2<f32>) -> Array2<f32> {
    layers.iter().rev().fold(top, |hidden, layer| layer.visible_given_hidden(hidden.view()))
}

/// A single machine in double precision.
pub struct Machine(pub ExactRbm);

impl Model for Machine {
    fn weights(&self) -> Option<Vec<Array2<f32>>> {
        Some(vec![self.0.weights.mapv(|weight| weight as f32)])
    }

    fn hidden(&self, x: &Features) -> Option<Features> {
        Some(Features::Double(self.0.hidden_given_visible(x.double().view()).into_shared()))
    }

    fn reconstruct(&self, x: &Features) -> Option<Features> {
        let top = self.0.hidden_given_visible(x.double().view());
        Some(Features::Double(self.0.visible_given_hidden(top.view()).into_shared()))
    }

    fn free_energies(&self, x: &Features) -> Option<Vec<Array1<f64>>> {
        Some(vec![self.0.free_energy(x.double().view())])
    }

    fn sample(
        &self,
        n: usize,
        steps: usize,
        seed: &Seed,
        observer: &dyn Observer,
    ) -> Option<Result<Array2<f32>, Fault>> {
        Some(boltzmann::sample_any(&self.0, n, steps, seed, observer).map_err(fault))
    }

    fn machines(&self) -> Option<Vec<ExactRbm>> {
        Some(vec![self.0.clone()])
    }

    fn tensors(&self) -> Tensors {
        self.0.tensors()
    }
}
