//! Fitting linear models in double precision on one thread: normal equations by Cholesky, the singular values
//! that stand in where those are ill-conditioned, Newton steps.
//!
//! Operations of a factorization of order k: Cholesky and the inverse k^3; a thin singular value decomposition
//! of (m, n) about 6 m n k + 20 k^3 with k = min(m, n) (Golub and Van Loan, Matrix Computations, 4th ed., 8.6).

use super::data::width;
use crate::data::Shape;
use crate::models::regression::Refit;
use crate::vocabulary::{Cost, Work};

/// Bytes of a number in double precision.
const DOUBLE: f64 = 8.0;
/// Loop elements that an exponential or logarithm of double precision stands for.
const EXPONENTIAL: f64 = 10.0;
/// Below this share of the largest eigenvalue a penalty leaves the condition to the data.
const CONDITION: f64 = 1e-5;
/// With so many rows a column, the columns of real tables are seldom that collinear.
const AMPLE: f64 = 20.0;
/// With so many columns a row, rows are seldom that collinear.
const SCARCE: f64 = 1.5;

/// Ridge regression of n rows on p columns.
///
/// Whether the normal equations are ill-conditioned is known after the fit alone. A penalty above 1e-5 of
/// the largest eigenvalue, (sqrt n + sqrt p)^2 for independent columns of variance 1, rules it out.
pub fn ridge(n: usize, p: usize, penalty: f64, intercept: bool) -> Cost {
    let (n, p) = (n as f64, p as f64);
    let small = n.min(p);
    let largest = (n.sqrt() + p.sqrt()).powi(2);
    let doubtful = penalty < CONDITION * largest && n < AMPLE * p && p < SCARCE * n;
    let spectral = if doubtful { 6.0 * n * p * small + 20.0 * small.powi(3) } else { 0.0 };
    let copies = f64::from(u8::from(intercept)) + f64::from(u8::from(doubtful)) * 2.0;
    let gram = small * small;
    Cost::alone(Work::DoubleFlop, 2.0 * n * p * small)
        + Cost::factorization(small, small.powi(3) + spectral)
        + Cost::alone(Work::Element, n * p + 6.0 * gram + copies * n * p)
        + Cost::alone(Work::Byte, 3.0 * DOUBLE * n * p)
        + Cost::alone(Work::Call, 10.0)
        + Cost::holding(DOUBLE * (copies * n * p + 4.0 * gram))
}

/// A singular value decomposition of n rows of p columns, and a path of penalties along it.
pub fn factorized(n: usize, p: usize) -> Cost {
    let (n, p) = (n as f64, p as f64);
    let small = n.min(p);
    Cost::factorization(small, 6.0 * n * p * small + 20.0 * small.powi(3))
        + path(n as usize, p as usize)
        + Cost::alone(Work::Byte, 4.0 * DOUBLE * n * p)
        + Cost::alone(Work::Element, 2.0 * n * p)
        + Cost::holding(DOUBLE * (3.0 * n * p + PATH * (n + small)))
}

/// Sweeps of a descent over n rows of p columns; how many it takes only the data say.
pub fn sweeps(n: usize, p: usize) -> Cost {
    const SWEEPS: f64 = 700.0;
    /// Loop elements that a row takes besides its numbers: it is far away, and the next step waits for its sum.
    const ROW: f64 = 100.0;
    let (n, p) = (n as f64, p as f64);
    Cost::alone(Work::Element, SWEEPS * (4.0 * n * p + ROW * n)) + Cost::holding(2.0 * DOUBLE * n * p)
}

/// Scores of a path of penalties of a factorized problem.
pub fn path(n: usize, p: usize) -> Cost {
    let (n, p) = (n as f64, p as f64);
    Cost::alone(Work::DoubleFlop, VECTOR * 2.0 * PATH * (2.0 * n + p) * n.min(p))
        + Cost::alone(Work::Call, 2.0 * PATH)
}

/// Operations of products of matrices in the time of one of a product with a vector, which uses a number once.
const VECTOR: f64 = 2.5;

/// Penalties of a path, with those that refine the best one.
const PATH: f64 = 150.0;

