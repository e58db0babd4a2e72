//! `strokes`: handwriting made by the program, endless and seeded; no file is needed.

use crate::args;
use crate::data::strokes::{SIDE, render};
use crate::data::{DataFault, Dataset, Facts, Features, Part, Shape, Targets};
use crate::numeric::random::Seed;
use crate::vocabulary::{Context, Cost, DataWord, Rows};
use crate::words::prices;
use ndarray::{Array2, Axis};
use rayon::prelude::*;
use std::path::Path;

args! {
    /// Handwritten digits drawn by the program, 28 x 28 pixels from 0 to 1.
    pub struct Strokes {
        /// Training rows.
        train: Rows = Rows::new(10000), usual 100 ..= 100000;
        /// Test rows.
        test: Rows = Rows::new(2000), usual 100 ..= 100000;
    }
}

const CLASSES: usize = 10;
/// No machine that this program runs on holds more images.
const MOST: usize = 5_000_000;

impl DataWord for Strokes {
    const NAME: &'static str = "strokes";
    const EXAMPLE: &'static str = "use strokes\ntrain mlp[784,100,10] for 5 epochs, then test";

    fn shape(&self, _folder: &Path) -> Result<Shape, DataFault> {
        let (train, test) = (self.train.get(), self.test.get());
        for (name, rows) in [("train", train), ("test", test)] {
            if rows > MOST {
                return Err(DataFault::Argument {
                    name,
                    found: rows.to_string(),
                    allowed: "at most 5,000,000 images",
                });
            }
        }
        Ok(Shape {
            columns: SIDE * SIDE,
            classes: Some(CLASSES),
            range: Some((0.0, 1.0)),
            image: Some((SIDE, SIDE)),
            train,
            test,
            validation: 0,
            facts: Facts::DIGITS,
        })
    }

    fn cost(&self, shape: &Shape) -> Cost {
        prices::drawn(shape)
    }

    fn load(&self, context: &mut Context) -> Result<Dataset, DataFault> {
        let shape = self.shape(context.folder)?;
        let train = drawn(self.train.get(), &context.seed.child("train"));
        let test = drawn(self.test.get(), &context.seed.child("test"));
        let names = (0..CLASSES).map(|class| class.to_string()).collect();
        Ok(Dataset { shape, ..Dataset::new(Self::NAME, train, Some(test), names) })
    }
}

/// The first `rows` images of the endless series with this seed.
fn drawn(rows: usize, seed: &Seed) -> Part {
    let mut x = Array2::<f32>::zeros((rows, SIDE * SIDE));
    let mut y = vec![0u32; rows];
    let images = x.axis_iter_mut(Axis(0)).into_par_iter().zip(&mut y).enumerate();
    images.for_each(|(index, (mut row, class))| {
        let (pixels, digit) = render(index as u64, seed);
        row.iter_mut().zip(pixels).for_each(|(out, pixel)| *out = pixel);
        *class = digit;
    });
    Part { x: Features::Single(x.into_shared()), y: Targets::Classes(y.into()) }
}
