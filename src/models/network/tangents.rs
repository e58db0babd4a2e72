//! A classifier that is to stand still where its rows may move: along directions u that come with each training row its
//! probabilities p of the classes are not to change (tangent propagation: Simard, Victorri, LeCun and Denker 1992; with the
//! directions of an autoencoder the manifold tangent classifier: Rifai, Dauphin, Vincent, Bengio and Muller 2011):
//!
//! ```text
//! L = mean over rows of  -ln p(class) + penalty sum_u |dp/dx u|^2
//! ```
//!
//! Derivatives along u go up beside the values, t_0 = u W_0, t_l = (f'(a_{l-1}) t_{l-1}) W_l, and dp/dx u = p (t - p.t) on
//! top. The gradient of the sum comes down both ways: what it is by the weights is added to theirs, what it is by the
//! sums a of a layer joins what the layer above hands down. Products are those of OpenBLAS.
//!
//! u (rows, directions, columns); on the way rows and directions are one axis, (batch directions, units).

use super::Activation;
use super::batch::Batch;
use super::forward::log_softmax;
use super::products::product;
use super::trainer::Trainer;
use ndarray::{ArcArray, Array2, ArrayView2, Axis, Ix3, Zip, s};

/// What is to change nothing, and what it costs where it does.
#[derive(Clone, Debug, PartialEq)]
pub struct Tangents {
    /// (training rows, directions, columns)
    pub directions: ArcArray<f32, Ix3>,
    /// The factor of the sum of squares.
    pub penalty: f32,
}

/// The gradient of the mean penalty of a batch.
pub(super) struct Stillness {
    /// By the sums of each layer, (batch, units).
    pub by_sums: Vec<Array2<f32>>,
    /// By the weights of each layer, (inputs, outputs).
    pub by_weights: Vec<Array2<f32>>,
}

impl Tangents {
    /// The directions of these rows, (rows directions, columns).
    fn of(&self, rows: &[usize]) -> Array2<f32> {
        let (_, count, columns) = self.directions.dim();
        let taken =
            rows.iter().flat_map(|&row| self.directions.index_axis(Axis(0), row).into_iter().copied());
        let taken: Vec<f32> = taken.collect();
        Array2::from_shape_vec((rows.len() * count, columns), taken).expect("as many numbers as directions")
    }
}

impl Trainer<'_> {
    /// The sum of the penalty over the rows of a batch. Its gradient is kept until it is handed down.
    pub(super) fn stand_still(&mut self, batch: &Batch) -> f64 {
        let plan = self.plan;
        let Some(tangents) = &plan.tangents else { return 0.0 };
        let rows = batch.numbers();
        let chain = Chain {
            weights: self.layers.iter().map(|layer| layer.shape.unpack(&layer.weights.value)).collect(),
            values: self.values.iter().map(|values| values.slice(s![..rows.len(), ..])).collect(),
            activation: self.activation,
        };
        let (sum, stillness) = chain.penalized(tangents.of(rows), tangents.penalty);
        self.stillness = Some(stillness);
        sum
    }

    /// Adds the gradient by the sums of a layer to what was handed down to them.
    pub(super) fn still_sums(&mut self, l: usize, rows: usize) {
        if let Some(by_sums) = self.stillness.as_ref().and_then(|still| still.by_sums.get(l)) {
            let mut delta = self.deltas[l].slice_mut(s![..rows, ..]);
            delta += by_sums;
        }
    }

    /// Adds the gradients by the weights to those that are kept.
    pub(super) fn still_weights(&mut self) {
        let Some(stillness) = self.stillness.take() else { return };
        for (layer, own) in self.layers.iter_mut().zip(&stillness.by_weights) {
            if let Some(gradient) = &mut layer.weights.gradient {
                *gradient = layer.shape.pack((layer.shape.unpack(gradient) + own).view());
            }
        }
    }
}

/// A network that was shown a batch.
struct Chain<'a> {
    /// (inputs, outputs) of each layer.
    weights: Vec<Array2<f32>>,
    /// What each layer gave, (batch, units); logits on top.
    values: Vec<ArrayView2<'a, f32>>,
    activation: Activation,
}

/// Derivatives along the directions, on their way up.
struct Ascent {
    /// What each layer reads, (batch directions, inputs).
    read: Vec<Array2<f32>>,
    /// What its sums change by, (batch directions, units).
    sums: Vec<Array2<f32>>,
}

