//! `weierstrass(ratio: 2, factor: 3)`: a function that a change of scale multiplies, f(l x) = m f(x).

use crate::args;
use crate::models::renormalization::scale_invariance::Rescaling;
use crate::vocabulary::{Declared, Positive, SystemWord};

args! {
    /// The sum over all n of m^-n (1 - cos(l^n x)), which solves f(l x) = m f(x); for 1 < m < l^2.
    pub struct Weierstrass {
        /// The ratio of scales, l.
        ratio (object): Positive = Positive::new(2.0), usual 1.1 ..= 100;
        /// The factor that it multiplies f by, m.
        factor: Positive = Positive::new(3.0), usual 1.1 ..= 10000;
    }
}

impl SystemWord for Weierstrass {
    const NAME: &'static str = "weierstrass";
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\nsolve weierstrass(2, factor: 3) by mellin, then check scaling-exponent";

    fn declared(&self) -> Result<Declared, (String, String)> {
        let plain = Rescaling { ratio: self.ratio.get(), factor: self.factor.get() };
        if plain.factor <= 1.0 || plain.factor >= plain.ratio * plain.ratio {
            let most = plain.ratio * plain.ratio;
            let message = format!("the sum has no limit for a factor of {}", plain.factor);
            return Err((message, format!("the factor lies between 1 and the square of the ratio, {most}")));
        }
        if plain.ratio > 1e6 || plain.ratio < 1.0 + 1e-6 || plain.factor < 1.0 + 1e-6 {
            let message = "such a ratio or factor makes the sum too long".to_string();
            return Err((message, "choose ratio and factor between 1.1 and 100".into()));
        }
        if plain.factor > plain.ratio * plain.ratio * (1.0 - 1e-6) {
            let message = "the factor is too close to the square of the ratio".to_string();
            return Err((message, "the sum converges only slowly there: choose a smaller factor".into()));
        }
        Ok(Declared::new(Self::NAME, Some(1), plain))
    }
}
