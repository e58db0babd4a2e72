//! What a hidden unit does with its input a: y = f(a). Derivatives are written in terms of y, so
//! that the backward pass needs no second array: relu y > 0, tanh 1 - y², logistic y (1 - y).
//! The scaled tanh y = A tanh(B a), A = 1.7159, B = 0.6666, has unit gain near |a| = 1 (LeCun 1989; Ciresan et al. 2010).

use crate::numeric::elementary;
use ndarray::{ArrayView1, ArrayView2, ArrayViewMut2, Zip};

pub(super) const SCALED_TANH_A: f32 = 1.7159;
pub(super) const SCALED_TANH_B: f32 = 0.6666;

/// The function of the hidden units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// max(a, 0)
    Relu,
    /// tanh a
    Tanh,
    /// 1.7159 tanh(0.6666 a)
    ScaledTanh,
    /// 1 / (1 + e^-a)
    Logistic,
}

impl Activation {
    /// a (batch, units) becomes f(a + bias), in one pass.
    pub(super) fn apply(self, a: ArrayViewMut2<f32>, bias: ArrayView1<f32>) {
        match self {
            // Written as a comparison because f32::max would turn a NaN into a zero and hide a divergence.
            Self::Relu => map(a, bias, |a| if a < 0.0 { 0.0 } else { a }),
            Self::Tanh => map(a, bias, elementary::tanh),
            Self::ScaledTanh => map(a, bias, |a| SCALED_TANH_A * elementary::tanh(SCALED_TANH_B * a)),
            Self::Logistic => map(a, bias, elementary::logistic),
        }
    }

    /// Multiplies `delta` (batch, units) by f'(a), given y = f(a). With dropout, y and delta belong to
    /// the masked unit: y was multiplied by `mask`, which is 0 or 1 / keep.
    pub(super) fn multiply_slope(
        self,
        delta: ArrayViewMut2<f32>,
        y: ArrayView2<f32>,
        mask: Option<(ArrayView2<f32>, f32)>,
    ) {
        match self {
            Self::Relu => slope(delta, y, mask, |y| if y > 0.0 { 1.0 } else { 0.0 }),
            Self::Tanh => slope(delta, y, mask, |y| 1.0 - y * y),
            Self::ScaledTanh => {
                let (top, curve) = (SCALED_TANH_A * SCALED_TANH_B, SCALED_TANH_B / SCALED_TANH_A);
                slope(delta, y, mask, |y| top - curve * y * y)
            }
            Self::Logistic => slope(delta, y, mask, |y| y * (1.0 - y)),
        }
    }
}

/// Adds a bias to every row and applies `f`.
pub(super) fn map(mut a: ArrayViewMut2<f32>, bias: ArrayView1<f32>, f: impl Fn(f32) -> f32) {
    for row in a.rows_mut() {
        Zip::from(row).and(bias).for_each(|a, &bias| *a = f(*a + bias));
    }
}

fn slope(
    mut delta: ArrayViewMut2<f32>,
    y: ArrayView2<f32>,
    mask: Option<(ArrayView2<f32>, f32)>,
    derivative: impl Fn(f32) -> f32,
) {
    for (row, (mut delta, y)) in delta.rows_mut().into_iter().zip(y.rows()).enumerate() {
        match mask {
            None => Zip::from(delta).and(y).for_each(|delta, &y| *delta *= derivative(y)),
            Some((mask, keep)) => Zip::from(&mut delta)
                .and(y)
                .and(mask.row(row))
                .for_each(|delta, &y, &mask| *delta *= mask * derivative(y * keep)),
        }
    }
}
