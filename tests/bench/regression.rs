//! Seconds of the regressions that scikit-learn does as well, on tables of the shape of spambase (4601 x 57, skewed, half of
//! the values 0): learning curves of ridge and of logistic regression, a path of 100 penalties by leave-one-out with its choice,
//! also of 2000 x 2000 numbers, and a singular value decomposition. One thread; the shortest of some rounds counts.
//!
//! `cargo bench --bench regression` prints a JSON line each. The peer's side: `Ridge(alpha=1e-6)` (its `cholesky` solver is the
//! fastest) and `LogisticRegression(solver="newton-cholesky")` on the same numbers of rows, `RidgeCV` with the same penalties,
//! `scipy.linalg.svd(lapack_driver="gesdd")`, under `OPENBLAS_NUM_THREADS=1`.

use ndarray::{Array1, Array2, Axis};
use pipette::models::regression::selection::{Criterion, Grid, Path, Rows};
use pipette::models::regression::{Family, Seminorm, Spectral, logistic, ridge};
use pipette::numeric::lapack;
use pipette::numeric::random::Seed;
use rand::seq::SliceRandom;
use rand_distr::{Distribution, StandardNormal};
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

/// `draws` random choices of each of 60 numbers of rows from 10 to all.
fn curve(draws: usize, fit: impl Fn(&Array2<f64>, &Array1<f64>), x: &Array2<f64>, y: &Array1<f64>) {
    let mut stream = Seed::root(5).stream();
    for size in 0..SIZES {
        let n = 10 + size * (ROWS - 10) / (SIZES - 1);
        for _ in 0..draws {
            let mut order: Vec<usize> = (0..ROWS).collect();
            order.shuffle(&mut stream);
            fit(&x.select(Axis(0), &order[..n]), &y.select(Axis(0), &order[..n]));
        }
    }
}

/// A hundred penalties by the identity of leaving one row out, and the best of them.
fn path(x: &Array2<f64>, y: &Array1<f64>) -> f64 {
    let spectral = Spectral::new(x.view(), Seminorm::Norm, true).expect("a table");
    let target = spectral.target(y.view()).expect("a target");
    let rows = Rows { x: x.view(), y: y.view(), seminorm: Seminorm::Norm, intercept: true };
    let grid = Grid { least: Some(1e-3), largest: Some(1e5), points: 100 };
    let path = Path::new(rows, &spectral, &target, Family::Tikhonov, grid);
    path.nearest(&Criterion::LeaveOneOut).expect("a choice")
}

fn main() {
    let (x, y) = table();
    say(
        "ridge, 60 sizes x 100 draws",
        least(3, || {
            curve(
                100,
                |x, y| {
                    black_box(ridge(x.view(), y.view(), 1e-6, true).expect("a fit"));
                },
                &x,
                &y,
            )
        }),
    );
    let (mean, spread) = (x.mean_axis(Axis(0)).expect("rows"), x.std_axis(Axis(0), 0.0));
    let (scaled, labels) = ((&x - &mean) / spread, y.mapv(|y| f64::midpoint(y, 1.0)));
    say(
        "logistic, 60 sizes x 10 draws",
        least(3, || {
            curve(
                10,
                |x, y| {
                    black_box(logistic(x.view(), y.view(), 1.0, true).expect("a fit"));
                },
                &scaled,
                &labels,
            )
        }),
    );
    say(
        "100 penalties by leave-one-out, 4601 x 57",
        least(5, || {
            black_box(path(&x, &y));
        }),
    );
    let (square, target) = (normal((2000, 2000), 6), normal((2000, 1), 7).remove_axis(Axis(1)));
    say(
        "100 penalties by leave-one-out, 2000 x 2000",
        least(2, || {
            black_box(path(&square, &target));
        }),
    );
    say(
        "svd, 2000 x 2000",
        least(2, || {
            black_box(lapack::svd(square.view()).expect("a matrix"));
        }),
    );
}
