//! Seconds per iteration of multiplicative non-negative factorization of 10,000 x 784 numbers with 50 factors in single
//! precision, and seconds of spectral clustering of 2,000 points.
//!
//! An iteration is the difference of a long and a short run, so that the start is not in it.

use ndarray::{Array2, ArrayView2};
use pipette::data::two_moons::TwoMoons;
use pipette::models::Unwatched;
use pipette::models::factor::{Nmf, Objective, Patience, Start, Update};
use pipette::models::manifold::{Graph, Normalization, embed, kmeans};
use pipette::numeric::allocator::Allocator;
use pipette::numeric::random::Seed;
use std::time::Instant;

/// As in the program, which asks for larger pages than the system's own allocator.
#[global_allocator]
static ALLOCATOR: Allocator = Allocator;

const ROWS: usize = 10_000;
const COLUMNS: usize = 784;
const LONG: usize = 60;
const SHORT: usize = 10;
/// Runs of both lengths, of which the median counts.
const PAIRS: usize = 5;

fn main() {
    let mut x = Array2::<f32>::zeros((ROWS, COLUMNS));
    Seed::root(1).bulk().fill_uniform(x.as_slice_mut().expect("contiguous"));
    // Mostly dark, as images are.
    x.mapv_inplace(|u| (u - 0.8).max(0.0) * 5.0);
    let run = |iterations| {
        let patience = Patience { iterations, tolerance: 0.0 };
        let (objective, update) = (Objective::Frobenius, Update::Multiplicative);
        let nmf = Nmf { factors: 50, objective, update, start: Start::Random, patience };
        let start = Instant::now();
        let found = nmf.factor_single(x.view(), &Seed::root(2), &Unwatched).expect("a table");
        (start.elapsed().as_secs_f64(), found.history[iterations])
    };
    run(SHORT);
    let mut pairs: Vec<_> = (0..PAIRS).map(|_| (run(SHORT), run(LONG))).collect();
    pairs.sort_by(|a, b| (a.1.0 - a.0.0).total_cmp(&(b.1.0 - b.0.0)));
    let (short, long) = pairs[PAIRS / 2];
    let each = (long.0 - short.0) / (LONG - SHORT) as f64;
    println!("nmf: {:.2} ms an iteration, residual {:.5} after {LONG}", 1e3 * each, long.1);

    let moons = TwoMoons { rows: 2000, noise: 0.08, labels: None }.draw(&Seed::root(3)).expect("two moons");
    let points = moons.train.x.double();
    let mut rounds: Vec<[f64; 3]> = (0..2 * PAIRS - 1).map(|_| cluster(points.view())).collect();
    rounds.sort_by(|a, b| a.iter().sum::<f64>().total_cmp(&b.iter().sum()));
    let [near, eigen, means] = rounds[PAIRS - 1].map(|seconds| 1e3 * seconds);
    println!(
        "spectral clustering: {:.1} ms: graph {near:.1}, eigenvectors {eigen:.1}, means {means:.1}",
        near + eigen + means
    );
}

/// Seconds of the graph, its eigenvectors, and the means.
fn cluster(points: ArrayView2<f64>) -> [f64; 3] {
    let start = Instant::now();
    let (graph, _) = Graph::neighbours(points, 10, None).expect("2000 rows");
    let near = start.elapsed().as_secs_f64();
    let found = embed(&graph, 1, Normalization::RandomWalk, &Seed::root(4), &Unwatched).expect("a graph");
    let embedded = start.elapsed().as_secs_f64();
    kmeans(found.coordinates.view(), 2, 10, &Seed::root(5), &Unwatched).expect("2000 rows");
    [near, embedded - near, start.elapsed().as_secs_f64() - embedded]
}
