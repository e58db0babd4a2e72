//! A graph of neighbours: each row is joined to its k nearest (the relation made symmetric by "or"), with weight 1 or the
//! heat kernel exp(-|x - y|^2 / (2 sigma^2)) (Belkin and Niyogi, Neural Computation 15:1373, 2003). Ties go to the
//! lower row. Kept by rows, in order of the neighbour.

use super::ManifoldFault;
use crate::numeric::blas;
use crate::numeric::blocks::{Chunks, for_blocks};
use ndarray::{Array1, ArrayView2, ArrayViewMut1, Axis, Zip, s};
use std::collections::BTreeMap;

/// Rows whose distances are computed at a time.
const ROWS: usize = 64;
/// Distances that are compared with the farthest kept at once.
const TOGETHER: usize = 16;

/// An undirected weighted graph.
#[derive(Clone, Debug, PartialEq)]
pub struct Graph {
    /// Where the edges of each row start; one more than there are rows.
    offsets: Vec<usize>,
    neighbours: Vec<usize>,
    weights: Vec<f64>,
}

/// How far neighbours are from each other, against which a width is judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    /// The median distance of a row to its k-th neighbour.
    pub median: f64,
}

impl Graph {
    /// From edges (row, row, weight); each is entered both ways, a loop is left out, of two the last counts.
    pub fn of_edges(rows: usize, edges: impl IntoIterator<Item = (usize, usize, f64)>) -> Self {
        let mut lists: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); rows];
        for (a, b, weight) in edges {
            if a != b && a < rows && b < rows {
                lists[a].insert(b, weight);
                lists[b].insert(a, weight);
            }
        }
        let mut graph = Graph { offsets: vec![0], neighbours: Vec::new(), weights: Vec::new() };
        for list in lists {
            graph.neighbours.extend(list.keys());
            graph.weights.extend(list.values());
            graph.offsets.push(graph.neighbours.len());
        }
        graph
    }

    /// The graph of the `k` nearest neighbours of each row of x (rows, columns); with `sigma`, heat-kernel weights.
    ///
    /// # Errors
    /// [`ManifoldFault`] where there are not more than k rows, or a value is not finite.
    pub fn neighbours(
        x: ArrayView2<f64>,
        k: usize,
        sigma: Option<f64>,
    ) -> Result<(Self, Reach), ManifoldFault> {
        let rows = x.nrows();
        if k == 0 || k >= rows {
            return Err(ManifoldFault::TooMany { what: "neighbours", asked: k, rows });
        }
        if let Some(row) = x.rows().into_iter().position(|row| row.iter().any(|value| !value.is_finite())) {
            return Err(ManifoldFault::NotFinite { row });
        }
        let nearest = nearest(x, k);
        let weight = |square: f64| sigma.map_or(1.0, |sigma| (-square / (2.0 * sigma * sigma)).exp());
        let of_row = |(row, list): (usize, &[(f64, usize)])| {
            list.iter().map(move |&(square, other)| (row, other, weight(square))).collect::<Vec<_>>()
        };
        let graph = Graph::of_edges(rows, nearest.chunks(k).enumerate().flat_map(of_row));
        let mut farthest: Vec<f64> = nearest.chunks(k).map(|list| list[k - 1].0.sqrt()).collect();
        farthest.sort_unstable_by(f64::total_cmp);
        Ok((graph, Reach { median: farthest[rows / 2] }))
    }

    pub fn rows(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Edges, each counted once.
    pub fn edges(&self) -> usize {
        self.neighbours.len() / 2
    }

    /// The neighbours of a row with their weights.
    pub fn of(&self, row: usize) -> impl Iterator<Item = (usize, f64)> {
        let range = self.offsets[row]..self.offsets[row + 1];
        self.neighbours[range.clone()].iter().copied().zip(self.weights[range].iter().copied())
    }

    /// Sums of weights, (rows).
    pub fn degrees(&self) -> Array1<f64> {
        (0..self.rows()).map(|row| self.of(row).map(|(_, weight)| weight).sum()).collect()
    }

    /// The connected part of each row, numbered by first rows, and how many there are. An edge of weight 0 joins nothing.
    pub fn components(&self) -> (Vec<usize>, usize) {
        const NONE: usize = usize::MAX;
        let mut component = vec![NONE; self.rows()];
        let mut count = 0;
        for start in 0..self.rows() {
            if component[start] != NONE {
                continue;
            }
            let mut open = vec![start];
            component[start] = count;
            while let Some(row) = open.pop() {
                for (other, weight) in self.of(row) {
                    if weight > 0.0 && component[other] == NONE {
                        component[other] = count;
                        open.push(other);
                    }
                }
            }
            count += 1;
        }
        (component, count)
    }
}

/// The k nearest of each row, (squared distance, row), nearest first.
fn nearest(x: ArrayView2<f64>, k: usize) -> Vec<(f64, usize)> {
    blas::single_threaded();
    let rows = x.nrows();
    let squares: Array1<f64> = x.rows().into_iter().map(|row| row.dot(&row)).collect();
    let mut found = vec![(0.0, 0); rows * k];
    let tasks = (Chunks(&mut found[..], ROWS * k), 0..rows.div_ceil(ROWS));
    for_blocks(tasks, 1, &|(Chunks(found, _), task)| {
        let start = task.start * ROWS;
        let block = x.slice(s![start..rows.min(start + ROWS), ..]);
        let products = block.dot(&x.t());
        let mut distances = vec![0.0; rows];
        for (at, (products, found)) in products.axis_iter(Axis(0)).zip(found.chunks_mut(k)).enumerate() {
            let row = start + at;
            let own = squares[row];
            Zip::from(ArrayViewMut1::from(&mut distances[..]))
                .and(&squares)
                .and(products)
                .for_each(|to, &square, &product| *to = (own + square - 2.0 * product).max(0.0));
            keep_nearest(&distances, row, found);
        }
    });
    found
}

/// Fills `found` with the nearest others of a row: most are farther than the last of those found, which some comparisons
/// at a time tell of many of them.
fn keep_nearest(distances: &[f64], row: usize, found: &mut [(f64, usize)]) {
    found.fill((f64::INFINITY, usize::MAX));
    let Some(last) = found.len().checked_sub(1) else { return };
    for (chunk, distances) in distances.chunks(TOGETHER).enumerate() {
        let (farthest, row_of_it) = found[last];
        let none = distances.iter().fold(true, |none, &distance| none & (distance >= farthest));
        if none && row_of_it != usize::MAX {
            continue;
        }
        for (at, &distance) in distances.iter().enumerate() {
            let other = chunk * TOGETHER + at;
            if other != row && (distance < found[last].0 || found[last].1 == usize::MAX) {
                let place = found.partition_point(|known| known.0 <= distance);
                found.copy_within(place..last, place + 1);
                found[place] = (distance, other);
            }
        }
    }
}
