//! The best of all denoisers for a density that is a sum of normal ones around the rows, p(x) = 1/n sum N(x; x_i, w^2 I):
//! the mean of x given x + noise, noise ~ N(0, s^2 I). By Tweedie's formula it follows the gradient of the blurred density
//! p_s, r(x) - x = s^2 grad ln p_s(x) (Vincent 2011; Alain and Bengio 2014), here in closed form:
//!
//! ```text
//! r(x) = x + s^2 / (w^2 + s^2) (sum_i a_i x_i - x),   a_i ~ exp(-|x - x_i|^2 / (2 (w^2 + s^2)))
//! ```
//!
//! Its fixed points are those of the mean shift (Cheng 1995): the stable ones the modes of p_s.

use crate::numeric::blas;
use ndarray::{Array1, Array2, ArrayView2, Axis};

/// A denoiser for rows blurred by normal noise.
#[derive(Clone, Debug, PartialEq)]
pub struct Denoiser {
    /// (rows, columns)
    pub centres: Array2<f64>,
    /// w^2, the variance around each row.
    pub width: f64,
    /// s^2, the variance of the noise.
    pub noise: f64,
}

impl Denoiser {
    /// r of every row of x.
    pub fn reconstruct(&self, x: ArrayView2<f64>) -> Array2<f64> {
        let pull = self.noise / (self.width + self.noise);
        let means = self.weights(x).dot(&self.centres);
        &x * (1.0 - pull) + means * pull
    }

    /// ln p_s of every row, without the constant of the normal density.
    pub fn log_density(&self, x: ArrayView2<f64>) -> Array1<f64> {
        let exponents = self.exponents(x);
        exponents.map_axis(Axis(1), |row| {
            let top = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            top + row.iter().map(|value| (value - top).exp()).sum::<f64>().ln()
        }) - (self.centres.nrows() as f64).ln()
    }

    /// How much each centre counts, (rows of x, centres); rows sum to 1.
    fn weights(&self, x: ArrayView2<f64>) -> Array2<f64> {
        let mut weights = self.exponents(x);
        for mut row in weights.rows_mut() {
            let top = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            row.mapv_inplace(|value| (value - top).exp());
            row /= row.sum();
        }
        weights
    }

    /// -|x - x_i|^2 / (2 (w^2 + s^2))
    fn exponents(&self, x: ArrayView2<f64>) -> Array2<f64> {
        blas::single_threaded();
        let square = |x: ArrayView2<f64>| x.map_axis(Axis(1), |row| row.dot(&row));
        let products = x.dot(&self.centres.t());
        let distances = square(x).insert_axis(Axis(1)) + &square(self.centres.view()) - 2.0 * products;
        distances * (-0.5 / (self.width + self.noise))
    }
}
