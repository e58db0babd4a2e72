//! Batch normalization (Ioffe and Szegedy 2015, algorithm 1) and layer normalization (Ba, Kiros and Hinton 2016):
//! y = scale (a - mean) / sqrt(variance + epsilon) + shift, the moments taken of each unit over the rows of a batch, or of
//! each row over its units. Variances divide by the count. Batches leave running moments behind, m <- m + (now - m) / 10,
//! which are used when the network is shown rows; layer normalization needs none.
//!
//! Backward, with d the gradient by the normalized values and averages along the axis of the moments:
//! `(d - <d> - n <d n>) / sqrt(variance + epsilon)`.

use super::parameter::{Parameter, Role};
use ndarray::{Array1, Array2, Axis};

/// Added to variances, against division by zero.
pub(super) const EPSILON: f32 = 1e-5;
/// The part of the running moments that a batch replaces.
pub(super) const FOLLOWED: f32 = 0.1;

/// Over what moments are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Normalize {
    /// Over the rows of a batch, for each unit; over rows and places, for each channel of a convolution.
    Batch,
    /// Over the units of a layer, for each row; over the channels of a convolution, for each place.
    Layer,
}

/// The normalization of a layer's sums.
#[derive(Clone, Debug)]
pub(super) struct Normalization {
    pub over: Normalize,
    pub scale: Parameter,
    pub shift: Parameter,
    /// Mean and variance that follow the batches; none for layers.
    pub running: Option<[Parameter; 2]>,
}

/// What the way back needs.
pub(super) struct Trace {
    pub normalized: Array2<f32>,
    /// 1 / sqrt(variance + epsilon), a unit or a row.
    pub inverse: Array1<f32>,
    /// Mean and variance of a batch that is learnt from.
    pub moments: Option<[Array1<f32>; 2]>,
}

impl Normalize {
    fn axis(self) -> Axis {
        Axis(if self == Normalize::Batch { 0 } else { 1 })
    }

    /// Moments as a column or row beside a matrix whose axis they were taken along.
    fn beside(self, moments: &Array1<f32>) -> Array2<f32> {
        moments.clone().insert_axis(self.axis())
    }
}

impl Normalization {
    pub fn new(over: Normalize, units: usize) -> Self {
        let running = || [0.0, 1.0].map(|value| Parameter::row(units, value, Role::Running));
        Normalization {
            over,
            scale: Parameter::row(units, 1.0, Role::Free),
            shift: Parameter::row(units, 0.0, Role::Free),
            running: (over == Normalize::Batch).then(running),
        }
    }

    /// Sums (rows, units) normalized; the moments are those of the rows themselves when they are learnt from.
    pub fn forward(&self, sums: &Array2<f32>, learning: bool) -> (Array2<f32>, Trace) {
        let own = || {
            let mean = sums.mean_axis(self.over.axis()).unwrap_or_default();
            let variance = (sums - &self.over.beside(&mean)).mapv(|d| d * d).mean_axis(self.over.axis());
            [mean, variance.unwrap_or_default()]
        };
        let (moments, of_batch) = match &self.running {
            Some(running) if !learning => (running.each_ref().map(|moment| moment.flat().to_owned()), None),
            Some(_) => {
                let moments = own();
                (moments.clone(), Some(moments))
            }
            None => (own(), None),
        };
        let inverse = moments[1].mapv(|variance| 1.0 / (variance + EPSILON).sqrt());
        let normalized = (sums - &self.over.beside(&moments[0])) * &self.over.beside(&inverse);
        let out = &normalized * &self.scale.flat() + self.shift.flat();
        (out, Trace { normalized, inverse, moments: of_batch })
    }

    /// From the gradient by what came out to the gradient by the sums.
    pub fn backward(&mut self, trace: Trace, delta: Array2<f32>) -> Array2<f32> {
        let Trace { normalized, inverse, moments } = trace;
        let row = |sums: Array1<f32>| sums.insert_axis(Axis(0));
        self.scale.learn(Some(row((&delta * &normalized).sum_axis(Axis(0))).view()));
        self.shift.learn(Some(row(delta.sum_axis(Axis(0))).view()));
        if let (Some(running), Some(moments)) = (&mut self.running, moments) {
            running.iter_mut().zip(moments).for_each(|(kept, now)| kept.follow(now.view(), FOLLOWED));
        }
        let by_normalized = delta * self.scale.flat();
        let mean =
            |values: &Array2<f32>| self.over.beside(&values.mean_axis(self.over.axis()).unwrap_or_default());
        let (first, second) = (mean(&by_normalized), mean(&(&by_normalized * &normalized)));
        (by_normalized - &first - normalized * &second) * &self.over.beside(&inverse)
    }

    /// What a batch that no gradient reaches leaves behind.
    pub fn skip(&mut self) {
        self.scale.learn(None);
        self.shift.learn(None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums() -> Array2<f32> {
        Array2::from_shape_fn((5, 4), |(i, j)| ((3 * i + 5 * j) % 7) as f32 - 0.3 * j as f32)
    }

    /// Each unit, or each row, has the mean 0 and the variance 1 but for epsilon.
    #[test]
    fn what_comes_out_has_mean_0_and_variance_1() {
        for over in [Normalize::Batch, Normalize::Layer] {
            let (out, _) = Normalization::new(over, 4).forward(&sums(), true);
            for lane in out.lanes(over.axis()) {
                let (mean, square) = (lane.mean().unwrap(), lane.mapv(|y| y * y).mean().unwrap());
                assert!(mean.abs() < 1e-6 && (square - 1.0).abs() < 1e-4, "{over:?}: {mean} {square}");
            }
        }
    }

    /// a -> 3 a + 7 changes nothing of what comes out, but for the part that epsilon has in the variance.
    #[test]
    fn layer_normalization_does_not_see_scale_and_shift_of_a_row() {
        let (normalization, sums) = (Normalization::new(Normalize::Layer, 4), sums());
        let (one, _) = normalization.forward(&sums, true);
        let (other, _) = normalization.forward(&(&sums * 3.0 + 7.0), true);
        assert!((one - other).iter().all(|d| d.abs() < 2e-5));
    }

    /// After many equal batches the running moments are those of the batch.
    #[test]
    fn running_moments_end_at_those_of_the_batches() {
        let (mut normalization, sums) = (Normalization::new(Normalize::Batch, 4), sums());
        for _ in 0..200 {
            let (_, trace) = normalization.forward(&sums, true);
            normalization.backward(trace, Array2::zeros((5, 4)));
        }
        let ((learnt, _), (shown, _)) =
            (normalization.forward(&sums, true), normalization.forward(&sums, false));
        assert!((learnt - shown).iter().all(|d| d.abs() < 1e-5));
    }
}
