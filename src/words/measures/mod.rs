//! The measures of the language: what can be claimed, plotted and checked.

mod analysis;
mod bounds;
mod columns;
mod entropy;
mod fields;
mod flow;
mod free_energy;
mod gradient;
mod inside;
mod judged;
mod layers;
mod learning;
mod likelihood;
mod policy;
mod regularization;
pub mod renormalized;
pub mod spins;
mod stacking;
mod unsupervised;

use crate::vocabulary::{Better, Measure, MeasuredOn, Unit};
use MeasuredOn::{Nothing, Test, Training, Validation};

const fn measure(
    name: &'static str,
    on: MeasuredOn,
    unit: Unit,
    better: Better,
    doc: &'static str,
) -> Measure {
    Measure { name, doc, unit, better, on, counts_rows: false, caution: None, check: None }
}

/// A share of the test rows.
const fn share(name: &'static str, better: Better, doc: &'static str) -> Measure {
    Measure { counts_rows: true, ..measure(name, Test, Unit::Fraction, better, doc) }
}

pub use analysis::{Factorized, factorized};
pub use regularization::{
    AGREEMENT, DEGREES_OF_FREEDOM, INTERQUARTILE_RANGE, LAW_DISTANCE, LAW_PROBABILITY, MEAN_ESTIMATION_ERROR,
    MEANS_RANGE, MEDIAN_ERROR, NUMERICAL_RANK, OPTIMUM_RATIO, PENALTY, PENALTY_SPREAD, RANK, RELATIVE_ERROR,
    RESIDUAL_NORM, TAIL_INDEX,
};

pub use flow::{
    CONTRACTION_RATE, FIXED_POINTS, GAIN, HELD_OUT_RECONSTRUCTION_LOSS, NORM, RECONSTRUCTION_LOSS, SETTLED,
    STEP_LENGTH,
};
pub use layers::{ACTIVATION_SIZE, DEAD_UNITS, GRADIENT_NORM, RELAPSE};
pub use learning::{BEST_SIZE, LEARNING_CURVE, LEARNING_ERROR, LEARNING_SQUARED_ERROR, WORST_SIZE};
pub use policy::{LOGGED_VALUE, TRAINING_VALUE};
pub use unsupervised::{CLUSTERS, EIGENVALUE, MISFIT};

pub static ERROR: Measure =
    share("error", Better::Lower, "Share of test rows whose class is predicted wrongly.");
pub static COLUMN_ERROR: Measure = Measure {
    check: Some(&columns::ColumnError),
    ..share(
        "column-error",
        Better::Lower,
        "Share of test rows that each column of a fractal network predicts wrongly by itself, the shortest first.",
    )
};
pub static ACCURACY: Measure =
    share("accuracy", Better::Higher, "Share of test rows whose class is predicted rightly.");
