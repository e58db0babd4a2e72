//! Numbers that carry their first two derivatives with respect to one variable (forward differentiation): energies and
//! specific heats come from `ln Z` to rounding, without a step to choose.

use std::ops::{Add, Mul, Neg, Sub};

/// f, f', f''.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Jet(pub f64, pub f64, pub f64);

impl Jet {
    pub fn constant(value: f64) -> Self {
        Jet(value, 0.0, 0.0)
    }

    /// The variable itself.
    pub fn variable(value: f64) -> Self {
        Jet(value, 1.0, 0.0)
    }

    /// g(f), from g, g' and g'' at f.
    fn chained(self, g: f64, first: f64, second: f64) -> Self {
        Jet(g, first * self.1, second * self.1 * self.1 + first * self.2)
    }

    pub fn exp(self) -> Self {
        let e = self.0.exp();
        self.chained(e, e, e)
    }

    pub fn ln(self) -> Self {
        self.chained(self.0.ln(), 1.0 / self.0, -1.0 / (self.0 * self.0))
    }

    pub fn cosh(self) -> Self {
        let (s, c) = (self.0.sinh(), self.0.cosh());
        self.chained(c, s, c)
    }

    pub fn sinh(self) -> Self {
        let (s, c) = (self.0.sinh(), self.0.cosh());
        self.chained(s, c, s)
    }

    pub fn tanh(self) -> Self {
        let t = self.0.tanh();
        self.chained(t, 1.0 - t * t, -2.0 * t * (1.0 - t * t))
    }

    pub fn recip(self) -> Self {
        let r = 1.0 / self.0;
        self.chained(r, -r * r, 2.0 * r * r * r)
    }

    /// The positive inverse of cosh, for values above 1.
    pub fn acosh(self) -> Self {
        let root = (self.0 * self.0 - 1.0).sqrt();
        self.chained(self.0.acosh(), 1.0 / root, -self.0 / (root * root * root))
    }

    pub fn scaled(self, factor: f64) -> Self {
        Jet(self.0 * factor, self.1 * factor, self.2 * factor)
    }
}

impl Add for Jet {
    type Output = Jet;
    fn add(self, other: Jet) -> Jet {
        Jet(self.0 + other.0, self.1 + other.1, self.2 + other.2)
    }
}

impl Sub for Jet {
    type Output = Jet;
    fn sub(self, other: Jet) -> Jet {
        self + -other
    }
}

impl Neg for Jet {
    type Output = Jet;
    fn neg(self) -> Jet {
        self.scaled(-1.0)
    }
}

impl Mul for Jet {
    type Output = Jet;
    fn mul(self, other: Jet) -> Jet {
        let second = self.2 * other.0 + 2.0 * self.1 * other.1 + self.0 * other.2;
        Jet(self.0 * other.0, self.1 * other.0 + self.0 * other.1, second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against central differences: their error is of order h^2 = 1e-8.
    #[test]
    fn derivatives_are_those_of_differences() {
        let f = |x: Jet| (x.cosh() * x.tanh().recip() + x.sinh().exp()).acosh().ln();
        let (x, h) = (0.7, 1e-4);
        let at = |x: f64| f(Jet::variable(x)).0;
        let jet = f(Jet::variable(x));
        assert!((jet.1 - (at(x + h) - at(x - h)) / (2.0 * h)).abs() < 1e-7);
        assert!((jet.2 - (at(x + h) - 2.0 * at(x) + at(x - h)) / (h * h)).abs() < 1e-6);
    }
}
