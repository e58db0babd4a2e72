//! A deep belief net that knows classes: directed layers below, and on top a Boltzmann machine between the highest directed units
//! together with one unit for each class, and a large hidden layer (Hinton, Osindero and Teh 2006, figure 1).
//!
//! ```text
//! up    p(above = 1 | below) = σ(c + below R)          recognition, R (below, above)
//! down  p(below = 1 | above) = σ(b + G above)          generation,  G (below, above)
//! top   E(x, y, t) = -a.(x,y) - d.t - (x,y) W t         y one of k columns
//! ```
//!
//! Trained layer by layer, R = G is the weight of each machine. `up_down` fine-tunes them apart. The class of a row is the one
//! with the lowest free energy of (x, y) in the top machine, x the mean-field values of the highest directed units.

mod step;
mod top;
mod training;

pub use training::{BeliefEpoch, Labelled, UpDown, train_belief_net};

use super::layer::Conditional;
use super::{Rbm, Stack};
use crate::numeric::tensors::{TensorFault, Tensors};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, ArrayViewMut1, Axis};

/// Two layers with weights of their own in each direction.
#[derive(Clone, Debug, PartialEq)]
pub struct Directed {
    /// (below, above)
    pub recognition: Array2<f32>,
    /// (above)
    pub above_bias: Array1<f32>,
    /// (below, above)
    pub generation: Array2<f32>,
    /// (below)
    pub below_bias: Array1<f32>,
}

impl Directed {
    fn of(machine: &Rbm) -> Self {
        Directed {
            recognition: machine.weights.clone(),
            above_bias: machine.hidden_bias.clone(),
            generation: machine.weights.clone(),
            below_bias: machine.visible_bias.clone(),
        }
    }

    fn up(&self) -> Conditional<'_> {
        Conditional { weights: self.recognition.view(), bias: self.above_bias.view() }
    }
}

/// Directed layers from the data up, and the machine on top.
#[derive(Clone, Debug, PartialEq)]
pub struct BeliefNet {
    pub directed: Vec<Directed>,
    /// Visible units: the highest directed ones, then one for each class.
    pub top: Rbm,
    pub classes: usize,
}

impl BeliefNet {
    /// The net of a stack of machines, with a top machine that knows nothing.
    pub fn of(stack: &Stack, classes: usize, hidden: usize) -> Self {
        let highest = stack.layers.last().map_or(0, Rbm::hidden);
        let directed = stack.layers.iter().map(Directed::of).collect();
        BeliefNet { directed, top: Rbm::zeros(highest + classes, hidden), classes }
    }

    /// Mean-field values of the highest directed units: (rows, visible) to (rows, highest).
    pub fn recognized(&self, rows: ArrayView2<f32>) -> Array2<f32> {
        let Some((lowest, others)) = self.directed.split_first() else { return rows.to_owned() };
        others.iter().fold(means(lowest.up(), rows), |below, layer| means(layer.up(), below.view()))
    }

    /// The most probable class of each row of (rows, visible).
    pub fn predict(&self, rows: ArrayView2<f32>) -> Vec<u32> {
        let largest = |row: ArrayView1<f32>| {
            let best =
                |best: (usize, f32), (class, &x): (usize, &f32)| if x > best.1 { (class, x) } else { best };
            row.iter().enumerate().fold((0, f32::NEG_INFINITY), best).0 as u32
        };
        self.log_probabilities(rows).outer_iter().map(largest).collect()
    }

    /// Its numbers by name: `layer1.recognition`, ..., `top.weights`.
    pub fn tensors(&self) -> Tensors {
        let mut tensors = Tensors::default();
        for (l, layer) in self.directed.iter().enumerate() {
            let name = |what: &str| format!("layer{}.{what}", l + 1);
            tensors.put(name("recognition"), layer.recognition.clone());
            tensors.put(name("above_bias"), layer.above_bias.clone());
            tensors.put(name("generation"), layer.generation.clone());
            tensors.put(name("below_bias"), layer.below_bias.clone());
        }
        tensors.put_all("top.", self.top.tensors());
        tensors
    }

    /// A net of these numbers.
    ///
    /// # Errors
    /// [`TensorFault`] where one is missing.
    pub fn from_tensors(tensors: &Tensors, layers: usize, classes: usize) -> Result<Self, TensorFault> {
        let layer = |l: usize| -> Result<Directed, TensorFault> {
            let name = |what: &str| format!("layer{l}.{what}");
            Ok(Directed {
                recognition: tensors.get(&name("recognition"))?,
                above_bias: tensors.get(&name("above_bias"))?,
                generation: tensors.get(&name("generation"))?,
                below_bias: tensors.get(&name("below_bias"))?,
            })
        };
        let directed = (1..=layers).map(layer).collect::<Result<_, _>>()?;
        Ok(BeliefNet { directed, top: Rbm::of(&tensors.behind("top."))?, classes })
    }
}

/// Columns side by side, row after row in memory.
fn beside(left: ArrayView2<f32>, right: ArrayView2<f32>) -> Array2<f32> {
    let mut both = Array2::zeros((left.nrows(), left.ncols() + right.ncols()));
    let (mut to_left, mut to_right) = both.view_mut().split_at(Axis(1), left.ncols());
    to_left.assign(&left);
    to_right.assign(&right);
    both
}

/// Logarithms of probabilities from logarithms up to a constant.
fn normalize(mut row: ArrayViewMut1<f32>) {
    let largest = row.fold(f32::NEG_INFINITY, |a, &b| a.max(b));
    let total = row.iter().map(|x| (x - largest).exp()).sum::<f32>().ln() + largest;
    row.mapv_inplace(|x| x - total);
}

/// Means of a layer: (rows, inputs) to (rows, units).
fn means(layer: Conditional, input: ArrayView2<f32>) -> Array2<f32> {
    let mut means = Array2::zeros((input.nrows(), layer.bias.len()));
    layer.means(input, means.view_mut());
    means
}

#[cfg(test)]
mod tests;
