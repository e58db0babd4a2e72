//! Expectations ⟨v h⟩, ⟨v⟩, ⟨h⟩: the two phases of the gradient of an RBM's log-likelihood.
//!
//! d(mean ln p)/dW = ⟨v h⟩_data - ⟨v h⟩_model, and likewise ⟨v⟩ and ⟨h⟩ for the biases (Ackley, Hinton
//! and Sejnowski 1985). The positive phase has v from the data, the negative phase from the model;
//! in both, h is averaged by p(h | v). A gradient is the difference of two [`Moments`].

use std::ops::Sub;

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};

use super::ExactRbm;
use super::enumeration::NotEnumerable;

/// <v_i h_j> (visible, hidden), <v_i> and <h_j>, or a difference of such.
#[derive(Clone, Debug, PartialEq)]
pub struct Moments {
    pub visible_hidden: Array2<f64>,
    pub visible: Array1<f64>,
    pub hidden: Array1<f64>,
}

impl Sub for &Moments {
    type Output = Moments;
    fn sub(self, other: &Moments) -> Moments {
        Moments {
            visible_hidden: &self.visible_hidden - &other.visible_hidden,
            visible: &self.visible - &other.visible,
            hidden: &self.hidden - &other.hidden,
        }
    }
}

impl Moments {
    fn zeros(visible: usize, hidden: usize) -> Self {
        Moments {
            visible_hidden: Array2::zeros((visible, hidden)),
            visible: Array1::zeros(visible),
            hidden: Array1::zeros(hidden),
        }
    }

    fn add(&mut self, other: &Moments) {
        self.visible_hidden += &other.visible_hidden;
        self.visible += &other.visible;
        self.hidden += &other.hidden;
    }

    /// The moments of the machine with its layers exchanged.
    fn transposed(self) -> Self {
        Moments {
            visible_hidden: self.visible_hidden.reversed_axes(),
            visible: self.hidden,
            hidden: self.visible,
        }
    }
}

impl ExactRbm {
    /// Moments over visible rows v (rows, visible) with the given weights (rows), h averaged by p(h | v).
    pub fn weighted_moments(&self, v: ArrayView2<f64>, weight: ArrayView1<f64>) -> Moments {
        let h = self.hidden_given_visible(v) * weight.insert_axis(Axis(1));
        Moments { visible_hidden: v.t().dot(&h), visible: v.t().dot(&weight), hidden: h.sum_axis(Axis(0)) }
    }

    /// The positive phase: moments over the rows of `data` (rows, visible), equally weighted.
    pub fn data_moments(&self, data: ArrayView2<f64>) -> Moments {
        let weight = Array1::from_elem(data.nrows(), 1.0 / data.nrows() as f64);
        self.weighted_moments(data, weight.view())
    }

    /// The negative phase: moments under the model itself, by enumeration of the smaller layer.
    ///
    /// # Errors
    /// [`NotEnumerable`] when the smaller layer has more than 30 units.
    pub fn model_moments(&self) -> Result<Moments, NotEnumerable> {
        let machine = self.smaller_layer_visible();
        let log_partition = machine.log_partition()?;
        let parts = machine.fold_states(
            || Moments::zeros(machine.visible(), machine.hidden()),
            |machine, sum, states| {
                let p = machine.free_energy(states.view()).mapv_into(|f| (-f - log_partition).exp());
                sum.add(&machine.weighted_moments(states.view(), p.view()));
            },
        )?;
        let mut total = Moments::zeros(machine.visible(), machine.hidden());
        parts.iter().for_each(|part| total.add(part));
        Ok(if self.is_hidden_smaller() { total.transposed() } else { total })
    }

    /// The exact gradient of the mean log-likelihood of `data` (rows, visible).
    ///
    /// # Errors
    /// [`NotEnumerable`] as for [`ExactRbm::model_moments`].
    pub fn likelihood_gradient(&self, data: ArrayView2<f64>) -> Result<Moments, NotEnumerable> {
        Ok(&self.data_moments(data) - &self.model_moments()?)
    }
}
