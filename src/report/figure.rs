//! A picture as data, kept beside the record of a run, so that a page can draw it in its own colours long after.

use super::chart::Chart;
use super::heat_map::HeatMap;
use super::sheet;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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

impl Figure {
    /// As an SVG file; none where the PNG file that it names is not among `images`.
    pub fn to_svg(&self, images: &BTreeMap<String, Vec<u8>>) -> Option<String> {
        match self {
            Figure::Chart(chart) => Some(chart.to_svg()),
            Figure::HeatMap(map) => Some(map.to_svg()),
            Figure::Images { title, file, size } => Some(sheet::framed(title, images.get(file)?, *size, 2)),
        }
    }

    /// As a PNG file; none where it can't be drawn, or the file that it names is not among `images`.
    pub fn to_png(&self, images: &BTreeMap<String, Vec<u8>>) -> Option<Vec<u8>> {
        match self {
            Figure::Chart(chart) => chart.to_png(),
            Figure::HeatMap(map) => map.to_png(),
            Figure::Images { file, .. } => images.get(file).cloned(),
        }
    }
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

    #[test]
    fn every_figure_is_drawn_and_images_where_they_are() {
        let images = Figure::Images { title: "<i>".into(), file: "i.png".into(), size: (3, 4) };
        let there = BTreeMap::from([("i.png".to_string(), b"\x89PNG".to_vec())]);
        for figure in [Figure::Chart(Chart::default()), Figure::HeatMap(HeatMap::default()), images.clone()] {
            assert!(figure.to_png(&there).is_some_and(|file| file.starts_with(b"\x89PNG")));
            assert!(figure.to_svg(&there).is_some_and(|svg| svg.starts_with("<svg") && !svg.contains("<i>")));
        }
        assert_eq!((images.to_png(&BTreeMap::new()), images.to_svg(&BTreeMap::new())), (None, None));
    }
}
