//! A picture as data, kept beside the record of a run, so that a page can draw it in its own colours long after.

use super::chart::Chart;
use super::heat_map::HeatMap;
use serde::{Deserialize, Serialize};

/// What was drawn.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Figure {
    Chart(Chart),
    HeatMap(HeatMap),
    /// A sheet of grey images, as a PNG file of this name in the folder of the run, so many pixels high and wide.
    Images {
        title: String,
        file: String,
        size: (usize, usize),
    },
}

/// The figures of a run, each with the number of its step in the record.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Figures(pub Vec<(usize, Figure)>);

impl Figures {
    /// Of a step.
    pub fn of(&self, step: usize) -> impl Iterator<Item = &Figure> {
        self.0.iter().filter(move |(at, _)| *at == step).map(|(_, figure)| figure)
    }

    /// As the file of a run has them; numbers that are none and infinite ones stay what they are.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        // Writing to memory does not fail.
        let _ = ciborium::into_writer(self, &mut bytes);
        bytes
    }

    /// None where the bytes are not those of figures.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        ciborium::from_reader(bytes).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_as_they_were_written() {
        let chart = Chart { title: "a".into(), ..Chart::default() };
        let map = HeatMap { z: vec![vec![f64::NAN, f64::INFINITY]], ..HeatMap::default() };
        let images = Figure::Images { title: "i".into(), file: "i.png".into(), size: (3, 4) };
        let figures = Figures(vec![(0, Figure::Chart(chart)), (2, Figure::HeatMap(map)), (2, images)]);
        let read = Figures::from_bytes(&figures.to_bytes()).expect("read");
        assert_eq!(format!("{read:?}"), format!("{figures:?}"));
        assert_eq!(read.of(2).count(), 2);
        assert!(Figures::from_bytes(b"not cbor").is_none());
    }
}
