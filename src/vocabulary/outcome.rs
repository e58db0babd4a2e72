//! What a step yields when it has run: a value that flows on, and what people look at.

use super::{Charted, Reading, Value};
use serde::{Deserialize, Serialize};

/// The result of a step.
#[derive(Clone, Default)]
pub struct Outcome {
    pub value: Value,
    pub readings: Vec<Reading>,
    pub series: Vec<Series>,
    pub tables: Vec<Table>,
    pub pictures: Vec<Picture>,
    /// One-line remarks: "stopped early at epoch 17".
    pub notes: Vec<String>,
}

impl Outcome {
    /// What of it is drawn with axes.
    pub fn charted(&self) -> Charted {
        let has_axes = |picture: &Picture| !matches!(picture, Picture::Images { .. });
        match () {
            () if self.pictures.iter().any(has_axes) => Charted::Picture,
            () if self.series.iter().any(|series| series.x.len() > 1) => Charted::Curves,
            () => Charted::Not,
        }
    }
}

/// What a computation runs through by itself, beside what is swept.
pub const TIMES: [&str; 3] = ["epoch", "iteration", "step"];

/// A curve: loss over epochs, error over a swept value. `low` and `high` may be empty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    pub name: String,
    pub over: String,
    pub x: Vec<f64>,
    pub y: Vec<f64>,
    pub low: Vec<f64>,
    pub high: Vec<f64>,
}

impl Series {
    /// A curve without a band.
    pub fn line(name: impl Into<String>, over: impl Into<String>, x: Vec<f64>, y: Vec<f64>) -> Self {
        Series { name: name.into(), over: over.into(), x, y, low: Vec::new(), high: Vec::new() }
    }

    /// Whether a logarithmic axis shows what it is drawn over better: positive values over two decades and more. Time is
    /// shown as it passes.
    pub fn spans_decades(&self) -> bool {
        let low = self.x.iter().copied().fold(f64::INFINITY, f64::min);
        let high = self.x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        !TIMES.contains(&self.over.as_str()) && low > 0.0 && high / low >= 100.0
    }
}

/// A small table, such as a confusion matrix.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table {
    pub title: String,
    pub columns: Vec<String>,
    pub rows: Vec<(String, Vec<String>)>,
}

/// Something to look at; the report room draws it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Picture {
    /// Grey images in 0..1, row by row, of the same size.
    Images { title: String, rows: usize, columns: usize, pixels: Vec<Vec<f32>> },
    /// Curves in one frame.
    Curves { title: String, x: String, y: String, log_x: bool, log_y: bool, lines: Vec<Series> },
    /// Values over two axes as colours: the values of x, and for each of y its own with what stands there, not a number where
    /// there is nothing. `x`, `y` and `z` name the axes and what the colours show.
    HeatMap { title: String, x: String, y: String, z: String, columns: Vec<f64>, rows: Vec<(f64, Vec<f64>)> },
}
