//! Log-periodic power laws: near a critical time a quantity follows a power of the time that is left, and oscillates in its
//! logarithm (Sornette, Johansen and Bouchaud 1996). In the form of Filimonov and Sornette (2013) four of the seven
//! parameters are linear,
//!
//! ```text
//! y(t) = A + B d^m + C1 d^m cos(w ln d) + C2 d^m sin(w ln d),   d = tc - t
//! ```
//! so that for each (m, w, tc) they are those of least squares, and a search in three dimensions is left. It starts at
//! the nodes of a grid and goes down by the simplex of Nelder and Mead (1965).

use crate::models::Observer;
use crate::numeric::lapack::{self, LapackError};
use ndarray::{Array1, Array2};
use rayon::prelude::*;

/// A fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogPeriodic {
    /// m
    pub exponent: f64,
    /// w
    pub frequency: f64,
    /// tc
    pub critical_time: f64,
    /// A, B, C1, C2
    pub linear: [f64; 4],
    /// The sum of squared residuals.
    pub squares: f64,
}

/// Where the search starts and what it may reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Search {
    pub exponents: (f64, f64),
    pub frequencies: (f64, f64),
    /// The critical time lies after the last one by at most this share of their span.
    pub horizon: f64,
}

impl LogPeriodic {
    /// y at a time before the critical one; A from then on.
    pub fn at(&self, t: f64) -> f64 {
        let d = self.critical_time - t;
        if d <= 0.0 {
            return self.linear[0];
        }
        let (power, phase) = (d.powf(self.exponent), self.frequency * d.ln());
        let [a, b, c1, c2] = self.linear;
        a + power * (b + c1 * phase.cos() + c2 * phase.sin())
    }

    /// The amplitude of the oscillation over that of the power law, C = sqrt(C1^2 + C2^2) / |B|.
    pub fn amplitude(&self) -> f64 {
        self.linear[2].hypot(self.linear[3]) / self.linear[1].abs()
    }

    /// The ratio by which the time that is left shrinks from one oscillation to the next, exp(2 pi / w).
    pub fn scaling_ratio(&self) -> f64 {
        (std::f64::consts::TAU / self.frequency).exp()
    }
}

/// The best linear parameters for (m, w, tc), by least squares.
fn with(point: [f64; 3], t: &[f64], y: &[f64]) -> Result<LogPeriodic, LapackError> {
    let [exponent, frequency, critical_time] = point;
    let row = |t: f64| {
        let d = critical_time - t;
        let (power, phase) = (d.powf(exponent), frequency * d.ln());
        [1.0, power, power * phase.cos(), power * phase.sin()]
    };
    let rows: Vec<[f64; 4]> = t.iter().map(|&t| row(t)).collect();
    let x = Array2::from_shape_fn((t.len(), 4), |(i, j)| rows[i][j]);
    let target = Array1::from_iter(y.iter().copied());
    let solution = lapack::least_squares(x.view(), target.view())?.solution;
    let residual = target - x.dot(&solution);
    let linear = [solution[0], solution[1], solution[2], solution[3]];
    Ok(LogPeriodic { exponent, frequency, critical_time, linear, squares: residual.dot(&residual) })
}

/// The limits within which the search stays, in the order m, w, tc.
fn limits(search: &Search, t: &[f64]) -> [(f64, f64); 3] {
    let (first, last) = t.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), &t| (a.min(t), b.max(t)));
    let span = last - first;
    [search.exponents, search.frequencies, (last + 1e-4 * span, last + search.horizon * span)]
}

