//! k-means: centres and memberships that lower the sum of squared distances in turn (Lloyd 1982), from centres drawn with
//! probability proportional to the squared distance to those there are (k-means++, Arthur and Vassilvitskii 2007). The
//! best of several starts is kept, the first of equals.

use super::ManifoldFault;
use crate::models::Observer;
use crate::numeric::blas;
use crate::numeric::blocks::{Chunks, fold_blocks, for_blocks};
use crate::numeric::random::Seed;
use ndarray::{Array1, Array2, ArrayView2, Axis, CowArray, Ix2, s};
use rand::RngExt;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

/// Rows compared with all centres at a time.
const ROWS: usize = 512;
/// Rounds of a start; most end after some tens.
const ROUNDS: usize = 300;

/// A partition of rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Clusters {
    /// The cluster of each row, from 0.
    pub of_row: Vec<usize>,
    /// (clusters, columns)
    pub centres: Array2<f64>,
    /// Sum of squared distances of rows to their centres.
    pub inertia: f64,
}

/// Parts the rows of x (rows, columns) into `count` clusters; start s draws from `seed.at(s)`.
///
/// # Errors
/// [`ManifoldFault`] where there are fewer rows than clusters, values that are not finite, or the end is asked for.
pub fn kmeans(
    x: ArrayView2<f64>,
    count: usize,
    starts: usize,
    seed: &Seed,
    observer: &dyn Observer,
) -> Result<Clusters, ManifoldFault> {
    blas::single_threaded();
    if count == 0 || count > x.nrows() {
        return Err(ManifoldFault::TooMany { what: "clusters", asked: count, rows: x.nrows() });
    }
    if let Some(row) = x.rows().into_iter().position(|row| row.iter().any(|value| !value.is_finite())) {
        return Err(ManifoldFault::NotFinite { row });
    }
    let squares: Array1<f64> = x.rows().into_iter().map(|row| row.dot(&row)).collect();
    let (points, over) = (Points { x: x.as_standard_layout(), squares }, AtomicU64::new(0));
    let start = |start: Range<usize>| {
        let found = points.lloyd(points.spread(count, &seed.at(start.start as u64)), observer);
        observer.progress(over.fetch_add(1, Ordering::Relaxed) + 1, starts as u64, "");
        found
    };
    fold_blocks(0..starts.max(1), 1, &start, &|a, b| match (a?, b?) {
        (a, b) if b.inertia < a.inertia => Ok(b),
        (a, _) => Ok(a),
    })
}

struct Points<'a> {
    /// (rows, columns), row after row.
    x: CowArray<'a, f64, Ix2>,
    /// |x|^2 of each row.
    squares: Array1<f64>,
}

impl Points<'_> {
    /// Centres far from each other.
    fn spread(&self, count: usize, seed: &Seed) -> Array2<f64> {
        let (rows, mut stream) = (self.x.nrows(), seed.stream());
        let mut centres = Array2::zeros((count, self.x.ncols()));
        let mut chosen = stream.random_range(0..rows);
        let mut nearest = vec![f64::INFINITY; rows];
        let mut gap = Array1::zeros(self.x.ncols());
        for at in 0..count {
            let centre = self.x.row(chosen);
            centres.row_mut(at).assign(&centre);
            for (row, nearest) in self.x.rows().into_iter().zip(&mut nearest) {
                gap.iter_mut().zip(row.iter().zip(&centre)).for_each(|(gap, (x, y))| *gap = x - y);
                *nearest = nearest.min(gap.dot(&gap));
            }
            chosen = drawn(&nearest, stream.random::<f64>());
        }
        centres
    }

    fn lloyd(&self, mut centres: Array2<f64>, observer: &dyn Observer) -> Result<Clusters, ManifoldFault> {
        let mut of_row = vec![(0, 0.0); self.x.nrows()];
        let mut before = f64::INFINITY;
        for _ in 0..ROUNDS {
            if observer.cancelled() {
                return Err(ManifoldFault::Interrupted);
            }
            self.assign(&centres, &mut of_row);
            let inertia: f64 = of_row.iter().map(|(_, square)| square).sum();
            // Rounding alone may go on for ever.
            if inertia >= before * (1.0 - 1e-12) {
                break;
            }
            before = inertia;
            self.recentre(&mut centres, &mut of_row);
        }
        self.assign(&centres, &mut of_row);
        let inertia = of_row.iter().map(|(_, square)| square).sum();
        Ok(Clusters { of_row: of_row.into_iter().map(|(cluster, _)| cluster).collect(), centres, inertia })
    }

    /// The nearest centre of each row, the first of equals, and the squared distance to it.
    fn assign(&self, centres: &Array2<f64>, of_row: &mut [(usize, f64)]) {
        let rows = self.x.nrows();
        let sizes: Array1<f64> = centres.rows().into_iter().map(|row| row.dot(&row)).collect();
        let tasks = (Chunks(of_row, ROWS), 0..rows.div_ceil(ROWS));
        for_blocks(tasks, 1, &|(Chunks(of_row, _), task)| {
            let start = task.start * ROWS;
            let products = self.x.slice(s![start..start + of_row.len(), ..]).dot(&centres.t());
            for (at, (products, of_row)) in products.rows().into_iter().zip(of_row).enumerate() {
                let distances = products.iter().zip(&sizes).map(|(product, size)| size - 2.0 * product);
                let first = distances
                    .enumerate()
                    .fold((0, f64::INFINITY), |best, now| if now.1 < best.1 { now } else { best });
                *of_row = (first.0, (first.1 + self.squares[start + at]).max(0.0));
            }
        });
    }

    /// Means of the clusters. An empty one takes the row that is farthest from its centre.
    fn recentre(&self, centres: &mut Array2<f64>, of_row: &mut [(usize, f64)]) {
        let mut counts = vec![0usize; centres.nrows()];
        of_row.iter().for_each(|(cluster, _)| counts[*cluster] += 1);
        for empty in 0..counts.len() {
            if counts[empty] == 0 {
                let farthest = of_row
                    .iter()
                    .enumerate()
                    .fold(0, |far, (row, now)| if now.1 > of_row[far].1 { row } else { far });
                counts[of_row[farthest].0] -= 1;
                counts[empty] = 1;
                of_row[farthest] = (empty, 0.0);
            }
        }
        centres.fill(0.0);
        let width = self.x.ncols();
        if let (Some(centres), Some(x)) = (centres.as_slice_mut(), self.x.as_slice()) {
            for (row, (cluster, _)) in x.chunks(width.max(1)).zip(of_row.iter()) {
                let centre = &mut centres[cluster * width..][..width];
                centre.iter_mut().zip(row).for_each(|(centre, x)| *centre += x);
            }
        }
        for (mut centre, &count) in centres.axis_iter_mut(Axis(0)).zip(&counts) {
            centre /= count.max(1) as f64;
        }
    }
}

/// The index drawn with probability proportional to a weight; the last where all are zero.
fn drawn(weights: &[f64], uniform: f64) -> usize {
    let mut left = uniform * weights.iter().sum::<f64>();
    for (at, weight) in weights.iter().enumerate() {
        if left < *weight {
            return at;
        }
        left -= weight;
    }
    weights.len() - 1
}
