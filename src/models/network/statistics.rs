//! What each layer does on a batch: the size of its values, the norm of its gradient, and how many of its units are dead.
//! A training that goes wrong does so in one layer first, and these three tell which, and what the gradient did there.
//!
//! Values y (batch, units) are those of the forward pass, logits in the last layer. The gradient of the mean loss by the
//! weights is x'delta, before clipping and weight decay. A rectified unit that is 0 for every row gets no gradient and
//! stays so (Lu, Shin, Su and Karniadakis 2019).

use ndarray::ArrayView2;

/// A batch of fewer rows can't tell a dead unit from one that is silent by chance.
const ROWS: usize = 32;
/// Values grow so many times where a layer gives way.
const GROWTH: f64 = 10.0;

/// One layer on one batch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LayerStatistics {
    /// Root mean square of its values.
    pub activation: f64,
    /// Euclidean norm of the gradient of the mean loss by its weights.
    pub gradient: f64,
    /// Share of its units that are 0 for every row; 0 for batches of fewer than 32 rows.
    pub dead: f64,
}

impl LayerStatistics {
    /// Of what a layer reads (rows, inputs), its values and the gradient by its sums (rows, units).
    pub(super) fn of(input: ArrayView2<f32>, values: ArrayView2<f32>, delta: ArrayView2<f32>) -> Self {
        LayerStatistics::measured(values, squares(input.t().dot(&delta).view()).sqrt())
    }

    /// Of values (rows, units) and the norm of a gradient.
    pub(super) fn measured(values: ArrayView2<f32>, gradient: f64) -> Self {
        let silent = values.columns().into_iter().filter(|unit| unit.iter().all(|&y| y == 0.0)).count();
        let counted = if values.nrows() < ROWS { 0 } else { silent };
        LayerStatistics {
            activation: (squares(values) / values.len().max(1) as f64).sqrt(),
            gradient,
            dead: counted as f64 / values.ncols().max(1) as f64,
        }
    }
}

fn squares(values: ArrayView2<f32>) -> f64 {
    values.iter().map(|&y| f64::from(y).powi(2)).sum()
}

/// The layer, from 0, that gave way first: the lowest one whose values are infinite or have grown tenfold, or else the one
/// whose values are largest beside what they were. Without a before, they are compared with 1.
pub fn weakest(now: &[LayerStatistics], before: Option<&[LayerStatistics]>) -> Option<usize> {
    let size = |l: usize| before.and_then(|before| before.get(l)).map_or(1.0, |layer| layer.activation);
    let growth = |l: usize| now[l].activation / size(l).max(f64::MIN_POSITIVE);
    let broken = |l: &usize| !growth(*l).is_finite() || growth(*l) > GROWTH;
    (0..now.len()).find(broken).or_else(|| (0..now.len()).max_by(|a, b| growth(*a).total_cmp(&growth(*b))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array2, array};

    /// By hand: values (3, 0), (4, 0) have the mean square 25/4; x'delta = (1 2) (1 0; 0 1) in one input row each.
    #[test]
    fn sizes_norms_and_dead_units_are_those_of_the_batch() {
        let (input, delta) = (array![[1.0f32], [2.0]], array![[1.0f32, 0.0], [0.0, 1.0]]);
        let few = LayerStatistics::of(input.view(), array![[3.0f32, 0.0], [4.0, 0.0]].view(), delta.view());
        assert_eq!(few, LayerStatistics { activation: 2.5, gradient: 5f64.sqrt(), dead: 0.0 });
        let many =
            Array2::from_shape_fn((ROWS, 4), |(row, unit)| if unit == 0 && row == 3 { 1.0f32 } else { 0.0 });
        let zero = Array2::<f32>::zeros((ROWS, 4));
        assert_eq!(LayerStatistics::of(many.view(), many.view(), zero.view()).dead, 0.75);
    }

    #[test]
    fn the_lowest_layer_that_breaks_is_named() {
        let layers = |sizes: [f64; 3]| {
            sizes.map(|activation| LayerStatistics { activation, gradient: 0.0, dead: 0.0 })
        };
        let before = layers([1.0, 2.0, 5.0]);
        assert_eq!(weakest(&layers([1.1, 40.0, f64::INFINITY]), Some(&before)), Some(1));
        assert_eq!(weakest(&layers([f64::NAN, 40.0, 1e30]), Some(&before)), Some(0));
        assert_eq!(weakest(&layers([1.0, 2.0, 11.0]), Some(&before)), Some(2));
        assert_eq!(weakest(&layers([1.0, 9.0, 8.0]), None), Some(1));
        assert_eq!(weakest(&[], None), None);
    }
}
