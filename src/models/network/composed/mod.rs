//! Networks that are more than a chain of plain layers: normalized sums, maxout units, fractal blocks whose columns are
//! dropped. They are put together from layers and joins, each of which knows its way forward and back; products are those of
//! OpenBLAS. Plain chains have a path of their own, which is faster; a test holds both to the same gradient.
//!
//! Reading order: [`Composed`], `layer`, `normalization`, `fractal`, `paths`, then `learner`, which takes the steps.

mod fractal;
mod layer;
mod learner;
mod normalization;
mod parameter;
mod paths;
#[cfg(test)]
mod tests;

pub(super) use learner::ComposedLearner;

pub use fractal::{depth, layers, paths};
pub use layer::{Style, Unit};
pub use normalization::Normalize;
pub use paths::DropPath;

use super::learner::Network;
use super::{Activation, Init, PREDICTED_ROWS};
use crate::numeric::blas;
use crate::numeric::random::Seed;
use crate::numeric::tensors::{TensorFault, Tensors};
use fractal::{Count, Fractal, FractalTrace};
use layer::{Layer, Trace};
use ndarray::{ArcArray2, Array2, ArrayView2, s};
use parameter::Parameter;
use paths::Paths;

/// A network of fractal blocks, a plain layer being a block of one column, under a layer of logits.
#[derive(Clone, Debug)]
pub struct Composed {
    blocks: Vec<Block>,
    top: Layer,
    /// Columns of its widest block.
    columns: usize,
}

#[derive(Clone, Debug)]
struct Block {
    fractal: Fractal,
    /// The number of the join at its end.
    join: usize,
}

/// What the way back needs.
struct BlockTrace {
    fractal: FractalTrace,
    active: Vec<usize>,
    columns: usize,
}

/// One batch on its way.
struct Pass<'a> {
    /// Whether moments are those of the batch.
    learning: bool,
    /// Dropout multipliers of the hidden units, and the probability that a unit stays.
    masks: Option<ArrayView2<'a, f32>>,
    kept: f32,
    paths: Paths,
    columns: usize,
}

impl Composed {
    /// Layers of `widths` = inputs, hidden units of each layer, classes. Layer l draws from `seed.at(l)`.
    pub fn chain(widths: &[usize], style: &Style, seed: &Seed) -> Self {
        let mut count = Count::default();
        let hidden = &widths[..widths.len().saturating_sub(1).max(1)];
        let block = |pair: &[usize]| Block::new(1, pair[0], pair[1], style, &mut count, seed);
        let blocks = hidden.windows(2).map(block).collect();
        let (inputs, classes) = (hidden.last(), widths.last());
        let top = top(inputs.copied().unwrap_or(0), classes.copied().unwrap_or(0), style, &mut count, seed);
        Composed { blocks, top, columns: 1 }
    }

    /// So many fractal blocks of so many columns, each layer of `units` units, between `inputs` and `classes`.
    pub fn fractal(
        (inputs, units, classes): (usize, usize, usize),
        (blocks, columns): (usize, usize),
        style: &Style,
        seed: &Seed,
    ) -> Self {
        let mut count = Count::default();
        let block = |index: usize| {
            let below = if index == 0 { inputs } else { units };
            Block::new(columns, below, units, style, &mut count, seed)
        };
        let blocks: Vec<Block> = (0..blocks).map(block).collect();
        let below = if blocks.is_empty() { inputs } else { units };
        let top = top(below, classes, style, &mut count, seed);
        Composed { blocks, top, columns: columns.max(1) }
    }

    pub fn inputs(&self) -> usize {
        self.layers().first().map_or(0, |layer| layer.weights.shape.0)
    }

    pub fn classes(&self) -> usize {
        self.top.units()
    }

    /// Columns of its blocks.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Numbers that are learnt.
    pub fn parameters(&self) -> usize {
        let all = self.layers().into_iter().flat_map(Layer::parameters);
        let learnt = all.filter(|(_, parameter)| parameter.role != parameter::Role::Running);
        learnt.map(|(_, parameter)| parameter.shape.0 * parameter.shape.1).sum()
    }

    /// ln p(class | x) in nats, (rows, classes), for x (rows, inputs), with all joins open or with one column alone, from 0
    /// for the shortest.
    pub fn predict_log_probabilities(&self, x: ArrayView2<f32>, column: Option<usize>) -> Array2<f32> {
        let mut out = Array2::zeros((x.nrows(), self.classes()));
        self.in_batches(x, column, &mut |start, logits| {
            super::forward::log_softmax(logits, out.slice_mut(s![start..start + logits.nrows(), ..]));
        });
        out
    }

