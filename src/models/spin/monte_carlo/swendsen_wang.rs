//! Swendsen and Wang (1987): bonds between equal spins are put with probability `1 - exp(-2K)`, and every cluster that
//! they make is flipped or not by a coin. Clusters are found by union and find, with the lower site as the root.

use super::torus::Torus;
use super::words::{Words, threshold};

/// The bonds of each site to the right and down, and the trees of clusters.
pub struct SwendsenWang {
    neighbours: Vec<[u32; 4]>,
    parent: Vec<u32>,
    bond: u32,
}

impl SwendsenWang {
    pub fn new(torus: &Torus, coupling: f64) -> Self {
        let bond = threshold(1.0 - (-2.0 * coupling).exp());
        SwendsenWang { neighbours: torus.neighbours(), parent: vec![0; torus.spins.len()], bond }
    }

    fn root(parent: &mut [u32], mut site: u32) -> u32 {
        while parent[site as usize] != site {
            let above = parent[parent[site as usize] as usize];
            parent[site as usize] = above;
            site = above;
        }
        site
    }

    /// Draws the bonds and flips the clusters.
    pub fn sweep(&mut self, torus: &mut Torus, words: &mut Words) {
        self.parent.iter_mut().zip(0u32..).for_each(|(parent, site)| *parent = site);
        for site in 0..torus.spins.len() {
            for other in [self.neighbours[site][0], self.neighbours[site][2]] {
                let joined = words.word() < self.bond && torus.spins[site] == torus.spins[other as usize];
                if joined {
                    let a = Self::root(&mut self.parent, site as u32);
                    let b = Self::root(&mut self.parent, other);
                    self.parent[a.max(b) as usize] = a.min(b);
                }
            }
        }
        // A root comes before the rest of its cluster: its new spin is drawn by the time that they ask for it.
        for site in 0..torus.spins.len() {
            let root = Self::root(&mut self.parent, site as u32) as usize;
            torus.spins[site] = if root == site { (words.word() >> 31) as u8 } else { torus.spins[root] };
        }
    }
}
