//! An elephant from four complex numbers (Mayer, Khairy and Howard 2010): von Neumann's joke about parameters, drawn.
//!
//! x(t) = sum_k (A_k cos kt + B_k sin kt) and y(t) likewise, k = 0..5, with the coefficients that the published script
//! makes of p1 = 50 - 30i, p2 = 18 + 8i, p3 = 12 - 10i, p4 = -14 - 60i. The script plots (y, -x).

use super::bounded;
use super::dataset::{Dataset, Facts, Part, Shape, Targets};
use super::fault::DataFault;
use super::features::Features;
use ndarray::Array2;
use std::f64::consts::TAU;
use std::path::Path;

/// cos and sin coefficients of x, by frequency.
const X: [(f64, f64); 6] = [(0.0, 0.0), (0.0, 50.0), (0.0, 18.0), (12.0, 0.0), (0.0, 0.0), (-14.0, 0.0)];
/// cos and sin coefficients of y, by frequency.
const Y: [(f64, f64); 6] = [(0.0, 0.0), (-60.0, -30.0), (0.0, 8.0), (0.0, -10.0), (0.0, 0.0), (0.0, 0.0)];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coordinate {
    X,
    Y,
}

impl Coordinate {
    /// The coordinate at an angle.
    pub fn at(self, t: f64) -> f64 {
        let series = match self {
            Coordinate::X => X,
            Coordinate::Y => Y,
        };
        let terms = series.iter().enumerate().map(|(k, (a, b))| {
            let angle = k as f64 * t;
            a * angle.cos() + b * angle.sin()
        });
        terms.sum()
    }
}

/// Which outline, in which columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elephant {
    /// The highest frequency of the columns.
    pub order: usize,
    pub coordinate: Coordinate,
    pub points: usize,
}

impl Elephant {
    /// `points` angles to train on and as many between them to test on.
    pub fn shape(&self) -> Result<Shape, DataFault> {
        let columns = self.order.saturating_mul(2).saturating_add(1);
        let bytes = (self.points as u128).saturating_mul(2 * 8 * (columns as u128 + 1));
        bounded::within(Path::new("elephant"), bytes, bounded::LARGEST)?;
        let (train, test, range) = (self.points, self.points, Some((-1.0, 1.0)));
        Ok(Shape { columns, train, test, range, facts: Facts::NONE, ..Shape::default() })
    }
}

/// The outline as a data set.
pub fn outline(elephant: &Elephant) -> Result<Dataset, DataFault> {
    let shape = elephant.shape()?;
    let part = |shift: f64| {
        let angle = |row: usize| TAU * (row as f64 + shift) / elephant.points as f64;
        let x = Array2::from_shape_fn((elephant.points, shape.columns), |(row, column)| {
            let phase = column.div_ceil(2) as f64 * angle(row);
            if column % 2 == 0 && column > 0 { phase.sin() } else { phase.cos() }
        });
        let y = (0..elephant.points).map(|row| elephant.coordinate.at(angle(row))).collect();
        Part { x: Features::Double(x.into_shared()), y: Targets::Values(y) }
    };
    let (train, test) = (part(0.0), Some(part(0.5)));
    Ok(Dataset { shape, ..Dataset::new("elephant", train, test, Vec::new()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// C9: points of the published parameters by an independent script, at multiples of pi.
    #[test]
    fn the_outline_goes_through_its_points() {
        let points = [
            (0.0, -2.0, -60.0),
            (0.25, 54.7695526217005, -62.7106781186548),
            (0.5, 50.0, -20.0),
            (1.0, 2.0, 60.0),
            (1.5, -50.0, 20.0),
        ];
        for (turns, x, y) in points {
            let t = 0.5 * TAU * turns;
            let found = (Coordinate::X.at(t), Coordinate::Y.at(t));
            assert!((found.0 - x).abs() < 1e-9 && (found.1 - y).abs() < 1e-9, "{t}: {found:?}");
        }
    }

    /// Between the training angles too: the columns of order 5 hold the whole outline.
    #[test]
    fn train_and_test_lie_between_each_other() {
        let data = outline(&Elephant { order: 2, coordinate: Coordinate::X, points: 8 }).unwrap();
        assert_eq!((data.shape.columns, data.train.rows(), data.shape.test), (5, 8, 8));
        let x = data.train.x.double();
        assert!(x.column(0).iter().all(|v| *v == 1.0));
        assert!((x[[2, 1]]).abs() < 1e-15 && (x[[2, 2]] - 1.0).abs() < 1e-15);
    }
}
