//! The events of a TensorBoard log: each a moment, a step and one summary (tensorflow/core/util/event.proto and
//! framework/summary.proto): a number, an image or a histogram under a tag. A log begins with its version.

use super::framing::record;
use super::message::Message;
use crate::report::png::Grey;

/// A log that is being written.
pub struct Log {
    bytes: Vec<u8>,
    /// The moment of an event, in seconds since 1970.
    time: f64,
}

impl Log {
    /// A log that begins at `time`, in seconds since 1970.
    pub fn new(time: f64) -> Self {
        let version = Message::default().double(1, time).put(3, b"brain.Event:2");
        Log { bytes: record(&version.bytes()), time }
    }

    /// The moment of the events that follow, in seconds since 1970.
    pub fn at(&mut self, time: f64) {
        self.time = time;
    }

    /// What was written since it was asked last.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }

    /// A number at a step.
    pub fn scalar(&mut self, step: i64, tag: &str, value: f64) {
        self.event(step, tag, |summary| summary.float(2, value as f32));
    }

    /// A grey image at a step.
    pub fn image(&mut self, step: i64, tag: &str, image: &Grey) {
        let picture = Message::default().integer(1, image.height as i64).integer(2, image.width as i64);
        let picture = picture.integer(3, 1).put(4, &image.png()).bytes();
        self.event(step, tag, |summary| summary.put(4, &picture));
    }

    /// How numbers are distributed at a step; those that are not finite are left out, and without any others there is no
    /// histogram.
    pub fn histogram(&mut self, step: i64, tag: &str, values: &[f64]) {
        let finite: Vec<f64> = values.iter().copied().filter(|x| x.is_finite()).collect();
        if finite.is_empty() {
            return;
        }
        let (edges, counts) = bins(&finite);
        let (least, most) = extent(&finite);
        let squares = finite.iter().map(|x| x * x).sum();
        let histogram = Message::default().double(1, least).double(2, most).double(3, finite.len() as f64);
        let histogram = histogram.double(4, finite.iter().sum()).double(5, squares);
        let histogram = histogram.doubles(6, &edges).doubles(7, &counts).bytes();
        self.event(step, tag, |summary| summary.put(5, &histogram));
    }

    fn event(&mut self, step: i64, tag: &str, fill: impl FnOnce(Message) -> Message) {
        let value = fill(Message::default().put(1, tag.as_bytes())).bytes();
        let summary = Message::default().put(1, &value).bytes();
        let event = Message::default().double(1, self.time).integer(2, step).put(5, &summary);
        self.bytes.extend(record(&event.bytes()));
    }
}

fn extent(values: &[f64]) -> (f64, f64) {
    values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(*x), high.max(*x)))
}

/// As many bins of equal width between the least and the largest value.
const BINS: usize = 30;

/// The upper edge of each bin, and how many values it holds.
fn bins(values: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let (least, most) = extent(values);
    let width = (most / BINS as f64) - (least / BINS as f64);
    let place = |x: f64| if width > 0.0 { ((x - least) / width) as usize } else { 0 };
    let mut counts = vec![0.0; BINS];
    values.iter().for_each(|x| counts[place(*x).min(BINS - 1)] += 1.0);
    let edge = |bin: usize| if bin == BINS { most } else { least + bin as f64 * width };
    ((1..=BINS).map(edge).collect(), counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Computed independently in Python, from the rules of TFRecord and of protocol buffers: the version at second 1, and
    /// `loss` = 0.5 at second 2 and step 3.
    #[test]
    fn records_have_the_bytes_of_the_format() {
        assert_eq!(
            hex(&Log::new(1.0).take()),
            "1800000000000000a37f4b2209000000000000f03f1a0d627261696e2e4576656e743a3286bf577a"
        );
        let mut log = Log::new(2.0);
        let begun = log.bytes.len();
        log.scalar(3, "loss", 0.5);
        assert_eq!(
            hex(&log.take()[begun..]),
            "1a00000000000000129bd82d09000000000000004010032a0d0a0b0a046c6f7373150000003fbac36b94"
        );
    }

    #[test]
    fn every_value_lies_in_one_bin() {
        let (edges, counts) = bins(&[-1.0, -1.0, 0.0, 2.0]);
        assert_eq!((edges.len(), counts.iter().sum::<f64>()), (BINS, 4.0));
        assert_eq!((counts[0], counts[10], counts[29]), (2.0, 1.0, 1.0));
        assert_eq!(edges[29], 2.0);
        assert_eq!(bins(&[3.0, 3.0]).1[0], 2.0);
        // The largest and the least number are further apart than the largest number.
        assert_eq!(bins(&[f64::MIN, f64::MAX]).1.iter().sum::<f64>(), 2.0);
    }

    #[test]
    fn what_is_not_finite_makes_no_histogram() {
        let mut log = Log::new(0.0);
        let begun = log.bytes.len();
        log.histogram(0, "weights", &[f64::NAN, f64::INFINITY]);
        assert_eq!(log.bytes.len(), begun);
    }
}
