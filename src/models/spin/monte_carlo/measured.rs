//! From series of energy and magnetization to what is known of a system: energy, specific heat, magnetization,
//! susceptibility and Binder's cumulant, each with its error.

use super::estimate::{Estimate, autocorrelation_time, binned, jackknife};
use super::torus::Sums;

/// Bins a chain.
const BINS: usize = 16;

/// What chains have measured, per spin.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    pub energy: Estimate,
    pub specific_heat: Estimate,
    pub magnetization: Estimate,
    pub susceptibility: Estimate,
    pub binder: Estimate,
    /// The integrated autocorrelation time of the energy or of |m|, the longer one, in sweeps.
    pub autocorrelation_time: f64,
    /// Sweeps of one bin.
    pub bin: f64,
    /// The energy a spin, chain by chain, sweep by sweep.
    pub energies: Vec<Vec<f64>>,
}

/// The means of chains of equal length on a system of so many spins.
pub fn measured(chains: &[Vec<Sums>], spins: usize, temperature: f64) -> Measured {
    let n = spins as f64;
    let row = |sums: &Sums| {
        let (e, m) = (sums.energy / n, sums.magnetization / n);
        vec![e, e * e, m.abs(), m * m, m.powi(4)]
    };
    let rows: Vec<Vec<Vec<f64>>> = chains.iter().map(|chain| chain.iter().map(row).collect()).collect();
    let bins: Vec<Vec<f64>> = rows.iter().flat_map(|rows| binned(rows, BINS)).collect();
    let column = |rows: &Vec<Vec<f64>>, q: usize| rows.iter().map(|row| row[q]).collect::<Vec<f64>>();
    let energies: Vec<Vec<f64>> = rows.iter().map(|rows| column(rows, 0)).collect();
    let time = |q: usize| {
        rows.iter().map(|rows| autocorrelation_time(&column(rows, q))).sum::<f64>() / rows.len().max(1) as f64
    };
    let squared = temperature * temperature;
    Measured {
        energy: jackknife(&bins, |m| m[0]),
        specific_heat: jackknife(&bins, |m| n * (m[1] - m[0] * m[0]) / squared),
        magnetization: jackknife(&bins, |m| m[2]),
        susceptibility: jackknife(&bins, |m| n * (m[3] - m[2] * m[2]) / temperature),
        binder: jackknife(&bins, |m| 1.0 - m[4] / (3.0 * m[3] * m[3])),
        autocorrelation_time: time(0).max(time(2)),
        bin: rows.first().map_or(0.0, |rows| rows.len() as f64 / BINS as f64),
        energies,
    }
}
