//! From a skeleton to a trace on the page: what makes one writer, and one attempt, unlike another.
//!
//! Control points are jittered, the whole is stretched, slanted and turned, the pen sets in late or runs on,
//! and a smooth curve (Catmull and Rom, 1974) is laid through the points. The trace is then fitted
//! into a box of about 20 pixels and its centre of mass put near the middle of the 28 x 28 page, which is how
//! the digits of MNIST were normalized (LeCun, Bottou, Bengio and Haffner 1998, section III.A).

use super::SIDE;
use super::pen::Segment;
use super::skeleton::Stroke;
use rand::{Rng, RngExt};
use rand_distr::{Distribution, StandardNormal};

/// Pieces of a curve between two control points.
const PIECES: usize = 5;

/// How one digit is written. Lengths in units of the digit's height, angles in degrees, pen in pixels.
struct Hand {
    jitter: f32,
    stretch: f32,
    slant: f32,
    turn: f32,
    box_side: f32,
    offset: (f32, f32),
    radius: f32,
    pressure: f32,
}

impl Hand {
    fn draw(random: &mut impl Rng) -> Hand {
        Hand {
            jitter: random.random_range(0.02..0.07),
            stretch: random.random_range(0.75..1.3),
            slant: (8.0 + 11.0 * normal(random)).clamp(-25.0, 38.0),
            turn: (6.0 * normal(random)).clamp(-16.0, 16.0),
            box_side: random.random_range(17.0..20.5),
            offset: (0.7 * normal(random), 0.7 * normal(random)),
            radius: random.random_range(0.75..1.75),
            pressure: random.random_range(0.0..0.3),
        }
    }

    /// Stretch, then slant to the right at the top, then turn.
    fn place(&self, (x, y): (f32, f32)) -> (f32, f32) {
        let tan = f64::from(self.slant).to_radians().tan() as f32;
        let (sin, cos) = f64::from(self.turn).to_radians().sin_cos();
        let (sin, cos) = (sin as f32, cos as f32);
        let x = self.stretch * x - tan * (y - 0.5);
        (cos * x - sin * y, sin * x + cos * y)
    }
}

/// Writes the strokes in a random hand; the segments are in pixels of the page.
pub(super) fn write(strokes: &[Stroke], random: &mut impl Rng) -> Vec<Segment> {
    let hand = Hand::draw(random);
    let mut trace = Vec::new();
    for stroke in strokes {
        let points = attempt(stroke, &hand, random);
        lay(&points, &hand, &mut trace);
    }
    fit(&mut trace, &hand);
    trace
}

/// The control points as they come out this time. A corner's two equal points stay equal, and
/// the pen sets in and lifts off a little early or late.
fn attempt(stroke: Stroke, hand: &Hand, random: &mut impl Rng) -> Vec<(f32, f32)> {
    let mut points: Vec<(f32, f32)> = Vec::with_capacity(stroke.len());
    for (i, &(x, y)) in stroke.iter().enumerate() {
        let point = match points.last() {
            Some(&last) if stroke[i - 1] == (x, y) => last,
            _ => (x + hand.jitter * normal(random), y + hand.jitter * normal(random)),
        };
        points.push(point);
    }
    if let [first, second, .., before, last] = points.as_mut_slice() {
        *first = towards(*first, *second, random.random_range(-0.35..0.3));
        *last = towards(*last, *before, random.random_range(-0.35..0.3));
    }
    points.into_iter().map(|point| hand.place(point)).collect()
}

fn towards(from: (f32, f32), to: (f32, f32), share: f32) -> (f32, f32) {
    (from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1))
}

/// Adds the segments of the curve through the points, heavier in the middle of the stroke than at its ends.
fn lay(points: &[(f32, f32)], hand: &Hand, trace: &mut Vec<Segment>) {
    let spans = points.len().saturating_sub(1);
    let radius = |t: f32| {
        let middle = 2.0 * t / spans as f32 - 1.0;
        hand.radius * (1.0 + hand.pressure * (0.5 - middle * middle))
    };
    for span in 0..spans {
        let near = [span.saturating_sub(1), span, span + 1, (span + 2).min(spans)].map(|i| points[i]);
        let mut from = points[span];
        for piece in 1..=PIECES {
            let t = piece as f32 / PIECES as f32;
            let to = (catmull_rom(near.map(|p| p.0), t), catmull_rom(near.map(|p| p.1), t));
            trace.push(Segment { from, to, radius: radius(span as f32 + t) });
            from = to;
        }
    }
}

/// The cubic through p1 (t = 0) and p2 (t = 1) whose slopes there are half the distances of their neighbours.
fn catmull_rom([p0, p1, p2, p3]: [f32; 4], t: f32) -> f32 {
    let slope = 0.5 * (p2 - p0);
    let square = p0 - 2.5 * p1 + 2.0 * p2 - 0.5 * p3;
    let cube = 0.5 * (p3 - p0) + 1.5 * (p1 - p2);
    p1 + t * (slope + t * (square + t * cube))
}

/// Scales the trace, pen included, into the hand's box and moves its centre of mass to the middle of the
/// page.
fn fit(trace: &mut [Segment], hand: &Hand) {
    let ends = || trace.iter().flat_map(|s| [s.from, s.to]);
    let low = ends().fold((f32::MAX, f32::MAX), |low, p| (low.0.min(p.0), low.1.min(p.1)));
    let high = ends().fold((f32::MIN, f32::MIN), |high, p| (high.0.max(p.0), high.1.max(p.1)));
    let extent = (high.0 - low.0).max(high.1 - low.1).max(f32::EPSILON);
    let scale = (hand.box_side - 2.0 * hand.radius) / extent;
    let (mut mass, mut x, mut y) = (0.0, 0.0, 0.0);
    for segment in trace.iter() {
        let length = segment.length() + f32::EPSILON;
        mass += length;
        x += length * 0.5 * (segment.from.0 + segment.to.0);
        y += length * 0.5 * (segment.from.1 + segment.to.1);
    }
    let middle = (SIDE as f32 - 1.0) / 2.0;
    let shift = (middle + hand.offset.0 - scale * x / mass, middle + hand.offset.1 - scale * y / mass);
    let moved = |p: (f32, f32)| (scale * p.0 + shift.0, scale * p.1 + shift.1);
    for segment in trace {
        (segment.from, segment.to) = (moved(segment.from), moved(segment.to));
    }
}

fn normal(random: &mut impl Rng) -> f32 {
    StandardNormal.sample(random)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Central differences are the exact slopes of a parabola, and a cubic through two points with exact
    /// slopes is the parabola.
    #[test]
    fn the_curve_through_points_of_a_parabola_is_the_parabola() {
        for i in 0..=8 {
            let t = i as f32 / 8.0;
            assert_eq!(catmull_rom([1.0, 0.0, 1.0, 4.0], t), t * t);
        }
    }

    #[test]
    fn a_corner_stays_a_corner() {
        use crate::numeric::random::Seed;
        let mut random = Seed::root(1).stream();
        let hand = Hand::draw(&mut random);
        let points = attempt(&[(0.0, 0.0), (0.0, 1.0), (0.0, 1.0), (1.0, 1.0)], &hand, &mut random);
        assert_eq!(points[1], points[2]);
        assert_ne!(points[2], points[3]);
    }
}
