//! One training step: forward, loss, backward with the update in it, and what comes after an
//! update (clipping's delayed step, max-norm, averaging). All buffers are made once.

use super::backward::{self, Below};
use super::batch::Batch;
use super::forward::{buffers, forward};
use super::loss::{BatchLoss, softmax_cross_entropy};
use super::update::{Memory, Rule};
use super::{Dense, Method, Mlp, Training};
use crate::numeric::blocks::{Columns, Rows, for_blocks, sum_blocks};
use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis, Zip, s};

/// Rows or columns of a matrix in one block of an elementwise pass.
const PASS: usize = 256;

pub(super) struct Trainer<'a> {
    pub mlp: &'a mut Mlp,
    plan: &'a Training,
    /// y of each layer; the last holds logits, then their gradient.
    values: Vec<Array2<f32>>,
    /// Gradient of the mean loss by the sums of each hidden layer.
    deltas: Vec<Array2<f32>>,
    /// (weights, bias) of each layer.
    pub memory: Vec<(Memory, Memory)>,
    /// The averaged network, where averaging is on.
    pub average: Option<Mlp>,
    /// Steps taken.
    pub time: u64,
}

impl<'a> Trainer<'a> {
    pub fn new(mlp: &'a mut Mlp, plan: &'a Training, rows: usize) -> Self {
        let gradient = plan.clip.is_some() || !matches!(plan.method, Method::Sgd { .. });
        let memory = mlp.layers.iter().map(|layer| {
            let bias = Memory::new((1, layer.bias.len()), plan.method, true);
            (Memory::new(layer.weights.dim(), plan.method, gradient), bias)
        });
        Trainer {
            memory: memory.collect(),
            values: buffers(mlp, rows),
            deltas: buffers(mlp, rows),
            average: plan.averaging.map(|_| mlp.clone()),
            mlp,
            plan,
            time: 0,
        }
    }

    /// The network that is judged and returned: the average where there is one.
    pub fn result(&self) -> &Mlp {
        self.average.as_ref().unwrap_or(self.mlp)
    }

    /// One step on a batch of at least one row. Where the loss is not finite, no step is taken.
    pub fn step(&mut self, batch: &Batch, rate: f64) -> BatchLoss {
        let loss = self.loss(batch);
        if loss.sum.is_finite() {
            self.time += 1;
            self.descend(batch, rate as f32);
        }
        loss
    }

    /// The loss of a batch; its gradient by the logits is left in the last delta.
    fn loss(&mut self, batch: &Batch) -> BatchLoss {
        let rows = batch.x().nrows();
        forward(self.mlp, batch.x(), batch.masks(), &mut self.values);
        let (Some(logits), Some(delta)) = (self.values.last_mut(), self.deltas.last_mut()) else {
            return BatchLoss::default();
        };
        let mut delta = delta.slice_mut(s![..rows, ..]);
        delta.assign(&logits.slice(s![..rows, ..]));
        softmax_cross_entropy(delta, batch.labels(), self.plan.label_smoothing)
    }

    /// The loss of a batch, for a plan with clipping: its gradient is kept and no step is taken.
    pub fn gradient(&mut self, batch: &Batch) -> BatchLoss {
        let loss = self.loss(batch);
        let rule = Rule { method: self.plan.method, rate: 0.0, weight_decay: 0.0, scale: 1.0, time: 0 };
        for l in (0..self.mlp.layers.len()).rev() {
            self.backward(l, batch, &rule);
        }
        loss
    }

    /// The gradients that are kept, in the shape of the layers.
    pub fn gradients(&self) -> Vec<Dense> {
        let kept = self
            .memory
            .iter()
            .filter_map(|(weights, bias)| Some((weights.gradient.as_ref()?, bias.gradient.as_ref()?)));
        kept.map(|(weights, bias)| Dense { weights: weights.clone(), bias: bias.row(0).to_owned() }).collect()
    }

    fn descend(&mut self, batch: &Batch, rate: f32) {
        let (method, weight_decay) = (self.plan.method, self.plan.weight_decay);
        let mut rule = Rule { method, rate, weight_decay, scale: 1.0, time: self.time };
        for l in (0..self.mlp.layers.len()).rev() {
            self.backward(l, batch, &rule);
        }
        if let Some(limit) = self.plan.clip {
            rule.scale = clip_factor(self.gradient_norm(), limit) as f32;
            self.apply(&rule);
        }
        if let Some(limit) = self.plan.max_norm {
            let hidden = self.mlp.layers.len() - 1;
            for layer in &mut self.mlp.layers[..hidden] {
                bound_columns(layer.weights.view_mut(), limit);
            }
        }
        self.add_to_average();
    }

