//! The backward pass of one layer, cut into blocks of rows of W (of input units). A block does,
//! while its rows of W are in cache: the gradient by its inputs, delta Wᵀ f'(a), with the old weights, and
//! then the step of those weights along inputᵀ delta.

use super::Activation;
use super::update::{Parameter, Rule};
use crate::numeric::blocks::{Columns, for_blocks};
use ndarray::linalg::general_mat_mul;
use ndarray::{ArrayView2, ArrayViewMut2, Axis};

/// Rows of W in one block.
pub const BACKWARD_BLOCK: usize = 256;

/// The layer below, to which the gradient is handed down.
pub(super) struct Below<'a> {
    pub activation: Activation,
    /// Where its delta goes, (batch, inputs).
    pub delta: ArrayViewMut2<'a, f32>,
    /// Its dropout multipliers and the probability of keeping a unit.
    pub mask: Option<(ArrayView2<'a, f32>, f32)>,
}

/// One layer: input (batch, inputs) are the values below, delta (batch, outputs) is the gradient of the
/// mean loss by the layer's sums. With `wait`, gradients are kept and no step is taken.
pub(super) fn layer(
    rule: &Rule,
    wait: bool,
    input: ArrayView2<f32>,
    delta: ArrayView2<f32>,
    weights: Parameter,
    bias: Parameter,
    below: Option<Below>,
) {
    let step_weights = || match below {
        None => for_blocks((Columns(input), weights), BACKWARD_BLOCK, &|(Columns(input), weights)| {
            rule.descend(weights, input, delta, wait)
        }),
        Some(Below { activation, delta: delta_below, mask }) => {
            let keep = mask.map_or(1.0, |(_, keep)| keep);
            let below = (Columns(delta_below), mask.map(|(mask, _)| Columns(mask)));
            for_blocks(((Columns(input), below), weights), BACKWARD_BLOCK, &|(
                (Columns(input), below),
                weights,
            )| {
                let (Columns(mut delta_below), mask) = below;
                general_mat_mul(1.0, &delta, &weights.value.0.t(), 0.0, &mut delta_below);
                activation.multiply_slope(delta_below, input, mask.map(|Columns(mask)| (mask, keep)));
                rule.descend(weights, input, delta, wait);
            })
        }
    };
    rayon::join(step_weights, || step_bias(rule, wait, delta, bias));
}

/// The bias is a row of weights whose input is always 1.
fn step_bias(rule: &Rule, wait: bool, delta: ArrayView2<f32>, mut bias: Parameter) {
    if let Some(gradient) = &mut bias.gradient {
        gradient.0.row_mut(0).assign(&delta.sum_axis(Axis(0)));
    }
    if !wait {
        rule.without_decay().apply(bias);
    }
}
