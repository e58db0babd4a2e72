//! Noisy copies of a few patterns of bits: rows that belong to classes which a clustering should find.

use super::bounded;
use super::dataset::{Dataset, Facts, Part, Shape, Targets};
use super::fault::DataFault;
use super::features::Features;
use crate::numeric::random::Seed;
use ndarray::Array2;
use rand::{Rng, RngExt};
use std::path::Path;

/// How many copies of how many patterns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prototypes {
    pub rows: usize,
    pub bits: usize,
    pub classes: usize,
    /// The probability that a bit of a copy is the other one.
    pub noise: f64,
}

impl Prototypes {
    pub fn shape(&self) -> Result<Shape, DataFault> {
        if self.classes > self.rows {
            let found = self.classes.to_string();
            return Err(DataFault::Argument { name: "classes", found, allowed: "at most one for each row" });
        }
        let numbers = (self.rows as u128).saturating_mul(self.bits as u128);
        bounded::within(Path::new("prototypes"), numbers.saturating_mul(4), bounded::LARGEST)?;
        let (columns, train, range) = (self.bits, self.rows, Some((0.0, 1.0)));
        let (classes, facts) = (Some(self.classes), Facts::NONE);
        Ok(Shape { columns, classes, range, train, facts, ..Shape::default() })
    }

    /// The data set of this seed: fair bits in every pattern, rows of the classes in turn.
    pub fn draw(&self, seed: &Seed) -> Result<Dataset, DataFault> {
        let shape = self.shape()?;
        let mut stream = seed.child("patterns").stream();
        let fair = || (stream.next_u32() & 1) as f32;
        let patterns = Array2::from_shape_simple_fn((self.classes, self.bits), fair);
        let mut noise = seed.child("noise").stream();
        let x = Array2::from_shape_fn((self.rows, self.bits), |(row, bit)| {
            let bit = patterns[[row % self.classes, bit]];
            if noise.random::<f64>() < self.noise { 1.0 - bit } else { bit }
        });
        let y = Targets::Classes((0..self.rows).map(|row| (row % self.classes) as u32).collect());
        let names = (1..=self.classes).map(|class| class.to_string()).collect();
        let train = Part { x: Features::Single(x.into_shared()), y };
        Ok(Dataset { shape, ..Dataset::new("prototypes", train, None, names) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two copies of one pattern differ in 2 noise (1 - noise) of their bits: 5 standard errors of 20,000 bits.
    #[test]
    fn copies_differ_by_the_noise() {
        let set = Prototypes { rows: 2000, bits: 40, classes: 4, noise: 0.1 }.draw(&Seed::root(1)).unwrap();
        let x = set.train.x.single();
        let apart = |a: usize, b: usize| x.row(a).iter().zip(&x.row(b)).filter(|(a, b)| a != b).count();
        let pairs: usize = (0..500).map(|k| apart(4 * k, (4 * k + 4) % 2000)).sum();
        let share = pairs as f64 / 20_000.0;
        assert!((share - 0.18).abs() < 5.0 * (0.18f64 * 0.82 / 20_000.0).sqrt() * 2f64.sqrt(), "{share}");
        assert!(Prototypes { rows: 2, bits: 4, classes: 3, noise: 0.0 }.draw(&Seed::root(1)).is_err());
    }
}
