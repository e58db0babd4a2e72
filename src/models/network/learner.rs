//! What the loop over epochs asks of a network and of what trains it: so the plain chain, which has kernels of its own, and
//! composed networks go through one loop.

use super::batch::Batch;
use super::loss::BatchLoss;
use super::statistics::LayerStatistics;
use crate::numeric::tensors::{TensorFault, Tensors};
use ndarray::ArrayView2;

/// A network that is trained.
pub(super) trait Network: Clone {
    fn inputs(&self) -> usize;
    /// Columns of what comes out.
    fn outputs(&self) -> usize;
    /// Hidden units that dropout can silence.
    fn hidden_units(&self) -> usize;
    /// Calls `see(first row, what comes out)` for one batch of rows of x (rows, inputs) after the other.
    fn show(&self, x: ArrayView2<f32>, see: &mut dyn FnMut(usize, ArrayView2<f32>));
    fn tensors(&self) -> Tensors;
    fn read(&mut self, tensors: &Tensors) -> Result<(), TensorFault>;
}

/// A network on its way, with all that its method remembers.
pub(super) trait Learner {
    type Network: Network;
    /// One step on a batch of at least one row. Where the loss is not finite, no step is taken.
    fn step(&mut self, batch: &Batch, rate: f64) -> BatchLoss;
    /// True while no weight has become infinite or NaN.
    fn is_finite(&self) -> bool;
    /// The network that is judged and returned: the average where there is one.
    fn result(&self) -> Self::Network;
    /// The layers on the batch of the last step, from the bottom.
    fn statistics(&self, batch: &Batch) -> Vec<LayerStatistics>;
    /// Everything that the rest of the training depends on.
    fn state(&self) -> Tensors;
    /// Takes over such a state.
    fn go_on(&mut self, state: &Tensors) -> Result<(), TensorFault>;
}
