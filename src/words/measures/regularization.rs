//! The measures of regularized regression: what was chosen, how good it was, and what theory says.

use super::analysis::{BiasVariance, Conditioning, Picard, Spectrum, Theory};
use super::bounds::Bounds;
use super::measure;
use crate::vocabulary::{Better, Check, Measure, MeasuredOn, Unit};
use Better::{Higher, Lower, Neither};
use MeasuredOn::{Nothing, Training};

/// A number that belongs to a model.
const fn number(name: &'static str, better: Better, doc: &'static str) -> Measure {
    measure(name, Nothing, Unit::Number, better, doc)
}

/// The word that `check` takes; it is also the first measure that it yields.
const fn checked(
    name: &'static str,
    better: Better,
    check: &'static dyn Check,
    doc: &'static str,
) -> Measure {
    Measure { check: Some(check), ..number(name, better, doc) }
}

pub static PENALTY: Measure = number(
    "chosen-penalty",
    Neither,
    "Penalty that each method chose, the factor of |w|^2 beside |Xw - y|^2.",
);
pub static RANK: Measure =
    number("chosen-rank", Neither, "Number of singular vectors that each method chose.");
pub static RESIDUAL_NORM: Measure = measure(
    "residual-norm",
    Training,
    Unit::Number,
    Neither,
    "Euclidean norm of what the fit leaves of the training targets.",
);
pub static DEGREES_OF_FREEDOM: Measure = number(
    "degrees-of-freedom",
    Neither,
    "Effective degrees of freedom: the trace of the matrix that maps targets to their fit.",
);
pub static RELATIVE_ERROR: Measure = number(
    "relative-error",
    Lower,
    "Distance of the weights from the true ones over the norm of these, for each method that chose.",
);
pub static OPTIMUM_RATIO: Measure =
    number("optimum-ratio", Neither, "Root of the best penalty over that of each chosen one.");
pub static MEDIAN_ERROR: Measure =
    number("median-error", Lower, "Median of the relative error over draws of the noise, for each method.");
pub static MEAN_ESTIMATION_ERROR: Measure = number(
    "mean-estimation-error",
    Lower,
    "Mean of |w_hat - w|^2 over draws of the noise, with the first setting.",
);
pub static PENALTY_SPREAD: Measure = number(
    "penalty-spread",
    Lower,
    "Standard deviation over draws of log10 of the root of the chosen penalty over the best one.",
);
pub static AGREEMENT: Measure = measure(
    "agreement",
    Nothing,
    Unit::Fraction,
    Higher,
    "Of the draws in which the first method erred less than twice the optimum, the share in which the second chose a root of the penalty less than a factor of 10 away.",
);
pub static BIAS_VARIANCE: Measure = checked(
    "bias-variance",
    Lower,
    &BiasVariance,
    "Squared bias and variance of the weights together, exact for these rows.",
);
pub static BIAS: Measure =
    number("bias", Lower, "Squared bias of the weights, |E w_hat - w|^2, exact for these rows.");
pub static VARIANCE: Measure =
    number("variance", Lower, "Variance of the weights, summed over them, exact for these rows.");
pub static ESTIMATION_ERROR: Measure =
    number("estimation-error", Lower, "Squared distance of the fitted weights from the true ones.");
pub static BOUNDS: Measure = checked(
    "bounds",
    Lower,
    &Bounds,
    "Largest share of its worst-case bound, |w|^2 |penalty (X'X + penalty)^-1 x|^2, that the squared bias of a prediction has among test rows; at most 1.",
);
pub static WORST_CASE_BOUND: Measure =
    number("worst-case-bound", Lower, "Mean over test rows of the worst-case bound of the squared bias.");
pub static AVERAGE_CASE_BOUND: Measure = number(
    "average-case-bound",
    Lower,
    "Mean over test rows of the squared bias, averaged over weights of independent N(0, 1).",
);
pub static PREDICTION_BIAS: Measure =
    number("prediction-bias", Lower, "Mean over test rows of the squared bias of the prediction.");
pub static PREDICTION_VARIANCE: Measure =
    number("prediction-variance", Lower, "Mean over test rows of the variance of the prediction.");
pub static THEORY: Measure = checked(
    "theory",
    Lower,
    &Theory,
    "Squared bias and variance together in the limit of many rows and columns (Hastie et al. 2022).",
);
pub static THEORY_BIAS: Measure =
    number("theory-bias", Lower, "Squared bias in the limit of many rows and columns.");
pub static THEORY_VARIANCE: Measure =
    number("theory-variance", Lower, "Variance in the limit of many rows and columns.");
pub static CONDITION: Measure = checked(
    "condition",
    Lower,
    &Conditioning,
    "Largest over smallest singular value of the training rows; beyond 1e16 rounding has made the smallest.",
);
pub static NUMERICAL_RANK: Measure =
    number("numerical-rank", Neither, "Singular values of the training rows above rounding.");
pub static PICARD: Measure = checked(
    "picard",
    Neither,
    &Picard,
    "Coefficients |u.y| above three standard deviations of the noise: what the data determine.",
);
pub static SPECTRUM: Measure = checked(
    "spectrum",
    Lower,
    &Spectrum,
    "Largest distance between the eigenvalues of X'X / rows and the law of Marchenko and Pastur.",
);
pub static LEAST_EIGENVALUE: Measure = number(
    "least-eigenvalue",
    Neither,
    "Smallest eigenvalue of X'X / rows that is not 0, over the lower edge of the law of Marchenko and Pastur; itself where this is 0, with as many rows as columns.",
);
pub static LARGEST_EIGENVALUE: Measure = number(
    "largest-eigenvalue",
    Neither,
    "Largest eigenvalue of X'X / rows, over the upper edge of the law of Marchenko and Pastur.",
);
pub static TAIL_INDEX: Measure =
    number("tail-index", Neither, "Exponent of the tail, P(> x) ~ x^-alpha, by Hill's estimate.");
pub static LAW_DISTANCE: Measure =
    number("law-distance", Lower, "Largest distance between the numbers and the law that they follow.");
pub static LAW_PROBABILITY: Measure = number(
    "law-probability",
    Higher,
    "Probability of a distance from the law at least as large, by the test of Kolmogorov and Smirnov.",
);
pub static INTERQUARTILE_RANGE: Measure =
    number("interquartile-range", Neither, "Distance of the quartiles of the numbers.");
pub static MEANS_RANGE: Measure =
    number("means-range", Neither, "Distance of the quartiles of means of ten numbers.");
