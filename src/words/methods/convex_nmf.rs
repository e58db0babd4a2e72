//! `convex-nmf(25)`: X ~ C B with coefficients from 0 and a basis of convex combinations of the rows of X: archetypes in
//! the hull of the data (Ding, Li and Jordan 2010, section 2.2). It starts from clusters by k-means.

use crate::args;
use crate::data::{Features, Shape};
use crate::models::Observer;
use crate::models::factor::{self, Factored, Patience, Signs};
use crate::numeric::random::Seed;
use crate::vocabulary::{Cites, Class, Cost, Count, DataKind, Factoring, Fault, Method, Rate, Steps};
use crate::words::methods::kmeans::started;
use crate::words::methods::nmf::fault;
use crate::words::prices;
use crate::words::sources;

args! {
    /// Factors a table into shares, from 0, of weighted means of its rows.
    pub struct Convex {
        /// Rows of the basis.
        factors (object): Count, usual 1 ..= 1000;
        /// Iterations at most.
        iterations: Steps = Steps::new(200), usual 10 ..= 100000;
        /// It ends once ten iterations lower the objective by less than this share of the first; 0 does all.
        tolerance: Rate = Rate::new(1e-4), usual 0 ..= 0.01;
    }
}

impl Method for Convex {
    const NAME: &'static str = "convex-nmf";
    const CLASSES: &'static [Class] = &[Class::FACTORING];
    const ROLE: Option<&'static str> = Some("factorizations");
    const CITES: Cites = &[&sources::unsupervised::DING_LI_JORDAN];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\ntake 1000 of mnist, then factor by convex-nmf(10), then plot images";

    fn as_factoring(&self) -> Option<&dyn Factoring> {
        Some(self)
    }
}

impl Convex {
    fn patience(&self) -> Patience {
        Patience { iterations: self.iterations.get(), tolerance: self.tolerance.get() }
    }
}

impl Factoring for Convex {
    fn factors(&self) -> usize {
        self.factors.get()
    }

    fn signs(&self) -> Signs {
        Signs::NotNegative
    }

    fn lacks(&self, _data: &DataKind) -> Option<(String, String)> {
        None
    }

    fn cost(&self, shape: &Shape) -> Cost {
        prices::factorization(shape.train, shape.columns, self.factors.get(), self.patience(), 10.0)
    }

    fn factor(&self, x: &Features, seed: &Seed, observer: &dyn Observer) -> Result<Factored, Fault> {
        let x = x.double();
        let clusters = started(x.view(), self.factors.get(), seed, observer)?;
        let factored = factor::convex_nmf(x.view(), &clusters, self.factors.get(), self.patience(), observer);
        factored.map_err(fault)
    }
}
