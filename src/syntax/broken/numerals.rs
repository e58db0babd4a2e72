//! Numbers that are not written as numbers are.

use super::Line;
use crate::source::Diagnostic;
use crate::syntax::token::{Kind, Token};

/// A number with something odd about it: `08`, `1.5.2`, `2d-ising`.
pub(super) fn odd_number(line: &Line) -> Option<Diagnostic> {
    let numbers = line.tokens.iter().filter(|token| token.kind == Kind::Number);
    numbers.copied().find_map(|token| oddity(token, line.written(token)))
}

fn oddity(token: Token, text: &str) -> Option<Diagnostic> {
    let (digits, rest) = text.split_at(text.find(|c: char| !digit_or_line(c)).unwrap_or(text.len()));
    let finding = |message: String| Diagnostic::error("broken-line", token.span, message);
    let shown: String = text.chars().take(40).collect();
    if digits.ends_with('_') || digits.contains("__") {
        return Some(
            finding(format!("`{shown}` has a `_` that is not between two digits"))
                .label("a loose `_`")
                .help("`_` groups digits: `10_000`")
                .fix(false, token.span, format!("{}{rest}", digits.replace('_', ""))),
        );
    }
    if digits.len() > 1 && digits.starts_with('0') {
        let plain = digits.trim_start_matches(['0', '_']);
        let plain = format!("{}{rest}", if plain.is_empty() { "0" } else { plain });
        return Some(
            finding(format!("`{shown}` begins with a needless zero"))
                .label("a number begins with its first digit")
                .help("some languages read such a number in base eight, so it is refused")
                .fix(true, token.span, plain),
        );
    }
    let after = fraction(rest);
    if after.starts_with('.') {
        return Some(
            finding(format!("`{shown}` has more than one decimal point"))
                .label("two points")
                .help("a range has two points side by side: `1..5`"),
        );
    }
    let unit = exponent(after);
    if unit.chars().all(|c| c.is_ascii_alphabetic()) {
        return None;
    }
    Some(
        finding(format!("`{shown}` is neither a number with a unit nor a name"))
            .label("begins with a digit")
            .help("a name begins with a letter; a blank stands between a number and a word that is not its unit"),
    )
}

fn digit_or_line(c: char) -> bool {
    c.is_ascii_digit() || c == '_'
}

/// What follows the decimal places, if there are any.
fn fraction(rest: &str) -> &str {
    match rest.strip_prefix('.') {
        Some(places) => places.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    }
}

/// What follows the exponent, if there is one.
fn exponent(rest: &str) -> &str {
    let digits = rest.strip_prefix(['e', 'E']).map(|power| power.strip_prefix(['+', '-']).unwrap_or(power));
    match digits {
        Some(digits) if digits.starts_with(|c: char| c.is_ascii_digit()) => {
            digits.trim_start_matches(|c: char| c.is_ascii_digit())
        }
        _ => rest,
    }
}

/// A decimal point with a digit on one side only: `1.` and `.5`.
pub(super) fn bare_point(line: &Line) -> Option<Diagnostic> {
    line.pairs().filter(|(_, a, b)| a.span.end == b.span.start).find_map(|(_, a, b)| {
        let digits = match (a.kind, b.kind) {
            (Kind::Number, Kind::Dot) => format!("{}.0", line.written(a)),
            (Kind::Dot, Kind::Number) => format!("0.{}", line.written(b)),
            _ => return None,
        };
        let span = a.span.to(b.span);
        Some(
            Diagnostic::error("broken-line", span, "a decimal point stands between two digits")
                .label("a digit is missing")
                .help(format!("write `{digits}`"))
                .fix(true, span, digits),
        )
    })
}
