//! Synthetic regression: `gaussian(n: 200, p: 100, noise: 1)`.
//!
//! y = X w + noise * e, rows of X (n, p) independent N(0, I), e independent N(0, 1), and w uniform on
//! the sphere of radius `signal`. A model with weights v has the exact risk |v - w|^2 + noise^2 on
//! fresh rows. The setting is that of the double descent of least squares (Hastie, Montanari, Rosset
//! and Tibshirani, *Surprises in high-dimensional ridgeless least squares interpolation*, 2022,
//! section 2, isotropic features).

use super::dataset::{Dataset, Facts, Part, Targets, Truth};
use super::fault::DataFault;
use super::features::Features;
use super::inverse::Correlation;
use super::{Shape, bounded};
use crate::numeric::random::Seed;
use ndarray::{Array1, Array2};
use rand_distr::{Distribution, StandardNormal};
use std::path::Path;
use std::sync::Arc;

/// Rows of the test part unless said otherwise.
pub const TEST_ROWS: usize = 1000;

/// A linear model with Gaussian features and noise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gaussian {
    /// Training rows, n.
    pub rows: usize,
    /// Features, p.
    pub columns: usize,
    /// Standard deviation of the noise.
    pub noise: f64,
    /// Euclidean norm of the weights.
    pub signal: f64,
    pub test_rows: usize,
}

impl Gaussian {
    /// `rows` by `columns` with this noise, weights of norm 1 and [`TEST_ROWS`] to test on.
    pub fn new(rows: usize, columns: usize, noise: f64) -> Self {
        Gaussian { rows, columns, noise, signal: 1.0, test_rows: TEST_ROWS }
    }

    /// The shape, or what is wrong with the arguments: checked before anything is drawn.
    pub fn shape(&self) -> Result<Shape, DataFault> {
        for (name, count) in [("n", self.rows), ("p", self.columns)] {
            if count == 0 {
                return Err(DataFault::Argument { name, found: "0".into(), allowed: "at least 1" });
            }
        }
        for (name, value) in [("noise", self.noise), ("signal", self.signal)] {
            if !(value >= 0.0 && value.is_finite()) {
                let found = value.to_string();
                return Err(DataFault::Argument { name, found, allowed: "a finite number, 0 or more" });
            }
        }
        let numbers = (self.rows as u128 + self.test_rows as u128).saturating_mul(self.columns as u128 + 1);
        bounded::within(Path::new("gaussian"), numbers.saturating_mul(8), bounded::LARGEST)?;
        let (columns, train, test) = (self.columns, self.rows, self.test_rows);
        let range = Some((f64::NEG_INFINITY, f64::INFINITY));
        let noise_to_signal = Some((self.noise / self.signal).powi(2)).filter(|ratio| !ratio.is_nan());
        let facts = Facts { unit_variance: true, noise_to_signal, weights_known: true, ..Facts::NONE };
        Ok(Shape { columns, train, test, range, facts, ..Shape::default() })
    }

    /// The true weights w, `(columns)`, of the data drawn with this seed.
    pub fn weights(&self, seed: Seed) -> Array1<f64> {
        let w = normals(seed.child("weights"), self.columns);
        let norm = w.iter().map(|value| value * value).sum::<f64>().sqrt();
        Array1::from(w) * (self.signal / norm)
    }

    /// The data set of this seed.
    pub fn draw(&self, seed: Seed) -> Result<Dataset, DataFault> {
        let shape = self.shape()?;
        let weights = self.weights(seed);
        let part = |rows: usize, seed: Seed| {
            let x =
                Array2::from_shape_vec((rows, self.columns), normals(seed.child("x"), rows * self.columns))
                    .unwrap_or_default();
            let noise = Array1::from(normals(seed.child("noise"), rows));
            let y = x.dot(&weights) + noise * self.noise;
            Part { x: Features::Double(x.into_shared()), y: Targets::Values(y.iter().copied().collect()) }
        };
        let train = part(self.rows, seed.child("train"));
        let test = (self.test_rows > 0).then(|| part(self.test_rows, seed.child("test")));
        let truth = Truth {
            weights: weights.iter().copied().collect(),
            noise: self.noise,
            correlation: Correlation::White,
        };
        let truth = Some(Arc::new(truth));
        Ok(Dataset { shape, truth, ..Dataset::new("gaussian", train, test, Vec::new()) })
    }
}

fn normals(seed: Seed, count: usize) -> Vec<f64> {
    StandardNormal.sample_iter(seed.stream()).take(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(part: &Part) -> Array1<f64> {
        let Targets::Values(y) = &part.y else { panic!("real targets") };
        Array1::from(y.to_vec())
    }

    #[test]
    fn without_noise_the_targets_are_linear_and_the_weights_have_the_stated_norm() {
        let model = Gaussian { signal: 3.0, ..Gaussian::new(20, 5, 0.0) };
        let data = model.draw(Seed::root(1)).unwrap();
        let w = model.weights(Seed::root(1));
        assert!((w.dot(&w) - 9.0).abs() < 1e-12);
        let error = values(&data.train) - data.train.x.double().dot(&w);
        assert!(error.iter().all(|e| e.abs() < 1e-12));
        assert_eq!((data.shape.train, data.shape.test, data.shape.columns), (20, 1000, 5));
    }

    /// Mean 0, variance 1 of features and noise within five standard errors; the variance of y is
    /// signal^2 + noise^2 = 5, its standard error 5 sqrt(2 / n).
    #[test]
    fn moments_are_those_of_the_model() {
        let model = Gaussian { signal: 1.0, ..Gaussian::new(20_000, 4, 2.0) };
        let data = model.draw(Seed::root(2)).unwrap();
        let (x, y) = (data.train.x.double(), values(&data.train));
        let n = x.len() as f64;
        assert!((x.sum() / n).abs() < 5.0 / n.sqrt());
        assert!((x.mapv(|v| v * v).sum() / n - 1.0).abs() < 5.0 * (2.0 / n).sqrt());
        let variance = y.mapv(|v| v * v).sum() / 20_000.0;
        assert!((variance - 5.0).abs() < 5.0 * 5.0 * (2.0 / 20_000f64).sqrt(), "{variance}");
    }

    #[test]
    fn train_and_test_are_different_draws_of_the_seed() {
        let model = Gaussian { test_rows: 20, ..Gaussian::new(20, 3, 1.0) };
        let data = model.draw(Seed::root(3)).unwrap();
        assert_ne!(Some(&data.train), data.test.as_ref());
        assert_eq!(data, model.draw(Seed::root(3)).unwrap());
    }

    #[test]
    fn senseless_or_enormous_arguments_are_refused() {
        for model in [
            Gaussian::new(0, 1, 1.0),
            Gaussian::new(1, 0, 1.0),
            Gaussian::new(1, 1, -1.0),
            Gaussian::new(1, 1, f64::NAN),
            Gaussian::new(usize::MAX, usize::MAX, 1.0),
        ] {
            assert!(model.shape().is_err(), "{model:?}");
        }
    }
}
