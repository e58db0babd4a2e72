//! What is measured of the layers of a network while it trains: a value for each layer, from the bottom.

use super::measure;
use crate::vocabulary::{Better, Measure, MeasuredOn::Training, Unit};

pub static ACTIVATION_SIZE: Measure = measure(
    "activation-size",
    Training,
    Unit::Number,
    Better::Neither,
    "Root mean square of the values of each layer on the last batch of an epoch, of the logits in the last layer.",
);
pub static GRADIENT_NORM: Measure = measure(
    "gradient-norm",
    Training,
    Unit::Number,
    Better::Neither,
    "Euclidean norm of the gradient of the mean loss by the weights of each layer, on the last batch of an epoch and before clipping.",
);
pub static DEAD_UNITS: Measure = measure(
    "dead-units",
    Training,
    Unit::Fraction,
    Better::Lower,
    "Share of the units of each layer that are 0 for every row of the last batch of an epoch; counted in batches of 32 rows and more.",
);
pub static RELAPSE: Measure = measure(
    "relapse",
    Training,
    Unit::Fraction,
    Better::Lower,
    "The most by which the error of an epoch lay above the lowest before it: of validation rows where there are any, else as it was trained.",
);
