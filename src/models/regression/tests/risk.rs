//! Risks over random designs against what is known exactly, and the bounds of the article.

use crate::models::regression::analysis::{Covariance, condition, estimation_risk};
use crate::models::regression::{Filter, Seminorm, Spectral};
use crate::numeric::random::Seed;
use ndarray::{Array1, Array2};
use rand_distr::{Distribution, StandardNormal};

fn design(rows: usize, columns: usize, seed: u64) -> Array2<f64> {
    let values = StandardNormal.sample_iter(Seed::root(seed).stream()).take(rows * columns);
    Array2::from_shape_vec((rows, columns), values.collect()).unwrap()
}

/// C10, C20: of Gaussian designs the variance of least squares is p / (n - p - 1) on average, or n / (p - n - 1), and the
/// squared bias (1 - n / p) |w|^2. 200 designs, 4 standard errors of their own spread.
#[test]
fn least_squares_has_its_exact_mean_risk() {
    let (p, draws) = (10, 200);
    let w = Array1::ones(p);
    for (n, variance, bias) in [(5, 5.0 / 4.0, 5.0), (30, 10.0 / 19.0, 0.0), (20, 10.0 / 9.0, 0.0)] {
        let risks: Vec<_> = (0..draws)
            .map(|draw| {
                let x = design(n, p, 1000 + draw);
                let spectral = Spectral::new(x.view(), Seminorm::Norm, false).unwrap();
                let (filter, noise) = (Filter::Tikhonov { penalty: 0.0 }, Covariance::White(1.0));
                estimation_risk(&spectral, x.view(), filter, w.view(), &noise).unwrap()
            })
            .collect();
        for (exact, values) in [
            (variance, risks.iter().map(|r| r.variance).collect::<Vec<_>>()),
            (bias, risks.iter().map(|r| r.bias).collect()),
        ] {
            let mean = values.iter().sum::<f64>() / draws as f64;
            let spread = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (draws - 1) as f64;
            let error = (spread / draws as f64).sqrt().max(1e-12);
            assert!((mean - exact).abs() < 4.0 * error, "n = {n}: {mean} +- {error} is not {exact}");
        }
    }
}

/// C4: relative errors of solution and data differ by at most the condition number.
#[test]
fn the_condition_number_bounds_the_error() {
    let x = design(8, 8, 3);
    let spectral = Spectral::new(x.view(), Seminorm::Norm, false).unwrap();
    let (condition, _) = condition(&spectral);
    let w = Array1::from_iter((0..8).map(f64::from));
    let y = x.dot(&w);
    for draw in 0..20 {
        let change = design(8, 1, 50 + draw).column(0).to_owned() * 1e-3;
        let target = spectral.target((&y + &change).view()).unwrap();
        let moved = spectral.weights(&target, Filter::Tikhonov { penalty: 0.0 }) - &w;
        let ratio = (moved.dot(&moved) / w.dot(&w)).sqrt() / (change.dot(&change) / y.dot(&y)).sqrt();
        assert!(ratio <= condition * (1.0 + 1e-9), "{ratio} above {condition}");
    }
}

/// The exact mean of the squared bias over w ~ N(0, 1): C46's average case, over one point drawn again and again.
#[test]
fn the_variance_of_a_path_falls_and_its_bias_grows() {
    let x = design(12, 8, 4);
    let spectral = Spectral::new(x.view(), Seminorm::Norm, false).unwrap();
    let w = Array1::ones(8);
    let risk = |penalty: f64| {
        let noise = Covariance::White(1.0);
        estimation_risk(&spectral, x.view(), Filter::Tikhonov { penalty }, w.view(), &noise).unwrap()
    };
    let path: Vec<_> = (-6..6).map(|power| risk(10f64.powi(power))).collect();
    assert!(path.windows(2).all(|pair| pair[0].bias <= pair[1].bias && pair[0].variance >= pair[1].variance));
}
