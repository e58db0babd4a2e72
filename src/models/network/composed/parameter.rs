//! Numbers of a layer that are learnt, or that follow the batches: a matrix with what the method of descent keeps for it.

use super::super::Init;
use super::super::{Training, trainer::PASS};
use crate::models::panels::update::{Descent, Memory};
use crate::numeric::blocks::{for_blocks, sum_blocks};
use crate::numeric::random::Seed;
use ndarray::{Array2, ArrayView1, ArrayView2};

/// What happens to it in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Steps, decay and, in hidden layers, a largest norm.
    Weights { bounded: bool },
    /// Steps alone: biases, scales, shifts.
    Free,
    /// No step: means and variances of the batches.
    Running,
}

/// A matrix (rows, columns) of them.
#[derive(Clone, Debug)]
pub(super) struct Parameter {
    memory: Memory,
    pub shape: (usize, usize),
    pub role: Role,
    average: Option<Vec<f32>>,
}

impl Parameter {
    pub fn new(value: Array2<f32>, role: Role) -> Self {
        let memory = Memory { value: value.iter().copied().collect(), ..Memory::default() };
        Parameter { memory, shape: value.dim(), role, average: None }
    }

    /// Weights that start as `init` says.
    pub fn started(shape: (usize, usize), init: Init, bounded: bool, seed: &Seed) -> Self {
        Parameter::new(init.layer(shape.0, shape.1, seed).weights, Role::Weights { bounded })
    }

    /// A row of equal numbers.
    pub fn row(columns: usize, value: f32, role: Role) -> Self {
        Parameter::new(Array2::from_elem((1, columns), value), role)
    }

    pub fn view(&self) -> ArrayView2<'_, f32> {
        matrix(self.shape, &self.memory.value)
    }

    /// Its numbers in one row.
    pub fn flat(&self) -> ArrayView1<'_, f32> {
        ArrayView1::from(&self.memory.value)
    }

    pub fn set(&mut self, value: ArrayView2<f32>) {
        self.memory.value = value.iter().copied().collect();
    }

    /// Room for what a method remembers.
    pub fn prepare(&mut self, plan: &Training) {
        let learnt = self.role != Role::Running;
        if learnt {
            self.memory = Memory::new(std::mem::take(&mut self.memory.value), plan.method, true);
        }
        self.average = plan.averaging.map(|_| self.memory.value.clone());
    }

    /// The same without what a training keeps; the average where that is asked for and there is one.
    pub fn bare(&self, averaged: bool) -> Self {
        let value = self.average.as_ref().filter(|_| averaged).unwrap_or(&self.memory.value).clone();
        let memory = Memory { value, ..Memory::default() };
        Parameter { memory, shape: self.shape, role: self.role, average: None }
    }

    /// The average, and the two things that a method may remember.
    pub fn kept(&mut self) -> [Option<&mut Vec<f32>>; 3] {
        [self.average.as_mut(), self.memory.first.as_mut(), self.memory.second.as_mut()]
    }

    /// Takes over the gradient of a batch; none means 0.
    pub fn learn(&mut self, gradient: Option<ArrayView2<f32>>) {
        if let Some(kept) = &mut self.memory.gradient {
            match gradient {
                Some(gradient) => kept.iter_mut().zip(gradient).for_each(|(kept, &g)| *kept = g),
                None => kept.fill(0.0),
            }
        }
    }

    /// The gradient of the last batch.
    #[cfg(test)]
    pub fn gradient(&self) -> Option<ArrayView2<'_, f32>> {
        Some(matrix(self.shape, self.memory.gradient.as_deref()?))
    }

    /// The sum of squares of the gradient.
    pub fn squares(&self) -> f64 {
        let squares = |values: &[f32]| values.iter().map(|&g| f64::from(g).powi(2)).sum();
        self.memory.gradient.as_deref().map_or(0.0, |gradient| sum_blocks(gradient, PASS, &squares))
    }

    /// Takes a step, then keeps to the largest norm of the weights into a unit.
    pub fn descend(&mut self, rule: &Descent, largest: Option<f32>) {
        match self.role {
            Role::Running => return,
            Role::Weights { .. } => for_blocks(self.memory.held(PASS), 1, &|held| rule.apply(held)),
            Role::Free => for_blocks(self.memory.held(PASS), 1, &|held| rule.without_decay().apply(held)),
        }
        if let (Some(largest), Role::Weights { bounded: true }) = (largest, self.role) {
            bound_columns(&mut self.memory.value, self.shape.1, largest);
        }
    }

    /// Moves the average by this share of the way.
    pub fn add_to_average(&mut self, share: f32) {
        if let Some(average) = &mut self.average {
            average
                .iter_mut()
                .zip(&self.memory.value)
                .for_each(|(average, now)| *average += share * (now - *average));
        }
    }

    /// Moves running numbers by this share towards those of a batch.
    pub fn follow(&mut self, batch: ArrayView1<f32>, share: f32) {
        self.memory.value.iter_mut().zip(batch).for_each(|(value, now)| *value += share * (now - *value));
    }

    pub fn is_finite(&self) -> bool {
        self.memory.value.iter().sum::<f32>().is_finite()
    }
}

fn matrix(shape: (usize, usize), values: &[f32]) -> ArrayView2<'_, f32> {
    ArrayView2::from_shape(shape, values).expect("as many numbers as the shape has")
}

/// Columns of a matrix longer than `largest` are brought back to that length.
fn bound_columns(values: &mut [f32], columns: usize, largest: f32) {
    let mut squares = vec![0.0f32; columns];
    for row in values.chunks_exact(columns) {
        squares.iter_mut().zip(row).for_each(|(sum, w)| *sum += w * w);
    }
    let factors: Vec<f32> = squares.iter().map(|sum| (largest / sum.sqrt()).min(1.0)).collect();
    for row in values.chunks_exact_mut(columns) {
        row.iter_mut().zip(&factors).for_each(|(w, factor)| *w *= factor);
    }
}