    fn backward(&mut self, l: usize, batch: &Batch, rule: &Rule) {
        let rows = batch.x().nrows();
        let (below, above) = self.deltas.split_at_mut(l);
        let input = if l == 0 { batch.x() } else { self.values[l - 1].slice(s![..rows, ..]) };
        // The columns of the masks that belong to the values this layer reads.
        let units = |layers: &[Dense]| layers.iter().map(|layer| layer.weights.nrows()).sum::<usize>();
        let start = units(&self.mlp.layers[..l]);
        let mask = batch.masks().map(|masks| {
            let mask = masks.slice_move(s![.., start..start + input.ncols()]);
            (mask, 1.0 - self.plan.dropout.hidden)
        });
        let below = below.last_mut().map(|delta| Below {
            activation: self.mlp.activation,
            delta: delta.slice_mut(s![..rows, ..]),
            mask,
        });
        let layer = &mut self.mlp.layers[l];
        let (weights, bias) = &mut self.memory[l];
        backward::layer(
            rule,
            self.plan.clip.is_some(),
            input,
            above[0].slice(s![..rows, ..]),
            weights.parameter(layer.weights.view_mut()),
            bias.parameter(layer.bias.view_mut().insert_axis(Axis(0))),
            below,
        );
    }

    /// Euclidean norm of all gradients that are kept.
    fn gradient_norm(&self) -> f64 {
        let kept = self.memory.iter().flat_map(|(weights, bias)| [&weights.gradient, &bias.gradient]);
        kept.flatten()
            .map(|gradient| sum_blocks(Rows(gradient.view()), PASS, &sum_of_squares))
            .sum::<f64>()
            .sqrt()
    }

    /// The step that clipping had put off.
    fn apply(&mut self, rule: &Rule) {
        for (layer, (weights, bias)) in self.mlp.layers.iter_mut().zip(&mut self.memory) {
            for_blocks(weights.parameter(layer.weights.view_mut()), PASS, &|block| rule.apply(block));
            rule.without_decay().apply(bias.parameter(layer.bias.view_mut().insert_axis(Axis(0))));
        }
    }

    /// With weight (1-d)/(1-dᵗ) on the new weights, the average after t steps is the normalized one.
    fn add_to_average(&mut self) {
        let (Some(average), Some(decay)) = (&mut self.average, self.plan.averaging) else { return };
        let decay = f64::from(decay);
        let share = ((1.0 - decay) / (1.0 - decay.powf(self.time as f64))) as f32;
        for (average, layer) in average.layers.iter_mut().zip(&self.mlp.layers) {
            let block = (Rows(average.weights.view_mut()), Rows(layer.weights.view()));
            for_blocks(block, PASS, &|(Rows(average), Rows(now))| {
                Zip::from(average).and(now).for_each(|average, &now| *average += share * (now - *average))
            });
            Zip::from(&mut average.bias).and(&layer.bias).for_each(|a, &now| *a += share * (now - *a));
        }
    }
}

/// min(1, limit / norm)
pub(super) fn clip_factor(norm: f64, limit: f32) -> f64 {
    if norm > f64::from(limit) { f64::from(limit) / norm } else { 1.0 }
}

fn sum_of_squares(Rows(matrix): Rows<ArrayView2<f32>>) -> f64 {
    matrix.iter().map(|&value| f64::from(value).powi(2)).sum()
}

/// Shrinks each column (the weights that lead into one unit) to at most `limit` in norm.
pub(super) fn bound_columns(weights: ArrayViewMut2<f32>, limit: f32) {
    for_blocks(Columns(weights), PASS, &|Columns(mut weights): Columns<ArrayViewMut2<f32>>| {
        let mut factors = weights.fold_axis(Axis(0), 0.0f32, |sum, w| sum + w * w);
        factors.mapv_inplace(|square| if square > limit * limit { limit / square.sqrt() } else { 1.0 });
        weights *= &factors;
    });
}
