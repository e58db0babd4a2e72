//! Numbers of a claim as text.

use super::measured::Measured;
use super::tested::{Counted, Tested};

/// The value with what it rests on.
pub fn show(measured: &Measured) -> String {
    let value = number(measured.value(None));
    match measured {
        Measured::Values { share: Some(share), .. } => format!("{value} ({} of {})", share.hits, share.n),
        Measured::Values { values, .. } if values.len() > 1 => format!("{value} (mean of {})", values.len()),
        _ => value,
    }
}

/// What would decide a test that did not.
pub fn more(tested: &Tested) -> String {
    let counted = match tested.counted {
        Counted::Rows => "test rows, at the shares that were measured",
        Counted::Repeats => "repeats, at the mean and spread that were measured",
    };
    match tested.enough {
        Some(n) => format!("about {n} {counted}"),
        None => "nothing near what was measured: it lies on the bound; claim less".into(),
    }
}

/// Four significant digits; claims are judged on all of them.
pub fn number(x: f64) -> String {
    if x == 0.0 || !x.is_finite() {
        return format!("{x}");
    }
    let digits = (3 - x.abs().log10().floor() as i32).clamp(0, 12) as usize;
    let text = if x.abs() < 1e-5 { format!("{x:.3e}") } else { format!("{x:.digits$}") };
    if text.contains('.') && !text.contains('e') {
        text.trim_end_matches('0').trim_end_matches('.').to_string()
    } else {
        text
    }
}

/// `95 %`
pub fn percent(confidence: f64) -> String {
    format!("{} %", number(100.0 * confidence))
}
