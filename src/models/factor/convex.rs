//! Semi- and convex NMF (Ding, Li and Jordan, IEEE PAMI 32:45, 2010), with samples as rows: X ~ G F' there is
//! X (rows, columns) ~ C B here, C = G.
//!
//! Semi-NMF: B is free, the least-squares basis (C'C)^-1 C'X, and with A = X B', M = B B'
//! C <- C sqrt((A+ + C M-) / (A- + C M+)) (their equation 10). Convex NMF: B = W'X, W (rows, k) not negative, so that
//! with Y = X X' the basis is made of samples: C <- C sqrt((Y+ W + C W'Y- W) / (Y- W + C W'Y+ W)), and
//! W <- W sqrt((Y+ C + Y- W C'C) / (Y- C + Y+ W C'C)) (equations 22 and 23).
//!
//! The rules hold for every split Y = Y+ - Y- with Y+, Y- not negative. Up to [`GRAM_ROWS`] rows Y is made and split by
//! sign. Above, it is never made: with X = P - N split by sign, Y+ = P P' + N N' and Y- = P N' + N P', which is slower to
//! converge for mixed signs and the same for values that are not negative.

use super::nmf::Watch;
use super::signs::{negative, positive, square, usable};
use super::start::indicators;
use super::{FactorFault, Factored, Patience};
use crate::models::Observer;
use crate::numeric::blas;
use crate::numeric::lapack::least_squares;
use ndarray::{Array2, ArrayView2, Axis, Zip};

/// Rows up to which products of all pairs are kept.
pub const GRAM_ROWS: usize = 2000;
/// Keeps divisions from being by zero.
const LEAST: f64 = 1e-300;

/// Factors x (rows, columns) from clusters of its rows, one a row and below `factors`.
///
/// # Errors
/// [`FactorFault`] for tables without numbers, more factors than rows or columns, and the end.
pub fn semi_nmf(
    x: ArrayView2<f64>,
    clusters: &[usize],
    factors: usize,
    patience: Patience,
    observer: &dyn Observer,
) -> Result<Factored, FactorFault> {
    usable(x, factors)?;
    blas::single_threaded();
    let mut c = indicators(clusters, factors);
    let (norm, mut history) = (square(x), Vec::new());
    let mut watch = Watch { patience, observer };
    loop {
        let b = fitted(x, &c)?;
        history.push((square((&x - &c.dot(&b)).view()) / norm).sqrt());
        if !watch.goes_on(history.len() - 1, &history)? {
            return Ok(Factored { coefficients: c, basis: b, history });
        }
        let (a, m) = (x.dot(&b.t()), b.dot(&b.t()));
        let up = positive(&a) + c.dot(&negative(&m));
        let down = negative(&a) + c.dot(&positive(&m));
        rescale(&mut c, &up, &down);
    }
}

/// The least-squares basis for these coefficients, (k, columns).
fn fitted(x: ArrayView2<f64>, c: &Array2<f64>) -> Result<Array2<f64>, FactorFault> {
    let gram = c.t().dot(c);
    let mut inverse = Array2::zeros(gram.dim());
    for (mut column, unit) in inverse.axis_iter_mut(Axis(1)).zip(Array2::<f64>::eye(gram.nrows()).rows()) {
        column.assign(&least_squares(gram.view(), unit)?.solution);
    }
    Ok(inverse.dot(&c.t().dot(&x)))
}

/// Factors x (rows, columns) with a basis of convex combinations of its rows, from clusters of them.
///
/// # Errors
/// As [`semi_nmf`].
pub fn convex_nmf(
    x: ArrayView2<f64>,
    clusters: &[usize],
    factors: usize,
    patience: Patience,
    observer: &dyn Observer,
) -> Result<Factored, FactorFault> {
    usable(x, factors)?;
    blas::single_threaded();
    let mut c = indicators(clusters, factors);
    let sizes = c.sum_axis(Axis(0)) - 0.2 * x.nrows() as f64;
    let mut w = &c / &sizes.mapv(|size| size.max(1.0));
    let pairs = Pairs::new(x);
    let (norm, mut history) = (square(x), Vec::new());
    let mut watch = Watch { patience, observer };
    loop {
        history.push((square((&x - &c.dot(&w.t().dot(&x))).view()) / norm).sqrt());
        if !watch.goes_on(history.len() - 1, &history)? {
            return Ok(normalized(x, c, w, history));
        }
        let (plus, minus) = pairs.times(&w);
        let up = &plus + &c.dot(&w.t().dot(&minus));
        let down = &minus + &c.dot(&w.t().dot(&plus));
        rescale(&mut c, &up, &down);
        let gram = c.t().dot(&c);
        let (of_c, of_w) = (pairs.times(&c), (plus, minus));
        let up = of_c.0 + of_w.1.dot(&gram);
        let down = of_c.1 + of_w.0.dot(&gram);
        rescale(&mut w, &up, &down);
    }
}

/// Weights that sum to 1 a factor: each row of the basis then is a convex combination of rows of x.
fn normalized(x: ArrayView2<f64>, mut c: Array2<f64>, mut w: Array2<f64>, history: Vec<f64>) -> Factored {
    let sums = w.sum_axis(Axis(0)).mapv(|sum| if sum > 0.0 { sum } else { 1.0 });
    w /= &sums;
    c *= &sums;
    Factored { coefficients: c, basis: w.t().dot(&x), history }
}

/// a <- a sqrt(up / down)
fn rescale(a: &mut Array2<f64>, up: &Array2<f64>, down: &Array2<f64>) {
    Zip::from(a).and(up).and(down).for_each(|a, &up, &down| *a *= (up / (down + LEAST)).sqrt());
}

/// Products of all pairs of rows, split into two tables that are not negative.
enum Pairs<'a> {
    /// Y+ and Y-.
    Made(Array2<f64>, Array2<f64>),
    /// P alone, where no value is below zero.
    Positive(ArrayView2<'a, f64>),
    /// P and N.
    Split(Array2<f64>, Array2<f64>),
}

impl<'a> Pairs<'a> {
    fn new(x: ArrayView2<'a, f64>) -> Self {
        if x.nrows() <= GRAM_ROWS {
            let y = x.dot(&x.t());
            return Pairs::Made(positive(&y), negative(&y));
        }
        if x.iter().all(|&value| value >= 0.0) {
            return Pairs::Positive(x);
        }
        let x = x.to_owned();
        Pairs::Split(positive(&x), negative(&x))
    }

    /// Y+ a and Y- a.
    fn times(&self, a: &Array2<f64>) -> (Array2<f64>, Array2<f64>) {
        match self {
            Pairs::Made(plus, minus) => (plus.dot(a), minus.dot(a)),
            Pairs::Positive(x) => (x.dot(&x.t().dot(a)), Array2::zeros(a.dim())),
            Pairs::Split(p, n) => {
                let (of_p, of_n) = (p.t().dot(a), n.t().dot(a));
                (p.dot(&of_p) + n.dot(&of_n), p.dot(&of_n) + n.dot(&of_p))
            }
        }
    }
}
