//! What least squares makes of random designs, drawn again and again: one number a row, with the law it follows.
//!
//! X (n, p) and the noise are independent N(0, 1), n >= p, and each row of the data set is one draw of them: the error of
//! the first weight, tr (X'X)^-1 (the variance of the weights), or p times the smallest eigenvalue of X'X.

use super::bounded;
use super::dataset::{Dataset, Facts, Part, Shape, Targets};
use super::fault::DataFault;
use super::features::Features;
use crate::numeric::lapack::{Svd, svd};
use crate::numeric::random::Seed;
use crate::numeric::statistics::Law;
use ndarray::{Array1, Array2};
use rand_distr::{Distribution, StandardNormal};
use std::path::Path;

/// What is noted of each draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statistic {
    Error,
    Variance,
    SmallestEigenvalue,
}

/// Draws of a design.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Designs {
    pub rows: usize,
    pub columns: usize,
    pub draws: usize,
    pub statistic: Statistic,
}

impl Designs {
    /// The law of the statistic, where it has a closed form; that of the smallest eigenvalue is a limit of many columns.
    pub fn law(&self) -> Option<Law> {
        match self.statistic {
            Statistic::Error => Some(Law::ScaledStudent { freedom: (self.rows - self.columns + 1) as f64 }),
            Statistic::SmallestEigenvalue if self.rows == self.columns => Some(Law::SmallestEigenvalue),
            _ => None,
        }
    }

    pub fn shape(&self) -> Result<Shape, DataFault> {
        if self.columns == 0 || self.rows < self.columns {
            let found = format!("{} rows of {} columns", self.rows, self.columns);
            let allowed = "at least as many rows as columns";
            return Err(DataFault::Argument { name: "n", found, allowed });
        }
        let numbers = (self.rows as u128).saturating_mul(self.columns as u128) + self.draws as u128;
        bounded::within(Path::new("designs"), numbers.saturating_mul(8), bounded::LARGEST)?;
        let range = Some((f64::NEG_INFINITY, f64::INFINITY));
        let facts = Facts { law_known: self.law().is_some(), ..Facts::NONE };
        Ok(Shape { columns: 1, train: self.draws, range, facts, ..Shape::default() })
    }

    /// The data set of this seed; each draw has its own node.
    pub fn draw(&self, seed: &Seed) -> Result<Dataset, DataFault> {
        let shape = self.shape()?;
        let values: Option<Vec<f64>> = (0..self.draws).map(|draw| self.one(&seed.at(draw as u64))).collect();
        let empty = || DataFault::Argument {
            name: "n",
            found: "a singular design".into(),
            allowed: "one of full rank",
        };
        let values = values.ok_or_else(empty)?;
        let x = Array2::from_shape_vec((self.draws, 1), values).unwrap_or_default();
        let train = Part { x: Features::Double(x.into_shared()), y: Targets::None };
        Ok(Dataset { shape, law: self.law(), ..Dataset::new("designs", train, None, Vec::new()) })
    }

    fn one(&self, seed: &Seed) -> Option<f64> {
        let (n, p) = (self.rows, self.columns);
        let mut normals = StandardNormal.sample_iter(seed.stream());
        let x = Array2::from_shape_simple_fn((n, p), || normals.next().unwrap_or(0.0));
        let noise = Array1::from_shape_simple_fn(n, || normals.next().unwrap_or(0.0));
        let Svd { u, singular_values: s, vt } = svd(x.view()).ok()?;
        let least = *s.last().filter(|least| **least > 0.0)?;
        Some(match self.statistic {
            Statistic::Error => vt.column(0).dot(&(u.t().dot(&noise) / &s)),
            Statistic::Variance => s.mapv(|s: f64| s.powi(-2)).sum(),
            Statistic::SmallestEigenvalue => p as f64 * least * least,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::statistics::kolmogorov_smirnov;

    fn values(designs: Designs) -> Vec<f64> {
        designs.draw(&Seed::root(3)).unwrap().train.x.double().iter().copied().collect()
    }

    /// C23: at n = p the error is Cauchy, at n = p + k it is t_(k+1) / sqrt(k + 1); 1000 draws, p of the test above 1 %.
    #[test]
    fn errors_follow_their_exact_law() {
        for rows in [4, 5, 7] {
            let designs = Designs { rows, columns: 4, draws: 1000, statistic: Statistic::Error };
            let (_, p) = kolmogorov_smirnov(&values(designs), designs.law().unwrap()).unwrap();
            assert!(p > 0.01, "n = {rows}: {p}");
        }
    }

    #[test]
    fn fewer_rows_than_columns_are_refused() {
        let designs = Designs { rows: 3, columns: 4, draws: 10, statistic: Statistic::Variance };
        assert!(designs.shape().is_err());
    }
}
