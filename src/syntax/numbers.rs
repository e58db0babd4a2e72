//! What the digits of a number may say: counts are whole and at least one, no number is endless.

use crate::source::{Diagnostic, Spanned};

type Fault = Box<Diagnostic>;

/// The number in the repeat count `x3`.
pub(super) fn times(written: &Spanned<String>) -> Result<u64, Fault> {
    let digits = written.value.trim_start_matches('x');
    match digits.parse() {
        Ok(0) => Err(zero(written, "x1")),
        Ok(count) => Ok(count),
        Err(_) => Err(Box::new(too_large(written))),
    }
}

/// A count that is written as a number: `20`, `1_000`, also `1e3`.
pub(super) fn count(written: &Spanned<String>) -> Result<u64, Fault> {
    let digits = written.value.replace('_', "");
    if let Ok(count) = digits.parse::<u64>() {
        return if count == 0 { Err(zero(written, "1")) } else { Ok(count) };
    }
    match digits.parse::<f64>() {
        Ok(number) if number >= u64::MAX as f64 => Err(Box::new(too_large(written))),
        Ok(number) if number >= 1.0 && number.fract() == 0.0 => Ok(number as u64),
        _ => Err(not_whole(written)),
    }
}

/// A number beyond what can be stored.
pub(super) fn too_large(written: &Spanned<String>) -> Diagnostic {
    let limit =
        if written.value.starts_with('x') { "1.8e19, for a count" } else { "1.8e308; for a count, 1.8e19" };
    Diagnostic::error("out-of-range", written.span, format!("`{}` is too large to be stored", brief(written)))
        .label("beyond the largest number")
        .help(format!("the largest number is about {limit}"))
}

fn zero(written: &Spanned<String>, least: &str) -> Fault {
    let message = format!("`{}` counts nothing: a count is at least 1", brief(written));
    Box::new(
        Diagnostic::error("unit-count", written.span, message)
            .label("zero times")
            .help(format!("`{least}` is the least; leave the whole line out if it should not run")),
    )
}

fn not_whole(written: &Spanned<String>) -> Fault {
    let message = format!("a count is a whole number from 1 on, this is {}", brief(written));
    Box::new(
        Diagnostic::error("unit-count", written.span, message)
            .label("not a whole number from 1 on")
            .help("write a whole number, such as `20`"),
    )
}

/// The first digits of a number that may be very long.
fn brief(written: &Spanned<String>) -> String {
    let text = &written.value;
    if text.len() > 24 { format!("{}...", &text[..20]) } else { text.clone() }
}
