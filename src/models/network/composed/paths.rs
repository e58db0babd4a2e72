//! Drop-path (Larsson, Maire and Shakhnarovich 2017, section 2.2): while a fractal network learns, the joins of a batch leave
//! out some of their inputs. Locally, each input goes with a probability, and where all would go one of them stays, each as
//! likely; globally, one column is drawn for the whole network. A batch is of the one kind or of the other.

use crate::numeric::random::Seed;
use rand::RngExt;

/// How paths are dropped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DropPath {
    /// The probability that an input of a join goes.
    pub share: f32,
    /// The share of batches in which one column is left.
    pub global: f32,
}

/// What joins let through in one batch.
#[derive(Clone)]
pub(super) enum Paths {
    All,
    /// One column, from 0 for the shortest.
    Column(usize),
    /// Each join draws from its own node of this seed.
    Local {
        share: f32,
        seed: Seed,
    },
}

impl DropPath {
    /// What a batch leaves of a network with so many columns.
    pub(super) fn draw(self, columns: usize, seed: &Seed) -> Paths {
        let mut stream = seed.stream();
        if stream.random::<f32>() < self.global {
            return Paths::Column(stream.random_range(0..columns.max(1)));
        }
        Paths::Local { share: self.share, seed: seed.child("joins") }
    }
}

impl Paths {
    /// Which of the `inputs` of join number `join` stay, in order; the inputs are the longest of `columns` columns. A join
    /// that the one column does not reach is not asked for its result, and lets everything through.
    pub fn active(&self, inputs: usize, columns: usize, join: usize) -> Vec<usize> {
        let all = || (0..inputs).collect::<Vec<usize>>();
        match self {
            Paths::All => all(),
            Paths::Column(column) => {
                let left = column.checked_sub(columns - inputs).filter(|&input| input < inputs);
                left.map_or_else(all, |input| vec![input])
            }
            Paths::Local { share, seed } => {
                let mut stream = seed.at(join as u64).stream();
                let kept: Vec<usize> = (0..inputs).filter(|_| stream.random::<f32>() >= *share).collect();
                if kept.is_empty() { vec![stream.random_range(0..inputs.max(1))] } else { kept }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three inputs at 15 %: 1, 2 or 3 stay with .06075, .325125, .614125, on average 2.553375. Within four standard
    /// errors of 40,000 draws.
    #[test]
    fn as_many_inputs_stay_as_the_probabilities_say() {
        let draws = 40_000;
        let mut counts = [0usize; 4];
        for draw in 0..draws {
            let drop = DropPath { share: 0.15, global: 0.0 };
            counts[drop.draw(3, &Seed::root(1).at(draw)).active(3, 3, 0).len()] += 1;
        }
        assert_eq!(counts[0], 0);
        let mut mean = 0.0;
        for (stay, p) in [(1, 0.06075), (2, 0.325125), (3, 0.614125f64)] {
            let found = counts[stay] as f64 / draws as f64;
            assert!((found - p).abs() < 4.0 * (p * (1.0 - p) / draws as f64).sqrt(), "{stay}: {found}");
            mean += stay as f64 * found;
        }
        let deviation = (0.06075 + 4.0 * 0.325125 + 9.0 * 0.614125 - 2.553375f64.powi(2)).sqrt();
        assert!((mean - 2.553375).abs() < 4.0 * deviation / (draws as f64).sqrt());
    }

    /// Half of the batches are global, and each of three columns is drawn in a third of them: four standard errors.
    #[test]
    fn columns_are_drawn_alike() {
        let drop = DropPath { share: 0.15, global: 0.5 };
        let mut counts = [0usize; 4];
        for draw in 0..9000 {
            match drop.draw(3, &Seed::root(2).at(draw)) {
                Paths::Column(column) => counts[column] += 1,
                _ => counts[3] += 1,
            }
        }
        for (count, p) in counts.into_iter().zip([1.0 / 6.0, 1.0 / 6.0, 1.0 / 6.0, 0.5f64]) {
            assert!((count as f64 / 9000.0 - p).abs() < 4.0 * (p * (1.0 - p) / 9000.0).sqrt(), "{count}");
        }
    }

    #[test]
    fn a_column_passes_the_joins_that_it_reaches() {
        // The inputs of a join of two in a network of three columns are the second and the third.
        assert_eq!(Paths::Column(2).active(2, 3, 0), [1]);
        assert_eq!(Paths::Column(1).active(2, 3, 0), [0]);
        assert_eq!(Paths::Column(0).active(2, 3, 0), [0, 1]);
        assert_eq!(Paths::Column(0).active(3, 3, 0), [0]);
    }
}
