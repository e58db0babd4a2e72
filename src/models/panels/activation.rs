//! What a hidden unit does with its input a: y = f(a). Derivatives are written in terms of y, so
//! that the backward pass needs no second array: relu y > 0, tanh 1 - y², logistic y (1 - y).
//! The scaled tanh y = A tanh(B a), A = 1.7159, B = 0.6666, has unit gain near |a| = 1 (LeCun 1989; Ciresan et al. 2010).

use crate::numeric::{elementary, wide};
use ndarray::{ArrayView2, ArrayViewMut2, Zip};

pub const SCALED_TANH_A: f32 = 1.7159;
pub const SCALED_TANH_B: f32 = 0.6666;

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
    /// a
    Linear,
}

impl Activation {
    /// Rows of sums become f(a + bias), in one pass.
    #[inline(always)]
    fn apply(self, a: &mut [f32], bias: &[f32]) {
        match self {
            Self::Relu => map(a, bias, relu),
            Self::Tanh => map(a, bias, elementary::tanh),
            Self::ScaledTanh => map(a, bias, scaled_tanh),
            Self::Logistic => map(a, bias, elementary::logistic),
            Self::Linear => map(a, bias, |a| a),
        }
    }

    /// Multiplies `delta` (batch, units) by f'(a), given y = f(a). With dropout, y and delta belong to
    /// the masked unit: y was multiplied by `mask`, which is 0 or 1 / keep.
    pub fn multiply_slope(
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
            Self::Linear => slope(delta, y, mask, |_| 1.0),
        }
    }

    /// f'(a) and f''(a), given y = f(a).
    pub fn slopes(self, y: f32) -> (f32, f32) {
        match self {
            Self::Relu => (if y > 0.0 { 1.0 } else { 0.0 }, 0.0),
            Self::Tanh => (1.0 - y * y, -2.0 * y * (1.0 - y * y)),
            Self::ScaledTanh => {
                let curve = SCALED_TANH_B / SCALED_TANH_A;
                let slope = SCALED_TANH_A * SCALED_TANH_B - curve * y * y;
                (slope, -2.0 * curve * y * slope)
            }
            Self::Logistic => (y * (1.0 - y), y * (1.0 - y) * (1.0 - 2.0 * y)),
            Self::Linear => (1.0, 0.0),
        }
    }

    /// f'(a)^2 and its derivative by a, given y = f(a): what the norm of a Jacobian and its gradient are made of.
    pub fn squared_slope(self, y: f32) -> (f32, f32) {
        // For the smooth ones f'' = -2 c y f', with c the curvature of the parabola f' = top - c y^2.
        let parabola = |top: f32, c: f32| {
            let slope = top - c * y * y;
            (slope * slope, -4.0 * c * y * slope * slope)
        };
        match self {
            Self::Relu => (if y > 0.0 { 1.0 } else { 0.0 }, 0.0),
            Self::Linear => (1.0, 0.0),
            Self::Tanh => parabola(1.0, 1.0),
            Self::ScaledTanh => parabola(SCALED_TANH_A * SCALED_TANH_B, SCALED_TANH_B / SCALED_TANH_A),
            Self::Logistic => {
                let slope = y * (1.0 - y);
                (slope * slope, 2.0 * slope * slope * (1.0 - 2.0 * y))
            }
        }
    }
}

/// Written as a comparison because f32::max would turn a NaN into a zero and hide a divergence.
#[inline(always)]
fn relu(a: f32) -> f32 {
    if a < 0.0 { 0.0 } else { a }
}

#[inline(always)]
fn scaled_tanh(a: f32) -> f32 {
    SCALED_TANH_A * elementary::tanh(SCALED_TANH_B * a)
}

/// Sums of a layer become its values: the bias is added and the activation applied, if there is one. The sums are rows of
/// as many units as the bias has.
#[inline(always)]
pub fn finish(sums: &mut [f32], bias: &[f32], activation: Option<Activation>) {
    match activation {
        Some(activation) => activation.apply(sums, bias),
        None => map(sums, bias, |a| a),
    }
}

/// Adds a bias to every row and applies `f`. Counted loops, for the reason that `numeric::tiles` gives.
#[inline(always)]
fn map(sums: &mut [f32], bias: &[f32], f: impl Fn(f32) -> f32) {
    let units = bias.len();
    for row in sums.chunks_exact_mut(units.max(1)) {
        for i in 0..units {
            row[i] = f(row[i] + bias[i]);
        }
    }
}

fn slope(
    mut delta: ArrayViewMut2<f32>,
    y: ArrayView2<f32>,
    mask: Option<(ArrayView2<f32>, f32)>,
    derivative: impl Fn(f32) -> f32 + Copy,
) {
    for (row, (mut delta, y)) in delta.rows_mut().into_iter().zip(y.rows()).enumerate() {
        match mask {
            None => wide::update(delta, y, |delta, y| delta * derivative(y)),
            Some((mask, keep)) => Zip::from(&mut delta)
                .and(y)
                .and(mask.row(row))
                .for_each(|delta, &y, &mask| *delta *= mask * derivative(y * keep)),
        }
    }
}
