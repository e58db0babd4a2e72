//! Two interleaving half circles: `two-moons(n: 200, noise: 0.08)`, and with most labels withheld `two-moons(labels: 1)`.
//!
//! The i-th of n/2 points of the upper moon lies at (cos t, sin t), of the lower one at (1 - cos t, 1/2 - sin t), with
//! t = pi (i + 1/2) / (n/2), and normal noise on both coordinates. It is the example on which Belkin, Niyogi and Sindhwani
//! (JMLR 7:2399, 2006, section 5) show what rows without labels are worth: a label a moon, and the shape tells the rest.

use super::dataset::{Dataset, Facts, Part, Targets};
use super::fault::DataFault;
use super::features::Features;
use super::{Shape, bounded};
use crate::numeric::random::Seed;
use ndarray::{Array2, Axis};
use rand_distr::{Distribution, StandardNormal};
use std::f64::consts::PI;
use std::path::Path;

/// The two moons.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TwoMoons {
    /// Rows of both moons together, an even number; as many are drawn anew to test on.
    pub rows: usize,
    /// Standard deviation of the noise.
    pub noise: f64,
    /// Labels that are told of each moon, evenly along it, a single one in its middle; without it all.
    pub labels: Option<usize>,
}

impl TwoMoons {
    /// The shape, or what is wrong with the arguments.
    pub fn shape(&self) -> Result<Shape, DataFault> {
        let wrong = |name, found: String, allowed| DataFault::Argument { name, found, allowed };
        if self.rows < 4 || !self.rows.is_multiple_of(2) {
            return Err(wrong("n", self.rows.to_string(), "an even number, 4 or more"));
        }
        if !(self.noise >= 0.0 && self.noise.is_finite()) {
            return Err(wrong("noise", self.noise.to_string(), "a finite number, 0 or more"));
        }
        if let Some(labels) = self.labels.filter(|labels| *labels == 0 || *labels > self.rows / 2) {
            return Err(wrong("labels", labels.to_string(), "at least 1, and at most the rows of a moon"));
        }
        bounded::within(Path::new("two-moons"), self.rows as u128 * 32, bounded::LARGEST)?;
        let train = self.labels.map_or(self.rows, |labels| 2 * labels);
        let facts = Facts { unlabelled: self.rows - train, ..Facts::NONE };
        let range = Some((f64::NEG_INFINITY, f64::INFINITY));
        Ok(Shape { columns: 2, classes: Some(2), train, test: self.rows, range, facts, ..Shape::default() })
    }

    /// The data set of this seed.
    pub fn draw(&self, seed: &Seed) -> Result<Dataset, DataFault> {
        let shape = self.shape()?;
        let (x, y) = (self.points(&seed.child("train")), self.classes());
        let (told, withheld) = self.told();
        let part = |x: Array2<f64>, y: Vec<u32>| Part {
            x: Features::Double(x.into_shared()),
            y: Targets::Classes(y.into()),
        };
        let train = part(x.select(Axis(0), &told), told.iter().map(|&row| y[row]).collect());
        let test = part(self.points(&seed.child("test")), y);
        let names = vec!["upper".into(), "lower".into()];
        let unlabelled =
            (!withheld.is_empty()).then(|| Features::Double(x.select(Axis(0), &withheld).into_shared()));
        Ok(Dataset { shape, unlabelled, ..Dataset::new("two-moons", train, Some(test), names) })
    }

    /// Points of both moons in turn, (rows, 2).
    fn points(&self, seed: &Seed) -> Array2<f64> {
        let mut noise = StandardNormal.sample_iter(seed.stream());
        let half = (self.rows / 2) as f64;
        let mut points = Array2::zeros((self.rows, 2));
        for (row, mut point) in points.outer_iter_mut().enumerate() {
            let (sine, cosine) = (PI * ((row / 2) as f64 + 0.5) / half).sin_cos();
            let place = if row % 2 == 0 { [cosine, sine] } else { [1.0 - cosine, 0.5 - sine] };
            for (to, from) in point.iter_mut().zip(place) {
                let noise: f64 = noise.next().unwrap_or(0.0);
                *to = from + self.noise * noise;
            }
        }
        points
    }

    fn classes(&self) -> Vec<u32> {
        (0..self.rows).map(|row| (row % 2) as u32).collect()
    }

    /// The rows whose labels are told, and the others.
    fn told(&self) -> (Vec<usize>, Vec<usize>) {
        let Some(labels) = self.labels else { return ((0..self.rows).collect(), Vec::new()) };
        let half = self.rows / 2;
        let places = (0..labels).map(|label| (2 * label + 1) * half / (2 * labels));
        let told: Vec<usize> = places.flat_map(|place| [2 * place, 2 * place + 1]).collect();
        let withheld = (0..self.rows).filter(|row| !told.contains(row)).collect();
        (told, withheld)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_noise_points_lie_on_the_half_circles() {
        let data = TwoMoons { rows: 40, noise: 0.0, labels: None }.draw(&Seed::root(1)).unwrap();
        for (row, point) in data.train.x.double().rows().into_iter().enumerate() {
            let centre = if row % 2 == 0 { [0.0, 0.0] } else { [1.0, 0.5] };
            let radius = (point[0] - centre[0]).hypot(point[1] - centre[1]);
            assert!((radius - 1.0).abs() < 1e-15);
            assert_eq!(point[1] >= centre[1], row % 2 == 0);
        }
        assert_eq!((data.shape.train, data.shape.test, data.unlabelled), (40, 40, None));
    }

    #[test]
    fn withheld_labels_are_in_no_part_to_train_on() {
        let moons = TwoMoons { rows: 60, noise: 0.1, labels: Some(2) };
        let data = moons.draw(&Seed::root(2)).unwrap();
        assert_eq!(data.train.y.counts(2), [2, 2]);
        assert_eq!(data.unlabelled.as_ref().map(Features::rows), Some(56));
        assert_eq!(data.shape, moons.shape().unwrap());
        assert_ne!(data.train, moons.draw(&Seed::root(3)).unwrap().train);
    }

    #[test]
    fn senseless_arguments_are_refused() {
        let wrong = [(3, 0.1, None), (5, 0.1, None), (4, -1.0, None), (4, 0.1, Some(3)), (4, f64::NAN, None)];
        for (rows, noise, labels) in wrong {
            assert!(TwoMoons { rows, noise, labels }.shape().is_err());
        }
    }
}
