//! Directions of machines at every training row, and training that holds a network still along them.
//!
//! At a row the Jacobian is a chain of products; its directions are eigenvectors of order k, the smaller of its sides: about
//! 9 k^3 operations (Golub and Van Loan, Matrix Computations, 4th ed., 8.3). In training each direction goes up through all
//! layers like a row and comes down again, three products a layer.

use super::SINGLE;
use crate::vocabulary::{Cost, MANY, Work};

const DOUBLE: f64 = 8.0;

/// So many directions of machines of these widths at every row.
pub fn directions(stack: &[usize], rows: usize, count: usize) -> Cost {
    let (Some(&columns), Some(&units)) = (stack.first(), stack.last()) else { return Cost::default() };
    let (columns, units, n) = (columns as f64, units as f64, rows as f64);
    let chain =
        stack.windows(2).skip(1).map(|pair| 2.0 * pair[0] as f64 * pair[1] as f64 * columns).sum::<f64>();
    let (small, large) = (columns.min(units), columns.max(units));
    let products = chain + 2.0 * small * small * large + 2.0 * units * columns * count as f64;
    Cost::shared(Work::DoubleFlop, n * products, MANY)
        + Cost::shared(Work::FactorFlop, n * 9.0 * small.powi(3), MANY)
        + Cost::shared(Work::Element, n * units * columns, MANY)
        + Cost::holding(
            SINGLE * n * columns * count as f64 + DOUBLE * (3.0 * units * columns + 3.0 * small * small),
        )
}

/// Training of a network of these widths on batches of so many rows, each with so many directions.
pub fn still(widths: &[usize], rows: usize, batch: usize, count: usize, epochs: usize) -> Cost {
    let (n, passes) = ((rows * count) as f64, epochs as f64);
    let products: f64 = widths.windows(2).map(|pair| 6.0 * pair[0] as f64 * pair[1] as f64).sum();
    let weights: f64 = widths.windows(2).map(|pair| pair[0] as f64 * pair[1] as f64).sum();
    let units: f64 = widths.iter().map(|&units| units as f64).sum();
    let steps = rows.div_ceil(batch.max(1)) as f64;
    Cost::shared(Work::SingleFlop, passes * n * products, 2)
        + Cost::alone(Work::Element, passes * n * 3.0 * units)
        // Weights and gradients are brought into rows and back at every step.
        + Cost::alone(Work::Byte, passes * steps * 6.0 * SINGLE * weights)
        + Cost::holding(SINGLE * (batch * count) as f64 * 3.0 * units + 4.0 * SINGLE * weights)
}
