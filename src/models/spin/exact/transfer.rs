//! The torus by a transfer matrix, bond by bond: `Z = trace T^m` with
//!
//! ```text
//! T = A B A,   A = exp(K/2 sum of s_i s_(i+1) along a row),   B = product over columns of exp(K s_i s'_i)
//! ```
//! so that T is symmetric and `<r|T^m|r> = |T^(m/2) r|^2`. B acts on one spin after the other; T itself is never stored.
//! Rows that shifts, mirrors and a flip carry into each other have equal terms, so one of each orbit is followed.
//! The derivative by K goes along: energies are exact too. (Kramers and Wannier 1941; the orbits are those of
//! necklaces and bracelets.)

use super::super::Thermodynamics;
use crate::models::Observer;
use rayon::prelude::*;

/// Rows of more spins have more states than it is sensible to follow.
pub const WIDEST: usize = 16;

/// A vector over the states of a row, with its derivative by the coupling; scaled by e to the power `scale`.
struct Carried {
    value: Vec<f64>,
    slope: Vec<f64>,
    scale: f64,
}

/// What acts along a row: the sum of its bonds for each state, and exp(K/2 (that - its largest)).
struct Row {
    width: usize,
    coupling: f64,
    bonds: Vec<f64>,
    factors: Vec<f64>,
}

impl Row {
    fn new(width: usize, coupling: f64) -> Self {
        let unequal = |state: usize| f64::from((state ^ rotated(state, 1, width)).count_ones());
        let bonds: Vec<f64> = (0..1usize << width).map(|state| width as f64 - 2.0 * unequal(state)).collect();
        let factors = bonds.iter().map(|bonds| (0.5 * coupling * (bonds - width as f64)).exp()).collect();
        Row { width, coupling, bonds, factors }
    }

    /// A.
    fn along(&self, v: &mut Carried) {
        let bonds = self.bonds.iter().zip(&self.factors);
        for ((x, d), (bonds, factor)) in v.value.iter_mut().zip(&mut v.slope).zip(bonds) {
            *d = factor * (*d + 0.5 * bonds * *x);
            *x *= factor;
        }
        v.scale += 0.5 * self.coupling * self.width as f64;
    }

    /// One spin of the row replaced by the one below it.
    fn down(&self, v: &mut Carried, column: usize) {
        let (unequal, bit) = ((-2.0 * self.coupling).exp(), 1usize << column);
        for (values, slopes) in v.value.chunks_mut(2 * bit).zip(v.slope.chunks_mut(2 * bit)) {
            let ((low, high), (slow, shigh)) = (values.split_at_mut(bit), slopes.split_at_mut(bit));
            for (((a, b), da), db) in low.iter_mut().zip(high).zip(slow).zip(shigh) {
                let (x, y, dx, dy) = (*a, *b, *da + *a, *db + *b);
                let (ex, ey) = (*da - *a, *db - *b);
                (*a, *b) = (x + unequal * y, unequal * x + y);
                (*da, *db) = (dx + unequal * ey, unequal * ex + dy);
            }
        }
        v.scale += self.coupling;
    }

    /// T v.
    fn apply(&self, v: &mut Carried) {
        self.along(v);
        (0..self.width).for_each(|column| self.down(v, column));
        self.along(v);
        let largest = v.value.iter().fold(0.0f64, |most, x| most.max(x.abs()));
        v.value.iter_mut().chain(&mut v.slope).for_each(|x| *x /= largest);
        v.scale += largest.ln();
    }

    /// `<r|T^m|r>` and its derivative over it, as a logarithm and a number.
    fn element(&self, state: usize, rows: usize) -> (f64, f64) {
        let states = self.bonds.len();
        let mut v = Carried { value: vec![0.0; states], slope: vec![0.0; states], scale: 0.0 };
        v.value[state] = 1.0;
        (0..rows / 2).for_each(|_| self.apply(&mut v));
        let (mut value, mut slope, mut scale) = (0.0, 0.0, 2.0 * v.scale);
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        if rows % 2 == 0 {
            value += dot(&v.value, &v.value);
            slope += 2.0 * dot(&v.value, &v.slope);
        } else {
            let mut w = Carried { value: v.value.clone(), slope: v.slope.clone(), scale: v.scale };
            self.apply(&mut w);
            scale += w.scale - v.scale;
            value += dot(&v.value, &w.value);
            slope += dot(&v.value, &w.slope) + dot(&v.slope, &w.value);
        }
        (value.ln() + scale, slope / value)
    }
}

