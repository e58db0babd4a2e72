//! Training and asking composed networks. Each layer is three products a batch, as in a chain; values, moments and deltas are
//! arrays of their own that are written and read again, and a gradient is whole before its step.

use crate::models::network::{PREDICTED_ROWS, Training};
use crate::numeric::blocks::pieces;
use crate::vocabulary::{Amount, Cost, Work};

/// Bytes of a number in single precision.
const SINGLE: f64 = 4.0;
/// Columns of a block of a product.
const BLOCK: usize = 256;
/// Passes over the values of a layer: forward, its function, its slope, the delta that is handed down, and moments.
const PASSES: f64 = 12.0;
/// Passes over the numbers of a layer: the gradient written, read, and the step with what the method remembers.
const STEPS: f64 = 7.0;

/// Weights and biases, with scales and shifts of hidden layers where sums are normalized; layers are (inputs, sums).
pub fn parameters(layers: &[(usize, usize)], normalized: bool) -> f64 {
    let hidden: f64 = layers.iter().rev().skip(1).map(|&(_, sums)| 2.0 * sums as f64).sum();
    weights(layers) + if normalized { hidden } else { 0.0 }
}

fn weights(layers: &[(usize, usize)]) -> f64 {
    layers.iter().map(|&(inputs, sums)| (inputs as f64 + 1.0) * sums as f64).sum()
}

fn sums(layers: &[(usize, usize)]) -> f64 {
    layers.iter().map(|&(_, sums)| sums as f64).sum()
}

/// Showing it one row.
pub fn prediction(layers: &[(usize, usize)]) -> Cost {
    let product = |&(inputs, sums): &(usize, usize)| {
        Cost::shared(Work::SingleFlop, 2.0 * inputs as f64 * sums as f64, pieces(sums, BLOCK))
            + Amount::alone(Work::Byte, 4.0 * SINGLE * sums as f64)
    };
    let work: Cost = layers.iter().map(product).sum();
    work + Cost::holding(2.0 * SINGLE * PREDICTED_ROWS as f64 * sums(layers))
}

/// Training on `rows` rows a pass, with `validation` rows predicted after each.
pub fn training(layers: &[(usize, usize)], plan: &Training, rows: usize, validation: usize) -> Cost {
    let batch = plan.batch.min(rows).max(1);
    let product = |&(inputs, sums): &(usize, usize)| {
        let flops = 6.0 * batch as f64 * inputs as f64 * sums as f64;
        Cost::shared(Work::SingleFlop, flops, pieces(sums, BLOCK))
    };
    let values = PASSES * SINGLE * batch as f64 * sums(layers);
    let step = layers.iter().map(product).sum::<Cost>()
        + Amount::alone(Work::Byte, values)
        + Amount::alone(Work::Element, PASSES * batch as f64 * sums(layers))
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
        let layers = [(7, 20), (20, 5)];
        let plan = Training { epochs: 3, batch: 10, ..Training::default() };
        assert_eq!(training(&layers, &plan, 40, 0).flops(), 3.0 * 40.0 * 6.0 * 240.0);
        assert_eq!(parameters(&layers, false), 265.0);
        assert_eq!(parameters(&layers, true), 305.0);
    }
}
