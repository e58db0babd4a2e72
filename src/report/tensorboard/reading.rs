//! Logs read back, as far as they were written here: the tag and the step of each value.

use super::framing::records;
use super::message::{Value, fields};

/// A value in a log.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    pub tag: String,
    pub step: i64,
    /// Where it is a number; images and histograms are not read.
    pub scalar: Option<f32>,
}

/// The values of a log, in order, up to where it was cut off.
pub fn read(log: &[u8]) -> Vec<Seen> {
    records(log).filter_map(event).collect()
}

/// Nothing of an event without a value, such as the version at the beginning.
fn event(event: &[u8]) -> Option<Seen> {
    let (mut step, mut summary) = (0, None);
    for field in fields(event) {
        match field {
            (2, Value::Integer(number)) => step = number as i64,
            (5, Value::Bytes(bytes)) => summary = Some(bytes),
            _ => {}
        }
    }
    let (_, Value::Bytes(value)) = fields(summary?).find(|(number, _)| *number == 1)? else { return None };
    let mut seen = Seen { tag: String::new(), step, scalar: None };
    for field in fields(value) {
        match field {
            (1, Value::Bytes(tag)) => seen.tag = String::from_utf8_lossy(tag).into_owned(),
            (2, Value::Float(number)) => seen.scalar = Some(number),
            _ => {}
        }
    }
    Some(seen)
}

#[cfg(test)]
mod tests {
    use super::super::events::Log;
    use super::*;

    #[test]
    fn a_log_is_read_as_it_was_written() {
        let mut log = Log::new(1.5);
        log.scalar(3, "loss", 0.25);
        log.histogram(-1, "weights", &[1.0, 2.0]);
        let bytes = log.take();
        let seen = |tag: &str, step, scalar| Seen { tag: tag.into(), step, scalar };
        assert_eq!(read(&bytes), [seen("loss", 3, Some(0.25)), seen("weights", -1, None)]);
        assert_eq!(read(&bytes[..bytes.len() - 1]).len(), 1);
        assert!(read(b"no log at all, but text").is_empty());
    }
}
