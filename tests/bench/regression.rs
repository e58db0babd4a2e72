//! Seconds of the regressions that scikit-learn does as well, on tables of the shape of spambase (4601 x 57, skewed, half of
//! the values 0): learning curves of ridge and of logistic regression, a path of 100 penalties by leave-one-out with its choice,
//! also of 2000 x 2000 numbers, and a singular value decomposition. All on two threads; learning curves share the random
//! orders of the rows, a decomposition runs on one. The shortest of some rounds counts.
//!
//! `cargo bench --bench regression` prints a JSON line each, `-- paths` those of the paths alone. The peer's side: `Ridge(alpha=1e-6)` (its `cholesky` solver is the
//! fastest) and `LogisticRegression(solver="newton-cholesky")` on the same numbers of rows, on two threads (two processes, or
//! `n_jobs=2` of `learning_curve`); `RidgeCV` with the same penalties, `scipy.linalg.svd(lapack_driver="gesdd")`, all under
//! `OPENBLAS_NUM_THREADS=1`.

use ndarray::{Array1, Array2, Axis};
use pipette::models::Unwatched;
use pipette::models::regression::selection::{Criterion, Grid, Path, Rows};
use pipette::models::regression::{Family, Refit, Seminorm, Spectral};
use pipette::numeric::lapack;
use pipette::numeric::random::Seed;
use rand::seq::SliceRandom;
use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;
use std::hint::black_box;
use std::time::Instant;

const ROWS: usize = 4601;
const COLUMNS: usize = 57;
const SIZES: usize = 60;

fn normal(shape: (usize, usize), seed: u64) -> Array2<f64> {
    let mut stream = Seed::root(seed).stream();
    Array2::from_shape_simple_fn(shape, || StandardNormal.sample(&mut stream))
}

/// Skewed positive values, of which three in five are 0, and the sign of a linear function with noise.
fn table() -> (Array2<f64>, Array1<f64>) {
    let (size, seen) = (normal((ROWS, COLUMNS), 1), normal((ROWS, COLUMNS), 2));
    let x =
        Array2::from_shape_fn(
            (ROWS, COLUMNS),
            |at| if seen[at] < -0.25 { (0.8 * size[at]).exp() } else { 0.0 },
        );
    let weights = normal((COLUMNS, 1), 3).remove_axis(Axis(1));
    let y = (x.dot(&weights) + normal((ROWS, 1), 4).remove_axis(Axis(1))).mapv(f64::signum);
    (x, y)
}

/// The shortest of some rounds, in seconds.
fn least(rounds: usize, mut work: impl FnMut()) -> f64 {
    let mut round = |_| {
        let start = Instant::now();
        work();
        start.elapsed().as_secs_f64()
    };
    (0..rounds).map(&mut round).fold(f64::INFINITY, f64::min)
}

fn say(name: &str, seconds: f64) {
    println!(r#"{{"name": "{name}", "seconds": {seconds:.4}}}"#);
}

/// `draws` random orders of the rows, of each the first 10 to all in 60 steps.
fn curve(draws: u64, refit: Refit, x: &Array2<f64>, y: &Array1<f64>) {
    let sizes: Vec<usize> = (0..SIZES).map(|size| 10 + size * (ROWS - 10) / (SIZES - 1)).collect();
    let one = |draw: u64| {
        let mut order: Vec<usize> = (0..ROWS).collect();
        order.shuffle(&mut Seed::root(5).at(draw).stream());
        let (x, y) = (x.select(Axis(0), &order), y.select(Axis(0), &order));
        refit.along(x.view(), y.view(), &sizes, &Unwatched).expect("fits")
    };
    let threads = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("two threads");
    black_box(threads.install(|| (0..draws).into_par_iter().map(one).collect::<Vec<_>>()));
}

/// A hundred penalties by the identity of leaving one row out, and the best of them.
fn path(x: &Array2<f64>, y: &Array1<f64>) -> f64 {
    let grid = Grid { least: Some(1e-3), largest: Some(1e5), points: 100 };
    let spectral = Spectral::along(x.view(), Seminorm::Norm, true, grid.least).expect("a table");
    let target = spectral.target(y.view()).expect("a target");
    let rows = Rows { x: x.view(), y: y.view(), seminorm: Seminorm::Norm, intercept: true };
    let path = Path::new(rows, &spectral, &target, Family::Tikhonov, grid);
    path.nearest(&Criterion::LeaveOneOut).expect("a choice")
}

fn curves(x: &Array2<f64>, y: &Array1<f64>) {
    let ridge = Refit::Ridge { penalty: 1e-6, intercept: true };
    say("ridge, 60 sizes x 100 draws", least(3, || curve(100, ridge, x, y)));
    let (mean, spread) = (x.mean_axis(Axis(0)).expect("rows"), x.std_axis(Axis(0), 0.0));
    let (scaled, labels) = ((x - &mean) / spread, y.mapv(|y| f64::midpoint(y, 1.0)));
    let logistic = Refit::Logistic { penalty: 1.0, intercept: true };
    say("logistic, 60 sizes x 10 draws", least(3, || curve(10, logistic, &scaled, &labels)));
}

fn paths(x: &Array2<f64>, y: &Array1<f64>) {
    let seconds = least(15, || {
        black_box(path(x, y));
    });
    say("100 penalties by leave-one-out, 4601 x 57", seconds);
    let (square, target) = (normal((2000, 2000), 6), normal((2000, 1), 7).remove_axis(Axis(1)));
    let seconds = least(3, || {
        black_box(path(&square, &target));
    });
    say("100 penalties by leave-one-out, 2000 x 2000", seconds);
}

fn main() {
    let only_paths = std::env::args().any(|argument| argument == "paths");
    let (x, y) = table();
    paths(&x, &y);
    if only_paths {
        return;
    }
    curves(&x, &y);
    let square = normal((2000, 2000), 6);
    let seconds = least(2, || {
        black_box(lapack::svd(square.view()).expect("a matrix"));
    });
    say("svd, 2000 x 2000", seconds);
}