pub static LOSS: Measure = measure(
    "loss",
    Test,
    Unit::Nats,
    Better::Lower,
    "Mean cross-entropy of the test rows, -ln p(true class).",
);
pub static SQUARED_ERROR: Measure = measure(
    "squared-error",
    Test,
    Unit::Number,
    Better::Lower,
    "Mean squared difference of predicted and true test values.",
);
pub static TRAINING_LOSS: Measure = measure(
    "training-loss",
    Training,
    Unit::Nats,
    Better::Lower,
    "Mean cross-entropy of the training rows of an epoch, as it was trained.",
);
pub static TRAINING_ERROR: Measure = measure(
    "training-error",
    Training,
    Unit::Fraction,
    Better::Lower,
    "Share of training rows of an epoch predicted wrongly as they were trained.",
);
pub static VALIDATION_ERROR: Measure = measure(
    "validation-error",
    Validation,
    Unit::Fraction,
    Better::Lower,
    "Share of validation rows predicted wrongly.",
);
pub static RECONSTRUCTION: Measure = Measure {
    caution: Some(&crate::words::lints::reconstruction_only::LINT),
    ..measure(
        "reconstruction",
        Training,
        Unit::Number,
        Better::Lower,
        "Mean squared difference of training values and their mean-field reconstruction. Not what a Boltzmann machine is trained for.",
    )
};
pub static FREE_ENERGY: Measure = Measure {
    check: Some(&free_energy::FreeEnergy),
    ..measure(
        "free-energy",
        Training,
        Unit::Nats,
        Better::Neither,
        "Mean clamped free energy of training rows, -b.v - sum of softplus(c + vW); of a system, -ln Z a spin.",
    )
};
pub static HELD_OUT_FREE_ENERGY: Measure = measure(
    "held-out-free-energy",
    Validation,
    Unit::Nats,
    Better::Neither,
    "Mean clamped free energy of validation rows.",
);
pub static FREE_ENERGY_GAP: Measure = measure(
    "free-energy-gap",
    Validation,
    Unit::Nats,
    Better::Lower,
    "Mean free energy of validation rows less that of training rows; it grows when a machine overfits (Hinton 2010, section 6).",
);
pub static LOG_PARTITION: Measure = measure(
    "log-partition",
    Nothing,
    Unit::Nats,
    Better::Neither,
    "Logarithm of the partition function, for each method that estimates it; what is sampled has a standard error.",
);
pub static LOG_LIKELIHOOD: Measure = Measure {
    check: Some(&likelihood::LogLikelihood),
    ..measure(
        "log-likelihood",
        Test,
        Unit::Nats,
        Better::Higher,
        "Mean log-probability of the test rows, of the training rows where there are none: -F(v) - ln Z.",
    )
};
pub static TRAINING_LOG_LIKELIHOOD: Measure = measure(
    "training-log-likelihood",
    Training,
    Unit::Nats,
    Better::Higher,
    "Mean log-probability of the training rows.",
);
pub static PSEUDO_LIKELIHOOD: Measure = Measure {
    check: Some(&likelihood::PseudoLikelihood),
    ..measure(
        "pseudo-likelihood",
        Test,
        Unit::Nats,
        Better::Higher,
        "Mean over test rows (training rows where there are none) of the sum over visible units of ln p(unit given the others).",
    )
};
pub static STOCHASTIC_PSEUDO_LIKELIHOOD: Measure = measure(
    "stochastic-pseudo-likelihood",
    Test,
    Unit::Nats,
    Better::Higher,
    "The same from one visible unit a row, drawn at random, times their number.",
);
pub static STACKED_LOG_LIKELIHOOD: Measure = measure(
    "stacked-log-likelihood",
    Training,
    Unit::Nats,
    Better::Higher,
    "Mean log-probability of the training rows in the belief net of two machines.",
);
pub static VARIATIONAL_BOUND: Measure = Measure {
    check: Some(&stacking::VariationalBound),
    ..measure(
        "variational-bound",
        Training,
        Unit::Nats,
        Better::Higher,
        "Lower bound of that log-probability which training the upper machine raises; a single machine has itself upside down on top, where both are its log-likelihood.",
    )
};
pub static DIVERGENCE: Measure = Measure {
    check: Some(&likelihood::Divergence),
    ..measure(
        "divergence",
        Training,
        Unit::Nats,
        Better::Lower,
        "KL(data || model) = sum of q(v) ln (q(v) / p(v)) over all states, with q the training rows; for tables of at most 20 columns.",
    )
};
pub static GRADIENT: Measure = Measure {
    check: Some(&gradient::Gradient),
    ..measure(
        "gradient",
        Training,
        Unit::Number,
        Better::Neither,
        "Euclidean norm of the exact gradient of the training rows' log-likelihood by the weights; 0 where it is largest.",
    )
};
pub static CD_BIAS: Measure = Measure {
    check: Some(&gradient::CdBias),
    ..measure(
        "cd-bias",
        Training,
        Unit::Number,
        Better::Lower,
        "Distance between the expected gradient of contrastive divergence of 1 to 10 steps and that of the likelihood.",
    )
};
pub static CD_COSINE: Measure = measure(
    "cd-cosine",
    Training,
    Unit::Number,
    Better::Higher,
    "Cosine of the angle between these two gradients, for 1 to 10 steps.",
);
pub static RELAXATION: Measure = measure(
    "relaxation",
    Nothing,
    Unit::Number,
    Better::Lower,
    "Second largest eigenvalue of a Gibbs step: what is left of a deviation from equilibrium after each step.",
);
pub static ENTROPY: Measure = Measure {
    check: Some(&entropy::MeanFieldEntropy),
    ..measure(
        "entropy",
        Training,
        Unit::Nats,
        Better::Neither,
        "Mean entropy of the magnetizations that settle from each training row in mean field of the second order.",
    )
};
pub static INTERNAL_ENERGY: Measure = measure(
    "internal-energy",
    Training,
    Unit::Nats,
    Better::Neither,
    "Mean energy -b.m - c.m - m W m of these magnetizations.",
);
pub static MEAN_FIELD_FREE_ENERGY: Measure = measure(
    "mean-field-free-energy",
    Training,
    Unit::Nats,
    Better::Neither,
    "Their internal energy with the reaction term, less their entropy.",
);
pub static SUPPORT_SHARE: Measure = measure(
    "support-share",
    Training,
    Unit::Fraction,
    Better::Neither,
    "Share of training rows that carry a support vector machine, over all classes where they are told apart one against the rest.",
);
pub static WEIGHT_NORM: Measure =
    measure("weight-norm", Nothing, Unit::Number, Better::Neither, "Euclidean norm of the fitted weights.");

