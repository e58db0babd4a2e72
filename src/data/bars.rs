//! Bars and stripes: the images of side x side pixels in which every row is of one colour, or every column (MacKay 2003,
//! section 43.2). There are 2^(side + 1) - 2 of them, for full and empty images are both; a model that gives each the same
//! probability and nothing to others has the log-likelihood -ln(2^(side + 1) - 2), the most there is.

use super::bounded;
use super::dataset::{Dataset, Facts, Part, Shape, Targets};
use super::fault::DataFault;
use super::features::Features;
use ndarray::{Array2, ArrayView1, Axis};
use std::collections::BTreeSet;
use std::path::Path;

/// Images of more pixels a side are too many.
const LARGEST_SIDE: usize = 16;

/// Which images, how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bars {
    pub side: usize,
    /// How often each is a training row.
    pub copies: usize,
    /// Whether every second one, in lexicographic order, is kept for validation.
    pub held_out: bool,
}

impl Bars {
    /// How many images are learnt from, each once, and how many are held out.
    fn parts(&self) -> (usize, usize) {
        let all = (2usize << self.side) - 2;
        if self.held_out { (all.div_ceil(2), all / 2) } else { (all, 0) }
    }

    pub fn shape(&self) -> Result<Shape, DataFault> {
        if self.side > LARGEST_SIDE {
            let found = self.side.to_string();
            return Err(DataFault::Argument { name: "side", found, allowed: "from 1 to 16" });
        }
        let (columns, (train, validation)) = (self.side * self.side, self.parts());
        let numbers = (train as u128 * self.copies as u128).saturating_mul(columns as u128);
        bounded::within(Path::new("bars-and-stripes"), numbers.saturating_mul(4), bounded::LARGEST)?;
        Ok(Shape {
            columns,
            range: Some((0.0, 1.0)),
            image: Some((self.side, self.side)),
            train: train * self.copies,
            validation,
            facts: Facts::NONE,
            ..Shape::default()
        })
    }

    /// The images in lexicographic order, all of them as often as asked for.
    pub fn draw(&self) -> Result<Dataset, DataFault> {
        let shape = self.shape()?;
        let images = images(self.side);
        let part = |rows: Vec<usize>| Part {
            x: Features::Single(images.select(Axis(0), &rows).into_shared()),
            y: Targets::None,
        };
        let chosen =
            |first: usize, stride: usize| (first..images.nrows()).step_by(stride).collect::<Vec<_>>();
        let learnt = if self.held_out { chosen(0, 2) } else { chosen(0, 1) };
        let copied = std::iter::repeat_n(learnt, self.copies).flatten().collect();
        let validation = self.held_out.then(|| part(chosen(1, 2)));
        Ok(Dataset { shape, validation, ..Dataset::new("bars-and-stripes", part(copied), None, Vec::new()) })
    }
}

/// All images, one a row, in lexicographic order.
fn images(side: usize) -> Array2<f32> {
    let mut seen = BTreeSet::new();
    for number in 0..1usize << side {
        let bits: Vec<u8> = (0..side).map(|i| (number >> i & 1) as u8).collect();
        seen.insert(bits.iter().flat_map(|&bit| std::iter::repeat_n(bit, side)).collect::<Vec<u8>>());
        seen.insert(bits.repeat(side));
    }
    let mut images = Array2::zeros((seen.len(), side * side));
    for (mut row, image) in images.outer_iter_mut().zip(&seen) {
        let image = ArrayView1::from(image.as_slice());
        row.zip_mut_with(&image, |pixel, &bit| *pixel = f32::from(bit));
    }
    images
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_image_has_equal_rows_or_equal_columns_and_none_is_there_twice() {
        for (side, count) in [(1, 2), (2, 6), (3, 14), (4, 30)] {
            let images = images(side);
            assert_eq!(images.nrows(), count);
            for image in images.outer_iter() {
                let image = image.to_shape((side, side)).unwrap();
                let even = |axis| image.axis_iter(Axis(axis)).all(|line| line.iter().all(|x| *x == line[0]));
                assert!(even(0) || even(1));
            }
            let lines: BTreeSet<String> = images.outer_iter().map(|row| row.to_string()).collect();
            assert_eq!(lines.len(), count);
        }
    }

    #[test]
    fn every_second_one_is_held_out() {
        let bars = Bars { side: 3, copies: 2, held_out: true };
        let set = bars.draw().unwrap();
        assert_eq!((set.shape.train, set.shape.validation), (14, 7));
        let held = set.validation.unwrap().x.single().into_owned();
        assert_eq!(held.row(0), images(3).row(1));
        assert!(Bars { side: 17, copies: 1, held_out: false }.draw().is_err());
    }
}
