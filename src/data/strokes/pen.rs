//! Ink on the page: a segment covers every pixel nearer to it than the pen's radius.
//!
//! A pixel's value is its coverage estimated from the distance d of its centre: 1 where d is below the radius
//! less half a pixel, 0 half a pixel beyond it, linear between. Where strokes meet the darker one counts.

use super::SIDE;

/// A straight piece of a trace, in pixels, with the radius of the pen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment {
    pub(super) from: (f32, f32),
    pub(super) to: (f32, f32),
    pub(super) radius: f32,
}

impl Segment {
    pub(super) fn length(&self) -> f32 {
        let (x, y) = (self.to.0 - self.from.0, self.to.1 - self.from.1);
        (x * x + y * y).sqrt()
    }

    /// The distance of a point from the segment.
    fn distance(&self, (x, y): (f32, f32)) -> f32 {
        let (along_x, along_y) = (self.to.0 - self.from.0, self.to.1 - self.from.1);
        let (x, y) = (x - self.from.0, y - self.from.1);
        let square = (along_x * along_x + along_y * along_y).max(f32::MIN_POSITIVE);
        let t = ((x * along_x + y * along_y) / square).clamp(0.0, 1.0);
        let (x, y) = (x - t * along_x, y - t * along_y);
        (x * x + y * y).sqrt()
    }
}

/// Draws a trace on an empty page, rows of pixels in [0, 1].
pub(super) fn ink(trace: &[Segment]) -> [f32; SIDE * SIDE] {
    let mut page = [0f32; SIDE * SIDE];
    for segment in trace {
        let reach = segment.radius + 0.5;
        let columns = covered(segment.from.0, segment.to.0, reach);
        for row in covered(segment.from.1, segment.to.1, reach) {
            for column in columns.clone() {
                let distance = segment.distance((column as f32, row as f32));
                let pixel = &mut page[row * SIDE + column];
                *pixel = (reach - distance).clamp(*pixel, 1.0);
            }
        }
    }
    page
}

/// The pixels within reach of an interval, on the page.
fn covered(a: f32, b: f32, reach: f32) -> std::ops::Range<usize> {
    let (low, high) = (a.min(b) - reach, a.max(b) + reach);
    let first = low.ceil().max(0.0) as usize;
    let end = (high.floor() + 1.0).max(0.0) as usize;
    first..end.min(SIDE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f32::consts::PI;

    /// The ink of a straight stroke is the area of a capsule, 2 r l + π r², up to the 2 % that estimating
    /// coverage from distances costs at this radius.
    #[test]
    fn ink_adds_up_to_the_area_of_the_stroke() {
        for (from, to) in [((6.0, 14.0), (20.0, 14.0)), ((7.3, 6.1), (19.2, 20.8))] {
            let segment = Segment { from, to, radius: 2.0 };
            let area = 2.0 * 2.0 * segment.length() + PI * 4.0;
            let sum: f32 = ink(&[segment]).iter().sum();
            assert!((sum / area - 1.0).abs() < 0.02, "{sum} {area}");
        }
    }

    #[test]
    fn the_distance_is_to_the_nearest_point_of_the_segment() {
        let segment = Segment { from: (0.0, 0.0), to: (4.0, 0.0), radius: 1.0 };
        assert_eq!(segment.distance((2.0, 3.0)), 3.0);
        assert_eq!(segment.distance((-3.0, 4.0)), 5.0);
        assert_eq!(segment.distance((7.0, -4.0)), 5.0);
        let dot = Segment { to: (0.0, 0.0), ..segment };
        assert_eq!(dot.distance((3.0, 4.0)), 5.0);
    }

    #[test]
    fn what_lies_off_the_page_is_not_drawn() {
        let outside = Segment { from: (-9.0, 40.0), to: (-5.0, 50.0), radius: 2.0 };
        assert!(ink(&[outside]).iter().all(|&v| v == 0.0));
        let across = Segment { from: (-9.0, 3.0), to: (50.0, 3.0), radius: 1.0 };
        assert_eq!(ink(&[across])[3 * SIDE..4 * SIDE], [1.0; SIDE]);
    }
}
