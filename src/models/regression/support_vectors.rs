//! Support vector machines: |w|^2 / 2 + cost sum loss, solved in their dual one row at a time.
//!
//! Classification: loss max(0, 1 - y x.w) for y = -1, 1. Dual: a in [0, cost] for each row, w = sum a y x
//! (Hsieh et al. 2008, ICML). Regression: loss max(0, |y - x.w| - epsilon) (Vapnik 1995). Dual: b in [-cost, cost],
//! w = sum b x (Ho and Lin 2012, JMLR 13:3323). An intercept is a column of ones: it is penalized with the weights.
//! It ends when the objective is 1e-4 of itself above that of the dual.

use super::lasso::soft;
use super::{Coefficients, RegressionFault, check};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, concatenate, s};

/// What a row costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Margin {
    /// y is -1 or 1.
    Classes,
    /// Errors up to epsilon cost nothing.
    Values { epsilon: f64 },
}

impl Margin {
    /// Refuses a cost of 0, and labels other than -1 and 1.
    pub(super) fn check(self, y: ArrayView1<f64>, cost: f64) -> Result<(), RegressionFault> {
        if cost == 0.0 {
            return Err(RegressionFault::Penalty(cost));
        }
        match y.iter().position(|y| self == Margin::Classes && y.abs() != 1.0) {
            Some(row) => Err(RegressionFault::Label { row, value: y[row] }),
            None => Ok(()),
        }
    }
}

/// The gap that ends it, as a share of the objective.
const GAP: f64 = 1e-4;
/// Multiplications that a descent may take, and the bounds of its sweeps.
const WORK: usize = 20_000_000_000;
const LEAST_SWEEPS: usize = 5000;
const MOST_SWEEPS: usize = 200_000;

/// Fits x (rows, columns) to y (rows) for a cost above 0.
///
/// # Errors
/// [`RegressionFault`] for a cost that is not positive, unusable data or labels, and too many sweeps.
pub fn support_vectors(
    x: ArrayView2<f64>,
    y: ArrayView1<f64>,
    margin: Margin,
    cost: f64,
    intercept: bool,
) -> Result<Coefficients, RegressionFault> {
    check(x, y, cost)?;
    margin.check(y, cost)?;
    if !intercept {
        return Ok(Coefficients { weights: descend(x, y, margin, cost)?, intercept: 0.0 });
    }
    let ones = Array2::ones((x.nrows(), 1));
    let all = concatenate![Axis(1), x, ones];
    let weights = descend(all.view(), y, margin, cost)?;
    let last = weights.len() - 1;
    Ok(Coefficients { weights: weights.slice(s![..last]).to_owned(), intercept: weights[last] })
}

/// The inner products that a dual needs: of rows with each other, and of a row with the weights Σ b x.
pub(super) trait Geometry {
    fn rows(&self) -> usize;
    /// x_i . x_i
    fn square(&self, row: usize) -> f64;
    /// x_i . w
    fn score(&self, row: usize) -> f64;
    /// w becomes w + step x_i.
    fn add(&mut self, row: usize, step: f64);
    /// |w|^2 for these dual variables (rows).
    fn norm(&self, dual: &Array1<f64>) -> f64;
    /// What a sweep over all rows costs, in multiplications.
    fn sweep(&self) -> usize;
}

/// Rows in their own space.
struct Linear<'a> {
    x: ArrayView2<'a, f64>,
    weights: Array1<f64>,
    squares: Array1<f64>,
}

impl Geometry for Linear<'_> {
    fn rows(&self) -> usize {
        self.x.nrows()
    }
    fn square(&self, row: usize) -> f64 {
        self.squares[row]
    }
    fn score(&self, row: usize) -> f64 {
        self.x.row(row).dot(&self.weights)
    }
    fn add(&mut self, row: usize, step: f64) {
        self.weights.scaled_add(step, &self.x.row(row));
    }
    fn norm(&self, _dual: &Array1<f64>) -> f64 {
        self.weights.dot(&self.weights)
    }
    fn sweep(&self) -> usize {
        self.x.len()
    }
}

fn descend(
    x: ArrayView2<f64>,
    y: ArrayView1<f64>,
    margin: Margin,
    cost: f64,
) -> Result<Array1<f64>, RegressionFault> {
    let squares: Array1<f64> = x.rows().into_iter().map(|row| row.dot(&row)).collect();
    if let Some(largest) = squares.iter().find(|square| !square.is_finite()) {
        return Err(RegressionFault::Scale { largest: largest.sqrt() });
    }
    let mut rows = Linear { x, weights: Array1::zeros(x.ncols()), squares };
    solve_dual(&mut rows, y, margin, cost)?;
    Ok(rows.weights)
}

