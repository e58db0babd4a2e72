//! The passes over one layer against sums in double precision, for shapes that fill no tile, no strip and no block.

use super::ascent::Layer;
use super::backward::Step;
use super::order::Panels;
use super::update::{Descent, Memory};
use super::{Activation, Method, Precision, Products};
use crate::numeric::random::Seed;
use ndarray::{Array1, Array2, Axis};

/// Batch, inputs, outputs.
const SHAPES: [(usize, usize, usize); 8] = [
    (1, 1, 1),
    (3, 17, 5),
    (6, 300, 40),
    (7, 300, 40),
    (13, 784, 100),
    (50, 205, 33),
    (64, 33, 500),
    (100, 500, 17),
];

/// Numbers between -1 and 1.
fn numbers(rows: usize, columns: usize, seed: u64) -> Array2<f32> {
    let mut numbers = Array2::zeros((rows, columns));
    Seed::root(seed).bulk().fill_uniform(numbers.as_slice_mut().unwrap());
    numbers.mapv_into(|u: f32| 2.0 * u - 1.0)
}

/// That every number is that of double precision: terms below 1 of random signs, each off by less than a `unit`, within eight standard
/// deviations.
fn close(found: &Array2<f32>, wanted: &Array2<f64>, depth: usize, precision: Precision) {
    let unit = if precision == Precision::Brain { 2f64.powi(-8) } else { 2f64.powi(-22) };
    let allowed = 8.0 * unit * (depth as f64).sqrt();
    let worst = found.iter().zip(wanted).map(|(f, w)| (f64::from(*f) - w).abs()).fold(0.0, f64::max);
    assert!(worst < allowed, "{worst} is more than {allowed} for {:?} along {depth}", wanted.dim());
}

/// Two thirds of the columns become zero, and in what is left three fifths of the rows: what a product leaves out.
fn darken(x: &mut Array2<f32>) {
    for ((row, column), value) in x.indexed_iter_mut() {
        if column / 20 % 3 != 0 || row % 5 < 3 {
            *value = 0.0;
        }
    }
}

#[test]
fn every_pass_agrees_with_double_precision() {
    for precision in [Precision::Single, Precision::Brain] {
        for (index, (rows, inputs, outputs)) in SHAPES.into_iter().enumerate() {
            let seed = 10 * index as u64;
            let (weights, mut x) = (numbers(inputs, outputs, seed), numbers(rows, inputs, seed + 1));
            if index % 2 == 1 {
                darken(&mut x);
            }
            let (bias, h) = (numbers(1, outputs, seed + 2), numbers(rows, outputs, seed + 3));
            let shape = Panels::new(inputs, outputs, precision);
            let packed = shape.pack(weights.view());
            let mut products = Products::new(precision, rows, &[shape]);
            let activation = Some(Activation::Linear);
            let bias = bias.as_slice().unwrap();
            let layer = Layer { shape, weights: &packed, bias, activation, mask: None };
            let double = |m: &Array2<f32>| m.mapv(f64::from);
            let wanted = double(&x).dot(&double(&weights)) + Array1::from(bias.to_vec()).mapv(f64::from);
            let mut out = Array2::zeros((rows, outputs));
            products.forward(&layer, x.view(), out.view_mut());
            close(&out, &wanted, inputs, precision);
            out.fill(f32::NAN);
            products.forward_by_blocks(&layer, x.view(), out.view_mut());
            close(&out, &wanted, inputs, precision);
            let mut down = Array2::from_elem((rows, inputs), f32::NAN);
            products.hand_down((shape, &packed), h.view(), down.view_mut());
            close(&down, &double(&h).dot(&double(&weights).t()), outputs, precision);
            let method = Method::Sgd { rate: 1.0, momentum: 0.0, nesterov: false };
            let mut memory = Memory::new(packed.clone(), method, false);
            let (rule, input) = (Descent::new(method, 1.0, 0.0, 1), x.view());
            products.backward((shape, &mut memory), h.view(), Step { rule: &rule, input }, None);
            let stepped = double(&weights) - double(&x).t().dot(&double(&h));
            close(&shape.unpack(&memory.value), &stepped, rows + 1, precision);
        }
    }
}

/// Buffers are made for the largest batch; a smaller one after it finds nothing of what it has left.
#[test]
fn a_smaller_batch_after_a_larger_one_is_computed_afresh() {
    for precision in [Precision::Single, Precision::Brain] {
        let (weights, x) = (numbers(300, 40, 1), numbers(50, 300, 2));
        let shape = Panels::new(300, 40, precision);
        let (packed, bias) = (shape.pack(weights.view()), vec![0.0; 40]);
        let layer = Layer { shape, weights: &packed, bias: &bias, activation: None, mask: None };
        let mut products = Products::new(precision, 50, &[shape]);
        let mut run = |rows: usize| {
            let mut out = Array2::zeros((rows, 40));
            let x = x.select(Axis(0), &(0..rows).collect::<Vec<_>>());
            products.forward_by_blocks(&layer, x.view(), out.view_mut());
            let mut down = Array2::zeros((rows, 300));
            products.hand_down((shape, &packed), out.view(), down.view_mut());
            (out, down)
        };
        let (all, fewer, few) = (run(50), run(9), run(4));
        for row in 0..9 {
            assert_eq!(all.0.row(row), fewer.0.row(row));
            assert_eq!(all.1.row(row), fewer.1.row(row));
        }
        // So few are handed down in sums of another order.
        let near = |a: &f32, b: &f32| (a - b).abs() < 1e-3;
        assert!((0..4).all(|row| all.1.row(row).iter().zip(few.1.row(row)).all(|(a, b)| near(a, b))));
    }
}

/// What is left out with the zeros of others, and what is not because of the others, are the same sums.
#[test]
fn a_row_or_column_among_zeros_has_the_bits_that_it_has_among_ones() {
    let run = |change: fn(&mut Array2<f32>)| {
        let (weights, mut x, h) = (numbers(300, 40, 1), numbers(24, 300, 2), numbers(24, 40, 3));
        darken(&mut x);
        change(&mut x);
        let shape = Panels::new(300, 40, Precision::Single);
        let (packed, bias) = (shape.pack(weights.view()), vec![0.0; 40]);
        let layer = Layer { shape, weights: &packed, bias: &bias, activation: None, mask: None };
        let mut products = Products::new(Precision::Single, 24, &[shape]);
        let mut out = Array2::zeros((24, 40));
        products.forward(&layer, x.view(), out.view_mut());
        let method = Method::Sgd { rate: 1.0, momentum: 0.0, nesterov: false };
        let mut memory = Memory::new(packed, method, false);
        let (rule, input) = (Descent::new(method, 1.0, 0.0, 1), x.view());
        products.backward((shape, &mut memory), h.view(), Step { rule: &rule, input }, None);
        (out, shape.unpack(&memory.value))
    };
    let among_zeros = run(|_| {});
    let among_ones = run(|x| {
        x.row_mut(5).fill(1.0);
        x.row_mut(23).fill(1.0);
    });
    for row in (0..24).filter(|row| ![5, 23].contains(row)) {
        assert_eq!(among_zeros.0.row(row), among_ones.0.row(row));
    }
    let among_ones = run(|x| x.columns_mut().into_iter().step_by(7).for_each(|mut column| column.fill(1.0)));
    for column in (0..300).filter(|column| column % 7 != 0) {
        assert_eq!(among_zeros.1.row(column), among_ones.1.row(column));
    }
}
