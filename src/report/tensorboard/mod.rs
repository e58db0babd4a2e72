//! What a run has left as logs of TensorBoard, one for each label, so that TensorBoard lays the curves of several lines
//! into one frame: curves as scalars, final measures, weights as histograms, and as images what a first layer looks at
//! and what was sampled. A run can tell the same while it works (`growing`).
//!
//! The format is that of TensorFlow (`framing`, `message`, `events`, `reading`). A record knows no moments of single epochs: all
//! events of a log that is made after a run have the time at which it ended.

mod events;
mod framing;
mod growing;
mod message;
mod reading;

pub use growing::Growing;
pub use reading::{Seen, read};

use super::curves;
use super::plain::path_part;
use super::png::Grey;
use crate::numeric::tensors::{Tensor, Tensors};
use crate::run::{Record, SeriesRecord, StepRecord};
use crate::vocabulary::{Reading, Series};
use events::Log;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The logs of a run, by their paths below the folder that TensorBoard is shown. `tensors` are what is kept of its steps,
/// under their labels.
pub fn files(record: &Record, tensors: &Tensors) -> Vec<(PathBuf, Vec<u8>)> {
    let ended = record.ended.parse().unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let mut logs: BTreeMap<&str, Growing> = BTreeMap::new();
    let begun = || {
        let mut log = Growing::default();
        log.at(ended.as_millisecond() as f64 / 1000.0);
        log
    };
    for (number, step) in record.steps.iter().enumerate() {
        let label = step.label.as_deref().unwrap_or(super::UNLABELLED);
        write(logs.entry(label).or_insert_with(begun), number, step);
    }
    for (name, tensor) in tensors.iter() {
        let (label, name) = name.split_once('.').unwrap_or((super::UNLABELLED, name));
        logs.entry(label).or_insert_with(begun).tensor(record.steps.len(), name, tensor);
    }
    let file = file_name(&ended.as_second().to_string());
    let path = |label: &str| PathBuf::from(path_part(&record.run)).join(path_part(label)).join(&file);
    let written = logs.into_iter().map(|(label, mut log)| (path(label), log.take()));
    written.filter(|(_, bytes)| !bytes.is_empty()).collect()
}

/// TensorBoard looks for `tfevents` in the name of a log, and takes what follows for the second of its beginning.
pub fn file_name(begun: &str) -> String {
    format!("events.out.tfevents.{begun}.pipette")
}

/// The curves of a step, and of its measures those without one.
fn write(log: &mut Growing, number: usize, step: &StepRecord) {
    step.series.iter().for_each(|(name, series)| write_curve(log, number, name, series));
    curves::single(step).for_each(|(name, value)| log.scalar(number, name, 0, value));
}

/// The same of what a step has just yielded.
pub fn write_yield(log: &mut Growing, number: usize, series: &[Series], readings: &[Reading]) {
    series.iter().for_each(|it| write_curve(log, number, &it.name, &SeriesRecord::new(it)));
    let single = readings.iter().filter(|reading| series.iter().all(|it| it.name != reading.name()));
    single.for_each(|reading| log.scalar(number, &reading.name(), 0, reading.value));
}

fn write_curve(log: &mut Growing, number: usize, name: &str, series: &SeriesRecord) {
    let tag = curves::name(name, series);
    let points = curves::steps(series).into_iter().zip(&series.y);
    points.for_each(|(step, value)| log.scalar(number, &tag, step, *value));
}

/// As many images are shown of a layer or a sample.
const SHOWN: usize = 100;

/// The distribution of an array, and what can be seen in it.
fn draw(log: &mut Log, (name, tag): (&str, &str), tensor: &Tensor) {
    let values = tensor.values();
    log.histogram(0, tag, &values);
    let &[rows, columns] = tensor.shape() else { return };
    let images: Vec<Vec<f64>> = match name.rsplit_once('.').map_or(name, |(_, last)| last) {
        // A unit looks at the inputs through its column: (inputs, units).
        "weights" if name.contains("layer1.") => {
            let unit = |unit| (0..rows).map(|input| values[input * columns + unit]).collect();
            (0..columns.min(SHOWN)).map(unit).collect()
        }
        "samples" => values.chunks(columns.max(1)).take(SHOWN).map(<[f64]>::to_vec).collect(),
        _ => return,
    };
    let side = images.first().map_or(0, |image| image.len().isqrt());
    if side > 1 && images.iter().all(|image| image.len() == side * side) {
        log.image(0, tag, &Grey::sheet(&images, side));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::Array2;

    /// Square inputs are seen, others are not.
    #[test]
    fn images_are_drawn_where_inputs_are_square() {
        let length = |shape: (usize, usize), name: &str| {
            let mut tensors = Tensors::default();
            tensors.put(name, Array2::<f32>::ones(shape));
            let mut log = Log::new(0.0);
            tensors.iter().for_each(|(name, tensor)| draw(&mut log, (name, name), tensor));
            let bytes = log.take();
            bytes.windows(4).filter(|four| four == b"\x89PNG").count()
        };
        assert_eq!(length((16, 3), "layer1.weights"), 1);
        assert_eq!(length((15, 3), "layer1.weights"), 0);
        assert_eq!(length((3, 16), "samples"), 1);
        assert_eq!(length((16, 16), "layer2.weights"), 0);
    }
}
