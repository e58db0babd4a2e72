//! `designs(n: 10, p: 10, draws: 4000)`: random designs drawn again and again, and what least squares makes of each.

use crate::args;
use crate::data::designs::{Designs, Statistic};
use crate::data::{DataFault, Dataset, Shape};
use crate::vocabulary::{Context, Cost, Count, DataWord, Rows};
use crate::words::prices;
use std::path::Path;

crate::choice! {
    /// What is noted of each draw.
    pub enum Noted, "a number of a design" {
        /// The error of the first weight.
        Error = "error",
        /// The variance of the weights, tr (X'X)^-1.
        Variance = "variance",
        /// p times the smallest eigenvalue of X'X.
        SmallestEigenvalue = "smallest-eigenvalue",
    }
}

args! {
    /// Gaussian designs with Gaussian noise, drawn again and again, and one number of each.
    pub struct RandomDesigns {
        /// Rows of each design.
        n: Count;
        /// Columns of each design, at most as many.
        p: Count;
        /// Draws.
        draws: Rows = Rows::new(4000);
        /// What is noted: the error of a weight, the variance of all, or the smallest eigenvalue.
        statistic: Noted = Noted::Error;
    }
}

impl RandomDesigns {
    fn plain(&self) -> Designs {
        let statistic = match self.statistic.value {
            Noted::Error => Statistic::Error,
            Noted::Variance => Statistic::Variance,
            Noted::SmallestEigenvalue => Statistic::SmallestEigenvalue,
        };
        Designs { rows: self.n.get(), columns: self.p.get(), draws: self.draws.get(), statistic }
    }
}

impl DataWord for RandomDesigns {
    const NAME: &'static str = "designs";
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\nfit pareto on designs(n: 10, p: 10, statistic: variance)";

    fn shape(&self, _folder: &Path) -> Result<Shape, DataFault> {
        self.plain().shape()
    }

    fn cost(&self, shape: &Shape) -> Cost {
        prices::factorized(self.n.get(), self.p.get()) * self.draws.get() as f64 + prices::normal(shape)
    }

    fn load(&self, context: &mut Context) -> Result<Dataset, DataFault> {
        self.plain().draw(&context.seed)
    }
}
