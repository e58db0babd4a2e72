//! One training step: forward, loss, backward with the update in it, and what comes after an update (clipping's delayed
//! step, max-norm, averaging). All buffers are made once; weights are kept in panels until somebody asks for the network.

use super::batch::Batch;
use super::learner::Learner;
use super::loss::{BatchLoss, reconstruction, softmax_cross_entropy};
use super::tangents::Stillness;
use super::{Activation, Dense, LayerStatistics, Mlp, Training, snapshot};
use crate::models::panels::backward::{self, Below, Slope, Step};
use crate::models::panels::order::Panels;
use crate::models::panels::update::{Descent, Memory};
use crate::models::panels::{Products, ascent};
use crate::numeric::blocks::{for_blocks, sum_blocks};
use crate::numeric::tensors::{TensorFault, Tensors};
use ndarray::{Array1, Array2, ArrayView2, s};

/// Numbers in one block of a pass over flat memory.
pub(super) const PASS: usize = 1 << 16;

/// A layer as it is trained.
pub(super) struct Layer {
    pub shape: Panels,
    pub weights: Memory,
    pub bias: Memory,
    /// The average of weights and of biases, where averaging is on.
    pub average: Option<(Vec<f32>, Vec<f32>)>,
}

pub(super) struct Trainer<'a> {
    pub plan: &'a Training,
    pub activation: Activation,
    pub layers: Vec<Layer>,
    /// y of each layer; the last holds logits, then their gradient.
    pub values: Vec<Array2<f32>>,
    /// Gradient of the mean loss by the sums of each layer.
    pub deltas: Vec<Array2<f32>>,
    products: Products,
    /// What standing still along the directions of a batch adds to its gradient, until it is handed down.
    pub stillness: Option<Stillness>,
    /// Steps taken.
    pub time: u64,
}

impl Layer {
    fn new(dense: &Dense, plan: &Training) -> Self {
        let (inputs, outputs) = dense.weights.dim();
        let shape = Panels::new(inputs, outputs, plan.precision);
        let (weights, bias) = (shape.pack(dense.weights.view()), dense.bias.to_vec());
        let keeps = plan.keeps_gradients();
        Layer {
            average: plan.averaging.map(|_| (weights.clone(), bias.clone())),
            shape,
            weights: Memory::new(weights, plan.method, keeps),
            bias: Memory::new(bias, plan.method, keeps),
        }
    }

    fn dense(&self, weights: &[f32], bias: &[f32]) -> Dense {
        Dense { weights: self.shape.unpack(weights), bias: Array1::from(bias.to_vec()) }
    }
}

impl<'a> Trainer<'a> {
    /// A trainer of batches of at most `rows` rows that starts from a network.
    pub fn new(mlp: &Mlp, plan: &'a Training, rows: usize) -> Self {
        let layers: Vec<Layer> = mlp.layers.iter().map(|dense| Layer::new(dense, plan)).collect();
        let shapes: Vec<Panels> = layers.iter().map(|layer| layer.shape).collect();
        let arrays = || shapes.iter().map(|shape| Array2::zeros((rows, shape.outputs))).collect();
        Trainer {
            values: arrays(),
            deltas: arrays(),
            products: Products::new(plan.precision, rows, &shapes),
            activation: mlp.activation,
            layers,
            plan,
            stillness: None,
            time: 0,
        }
    }

    /// The network as it stands.
    pub fn network(&self) -> Mlp {
        let layers = self.layers.iter().map(|layer| layer.dense(&layer.weights.value, &layer.bias.value));
        Mlp { layers: layers.collect(), activation: self.activation }
    }

    /// The averaged network, where averaging is on.
    pub fn average(&self) -> Option<Mlp> {
        let dense = |layer: &Layer| layer.average.as_ref().map(|(weights, bias)| layer.dense(weights, bias));
        let layers = self.layers.iter().map(dense).collect::<Option<Vec<_>>>()?;
        self.plan.averaging.map(|_| Mlp { layers, activation: self.activation })
    }

    /// Stands at other weights; what the method remembers stays.
    pub fn stand_at(&mut self, mlp: &Mlp) {
        for (layer, dense) in self.layers.iter_mut().zip(&mlp.layers) {
            layer.weights.value = layer.shape.pack(dense.weights.view());
            layer.bias.value = dense.bias.to_vec();
        }
    }

