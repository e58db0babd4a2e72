//! `normalized-over-few`: batch normalization whose batches have so few rows that their moments are noise.

use crate::source::{Diagnostic, Level, Lint, Phase};
use crate::vocabulary::Order;
use crate::words::methods::batch_normalization::BatchNormalization;
use crate::words::models::mlp::training;

pub static LINT: Lint = Lint {
    code: "normalized-over-few",
    level: Level::Warning,
    phase: Phase::Check,
    finds: "batch normalization over batches of fewer than 8 rows",
    why: "Batch normalization takes mean and variance of a unit from the rows of a batch. Of a single row the mean is the \
          row itself: every sum becomes 0, and nothing is learnt. Of few rows the moments are noise, other than those that \
          the network uses when it is tested, and the error grows. Layer normalization takes them over units, and knows no \
          batch.",
    bad: "edition 1\nseed 1\nuse mnist\n\
          train mlp[784,100,10] with sgd(batch: 4) and batch-normalization for 5 epochs\n",
    good: "edition 1\nseed 1\nuse mnist\n\
           train mlp[784,100,10] with sgd(batch: 4) and layer-normalization for 5 epochs\n",
    see: "Ioffe and Szegedy 2015, Batch normalization; Wu and He 2018, Group normalization, figure 1",
};

/// Fewer rows have moments that are noise.
const FEW: usize = 8;

pub fn find(order: &Order) -> Option<Diagnostic> {
    let place = order.methods.span_of::<BatchNormalization>()?;
    let batch = training(order).batch;
    if batch >= FEW {
        return None;
    }
    let message = match batch {
        1 => "batches of one row: every normalized sum is 0, and nothing is learnt".to_string(),
        _ => format!(
            "moments of {batch} rows are noise, and others than those that the network is tested with"
        ),
    };
    let finding = LINT.at(place, message).label(format!("batches of {batch}"));
    Some(finding.help("batches of 32 rows or more, or `layer-normalization`"))
}
