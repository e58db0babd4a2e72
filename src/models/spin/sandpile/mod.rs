//! The sandpile of Bak, Tang and Wiesenfeld (1987) on a square with open sides: a site with four grains or more gives one
//! to each neighbour; grains fall off the sides. Grains fall on random sites, one after the other pile has come to rest.
//!
//! The order of toppling does not matter (Dhar 1990). Size: topplings; area: sites that toppled; duration: rounds.

pub mod abelian;

use crate::models::Observer;
use crate::models::spin::monte_carlo::words::Words;
use crate::numeric::random::Seed;

/// Heights row by row, and space for the sites that are due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sandpile {
    pub side: usize,
    pub heights: Vec<u32>,
}

/// An avalanche.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Avalanche {
    pub size: u64,
    pub area: u64,
    pub duration: u64,
}

/// Marks of the sites that toppled in this avalanche, and the sites of this round and of the next.
#[derive(Default)]
pub struct Workspace {
    seen: Vec<u64>,
    stamp: u64,
    now: Vec<usize>,
    next: Vec<usize>,
}

impl Sandpile {
    pub fn full(side: usize) -> Self {
        Sandpile { side, heights: vec![3; side * side] }
    }

    /// Topples until every site has three grains or fewer, from sites that may have more.
    pub fn relax(&mut self, from: &[usize], space: &mut Workspace) -> Avalanche {
        let (side, mut avalanche) = (self.side, Avalanche::default());
        space.seen.resize(self.heights.len(), 0);
        space.stamp += 1;
        space.now.clear();
        space.now.extend(from.iter().filter(|&&site| self.heights[site] >= 4));
        while !space.now.is_empty() {
            avalanche.duration += 1;
            for &site in &space.now {
                let times = self.heights[site] / 4;
                if times == 0 {
                    continue;
                }
                self.heights[site] -= 4 * times;
                avalanche.size += u64::from(times);
                avalanche.area += u64::from(space.seen[site] != space.stamp);
                space.seen[site] = space.stamp;
                let (row, column) = (site / side, site % side);
                let around = [
                    (row > 0).then(|| site - side),
                    (row + 1 < side).then(|| site + side),
                    (column > 0).then(|| site - 1),
                    (column + 1 < side).then(|| site + 1),
                ];
                for other in around.into_iter().flatten() {
                    self.heights[other] += times;
                    if self.heights[other] >= 4 {
                        space.next.push(other);
                    }
                }
            }
            std::mem::swap(&mut space.now, &mut space.next);
            space.next.clear();
        }
        avalanche
    }

    /// A grain falls.
    pub fn drop_at(&mut self, site: usize, space: &mut Workspace) -> Avalanche {
        self.heights[site] += 1;
        self.relax(&[site], space)
    }
}

/// What many grains have done.
#[derive(Clone, Debug, PartialEq)]
pub struct Driven {
    pub avalanches: Vec<Avalanche>,
    /// The shares of sites with 0, 1, 2 and 3 grains, over the drops.
    pub heights: [f64; 4],
    pub pile: Sandpile,
}

/// Drops grains on random sites of a pile of this side; the first `discarded` are not recorded. None once the observer wants
/// the end.
pub fn drive(
    side: usize,
    drops: usize,
    discarded: usize,
    seed: &Seed,
    observer: &dyn Observer,
) -> Option<Driven> {
    let (mut pile, mut space) = (Sandpile::full(side), Workspace::default());
    let (mut words, sites) = (Words::new(&seed.child("drops")), side * side);
    let (mut avalanches, mut counts, mut looks) = (Vec::with_capacity(drops), [0u64; 4], 0u64);
    for drop in 0..discarded + drops {
        if drop % 1024 == 0 {
            observer.progress(drop as u64, (discarded + drops) as u64, "drops");
            if observer.cancelled() {
                return None;
            }
        }
        let avalanche = pile.drop_at(words.below(sites), &mut space);
        if drop >= discarded {
            avalanches.push(avalanche);
            // Heights change slowly: one look a lattice of drops is as good as all.
            if (drop - discarded).is_multiple_of(sites.min(64)) {
                pile.heights.iter().for_each(|&h| counts[(h & 3) as usize] += 1);
                looks += 1;
            }
        }
    }
    let total = (looks.max(1) * sites as u64) as f64;
    Some(Driven { avalanches, heights: counts.map(|count| count as f64 / total), pile })
}

