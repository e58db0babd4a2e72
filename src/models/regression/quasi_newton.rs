//! The minimum of a smooth function whose Hessian is too large or unknown: its inverse is built up from the last steps and
//! the changes of the gradient along them (limited-memory BFGS: Liu and Nocedal 1989), with step halving.

use super::RegressionFault;
use super::descent::{descend, inner};
use ndarray::Array2;
use std::collections::VecDeque;

/// Steps that are remembered.
const MEMORY: usize = 10;
const ITERATIONS: usize = 2000;
/// A fall of the function, or one that a step promises, that ends it; the function is of order 1.
const CLOSE: f64 = 1e-12;

/// A step that was taken, and by how much the gradient turned along it.
struct Pair {
    moved: Array2<f64>,
    turned: Array2<f64>,
    /// Their inner product, above 0.
    along: f64,
}

/// A function of order 1, with its gradient.
pub(super) type Sloped<'a> = &'a dyn Fn(&Array2<f64>) -> (f64, Array2<f64>);

/// A minimum of a function near `start`.
///
/// # Errors
/// [`RegressionFault::NotConverged`] where it still falls after 2,000 steps.
pub(super) fn minimum(function: Sloped, start: Array2<f64>) -> Result<Array2<f64>, RegressionFault> {
    let mut pairs: VecDeque<Pair> = VecDeque::with_capacity(MEMORY);
    let mut w = start;
    let (mut value, mut gradient) = function(&w);
    let mut decrement = f64::INFINITY;
    for _ in 0..ITERATIONS {
        let step = direction(&pairs, &gradient);
        decrement = inner(&gradient, &step);
        if decrement <= CLOSE {
            return Ok(w);
        }
        let next = descend(|w| function(w).0, &w, value, &step, decrement);
        let (next_value, next_gradient) = function(&next);
        let (moved, turned) = (&next - &w, &next_gradient - &gradient);
        let (along, fell) = (inner(&moved, &turned), value - next_value);
        (w, value, gradient) = (next, next_value, next_gradient);
        if fell <= CLOSE {
            return Ok(w);
        }
        // Only where the function curves upwards does a step say something of a minimum.
        if along > f64::EPSILON * inner(&turned, &turned) {
            if pairs.len() == MEMORY {
                pairs.pop_front();
            }
            pairs.push_back(Pair { moved, turned, along });
        }
    }
    Err(RegressionFault::NotConverged { iterations: ITERATIONS, decrement })
}

/// The inverse Hessian that the steps suggest, times the gradient; without steps a direction of length 1.
fn direction(pairs: &VecDeque<Pair>, gradient: &Array2<f64>) -> Array2<f64> {
    let mut step = gradient.clone();
    let mut shares = Vec::with_capacity(pairs.len());
    for pair in pairs.iter().rev() {
        let share = inner(&pair.moved, &step) / pair.along;
        step.scaled_add(-share, &pair.turned);
        shares.push(share);
    }
    step *= match pairs.back() {
        Some(last) => last.along / inner(&last.turned, &last.turned),
        None => 1.0 / inner(gradient, gradient).sqrt().max(f64::MIN_POSITIVE),
    };
    for (pair, share) in pairs.iter().zip(shares.into_iter().rev()) {
        let back = inner(&pair.turned, &step) / pair.along;
        step.scaled_add(share - back, &pair.moved);
    }
    step
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    /// A valley of curvatures 1 and 1000, turned: its minimum is known.
    #[test]
    fn a_long_valley_is_followed_to_its_end() {
        let valley = |w: &Array2<f64>| {
            let (a, b) = (w[(0, 0)] + w[(0, 1)] - 3.0, w[(0, 0)] - w[(0, 1)] - 1.0);
            let value = 0.5e-3 * a * a + 0.5 * b * b;
            (value, array![[1e-3 * a + b, 1e-3 * a - b]])
        };
        let found = minimum(&valley, Array2::zeros((1, 2))).expect("a minimum");
        // A promised fall of 1e-12 leaves sqrt(2e-12 / 2e-3) along the flat direction.
        assert!((found - array![[2.0, 1.0]]).iter().all(|error| error.abs() < 1e-4));
    }

    /// Rosenbrock's valley is bent, and its Hessian not definite everywhere.
    #[test]
    fn a_bent_valley_is_followed_too() {
        let valley = |w: &Array2<f64>| {
            let (x, y) = (w[(0, 0)], w[(0, 1)]);
            let bend = y - x * x;
            (
                (1.0 - x).powi(2) + 100.0 * bend * bend,
                array![[2.0 * (x - 1.0) - 400.0 * x * bend, 200.0 * bend]],
            )
        };
        let found = minimum(&valley, array![[-1.2, 1.0]]).expect("a minimum");
        assert!((found - array![[1.0, 1.0]]).iter().all(|error| error.abs() < 1e-4));
    }
}
