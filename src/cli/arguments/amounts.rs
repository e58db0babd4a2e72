//! Times and numbers of bytes, as a command line has them.

use std::str::FromStr;
use std::time::Duration;

/// A time with its unit: `500ms`, `60s`, `5m`, `2h`, `3d`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Time(pub Duration);

impl FromStr for Time {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let split = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
        let (number, unit) = text.split_at(split);
        let seconds = match unit {
            "ms" => 1e-3,
            "s" => 1.0,
            "m" => 60.0,
            "h" => 3600.0,
            "d" => 86400.0,
            _ => return Err("write a time with its unit: 500ms, 60s, 5m, 2h, 3d".into()),
        };
        let time = number.trim().parse::<f64>().ok().map(|number| number * seconds);
        let time = time.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        time.map(Time).ok_or_else(|| format!("`{number}` is no number of {unit}"))
    }
}

/// A number of threads or of jobs.
pub fn workers(text: &str) -> Result<u16, String> {
    let number = text.parse::<u16>().ok().filter(|number| (1..=1024).contains(number));
    number.ok_or_else(|| "write a whole number from 1 to 1024".into())
}

/// A number of bytes: `1000`, `500M`, `20G`, `1.5GiB`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size(pub u64);

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let split = text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len());
        let (number, unit) = text.split_at(split);
        let factor = match unit.trim_end_matches("iB").trim_end_matches('B') {
            "" => Some(1.0),
            "k" | "K" => Some(1024f64),
            "M" => Some(1024f64.powi(2)),
            "G" => Some(1024f64.powi(3)),
            "T" => Some(1024f64.powi(4)),
            _ => None,
        };
        let number = number.trim().parse::<f64>().ok().filter(|number| *number >= 0.0);
        let size = number.zip(factor).map(|(number, factor)| number * factor).filter(|size| *size < 9e15);
        size.map(|size| Size(size as u64)).ok_or_else(|| "write a number of bytes: 1000, 500M, 20GiB".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_read_as_they_are_written_and_shown() {
        for (text, bytes) in
            [("1000", 1000), ("2k", 2048), ("1KiB", 1024), ("1.5 MiB", 3 << 19), ("20G", 20 << 30)]
        {
            assert_eq!(text.parse(), Ok(Size(bytes)), "{text}");
        }
        for text in ["", "G", "-1", "1Ki", "3 apples", "1e300T"] {
            assert!(text.parse::<Size>().is_err(), "{text}");
        }
    }
}
