//! The kernels, each with its discretization and its solution.

use super::System;
use ndarray::{Array1, Array2};
use std::f64::consts::PI;

/// The points (i + 1/2) h.
fn midpoints(n: usize, h: f64) -> Array1<f64> {
    Array1::from_iter((0..n).map(|i| (i as f64 + 0.5) * h))
}

/// A of a kernel at midpoints, with the weight h of the quadrature.
fn quadrature(s: &Array1<f64>, t: &Array1<f64>, h: f64, kernel: impl Fn(f64, f64) -> f64) -> Array2<f64> {
    Array2::from_shape_fn((s.len(), t.len()), |(i, j)| h * kernel(s[i], t[j]))
}

/// b as the product, where no integral is known.
fn system(matrix: Array2<f64>, solution: Array1<f64>) -> System {
    System { exact: matrix.dot(&solution), matrix, solution }
}

/// Light through a slit (Shaw 1972): K = ((cos s + cos t) sin(u) / u)^2 with u = pi (sin s + sin t), on -pi/2..pi/2.
pub fn shaw(n: usize) -> System {
    let h = PI / n as f64;
    let t = midpoints(n, h) - 0.5 * PI;
    let kernel = |s: f64, t: f64| {
        let u = PI * (s.sin() + t.sin());
        let slit = if u == 0.0 { 1.0 } else { u.sin() / u };
        ((s.cos() + t.cos()) * slit).powi(2)
    };
    let matrix = quadrature(&t, &t, h, kernel);
    system(matrix, t.mapv(|t| 2.0 * (-6.0 * (t - 0.8).powi(2)).exp() + (-2.0 * (t + 0.5).powi(2)).exp()))
}

/// Phillips 1962: K(s, t) = phi(s - t), f = phi with phi(x) = 1 + cos(pi x / 3) for |x| < 3, on -6..6.
pub fn phillips(n: usize) -> System {
    let (h, quarter) = (12.0 / n as f64, n / 4);
    let cosine = |k: f64| (k * 4.0 * PI / n as f64).cos();
    let scale = 9.0 / (h * PI * PI);
    let entry = |lag: usize| {
        let k = lag as f64;
        match lag {
            _ if lag < quarter => h + scale * (2.0 * cosine(k) - cosine(k - 1.0) - cosine(k + 1.0)),
            _ if lag == quarter => 0.5 * h + scale * (cosine(1.0) - 1.0),
            _ => 0.0,
        }
    };
    let matrix = Array2::from_shape_fn((n, n), |(i, j)| entry(i.abs_diff(j)));
    let third = PI / 3.0;
    let bump = |k: usize| {
        let (low, high) = (k as f64 * h, (k + 1) as f64 * h);
        (h + ((third * high).sin() - (third * low).sin()) / third) / h.sqrt()
    };
    let mut solution = Array1::zeros(n);
    for k in 0..quarter {
        solution[n / 2 + k] = bump(k);
        solution[n / 2 - 1 - k] = bump(k);
    }
    system(matrix, solution)
}

/// The inverse heat equation: a Volterra equation of the first kind with
/// K(s, t) = k(s - t), k(x) = x^(-3/2) exp(-1 / (4 x)) / (2 sqrt pi), on 0..1.
pub fn heat(n: usize) -> System {
    let h = 1.0 / n as f64;
    let t = midpoints(n, h);
    let kernel = t.mapv(|t| h / (2.0 * PI.sqrt()) * t.powf(-1.5) * (-0.25 / t).exp());
    let matrix = Array2::from_shape_fn((n, n), |(i, j)| i.checked_sub(j).map_or(0.0, |lag| kernel[lag]));
    let pulse = |i: usize| {
        let t = 20.0 * (i + 1) as f64 / n as f64;
        match t {
            _ if i >= n / 2 => 0.0,
            _ if t < 2.0 => 0.75 * t * t / 4.0,
            _ if t < 3.0 => 0.75 + (t - 2.0) * (3.0 - t),
            _ => 0.75 * (-2.0 * (t - 3.0)).exp(),
        }
    };
    system(matrix, Array1::from_iter((0..n).map(pulse)))
}

/// The second derivative: Green's function K = s (t - 1) for s < t, t (s - 1) otherwise, f = t, on 0..1.
pub fn deriv2(n: usize) -> System {
    let h = 1.0 / n as f64;
    let place = |i: usize| (i + 1) as f64;
    let matrix = Array2::from_shape_fn((n, n), |(i, j)| {
        let (high, low) = (place(i.max(j)), place(i.min(j)));
        match i == j {
            true => h * h * ((high * high - high + 0.25) * h - (high - 2.0 / 3.0)),
            false => h * h * (low - 0.5) * ((high - 0.5) * h - 1.0),
        }
    });
    let solution = Array1::from_iter((0..n).map(|i| h.powf(1.5) * (place(i) - 0.5)));
    let exact = (0..n).map(|i| {
        let k = place(i);
        h.powf(1.5) * (k - 0.5) * ((k * k + (k - 1.0).powi(2)) * h * h / 2.0 - 1.0) / 6.0
    });
    System { matrix, exact: exact.collect(), solution }
}

/// Fox and Goodwin 1953: K = sqrt(s^2 + t^2), f = t, g = ((1 + s^2)^(3/2) - s^3) / 3, on 0..1. Severely ill-posed.
pub fn foxgood(n: usize) -> System {
    let h = 1.0 / n as f64;
    let t = midpoints(n, h);
    let exact = t.mapv(|s| ((1.0 + s * s).powf(1.5) - s.powi(3)) / 3.0);
    System { matrix: quadrature(&t, &t, h, f64::hypot), exact, solution: t }
}

/// Gravity at a depth of d = 1/4: K = d (d^2 + (s - t)^2)^(-3/2), f = sin(pi t) + sin(2 pi t) / 2, on 0..1.
pub fn gravity(n: usize) -> System {
    const DEPTH: f64 = 0.25;
    let h = 1.0 / n as f64;
    let t = midpoints(n, h);
    let matrix = quadrature(&t, &t, h, |s, t| DEPTH * (DEPTH * DEPTH + (s - t).powi(2)).powf(-1.5));
    let solution = t.mapv(|t| (PI * t).sin() + 0.5 * (2.0 * PI * t).sin());
    system(matrix, solution)
}

/// Baart 1982: K = exp(s cos t) with s on 0..pi/2 and t on 0..pi, f = sin t, g = 2 sinh(s) / s.
pub fn baart(n: usize) -> System {
    let s = midpoints(n, 0.5 * PI / n as f64);
    let h = PI / n as f64;
    let t = midpoints(n, h);
    let exact = s.mapv(|s| 2.0 * s.sinh() / s);
    System { matrix: quadrature(&s, &t, h, |s, t| (s * t.cos()).exp()), exact, solution: t.mapv(f64::sin) }
}
