//! A graph of neighbours: each row is joined to its k nearest (the relation made symmetric by "or"), with weight 1 or the
//! heat kernel exp(-|x - y|^2 / (2 sigma^2)) (Belkin and Niyogi, Neural Computation 15:1373, 2003). Ties go to the
//! lower row. Kept by rows, in order of the neighbour.

use super::ManifoldFault;
use crate::numeric::blas;
use crate::numeric::blocks::{Chunks, for_blocks};
use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, ArrayView2, s};
use pulp::{Arch, Simd, WithSimd};

/// Rows whose distances are computed at a time.
const ROWS: usize = 64;
/// Rows of a group, of which only the nearest is looked at first.
const GROUP: usize = 16;

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
        let edges: Vec<_> = edges.into_iter().filter(|&(a, b, _)| a != b && a < rows && b < rows).collect();
        let mut starts = vec![0; rows + 1];
        edges.iter().flat_map(|&(a, b, _)| [a, b]).for_each(|row| starts[row + 1] += 1);
        (0..rows).for_each(|row| starts[row + 1] += starts[row]);
        let (mut entries, mut next) = (vec![(0, 0.0); 2 * edges.len()], starts.clone());
        for (a, b, weight) in edges {
            for (row, other) in [(a, b), (b, a)] {
                entries[next[row]] = (other, weight);
                next[row] += 1;
            }
        }
        let mut graph = Graph { offsets: vec![0], neighbours: Vec::new(), weights: Vec::new() };
        for ends in starts.windows(2) {
            let list = &mut entries[ends[0]..ends[1]];
            // Stable: of one neighbour, what was entered last comes last.
            list.sort_by_key(|&(other, _)| other);
            for same in list.chunk_by(|one, other| one.0 == other.0) {
                let (other, weight) = same[same.len() - 1];
                graph.neighbours.push(other);
                graph.weights.push(weight);
            }
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
    let squares: Vec<f64> = x.rows().into_iter().map(|row| row.dot(&row)).collect();
    let mut found = vec![(0.0, 0); rows * k];
    let tasks = (Chunks(&mut found[..], ROWS * k), 0..rows.div_ceil(ROWS));
    for_blocks(tasks, 1, &|(Chunks(found, _), task)| {
        let start = task.start * ROWS;
        let block = x.slice(s![start..rows.min(start + ROWS), ..]);
        let mut products = Array2::zeros((block.nrows(), rows));
        general_mat_mul(1.0, &block, &x.t(), 0.0, &mut products);
        let mut near = Near::new(rows);
        for (at, (products, found)) in products.rows().into_iter().zip(found.chunks_mut(k)).enumerate() {
            near.measure(start + at, &squares, products.as_slice().unwrap_or_default());
            near.keep(start + at, found);
        }
    });
    found
}

/// How far all rows are from one of them. The rows are parted into groups, every so many-th row a group.
struct Near {
    distances: Vec<f64>,
    /// The shortest distance of each group.
    shortest: Vec<f64>,
    sorted: Vec<f64>,
    candidates: Vec<(f64, usize)>,
}

impl Near {
    fn new(rows: usize) -> Self {
        let groups = vec![0.0; rows.div_ceil(GROUP)];
        Near { distances: vec![0.0; rows], shortest: groups.clone(), sorted: groups, candidates: Vec::new() }
    }

    /// The squared distances |x|^2 + |y|^2 - 2 xy of a row; to itself it is taken to be infinitely far.
    fn measure(&mut self, row: usize, squares: &[f64], products: &[f64]) {
        let Near { distances, shortest, .. } = self;
        Arch::new().dispatch(Measured { own: squares[row], squares, products, to: distances });
        distances[row] = f64::INFINITY;
        Arch::new().dispatch(Shortest { of: distances, to: shortest });
    }

    /// The nearest others of a row, in order; of those just as far the lower is first. None is farther than the k-th of the
    /// shortest distances of groups, which leaves few candidates.
    fn keep(&mut self, row: usize, found: &mut [(f64, usize)]) {
        let Near { distances, shortest, sorted, candidates } = self;
        sorted.copy_from_slice(shortest);
        let bound = match found.len() <= sorted.len() {
            true => *sorted.select_nth_unstable_by(found.len() - 1, f64::total_cmp).1,
            false => f64::INFINITY,
        };
        candidates.clear();
        for group in (0..shortest.len()).filter(|&group| shortest[group] <= bound) {
            let others = (group..distances.len()).step_by(shortest.len()).filter(|&other| other != row);
            candidates.extend(others.map(|other| (distances[other], other)).filter(|other| other.0 <= bound));
        }
        candidates.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        found.copy_from_slice(&candidates[..found.len()]);
    }
}

struct Measured<'a> {
    own: f64,
    squares: &'a [f64],
    products: &'a [f64],
    to: &'a mut [f64],
}

impl WithSimd for Measured<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        for ((to, square), product) in self.to.iter_mut().zip(self.squares).zip(self.products) {
            let distance = self.own + square - 2.0 * product;
            *to = if distance > 0.0 { distance } else { 0.0 };
        }
    }
}

struct Shortest<'a> {
    of: &'a [f64],
    to: &'a mut [f64],
}

impl WithSimd for Shortest<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        self.to.fill(f64::INFINITY);
        for of in self.of.chunks(self.to.len()) {
            for (least, distance) in self.to.iter_mut().zip(of) {
                *least = if *distance < *least { *distance } else { *least };
            }
        }
    }
}
