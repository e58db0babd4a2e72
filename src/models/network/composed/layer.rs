//! A layer: sums a = x W + b, normalized or not, then a function of each sum or the largest of a few (maxout), then dropout.
//!
//! Maxout (Goodfellow et al. 2013): y_j = max over the k pieces of unit j of a; sums lie unit after unit, piece after piece.
//! The gradient goes to the largest piece alone.

use super::super::products::product;
use super::super::statistics::LayerStatistics;
use super::super::{Activation, Init, forward};
use super::Pass;
use super::normalization::{self, Normalization, Normalize};
use super::parameter::{Parameter, Role};
use crate::numeric::random::Seed;
use ndarray::{ArcArray2, Array2, ArrayView2, Axis, s};

/// What a unit makes of its sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A function of one sum.
    Each(Activation),
    /// The largest of so many sums.
    Maxout(usize),
    /// The sum itself, of the last layer: it is not dropped and its weights have no largest norm.
    Logit,
}

impl Unit {
    /// Sums that a unit has.
    pub fn pieces(self) -> usize {
        if let Unit::Maxout(pieces) = self { pieces.max(1) } else { 1 }
    }
}

/// How the layers of a network are made.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub unit: Unit,
    pub normalize: Option<Normalize>,
    pub init: Init,
}

#[derive(Clone, Debug)]
pub(super) struct Layer {
    pub weights: Parameter,
    pub bias: Parameter,
    pub normalization: Option<Normalization>,
    pub unit: Unit,
    /// The first column of its dropout multipliers, counted from the first hidden unit.
    pub first: usize,
    /// Values of the last batch that was learnt from.
    values: ArcArray2<f32>,
}

/// What the way back needs.
pub(super) struct Trace {
    input: ArcArray2<f32>,
    normalized: Option<normalization::Trace>,
    /// The piece that each unit took, for maxout.
    taken: Option<Array2<usize>>,
    pub values: ArcArray2<f32>,
}

impl Layer {
    /// A layer whose units stand from `first` on among the hidden units of its network.
    pub fn new(inputs: usize, units: usize, style: &Style, first: usize, seed: &Seed) -> Self {
        let sums = units * style.unit.pieces();
        let hidden = style.unit != Unit::Logit;
        Layer {
            weights: Parameter::started((inputs, sums), style.init, hidden, seed),
            bias: Parameter::row(sums, 0.0, Role::Free),
            normalization: style.normalize.filter(|_| hidden).map(|over| Normalization::new(over, sums)),
            unit: style.unit,
            first,
            values: ArcArray2::zeros((0, 0)),
        }
    }

    pub fn units(&self) -> usize {
        self.weights.shape.1 / self.unit.pieces()
    }

    pub fn forward(&self, input: &ArcArray2<f32>, pass: &Pass) -> Trace {
        let sums = product(input.view(), self.weights.view()) + self.bias.flat();
        let (sums, normalized) = match &self.normalization {
            Some(normalization) => {
                let (sums, trace) = normalization.forward(&sums, pass.learning);
                (sums, Some(trace))
            }
            None => (sums, None),
        };
        let (mut values, taken) = match self.unit {
            Unit::Each(activation) => (activated(sums, activation), None),
            Unit::Maxout(pieces) => {
                let (values, taken) = largest(sums.view(), pieces.max(1));
                (values, Some(taken))
            }
            Unit::Logit => (sums, None),
        };
        if let Some(mask) = self.mask(pass) {
            values *= &mask;
        }
        Trace { input: input.clone(), normalized, taken, values: values.into_shared() }
    }