/// Calls of BLAS and LAPACK on small arrays, and what they allocate, in one step.
const SMALL_CALLS: f64 = 60.0;

/// Logistic regression of n rows on p columns.
///
/// Newton's method takes about twelve steps. Where a hyperplane separates the classes, which it does for certain
/// below two rows a column (Cover 1965) and in real tables well beyond, or a rare column does for some rows,
/// it takes one more for each unit of margin that a small penalty leaves free.
pub fn logistic(n: usize, p: usize, penalty: f64) -> Cost {
    let free = if (n as f64) < AMPLE * p as f64 { (-penalty.max(1e-300).ln()).max(0.0) } else { 0.0 };
    let (n, p) = (n as f64, p as f64);
    let step = newton(n, p);
    let check = Cost::alone(Work::Element, n * p);
    check + step * (12.0 + free) + Cost::holding(DOUBLE * (2.0 * n * p + 4.0 * p * p))
}

/// Fits of growing numbers of rows and their test, in random orders that threads share.
pub fn refits(way: Refit, sizes: &[usize], shape: &Shape, draws: usize) -> Cost {
    /// Orders that are held at a time, about.
    const SIDE_BY_SIDE: usize = 8;
    let (columns, largest) = (shape.columns, sizes.last().copied().unwrap_or(0));
    let (p, n) = (columns as f64, largest as f64);
    let one = |&rows: &usize| match way {
        Refit::Ridge { penalty, intercept } if rows <= columns => ridge(rows, columns, penalty, intercept),
        Refit::Ridge { .. } => {
            Cost::factorization(p, p.powi(3))
                + Cost::alone(Work::Element, 8.0 * p * p)
                + Cost::alone(Work::Call, 10.0)
        }
        Refit::Logistic { .. } => newton(rows as f64, p) * 2.0 + under_a_kept_hessian(rows as f64, p) * 5.0,
    };
    let gram = match way {
        Refit::Ridge { .. } => Cost::alone(Work::DoubleFlop, 2.0 * n * p * p),
        Refit::Logistic { .. } => Cost::default(),
    };
    let tests = (shape.test * sizes.len()) as f64;
    let tested = Cost::alone(Work::DoubleFlop, 2.0 * tests * p) + Cost::alone(Work::Element, tests);
    let order = Cost::alone(Work::Element, 4.0 * n * p) + gram + sizes.iter().map(one).sum::<Cost>() + tested;
    let mut all = order * draws as f64;
    all.work.iter_mut().for_each(|amount| amount.parts = draws.max(1));
    let held = 2.0 * n * p + 4.0 * p * p + tests;
    Cost { peak: DOUBLE * held * draws.min(SIDE_BY_SIDE) as f64, ..all }
}

/// A step of Newton's method on n rows of p columns.
fn newton(n: f64, p: f64) -> Cost {
    Cost::alone(Work::DoubleFlop, 2.0 * n * p * p)
        + Cost::factorization(p, p.powi(3))
        + Cost::alone(Work::Byte, 7.0 * DOUBLE * n * p)
        + Cost::alone(Work::Element, 3.0 * EXPONENTIAL * n + 6.0 * p * p)
        + Cost::alone(Work::Call, SMALL_CALLS)
}

/// The same without a Hessian of its own.
fn under_a_kept_hessian(n: f64, p: f64) -> Cost {
    Cost::alone(Work::Byte, 4.0 * DOUBLE * n * p)
        + Cost::alone(Work::Element, 3.0 * EXPONENTIAL * n)
        + Cost::alone(Work::Call, 0.5 * SMALL_CALLS)
}

/// Multinomial logistic regression of n rows on p columns: some twenty Newton steps of some thirty products with the Hessian.
pub fn softmax(n: usize, p: usize, classes: usize) -> Cost {
    const PRODUCTS: f64 = 600.0;
    let (n, p, k) = (n as f64, p as f64, classes as f64);
    Cost::alone(Work::DoubleFlop, PRODUCTS * 4.0 * n * p * k)
        + Cost::alone(Work::Element, PRODUCTS * 4.0 * n * k)
        + Cost::holding(DOUBLE * (n * p + 5.0 * n * k + 8.0 * p * k))
}

