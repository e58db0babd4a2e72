//! Vallet's problem: x in {-1, 1}^p at random, class 1 where at least half of the signs are plus. The best linear rule has
//! equal weights and makes no error; what least squares makes of n rows depends on n / p alone when both are many.

use super::bounded;
use super::dataset::{Dataset, Facts, Part, Shape, Targets};
use super::fault::DataFault;
use super::features::Features;
use crate::numeric::random::Seed;
use ndarray::Array2;
use rand::Rng;
use std::path::Path;

/// How many rows of how many signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Majority {
    pub rows: usize,
    pub columns: usize,
    pub test_rows: usize,
}

impl Majority {
    pub fn shape(&self) -> Result<Shape, DataFault> {
        let rows = self.rows as u128 + self.test_rows as u128;
        let numbers = rows.saturating_mul(self.columns as u128 + 1);
        bounded::within(Path::new("majority"), numbers.saturating_mul(8), bounded::LARGEST)?;
        let (columns, train, test) = (self.columns, self.rows, self.test_rows);
        let facts = Facts { unit_variance: true, ..Facts::NONE };
        let range = Some((-1.0, 1.0));
        Ok(Shape { columns, classes: Some(2), train, test, range, facts, ..Shape::default() })
    }

    /// The data set of this seed.
    pub fn draw(&self, seed: &Seed) -> Result<Dataset, DataFault> {
        let shape = self.shape()?;
        let part = |rows: usize, seed: Seed| {
            let mut stream = seed.stream();
            let sign = |bit: u32| if bit & 1 == 1 { 1.0 } else { -1.0 };
            let x = Array2::from_shape_simple_fn((rows, self.columns), || sign(stream.next_u32()));
            let y = x.rows().into_iter().map(|row| u32::from(row.sum() >= 0.0)).collect();
            Part { x: Features::Double(x.into_shared()), y: Targets::Classes(y) }
        };
        let names = vec!["minus".to_string(), "plus".to_string()];
        let test = Some(part(self.test_rows, seed.child("test")));
        Ok(Dataset { shape, ..Dataset::new("majority", part(self.rows, seed.child("train")), test, names) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of three signs a majority exists and each class has half the rows; 5 standard errors of 4000.
    #[test]
    fn the_class_is_the_prevailing_sign() {
        let data = Majority { rows: 4000, columns: 3, test_rows: 10 }.draw(&Seed::root(1)).unwrap();
        let x = data.train.x.double();
        let Targets::Classes(y) = &data.train.y else { panic!("classes") };
        for (row, &class) in x.rows().into_iter().zip(y.iter()) {
            assert!(row.iter().all(|v| v.abs() == 1.0));
            assert_eq!(class == 1, row.iter().filter(|v| **v > 0.0).count() >= 2);
        }
        let plus = y.iter().sum::<u32>() as f64 / 4000.0;
        assert!((plus - 0.5).abs() < 5.0 * 0.5 / 4000f64.sqrt(), "{plus}");
    }
}
