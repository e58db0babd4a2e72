//! Discrete ill-posed problems: integral equations whose solution the data hardly determine.
//!
//! A kernel K(s, t) and a solution f(t) give g(s) = int K f dt; discretized they are A (n, n), x (n) and b = Ax,
//! from which x is to be found when b carries noise. The problems are the test problems of Hansen's
//! *Regularization Tools* (1994, Numerical Algorithms 6:1), discretized by midpoint quadrature or, for `deriv2` and
//! `phillips`, by the Galerkin method with orthonormal box functions.

mod problems;
#[cfg(test)]
mod tests;

use super::dataset::{Dataset, Facts, Part, Shape, Targets, Truth};
use super::fault::DataFault;
use super::features::Features;
use crate::numeric::random::Seed;
use ndarray::{Array1, Array2};
use rand_distr::{Distribution, StandardNormal};
use std::sync::Arc;

/// A test problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    Shaw,
    Phillips,
    Heat,
    Deriv2,
    Foxgood,
    Gravity,
    Baart,
}

/// A x = b without noise.
#[derive(Clone, Debug, PartialEq)]
pub struct System {
    /// A, (n, n)
    pub matrix: Array2<f64>,
    /// b, (n)
    pub exact: Array1<f64>,
    /// x, (n)
    pub solution: Array1<f64>,
}

impl Problem {
    /// What n has to be a multiple of.
    pub fn multiple(self) -> usize {
        match self {
            Problem::Phillips => 4,
            Problem::Shaw | Problem::Heat => 2,
            _ => 1,
        }
    }

    /// The problem at n points.
    pub fn system(self, n: usize) -> System {
        match self {
            Problem::Shaw => problems::shaw(n),
            Problem::Phillips => problems::phillips(n),
            Problem::Heat => problems::heat(n),
            Problem::Deriv2 => problems::deriv2(n),
            Problem::Foxgood => problems::foxgood(n),
            Problem::Gravity => problems::gravity(n),
            Problem::Baart => problems::baart(n),
        }
    }
}

/// How the noise of neighbouring rows goes together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correlation {
    /// Not at all.
    White,
    /// White noise smoothed by the five weights 1, 2, 3, 2, 1, scaled to the same variance.
    Smoothed,
}

/// The weights of smoothed noise, before they are scaled.
const SMOOTHING: [f64; 5] = [1.0, 2.0, 3.0, 2.0, 1.0];

impl Correlation {
    /// `rows` values of this noise with variance 1, from `rows` + 4 independent ones.
    pub fn of(self, white: &[f64]) -> Array1<f64> {
        let norm = SMOOTHING.iter().map(|weight| weight * weight).sum::<f64>().sqrt();
        let value = |window: &[f64]| match self {
            Correlation::White => window[2],
            Correlation::Smoothed => {
                window.iter().zip(SMOOTHING).map(|(value, weight)| value * weight).sum::<f64>() / norm
            }
        };
        white.windows(SMOOTHING.len()).map(value).collect()
    }

    /// Noise of variance 1 for so many rows.
    pub fn draw(self, rows: usize, seed: &Seed) -> Array1<f64> {
        let margin = SMOOTHING.len() - 1;
        let white: Vec<f64> = StandardNormal.sample_iter(seed.stream()).take(rows + margin).collect();
        self.of(&white)
    }

    /// The correlation of two rows that lie so far apart.
    pub fn at_lag(self, lag: usize) -> f64 {
        match self {
            Correlation::White => f64::from(u8::from(lag == 0)),
            Correlation::Smoothed => {
                let total = SMOOTHING.iter().map(|weight| weight * weight).sum::<f64>();
                let shifted = SMOOTHING.iter().skip(lag);
                shifted.zip(SMOOTHING).map(|(a, b)| a * b).sum::<f64>() / total
            }
        }
    }
}

/// A problem with noise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Inverse {
    pub name: &'static str,
    pub problem: Problem,
    pub points: usize,
    /// Standard deviation of the noise.
    pub noise: f64,
    pub correlation: Correlation,
}

/// No problem of this kind is larger: its matrix has n squared numbers.
const MOST: usize = 10_000;

impl Inverse {
    /// The shape, or what is wrong with the arguments.
    pub fn shape(&self) -> Result<Shape, DataFault> {
        let n = self.points;
        let allowed = match self.problem.multiple() {
            4 => "a multiple of 4 up to 10000",
            2 => "an even number up to 10000",
            _ => "from 2 to 10000",
        };
        if !(2..=MOST).contains(&n) || !n.is_multiple_of(self.problem.multiple()) {
            return Err(DataFault::Argument { name: "points", found: n.to_string(), allowed });
        }
        let range = Some((f64::NEG_INFINITY, f64::INFINITY));
        let correlated = self.correlation == Correlation::Smoothed && self.noise > 0.0;
        let facts = Facts { weights_known: true, correlated, ..Facts::NONE };
        Ok(Shape { columns: n, train: n, range, facts, ..Shape::default() })
    }

    /// A as features, b with the noise of this seed as targets; the solution is the truth that is known.
    pub fn draw(&self, seed: &Seed) -> Result<Dataset, DataFault> {
        let shape = self.shape()?;
        let System { matrix, exact, solution } = self.problem.system(self.points);
        let noise = self.correlation.draw(self.points, &seed.child("noise")) * self.noise;
        let y = Targets::Values((&exact + &noise).iter().copied().collect());
        let train = Part { x: Features::Double(matrix.into_shared()), y };
        let truth = Truth {
            weights: solution.iter().copied().collect(),
            noise: self.noise,
            correlation: self.correlation,
        };
        let truth = Some(Arc::new(truth));
        Ok(Dataset { shape, truth, ..Dataset::new(self.name, train, None, Vec::new()) })
    }
}
