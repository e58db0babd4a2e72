//! Critical exponents from the two relevant ones, `y_T` and `y_H`, in d dimensions (Widom 1965; Kadanoff 1966):
//!
//! ```text
//! nu = 1 / y_T,  alpha = 2 - d nu,  beta = (d - y_H) / y_T,  gamma = (2 y_H - d) / y_T,  delta = y_H / (d - y_H),  eta = d + 2 - 2 y_H
//! ```

/// The exponents of a fixed point; what needs `y_H` is none where only the temperature is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exponents {
    pub dimension: f64,
    pub thermal: f64,
    pub magnetic: Option<f64>,
}

/// Those of the Ising model in two dimensions (Onsager 1944; Yang 1952).
pub const ISING: Exponents = Exponents { dimension: 2.0, thermal: 1.0, magnetic: Some(1.875) };

impl Exponents {
    pub fn nu(&self) -> f64 {
        1.0 / self.thermal
    }

    pub fn alpha(&self) -> f64 {
        2.0 - self.dimension / self.thermal
    }

    pub fn beta(&self) -> Option<f64> {
        self.magnetic.map(|y| (self.dimension - y) / self.thermal)
    }

    pub fn gamma(&self) -> Option<f64> {
        self.magnetic.map(|y| (2.0 * y - self.dimension) / self.thermal)
    }

    pub fn delta(&self) -> Option<f64> {
        self.magnetic.map(|y| y / (self.dimension - y))
    }

    pub fn eta(&self) -> Option<f64> {
        self.magnetic.map(|y| self.dimension + 2.0 - 2.0 * y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plane_has_its_exponents() {
        let all = [ISING.beta(), ISING.gamma(), ISING.delta(), ISING.eta()].map(Option::unwrap);
        assert_eq!((all, ISING.nu(), ISING.alpha()), ([0.125, 1.75, 15.0, 0.25], 1.0, 0.0));
    }
}
