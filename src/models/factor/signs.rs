//! The positive and the negative part of a table, A = A+ - A-, which multiplicative rules weigh against each other.

use super::FactorFault;
use ndarray::{Array2, ArrayView2};

/// max(a, 0) of each element.
pub fn positive(a: &Array2<f64>) -> Array2<f64> {
    a.mapv(|a| a.max(0.0))
}

/// max(-a, 0) of each element.
pub fn negative(a: &Array2<f64>) -> Array2<f64> {
    a.mapv(|a| (-a).max(0.0))
}

/// The sum of squares of a table.
pub fn square(a: ArrayView2<f64>) -> f64 {
    a.iter().map(|a| a * a).sum()
}

/// Products of four larger values overflow.
const LARGEST: f64 = 1e75;

/// Refuses tables that no factorization with so many factors takes.
pub fn usable(x: ArrayView2<f64>, factors: usize) -> Result<(), FactorFault> {
    let (rows, columns) = x.dim();
    if let Some(((row, column), _)) = x.indexed_iter().find(|(_, value)| !value.is_finite()) {
        return Err(FactorFault::NotFinite { row, column });
    }
    if let Some(((row, column), &value)) = x.indexed_iter().find(|(_, value)| value.abs() > LARGEST) {
        return Err(FactorFault::Scale { row, column, value });
    }
    if x.iter().all(|&value| value == 0.0) {
        return Err(FactorFault::Empty);
    }
    match factors == 0 || factors > rows.min(columns) {
        true => Err(FactorFault::TooMany { factors, rows, columns }),
        false => Ok(()),
    }
}
