//! Factorizations of a table into few rows and their shares: X ~ C B with X (rows, columns), coefficients C (rows, k) and
//! a basis B (k, columns), the articles' X ~ F G' transposed: a sample is a row here, a column there.
//!
//! | | basis | coefficients | source |
//! |---|---|---|---|
//! | [`Nmf`] | not negative | not negative | Lee and Seung 2001; Cichocki and Phan 2009 |
//! | [`semi_nmf`] | any | not negative | Ding, Li and Jordan 2010, section 2.1 |
//! | [`principal()`] | orthonormal | any | Eckart and Young 1936 |
//! | [`convex_nmf`] | convex combinations of the rows of X | not negative | Ding, Li and Jordan 2010, section 2.2 |
//!
//! Objectives are |X - C B|_F / |X|_F, or the generalized Kullback-Leibler divergence in nats per unit of the sum of X.
//! Every update rule here never lets its objective rise; the tests hold that at every step.

mod convex;
mod fault;
mod fold_in;
mod hals;
mod kullback_leibler;
mod multiplicative;
mod nmf;
mod principal;
mod signs;
mod start;
mod strips;
#[cfg(test)]
mod tests;

pub use convex::{GRAM_ROWS, convex_nmf, semi_nmf};
pub use fault::FactorFault;
pub use fold_in::{Signs, fold_in};
pub use nmf::{Nmf, Objective, Update};
pub use principal::principal;
pub use start::Start;

use ndarray::Array2;

/// How long updates go on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Patience {
    /// Iterations at most.
    pub iterations: usize,
    /// It ends once ten iterations lower the objective by less than this share of it; 0 goes on to the last.
    pub tolerance: f64,
}

/// A factorization, with the objective at the start of every iteration and at the end.
#[derive(Clone, Debug, PartialEq)]
pub struct Factored {
    /// (rows, k)
    pub coefficients: Array2<f64>,
    /// (k, columns)
    pub basis: Array2<f64>,
    pub history: Vec<f64>,
}

/// Iterations over which the fall of the objective is judged.
const JUDGED: usize = 10;

impl Patience {
    /// Whether the objective has stopped falling.
    fn is_over(&self, history: &[f64]) -> bool {
        let (Some(&now), Some(at)) = (history.last(), history.len().checked_sub(JUDGED + 1)) else {
            return false;
        };
        self.tolerance > 0.0 && history[at] - now <= self.tolerance * history[0]
    }
}
