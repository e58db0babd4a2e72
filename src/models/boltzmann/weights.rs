//! The weights of a machine that is trained or annealed, kept in the order of [`crate::models::panels`], whose passes drive both
//! layers: the hidden one forward, the visible one as a gradient is handed down, in single precision or with products of
//! brain floating point.

use crate::models::panels::ascent::Layer;
use crate::models::panels::backward::Step;
use crate::models::panels::order::Panels;
use crate::models::panels::update::{Descent, Memory};
use crate::models::panels::{Activation, Method, Precision, Products};
use crate::numeric::blocks::sum_blocks;
use crate::numeric::wide;
use ndarray::{Array2, ArrayView2, ArrayViewMut2};

/// Numbers that one task looks at.
const PASS: usize = 1 << 16;

/// The numbers of an update.
#[derive(Clone, Copy, Debug)]
pub(super) struct Update {
    pub rate: f32,
    pub momentum: f32,
    pub weight_decay: f32,
    pub lasso: f32,
}

/// Weights (visible, hidden) with their velocity.
pub(super) struct Weights {
    shape: Panels,
    /// The velocity is the first of what a method remembers.
    memory: Memory,
    /// For steps.
    products: Products,
}

impl Weights {
    /// For steps along at most so many rows; at rest.
    pub fn new(weights: ArrayView2<f32>, rows: usize, precision: Precision) -> Self {
        let shape = Panels::new(weights.nrows(), weights.ncols(), precision);
        let value = shape.pack(weights);
        let first = Some(vec![0.0; value.len()]);
        let memory = Memory { value, first, ..Memory::default() };
        Weights { shape, memory, products: Products::new(precision, rows, &[shape]) }
    }

    /// The weights, (visible, hidden).
    pub fn value(&self) -> Array2<f32> {
        self.shape.unpack(&self.memory.value)
    }

    /// Their velocity, (visible, hidden).
    pub fn velocity(&self) -> Array2<f32> {
        self.memory.first.as_ref().map(|velocity| self.shape.unpack(velocity)).unwrap_or_default()
    }

    /// Stands at weights with a velocity.
    pub fn stand_at(&mut self, weights: ArrayView2<f32>, velocity: ArrayView2<f32>) {
        self.memory.value = self.shape.pack(weights);
        self.memory.first = Some(self.shape.pack(velocity));
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

    /// How many weights are not below a limit in size; a NaN is not.
    pub fn beyond(&self, limit: f32) -> f64 {
        sum_blocks(&self.memory.value[..], PASS, &|weights: &[f32]| {
            wide::sum(weights.into(), |weight| if weight.abs() < limit { 0.0 } else { 1.0 })
        })
    }
}

/// Both layers of a machine as they drive each other, by weights that stand.
#[derive(Clone, Copy)]
pub(super) struct Drive<'a> {
    shape: Panels,
    weights: &'a [f32],
}

impl Drive<'_> {
    /// Visible and hidden units.
    pub fn dim(self) -> (usize, usize) {
        (self.shape.inputs, self.shape.outputs)
    }

    /// f(bias + v W) for visible rows, (rows, hidden).
    pub fn hidden(
        self,
        visible: ArrayView2<f32>,
        bias: &[f32],
        activation: Option<Activation>,
        to: ArrayViewMut2<f32>,
        products: &mut Products,
    ) {
        let layer = Layer { shape: self.shape, weights: self.weights, bias, activation, mask: None };
        products.forward(&layer, visible, to);
    }

    /// The same with a task for each block of weights, as the steps of [`Weights`] have it.
    pub fn hidden_by_blocks(
        self,
        visible: ArrayView2<f32>,
        bias: &[f32],
        activation: Activation,
        to: ArrayViewMut2<f32>,
        products: &mut Products,
    ) {
        let activation = Some(activation);
        let layer = Layer { shape: self.shape, weights: self.weights, bias, activation, mask: None };
        products.forward_by_blocks(&layer, visible, to);
    }

    /// h Wᵀ for hidden rows, (rows, visible).
    pub fn visible(self, hidden: ArrayView2<f32>, to: ArrayViewMut2<f32>, products: &mut Products) {
        products.hand_down((self.shape, self.weights), hidden, to);
    }

    /// What products of groups of rows need.
    pub fn products(self, rows: usize, precision: Precision) -> Products {
        Products::new(precision, rows, &[self.shape])
    }
}
