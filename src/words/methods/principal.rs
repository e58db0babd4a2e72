//! `principal(25)`: X ~ C B with the leading right singular vectors as basis, the best of all factorizations of its rank
//! (Eckart and Young 1936); columns are not centred.

use crate::args;
use crate::data::{Features, Shape};
use crate::models::Observer;
use crate::models::factor::{self, Factored, Patience, Signs};
use crate::numeric::random::Seed;
use crate::vocabulary::{Cites, Class, Cost, Count, DataKind, Factoring, Fault, Method};
use crate::words::methods::nmf::fault;
use crate::words::prices;
use crate::words::sources;

args! {
    /// Factors a table by its leading singular vectors.
    pub struct Principal {
        /// Rows of the basis.
        factors (object): Count, usual 1 ..= 1000;
    }
}

impl Method for Principal {
    const NAME: &'static str = "principal";
    const CLASSES: &'static [Class] = &[Class::FACTORING];
    const ROLE: Option<&'static str> = Some("factorizations");
    const CITES: Cites = &[&sources::unsupervised::ECKART_YOUNG];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\ntake 1000 of mnist, then factor by principal(10), then plot images";

    fn as_factoring(&self) -> Option<&dyn Factoring> {
        Some(self)
    }
}

impl Factoring for Principal {
    fn factors(&self) -> usize {
        self.factors.get()
    }

    fn signs(&self) -> Signs {
        Signs::Free
    }

    fn lacks(&self, _data: &DataKind) -> Option<(String, String)> {
        None
    }

    fn cost(&self, shape: &Shape) -> Cost {
        let once = Patience { iterations: 1, tolerance: 0.0 };
        let (n, p) = (shape.train, shape.columns);
        let (all, k) = (n.min(p), self.factors.get());
        let held = prices::factorization(n, p, k, once, 1.0);
        Cost {
            peak: held.peak + 16.0 * (all * all) as f64,
            kept: held.kept,
            ..prices::factorization(n, p, k + all, once, 1.0)
        }
    }

    fn factor(&self, x: &Features, _seed: &Seed, _observer: &dyn Observer) -> Result<Factored, Fault> {
        factor::principal(x.double().view(), self.factors.get()).map_err(fault)
    }
}
