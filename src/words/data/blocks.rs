//! `blocks(40)`: an affinity matrix of two blocks of points, a row for each point.

use crate::args;
use crate::data::{DataFault, Dataset, Shape, blocks};
use crate::vocabulary::{Context, Cost, Count, DataWord};
use crate::words::prices;
use std::path::Path;

args! {
    /// Points of two blocks by their affinities to all points.
    pub struct Blocks {
        /// Rows, and columns.
        points: Count = Count::new(40), usual 4 ..= 1000;
    }
}

impl DataWord for Blocks {
    const NAME: &'static str = "blocks";
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\ndraw 20 of blocks(40), then fit tsvd(rank: 2), then test";

    fn shape(&self, _folder: &Path) -> Result<Shape, DataFault> {
        blocks::shape(self.points.get())
    }

    fn cost(&self, shape: &Shape) -> Cost {
        prices::normal(shape)
    }

    fn load(&self, context: &mut Context) -> Result<Dataset, DataFault> {
        blocks::draw(self.points.get(), &context.seed)
    }
}
