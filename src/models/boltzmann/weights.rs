//! The weights of a machine that is trained or annealed, kept in the order of [`crate::models::panels`], whose passes drive both
//! layers: the hidden one forward, the visible one as a gradient is handed down, in single precision or with products of
//! brain floating point.

use crate::models::panels::ascent::Layer;
use crate::models::panels::backward::Step;
use crate::models::panels::order::Panels;
use crate::models::panels::update::{Descent, Memory};
use crate::models::panels::{Activation, Method, Precision, Products};
use crate::numeric::blocks::fold_blocks;
use crate::numeric::wide;
use ndarray::{Array2, ArrayView2, ArrayViewMut2};
use std::ops::Range;

/// The numbers of an update.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Update {
    pub rate: f32,
    pub momentum: f32,
    pub weight_decay: f32,
    pub lasso: f32,
}

/// Weights (visible, hidden) with their velocity, where steps have one.
pub(super) struct Weights {
    shape: Panels,
    /// The velocity is the first of what a method remembers. Without one a step is a pass less over as many numbers.
    memory: Memory,
    /// For steps.
    products: Products,
}

impl Weights {
    /// For steps along at most so many rows; at rest. What `rolls` has momentum, decay, a penalty or shaping.
    pub fn new(weights: ArrayView2<f32>, rolls: bool, rows: usize, precision: Precision) -> Self {
        let shape = Panels::new(weights.nrows(), weights.ncols(), precision);
        let value = shape.pack(weights);
        let first = rolls.then(|| vec![0.0; value.len()]);
        let memory = Memory { value, first, ..Memory::default() };
        Weights { shape, memory, products: Products::new(precision, rows, &[shape]) }
    }

    /// The weights, (visible, hidden).
    pub fn value(&self) -> Array2<f32> {
        self.shape.unpack(&self.memory.value)
    }

    /// Their velocity, (visible, hidden); zeros where steps have none.
    pub fn velocity(&self) -> Array2<f32> {
        let zeros = || Array2::zeros((self.shape.inputs, self.shape.outputs));
        self.memory.first.as_ref().map_or_else(zeros, |velocity| self.shape.unpack(velocity))
    }

    /// Stands at weights with a velocity.
    pub fn stand_at(&mut self, weights: ArrayView2<f32>, velocity: ArrayView2<f32>) {
        self.memory.value = self.shape.pack(weights);
        if let Some(kept) = &mut self.memory.first {
            *kept = self.shape.pack(velocity);
        }
    }

    /// Both layers as they drive each other.
    pub fn drive(&self) -> Drive<'_> {
        Drive { shape: self.shape, weights: &self.memory.value }
    }

    /// velocity = momentum velocity + rate (Vᵀ H / rows - decay W - lasso sign W); W += velocity. For V (any, visible) and
    /// H (any, hidden) of as many rows.
    pub fn step(&mut self, (v, h): (ArrayView2<f32>, ArrayView2<f32>), rows: usize, update: Update) {
        let Update { rate, momentum, weight_decay, lasso } = update;
        let method = Method::Sgd { rate, momentum, nesterov: false };
        let mut rule = Descent::new(method, rate, weight_decay, 1).with_lasso(lasso);
        // Uphill.
        rule.scale = -1.0 / rows as f32;
        let step = Step { rule: &rule, input: v };
        self.products.backward((self.shape, &mut self.memory), h, step, None);
    }

    /// Whether every weight is below a limit in size; a NaN is not.
    pub fn are_below(&self, limit: f32) -> bool {
        // Blocks of weights, as steps have them: where a thread has just been.
        let below = |block: Range<usize>| {
            let weights = &self.memory.value[self.shape.at(block.start, 0)..][..self.shape.block()];
            wide::all(weights, |weight| weight.abs() < limit)
        };
        fold_blocks(0..self.shape.blocks, 1, &below, &|a, b| a && b)
    }
}

/// Both layers of a machine as they drive each other, by weights that stand.
#[derive(Clone, Copy)]
pub(super) struct Drive<'a> {
    shape: Panels,
    weights: &'a [f32],
}

impl<'a> Drive<'a> {
    /// By weights of a shape that are packed in it.
    pub fn new(shape: Panels, weights: &'a [f32]) -> Self {
        Drive { shape, weights }
    }

    /// Visible and hidden units.
    pub fn dim(self) -> (usize, usize) {
        (self.shape.inputs, self.shape.outputs)
    }

    /// f(bias + v W) for visible rows, (rows, hidden).
    pub fn hidden(
        self,
        visible: ArrayView2<f32>,
        bias: &'a [f32],
        activation: Option<Activation>,
        to: ArrayViewMut2<f32>,
        products: &mut Products,
    ) {
        products.forward(&self.layer(bias, activation), visible, to);
    }

    /// The same with a task for each block of weights, as the steps of [`Weights`] have it.
    pub fn hidden_by_blocks(
        self,
        visible: ArrayView2<f32>,
        bias: &'a [f32],
        activation: Option<Activation>,
        to: ArrayViewMut2<f32>,
        products: &mut Products,
    ) {
        products.forward_by_blocks(&self.layer(bias, activation), visible, to);
    }

    fn layer(self, bias: &'a [f32], activation: Option<Activation>) -> Layer<'a> {
        Layer { shape: self.shape, weights: self.weights, bias, activation, mask: None }
    }

    /// h Wᵀ for hidden rows, (rows, visible).
    pub fn visible(self, hidden: ArrayView2<f32>, to: ArrayViewMut2<f32>, products: &mut Products) {
        products.hand_down((self.shape, self.weights), hidden, to);
    }

    /// What products of groups of rows need, by any of some weights.
    pub fn products(drives: &[Drive], rows: usize, precision: Precision) -> Products {
        let shapes: Vec<Panels> = drives.iter().map(|drive| drive.shape).collect();
        Products::new(precision, rows, &shapes)
    }
}
