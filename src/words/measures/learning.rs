//! The measures of learning curves.

use super::measure;
use crate::vocabulary::{Better, Measure, MeasuredOn, Unit};
use MeasuredOn::Test;

pub static LEARNING_ERROR: Measure = measure(
    "learning-error",
    Test,
    Unit::Fraction,
    Better::Lower,
    "Share of test rows predicted wrongly, the mean over orders of the training rows; for each number of rows, the smallest first.",
);
pub static LEARNING_SQUARED_ERROR: Measure = measure(
    "learning-squared-error",
    Test,
    Unit::Number,
    Better::Lower,
    "Mean squared error of the test rows, the mean over orders of the training rows; for each number of rows, the smallest first.",
);
pub static LEARNING_CURVE: Measure = measure(
    "learning-curve",
    Test,
    Unit::Number,
    Better::Lower,
    "The error with most rows; as a curve, with as many as each of its points has.",
);
pub static WORST_SIZE: Measure = measure(
    "worst-size",
    Test,
    Unit::Number,
    Better::Neither,
    "Number of training rows with which the mean error is largest, the fewest of equal ones.",
);
pub static BEST_SIZE: Measure = measure(
    "best-size",
    Test,
    Unit::Number,
    Better::Neither,
    "Number of training rows with which the mean error is smallest, the fewest of equal ones.",
);
