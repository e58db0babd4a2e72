//! Non-negative matrix factorization X ~ C B, C and B not negative: what is minimized, by which rule, from where.
//! Tables in single precision go through the fast multiplicative kernel, all else through the plain one in double.

use super::multiplicative::{self, Single};
use super::signs::usable;
use super::start::{Start, start};
use super::{FactorFault, Factored, Patience, hals, kullback_leibler};
use crate::models::Observer;
use crate::numeric::blas;
use crate::numeric::random::Seed;
use ndarray::{Array2, ArrayView2};
use std::ops::RangeInclusive;

/// Largest values of a table whose sums of products of three keep within the range of single precision.
const IN_SINGLE: RangeInclusive<f32> = 1e-9..=1e15;

/// What is minimized.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objective {
    /// |X - C B|_F
    Frobenius,
    /// sum of x ln(x / y) - x + y with Y = C B
    KullbackLeibler,
}

/// By which rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Update {
    /// Lee and Seung 2001.
    Multiplicative,
    /// Hierarchical alternating least squares: one factor after the other, exactly.
    Hals,
}

/// A recipe.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nmf {
    pub factors: usize,
    pub objective: Objective,
    /// For the Frobenius norm; the divergence is minimized by the multiplicative rule.
    pub update: Update,
    pub start: Start,
    pub patience: Patience,
}

impl Nmf {
    /// Factors x (rows, columns) in double precision.
    ///
    /// # Errors
    /// [`FactorFault`] for values below 0, tables without numbers, more factors than rows or columns, and the end.
    pub fn factor(
        &self,
        x: ArrayView2<f64>,
        seed: &Seed,
        observer: &dyn Observer,
    ) -> Result<Factored, FactorFault> {
        blas::single_threaded();
        let (mut c, mut b) = self.begin(x, seed)?;
        let mut history = Vec::new();
        let mut watch = Watch { patience: self.patience, observer };
        match (self.objective, self.update) {
            (Objective::KullbackLeibler, _) => {
                while watch.goes_on(history.len(), &history)? {
                    history.push(kullback_leibler::step(x, &mut c, &mut b));
                }
                history.push(kullback_leibler::divergence(x, &c, &b));
            }
            (Objective::Frobenius, update) => {
                let step = if update == Update::Hals { hals::step } else { multiplicative::step };
                while watch.goes_on(history.len(), &history)? {
                    history.push(step(x, &mut c, &mut b));
                }
                history.push(multiplicative::residual(x, &c, &b));
            }
        }
        Ok(Factored { coefficients: c, basis: b, history })
    }

    /// The same for a table in single precision: by the fast kernel where the rule is the multiplicative one and sums of
    /// products of three values keep within the range of single precision.
    ///
    /// # Errors
    /// As [`Nmf::factor`].
    pub fn factor_single(
        &self,
        x: ArrayView2<f32>,
        seed: &Seed,
        observer: &dyn Observer,
    ) -> Result<Factored, FactorFault> {
        let double = x.mapv(f64::from);
        let largest = x.fold(0f32, |largest, &value| largest.max(value));
        let is_fast = self.objective == Objective::Frobenius && self.update == Update::Multiplicative;
        if !(is_fast && IN_SINGLE.contains(&largest)) {
            return self.factor(double.view(), seed, observer);
        }
        blas::single_threaded();
        let (c, b) = self.begin(double.view(), seed)?;
        drop(double);
        let mut state = Single::new(x, c.view(), b.view());
        let mut history = Vec::new();
        let mut watch = Watch { patience: self.patience, observer };
        while watch.goes_on(history.len(), &history)? {
            history.push(state.step());
        }
        history.push(state.residual());
        let (coefficients, basis) = state.factors();
        Ok(Factored { coefficients, basis, history })
    }

    fn begin(&self, x: ArrayView2<f64>, seed: &Seed) -> Result<(Array2<f64>, Array2<f64>), FactorFault> {
        usable(x, self.factors)?;
        if let Some(((row, column), &value)) = x.indexed_iter().find(|(_, value)| **value < 0.0) {
            return Err(FactorFault::Negative { row, column, value });
        }
        start(x, self.factors, self.start, seed)
    }
}

/// Asks before every iteration whether there is to be another.
pub struct Watch<'a> {
    pub patience: Patience,
    pub observer: &'a dyn Observer,
}

impl Watch<'_> {
    pub fn goes_on(&mut self, done: usize, history: &[f64]) -> Result<bool, FactorFault> {
        if self.observer.cancelled() {
            return Err(FactorFault::Interrupted);
        }
        let note = history.last().map_or(String::new(), |value| format!("objective {value:.5}"));
        self.observer.progress(done as u64, self.patience.iterations as u64, &note);
        Ok(done < self.patience.iterations && !self.patience.is_over(history))
    }
}