/// The exponent of `p(s) ~ s^-tau` for whole numbers from `low` to `high`, by maximum likelihood, with its
/// standard error (Clauset, Shalizi and Newman 2009, with an upper cut); none where fewer than two values lie there.
pub fn power_law(values: &[u64], low: u64, high: u64) -> Option<(f64, f64)> {
    let logs: Vec<f64> =
        values.iter().filter(|s| (low..=high).contains(s)).map(|&s| (s as f64).ln()).collect();
    let n = logs.len() as f64;
    if logs.len() < 2 || high <= low {
        return None;
    }
    let mean = logs.iter().sum::<f64>() / n;
    let moments = |tau: f64| {
        let (mut z, mut first, mut second) = (0.0, 0.0, 0.0);
        for s in low..=high {
            let ln = (s as f64).ln();
            let weight = (-tau * ln).exp();
            (z, first, second) = (z + weight, first + weight * ln, second + weight * ln * ln);
        }
        (first / z, second / z - (first / z).powi(2))
    };
    let (mut least, mut most) = (-5.0, 10.0);
    for _ in 0..50 {
        let middle = (least + most) / 2.0;
        // The mean logarithm falls as the exponent grows.
        if moments(middle).0 > mean { least = middle } else { most = middle }
    }
    Some((least, 1.0 / (n * moments(least).1).sqrt()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::Unwatched;

    /// The mean size of avalanches is exact; heights are near those of the infinite lattice (Priezzhev 1994: 0.0736, 0.1739,
    /// 0.3063, 0.4462), with a few per cent for the sides of a small pile.
    #[test]
    fn avalanches_have_the_mean_of_dhar() {
        let driven = drive(16, 20_000, 2_000, &Seed::root(1), &Unwatched).unwrap();
        let sizes: Vec<f64> = driven.avalanches.iter().map(|a| a.size as f64).collect();
        let n = sizes.len() as f64;
        let mean = sizes.iter().sum::<f64>() / n;
        let error = (sizes.iter().map(|s| (s - mean).powi(2)).sum::<f64>() / n / n).sqrt();
        assert!((mean - 11.338_214_622).abs() < 4.0 * error, "{mean} {error}");
        let known = [0.0736, 0.1739, 0.3063, 0.4462];
        assert!(driven.heights.iter().zip(known).all(|(h, k)| (h - k).abs() < 0.05), "{:?}", driven.heights);
        assert!(driven.avalanches.iter().all(|a| a.area <= a.size && a.duration <= a.size));
    }

    /// However few grains are recorded, some heights are: their shares add up to 1.
    #[test]
    fn heights_are_looked_at_from_the_first_grain_that_counts() {
        let driven = drive(16, 20, 2_001, &Seed::root(1), &Unwatched).unwrap();
        assert!((driven.heights.iter().sum::<f64>() - 1.0).abs() < 1e-12, "{:?}", driven.heights);
    }

    /// Values at the quantiles of a power law give its exponent back.
    #[test]
    fn a_power_law_is_found_in_its_own_quantiles() {
        let (low, high, tau) = (5u64, 500u64, 1.3f64);
        let z: f64 = (low..=high).map(|s| (s as f64).powf(-tau)).sum();
        let values: Vec<u64> = (low..=high)
            .flat_map(|s| std::iter::repeat_n(s, (1e5 * (s as f64).powf(-tau) / z).round() as usize))
            .collect();
        let (got, error) = power_law(&values, low, high).unwrap();
        assert!((got - tau).abs() < 2e-3 && error < 4e-3, "{got} {error}");
    }
}
