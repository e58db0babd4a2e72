//! Laws with heavy tails: the index of a tail, and the distance of a sample from a law.
//!
//! A tail P(X > x) ~ x^-alpha has a finite mean for alpha > 1 and a finite variance for alpha > 2; below, means of
//! ever more draws do not converge. With independent X of p columns and n >= p rows of N(0, 1) and noise N(0, 1) each
//! component of the error of least squares is t_k / sqrt(k), k = n - p + 1, exactly: at n = p a Cauchy law, for
//! which a mean of draws is as wide as one draw. The sum of the variances, tr (X'X)^-1, has a tail of index k / 2.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// A law of one number, known in closed form.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Law {
    /// t with `freedom` degrees of freedom, divided by their root.
    ScaledStudent { freedom: f64 },
    /// p times the smallest eigenvalue of X'X of a square Gaussian X as p grows: P(> x) = exp(-x/2 - sqrt x)
    /// (Edelman 1988, SIAM Journal on Matrix Analysis 9:543).
    SmallestEigenvalue,
}

impl Law {
    /// P(X <= x).
    pub fn cumulative(self, x: f64) -> f64 {
        match self {
            Law::ScaledStudent { freedom } => {
                StudentsT::new(0.0, 1.0, freedom).map_or(f64::NAN, |t| t.cdf(x * freedom.sqrt()))
            }
            Law::SmallestEigenvalue => 1.0 - (-0.5 * x.max(0.0) - x.max(0.0).sqrt()).exp(),
        }
    }
}

/// Hill's estimate of alpha, with its standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TailIndex {
    pub alpha: f64,
    pub standard_error: f64,
}

/// alpha = k / sum ln(X_i / X_(k+1)) over the k largest magnitudes, standard error alpha / sqrt k (Hill 1975, Annals of
/// Statistics 3:1163). None for fewer than k + 1 values that are not 0, or where they are all equal.
pub fn hill(values: &[f64], k: usize) -> Option<TailIndex> {
    let mut sizes: Vec<f64> = values.iter().map(|value| value.abs()).filter(|size| *size > 0.0).collect();
    sizes.sort_by(|a, b| b.total_cmp(a));
    let least = *sizes.get(k).filter(|least| k > 0 && least.is_finite())?;
    let sum: f64 = sizes.iter().take(k).map(|size| (size / least).ln()).sum();
    let alpha = k as f64 / sum;
    alpha.is_finite().then(|| TailIndex { alpha, standard_error: alpha / (k as f64).sqrt() })
}

/// The largest distance between the share of values up to x and the law, and the probability of a distance at
/// least as large were the law true (Kolmogorov 1933, in Stephens' (1970) form for finite samples). None for no values.
pub fn kolmogorov_smirnov(values: &[f64], law: Law) -> Option<(f64, f64)> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let steps = sorted.iter().enumerate().map(|(rank, &x)| {
        let (cumulative, rank) = (law.cumulative(x), rank as f64);
        (cumulative - rank / n).max((rank + 1.0) / n - cumulative)
    });
    let distance = steps.reduce(f64::max)?;
    let scaled = (n.sqrt() + 0.12 + 0.11 / n.sqrt()) * distance;
    let term = |k: i32| (-2.0 * f64::from(k * k) * scaled * scaled).exp() * f64::from(1 - 2 * ((k + 1) % 2));
    let probability = 2.0 * (1..=100).map(term).sum::<f64>();
    Some((distance, if scaled < 0.2 { 1.0 } else { probability.clamp(0.0, 1.0) }))
}

/// The value below which the share p of the values lies, linear between neighbours; NaN for no values.
pub fn quantile(values: &[f64], p: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = p.clamp(0.0, 1.0) * (sorted.len().max(1) - 1) as f64;
    let (below, above) = (place.floor() as usize, place.ceil() as usize);
    match (sorted.get(below), sorted.get(above)) {
        (Some(low), Some(high)) if low == high => *low,
        (Some(low), Some(high)) => low + (high - low) * (place - below as f64),
        _ => f64::NAN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::Seed;
    use rand::RngExt;

    /// Draws of x = u^(-1/alpha) have exactly the index alpha; 3 standard errors.
    #[test]
    fn hill_finds_the_index_of_a_power_law() {
        let mut stream = Seed::root(1).stream();
        for alpha in [0.5, 1.0, 2.0] {
            let draws: Vec<f64> =
                (0..20_000).map(|_| (1.0 - stream.random::<f64>()).powf(-1.0 / alpha)).collect();
            let found = hill(&draws, 1000).unwrap();
            assert!((found.alpha - alpha).abs() < 3.0 * found.standard_error, "{found:?} is not {alpha}");
        }
    }

    #[test]
    fn a_sample_too_small_or_constant_has_no_tail() {
        assert_eq!(hill(&[1.0, 2.0], 2), None);
        assert_eq!(hill(&[3.0; 10], 4), None);
        assert_eq!(hill(&[1.0, 2.0], 0), None);
        assert_eq!(kolmogorov_smirnov(&[], Law::SmallestEigenvalue), None);
        assert!(quantile(&[], 0.5).is_nan());
    }

    /// At n = p the law is Cauchy: quartiles at -1 and 1. Edelman's median is 0.296767302737.
    #[test]
    fn laws_have_their_quantiles() {
        let cauchy = Law::ScaledStudent { freedom: 1.0 };
        assert!((cauchy.cumulative(1.0) - 0.75).abs() < 1e-12);
        assert!((cauchy.cumulative(-1.0) - 0.25).abs() < 1e-12);
        assert!((Law::SmallestEigenvalue.cumulative(0.296767302737) - 0.5).abs() < 1e-10);
    }

    /// Values at the middle of each share lie 1 / (2n) from the law; of another law the test says so.
    #[test]
    fn the_distance_from_the_law_is_found() {
        let law = Law::SmallestEigenvalue;
        let inverse = |p: f64| (-1.0 + (1.0 - 2.0 * (1.0 - p).ln()).sqrt()).powi(2);
        let values: Vec<f64> = (0..50).map(|i| inverse((f64::from(i) + 0.5) / 50.0)).collect();
        let (distance, p) = kolmogorov_smirnov(&values, law).unwrap();
        assert!((distance - 0.01).abs() < 1e-9 && p > 0.999, "{distance}, {p}");
        let (_, p) = kolmogorov_smirnov(&values, Law::ScaledStudent { freedom: 1.0 }).unwrap();
        assert!(p < 1e-6);
    }

    #[test]
    fn quantiles_lie_between_neighbours() {
        assert_eq!(quantile(&[3.0, 1.0, 2.0], 0.5), 2.0);
        assert_eq!(quantile(&[1.0, 2.0], 0.25), 1.25);
        assert_eq!(quantile(&[1.0, f64::INFINITY], 0.0), 1.0);
    }
}
