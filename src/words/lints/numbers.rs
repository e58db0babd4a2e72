//! Numbers as messages say them: three digits, and an exponent only where zeros would have to be counted.

/// `value` to three significant digits: `0.0357`, `19`, `1.2e-9`.
pub fn short(value: f64) -> String {
    let rounded: f64 = format!("{value:.2e}").parse().unwrap_or(value);
    match rounded != 0.0 && !(1e-3..1e6).contains(&rounded.abs()) {
        true => format!("{rounded:e}"),
        false => rounded.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn numbers_keep_three_digits() {
        let said = [0.0, 4.0, 0.035714, 12345.678, 2.0e-9, 1.23456e7, f64::INFINITY].map(short);
        assert_eq!(said, ["0", "4", "0.0357", "12300", "2e-9", "1.23e7", "inf"]);
    }
}
