//! `gaussian(n: 200, p: 100, noise: 1)`: y = x.w + noise with rows x ~ N(0, 1) and weights w of norm
//! `signal`, drawn from the file's seed.

use crate::args;
use crate::data::{self, DataFault, Dataset, Shape};
use crate::vocabulary::{Cites, Context, Cost, Count, DataWord, Rate, Rows};
use crate::words::prices;
use crate::words::sources;
use std::path::Path;

args! {
    /// A linear model with Gaussian features and noise.
    pub struct Gaussian {
        /// Training rows.
        n: Rows;
        /// Columns.
        p: Count;
        /// Standard deviation of the noise.
        noise: Rate = Rate::new(1.0);
        /// Euclidean norm of the weights.
        signal: Rate = Rate::new(1.0);
        /// Test rows.
        test: Rows = Rows::new(data::gaussian::TEST_ROWS);
    }
}

impl Gaussian {
    fn plain(&self) -> data::Gaussian {
        data::Gaussian {
            rows: self.n.get(),
            columns: self.p.get(),
            noise: self.noise.get(),
            signal: self.signal.get(),
            test_rows: self.test.get(),
        }
    }
}

impl DataWord for Gaussian {
    const NAME: &'static str = "gaussian";
    const CITES: Cites = &[&sources::data::HASTIE];
    const EXAMPLE: &'static str = "use gaussian(n: 200, p: 100, noise: 1)\nfit ridge(penalty: 1), then test";

    fn shape(&self, _folder: &Path) -> Result<Shape, DataFault> {
        self.plain().shape()
    }

    fn cost(&self, shape: &Shape) -> Cost {
        prices::normal(shape)
    }

    fn load(&self, context: &mut Context) -> Result<Dataset, DataFault> {
        self.plain().draw(context.seed)
    }
}
