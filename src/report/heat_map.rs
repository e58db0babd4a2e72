//! Heat maps: a measure over two swept values, such as a phase diagram.
//!
//! Cells are of equal size in the order of their values, whatever the distances between these: a logarithmic sweep needs
//! no other axis. Colours are those of cividis (Nuñez, Anderton and Renslow 2018), which rise in lightness alike for
//! all eyes. A cell without a value stays empty.

use super::axis::Axis;
use super::drawing::{Drawing, Mark};
use super::plain::plain;
use super::spark::Screen;
use crate::source::amounts::short;
use kuva::plot::ColorMap;
use kuva::render::render::TextAnchor;
use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// Values over two axes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct HeatMap {
    pub title: String,
    /// The axis to the right, with its values in ascending order.
    pub x_label: String,
    pub x: Vec<f64>,
    /// The axis upwards.
    pub y_label: String,
    pub y: Vec<f64>,
    /// What the colours show, with its unit.
    pub z_label: String,
    /// A row for each value of y, in its order; not a number where there is none.
    pub z: Vec<Vec<f64>>,
}

/// Where the cells lie in the drawing: left, top, width, height; the legend stands at the right.
const FIELD: [f64; 4] = [90.0, 48.0, 500.0, 340.0];
const SIZE: (f64, f64) = (760.0, 460.0);
/// Positive values that span more than this factor are laid out by their logarithms: else all but the largest look alike.
const LOGARITHMIC: f64 = 100.0;
/// Texts of this many cells fit along each axis.
const TICKS: usize = 9;

impl HeatMap {
    /// The smallest and the largest value; none where there is no value at all.
    fn range(&self) -> Option<(f64, f64)> {
        let finite = self.z.iter().flatten().copied().filter(|value| value.is_finite());
        let (low, high) = finite.fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)));
        (low <= high).then_some((low, high))
    }

    /// How values are laid out over the colours; none where there is no value at all.
    fn scale(&self) -> Option<Axis> {
        let (low, high) = self.range()?;
        Some(Axis::over([low, high].into_iter(), low > 0.0 && high / low > LOGARITHMIC))
    }

    /// The map as one SVG file.
    pub fn to_svg(&self) -> String {
        self.drawing().to_svg("#000", true)
    }

    /// The map as a part of a page, in the colours of the text around it.
    pub(super) fn to_inline_svg(&self) -> String {
        self.drawing().to_svg("currentColor", false)
    }

    /// The map as a PNG file.
    pub fn to_png(&self) -> Option<Vec<u8>> {
        self.drawing().to_png()
    }

    fn drawing(&self) -> Drawing {
        let [left, top, width, height] = FIELD;
        let (middle, bottom, up) = (left + width / 2.0, top + height, top + height / 2.0);
        let mut marks = vec![self.cells(), Mark::Frame(FIELD)];
        let below = |(at, label): (f64, String)| {
            Mark::text((left + at * width, bottom + 20.0), TextAnchor::Middle, &label)
        };
        let beside = |(at, label): (f64, String)| {
            Mark::text((left - 8.0, top + (1.0 - at) * height + 4.0), TextAnchor::End, &label)
        };
        marks.extend(ticks(&self.x).into_iter().map(below));
        marks.extend(ticks(&self.y).into_iter().map(beside));
        marks.push(Mark::text((middle, bottom + 46.0), TextAnchor::Middle, &self.x_label));
        let heading = |at: (f64, f64), size: u32, turned: bool, text: &str| Mark::Text {
            at,
            anchor: TextAnchor::Middle,
            size,
            turned,
            text: text.to_string(),
        };
        marks.push(heading((middle, 26.0), 16, false, &self.title));
        marks.push(heading((20.0, up), 13, true, &self.y_label));
        marks.extend(self.legend());
        Drawing { size: SIZE, marks }
    }

    /// The cells, the uppermost row first.
    fn cells(&self) -> Mark {
        let (rows, columns) = (self.z.len().min(self.y.len()), self.x.len());
        let scale = self.scale();
        let at = |row: &Vec<f64>, column: usize| row.get(column).copied().unwrap_or(f64::NAN);
        let shade = |value: f64| colour(scale.map_or(f64::NAN, |scale| scale.position(value)));
        let lines = self.z.iter().take(rows).rev();
        let colours = lines.flat_map(|row| (0..columns).map(move |column| shade(at(row, column)))).collect();
        Mark::Cells { field: FIELD, size: (rows, columns), colours }
    }

    /// The colours with the values that they stand for.
    fn legend(&self) -> Vec<Mark> {
        let Some(scale) = self.scale() else { return Vec::new() };
        let field = [625.0, FIELD[1], 20.0, FIELD[3]];
        let [left, top, width, height] = field;
        let colours = (0..64).rev().map(|shade| colour(f64::from(shade) / 63.0)).collect();
        let mut marks = vec![Mark::Cells { field, size: (64, 1), colours }, Mark::Frame(field)];
        marks.extend(scale.ticks(6).into_iter().map(|(at, label)| {
            Mark::text((left + width + 6.0, top + (1.0 - at) * height + 4.0), TextAnchor::Start, &label)
        }));
        marks.push(Mark::text((left + width / 2.0, top - 10.0), TextAnchor::Middle, &self.z_label));
        marks
    }

    /// The map in characters, the darkest for the highest, with the range that they span.
    pub fn to_text(&self, screen: Screen) -> String {
        let shades: Vec<char> =
            if screen.unicode { " ░▒▓█".chars().collect() } else { " .:*#".chars().collect() };
        let Some(((low, high), scale)) = self.range().zip(self.scale()) else {
            return format!("{}: no values\n", plain(&self.title));
        };
        let shade = |value: &f64| {
            let at = ((scale.position(*value) * shades.len() as f64) as usize).min(shades.len() - 1);
            if value.is_finite() { shades[at] } else { '?' }
        };
        let width = self.y.iter().map(|y| short(*y).len()).max().unwrap_or(0);
        let room = screen.width.saturating_sub(width + 3).max(1);
        let mut out = format!("{}\n", plain(&self.title));
        for (y, row) in self.y.iter().zip(&self.z).rev() {
            let cells: String = row.iter().take(room).map(shade).collect();
            let _ = writeln!(out, "{:>width$} |{cells}|", short(*y));
        }
        let ends = |values: &[f64]| match (values.first(), values.last()) {
            (Some(first), Some(last)) => format!("{} to {}", short(*first), short(*last)),
            _ => String::new(),
        };
        let (x, y) = (plain(&self.x_label), plain(&self.y_label));
        out + &format!("{y} upwards, {x} to the right: {}\n", ends(&self.x))
            + &format!(
                "'{}' to '{}': {} to {}\n",
                shades[0],
                shades[shades.len() - 1],
                short(low),
                short(high)
            )
    }
}