    fn mask<'p>(&self, pass: &Pass<'p>) -> Option<ArrayView2<'p, f32>> {
        let part = s![.., self.first..self.first + self.units()];
        pass.masks.filter(|_| self.unit != Unit::Logit).map(|masks| masks.slice_move(part))
    }

    /// From the gradient by the values to the gradient by the inputs; without a gradient nothing is learnt.
    pub fn backward(&mut self, trace: Trace, delta: Option<Array2<f32>>, pass: &Pass) -> Option<Array2<f32>> {
        let mask = self.mask(pass);
        let Trace { input, normalized, taken, values } = trace;
        let by_sums = delta.map(|delta| self.by_sums(delta, &values, taken, mask, pass));
        self.values = values;
        let Some(mut delta) = by_sums else {
            self.weights.learn(None);
            self.bias.learn(None);
            self.normalization.iter_mut().for_each(Normalization::skip);
            return None;
        };
        if let (Some(normalization), Some(trace)) = (&mut self.normalization, normalized) {
            delta = normalization.backward(trace, delta);
        }
        self.weights.learn(Some(product(input.t(), delta.view()).view()));
        self.bias.learn(Some(delta.sum_axis(Axis(0)).insert_axis(Axis(0)).view()));
        Some(product(delta.view(), self.weights.view().reversed_axes()))
    }

    /// Back through dropout and the function of the units.
    fn by_sums(
        &self,
        mut delta: Array2<f32>,
        values: &ArcArray2<f32>,
        taken: Option<Array2<usize>>,
        mask: Option<ArrayView2<f32>>,
        pass: &Pass,
    ) -> Array2<f32> {
        match (self.unit, taken) {
            (Unit::Each(activation), _) => {
                activation.multiply_slope(
                    delta.view_mut(),
                    values.view(),
                    mask.map(|mask| (mask, pass.kept)),
                );
                delta
            }
            (Unit::Maxout(pieces), Some(taken)) => {
                if let Some(mask) = mask {
                    delta *= &mask;
                }
                let mut sums = Array2::zeros((delta.nrows(), delta.ncols() * pieces.max(1)));
                for ((row, unit), &piece) in taken.indexed_iter() {
                    sums[(row, unit * pieces.max(1) + piece)] = delta[(row, unit)];
                }
                sums
            }
            _ => delta,
        }
    }

    /// What it did on the last batch that was learnt from.
    pub fn statistics(&self) -> LayerStatistics {
        LayerStatistics::measured(self.values.view(), self.weights.squares().sqrt())
    }

    /// Its numbers by name, in an order that never changes.
    pub fn parameters(&self) -> Vec<(&'static str, &Parameter)> {
        let mut all = vec![("weights", &self.weights), ("bias", &self.bias)];
        if let Some(normalization) = &self.normalization {
            all.extend([("scale", &normalization.scale), ("shift", &normalization.shift)]);
            all.extend(RUNNING.into_iter().zip(normalization.running.iter().flatten()));
        }
        all
    }

    pub fn parameters_mut(&mut self) -> Vec<(&'static str, &mut Parameter)> {
        let mut all = vec![("weights", &mut self.weights), ("bias", &mut self.bias)];
        if let Some(normalization) = &mut self.normalization {
            all.extend([("scale", &mut normalization.scale), ("shift", &mut normalization.shift)]);
            all.extend(RUNNING.into_iter().zip(normalization.running.iter_mut().flatten()));
        }
        all
    }
}

const RUNNING: [&str; 2] = ["mean", "variance"];

fn activated(mut sums: Array2<f32>, activation: Activation) -> Array2<f32> {
    forward::activate(sums.view_mut(), activation);
    sums
}

/// The largest of each unit's pieces, and which it is, the first of equals.
fn largest(sums: ArrayView2<f32>, pieces: usize) -> (Array2<f32>, Array2<usize>) {
    let shape = (sums.nrows(), sums.ncols() / pieces);
    let best = |(row, unit): (usize, usize)| {
        forward::largest(sums.slice(s![row, unit * pieces..(unit + 1) * pieces]))
    };
    let taken = Array2::from_shape_fn(shape, best);
    let values = Array2::from_shape_fn(shape, |(row, unit)| sums[(row, unit * pieces + taken[(row, unit)])]);
    (values, taken)
}
