//! Training and asking composed networks. Each layer is three products a batch, as in a chain; values, moments and deltas are
//! arrays of their own that are written and read again, and a gradient is whole before its step.

use super::SINGLE;
use crate::models::network::composed::{IMAGES, images_at_once};
use crate::models::network::{PREDICTED_ROWS, Training};
use crate::numeric::blocks::pieces;
use crate::vocabulary::{Amount, Cost, Work};

/// Columns of a block of a product.
const BLOCK: usize = 256;
/// Passes over the values of a layer: forward, its function, its slope, the delta that is handed down.
const PASSES: f64 = 12.0;
/// Loop elements that a value takes in them, and for moments, scales and their slopes where sums are normalized.
const VALUE: f64 = 18.0;
const NORMALIZED: f64 = 16.0;
/// Passes over the numbers of a layer: the gradient written, read, and the step with what the method remembers.
const STEPS: f64 = 7.0;

/// Passes over the patches of a convolution: written and read for each of its three products.
const WRITTEN: f64 = 6.0;

/// The sums of a layer: each of so many inputs, and in every one of so many places.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sums {
    pub places: usize,
    pub inputs: usize,
    pub sums: usize,
}

impl From<(usize, usize)> for Sums {
    /// Of whole rows.
    fn from((inputs, sums): (usize, usize)) -> Self {
        Sums { places: 1, inputs, sums }
    }
}

impl Sums {
    fn is_convolution(&self) -> bool {
        self.places > 1
    }

    /// Of a row.
    fn all(&self) -> f64 {
        self.places as f64 * self.sums as f64
    }

    /// Operations of one product for a row.
    fn flops(&self) -> f64 {
        2.0 * self.inputs as f64 * self.all()
    }

    /// Numbers of the patches that are written out for a row.
    fn patches(&self) -> f64 {
        if self.is_convolution() { self.places as f64 * self.inputs as f64 } else { 0.0 }
    }

    /// Work on `rows` rows: so many products, so many passes over what is written out for each.
    fn products(&self, rows: f64, products: f64) -> Cost {
        if !self.is_convolution() {
            let flops = products * rows * self.flops();
            return Cost::shared(Work::SingleFlop, flops, pieces(self.sums, BLOCK));
        }
        let parts = pieces(rows as usize, IMAGES);
        let bytes = WRITTEN / 3.0 * products * SINGLE * rows * self.patches();
        Cost::shared(Work::SingleFlop, products * rows * self.flops(), parts)
            + Amount::shared(Work::Byte, bytes, parts)
    }
}

/// Weights and biases, with scales and shifts of hidden layers where sums are normalized.
pub fn parameters(layers: &[Sums], normalized: bool) -> f64 {
    let hidden: f64 = layers.iter().rev().skip(1).map(|layer| 2.0 * layer.sums as f64).sum();
    weights(layers) + if normalized { hidden } else { 0.0 }
}

fn weights(layers: &[Sums]) -> f64 {
    layers.iter().map(|layer| (layer.inputs as f64 + 1.0) * layer.sums as f64).sum()
}

fn sums(layers: &[Sums]) -> f64 {
    layers.iter().map(Sums::all).sum()
}

/// Rows that are shown at once.
fn shown(layers: &[Sums]) -> usize {
    let convolutions = layers.iter().any(Sums::is_convolution);
    if convolutions { images_at_once(sums(layers) as usize) } else { PREDICTED_ROWS }
}

/// Showing it one row.
pub fn prediction(layers: &[Sums]) -> Cost {
    let rows = shown(layers) as f64;
    let product = |layer: &Sums| {
        layer.products(rows, 1.0) * (1.0 / rows) + Amount::alone(Work::Byte, 4.0 * SINGLE * layer.all())
    };
    let work: Cost = layers.iter().map(product).sum();
    work + Cost::holding(2.0 * SINGLE * rows * sums(layers))
}

/// Training on `rows` rows a pass, with `validation` rows predicted after each.
pub fn training(layers: &[Sums], normalized: bool, plan: &Training, rows: usize, validation: usize) -> Cost {
    let batch = plan.batch.min(rows).max(1);
    let values = PASSES * SINGLE * batch as f64 * sums(layers);
    let step = layers.iter().map(|layer| layer.products(batch as f64, 3.0)).sum::<Cost>()
        + Amount::alone(Work::Byte, values)
        + Amount::alone(
            Work::Element,
            (VALUE + if normalized { NORMALIZED } else { 0.0 }) * batch as f64 * sums(layers),
        )
        + Amount::alone(Work::Byte, STEPS * SINGLE * weights(layers));
    let epoch = step * rows.div_ceil(batch) as f64 + prediction(layers) * validation as f64;
    let held = 6.0 * SINGLE * weights(layers) + 4.0 * SINGLE * batch as f64 * sums(layers);
    let start = Cost::alone(Work::Normal, weights(layers));
    let work = start + epoch * plan.epochs as f64;
    Cost { peak: held + prediction(layers).peak, kept: SINGLE * weights(layers), ..work }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Six operations a weight and row; a hidden unit that is normalized has a scale and a shift more.
    #[test]
    fn products_and_parameters_are_counted() {
        let layers = [(7, 20), (20, 5)].map(Sums::from);
        let plan = Training { epochs: 3, batch: 10, ..Training::default() };
        assert_eq!(training(&layers, false, &plan, 40, 0).flops(), 3.0 * 40.0 * 6.0 * 240.0);
        assert_eq!(parameters(&layers, false), 265.0);
        assert_eq!(parameters(&layers, true), 305.0);
    }

    /// Two operations a weight, place and product, of which there are three; weights are counted once for all places.
    #[test]
    fn convolutions_work_in_every_place() {
        let layers = [Sums { places: 784, inputs: 9, sums: 8 }, Sums::from((1568, 10))];
        let plan = Training { epochs: 1, batch: 50, ..Training::default() };
        let products = 784.0 * 9.0 * 8.0 + 15680.0;
        assert_eq!(training(&layers, false, &plan, 100, 0).flops(), 100.0 * 6.0 * products);
        assert_eq!(parameters(&layers, false), 80.0 + 15690.0);
        assert!((prediction(&layers).flops() - 2.0 * products).abs() < 1.0);
    }
}
