//! What predictions of held-out rows cost, all of them together: means over rows, shares of one class, and what somebody makes
//! of these, such as a weighted sum or a ratio. Classes are told by the sign, + for class 1.

use ndarray::ArrayView1;

/// The loss of predictions; smaller is better.
#[derive(Clone, Debug, PartialEq)]
pub enum Loss {
    /// The mean of r^2, r the difference of value and prediction.
    Squared,
    /// The mean of |r|.
    Absolute,
    /// The mean of max(0, |r| - epsilon) (Vapnik 1995).
    Insensitive { epsilon: f64 },
    /// 1 - R squared: the sum of r^2 over that of the deviations from the mean.
    Unexplained,
    /// The share of rows whose sign is wrong.
    Sign,
    /// Of the rows above 0 the share that is not predicted so; 0 where there are none.
    Misses,
    /// Of the rows not above 0 the share that is predicted so; 0 where there are none.
    FalseAlarms,
    /// The same for all predictions.
    Constant(f64),
    /// Two losses combined.
    Combined(Box<Loss>, Arithmetic, Box<Loss>),
}

/// How two losses are combined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    Plus,
    Minus,
    Times,
    Over,
}

impl Arithmetic {
    fn applied(self, a: f64, b: f64) -> f64 {
        match self {
            Arithmetic::Plus => a + b,
            Arithmetic::Minus => a - b,
            Arithmetic::Times => a * b,
            Arithmetic::Over => a / b,
        }
    }
}

impl Loss {
    /// The loss of predictions (rows) of y (rows); NaN where it has no finite value.
    pub fn of(&self, predicted: ArrayView1<f64>, y: ArrayView1<f64>) -> f64 {
        let pairs = || predicted.iter().zip(y).map(|(&p, &y)| (p, y));
        let mean =
            |loss: &dyn Fn(f64, f64) -> f64| pairs().map(|(p, y)| loss(p, y)).sum::<f64>() / y.len() as f64;
        let wrong = |above: bool| {
            let of_class = || pairs().filter(|&(_, y)| (y > 0.0) == above);
            let missed = of_class().filter(|&(p, _)| (p > 0.0) != above).count();
            missed as f64 / of_class().count().max(1) as f64
        };
        match self {
            Loss::Squared => mean(&|p, y| (p - y).powi(2)),
            Loss::Absolute => mean(&|p, y| (p - y).abs()),
            Loss::Insensitive { epsilon } => mean(&|p, y| ((p - y).abs() - epsilon).max(0.0)),
            Loss::Sign => mean(&|p, y| f64::from(u8::from((p > 0.0) != (y > 0.0)))),
            Loss::Unexplained => {
                let centre = y.sum() / y.len() as f64;
                mean(&|p, y| (p - y).powi(2)) / mean(&|_, y| (y - centre).powi(2))
            }
            Loss::Misses => wrong(true),
            Loss::FalseAlarms => wrong(false),
            Loss::Constant(value) => *value,
            Loss::Combined(a, arithmetic, b) => {
                let value = arithmetic.applied(a.of(predicted, y), b.of(predicted, y));
                if value.is_finite() { value } else { f64::NAN }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    /// Two of five rows are of class 1; one of them is missed, and one of the others a false alarm.
    #[test]
    fn losses_are_counted_and_combined() {
        let (y, p) = (array![1.0, 1.0, -1.0, -1.0, -1.0], array![0.5, -0.5, -2.0, 1.0, -1.0]);
        let of = |loss: &Loss| loss.of(p.view(), y.view());
        let squares = 0.25 + 2.25 + 1.0 + 4.0;
        // The deviations from the mean -0.2 have the squares 2 * 1.44 + 3 * 0.64.
        let table = [
            (Loss::Squared, squares / 5.0),
            (Loss::Absolute, (0.5 + 1.5 + 1.0 + 2.0) / 5.0),
            (Loss::Insensitive { epsilon: 1.0 }, (0.5 + 1.0) / 5.0),
            (Loss::Unexplained, squares / 4.8),
            (Loss::Sign, 0.4),
            (Loss::Misses, 0.5),
            (Loss::FalseAlarms, 1.0 / 3.0),
        ];
        for (loss, expected) in table {
            assert!((of(&loss) - expected).abs() < 1e-15, "{loss:?}: {}", of(&loss));
        }
        let combined = |a: Loss, arithmetic, b: Loss| Loss::Combined(Box::new(a), arithmetic, Box::new(b));
        let weighed = combined(Loss::Constant(3.0), Arithmetic::Times, Loss::FalseAlarms);
        let cost = combined(Loss::Misses, Arithmetic::Plus, weighed);
        assert!((of(&cost) - 1.5).abs() < 1e-15);
        let ratio =
            combined(Loss::Misses, Arithmetic::Over, combined(Loss::Sign, Arithmetic::Minus, Loss::Sign));
        assert!(of(&ratio).is_nan());
        // Without rows of a class none of them is missed.
        assert_eq!(Loss::Misses.of(array![1.0].view(), array![-1.0].view()), 0.0);
    }
}
