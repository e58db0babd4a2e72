//! Which of the test rows hit: two shares of the same rows are compared row by row (McNemar 1947), which sees smaller
//! differences than two counts can tell.

use serde::{Deserialize, Serialize};

/// The rows of a test part that hit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// The hash of the true classes in their order. Rows of equal classes that are not the same rows do no harm: pairs
    /// that do not belong together make the test weaker, and not wrong.
    pub rows: [u8; 32],
    /// A bit a row, the first row lowest.
    pub hits: Vec<u8>,
}

impl Marks {
    pub fn new(truth: &[u32], hits: impl Iterator<Item = bool>) -> Self {
        let mut bits = vec![0u8; truth.len().div_ceil(8)];
        for (row, _) in hits.enumerate().filter(|(row, hit)| *hit && *row < truth.len()) {
            bits[row / 8] |= 1 << (row % 8);
        }
        let mut hasher = blake3::Hasher::new();
        truth.iter().for_each(|class| {
            hasher.update(&class.to_le_bytes());
        });
        Marks { rows: *hasher.finalize().as_bytes(), hits: bits }
    }

    /// How many rows hit here and not there, and there and not here; none where the rows are others.
    pub fn only(&self, other: &Marks) -> Option<(u64, u64)> {
        if self.rows != other.rows || self.hits.len() != other.hits.len() {
            return None;
        }
        let count = |a: &[u8], b: &[u8]| a.iter().zip(b).map(|(a, b)| u64::from((a & !b).count_ones())).sum();
        Some((count(&self.hits, &other.hits), count(&other.hits, &self.hits)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_hit_on_one_side_only_are_counted() {
        let truth = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3];
        let marks = |rows: &[usize]| Marks::new(&truth, (0..truth.len()).map(|row| rows.contains(&row)));
        let (a, b) = (marks(&[0, 3, 8, 9]), marks(&[3, 4, 9]));
        assert_eq!((a.only(&b), a.only(&a)), (Some((2, 1)), Some((0, 0))));
        assert_eq!(a.only(&Marks::new(&truth[1..], std::iter::empty())), None);
    }
}
