//! How steep the likelihood of a machine is where training starts: the Fisher information of its weights, that is
//! the covariance of v_i h_j under the model (Amari 1998), in the direction in which it is largest, or nearly.
//!
//! At the start the units are independent, p(v_i = 1) = m_i is the mean of the data and p(h_j = 1) = 1/2. Along the
//! unit direction m_i / |m| times 1/√H for H hidden units the variance of Σ v_i h_j is
//! |m|²/4 + s (H + 1)/4 with s = Σ m_i³ (1 - m_i) / |m|²: the more units answer together, the smaller a step has to be.

use ndarray::ArrayView1;

/// The information in nats per squared weight, for the means (visible) of the data; 0 for data that are 0.
pub fn starting_curvature(means: ArrayView1<f32>, hidden: usize) -> f64 {
    let means = || means.iter().map(|&mean| f64::from(mean));
    let square: f64 = means().map(|m| m * m).sum();
    if square == 0.0 {
        return 0.0;
    }
    let spread = means().map(|m| m.powi(3) * (1.0 - m)).sum::<f64>() / square;
    0.25 * (square + spread * (hidden as f64 + 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    /// The variance of (u.v)(a.h) over all states of 3 visible and 2 hidden units that are independent.
    #[test]
    fn it_is_the_variance_over_all_states() {
        let means = [0.2f64, 0.5, 0.9];
        let norm = means.iter().map(|m| m * m).sum::<f64>().sqrt();
        let (mut mean, mut square) = (0.0, 0.0);
        for state in 0..32u32 {
            let on = |bit: usize| f64::from(state >> bit & 1);
            let p: f64 = (0..3).map(|i| on(i) * means[i] + (1.0 - on(i)) * (1.0 - means[i])).product();
            let v: f64 = (0..3).map(|i| means[i] / norm * on(i)).sum();
            let x = v * (on(3) + on(4)) / 2f64.sqrt();
            mean += p / 4.0 * x;
            square += p / 4.0 * x * x;
        }
        // Means in single precision.
        let found = starting_curvature(array![0.2f32, 0.5, 0.9].view(), 2);
        assert!((found - (square - mean * mean)).abs() < 1e-6, "{found}");
        assert_eq!(starting_curvature(array![0f32, 0.0].view(), 2), 0.0);
    }
}
