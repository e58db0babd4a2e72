//! Linear autoencoders in closed form. With C = sum e u u' the covariance of centred rows (divided by their number), the
//! minimum over tied maps r(x) = W'W x of
//!
//! ```text
//! E |x - r(x + noise)|^2 + penalty |W|^2,   noise ~ N(0, s^2 I)
//! ```
//!
//! keeps each eigenvector with the gain g = max(0, e - penalty/2) / (e + s^2). Without noise and penalty that is principal
//! component analysis with the loss of the eigenvalues left out (Baldi and Hornik 1989; Bourlard and Kamp 1988). With
//! noise alone it is the best linear denoiser, gain e / (e + s^2), and no untied map does better (Vincent et al. 2010);
//! with the penalty alone the contractive one, |W|^2 being the norm of its Jacobian (Rifai et al. 2011).

use crate::numeric::blas;
use crate::numeric::lapack::{LapackError, eigh};
use ndarray::{Array1, Array2, ArrayView2, Axis, s};

/// What is minimized, over how many units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LinearRecipe {
    pub units: usize,
    /// Standard deviation of the noise on the inputs.
    pub noise: f64,
    /// The factor of |W|^2.
    pub penalty: f64,
}

/// r(x) = mean + sum over units of g u u' (x - mean).
#[derive(Clone, Debug, PartialEq)]
pub struct LinearMap {
    /// (columns)
    pub mean: Array1<f64>,
    /// Eigenvectors as columns, (columns, units), largest eigenvalue first.
    pub directions: Array2<f64>,
    /// (units)
    pub gains: Array1<f64>,
    /// The minimum of the objective.
    pub loss: f64,
}

impl LinearMap {
    /// The best map for rows x; units beyond the columns are not needed.
    ///
    /// # Errors
    /// [`LapackError`] for rows without numbers.
    pub fn fit(x: ArrayView2<f64>, recipe: LinearRecipe) -> Result<Self, LapackError> {
        blas::single_threaded();
        let mean = x.mean_axis(Axis(0)).ok_or(LapackError::Empty)?;
        let centred = &x - &mean;
        let found = eigh((centred.t().dot(&centred) / x.nrows() as f64).view())?;
        let units = recipe.units.min(x.ncols());
        let eigenvalues: Array1<f64> = found.values.iter().rev().map(|value| value.max(0.0)).collect();
        let directions = found.vectors.slice(s![.., ..;-1]).slice(s![.., ..units]).to_owned();
        let (variance, penalty) = (recipe.noise * recipe.noise, recipe.penalty);
        let gain = |e: f64| if e > 0.0 { (e - penalty / 2.0).max(0.0) / (e + variance) } else { 0.0 };
        let gains = eigenvalues.slice(s![..units]).mapv(gain);
        let kept = eigenvalues.iter().zip(&gains);
        let kept: f64 = kept.map(|(e, g)| e * (1.0 - g) * (1.0 - g) + variance * g * g + penalty * g).sum();
        let loss = kept + eigenvalues.slice(s![units..]).sum();
        Ok(LinearMap { mean, directions, gains, loss })
    }

    /// Coordinates along the directions, (rows, units).
    pub fn hidden(&self, x: ArrayView2<f64>) -> Array2<f64> {
        blas::single_threaded();
        (&x - &self.mean).dot(&self.directions) * self.gains.mapv(f64::sqrt)
    }

    /// r of every row.
    pub fn reconstruct(&self, x: ArrayView2<f64>) -> Array2<f64> {
        let hidden = self.hidden(x) * self.gains.mapv(f64::sqrt);
        hidden.dot(&self.directions.t()) + &self.mean
    }
}
