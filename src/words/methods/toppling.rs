//! `toppling`: grains dropped on random sites of a sandpile (Bak, Tang and Wiesenfeld 1987). Exponents of the distributions
//! of size, area and duration are fitted by maximum likelihood between a lower cut and a share of the sites.

use crate::args;
use crate::models::Observer;
use crate::models::spin::sandpile::{Avalanche, Driven, drive, power_law};
use crate::numeric::random::Seed;
use crate::vocabulary::{
    Charted, Cites, Class, Cost, Count, Counted, Evidence, Fault, Job, Measure, Method, Outcome, Picture,
    Reading, Series, Treating, Work,
};
use crate::words::measures::spins;
use crate::words::sources;
use crate::words::systems::sandpile::Square;
use crate::words::treated;

args! {
    /// Drops grains on random sites and lets the pile topple.
    pub struct Toppling {
        /// The least size that exponents are fitted to.
        from: Count = Count::new(5), usual 2 ..= 1000;
        /// Drops before the pile is measured; left out, five a site.
        discard: Option<Count> = None, usual 100 ..= 100000000;
    }
}

impl Toppling {
    fn discarded(&self, job: &Job) -> usize {
        let least = 5 * job.system.sites.unwrap_or(0);
        self.discard.value.map_or(least, Count::get)
    }
}

impl Method for Toppling {
    const NAME: &'static str = "toppling";
    /// 2: heights are looked at from the first drop that counts.
    const VERSION: u32 = 2;
    const CLASSES: &'static [Class] = &[Class::SIMULATION];
    const ROLE: Option<&'static str> = Some("dynamics");
    const CITES: Cites = &[&sources::spins::BAK_TANG_WIESENFELD];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        simulate sandpile(16) by toppling for 20000 drops, then check avalanche-size against abelian";

    fn as_treating(&self) -> Option<&dyn Treating> {
        Some(self)
    }
}

/// An exponent with its error.
fn exponent(measure: &'static Measure, values: &[u64], low: u64, high: u64) -> Result<Reading, Fault> {
    let (value, standard_error) = power_law(values, low, high).ok_or_else(|| {
        Fault::new(format!("fewer than two avalanches lie between {low} and {high}"))
            .help("drop more grains, or take a larger pile")
    })?;
    let n = values.iter().filter(|value| (low..=high).contains(value)).count() as u64;
    Ok(Reading { measure, index: None, value, evidence: Evidence::Sample { mean: value, standard_error, n } })
}

/// The density of sizes in bins that double, on logarithmic axes.
fn density(name: &str, values: &[u64]) -> Series {
    let (mut x, mut y, mut low) = (Vec::new(), Vec::new(), 1u64);
    let n = values.len().max(1) as f64;
    while low <= values.iter().copied().max().unwrap_or(0) {
        let high = 2 * low - 1;
        let count = values.iter().filter(|value| (low..=high).contains(value)).count();
        if count > 0 {
            x.push(((low * high) as f64).sqrt());
            y.push(count as f64 / n / low as f64);
        }
        low *= 2;
    }
    Series::line(name, "size", x, y)
}

fn outcome(driven: &Driven, from: u64, side: usize) -> Result<Outcome, Fault> {
    let of = |f: fn(&Avalanche) -> u64| driven.avalanches.iter().map(f).collect::<Vec<u64>>();
    let (sizes, areas, durations) = (of(|a| a.size), of(|a| a.area), of(|a| a.duration));
    let sites = (side * side) as u64;
    let values: Vec<f64> = sizes.iter().map(|&s| s as f64).collect();
    let mut readings = vec![Reading::mean(&spins::AVALANCHE_SIZE, None, &values)];
    readings.push(exponent(&spins::AVALANCHE_EXPONENT, &sizes, from, (sites / 4).max(from + 5))?);
    readings.push(exponent(&spins::AREA_EXPONENT, &areas, from, (sites / 8).max(from + 5))?);
    readings.push(exponent(&spins::DURATION_EXPONENT, &durations, from, (side as u64).max(from + 5))?);
    let height = driven.heights.iter().zip(0..).map(|(share, h)| share * f64::from(h)).sum();
    readings.push(Reading::exact(&spins::HEIGHT, None, height));
    let exact = crate::models::spin::sandpile::abelian::heights();
    let row = |h: usize| (format!("{h} grains"), vec![driven.heights[h], exact[h]]);
    let table = treated::table("heights", &["share", "infinite lattice"], (0..4).map(row));
    let lines = vec![density("size", &sizes), density("area", &areas), density("duration", &durations)];
    let curves = Picture::Curves {
        title: "densities of avalanches".into(),
        x: "size".into(),
        y: String::new(),
        log_x: true,
        log_y: true,
        lines,
    };
    let pixels = driven.pile.heights.iter().map(|&h| h as f32 / 3.0).collect();
    let title = "the last pile, black for no grains and white for three".into();
    let image = Picture::Images { title, rows: side, columns: side, pixels: vec![pixels] };
    Ok(Outcome { readings, tables: vec![table], pictures: vec![curves, image], ..Outcome::default() })
}

impl Treating for Toppling {
    fn refuses(&self, job: &Job) -> treated::Refusal {
        let none = job.system.plain::<Square>().is_none();
        none.then(|| treated::only(Self::NAME, job, "a sandpile", "sandpile(64)"))
    }

    fn samples(&self) -> bool {
        true
    }

    fn counts(&self) -> Option<Counted> {
        Some(Counted::Drops)
    }

    fn yields(&self, _job: &Job) -> Vec<(&'static Measure, usize)> {
        treated::once(&[
            &spins::AVALANCHE_SIZE,
            &spins::AVALANCHE_EXPONENT,
            &spins::AREA_EXPONENT,
            &spins::DURATION_EXPONENT,
            &spins::HEIGHT,
        ])
    }

    fn cost(&self, job: &Job) -> Cost {
        let drops = (job.times.unwrap_or(10_000) + self.discarded(job)) as f64;
        // A grain makes about side^2 / 25 topplings, each of which visits four sites and comes back to them.
        let sites = job.system.sites.unwrap_or(0) as f64;
        Cost::alone(Work::Site, 2.0 * drops * sites / 25.0)
            .with(Cost::holding(16.0 * sites + 60.0 * drops))
            .charted(Charted::Picture)
    }

    fn treat(&self, job: &Job, seed: &Seed, observer: &dyn Observer) -> Result<Outcome, Fault> {
        let side = job.system.plain::<Square>().ok_or_else(|| Fault::new("this is no sandpile"))?.side;
        let drops = job.times.unwrap_or(10_000);
        let driven =
            drive(side, drops, self.discarded(job), seed, observer).ok_or_else(Fault::interrupted)?;
        outcome(&driven, self.from.get() as u64, side)
    }
}
