//! Holm's (1979) correction: of m hypotheses that are tested together, the chance to reject even one that is true stays
//! below a level. The smallest p is multiplied by m, the next by m - 1, and so on; none becomes smaller than one before it.

/// The p values as they count among all of these together, in the order given: to compare with the level for all.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    let mut corrected = vec![0.0; p.len()];
    let mut largest: f64 = 0.0;
    for (rank, &at) in order.iter().enumerate() {
        largest = largest.max((p.len() - rank) as f64 * p[at]).min(1.0);
        corrected[at] = largest;
    }
    corrected
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worked by hand: .01 x 4, then .02 x 3 = .06, .03 x 2 = .06, and .04 x 1, which may not fall below .06.
    #[test]
    fn each_p_counts_as_often_as_hypotheses_are_left() {
        let corrected = holm(&[0.03, 0.01, 0.04, 0.02]);
        for (value, expected) in corrected.iter().zip([0.06, 0.04, 0.06, 0.06]) {
            assert!((value - expected).abs() < 1e-15, "{corrected:?}");
        }
        assert_eq!(holm(&[0.6, 0.7]), [1.0, 1.0]);
        assert_eq!(holm(&[0.3]), [0.3]);
        assert!(holm(&[]).is_empty());
    }

    /// With m true hypotheses and independent uniform p the chance that one is rejected at .05 is that of the smallest
    /// p below .05 / m: 1 - (1 - .05/m)^m. 4,000 families of 5: 0.0490, standard error 0.0034; four of them are allowed.
    #[test]
    fn one_of_many_true_hypotheses_is_rejected_at_the_level_of_one() {
        use rand::RngExt;
        let mut stream = crate::numeric::random::Seed::root(5).stream();
        let rejects = (0..4000)
            .filter(|_| {
                let p: Vec<f64> = (0..5).map(|_| stream.random()).collect();
                holm(&p).iter().any(|p| *p < 0.05)
            })
            .count();
        let share = rejects as f64 / 4000.0;
        assert!((share - 0.0490).abs() < 4.0 * 0.0034, "{share}");
    }
}