/// The least point of `f` from a start, by a simplex that stays where `f` is finite.
fn simplex(start: [f64; 3], scale: [f64; 3], f: impl Fn([f64; 3]) -> f64) -> [f64; 3] {
    let moved = |i: usize| std::array::from_fn(|j| start[j] + if i == j + 1 { scale[j] } else { 0.0 });
    let mut points: Vec<([f64; 3], f64)> = (0..4).map(|i| (moved(i), f(moved(i)))).collect();
    for _ in 0..2000 {
        points.sort_by(|a, b| a.1.total_cmp(&b.1));
        let size = (0..3).map(|j| (points[3].0[j] - points[0].0[j]).abs() / scale[j]).fold(0.0, f64::max);
        if size < 1e-9 {
            break;
        }
        let centre: [f64; 3] = std::array::from_fn(|j| points[..3].iter().map(|p| p.0[j]).sum::<f64>() / 3.0);
        let along = |by: f64| {
            let point = std::array::from_fn(|j| centre[j] + by * (points[3].0[j] - centre[j]));
            (point, f(point))
        };
        let reflected = along(-1.0);
        let new = match reflected.1 {
            value if value < points[0].1 => {
                Some(along(-2.0)).filter(|far| far.1 < value).unwrap_or(reflected)
            }
            value if value < points[2].1 => reflected,
            value => along(if value < points[3].1 { -0.5 } else { 0.5 }),
        };
        if new.1 < points[3].1 {
            points[3] = new;
            continue;
        }
        let best = points[0].0;
        for point in &mut points[1..] {
            point.0 = std::array::from_fn(|j| best[j] + 0.5 * (point.0[j] - best[j]));
            point.1 = f(point.0);
        }
    }
    points.sort_by(|a, b| a.1.total_cmp(&b.1));
    points[0].0
}

/// Nodes of the grid of starts: exponents, frequencies, critical times.
const NODES: [usize; 3] = [3, 6, 4];

/// The best fit of values `y` at times `t`, five of them or more; none once the observer wants the end.
///
/// # Errors
/// Of the linear equations, where no start leads anywhere.
pub fn fit(
    t: &[f64],
    y: &[f64],
    search: &Search,
    observer: &dyn Observer,
) -> Result<Option<LogPeriodic>, LapackError> {
    let limits = limits(search, t);
    let squares = |point: [f64; 3]| {
        let inside = point.iter().zip(&limits).all(|(x, (low, high))| (low..=high).contains(&x));
        if inside { with(point, t, y).map_or(f64::INFINITY, |fit| fit.squares) } else { f64::INFINITY }
    };
    let node = |axis: usize, i: usize| {
        let (low, high) = limits[axis];
        let share = (i as f64 + 0.5) / NODES[axis] as f64;
        // Critical times crowd near the last one.
        low + (high - low) * if axis == 2 { share * share } else { share }
    };
    let scale = std::array::from_fn(|axis| (limits[axis].1 - limits[axis].0) / (4.0 * NODES[axis] as f64));
    let starts: Vec<[f64; 3]> = (0..NODES[0])
        .flat_map(|a| (0..NODES[1]).flat_map(move |b| (0..NODES[2]).map(move |c| [a, b, c])))
        .map(|at| std::array::from_fn(|axis| node(axis, at[axis])))
        .collect();
    let ends: Vec<[f64; 3]> = starts
        .into_par_iter()
        .map(|start| if observer.cancelled() { start } else { simplex(start, scale, squares) })
        .collect();
    if observer.cancelled() {
        return Ok(None);
    }
    let best = ends.into_iter().min_by(|a, b| squares(*a).total_cmp(&squares(*b))).unwrap_or([0.5, 8.0, 1.0]);
    with(best, t, y).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::Unwatched;

    const SEARCH: Search = Search { exponents: (0.1, 0.9), frequencies: (4.0, 13.0), horizon: 0.2 };

    /// Without noise every parameter of the law comes back; the sum of squares is that of rounding.
    #[test]
    fn the_parameters_of_a_clean_law_come_back() {
        let law = LogPeriodic {
            exponent: 0.45,
            frequency: 7.9,
            critical_time: 1.05,
            linear: [7.0, -0.5, -0.02, 0.03],
            squares: 0.0,
        };
        let t: Vec<f64> = (0..200).map(|i| f64::from(i) * 0.005).collect();
        let y: Vec<f64> = t.iter().map(|&t| law.at(t)).collect();
        let got = fit(&t, &y, &SEARCH, &Unwatched).unwrap().unwrap();
        assert!((got.exponent - 0.45).abs() < 1e-5 && (got.frequency - 7.9).abs() < 1e-4, "{got:?}");
        assert!((got.critical_time - 1.05).abs() < 1e-5 && got.squares < 1e-12, "{got:?}");
    }
}
