//! One spin at a time, on the two sublattices of a checkerboard in turn: Metropolis, Rosenbluth, Rosenbluth, Teller and
//! Teller (1953) flip with probability `min(1, exp(-dE/T))`; the heat bath (Glauber 1963) with `1 / (1 + exp(dE/T))`.
//!
//! A side with an odd number of spins has no checkerboard across its seam: its sites are visited in order.

use super::torus::Torus;
use super::words::{Words, threshold};

/// How a single spin is updated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    Metropolis,
    HeatBath,
}

/// The sites in the order of a sweep, their neighbours, and the probability of a flip by the number of equal neighbours.
pub struct Local {
    order: Vec<u32>,
    neighbours: Vec<[u32; 4]>,
    accept: [u32; 5],
    always: [bool; 5],
}

impl Local {
    pub fn new(torus: &Torus, coupling: f64, rule: Rule) -> Self {
        let probability = |equal: usize| {
            let cost = 2.0 * coupling * (2.0 * equal as f64 - 4.0);
            match rule {
                Rule::Metropolis => (-cost).exp().min(1.0),
                Rule::HeatBath => 1.0 / (1.0 + cost.exp()),
            }
        };
        let accept = std::array::from_fn(|equal| threshold(probability(equal)));
        let always = std::array::from_fn(|equal| probability(equal) >= 1.0);
        let sites = torus.spins.len() as u32;
        let (even_sided, columns) = (torus.rows % 2 == 0 && torus.columns % 2 == 0, torus.columns as u32);
        let odd = |site: &u32| (site / columns + site % columns) % 2 == 1;
        let order = match even_sided {
            true => (0..sites).filter(|s| !odd(s)).chain((0..sites).filter(odd)).collect(),
            false => (0..sites).collect(),
        };
        Local { order, neighbours: torus.neighbours(), accept, always }
    }

    /// Visits every site once.
    pub fn sweep(&self, torus: &mut Torus, words: &mut Words) {
        let spins = torus.spins.as_mut_slice();
        for &site in &self.order {
            let s = spins[site as usize];
            let around = self.neighbours[site as usize];
            let up: u8 = around.iter().map(|&j| spins[j as usize]).sum();
            let equal = usize::from(if s == 1 { up } else { 4 - up });
            let flips = words.word() < self.accept[equal] || self.always[equal];
            spins[site as usize] = s ^ u8::from(flips);
        }
    }
}
