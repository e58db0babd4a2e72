//! Receptive fields: what of the data a unit of a stack looks at, and how far that reaches.
//!
//! The field of a unit of layer l is a column of the product of the weights below it,
//!
//! ```text
//! r^l = r^(l-1) W^l,   r^0 = 1,   W^l: (below, above)
//! ```
//!
//! an array (inputs, units) (Mehta and Schwab 2014, figure 4). How many inputs it holds is its participation number
//! P = (Σ r²)² / Σ r⁴, which is 1 for one input and n for n equal ones; the disc of P pixels has the radius √(P/π).
//! Noise without structure gives P = n/3. Whether these inputs lie together is told by the root of the mean squared distance from
//! their centre, weighted with r²: a uniform disc of radius R has R/√2. Lengths in pixels. On a torus the centre is the
//! direction of the mean of exp(2πi x/L), and distances go the shorter way round.

use ndarray::{Array2, ArrayView1};
use std::f64::consts::{PI, TAU};

/// The fields of every layer, (inputs, units), from the weights (below, above) upwards.
pub fn receptive_fields(weights: &[Array2<f32>]) -> Vec<Array2<f32>> {
    let mut fields: Vec<Array2<f32>> = Vec::with_capacity(weights.len());
    for layer in weights {
        let next = fields.last().map_or_else(|| layer.clone(), |below| below.dot(layer));
        fields.push(next);
    }
    fields
}

/// The radius of the disc that holds as many pixels as the field does; none where the field is 0.
pub fn participation_radius(field: ArrayView1<f32>) -> Option<f64> {
    let squares = || field.iter().map(|&r| f64::from(r) * f64::from(r));
    let (second, fourth) = (squares().sum::<f64>(), squares().map(|x| x * x).sum::<f64>());
    (fourth > 0.0).then(|| (second * second / fourth / PI).sqrt())
}

/// An image (rows, columns) on which fields lie, row by row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plane {
    pub rows: usize,
    pub columns: usize,
    /// Whether opposite edges are neighbours.
    pub torus: bool,
}

impl Plane {
    /// Root of the mean squared distance of a field from its centre; none where the field is 0.
    pub fn spread(&self, field: ArrayView1<f32>) -> Option<f64> {
        let weight = |index: usize| field.get(index).map_or(0.0, |&r| f64::from(r) * f64::from(r));
        let mut by_row = vec![0.0; self.rows];
        let mut by_column = vec![0.0; self.columns];
        for (r, row) in by_row.iter_mut().enumerate() {
            for (c, column) in by_column.iter_mut().enumerate() {
                let here = weight(r * self.columns + c);
                *row += here;
                *column += here;
            }
        }
        Some((self.variance(&by_row)? + self.variance(&by_column)?).sqrt())
    }

    /// The mean squared distance from the centre along one side, weighted.
    fn variance(&self, weights: &[f64]) -> Option<f64> {
        let (total, side) = (weights.iter().sum::<f64>(), weights.len() as f64);
        if total <= 0.0 {
            return None;
        }
        let mean = |f: &dyn Fn(f64) -> f64| {
            weights.iter().enumerate().map(|(x, w)| w * f(x as f64)).sum::<f64>() / total
        };
        if !self.torus {
            let centre = mean(&|x| x);
            return Some(mean(&|x| (x - centre).powi(2)));
        }
        let (sine, cosine) = (mean(&|x| (TAU * x / side).sin()), mean(&|x| (TAU * x / side).cos()));
        let centre = sine.atan2(cosine) * side / TAU;
        let around = |x: f64| {
            let apart = (x - centre).rem_euclid(side);
            apart.min(side - apart)
        };
        Some(mean(&|x| around(x).powi(2)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array1, array};

    /// A chain of blocks of two: each layer halves the units, and its fields hold twice the inputs.
    #[test]
    fn fields_of_block_spins_double_with_every_layer() {
        let blocks = |units: usize| Array2::from_shape_fn((2 * units, units), |(i, j)| f32::from(i / 2 == j));
        let fields = receptive_fields(&[blocks(8), blocks(4), blocks(2)]);
        for (layer, field) in fields.iter().enumerate() {
            let pixels = f64::from(1u32 << (layer + 1));
            for unit in field.columns() {
                let radius = participation_radius(unit).unwrap();
                // Rounding of one square root.
                assert!((radius - (pixels / PI).sqrt()).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn a_field_of_zeros_has_no_radius() {
        let plane = Plane { rows: 2, columns: 2, torus: true };
        assert_eq!(
            (participation_radius(Array1::zeros(4).view()), plane.spread(Array1::zeros(4).view())),
            (None, None)
        );
    }

    /// Two pixels side by side are 1/2 from their centre, also across the seam of a torus; without it they lie at both ends.
    #[test]
    fn distances_go_the_shorter_way_round() {
        let ends = array![1.0, 0.0, 0.0, 0.0, 0.0, -1.0];
        let plane = |torus| Plane { rows: 1, columns: 6, torus };
        assert!((plane(true).spread(ends.view()).unwrap() - 0.5).abs() < 1e-12);
        assert!((plane(false).spread(ends.view()).unwrap() - 2.5).abs() < 1e-12);
    }

    /// A uniform disc of radius R has a mean squared distance of R²/2; pixels make it coarse by about 1/R².
    #[test]
    fn a_disc_has_its_radius_by_both_measures() {
        let inside = |r: usize, c: usize| (r as f64 - 20.0).powi(2) + (c as f64 - 20.0).powi(2) < 100.0;
        let disc: Array1<f32> = (0..1600).map(|i| f32::from(inside(i / 40, i % 40))).collect();
        let plane = Plane { rows: 40, columns: 40, torus: true };
        assert!((participation_radius(disc.view()).unwrap() - 10.0).abs() < 0.2);
        assert!((plane.spread(disc.view()).unwrap() * 2f64.sqrt() - 10.0).abs() < 0.2);
    }
}
