//! What kuva has laid out, as pixels: two for each unit of the drawing, with the font that kuva brings along, so that a picture
//! is the same on every machine.
//!
//! kuva's rasterizer counts pixels in 32 bits and takes all coordinates for numbers. What an extreme axis has put far outside of
//! the drawing, or nowhere at all, is left out before.

use super::plain::plain;
use kuva::RasterBackend;
use kuva::render::render::{Primitive, Scene};

/// Pixels for each unit.
pub(super) const SCALE: f32 = 2.0;
/// Units from the corner beyond which nothing is drawn.
const FAR: f64 = 1e5;

/// A scene as a PNG file; none of one without extent.
pub(super) fn png(mut scene: Scene) -> Option<Vec<u8>> {
    scene.elements.retain(is_placed);
    let mut file = RasterBackend { scale: SCALE }.render_scene(&scene).ok()?;
    // kuva makes room for a quarter of the pixels, and the files of many pictures are held until they are written.
    file.shrink_to_fit();
    Some(file)
}

/// Text as kuva wants it: it escapes XML itself, and takes what stands between dollar signs for a formula.
pub(super) fn label(text: &str) -> String {
    plain(text).replace('$', "\\$")
}

/// Whether all of a part lies on or near the drawing.
fn is_placed(part: &Primitive) -> bool {
    let near = |values: &[f64]| values.iter().all(|value| value.abs() < FAR);
    match part {
        Primitive::PolyLine { points, .. } => points.iter().all(|&(x, y)| near(&[x, y])),
        Primitive::Line { x1, y1, x2, y2, .. } => near(&[*x1, *y1, *x2, *y2]),
        Primitive::Rect { x, y, width, height, .. } => near(&[*x, *y, *width, *height]),
        Primitive::RectBatch { x, y, w, h, .. } => [x, y, w, h].into_iter().all(|values| near(values)),
        Primitive::Circle { cx, cy, r, .. } => near(&[*cx, *cy, *r]),
        Primitive::CircleBatch { cx, cy, .. } => near(cx) && near(cy),
        Primitive::Text { x, y, .. } | Primitive::RichText { x, y, .. } => near(&[*x, *y]),
        // Letters and numbers in turn: `M 1.5 2 L NaN 3`.
        Primitive::Path(path) => {
            path.d.split_whitespace().filter_map(|word| word.parse().ok()).all(|number| near(&[number]))
        }
        Primitive::GroupStart { .. }
        | Primitive::GroupEnd
        | Primitive::ClipStart { .. }
        | Primitive::ClipEnd => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kuva::render::color::Color;

    #[test]
    fn what_lies_nowhere_is_not_drawn() {
        let line = |x2| Primitive::Line {
            x1: 0.0,
            y1: 0.0,
            x2,
            y2: 1.0,
            stroke: Color::Rgb(0, 0, 0),
            stroke_width: 1.0,
            stroke_dasharray: None,
        };
        let placed = [5.0, -5.0, 1e30, f64::NAN, f64::NEG_INFINITY].map(|x| is_placed(&line(x)));
        assert_eq!(placed, [true, true, false, false, false]);
        let mut scene = Scene::new(10.0, 20.0);
        scene.elements = [f64::NAN, 1e300, 5.0].map(line).into();
        let file = png(scene).expect("a picture");
        assert_eq!(file[16..24], [0, 0, 0, 20, 0, 0, 0, 40], "two pixels a unit");
        assert_eq!(png(Scene::new(0.0, 0.0)), None);
    }
}