/// Every measure, in reading order.
pub static MEASURES: &[&Measure] = &[
    &ERROR,
    &ACCURACY,
    &LOSS,
    &SQUARED_ERROR,
    &judged::FALSE_ALARMS,
    &judged::MISSES,
    &judged::R_SQUARED,
    &judged::ABSOLUTE_ERROR,
    &TRAINING_LOSS,
    &TRAINING_ERROR,
    &VALIDATION_ERROR,
    &ACTIVATION_SIZE,
    &GRADIENT_NORM,
    &DEAD_UNITS,
    &RELAPSE,
    &RECONSTRUCTION,
    &FREE_ENERGY,
    &HELD_OUT_FREE_ENERGY,
    &FREE_ENERGY_GAP,
    &LOG_PARTITION,
    &LOG_LIKELIHOOD,
    &TRAINING_LOG_LIKELIHOOD,
    &PSEUDO_LIKELIHOOD,
    &STOCHASTIC_PSEUDO_LIKELIHOOD,
    &STACKED_LOG_LIKELIHOOD,
    &VARIATIONAL_BOUND,
    &DIVERGENCE,
    &GRADIENT,
    &CD_BIAS,
    &CD_COSINE,
    &RELAXATION,
    &ENTROPY,
    &INTERNAL_ENERGY,
    &MEAN_FIELD_FREE_ENERGY,
    &inside::MOMENTS,
    &inside::POSITIVE_PHASE,
    &inside::NEGATIVE_PHASE,
    &inside::MIXING,
    &inside::EFFECTIVE_SAMPLES,
    &inside::GELMAN_RUBIN,
    &inside::WEIGHT_SPECTRUM,
    &inside::LARGEST_SINGULAR_VALUE,
    &inside::STABLE_RANK,
    &WEIGHT_NORM,
    &SUPPORT_SHARE,
    &flow::RECONSTRUCTION_LOSS,
    &flow::HELD_OUT_RECONSTRUCTION_LOSS,
    &flow::RECONSTRUCTION_ERROR,
    &flow::GAIN,
    &flow::CONTRACTION_RATE,
    &flow::FIXED_POINTS,
    &flow::SETTLED,
    &flow::STEP_LENGTH,
    &flow::NORM,
    &fields::RECEPTIVE_FIELDS,
    &fields::FIELD_RADIUS,
    &fields::FIELD_SPREAD,
    &unsupervised::PURITY,
    &unsupervised::ADJUSTED_RAND,
    &unsupervised::CLUSTERS,
    &unsupervised::EIGENVALUE,
    &unsupervised::MISFIT,
    &policy::POLICY_VALUE,
    &policy::ESTIMATED_VALUE,
    &policy::LOGGED_VALUE,
    &policy::TRAINING_VALUE,
    &regularization::PENALTY,
    &regularization::RANK,
    &regularization::RESIDUAL_NORM,
    &regularization::DEGREES_OF_FREEDOM,
    &regularization::RELATIVE_ERROR,
    &regularization::OPTIMUM_RATIO,
    &regularization::MEDIAN_ERROR,
    &regularization::MEAN_ESTIMATION_ERROR,
    &regularization::PENALTY_SPREAD,
    &regularization::AGREEMENT,
    &LEARNING_ERROR,
    &LEARNING_SQUARED_ERROR,
    &LEARNING_CURVE,
    &WORST_SIZE,
    &BEST_SIZE,
    &regularization::BIAS_VARIANCE,
    &regularization::BIAS,
    &regularization::VARIANCE,
    &regularization::ESTIMATION_ERROR,
    &regularization::BOUNDS,
    &regularization::WORST_CASE_BOUND,
    &regularization::AVERAGE_CASE_BOUND,
    &regularization::PREDICTION_BIAS,
    &regularization::PREDICTION_VARIANCE,
    &regularization::THEORY,
    &regularization::THEORY_BIAS,
    &regularization::THEORY_VARIANCE,
    &regularization::CONDITION,
    &regularization::NUMERICAL_RANK,
    &regularization::PICARD,
    &regularization::SPECTRUM,
    &regularization::LEAST_EIGENVALUE,
    &regularization::LARGEST_EIGENVALUE,
    &regularization::TAIL_INDEX,
    &regularization::LAW_DISTANCE,
    &regularization::LAW_PROBABILITY,
    &regularization::INTERQUARTILE_RANGE,
    &regularization::MEANS_RANGE,
    &spins::ENERGY,
    &spins::SPECIFIC_HEAT,
    &spins::MAGNETIZATION,
    &spins::SUSCEPTIBILITY,
    &spins::BINDER,
    &spins::AUTOCORRELATION_TIME,
    &spins::ACCEPTANCE,
    &spins::ENERGY_ERROR,
    &spins::FREE_ENERGY_ERROR,
    &spins::MAGNETIZATION_ERROR,
    &spins::SPECIFIC_HEAT_ERROR,
    &spins::OVERLAP_ERROR,
    &spins::AVALANCHE_SIZE_ERROR,
    &spins::DEVIATION,
    &spins::FREE_ENERGY_DRIFT,
    &spins::TRUNCATION,
    &spins::COUPLING,
    &spins::CORRELATION_LENGTH,
    &spins::CRITICAL_COUPLING,
    &spins::VARIATIONAL_PARAMETER,
    &spins::EXPONENTS,
    &spins::THERMAL_EXPONENT,
    &spins::MAGNETIC_EXPONENT,
    &spins::CORRELATION_EXPONENT,
    &spins::HEAT_EXPONENT,
    &spins::ORDER_EXPONENT,
    &spins::RESPONSE_EXPONENT,
    &spins::ISOTHERM_EXPONENT,
    &spins::ANOMALOUS_DIMENSION,
    &spins::BOUND_EXCESS,
    &spins::PARAMETER_RATIO,
    &spins::SIZE_RATIO,
    &spins::SCALING_EXPONENT,
    &spins::LOG_FREQUENCY,
    &spins::CRITICAL_TIME,
    &spins::SQUARES,
    &spins::HARMONIC,
    &spins::OVERLAP,
    &spins::SPURIOUS_SHARE,
    &spins::SETTLED_SHARE,
    &spins::ENERGY_RISE,
    &spins::UNSTABLE_SHARE,
    &spins::CRITICAL_LOAD,
    &spins::CRITICAL_OVERLAP,
    &spins::GLASS_TEMPERATURE,
    &spins::AVALANCHE_SIZE,
    &spins::AVALANCHE_EXPONENT,
    &spins::AREA_EXPONENT,
    &spins::DURATION_EXPONENT,
    &spins::HEIGHT,
    &spins::RECURRENT,
    &renormalized::PARTITION,
    &renormalized::JOINT_LOG_PARTITION,
    &renormalized::SHIFT,
    &renormalized::MARGINALS,
    &renormalized::MARGINAL_DIVERGENCE,
    &renormalized::TOTAL_VARIATION,
    &renormalized::TRACE_CONDITION,
    &renormalized::MEAN_TRACE,
    &renormalized::LEAST_TRACE,
    &renormalized::LARGEST_TRACE,
    &renormalized::CORRELATION_ENERGY,
    &renormalized::GATE_ERROR,
    &COLUMN_ERROR,
];