/// A policy learnt from n rows of p columns for so many actions: some five hundred values of the objective and its gradient.
pub fn decided(n: usize, p: usize, actions: usize) -> Cost {
    const VALUES: f64 = 500.0;
    /// Loop elements of a row and action: scores, shares, ratios and slopes are arrays of their own.
    const PASSES: f64 = 24.0;
    let (n, p, k) = (n as f64, p as f64, actions as f64);
    Cost::alone(Work::DoubleFlop, VALUES * 4.0 * n * p * k)
        + Cost::alone(Work::Function, VALUES * n * k)
        + Cost::alone(Work::Element, VALUES * PASSES * n * k)
        + Cost::holding(DOUBLE * (n * p + 5.0 * n * k + 22.0 * p * k))
}

/// A support vector machine over a kernel of n rows of p columns: the Gram matrix, and some two thousand sweeps, in each of which
/// the rows of a quarter are read from memory.
pub fn kernel_machine(n: usize, p: usize) -> Cost {
    const SWEEPS: f64 = 2000.0;
    let (n, p) = (n as f64, p as f64);
    Cost::alone(Work::DoubleFlop, 2.0 * n * n * p)
        + Cost::alone(Work::Element, EXPONENTIAL * n * n)
        + Cost::alone(Work::Byte, 0.25 * SWEEPS * DOUBLE * n * n)
        + Cost::holding(2.0 * DOUBLE * n * n)
}

/// Showing one machine over a kernel one row of such data.
pub fn kernel_prediction(shape: &Shape) -> Cost {
    let (n, p) = (shape.train as f64, shape.columns as f64);
    Cost::alone(Work::Element, (EXPONENTIAL + p) * n)
}

/// The training rows in double precision, where they are not.
pub fn converted(shape: &Shape) -> Cost {
    let numbers = shape.columns as f64 * shape.train as f64;
    let single = if width(shape) < DOUBLE { numbers } else { 0.0 };
    Cost::alone(Work::Element, single) + Cost::holding(DOUBLE * single)
}

/// Showing a linear model one row of such data.
pub fn prediction(shape: &Shape) -> Cost {
    let p = shape.columns as f64;
    let single = if width(shape) < DOUBLE { p } else { 0.0 };
    Cost::alone(Work::Byte, DOUBLE * p)
        + Cost::alone(Work::Element, EXPONENTIAL + single)
        + Cost::holding(DOUBLE * single)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_svd_is_counted_where_the_penalty_leaves_it_open() {
        let factored = |n: usize, penalty| {
            let cost = ridge(n, 100, penalty, false);
            let of_kind = cost.work.iter().filter(|a| a.work == Work::FactorFlop);
            of_kind.map(|a| a.units).sum::<f64>()
        };
        let spectral = |n: usize, penalty| factored(n, penalty) - factored(n, 1e9);
        assert!(spectral(100, 1e-9) > 1e7);
        assert_eq!((spectral(100, 1.0), spectral(4000, 1e-9)), (0.0, 0.0));
    }

    #[test]
    fn orders_are_shared_by_threads_and_their_work_adds_up() {
        let shape = Shape { columns: 50, test: 100, train: 1000, ..Shape::default() };
        for way in [
            Refit::Ridge { penalty: 1.0, intercept: false },
            Refit::Logistic { penalty: 1.0, intercept: false },
        ] {
            let flops = |draws| refits(way, &[20, 100, 500], &shape, draws).flops();
            assert_eq!(flops(20), 20.0 * flops(1));
            assert!(refits(way, &[500], &shape, 7).work.iter().all(|amount| amount.parts == 7));
        }
    }

    #[test]
    fn separable_classes_take_a_step_more_a_unit_of_margin() {
        let flops = |n, penalty| logistic(n, 50, penalty).flops() / logistic(n, 50, 1.0).flops();
        assert_eq!(flops(4000, 1e-6), 1.0);
        assert!((flops(40, (-12f64).exp()) - 2.0).abs() < 1e-9);
    }
}
