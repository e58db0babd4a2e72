//! Spins on a torus, and what is read off them.

use super::words::Words;

/// Spins row by row, 0 or 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Torus {
    pub rows: usize,
    pub columns: usize,
    pub spins: Vec<u8>,
}

/// What is read off a state: sums over the lattice.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sums {
    /// The energy in units of `J`: minus the sum over bonds of s s'.
    pub energy: f64,
    /// The sum of the spins.
    pub magnetization: f64,
}

impl Torus {
    /// Half of the chains start hot and half cold, so that what they agree on does not hang on where they started.
    pub fn start(rows: usize, columns: usize, cold: bool, words: &mut Words) -> Self {
        let spins = (0..rows * columns).map(|_| if cold { 1 } else { (words.word() >> 31) as u8 }).collect();
        Torus { rows, columns, spins }
    }

    /// Down, up, right and left of each site.
    pub fn neighbours(&self) -> Vec<[u32; 4]> {
        let (rows, columns) = (self.rows, self.columns);
        let index = |r: usize, c: usize| ((r % rows) * columns + c % columns) as u32;
        let sites = (0..rows).flat_map(|r| (0..columns).map(move |c| (r, c)));
        sites
            .map(|(r, c)| {
                [index(r + 1, c), index(r + rows - 1, c), index(r, c + 1), index(r, c + columns - 1)]
            })
            .collect()
    }

    pub fn sums(&self) -> Sums {
        let (n, columns) = (self.spins.len(), self.columns);
        let up: usize = self.spins.iter().map(|&s| usize::from(s)).sum();
        let unequal = |a: &[u8], b: &[u8]| a.iter().zip(b).map(|(a, b)| usize::from(a ^ b)).sum::<usize>();
        let mut broken = unequal(&self.spins[columns..], &self.spins[..n - columns]);
        broken += unequal(&self.spins[..columns], &self.spins[n - columns..]);
        for row in self.spins.chunks(columns) {
            broken += unequal(&row[1..], &row[..columns - 1]);
            broken += usize::from(row[0] ^ row[columns - 1]);
        }
        Sums { energy: 2.0 * (broken as f64 - n as f64), magnetization: 2.0 * up as f64 - n as f64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::Seed;

    #[test]
    fn the_ground_state_and_a_flipped_spin_have_their_energies() {
        let mut words = Words::new(&Seed::root(1));
        let mut torus = Torus::start(4, 6, true, &mut words);
        assert_eq!(torus.sums(), Sums { energy: -48.0, magnetization: 24.0 });
        torus.spins[5] = 0;
        assert_eq!(torus.sums(), Sums { energy: -40.0, magnetization: 22.0 });
    }

    /// The sum over bonds of the neighbour table, each seen twice.
    #[test]
    fn energies_are_sums_over_the_neighbour_table() {
        let torus = Torus::start(5, 7, false, &mut Words::new(&Seed::root(2)));
        let s = |i: usize| f64::from(torus.spins[i]) * 2.0 - 1.0;
        let table = torus.neighbours();
        let sum: f64 = (0..35).map(|i| table[i].iter().map(|&j| s(i) * s(j as usize)).sum::<f64>()).sum();
        assert_eq!(torus.sums().energy, -sum / 2.0);
    }
}
