//! Dropout (Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov 2014): units of a row are silenced at random, and the
//! others divided by the probability of staying, so that nothing has to change when the network is used. On least squares it is a
//! ridge penalty by column: E |y - (R o X) w|^2 = |y - p X w|^2 + p (1 - p) sum_j |x_j|^2 w_j^2 for entries of R that are
//! 1 with probability p.

use crate::numeric::random::Seed;
use ndarray::{ArrayViewMut1, s};

/// Probability that a unit is silenced in a training step; the others are divided by 1 - p.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Dropout {
    pub input: f32,
    pub hidden: f32,
}

impl Dropout {
    /// Multipliers of a row of `inputs` inputs and then of hidden units: 0 with the probability of being dropped, else
    /// 1 / (1 - that probability).
    pub(super) fn draw(self, seed: &Seed, inputs: usize, mut mask: ArrayViewMut1<f32>) {
        let mut stream = seed.bulk();
        if let Some(mask) = mask.as_slice_mut() {
            stream.fill_uniform(mask);
        }
        for (part, p) in [(s![..inputs], self.input), (s![inputs..], self.hidden)] {
            let kept = 1.0 / (1.0 - p);
            mask.slice_mut(part).mapv_inplace(|u| if u < p { 0.0 } else { kept });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::regression::SplitMix;
    use ndarray::{Array1, Array2, Axis, array};

    /// 200 rows of 5 columns and what is to be fitted, made from splitmix64 as an independent NumPy script does.
    fn problem() -> (Array2<f64>, Array1<f64>) {
        let x = Array2::from_shape_vec((200, 5), SplitMix::new(21).normals(1000)).unwrap();
        let mut x = x * array![3.0, 2.0, 1.0, 0.5, 0.2];
        let (sine, cosine) = 0.6f64.sin_cos();
        for mut row in x.rows_mut() {
            (row[0], row[1]) = (cosine * row[0] - sine * row[1], sine * row[0] + cosine * row[1]);
        }
        let x = &x - &x.mean_axis(Axis(0)).unwrap();
        let y = x.dot(&array![1.0, -1.0, 0.5, 2.0, 0.0]) + Array1::from(SplitMix::new(22).normals(200)) * 0.3;
        (x, y)
    }

    /// The weights that are best with half of the inputs silenced, and their expected loss: computed independently in NumPy.
    const BEST: [f64; 5] =
        [0.758951001725811, -0.71758983091529, 0.482331039476323, 1.86648406558386, 0.717224526583683];
    const LOSS: f64 = 1075.2114044388;

    /// Both sides of the identity at those weights, the left one by all 32 masks of a row.
    #[test]
    fn dropout_on_least_squares_is_a_ridge_penalty_by_column() {
        let ((x, y), w) = (problem(), Array1::from(BEST.to_vec()));
        let masked = |mask: usize| {
            let kept = Array1::from_iter((0..5).map(|j| f64::from(u8::from(mask >> j & 1 == 1))));
            (&y - &x.dot(&(kept * &w))).mapv(|d| d * d).sum() / 32.0
        };
        let expected: f64 = (0..32).map(masked).sum();
        let lengths = x.mapv(|x| x * x).sum_axis(Axis(0));
        let penalty = 0.25 * (&lengths * &w * &w).sum();
        let ridge = (&y - &(x.dot(&w) * 0.5)).mapv(|d| d * d).sum() + penalty;
        assert!((expected - ridge).abs() < 1e-10 * LOSS, "{expected} {ridge}");
        assert!((expected - LOSS).abs() < 1e-10 * LOSS, "{expected}");
        // Stationary: the gradient is that of the ridge problem, of size 1e3 where it is not 0.
        let gradient = x.t().dot(&(x.dot(&w) * 0.5 - &y)) * 0.5 + lengths * &w * 0.25;
        assert!(gradient.iter().all(|g| g.abs() < 1e-9), "{gradient}");
    }

    /// The multipliers that are drawn have that expectation: weights p w on rows multiplied by 0 or 1 / p. Four standard errors
    /// of 400 passes.
    #[test]
    fn multipliers_that_are_drawn_cost_what_the_identity_says() {
        let ((x, y), w) = (problem(), Array1::from(BEST.to_vec()) * 0.5);
        let half = Dropout { input: 0.5, hidden: 0.0 };
        let pass = |pass: u64| {
            let mut masks = Array2::<f32>::zeros(x.raw_dim());
            for (row, mask) in masks.outer_iter_mut().enumerate() {
                half.draw(&Seed::root(5).at(pass).at(row as u64), 5, mask);
            }
            (&y - &(&x * &masks.mapv(f64::from)).dot(&w)).mapv(|d| d * d).sum()
        };
        let losses = Array1::from_iter((0..400).map(pass));
        let (mean, error) = (losses.mean().unwrap(), losses.std(1.0) / 20.0);
        assert!((mean - LOSS).abs() < 4.0 * error, "{mean} +- {error}");
    }
}
