//! Discrete scale invariance (Sornette 1998): where `f(l x) = m f(x)`,
//!
//! ```text
//! f(x) = x^a P(ln x / ln l),   a = ln m / ln l,   P of period 1
//! ```
//! so that exponents are complex, `a + 2 pi i k / ln l`, and f oscillates in ln x with the angular frequency `2 pi / ln l`.
//! Weierstrass' function `sum over all n of m^-n (1 - cos(l^n x))` is such an f for `1 < m < l^2`; the mass of a Cantor set within r
//! has l = 3 and m = 2.

use std::f64::consts::TAU;

/// The ratio of scales l and the factor m.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rescaling {
    pub ratio: f64,
    pub factor: f64,
}

impl Rescaling {
    pub fn exponent(&self) -> f64 {
        self.factor.ln() / self.ratio.ln()
    }

    pub fn frequency(&self) -> f64 {
        TAU / self.ratio.ln()
    }

    /// Weierstrass' function at x > 0, to rounding.
    pub fn weierstrass(&self, x: f64) -> f64 {
        // Below, terms fall as (l^2 / m)^n, above as m^-n: each side is summed until e^-40 is left.
        let below = (40.0 / (self.ratio * self.ratio / self.factor).ln()).ceil() as i32 + 1;
        let above = (40.0 / self.factor.ln()).ceil() as i32 + 1;
        let centre = (-x.ln() / self.ratio.ln()).round() as i32;
        let term = |n: i32| {
            // 1 - cos y = 2 sin^2(y / 2), which small y does not cancel.
            let half = (self.ratio.powi(n) * x / 2.0).sin();
            self.factor.powi(-n) * 2.0 * half * half
        };
        (centre - below..=centre + above).map(term).sum()
    }

    /// The amplitudes of the harmonics 1 and 2 of P over its mean, from 256 values of one period.
    pub fn harmonics(&self) -> [f64; 2] {
        const VALUES: usize = 256;
        let p = |i: usize| {
            let x = self.ratio.powf(i as f64 / VALUES as f64);
            self.weierstrass(x) / x.powf(self.exponent())
        };
        let values: Vec<f64> = (0..VALUES).map(p).collect();
        let mean = values.iter().sum::<f64>() / VALUES as f64;
        [1.0, 2.0].map(|k| {
            let angle = |i: usize| TAU * k * i as f64 / VALUES as f64;
            let part =
                |f: fn(f64) -> f64| values.iter().enumerate().map(|(i, v)| v * f(angle(i))).sum::<f64>();
            2.0 * part(f64::cos).hypot(part(f64::sin)) / VALUES as f64 / mean
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The mean of P is the Mellin transform of 1 - cos x over ln l, -Gamma(-a) cos(pi a / 2) / ln l. The harmonics are those
    /// of an independent sum with 2 sin^2(y / 2) for 1 - cos y: with 1 - cos y itself the small terms cancel to 0, and 3e-4
    /// of the sum is lost. Harmonic k falls only as k^-2.1: 256 values of P alias 2e-7 of it into the mean.
    #[test]
    fn the_mean_of_weierstrass_function_has_a_closed_form() {
        let it = Rescaling { ratio: 2.0, factor: 3.0 };
        let a = it.exponent();
        // Gamma(-a) = Gamma(2 - a) / (a (a - 1)).
        let gamma = statrs::function::gamma::gamma(2.0 - a) / (a * (a - 1.0));
        let closed = -gamma * (std::f64::consts::FRAC_PI_2 * a).cos() / 2f64.ln();
        let mean = (0..256)
            .map(|i| 2f64.powf(f64::from(i) / 256.0))
            .map(|x| it.weierstrass(x) / x.powf(a))
            .sum::<f64>();
        assert!((mean / 256.0 - closed).abs() < 1e-6, "{} {closed}", mean / 256.0);
    }

    #[test]
    fn weierstrass_function_rescales_and_oscillates_as_known() {
        let it = Rescaling { ratio: 2.0, factor: 3.0 };
        assert!((it.exponent() - 1.584_962_500_72).abs() < 1e-11);
        assert!((it.frequency() - 9.064_720_283_65).abs() < 1e-10);
        assert!((it.weierstrass(4.0) / it.weierstrass(1.0) - 9.0).abs() < 1e-12);
        let [first, second] = it.harmonics();
        assert!((first - 0.013_578_046_401_5).abs() < 1e-11 && (second - 0.003_241_359_116_6).abs() < 1e-11);
        let cantor = Rescaling { ratio: 3.0, factor: 2.0 };
        assert!((cantor.frequency() - 5.719_201_734_76).abs() < 1e-10);
        assert!((cantor.exponent() - 0.630_929_753_571).abs() < 1e-11);
    }
}
