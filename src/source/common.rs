//! What two lists have in common: a longest common subsequence.

/// Beyond so many pairs nothing is compared, and nothing is common.
const LARGEST_TABLE: usize = 4_000_000;

/// The places of a longest common subsequence in both lists, in order, by the table of its lengths from every pair
/// of places on.
pub fn common<T>(old: &[T], new: &[T], equal: impl Fn(&T, &T) -> bool) -> Vec<(usize, usize)> {
    if old.len().saturating_mul(new.len()) > LARGEST_TABLE {
        return Vec::new();
    }
    let width = new.len() + 1;
    let mut lengths = vec![0u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            let (below, beside) = (lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
            let both = lengths[(i + 1) * width + j + 1] + 1;
            lengths[i * width + j] = if equal(&old[i], &new[j]) { both } else { below.max(beside) };
        }
    }
    let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
    while i < old.len() && j < new.len() {
        if equal(&old[i], &new[j]) {
            pairs.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_common_subsequence_is_found() {
        let (old, new): (Vec<char>, Vec<char>) = ("abcbdab".chars().collect(), "bdcaba".chars().collect());
        let pairs = common(&old, &new, PartialEq::eq);
        assert_eq!(pairs.len(), 4, "the textbook's example (Cormen et al., 15.4)");
        assert!(pairs.iter().all(|&(i, j)| old[i] == new[j]));
        assert!(pairs.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1));
        assert!(common(&['a'; 3000], &['a'; 3000], PartialEq::eq).is_empty(), "too long to be compared");
    }
}
