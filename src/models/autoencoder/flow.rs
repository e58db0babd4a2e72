//! A map of data space into itself, applied again and again: x, r(x), r(r(x)), ... Where it contracts, rows run into fixed
//! points, the distance shrinking by a factor a step that is the largest eigenvalue of the Jacobian there; the rows that
//! end at the same point are its basin. A linear map contracts to one subspace, a non-linear one to several points.

use crate::models::Observer;
use ndarray::{Array2, ArrayView1, ArrayView2};

/// What is said of the rows that were followed.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// Where the rows are after the last step, (rows, columns).
    pub ends: Array2<f64>,
    /// Root mean square over rows of the length of each step.
    pub lengths: Vec<f64>,
    /// Root mean square over rows of the norm after each step, that of the start first.
    pub norms: Vec<f64>,
    /// The factor by which the last steps shrank, taken where they are still clear of rounding.
    pub rate: f64,
    /// Rows whose last step was negligible.
    pub settled: usize,
    /// The fixed point of each settled row, numbered by first rows.
    pub basins: Vec<Option<usize>>,
    /// How many there are.
    pub fixed_points: usize,
}

/// How rows are followed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Followed {
    pub steps: usize,
    /// Steps shorter than this share of the scale of the rows are rounding: about the root of the precision.
    pub rounding: f64,
}

/// A row has settled when its last step is shorter than this share of the scale.
const SETTLED: f64 = 1e-4;
/// Ends within this share of the scale are one fixed point.
const SAME: f64 = 1e-2;

/// Follows rows `start` (rows, columns) through so many steps of a map; none where the end is asked for.
pub fn flow(
    start: ArrayView2<f64>,
    followed: Followed,
    map: &dyn Fn(Array2<f64>) -> Array2<f64>,
    observer: &dyn Observer,
) -> Option<Flow> {
    let mut now = start.to_owned();
    let mut last = Array2::zeros(now.dim());
    let (mut lengths, mut norms) = (Vec::new(), vec![mean_norm(now.view())]);
    for step in 0..followed.steps {
        if observer.cancelled() {
            return None;
        }
        let next = map(now.clone());
        last = &next - &now;
        lengths.push(mean_norm(last.view()));
        norms.push(mean_norm(next.view()));
        now = next;
        observer.progress(step as u64 + 1, followed.steps as u64, "");
    }
    let scale = norms[0].max(f64::MIN_POSITIVE);
    let still: Vec<bool> = last.rows().into_iter().map(|row| norm(row) <= SETTLED * scale).collect();
    let (basins, fixed_points) = grouped(now.view(), &still, SAME * scale);
    let rate = rate(&lengths, followed.rounding * scale);
    let settled = still.iter().filter(|still| **still).count();
    Some(Flow { ends: now, lengths, norms, rate, settled, basins, fixed_points })
}

/// The ratio of the last two steps that are longer than rounding.
fn rate(lengths: &[f64], rounding: f64) -> f64 {
    let last = lengths.iter().rposition(|&length| length > rounding).unwrap_or(0).max(1);
    match (lengths.get(last - 1), lengths.get(last)) {
        (Some(&before), Some(&after)) if before > 0.0 => after / before,
        _ => 0.0,
    }
}

/// Rows that are near one another, each with the first of its group.
fn grouped(x: ArrayView2<f64>, member: &[bool], radius: f64) -> (Vec<Option<usize>>, usize) {
    let mut firsts: Vec<usize> = Vec::new();
    let mut group = |row: usize| {
        let near = |&first: &usize| norm((&x.row(row) - &x.row(first)).view()) <= radius;
        firsts.iter().position(near).unwrap_or_else(|| {
            firsts.push(row);
            firsts.len() - 1
        })
    };
    let groups = member.iter().enumerate().map(|(row, member)| member.then(|| group(row))).collect();
    (groups, firsts.len())
}

fn norm(row: ArrayView1<f64>) -> f64 {
    row.dot(&row).sqrt()
}

fn mean_norm(x: ArrayView2<f64>) -> f64 {
    (x.iter().map(|value| value * value).sum::<f64>() / x.nrows().max(1) as f64).sqrt()
}
