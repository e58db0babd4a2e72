//! The machine on top: what it says of classes, and chains in which one class is on at a time.

use super::BeliefNet;
use crate::models::Observer;
use crate::models::boltzmann::RbmFault;
use crate::models::boltzmann::sample::coin_tosses;
use crate::models::boltzmann::softplus::softplus;
use crate::numeric::blas;
use crate::numeric::blocks::{Rows, for_blocks};
use crate::numeric::random::Seed;
use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis, Zip, s};

/// Rows that one task classifies.
const ROWS: usize = 64;

impl BeliefNet {
    /// ln p(class | x) for rows (rows, visible): the free energies of the top machine with each class on, normalized.
    pub fn log_probabilities(&self, rows: ArrayView2<f32>) -> Array2<f32> {
        blas::single_threaded();
        let highest = self.recognized(rows);
        let units = highest.ncols();
        let mut out = Array2::zeros((rows.nrows(), self.classes));
        for_blocks((Rows(highest.view()), Rows(out.view_mut())), ROWS, &|(Rows(x), Rows(mut out))| {
            let input = x.dot(&self.top.weights.slice(s![..units, ..])) + &self.top.hidden_bias;
            for (class, mut column) in out.axis_iter_mut(Axis(1)).enumerate() {
                let weights = self.top.weights.row(units + class);
                let bias = self.top.visible_bias[units + class];
                Zip::from(&mut column).and(input.rows()).for_each(|out, input| {
                    *out = bias + input.iter().zip(weights).map(|(x, w)| softplus(x + w)).sum::<f32>();
                });
            }
            out.outer_iter_mut().for_each(normalize);
        });
        out
    }

    /// Means of visible rows (rows, visible): chains of the top machine for `steps` steps from chance, then down.
    ///
    /// # Errors
    /// [`RbmFault::Interrupted`].
    pub fn sample(
        &self,
        rows: usize,
        steps: usize,
        seed: &Seed,
        observer: &dyn Observer,
    ) -> Result<Array2<f32>, RbmFault> {
        blas::single_threaded();
        let mut visible = coin_tosses(rows, self.top.visible(), &seed.child("start"));
        for step in 0..steps {
            if observer.cancelled() {
                return Err(RbmFault::Interrupted);
            }
            let seed = seed.at(step as u64);
            let hidden = self.top.sample_h_given_v(visible.view(), &seed.child("hidden"));
            visible = self.visible_states(hidden.view(), &seed.child("visible"));
            observer.progress(step as u64 + 1, steps as u64, "");
        }
        let highest = visible.slice(s![.., ..visible.ncols() - self.classes]).to_owned();
        let mut layers = self.dreamt(highest, &seed.child("down"));
        Ok(layers.swap_remove(0))
    }

    /// Visible units of the top machine given its hidden ones: states, but of the classes probabilities that sum to 1.
    pub(super) fn visible_states(&self, hidden: ArrayView2<f32>, seed: &Seed) -> Array2<f32> {
        let layer = self.top.visible_layer();
        let mut p = Array2::zeros((hidden.nrows(), self.top.visible()));
        let mut states = p.clone();
        layer.sample(hidden, p.view_mut(), states.view_mut(), seed);
        let units = self.top.visible() - self.classes;
        self.class_probabilities(hidden, states.slice_mut(s![.., units..]));
        states
    }

    /// p(class | hidden): (rows, hidden) to (rows, classes).
    fn class_probabilities(&self, hidden: ArrayView2<f32>, mut out: ArrayViewMut2<f32>) {
        let units = self.top.visible() - self.classes;
        let weights = self.top.weights.slice(s![units.., ..]);
        out.assign(&(hidden.dot(&weights.t()) + self.top.visible_bias.slice(s![units..])));
        for mut row in out.outer_iter_mut() {
            normalize(row.view_mut());
            row.mapv_inplace(f32::exp);
        }
    }
}

/// Logarithms of probabilities from logarithms up to a constant.
fn normalize(mut row: ndarray::ArrayViewMut1<f32>) {
    let largest = row.fold(f32::NEG_INFINITY, |a, &b| a.max(b));
    let total = row.iter().map(|x| (x - largest).exp()).sum::<f32>().ln() + largest;
    row.mapv_inplace(|x| x - total);
}
