//! `prototypes(n: 300, bits: 16, classes: 3, noise: 10 %)`: noisy copies of a few patterns of fair bits, for models that should
//! find out which rows belong together.

use crate::args;
use crate::data::prototypes::Prototypes as Plain;
use crate::data::{DataFault, Dataset, Shape};
use crate::vocabulary::{Context, Cost, Count, DataWord, Rows, Share};
use crate::words::prices;
use std::path::Path;

args! {
    /// Noisy copies of a few patterns of bits.
    pub struct Prototypes {
        /// Rows.
        n: Rows = Rows::new(300);
        /// Bits of a pattern.
        bits: Count = Count::new(16), usual 4 ..= 1000;
        /// Patterns.
        classes: Count = Count::new(3), usual 2 ..= 100;
        /// The probability that a bit of a copy is the other one.
        noise: Share = Share::new(0.1), usual 0 ..= 0.4;
    }
}

impl Prototypes {
    fn plain(&self) -> Plain {
        let (rows, bits) = (self.n.get(), self.bits.get());
        Plain { rows, bits, classes: self.classes.get(), noise: self.noise.get() }
    }
}

impl DataWord for Prototypes {
    const NAME: &'static str = "prototypes";
    const EXAMPLE: &'static str = "seed 1\nedition 1\ncluster prototypes(n: 300, bits: 16, classes: 3) by k-means(3), then check purity";

    fn shape(&self, _folder: &Path) -> Result<Shape, DataFault> {
        self.plain().shape()
    }

    fn cost(&self, shape: &Shape) -> Cost {
        prices::normal(shape)
    }

    fn load(&self, context: &mut Context) -> Result<Dataset, DataFault> {
        self.plain().draw(&context.seed)
    }
}
