//! The speeds that times are told by: those of this machine where they were measured, and a word where not.

use crate::run::{Cache, calibration};
use crate::vocabulary::Rates;

/// The rates of this machine on all cores. What is wrong with the file of a calibration is said.
pub fn here() -> Rates {
    let (rates, said) = calibration::rates(&Cache::usual());
    if let Some(said) = said {
        anstream::eprintln!("{}", crate::data::printable(&said, 400));
    }
    let cores = rates.cores;
    rates.on(cores)
}
