//! `two-moons(n: 200, noise: 0.08)`: two interleaving half circles; `two-moons(labels: 1)` tells the class of one row a
//! moon, and withholds those of the others.

use crate::args;
use crate::data::two_moons::TwoMoons;
use crate::data::{DataFault, Dataset, Shape};
use crate::vocabulary::{Cites, Context, Cost, Count, DataWord, Rate, Rows};
use crate::words::prices;
use crate::words::sources;
use std::path::Path;

args! {
    /// Two interleaving half circles with noise; as many rows are drawn again to test on.
    pub struct Moons {
        /// Rows of both moons, an even number.
        n: Rows = Rows::new(200), usual 20 ..= 100000;
        /// Standard deviation of the noise on each coordinate.
        noise: Rate = Rate::new(0.08), usual 0 ..= 0.3;
        /// Labels told of each moon, evenly along it; the other rows are without label. Left out, all are told.
        labels: Option<Count> = None;
    }
}

impl Moons {
    fn plain(&self) -> TwoMoons {
        TwoMoons { rows: self.n.get(), noise: self.noise.get(), labels: self.labels.value.map(Count::get) }
    }
}

impl DataWord for Moons {
    const NAME: &'static str = "two-moons";
    const CITES: Cites = &[&sources::unsupervised::BELKIN_NIYOGI_SINDHWANI];
    const EXAMPLE: &'static str = "seed 1\nedition 1\nfit laplacian-svm on two-moons(labels: 1), then test";

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
