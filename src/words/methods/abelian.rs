//! `abelian`: what the group of the sandpile gives exactly (Dhar 1990).

use crate::args;
use crate::models::Observer;
use crate::models::spin::sandpile::abelian;
use crate::numeric::random::Seed;
use crate::vocabulary::{Cites, Class, Cost, Fault, Job, Measure, Method, Outcome, Picture, Treating};
use crate::words::measures::spins;
use crate::words::sources;
use crate::words::systems::sandpile::Square;
use crate::words::treated;

args! {
    /// Solves the sandpile by its abelian group: recurrent piles, mean avalanche, identity.
    pub struct Abelian {}
}

/// Sides whose toppling matrix is inverted.
const LARGEST: usize = 64;

impl Method for Abelian {
    const NAME: &'static str = "abelian";
    const CLASSES: &'static [Class] = &[Class::SOLUTION];
    const ROLE: Option<&'static str> = Some("ways to a solution");
    const CITES: Cites = &[&sources::spins::DHAR];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        simulate sandpile(16) for 20000 drops, then check avalanche-size against abelian";

    fn as_treating(&self) -> Option<&dyn Treating> {
        Some(self)
    }
}

impl Treating for Abelian {
    fn refuses(&self, job: &Job) -> treated::Refusal {
        let Some(square) = job.system.plain::<Square>() else {
            return Some(treated::only(Self::NAME, job, "a sandpile", "sandpile(16)"));
        };
        (square.side > LARGEST).then(|| {
            let message =
                format!("the toppling matrix of {0} x {0} sites is too large to solve", square.side);
            (message, format!("{LARGEST} sites a side are the most"))
        })
    }

    fn yields(&self, _job: &Job) -> Vec<(&'static Measure, usize)> {
        treated::once(&[&spins::AVALANCHE_SIZE, &spins::RECURRENT])
    }

    fn cost(&self, job: &Job) -> Cost {
        let sites = job.system.sites.unwrap_or(0) as f64;
        Cost::factorization(sites, 4.0 / 3.0 * sites.powi(3)).with(Cost::holding(24.0 * sites * sites))
    }

    fn treat(&self, job: &Job, _seed: &Seed, _observer: &dyn Observer) -> Result<Outcome, Fault> {
        let side = job.system.plain::<Square>().ok_or_else(|| Fault::new("this is no sandpile"))?.side;
        let size = abelian::mean_size(side).map_err(treated::fault)?;
        let mut outcome = treated::exact(&[
            (&spins::AVALANCHE_SIZE, size),
            (&spins::RECURRENT, abelian::log_recurrent(side)),
        ]);
        if let Some(number) = abelian::recurrent(side) {
            outcome.notes.push(format!("{number} piles are recurrent"));
        }
        let pixels = abelian::identity(side).heights.iter().map(|&h| h as f32 / 3.0).collect();
        let title = "the identity, black for no grains and white for three".into();
        outcome.pictures.push(Picture::Images { title, rows: side, columns: side, pixels: vec![pixels] });
        Ok(outcome)
    }
}
