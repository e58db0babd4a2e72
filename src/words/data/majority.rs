//! `majority(n: 100, p: 100)`: rows of p signs drawn at random, to be told by whether plus or minus prevails. Vallet, Cailton
//! and Refregier (1989, Europhysics Letters 9:315) learnt it by the pseudo-inverse and found that it generalizes worst
//! where rows and columns are as many.

use crate::args;
use crate::data::majority::Majority;
use crate::data::{DataFault, Dataset, Shape};
use crate::vocabulary::{Cites, Context, Cost, Count, DataWord, Rows};
use crate::words::prices;
use crate::words::sources;
use std::path::Path;

args! {
    /// Rows of random signs, whose majority is to be told.
    pub struct MajorityOfSigns {
        /// Training rows.
        n: Rows;
        /// Columns.
        p: Count;
        /// Test rows.
        test: Rows = Rows::new(1000);
    }
}

impl MajorityOfSigns {
    fn plain(&self) -> Majority {
        Majority { rows: self.n.get(), columns: self.p.get(), test_rows: self.test.get() }
    }
}

impl DataWord for MajorityOfSigns {
    const NAME: &'static str = "majority";
    const CITES: Cites = &[&sources::data::VALLET];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\nfit pseudo-inverse on majority(n: 150, p: 100), then test";

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