/// Red, green, blue, opacity of a share of the range.
fn colour(share: f64) -> [u8; 4] {
    let (red, green, blue) = ColorMap::Cividis.map_rgb(share.clamp(0.0, 1.0)).unwrap_or_default();
    if share.is_finite() { [red, green, blue, 255] } else { [0; 4] }
}

/// The middles of cells with their values, every so many where there are more than fit.
fn ticks(values: &[f64]) -> Vec<(f64, String)> {
    let every = values.len().div_ceil(TICKS).max(1);
    let at = |index: usize| (index as f64 + 0.5) / values.len() as f64;
    values.iter().enumerate().step_by(every).map(|(index, value)| (at(index), short(*value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(z: Vec<Vec<f64>>) -> HeatMap {
        let values = |n: usize| (0..n).map(|i| 10f64.powi(i as i32)).collect();
        let (x, y) = (values(z.first().map_or(0, Vec::len)), values(z.len()));
        HeatMap { title: "m".into(), x_label: "p".into(), y_label: "q".into(), z_label: "r".into(), x, y, z }
    }

    #[test]
    fn the_lowest_row_is_drawn_at_the_bottom_and_a_gap_stays_empty() {
        let map = map(vec![vec![0.0, f64::NAN], vec![1.0, 0.5]]);
        let Mark::Cells { size, colours, .. } = map.cells() else { panic!("a map has cells") };
        assert_eq!((size, colours), ((2, 2), [1.0, 0.5, 0.0, f64::NAN].map(colour).to_vec()));
        assert_eq!(colour(f64::NAN)[3], 0);
        assert_ne!(colour(0.0), colour(1.0));
        let text = map.to_text(Screen { width: 40, unicode: false });
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[..3], ["m", "10 |#:|", " 1 | ?|"]);
    }

    /// 1, 10, 1000: the middle one is a third of the way up; linear shades would show it like the first.
    #[test]
    fn values_of_several_decades_are_told_apart() {
        let map = map(vec![vec![1.0, 10.0, 1000.0]]);
        let text = map.to_text(Screen { width: 40, unicode: false });
        assert_eq!(text.lines().nth(1), Some("1 | .#|"));
        assert!(map.to_svg().contains(">100<"), "the legend has its decades");
    }

    #[test]
    fn labels_are_escaped_and_empty_maps_drawn() {
        let mut hostile = map(vec![vec![1.0]]);
        hostile.x_label = "</svg><script>".into();
        assert!(
            hostile.to_svg().contains("&lt;/svg&gt;&lt;script&gt;") && !hostile.to_svg().contains("<script>")
        );
        for empty in [HeatMap::default(), map(vec![vec![f64::NAN; 3]; 2])] {
            assert!(empty.to_svg().trim_end().ends_with("</svg>"));
            assert!(empty.to_text(Screen { width: 1, unicode: true }).contains("no values"));
            assert!(empty.to_png().is_some());
        }
    }

    /// Pixels of the picture: of the title, of the two cells of a column, and of the gap in the other. Twice 90 + 125 units to the
    /// right lies the middle of the first column, twice 48 + 85 down that of the upper row.
    #[test]
    fn a_picture_has_its_cells_where_the_axes_say() {
        let file = map(vec![vec![0.0, f64::NAN], vec![1.0, 0.5]]).to_png().expect("a picture");
        let (width, pixels) = crate::report::raster::testing::pixels(&file);
        let at = |x: usize, y: usize| pixels[4 * (y * width + x)..][..3].to_vec();
        let seen = |share: f64| colour(share)[..3].to_vec();
        assert_eq!((at(430, 266), at(430, 606)), (seen(1.0), seen(0.0)));
        assert_eq!((at(930, 266), at(930, 606)), (seen(0.5), vec![255; 3]));
    }
}