fn rotated(state: usize, by: usize, width: usize) -> usize {
    (state << by | state >> (width - by)) & ((1 << width) - 1)
}

/// The states that stand for their orbits, each with the size of its orbit.
fn orbits(width: usize) -> Vec<(usize, usize)> {
    let mirrored = |state: usize| (0..width).fold(0, |sum, i| sum | (state >> i & 1) << (width - 1 - i));
    let mask = (1usize << width) - 1;
    let least = |state: usize| {
        let images = [state, !state & mask, mirrored(state), mirrored(!state & mask)];
        let turned = images.into_iter().flat_map(|image| (0..width).map(move |by| rotated(image, by, width)));
        turned.min().unwrap_or(state)
    };
    let mut sizes = vec![0usize; mask + 1];
    (0..=mask).for_each(|state| sizes[least(state)] += 1);
    sizes.into_iter().enumerate().filter(|(_, size)| *size > 0).collect()
}

/// Free energy and energy of a torus of `rows` by `width` spins, 2 <= width <= [`WIDEST`]; none once the observer wants
/// the end.
pub fn thermodynamics(
    rows: usize,
    width: usize,
    coupling: f64,
    observer: &dyn Observer,
) -> Option<Thermodynamics> {
    let (row, orbits) = (Row::new(width, coupling), orbits(width));
    let terms: Vec<Option<(f64, f64)>> = orbits
        .par_iter()
        .map(|&(state, size)| {
            let (ln, slope) = (!observer.cancelled()).then(|| row.element(state, rows))?;
            Some((ln + (size as f64).ln(), slope))
        })
        .collect();
    let terms: Vec<(f64, f64)> = terms.into_iter().collect::<Option<_>>()?;
    let largest = terms.iter().map(|(ln, _)| *ln).fold(f64::NEG_INFINITY, f64::max);
    let weight = |ln: f64| (ln - largest).exp();
    let z: f64 = terms.iter().map(|(ln, _)| weight(*ln)).sum();
    let slope = terms.iter().map(|(ln, slope)| weight(*ln) * slope).sum::<f64>() / z;
    let spins = (rows * width) as f64;
    Some(Thermodynamics {
        free_energy: Some(-(largest + z.ln()) / spins),
        energy: Some(-slope / spins),
        ..Thermodynamics::default()
    })
}

/// How many states are followed, for the price.
pub fn followed(width: usize) -> f64 {
    // An orbit has at most 4 width members, and almost all have as many.
    2f64.powf(width as f64) / (4.0 * width as f64) + width as f64
}

#[cfg(test)]
mod tests {
    use super::super::kaufman;
    use super::*;
    use crate::models::Unwatched;

    /// Two exact ways that share no line: agreement to rounding, for even and odd sides.
    #[test]
    fn tori_are_those_of_kaufman() {
        for (rows, width, k) in [(4, 4, 0.44), (5, 3, 0.3), (7, 6, 0.6), (8, 8, 0.440_686_8), (12, 5, 1.5)] {
            let (a, b) = (
                thermodynamics(rows, width, k, &Unwatched).unwrap(),
                kaufman::thermodynamics(rows, width, k),
            );
            assert!((a.free_energy.unwrap() - b.free_energy.unwrap()).abs() < 1e-12, "{rows} {width} {k}");
            assert!((a.energy.unwrap() - b.energy.unwrap()).abs() < 1e-10, "{rows} {width} {k}");
        }
    }

    #[test]
    fn orbits_cover_every_state() {
        let covered: usize = orbits(6).iter().map(|(_, size)| size).sum();
        assert_eq!((covered, orbits(6).len()), (64, 8));
    }
}
