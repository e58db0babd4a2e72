//! The L-curve: ln |Lw| against ln |r| along the path, and its corner.
//!
//! Of penalties, with rho^2 = |r|^2, eta^2 = |Lw|^2, lambda^2 = penalty and the derivative of eta^2 to lambda
//! written eta2', the curvature is
//!
//! kappa = 2 (eta^2 rho^2 / eta2') (lambda^2 eta2' rho^2 + 2 lambda eta^2 rho^2 + lambda^4 eta^2 eta2')
//!         / (lambda^2 eta^4 + rho^4)^(3/2)
//!
//! (Hansen 2000, *The L-curve and its use in the numerical treatment of inverse problems*, equation 18), most
//! negative at the corner. Of ranks it is the turn between three neighbouring points.

use super::Path;
use crate::models::regression::filter::Filter;
use crate::models::regression::spectral::{Spectral, Target};

/// The curve: a point for each parameter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LCurve {
    /// |r|
    pub residual_norms: Vec<f64>,
    /// |Lw|
    pub solution_norms: Vec<f64>,
}

/// The L-curve of a path.
pub fn l_curve(path: &Path, filters: &[Filter]) -> LCurve {
    let mut curve = LCurve::default();
    for &filter in filters {
        let (residual, solution) = path.spectral.norms(path.target, filter);
        curve.residual_norms.push(residual.sqrt());
        curve.solution_norms.push(solution.sqrt());
    }
    curve
}

/// The curvature at each filter, smallest at the corner.
pub fn scores(path: &Path, filters: &[Filter]) -> Vec<f64> {
    if let Some(Filter::Truncated { .. }) = filters.first() {
        return turns(&l_curve(path, filters));
    }
    filters.iter().map(|&filter| curvature(path.spectral, path.target, filter)).collect()
}

fn curvature(spectral: &Spectral, target: &Target, filter: Filter) -> f64 {
    let Filter::Tikhonov { penalty } = filter else { return f64::NAN };
    let lambda = penalty.sqrt();
    let (rho2, eta2) = spectral.norms(target, filter);
    let solution = spectral.gains(filter) * &target.beta;
    let left = 1.0 - spectral.factors(filter);
    let slope = -4.0 / lambda * (left * &solution * &solution).sum();
    let bracket = lambda.powi(2) * slope * rho2 + 2.0 * lambda * eta2 * rho2 + lambda.powi(4) * eta2 * slope;
    2.0 * eta2 * rho2 / slope * bracket / (penalty * eta2 * eta2 + rho2 * rho2).powf(1.5)
}

/// The sine of the turn at each point, negative to the right: at the corner the curve goes left, then up.
fn turns(curve: &LCurve) -> Vec<f64> {
    let point = |at: usize| (curve.residual_norms[at].ln(), curve.solution_norms[at].ln());
    let turn = |at: usize| {
        if at == 0 || at + 1 >= curve.residual_norms.len() {
            return f64::NAN;
        }
        let (a, b, c) = (point(at - 1), point(at), point(at + 1));
        let (u, v) = ((b.0 - a.0, b.1 - a.1), (c.0 - b.0, c.1 - b.1));
        (u.0 * v.1 - u.1 * v.0) / (u.0.hypot(u.1) * v.0.hypot(v.1))
    };
    (0..curve.residual_norms.len()).map(turn).collect()
}
