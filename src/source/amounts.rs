//! Amounts as messages say them.

/// `value` to so many significant digits, with an exponent only where zeros would have to be counted: `0.0357`,
/// `19`, `1.2e-9`.
pub fn rounded(value: f64, digits: usize) -> String {
    let rounded: f64 = format!("{value:.*e}", digits.saturating_sub(1)).parse().unwrap_or(value);
    match rounded != 0.0 && !(1e-3..1e6).contains(&rounded.abs()) {
        true => format!("{rounded:e}"),
        false => rounded.to_string(),
    }
}

/// A number with all its digits, but no zeros that would have to be counted: `0.1`, `1e30`.
pub fn whole(value: f64) -> String {
    match value != 0.0 && !(1e-5..1e15).contains(&value.abs()) {
        true => format!("{value:e}"),
        false => value.to_string(),
    }
}

/// To three digits, which is enough for most messages.
pub fn short(value: f64) -> String {
    rounded(value, 3)
}

/// `1 file`, `2 files`, `3 fixes`
pub fn counted(n: usize, what: &str) -> String {
    if let (Some(stem), 2..) | (Some(stem), 0) = (what.strip_suffix("try"), n) {
        return format!("{n} {stem}tries");
    }
    let ending = match n {
        1 => "",
        _ if what.ends_with('x') => "es",
        _ => "s",
    };
    format!("{n} {what}{ending}")
}

/// Bytes in GiB: `2.500 GiB`.
pub fn gigabytes(bytes: f64) -> String {
    format!("{:.3} GiB", bytes / 1_073_741_824.0)
}

/// Seconds for people: `12 s`, `3 min 20 s`, `1 h 5 min`.
pub fn duration(seconds: f64) -> String {
    let whole = seconds.round() as u64;
    match seconds {
        s if !s.is_finite() => "no end".to_string(),
        s if s < 0.0995 => format!("{:.0} ms", 1000.0 * s),
        s if s < 9.95 => format!("{s:.1} s"),
        s if s < 59.5 => format!("{whole} s"),
        _ if whole < 3600 => format!("{} min {} s", whole / 60, whole % 60),
        _ if whole < 864_000 => format!("{} h {} min", whole / 3600, whole / 60 % 60),
        s => format!("{:.0} days", s / 86_400.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_are_not_to_be_counted() {
        let said = [0.1, 1e30, 250_000.0, 1e-9, 0.0].map(whole);
        assert_eq!(said, ["0.1", "1e30", "250000", "1e-9", "0"]);
        assert_eq!(whole(0.1 + 0.2).parse(), Ok(0.1 + 0.2));
    }

    #[test]
    fn numbers_keep_their_first_digits() {
        let said = [0.0, 4.0, 0.035714, 12345.678, 2.0e-9, 1.23456e7, f64::INFINITY].map(short);
        assert_eq!(said, ["0", "4", "0.0357", "12300", "2e-9", "1.23e7", "inf"]);
        assert_eq!([0.036, 0.00054, 97.0].map(|x| rounded(x, 1)), ["0.04", "5e-4", "100"]);
    }

    #[test]
    fn things_are_counted_in_words() {
        assert_eq!([1, 2].map(|n| counted(n, "fix")), ["1 fix", "2 fixes"]);
        assert_eq!([0, 1].map(|n| counted(n, "file")), ["0 files", "1 file"]);
    }

    #[test]
    fn durations_read_as_people_say_them() {
        let said = [0.0, 0.05, 3.12, 42.0, 59.7, 200.0, 4000.0, 1e6, f64::INFINITY].map(duration);
        assert_eq!(
            said,
            ["0 ms", "50 ms", "3.1 s", "42 s", "1 min 0 s", "3 min 20 s", "1 h 6 min", "12 days", "no end"]
        );
    }
}