    /// Calls `see(first row, logits)` for one batch of rows after the other.
    fn in_batches(
        &self,
        x: ArrayView2<f32>,
        column: Option<usize>,
        see: &mut dyn FnMut(usize, ArrayView2<f32>),
    ) {
        blas::single_threaded();
        let paths = column.map_or(Paths::All, Paths::Column);
        let pass = Pass { learning: false, masks: None, kept: 1.0, paths, columns: self.columns };
        for start in (0..x.nrows()).step_by(PREDICTED_ROWS) {
            let rows = x.slice(s![start..x.nrows().min(start + PREDICTED_ROWS), ..]);
            let (_, top) = self.forward(rows.to_owned().into_shared(), &pass);
            see(start, top.values.view());
        }
    }

    fn forward(&self, x: ArcArray2<f32>, pass: &Pass) -> (Vec<BlockTrace>, Trace) {
        let mut values = x;
        let mut traces = Vec::with_capacity(self.blocks.len());
        for block in &self.blocks {
            let (next, trace) = block.forward(&values, pass);
            traces.push(trace);
            values = next;
        }
        (traces, self.top.forward(&values, pass))
    }

    /// Every layer learns its gradient, from the gradient by the logits.
    fn backward(&mut self, (blocks, top): (Vec<BlockTrace>, Trace), delta: Array2<f32>, pass: &Pass) {
        let mut delta = self.top.backward(top, Some(delta), pass);
        for (block, trace) in self.blocks.iter_mut().zip(blocks).rev() {
            let deltas = fractal::spread(delta, &trace.active, trace.columns);
            delta = block.fractal.backward(trace.fractal, deltas, pass);
        }
    }

    fn layers(&self) -> Vec<&Layer> {
        let mut all = Vec::new();
        self.blocks.iter().for_each(|block| block.fractal.layers(&mut all));
        all.push(&self.top);
        all
    }

    fn layers_mut(&mut self) -> Vec<&mut Layer> {
        let mut all = Vec::new();
        self.blocks.iter_mut().for_each(|block| block.fractal.layers_mut(&mut all));
        all.push(&mut self.top);
        all
    }

    fn each(&mut self, mut see: impl FnMut(&mut Parameter)) {
        for layer in self.layers_mut() {
            layer.parameters_mut().into_iter().for_each(|(_, parameter)| see(parameter));
        }
    }

    /// Its numbers by name: `layer1.weights` (inputs, outputs), `layer1.bias`, `layer1.scale` and so on (1, outputs).
    pub fn tensors(&self) -> Tensors {
        let mut tensors = Tensors::default();
        for (l, layer) in self.layers().into_iter().enumerate() {
            for (name, parameter) in layer.parameters() {
                tensors.put(format!("layer{}.{name}", l + 1), parameter.view().to_owned());
            }
        }
        tensors
    }

    /// Takes over numbers that [`Composed::tensors`] gave.
    ///
    /// # Errors
    /// [`TensorFault`] where they are those of another network.
    pub fn read(&mut self, tensors: &Tensors) -> Result<(), TensorFault> {
        for (l, layer) in self.layers_mut().into_iter().enumerate() {
            for (name, parameter) in layer.parameters_mut() {
                let mut value = parameter.view().to_owned();
                tensors.read_into(&format!("layer{}.{name}", l + 1), &mut value)?;
                parameter.set(value.view());
            }
        }
        Ok(())
    }
}

impl Network for Composed {
    fn inputs(&self) -> usize {
        self.inputs()
    }
    fn outputs(&self) -> usize {
        self.classes()
    }
    fn hidden_units(&self) -> usize {
        let layers = self.layers();
        layers[..layers.len() - 1].iter().map(|layer| layer.units()).sum()
    }
    fn show(&self, x: ArrayView2<f32>, see: &mut dyn FnMut(usize, ArrayView2<f32>)) {
        self.in_batches(x, None, see);
    }
    fn tensors(&self) -> Tensors {
        self.tensors()
    }
    fn read(&mut self, tensors: &Tensors) -> Result<(), TensorFault> {
        self.read(tensors)
    }
}

fn top(inputs: usize, classes: usize, style: &Style, count: &mut Count, seed: &Seed) -> Layer {
    let style = Style { unit: Unit::Logit, ..*style };
    count.layer(inputs, classes, &style, seed)
}

impl Block {
    fn new(
        columns: usize,
        inputs: usize,
        units: usize,
        style: &Style,
        count: &mut Count,
        seed: &Seed,
    ) -> Self {
        let fractal = Fractal::new(columns, inputs, units, style, count, seed);
        Block { fractal, join: count.join() }
    }

    fn forward(&self, x: &ArcArray2<f32>, pass: &Pass) -> (ArcArray2<f32>, BlockTrace) {
        let (columns, fractal) = self.fractal.forward(x, pass);
        let (values, active) = fractal::mean(&columns, self.join, pass);
        (values, BlockTrace { fractal, active, columns: columns.len() })
    }
}

impl Default for Style {
    fn default() -> Self {
        Style { unit: Unit::Each(Activation::Relu), normalize: None, init: Init::He }
    }
}