/// The dual variables b (rows). Rows in order: sweeps forward and back in turn, without random numbers.
pub(super) fn solve_dual(
    rows: &mut impl Geometry,
    y: ArrayView1<f64>,
    margin: Margin,
    cost: f64,
) -> Result<Array1<f64>, RegressionFault> {
    let n = rows.rows();
    let mut dual = Array1::<f64>::zeros(n);
    let mut gap = f64::INFINITY;
    // Rows that are alike make the descent slow; where sweeps cost next to nothing, there may be many.
    let most = (WORK / rows.sweep().max(1)).clamp(LEAST_SWEEPS, MOST_SWEEPS);
    for sweep in 0..most {
        for at in 0..n {
            let row = if sweep % 2 == 0 { at } else { n - 1 - at };
            let square = rows.square(row);
            if square > 0.0 {
                let new = minimum(margin, y[row], rows.score(row), dual[row], square, cost);
                rows.add(row, new - dual[row]);
                dual[row] = new;
            }
        }
        let (primal, of_dual) = objectives(rows, y, margin, cost, &dual);
        gap = primal - of_dual;
        if gap <= GAP * primal {
            return Ok(dual);
        }
    }
    Err(RegressionFault::NotConverged { iterations: most, decrement: gap })
}

/// The best b of one row, w = sum b x in either case: of classes b = a y.
fn minimum(margin: Margin, y: f64, score: f64, b: f64, square: f64, cost: f64) -> f64 {
    let free = b - (score - y) / square;
    match margin {
        Margin::Classes => y * (y * free).clamp(0.0, cost),
        Margin::Values { epsilon } => soft(free, epsilon / square).clamp(-cost, cost),
    }
}

/// Both objectives; rows without a feature lie at the bound that is best for the dual.
fn objectives(
    rows: &impl Geometry,
    y: ArrayView1<f64>,
    margin: Margin,
    cost: f64,
    dual: &Array1<f64>,
) -> (f64, f64) {
    let half = 0.5 * rows.norm(dual);
    let mut sums = (half, -half);
    for (row, (&y, &b)) in y.iter().zip(dual).enumerate() {
        let (score, empty) = (rows.score(row), rows.square(row) == 0.0);
        match margin {
            Margin::Classes => {
                sums.0 += cost * (1.0 - y * score).max(0.0);
                sums.1 += if empty { cost } else { y * b };
            }
            Margin::Values { epsilon } => {
                sums.0 += cost * ((y - score).abs() - epsilon).max(0.0);
                sums.1 += if empty { cost * (y.abs() - epsilon).max(0.0) } else { y * b - epsilon * b.abs() };
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    /// Two rows at -1 and 1: the margin is 1 and w = 1 for a cost above 1/2, w = 2 cost below.
    #[test]
    fn two_rows_have_their_margin() {
        let (x, y) = (array![[-1.0], [1.0]], array![-1.0, 1.0]);
        for (cost, exact) in [(10.0, 1.0), (0.25, 0.5)] {
            let fit = support_vectors(x.view(), y.view(), Margin::Classes, cost, false).unwrap();
            assert!((fit.weights[0] - exact).abs() < 1e-6, "{cost}: {fit:?}");
        }
    }

    /// C40: one row x = 2 of value 3: with enough cost the error is exactly epsilon, w = (3 - epsilon) / 2; with little
    /// w = cost x.
    #[test]
    fn the_tube_of_one_row() {
        for (cost, epsilon, exact) in [(10.0, 0.5, 1.25), (0.1, 0.5, 0.2), (10.0, 4.0, 0.0)] {
            let margin = Margin::Values { epsilon };
            let fit = support_vectors(array![[2.0]].view(), array![3.0].view(), margin, cost, false).unwrap();
            assert!((fit.weights[0] - exact).abs() < 1e-6, "{cost}, {epsilon}: {fit:?}");
        }
    }

    /// A line within its tube: no error above epsilon, and the intercept stands.
    #[test]
    fn a_line_is_found_within_its_tube() {
        let x = Array2::from_shape_fn((11, 1), |(i, _)| i as f64 * 0.1);
        let y = x.column(0).mapv(|x| 2.0 * x - 0.5);
        let margin = Margin::Values { epsilon: 0.05 };
        let fit = support_vectors(x.view(), y.view(), margin, 100.0, true).unwrap();
        let worst = (fit.scores(x.view()) - &y).iter().fold(0.0f64, |worst, e| worst.max(e.abs()));
        assert!(worst < 0.05 + 1e-3, "{worst}");
    }

    #[test]
    fn edges_have_an_answer_or_a_fault() {
        let zeros = Array2::zeros((2, 2));
        for margin in [Margin::Classes, Margin::Values { epsilon: 0.1 }] {
            let fit = support_vectors(zeros.view(), array![1.0, -1.0].view(), margin, 1.0, false).unwrap();
            assert_eq!(fit.weights.to_vec(), [0.0, 0.0]);
            assert!(support_vectors(zeros.view(), array![1.0].view(), margin, 1.0, false).is_err());
            assert!(support_vectors(zeros.view(), array![1.0, -1.0].view(), margin, 0.0, false).is_err());
            let huge = array![[1e300], [1.0]];
            assert!(support_vectors(huge.view(), array![1.0, -1.0].view(), margin, 1.0, true).is_err());
        }
        let fault = support_vectors(zeros.view(), array![1.0, 0.0].view(), Margin::Classes, 1.0, false);
        assert_eq!(fault, Err(RegressionFault::Label { row: 1, value: 0.0 }));
    }
}
