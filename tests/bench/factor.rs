//! Seconds per iteration of multiplicative non-negative factorization of 10,000 x 784 numbers with 50 factors in single
//! precision, and seconds of spectral clustering of 2,000 points.
//!
//! An iteration is the difference of a long and a short run, so that the start is not in it.

use ndarray::Array2;
use pipette::data::two_moons::TwoMoons;
use pipette::models::Unwatched;
use pipette::models::factor::{Nmf, Objective, Patience, Start, Update};
use pipette::models::manifold::{Graph, Normalization, embed, kmeans};
use pipette::numeric::random::Seed;
use std::time::Instant;

const ROWS: usize = 10_000;
const COLUMNS: usize = 784;
const LONG: usize = 60;
const SHORT: usize = 10;

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
    let (short, long) = (run(SHORT), run(LONG));
    let each = (long.0 - short.0) / (LONG - SHORT) as f64;
    println!("nmf: {:.2} ms an iteration, residual {:.5} after {LONG}", 1e3 * each, long.1);

    let moons = TwoMoons { rows: 2000, noise: 0.08, labels: None }.draw(&Seed::root(3)).expect("two moons");
    let points = moons.train.x.double();
    let start = Instant::now();
    let (graph, _) = Graph::neighbours(points.view(), 10, None).expect("2000 rows");
    let near = start.elapsed().as_secs_f64();
    let found = embed(&graph, 1, Normalization::RandomWalk, &Seed::root(4), &Unwatched).expect("a graph");
    let embedded = start.elapsed().as_secs_f64();
    kmeans(found.coordinates.view(), 2, 10, &Seed::root(5), &Unwatched).expect("2000 rows");
    let all = start.elapsed().as_secs_f64();
    let [near, eigen, means] = [near, embedded - near, all - embedded].map(|seconds| 1e3 * seconds);
    println!(
        "spectral clustering: {:.1} ms: graph {near:.1}, eigenvectors {eigen:.1}, means {means:.1}",
        1e3 * all
    );
}
