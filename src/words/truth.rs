//! What words share that ask data for the weights behind them.

use crate::data::{Dataset, Truth};
use crate::vocabulary::{DataKind, Fault};

/// What to say of data whose true weights nobody knows.
pub fn lacking(data: &DataKind, word: &str) -> Option<(String, String)> {
    if data.shape.facts.weights_known {
        return None;
    }
    let message = format!("`{word}` needs the true weights, and nobody knows those of `{}`", data.name);
    Some((message, "use data that are made here, such as `gaussian` or `shaw`, as they are made".into()))
}

/// The truth behind a data set.
pub fn of(set: &Dataset) -> Result<&Truth, Fault> {
    set.truth.as_deref().ok_or_else(|| Fault::new("nobody knows the true weights of these data"))
}
