//! A drawing of coloured cells, frames and texts, as SVG and as PNG: for what kuva has no plot.

use super::plain::xml;
use super::raster::{Pixels, base64, png};
use super::scene::{self, SCALE, label};
use kuva::render::color::Color;
use kuva::render::render::{Primitive, Scene, TextAnchor};
use std::fmt::Write;

/// Marks, drawn in this order; lengths are units of the drawing, from the upper left corner.
pub(super) struct Drawing {
    pub(super) size: (f64, f64),
    pub(super) marks: Vec<Mark>,
}

/// Left, top, width, height.
pub(super) type Field = [f64; 4];

pub(super) enum Mark {
    /// Rows and columns of cells that fill a field, and the red, green, blue and opacity of each, row by row.
    Cells {
        field: Field,
        size: (usize, usize),
        colours: Vec<[u8; 4]>,
    },
    Frame(Field),
    /// `turned` text runs upwards.
    Text {
        at: (f64, f64),
        anchor: TextAnchor,
        size: u32,
        turned: bool,
        text: String,
    },
}

impl Mark {
    /// Text of the usual size.
    pub(super) fn text(at: (f64, f64), anchor: TextAnchor, text: &str) -> Self {
        Mark::Text { at, anchor, size: TEXT, turned: false, text: text.to_string() }
    }
}

const TEXT: u32 = 13;

impl Drawing {
    /// As an SVG file or a part of a page, with lines and texts in this colour; the ground is white, or what is behind it.
    pub(super) fn to_svg(&self, ink: &str, is_white: bool) -> String {
        let (width, height) = self.size;
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
             width=\"{width}\" height=\"{height}\" fill=\"{ink}\" \
             font-family=\"DejaVu Sans, Verdana, Arial, sans-serif\" font-size=\"{TEXT}\">\n"
        );
        if is_white {
            svg += "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n";
        }
        self.marks.iter().for_each(|mark| write_svg(&mut svg, mark, ink));
        svg + "</svg>\n"
    }

    /// As a PNG file.
    pub(super) fn to_png(&self) -> Option<Vec<u8>> {
        let mut scene = Scene::new(self.size.0, self.size.1);
        self.marks.iter().for_each(|mark| scene.add(primitive(mark)));
        scene::png(scene)
    }
}

fn write_svg(svg: &mut String, mark: &Mark, ink: &str) {
    // Writing to a string does not fail.
    let _ = match mark {
        Mark::Cells { colours, .. } if colours.is_empty() => Ok(()),
        Mark::Cells { field: [left, top, width, height], size, colours } => writeln!(
            svg,
            "<image x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" preserveAspectRatio=\"none\" \
             style=\"image-rendering: pixelated\" href=\"data:image/png;base64,{}\"/>",
            base64(&png(*size, Pixels::Colour, &colours.concat()))
        ),
        Mark::Frame([left, top, width, height]) => writeln!(
            svg,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" fill=\"none\" stroke=\"{ink}\"/>"
        ),
        Mark::Text { at: (x, y), anchor, size, turned, text } => {
            let anchor = match anchor {
                TextAnchor::Start => "start",
                TextAnchor::Middle => "middle",
                TextAnchor::End => "end",
            };
            let turn = if *turned { format!(" transform=\"rotate(-90 {x} {y})\"") } else { String::new() };
            writeln!(
                svg,
                "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" font-size=\"{size}\"{turn}>{}</text>",
                xml(text)
            )
        }
    };
}

fn primitive(mark: &Mark) -> Primitive {
    match mark {
        Mark::Cells { field, size, colours } => cells(*field, *size, colours),
        Mark::Frame([x, y, width, height]) => Primitive::Rect {
            x: *x,
            y: *y,
            width: *width,
            height: *height,
            fill: Color::None,
            stroke: Some(Color::Rgb(0, 0, 0)),
            stroke_width: Some(1.0),
            opacity: None,
        },
        Mark::Text { at: (x, y), anchor, size, turned, text } => Primitive::Text {
            x: *x,
            y: *y,
            content: label(text),
            size: *size,
            anchor: *anchor,
            rotate: turned.then_some(-90.0),
            bold: false,
            color: None,
        },
    }
}

/// Cells whose edges lie between pixels: two that shared one would let the ground through.
fn cells(
    [left, top, width, height]: Field,
    (rows, columns): (usize, usize),
    colours: &[[u8; 4]],
) -> Primitive {
    let unit = f64::from(SCALE);
    let edge = |start: f64, length: f64, at: usize, of: usize| {
        (unit * (start + length * at as f64 / of as f64)).round() / unit
    };
    let (mut places, mut fills): ([Vec<f64>; 4], Vec<Color>) = Default::default();
    for (number, [red, green, blue, _]) in colours.iter().enumerate().filter(|(_, colour)| colour[3] > 0) {
        let (row, column) = (number / columns.max(1), number % columns.max(1));
        let (x, right) = (edge(left, width, column, columns), edge(left, width, column + 1, columns));
        let (y, bottom) = (edge(top, height, row, rows), edge(top, height, row + 1, rows));
        places.iter_mut().zip([x, y, right - x, bottom - y]).for_each(|(list, value)| list.push(value));
        fills.push(Color::Rgb(*red, *green, *blue));
    }
    let [x, y, w, h] = places;
    Primitive::RectBatch { x, y, w, h, fills }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three cells in ten units: the edges are at 3.5 and 6.5, and nothing is between them; an empty cell is left out.
    #[test]
    fn cells_share_no_pixel() {
        let red = [255, 0, 0, 255];
        let Primitive::RectBatch { x, w, fills, .. } = cells([0.0, 0.0, 10.0, 4.0], (1, 3), &[red; 3]) else {
            panic!("cells are rectangles");
        };
        assert_eq!((x, w, fills.len()), (vec![0.0, 3.5, 6.5], vec![3.5, 3.0, 3.5], 3));
        let gap = cells([0.0, 0.0, 10.0, 4.0], (1, 3), &[red, [0; 4], red]);
        assert!(matches!(gap, Primitive::RectBatch { x, .. } if x == [0.0, 6.5]));
    }

    #[test]
    fn texts_are_escaped_and_a_drawing_of_nothing_is_drawn() {
        let at = (1.0, 2.0);
        let text = Mark::text(at, TextAnchor::Middle, "</svg><script>$x$\u{202e}");
        let drawing = Drawing { size: (20.0, 10.0), marks: vec![text] };
        let svg = drawing.to_svg("#000", true);
        assert!(svg.contains("&lt;/svg&gt;&lt;script&gt;$x$?") && !svg.contains("<script>"), "{svg}");
        let empty = Mark::Cells { field: [0.0; 4], size: (0, 0), colours: Vec::new() };
        let drawing = Drawing { marks: vec![empty, Mark::Frame([0.0; 4])], ..drawing };
        assert!(drawing.to_svg("#000", false).trim_end().ends_with("</svg>"));
        assert!(drawing.to_png().is_some_and(|file| file.starts_with(b"\x89PNG")));
    }
}