    /// Takes over an average.
    pub fn stand_at_average(&mut self, mlp: &Mlp) {
        for (layer, dense) in self.layers.iter_mut().zip(&mlp.layers) {
            layer.average = Some((layer.shape.pack(dense.weights.view()), dense.bias.to_vec()));
        }
    }

    /// The loss of a batch; its gradient by the logits is left in the last delta.
    fn loss(&mut self, batch: &Batch) -> BatchLoss {
        let rows = batch.x().nrows();
        self.forward(batch);
        let (Some(logits), Some(delta)) = (self.values.last(), self.deltas.last_mut()) else {
            return BatchLoss::default();
        };
        let mut delta = delta.slice_mut(s![..rows, ..]);
        delta.assign(&logits.slice(s![..rows, ..]));
        if let Some(of) = self.plan.autoencoding {
            let mut loss = reconstruction(delta, batch.clean(), of.output);
            loss.sum += self.contraction(of.contraction, rows);
            return loss;
        }
        let mut loss = softmax_cross_entropy(delta, batch.labels(), self.plan.label_smoothing);
        loss.sum += self.stand_still(batch);
        loss
    }

    fn forward(&mut self, batch: &Batch) {
        let rows = batch.x().nrows();
        let last = self.layers.len() - 1;
        for (l, layer) in self.layers.iter().enumerate() {
            let (below, above) = self.values.split_at_mut(l);
            let input = below.last().map_or(batch.x(), |values| values.slice(s![..rows, ..]));
            let layer = ascent::Layer {
                shape: layer.shape,
                weights: &layer.weights.value,
                bias: &layer.bias.value,
                activation: (l < last).then_some(self.activation),
                mask: if l < last { mask(&self.layers, l + 1, batch) } else { None },
            };
            let out = above[0].slice_mut(s![..rows, ..]);
            self.products.forward(&layer, input, out);
        }
    }

    /// The loss of a batch, for a plan with clipping: its gradient is kept and no step is taken.
    pub fn gradient(&mut self, batch: &Batch) -> BatchLoss {
        let loss = self.loss(batch);
        let rule = Descent::new(self.plan.method, 0.0, 0.0, 1);
        self.hand_down(batch, &rule);
        loss
    }

    /// The gradients that are kept, in the shape of the layers.
    pub fn gradients(&self) -> Vec<Dense> {
        let kept = self.layers.iter().filter_map(|layer| {
            Some(layer.dense(layer.weights.gradient.as_ref()?, layer.bias.gradient.as_ref()?))
        });
        kept.collect()
    }

    fn descend(&mut self, batch: &Batch, rate: f32) {
        let (now, next) = (self.plan.method_at(self.time - 1), self.plan.method_at(self.time));
        let mut rule = Descent::new(now, rate, self.plan.weight_decay, self.time).before(next);
        self.hand_down(batch, &rule);
        if let Some(limit) = self.plan.clip {
            rule.scale = clip_factor(self.gradient_norm(), limit) as f32;
        }
        if self.plan.keeps_gradients() {
            self.apply(&rule);
        }
        if let Some(limit) = self.plan.max_norm {
            let hidden = self.layers.len() - 1;
            for layer in &mut self.layers[..hidden] {
                layer.shape.bound_columns(&mut layer.weights.value, limit);
            }
        }
        self.add_to_average();
    }

    /// Backward through all layers, from the top.
    fn hand_down(&mut self, batch: &Batch, rule: &Descent) {
        let rows = batch.x().nrows();
        for l in (0..self.layers.len()).rev() {
            self.still_sums(l, rows);
            if l == 0 {
                self.contract(rows);
            }
            self.backward(l, batch, rule);
        }
        self.couple(rows);
        self.still_weights();
    }

