//! Wolff's cluster algorithm (1989): from a random site grow a cluster of equal spins, each bond joining with probability
//! `1 - exp(-2K)`, and flip it whole.
//!
//! The growth has no branch that depends on a random number: a neighbour is written to the stack in any case, and the
//! stack grows by one where it joins. A spin flips as it joins, so no site joins twice.

use super::torus::Torus;
use super::words::{Words, threshold};

/// The neighbours, the stack and the probability of a bond.
pub struct Wolff {
    neighbours: Vec<[u32; 4]>,
    stack: Vec<u32>,
    bond: u32,
}

impl Wolff {
    pub fn new(torus: &Torus, coupling: f64) -> Self {
        let sites = torus.spins.len();
        let bond = threshold(1.0 - (-2.0 * coupling).exp());
        Wolff { neighbours: torus.neighbours(), stack: vec![0; sites + 4], bond }
    }

    /// Flips one cluster and says how many spins it had.
    pub fn flip(&mut self, torus: &mut Torus, words: &mut Words) -> usize {
        let seed = words.below(torus.spins.len());
        let spins = torus.spins.as_mut_slice();
        let old = spins[seed];
        spins[seed] = old ^ 1;
        self.stack[0] = seed as u32;
        let (mut top, mut size) = (1, 0);
        while top > 0 {
            top -= 1;
            size += 1;
            let around = self.neighbours[self.stack[top] as usize];
            let draws = words.four();
            for (site, draw) in around.into_iter().zip(draws) {
                let spin = &mut spins[site as usize];
                let joins = (*spin ^ old ^ 1) & u8::from(draw < self.bond);
                *spin ^= joins;
                self.stack[top] = site;
                top += usize::from(joins);
            }
        }
        size
    }
}