impl Chain<'_> {
    /// The sum of the penalty over rows, and the gradient of its mean.
    fn penalized(&self, directions: Array2<f32>, penalty: f32) -> (f64, Stillness) {
        let last = self.weights.len() - 1;
        let Ascent { read, sums } = self.ascent(directions);
        let (sum, mut delta, by_logits) = still_outputs(self.values[last], sums[last].view(), penalty);
        let (mut by_sums, mut by_weights) = (vec![by_logits], Vec::new());
        for l in (0..=last).rev() {
            by_weights.push(product(read[l].t(), delta.view()));
            if l > 0 {
                let mut handed = product(delta.view(), self.weights[l].t());
                by_sums.push(self.through(l - 1, &sums[l - 1], &mut handed));
                delta = handed;
            }
        }
        by_sums.reverse();
        by_weights.reverse();
        (sum, Stillness { by_sums, by_weights })
    }

    fn ascent(&self, directions: Array2<f32>) -> Ascent {
        let (mut read, mut sums) = (vec![directions], Vec::new());
        for (l, weights) in self.weights.iter().enumerate() {
            let along = product(read[l].view(), weights.view());
            if l + 1 < self.weights.len() {
                let mut moved = along.clone();
                for (mut moved, values) in groups(&mut moved, self.values[l]) {
                    for mut moved in moved.rows_mut() {
                        Zip::from(&mut moved).and(values).for_each(|t, &y| *t *= self.activation.slopes(y).0);
                    }
                }
                read.push(moved);
            }
            sums.push(along);
        }
        Ascent { read, sums }
    }

    /// Back through f'(a) t of layer l: what was handed down to the product becomes what is handed down to t, and the part
    /// of a, summed over the directions of a row, is given.
    fn through(&self, l: usize, sums: &Array2<f32>, handed: &mut Array2<f32>) -> Array2<f32> {
        let mut by_sums = Array2::zeros(self.values[l].raw_dim());
        let count = sums.nrows() / self.values[l].nrows().max(1);
        for (row, (mut handed, values)) in groups(handed, self.values[l]).enumerate() {
            let sums = sums.slice(s![row * count..(row + 1) * count, ..]);
            for (mut handed, sums) in handed.rows_mut().into_iter().zip(sums.rows()) {
                let by_sums = by_sums.row_mut(row);
                Zip::from(&mut handed).and(by_sums).and(sums).and(values).for_each(
                    |handed, by_sum, &t, &y| {
                        let (slope, bend) = self.activation.slopes(y);
                        *by_sum += bend * t * *handed;
                        *handed *= slope;
                    },
                );
            }
        }
        by_sums
    }
}

/// The directions of each row, with what the layer gave for that row.
fn groups<'a>(
    all: &'a mut Array2<f32>,
    values: ArrayView2<'a, f32>,
) -> impl Iterator<Item = (ndarray::ArrayViewMut2<'a, f32>, ndarray::ArrayView1<'a, f32>)> {
    let count = (all.nrows() / values.nrows().max(1)).max(1);
    all.axis_chunks_iter_mut(Axis(0), count).zip(values.into_outer_iter())
}

/// The sum over rows of penalty |p (t - p.t)|^2 for logits (batch, classes) that change by t (batch directions, classes);
/// the gradient of its mean by t, and by the logits.
fn still_outputs(
    logits: ArrayView2<f32>,
    t: ArrayView2<f32>,
    penalty: f32,
) -> (f64, Array2<f32>, Array2<f32>) {
    let mut p = Array2::zeros(logits.raw_dim());
    log_softmax(logits, p.view_mut());
    p.mapv_inplace(f32::exp);
    let factor = 2.0 * penalty / logits.nrows().max(1) as f32;
    let (mut sum, mut by_t, mut by_logits) = (0.0f64, t.to_owned(), Array2::zeros(logits.raw_dim()));
    for ((mut by_t, p), mut by_logits) in groups(&mut by_t, p.view()).zip(by_logits.outer_iter_mut()) {
        for mut by_t in by_t.rows_mut() {
            let apart = &by_t - by_t.dot(&p);
            let change = &p * &apart;
            sum += f64::from(penalty * change.dot(&change));
            let by_change = &change * factor;
            let along = p.dot(&by_change);
            by_logits += &(&by_change * &apart - &by_t * along);
            by_t.assign(&(&p * &(by_change - along)));
        }
        // So far it is by the probabilities; p changes by p (dz - p.dz).
        let along = p.dot(&by_logits);
        Zip::from(&mut by_logits).and(p).for_each(|by, &p| *by = p * (*by - along));
    }
    (sum, by_t, by_logits)
}

#[cfg(test)]
mod tests;