    fn backward(&mut self, l: usize, batch: &Batch, rule: &Descent) {
        let rows = batch.x().nrows();
        let mask = mask(&self.layers, l, batch).map(|mask| (mask, 1.0 - self.plan.dropout.hidden));
        let (below, above) = self.deltas.split_at_mut(l);
        let input = if l == 0 { batch.x() } else { self.values[l - 1].slice(s![..rows, ..]) };
        let delta = above[0].slice(s![..rows, ..]);
        let slope = Slope { activation: self.activation, values: input, mask };
        let below = below
            .last_mut()
            .map(|delta| Below { delta: delta.slice_mut(s![..rows, ..]), slope: Some(slope) });
        let Layer { shape, weights, bias, .. } = &mut self.layers[l];
        self.products.backward((*shape, weights), delta, Step { rule, input }, below);
        backward::bias(rule, bias, delta);
    }

    /// Euclidean norm of all gradients that are kept.
    fn gradient_norm(&self) -> f64 {
        let kept = self.layers.iter().flat_map(|layer| [&layer.weights.gradient, &layer.bias.gradient]);
        kept.flatten().map(|gradient| sum_blocks(&gradient[..], PASS, &sum_of_squares)).sum::<f64>().sqrt()
    }

    /// The step that clipping had put off.
    fn apply(&mut self, rule: &Descent) {
        for layer in &mut self.layers {
            for_blocks(layer.weights.held(PASS), 1, &|held| rule.apply(held));
            for_blocks(layer.bias.held(PASS), 1, &|held| rule.without_decay().apply(held));
        }
    }

    /// With weight (1-d)/(1-dᵗ) on the new weights, the average after t steps is the normalized one.
    fn add_to_average(&mut self) {
        let Some(decay) = self.plan.averaging.map(f64::from) else { return };
        let share = ((1.0 - decay) / (1.0 - decay.powf(self.time as f64))) as f32;
        for layer in &mut self.layers {
            let Some((weights, bias)) = &mut layer.average else { continue };
            for (average, now) in [(weights, &layer.weights.value), (bias, &layer.bias.value)] {
                for_blocks((&mut average[..], &now[..]), PASS, &|(average, now)| {
                    average
                        .iter_mut()
                        .zip(now)
                        .for_each(|(average, now)| *average += share * (now - *average));
                });
            }
        }
    }
}

impl Learner for Trainer<'_> {
    type Network = Mlp;

    fn step(&mut self, batch: &Batch, rate: f64) -> BatchLoss {
        let loss = self.loss(batch);
        if loss.sum.is_finite() {
            self.time += 1;
            self.descend(batch, rate as f32);
        }
        loss
    }

    fn is_finite(&self) -> bool {
        // A sum is finite unless a term is not, or unless the weights are useless anyway.
        let sum = |values: &[f32]| values.iter().sum::<f32>();
        self.layers.iter().all(|layer| (sum(&layer.weights.value) + sum(&layer.bias.value)).is_finite())
    }

    fn result(&self) -> Mlp {
        self.average().unwrap_or_else(|| self.network())
    }

    fn statistics(&self, batch: &Batch) -> Vec<LayerStatistics> {
        let rows = s![..batch.x().nrows(), ..];
        let layer = |l: usize| {
            let input = if l == 0 { batch.x() } else { self.values[l - 1].slice(rows) };
            LayerStatistics::of(input, self.values[l].slice(rows), self.deltas[l].slice(rows))
        };
        (0..self.layers.len()).map(layer).collect()
    }

    fn state(&self) -> Tensors {
        snapshot::state(self)
    }

    fn go_on(&mut self, state: &Tensors) -> Result<(), TensorFault> {
        snapshot::go_on(self, state)
    }
}

/// The dropout multipliers of the values that layer `l` reads.
fn mask<'b>(layers: &[Layer], l: usize, batch: &'b Batch) -> Option<ArrayView2<'b, f32>> {
    let start: usize = layers[..l].iter().map(|layer| layer.shape.inputs).sum();
    batch.masks().map(|masks| masks.slice_move(s![.., start..start + layers[l].shape.inputs]))
}

/// min(1, limit / norm)
pub(super) fn clip_factor(norm: f64, limit: f32) -> f64 {
    if norm > f64::from(limit) { f64::from(limit) / norm } else { 1.0 }
}

fn sum_of_squares(values: &[f32]) -> f64 {
    values.iter().map(|&value| f64::from(value).powi(2)).sum()
}
