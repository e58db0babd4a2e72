//! Filters: what a linear method keeps of each singular vector of the data.
//!
//! With X = U diag(s) V' the fitted weights are V diag(g) U'y. The gain g(s) says the method, the factor
//! f = g s, from 0 to 1, how much of a direction is kept: f = s^2 / (s^2 + penalty) for ridge regression,
//! 1 or 0 for a truncated decomposition, 1 - (1 - step s^2)^steps for Landweber's iteration (Hansen 1998,
//! *Rank-Deficient and Discrete Ill-Posed Problems*, chapter 4). The penalty is the factor of |w|^2 beside
//! |Xw - y|^2, so that Hansen's lambda is its square root.

use ndarray::{Array1, ArrayView1};

/// What is kept of each singular vector.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Filter {
    /// g = s / (s^2 + penalty); at 0 the pseudo-inverse.
    Tikhonov { penalty: f64 },
    /// g = 1 / s of the first `rank` singular values.
    Truncated { rank: usize },
    /// g = (1 - (1 - step s^2)^steps) / s, for step s^2 below 2.
    Landweber { steps: usize, step: f64 },
}

/// A family of filters with one parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// The parameter is the penalty.
    Tikhonov,
    /// The parameter is the rank.
    Truncated,
}

impl Family {
    /// The member with this parameter; a rank is rounded.
    pub fn member(self, parameter: f64) -> Filter {
        match self {
            Family::Tikhonov => Filter::Tikhonov { penalty: parameter },
            Family::Truncated => Filter::Truncated { rank: parameter.round().max(0.0) as usize },
        }
    }
}

impl Filter {
    /// g (k) of singular values (k) in falling order; those below `negligible` carry only rounding.
    pub fn gains(self, singular_values: ArrayView1<f64>, negligible: f64) -> Array1<f64> {
        let inverse = |s: f64| if s > negligible { 1.0 / s } else { 0.0 };
        let gain = |(index, &s): (usize, &f64)| match self {
            Filter::Tikhonov { penalty } if penalty > 0.0 => s / (s * s + penalty),
            Filter::Tikhonov { .. } => inverse(s),
            Filter::Truncated { rank } if index < rank => inverse(s),
            Filter::Truncated { .. } => 0.0,
            Filter::Landweber { steps, step } => {
                let kept = power_of_complement(step * s * s, steps);
                if s > negligible { (1.0 - kept) / s } else { steps as f64 * step * s }
            }
        };
        singular_values.iter().enumerate().map(gain).collect()
    }

    /// f = g s (k).
    pub fn factors(self, singular_values: ArrayView1<f64>, negligible: f64) -> Array1<f64> {
        self.gains(singular_values, negligible) * singular_values
    }
}

/// (1 - x)^steps.
fn power_of_complement(x: f64, steps: usize) -> f64 {
    (1.0 - x).powi(i32::try_from(steps).unwrap_or(i32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn factors_are_what_the_formulas_say() {
        let s = array![2.0, 1.0, 0.0];
        let factors = |filter: Filter| filter.factors(s.view(), 1e-15);
        assert_eq!(factors(Filter::Tikhonov { penalty: 1.0 }), array![0.8, 0.5, 0.0]);
        assert_eq!(factors(Filter::Tikhonov { penalty: 0.0 }), array![1.0, 1.0, 0.0]);
        assert_eq!(factors(Filter::Truncated { rank: 1 }), array![1.0, 0.0, 0.0]);
        assert_eq!(factors(Filter::Landweber { steps: 2, step: 0.25 }), array![1.0, 0.4375, 0.0]);
    }

    /// The article's (X'X - penalty)^-1 has a pole at penalty = s^2; with the right sign no gain exceeds
    /// 1 / (2 sqrt(penalty)), which is reached at s^2 = penalty.
    #[test]
    fn the_sign_of_the_penalty_is_plus() {
        for penalty in [0.25f64, 1.0, 4.0] {
            let s = Array1::linspace(10.0, 0.0, 2001);
            let gains = Filter::Tikhonov { penalty }.gains(s.view(), 0.0);
            let largest = gains.iter().copied().fold(0.0, f64::max);
            assert!((largest - 0.5 / penalty.sqrt()).abs() < 1e-5, "{largest}");
            let with_minus = s.mapv(|s| (s / (s * s - penalty)).abs());
            assert!(with_minus.iter().copied().fold(0.0, f64::max) > 1e2);
        }
    }
}
