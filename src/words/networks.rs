//! What tensor networks share as words: which lattices they contract, how many steps that takes, energies by differences.

use crate::models::Observer;
use crate::models::renormalization::tensor::{Contracted, NetworkFault};
use crate::models::spin::exact::onsager;
use crate::vocabulary::{
    Amount, Charted, Cost, Fault, Job, Measure, Outcome, Picture, Reading, Series, Work,
};
use crate::words::measures::{FREE_ENERGY, spins};
use crate::words::treated::{self, Refusal};

/// Steps for an infinite lattice, where nothing is said: a million spins.
const STEPS: usize = 20;
/// More doublings than these change no digit.
const MOST: usize = 200;
/// The step of the difference in the coupling. Its error is h^2 / 6 times a third derivative, 1e-8 on a torus of a few hundred spins;
/// rounding leaves 1e-10. A longer step is more likely to change which of several equal singular values a bond keeps, which
/// ln Z shows as a jump.
const STEP: f64 = 1e-5;

/// Contracts a number of doublings at a coupling.
pub type Contract = fn(f64, usize, usize, &dyn Observer) -> Result<Contracted, NetworkFault>;

/// The doublings of a square torus whose sides are a power of two.
fn doublings((rows, columns): (usize, usize)) -> Option<usize> {
    (rows == columns && rows.is_power_of_two()).then(|| 2 * rows.trailing_zeros() as usize)
}

pub fn steps(job: &Job) -> usize {
    let own = treated::torus(job).and_then(|(_, size)| doublings(size));
    own.or(job.times).unwrap_or(STEPS)
}

pub fn refuses(word: &str, job: &Job) -> Refusal {
    let Some(ising) = treated::square(job) else {
        return Some(treated::only(word, job, "the square lattice", "ising(temperature: 2.269)"));
    };
    let Some((rows, columns)) = ising.size else {
        return (job.times.unwrap_or(STEPS) > MOST).then(|| {
            let message = format!("after {MOST} doublings no digit changes");
            (message, format!("write `{word} x{STEPS}`, for 2^{STEPS} spins"))
        });
    };
    let Some(own) = doublings((rows, columns)) else {
        let side = rows.max(columns).next_power_of_two();
        let message = format!("blocks of two do not cover {rows} x {columns} spins");
        return Some((message, format!("take a square with a power of two as its side: `ising({side})`")));
    };
    job.times.filter(|times| *times != own).map(|times| {
        let message = format!("{times} doublings do not make {rows} x {columns} spins");
        (message, format!("write `x{own}`, or leave it out"))
    })
}

pub fn yields(energy: bool) -> Vec<(&'static Measure, usize)> {
    let mut all = treated::once(&[&FREE_ENERGY, &spins::TRUNCATION]);
    all.extend(energy.then_some((&spins::ENERGY, 1)));
    all
}

/// So many contractions, of steps that each factorize matrices of this order and multiply so many numbers; the first steps, in
/// which legs grow to their bond, take next to nothing.
pub fn cost(
    job: &Job,
    energy: bool,
    growing: f64,
    (order, factor): (f64, f64),
    product: f64,
    held: f64,
) -> Cost {
    let times = (steps(job) as f64 - growing).max(1.0) * if energy { 3.0 } else { 1.0 };
    let factors = Amount::factorization(order, times * factor);
    (Cost::holding(held) + factors + Amount::alone(Work::DoubleFlop, times * product))
        .charted(Charted::Picture)
}

/// Steps until legs of two values have so many, where each step squares their number.
pub fn squarings(bond: f64) -> f64 {
    bond.log2().max(1.0).log2().ceil()
}

fn fault(fault: NetworkFault) -> Fault {
    match fault {
        NetworkFault::Interrupted => Fault::interrupted(),
        NetworkFault::Lapack(error) => treated::fault(error),
    }
}

/// Contracts, and where it is asked for takes the energy from two more contractions at neighbouring couplings.
pub fn contract(
    job: &Job,
    bond: usize,
    energy: bool,
    contract: Contract,
    observer: &dyn Observer,
) -> Result<Outcome, Fault> {
    let coupling = treated::square(job).ok_or_else(|| Fault::new("this is no square lattice"))?.coupling();
    let at = |coupling: f64| contract(coupling, bond, steps(job), observer).map_err(fault);
    let it = at(coupling)?;
    let mut readings = vec![Reading::exact(&FREE_ENERGY, None, -it.log_partition)];
    readings.push(Reading::exact(&spins::TRUNCATION, None, it.cut));
    if energy {
        let (above, below) = (at(coupling + STEP)?, at(coupling - STEP)?);
        let slope = (above.log_partition - below.log_partition) / (2.0 * STEP);
        readings.push(Reading::exact(&spins::ENERGY, None, -slope));
    }
    let exact = onsager::log_partition(coupling);
    let truncating = (1..it.estimates.len()).map(|step| step as f64);
    let x = truncating.chain([it.doublings as f64]).collect();
    let y = it.estimates.iter().map(|estimate| (estimate - exact).abs()).collect();
    let lines = vec![Series::line("distance from Onsager", "doubling", x, y)];
    let (title, x, y) = ("ln Z a spin".into(), "doubling".into(), String::new());
    let picture = Picture::Curves { title, x, y, log_x: false, log_y: true, lines };
    let notes = vec![format!("2^{} spins on a torus", it.doublings)];
    Ok(Outcome { readings, notes, pictures: vec![picture], ..Outcome::default() })
}
