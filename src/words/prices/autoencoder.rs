//! What makes the training of an autoencoder dearer than that of a network of its widths: a function of every output,
//! gradients that are whole before their step, the norm of a Jacobian, damage done to the rows.

use crate::models::network::{Autoencoding, Output};
use crate::numeric::blocks::pieces;
use crate::vocabulary::{Amount, Cost, Work};

/// Rows whose losses one task takes.
const ROWS: usize = 8;
/// Pieces of a pass over weights, about.
const PASSES: usize = 4;
/// Loop elements a weight where gradients wait: they are written, read for the step, and, of tied weights, added to those of
/// the transpose, across the order in which they are kept.
const WAITED: f64 = 2.5;
const TIED: f64 = 3.0;
/// Loop elements a weight of the first layer for the norm of the Jacobian: twice the weights as columns, one after the other,
/// and its gradient added in their own order.
const CONTRACTED: f64 = 13.0;
/// Loop elements a number that is drawn for the damage.
const DAMAGED: f64 = 3.0;

/// One batch of a network of these widths, beside its products.
pub fn step(widths: &[usize], of: Autoencoding, batch: usize) -> Cost {
    let end = |width: Option<&usize>| width.copied().unwrap_or(0) as f64;
    let numbers = batch as f64 * end(widths.last());
    let tasks = pieces(batch, ROWS);
    let mut cost =
        Cost::shared(Work::Element, 3.0 * numbers, tasks) + Amount::alone(Work::Element, 2.0 * numbers);
    if of.output == Output::Logistic {
        // Of each output a softplus, and the logistic function itself.
        cost = cost
            + Amount::shared(Work::Function, 2.0 * numbers, tasks)
            + Amount::shared(Work::Exponential, numbers, tasks);
    }
    let product = |pair: &[usize]| pair[0] as f64 * pair[1] as f64;
    let weights: f64 = widths.windows(2).map(product).sum();
    if of.couples() {
        let tied = if of.tied { TIED } else { 0.0 };
        cost = cost + Amount::shared(Work::Element, (WAITED + tied) * weights, PASSES);
    }
    if of.contraction > 0.0 {
        let first = widths.windows(2).next().map_or(0.0, product);
        cost = cost + Amount::alone(Work::Element, CONTRACTED * first);
    }
    if of.corruption.is_some() {
        let inputs = batch as f64 * end(widths.first());
        cost = cost + Amount::shared(Work::Element, DAMAGED * inputs, pieces(batch, 16));
    }
    cost
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tied weights wait for each other, and a contraction for the whole gradient; neither is a product.
    #[test]
    fn what_couples_weights_costs_by_the_weight() {
        let elements = |tied, contraction| {
            let of = Autoencoding { output: Output::Linear, tied, contraction, corruption: None };
            let cost = step(&[30, 20, 30], of, 10);
            assert_eq!(cost.flops(), 0.0);
            cost.work.iter().filter(|a| a.work == Work::Element).map(|a| a.units).sum::<f64>()
        };
        let plain = elements(false, 0.0);
        assert_eq!(elements(true, 0.0) - plain, (WAITED + TIED) * 1200.0);
        assert_eq!(elements(false, 0.1) - plain, WAITED * 1200.0 + CONTRACTED * 600.0);
    }
}
