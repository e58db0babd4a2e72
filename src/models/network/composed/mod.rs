//! Networks that are more than a chain of plain layers: normalized sums, maxout units, fractal blocks whose columns are
//! dropped. They are put together from layers and joins, each of which knows its way forward and back; products are those of
//! OpenBLAS. Plain chains have a path of their own, which is faster; a test holds both to the same gradient.
//!
//! Layers read whole rows, or patches of images (`convolution`), with pooling after each block.
//!
//! Reading order: [`Composed`], `layer`, `normalization`, `fractal`, `paths`, `convolution`, `channels`, `pooling`, then
//! `learner`, which takes the steps.

mod channels;
mod convolution;
mod fractal;
mod layer;
mod learner;
mod normalization;
mod parameter;
mod paths;
mod pooling;
#[cfg(test)]
mod tests;

pub(super) use learner::ComposedLearner;

pub use convolution::{Grid, IMAGES, PATCH};
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
use layer::{Layer, Size, Trace};
use ndarray::{ArcArray2, Array2, ArrayView2, s};
use parameter::Parameter;
use paths::Paths;
use pooling::{Pooling, Taken};

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
    /// Of convolutions.
    pooling: Option<Pooling>,
}

/// Images as a convolutional network sees them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Images {
    pub grid: Grid,
    /// Numbers in each place.
    pub channels: usize,
}

/// What the way back needs.
struct BlockTrace {
    fractal: FractalTrace,
    active: Vec<usize>,
    columns: usize,
    taken: Option<Taken>,
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
        let block = |(l, pair): (usize, &[usize])| {
            let size = Size { inputs: pair[0], units: pair[1], grid: None, bottom: l == 0 };
            Block::new(1, size, style, &mut count, seed)
        };
        let blocks: Vec<Block> = hidden.windows(2).enumerate().map(block).collect();
        let (inputs, classes) = (hidden.last(), widths.last());
        let ends = (inputs.copied().unwrap_or(0), classes.copied().unwrap_or(0));
        let top = top(ends, blocks.is_empty(), style, &mut count, seed);
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
            let inputs = if index == 0 { inputs } else { units };
            let size = Size { inputs, units, grid: None, bottom: index == 0 };
            Block::new(columns, size, style, &mut count, seed)
        };
        let blocks: Vec<Block> = (0..blocks).map(block).collect();
        let below = if blocks.is_empty() { inputs } else { units };
        let top = top((below, classes), blocks.is_empty(), style, &mut count, seed);
        Composed { blocks, top, columns: columns.max(1) }
    }

    /// Fractal blocks of convolutions: one for each of `channels`, with so many in each of its layers, of `columns` columns
    /// and with pooling at its end, after which there must be a place left; then logits of all that is left. Rows of data are
    /// images place after place, channel after channel in each place.
    pub fn convolutional(
        images: Images,
        (channels, columns, classes): (&[usize], usize, usize),
        style: &Style,
        seed: &Seed,
    ) -> Self {
        let mut count = Count::default();
        let mut below = images;
        let mut blocks = Vec::with_capacity(channels.len());
        for (index, &units) in channels.iter().enumerate() {
            let size = Size { inputs: below.channels, units, grid: Some(below.grid), bottom: index == 0 };
            let pooling = Some(Pooling { grid: below.grid, channels: units });
            blocks.push(Block { pooling, ..Block::new(columns, size, style, &mut count, seed) });
            below = Images { grid: below.grid.pooled(), channels: units };
        }
        let left = below.grid.places() * below.channels;
        let top = top((left, classes), blocks.is_empty(), style, &mut count, seed);
        Composed { blocks, top, columns: columns.max(1) }
    }

    pub fn inputs(&self) -> usize {
        self.layers().first().map_or(0, |layer| layer.inputs())
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

    fn rows_at_once(&self) -> usize {
        let places = self.blocks.iter().any(|block| block.pooling.is_some());
        if places { images_at_once(self.hidden_units()) } else { PREDICTED_ROWS }
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
        let most = self.rows_at_once();
        for start in (0..x.nrows()).step_by(most) {
            let rows = x.slice(s![start..x.nrows().min(start + most), ..]);
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
            let delta_of_join = match (block.pooling, &trace.taken) {
                (Some(pooling), Some(taken)) => delta.map(|delta| pooling.backward(&delta, taken)),
                _ => delta,
            };
            let deltas = fractal::spread(delta_of_join, &trace.active, trace.columns);
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

fn top(
    (inputs, units): (usize, usize),
    bottom: bool,
    style: &Style,
    count: &mut Count,
    seed: &Seed,
) -> Layer {
    let style = Style { unit: Unit::Logit, ..*style };
    count.layer(Size { inputs, units, grid: None, bottom }, &style, seed)
}

/// Images that a convolutional network of so many hidden units is shown at once.
pub fn images_at_once(hidden: usize) -> usize {
    (SHOWN / hidden.max(1)).clamp(1, PREDICTED_ROWS)
}

/// Values of hidden units at once.
const SHOWN: usize = 1 << 23;

/// The same numbers in the same order.
fn reshaped(values: Array2<f32>, shape: (usize, usize)) -> Array2<f32> {
    if values.dim() == shape {
        return values;
    }
    let numbers = values.as_standard_layout().into_owned().into_raw_vec_and_offset().0;
    Array2::from_shape_vec(shape, numbers).expect("as many numbers as before")
}

impl Block {
    fn new(columns: usize, size: Size, style: &Style, count: &mut Count, seed: &Seed) -> Self {
        let fractal = Fractal::new(columns, size, style, count, seed);
        Block { fractal, join: count.join(), pooling: None }
    }

    fn forward(&self, x: &ArcArray2<f32>, pass: &Pass) -> (ArcArray2<f32>, BlockTrace) {
        let (columns, fractal) = self.fractal.forward(x, pass);
        let (values, active) = fractal::mean(&columns, self.join, pass);
        let (values, taken) = match self.pooling {
            Some(pooling) => {
                let (values, taken) = pooling.forward(&values);
                (values, Some(taken))
            }
            None => (values, None),
        };
        (values, BlockTrace { fractal, active, columns: columns.len(), taken })
    }
}

impl Default for Style {
    fn default() -> Self {
        Style { unit: Unit::Each(Activation::Relu), normalize: None, init: Init::He }
    }
}
