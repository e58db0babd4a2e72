//! `discrepancy`: the penalty at which the residual is as large as the noise, |r| = noise sqrt(rows) (Morozov 1966).

use crate::args;
use crate::data::Dataset;
use crate::models::regression::selection::Criterion;
use crate::numeric::random::Seed;
use crate::vocabulary::{Choosing, Cites, Class, DataKind, Fault, Method, Open, Positive};
use crate::words::sources;
use crate::words::truth;

args! {
    /// Chooses the penalty at which the residual is as large as the noise.
    pub struct Discrepancy {
        /// Standard deviation of the noise; left out, that of data that know it.
        noise: Open<Positive> = Open::Auto;
        /// How many times as large.
        factor: Positive = Positive::new(1.0), usual 0.5 ..= 2.0;
    }
}

impl Method for Discrepancy {
    const NAME: &'static str = "discrepancy";
    const CLASSES: &'static [Class] = &[Class::CHOICE];
    const CITES: Cites = &[&sources::regularization::MOROZOV];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\nfit tikhonov on shaw(32, noise: 1e-3) by discrepancy, then compare with optimum";

    fn as_choice(&self) -> Option<&dyn Choosing> {
        Some(self)
    }
}

impl Choosing for Discrepancy {
    fn lacks(&self, data: &DataKind) -> Option<(String, String)> {
        if matches!(self.noise.value, Open::Set(_)) || data.shape.facts.weights_known {
            return None;
        }
        let message = format!("how large the noise of `{}` is, nobody knows", data.name);
        Some((message, "say it: `discrepancy(noise: 0.1)`".into()))
    }

    fn criterion(&self, set: &Dataset, _seed: &Seed) -> Result<Criterion, Fault> {
        let noise = match self.noise.value {
            Open::Set(noise) => noise.get(),
            Open::Auto => truth::of(set)?.noise,
        };
        let norm = self.factor.get() * noise * (set.train.rows() as f64).sqrt();
        if norm > 0.0 {
            return Ok(Criterion::Discrepancy { norm });
        }
        Err(Fault::new("the data carry no noise, so that no residual is as large as it")
            .help("choose by another method, or say the noise: `discrepancy(noise: 0.1)`"))
    }
}
