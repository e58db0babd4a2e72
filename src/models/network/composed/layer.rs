//! A layer: sums a = x W + b, normalized or not, then a function of each sum or the largest of a few (maxout), then dropout.
//!
//! Maxout (Goodfellow et al. 2013): y_j = max over the k pieces of unit j of a; sums lie unit after unit, piece after piece.
//! The gradient goes to the largest piece alone.
//!
//! The sums of a convolution are made in every place alike, with the weights of a patch: values (rows, places * units).

use super::super::products::product;
use super::super::statistics::LayerStatistics;
use super::super::{Activation, Init, forward};
use super::convolution::{self, Grid, PATCH};
use super::normalization::{self, Normalization, Normalize};
use super::parameter::{Parameter, Role};
use super::{Pass, reshaped};
use crate::numeric::blocks::{Rows, for_blocks};
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

/// What a layer reads and how wide it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    /// Numbers that a unit reads of a row, or of each place.
    pub inputs: usize,
    /// Units, or channels of a convolution.
    pub units: usize,
    /// The places of a convolution.
    pub grid: Option<Grid>,
    /// Whether it reads rows of data, by which no gradient is asked for.
    pub bottom: bool,
}

impl Size {
    /// Of a layer that reads such a one.
    pub fn above(self) -> Self {
        Size { inputs: self.units, bottom: false, ..self }
    }
}

/// Values of a task that goes through the function of units, forward or back.
const VALUES: usize = 1 << 15;

fn rows_of(columns: usize) -> usize {
    (VALUES / columns.max(1)).max(1)
}

#[derive(Clone, Debug)]
pub(super) struct Layer {
    pub weights: Parameter,
    pub bias: Parameter,
    pub normalization: Option<Normalization>,
    pub unit: Unit,
    /// The places of a convolution.
    pub grid: Option<Grid>,
    bottom: bool,
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
    pub fn new(size: Size, style: &Style, first: usize, seed: &Seed) -> Self {
        let sums = size.units * style.unit.pieces();
        let hidden = style.unit != Unit::Logit;
        let patch = size.grid.map_or(1, |_| PATCH);
        let init = style.init.shared(patch, (size.inputs, sums));
        Layer {
            weights: Parameter::started((patch * size.inputs, sums), init, hidden, seed),
            bias: Parameter::row(sums, 0.0, Role::Free),
            normalization: style.normalize.filter(|_| hidden).map(|over| Normalization::new(over, sums)),
            unit: style.unit,
            grid: size.grid,
            bottom: size.bottom,
            first,
            values: ArcArray2::zeros((0, 0)),
        }
    }

    fn places(&self) -> usize {
        self.grid.map_or(1, Grid::places)
    }

    /// Numbers that it reads of a row.
    pub fn inputs(&self) -> usize {
        self.grid.map_or(self.weights.shape.0, |grid| self.weights.shape.0 / PATCH * grid.places())
    }

    /// Numbers that it makes of a row: units, or channels in each place.
    pub fn units(&self) -> usize {
        self.places() * self.weights.shape.1 / self.unit.pieces()
    }

    /// Sums in every place, (rows * places, sums).
    fn sums(&self, input: &ArcArray2<f32>) -> Array2<f32> {
        match self.grid {
            None => product(input.view(), self.weights.view()) + self.bias.flat(),
            Some(grid) => {
                convolution::convolved(grid, input.view(), self.weights.view(), Some(self.bias.flat()))
            }
        }
    }

    /// The normalization of a convolution whose moments are those of channels.
    fn by_channels(&self) -> bool {
        let batch = |n: &Normalization| n.over == Normalize::Batch;
        self.grid.is_some() && self.normalization.as_ref().is_some_and(batch)
    }

