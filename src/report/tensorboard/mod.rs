//! What a run has left as logs of TensorBoard, one for each label, so that TensorBoard lays the curves of several lines
//! into one frame: curves as scalars, final measures, weights as histograms, and as images what a first layer looks at
//! and what was sampled.
//!
//! The format is that of TensorFlow (`framing`, `message`, `events`). A log knows no moments of single epochs: all
//! events have the time at which the run ended, so TensorBoard's axis is the step.

mod events;
mod framing;
mod message;

use super::curves;
use super::png::Grey;
use crate::numeric::tensors::{Tensor, Tensors};
use crate::run::{Record, StepRecord};
use events::Log;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The logs of a run, by their paths below the folder that TensorBoard is shown. `tensors` are what is kept of its steps,
/// under their labels.
pub fn files(record: &Record, tensors: &Tensors) -> Vec<(PathBuf, Vec<u8>)> {
    let ended = record.ended.parse().unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    let time = ended.as_millisecond() as f64 / 1000.0;
    let mut logs: BTreeMap<&str, Log> = BTreeMap::new();
    for step in record.steps.iter().filter(|step| !step.measures.is_empty() || !step.series.is_empty()) {
        let label = step.label.as_deref().unwrap_or(super::UNLABELLED);
        write(logs.entry(label).or_insert_with(|| Log::new(time)), step);
    }
    for (name, tensor) in tensors.iter() {
        let (label, name) = name.split_once('.').unwrap_or((super::UNLABELLED, name));
        draw(logs.entry(label).or_insert_with(|| Log::new(time)), name, tensor);
    }
    // TensorBoard looks for `tfevents` in the name and takes the number for the second of the beginning.
    let file = format!("events.out.tfevents.{}.pipette", ended.as_second());
    let path = |label: &str| PathBuf::from(&record.run).join(label).join(&file);
    logs.into_iter().map(|(label, log)| (path(label), log.bytes())).collect()
}

/// The curves of a step, and of its measures those without one.
fn write(log: &mut Log, step: &StepRecord) {
    for (name, series) in &step.series {
        let tag = curves::name(name, series);
        let points = curves::steps(series).into_iter().zip(&series.y);
        points.for_each(|(step, value)| log.scalar(step, &tag, *value));
    }
    curves::single(step).for_each(|(name, value)| log.scalar(0, name, value));
}

/// As many images are shown of a layer or a sample.
const SHOWN: usize = 100;

/// The distribution of an array, and what can be seen in it.
fn draw(log: &mut Log, name: &str, tensor: &Tensor) {
    let values = tensor.values();
    log.histogram(0, name, &values);
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
        log.image(0, name, &Grey::sheet(&images, side));
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
            tensors.iter().for_each(|(name, tensor)| draw(&mut log, name, tensor));
            let bytes = log.bytes();
            bytes.windows(4).filter(|four| four == b"\x89PNG").count()
        };
        assert_eq!(length((16, 3), "layer1.weights"), 1);
        assert_eq!(length((15, 3), "layer1.weights"), 0);
        assert_eq!(length((3, 16), "samples"), 1);
        assert_eq!(length((16, 16), "layer2.weights"), 0);
    }
}
