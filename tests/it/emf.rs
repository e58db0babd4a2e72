//! The extended mean field step by step on handwritten digits, against numbers that an independent program has found with
//! the settings of the authors' own: 64 hidden units, batches of 100, three iterations, momentum 1/2 for weights alone.

use flate2::read::GzDecoder;
use ndarray::{Array1, Array2};
use pipette::models::boltzmann::emf::{Expanded, energies, gradient};
use pipette::models::boltzmann::{Ascent, ExactRbm, Moments, Slope, ascend};
use pipette::numeric::lapack::svd;
use std::io::Read;

const SECOND: Expanded = Expanded { order: 2, iterations: 3 };
const RATE: f64 = 0.005;

/// The test digits, 1 where a value is above 0.016 of 16; none where the data are not at hand.
fn digits() -> Option<Array2<f64>> {
    let folder = std::env::var_os("PIPETTE_DATA")?;
    let file = std::fs::File::open(std::path::Path::new(&folder).join("optdigits/optdigits.tes.gz")).ok()?;
    let mut text = String::new();
    GzDecoder::new(file).read_to_string(&mut text).ok()?;
    let rows: Vec<Vec<f64>> = text
        .lines()
        .map(|line| line.split(',').take(64).map(|x| if x.trim() == "0" { 0.0 } else { 1.0 }).collect())
        .collect();
    Array2::from_shape_vec((rows.len(), 64), rows.concat()).ok()
}

fn largest(matrix: &Array2<f64>) -> f64 {
    svd(matrix.view()).unwrap().singular_values[0]
}

fn length(vector: &Array1<f64>) -> f64 {
    vector.dot(vector).sqrt()
}

/// Ten digits of numbers between 1e-6 and 200.
fn close(found: f64, expected: f64) {
    assert!((found / expected - 1.0).abs() < 1e-10, "{found} is not {expected}");
}

#[test]
fn two_batches_as_an_independent_program_makes_them() {
    let Some(x) = digits() else {
        assert!(std::env::var_os("CI").is_none(), "CI needs PIPETTE_DATA");
        return eprintln!("skipped: optdigits are not at hand");
    };
    close(largest(&x), 211.4983270228649);
    let share = x.mean_axis(ndarray::Axis(0)).unwrap().mapv(|p| p.max(1e-8));
    let bias = share.mapv(|p| (p / (1.0 - p)).ln());
    close(length(&bias), 38.974551781);
    let mut machine = ExactRbm::binary(Array2::zeros((64, 64)), bias, Array1::zeros(64));
    let mut velocity = Moments {
        visible_hidden: Array2::zeros((64, 64)),
        visible: Array1::zeros(64),
        hidden: Array1::zeros(64),
    };
    let plan = Ascent {
        rate: RATE,
        momentum_final: 0.5,
        biases_have_momentum: false,
        ..Ascent::plain(Slope::Expansion(SECOND))
    };
    let reference = [
        (0.007628825568441182, 38.97452180357592, 152.57651136882203),
        (0.015478158879359825, 38.974504602139554, 178.06423558738115),
    ];
    for (batch, (weights, bias, step)) in reference.into_iter().enumerate() {
        let rows = x.slice(ndarray::s![100 * batch..100 * (batch + 1), ..]);
        let slope = gradient(&machine, rows, SECOND).unwrap();
        ascend(&mut machine, &mut velocity, &slope, &plan, 0);
        close(largest(&machine.weights), weights);
        close(length(&machine.visible_bias), bias);
        close(largest(&velocity.visible_hidden) * 100.0 / RATE, step);
        if batch == 0 {
            close(largest(&machine.weights.mapv(|w| w * w)), 1.8196753262900838e-6);
            let found = energies(&machine, rows, SECOND).unwrap();
            close(found.entropy.mean().unwrap(), 68.52758766764042);
            close(found.internal.mean().unwrap(), -48.5436547091488);
        }
    }
    close(length(&machine.hidden_bias), 1.0779652694386856e-6);
}