    pub fn forward(&self, input: &ArcArray2<f32>, pass: &Pass) -> Trace {
        let sums = self.sums(input);
        let (rows, each) = (input.nrows(), sums.dim());
        let (sums, normalized) = match &self.normalization {
            Some(normalization) if self.by_channels() => {
                let images = reshaped(sums, (rows, self.places() * each.1));
                let (sums, trace) = normalization.forward_channels(images, pass.learning);
                (reshaped(sums, each), Some(trace))
            }
            Some(normalization) => {
                let (sums, trace) = normalization.forward(&sums, pass.learning);
                (sums, Some(trace))
            }
            None => (sums, None),
        };
        let (values, taken) = match self.unit {
            Unit::Each(activation) => (activated(sums, activation), None),
            Unit::Maxout(pieces) => {
                let (values, taken) = largest(sums.view(), pieces.max(1));
                (values, Some(taken))
            }
            Unit::Logit => (sums, None),
        };
        let mut values = reshaped(values, (rows, self.units()));
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
        let by_channels = self.by_channels();
        if let (Some(normalization), Some(trace)) = (&mut self.normalization, normalized) {
            delta = match by_channels {
                true => {
                    let images = (input.nrows(), delta.len() / input.nrows().max(1));
                    normalization.backward_channels(trace, reshaped(delta, images))
                }
                false => {
                    let places = (input.nrows() * self.grid.map_or(1, Grid::places), self.weights.shape.1);
                    normalization.backward(trace, reshaped(delta, places))
                }
            };
        }
        match self.grid {
            None => self.learn(input, delta),
            Some(grid) => self.learn_patches(grid, input, delta),
        }
    }

    /// The gradient of the weights, and by the inputs, of that by the sums (rows, sums).
    fn learn(&mut self, input: ArcArray2<f32>, delta: Array2<f32>) -> Option<Array2<f32>> {
        self.weights.learn(Some(product(input.t(), delta.view()).view()));
        self.bias.learn(Some(delta.sum_axis(Axis(0)).insert_axis(Axis(0)).view()));
        (!self.bottom).then(|| product(delta.view(), self.weights.view().reversed_axes()))
    }

    /// The same of a convolution.
    fn learn_patches(
        &mut self,
        grid: Grid,
        input: ArcArray2<f32>,
        delta: Array2<f32>,
    ) -> Option<Array2<f32>> {
        let (patch, sums) = self.weights.shape;
        let delta = reshaped(delta, (input.nrows(), grid.places() * sums));
        let (by_weights, by_bias) =
            convolution::by_weights(grid, input.view(), delta.view(), (patch / PATCH, sums));
        self.weights.learn(Some(by_weights.view()));
        self.bias.learn(Some(by_bias.insert_axis(Axis(0)).view()));
        (!self.bottom).then(|| convolution::by_inputs(grid, delta.view(), self.weights.view()))
    }

    /// Back through dropout and the function of the units, from (rows, units): in every place for maxout, (rows * places, sums).
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
                let parts = (Rows(delta.view_mut()), (Rows(values.view()), mask.map(Rows)));
                for_blocks(parts, rows_of(values.ncols()), &|(Rows(delta), (Rows(values), mask))| {
                    activation.multiply_slope(delta, values, mask.map(|Rows(mask)| (mask, pass.kept)));
                });
                delta
            }
            (Unit::Maxout(pieces), Some(taken)) => {
                if let Some(mask) = mask {
                    delta *= &mask;
                }
                let delta = reshaped(delta, taken.dim());
                let mut sums = Array2::zeros((delta.nrows(), delta.ncols() * pieces.max(1)));
                for ((row, unit), &piece) in taken.indexed_iter() {
                    sums[(row, unit * pieces.max(1) + piece)] = delta[(row, unit)];
                }
                sums
            }
            _ => delta,
        }
    }

    /// What it did on the last batch that was learnt from; a channel is one unit.
    pub fn statistics(&self) -> LayerStatistics {
        let channels = self.units() / self.places();
        let each = (self.values.len() / channels.max(1), channels);
        let values = self.values.to_shape(each).expect("so many channels in each place");
        LayerStatistics::measured(values.view(), self.weights.squares().sqrt())
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
    let most = rows_of(sums.ncols());
    for_blocks(Rows(sums.view_mut()), most, &|Rows(sums)| forward::activate(sums, activation));
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
