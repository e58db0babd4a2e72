//! The machine on top: what it says of classes, and chains in which one class is on at a time.

use super::step::Live;
use super::{BeliefNet, normalize};
use crate::models::Observer;
use crate::models::boltzmann::RbmFault;
use crate::models::boltzmann::sample::coin_tosses;
use crate::models::boltzmann::softplus::softplus;
use crate::models::panels::Precision;
use crate::numeric::blas;
use crate::numeric::blocks::{Rows, for_blocks};
use crate::numeric::random::Seed;
use crate::numeric::wide;
use ndarray::{Array1, Array2, ArrayView2, Axis, s};

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
            let mut driven = Array1::zeros(input.ncols());
            for (class, mut column) in out.axis_iter_mut(Axis(1)).enumerate() {
                let weights = self.top.weights.row(units + class);
                let bias = self.top.visible_bias[units + class];
                for (out, input) in column.iter_mut().zip(input.rows()) {
                    driven.assign(&input);
                    wide::update(driven.view_mut(), weights, |input, weight| input + weight);
                    *out = bias + wide::sum(driven.view(), softplus) as f32;
                }
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
        let mut live = Live::new(self.clone(), (rows, false), Precision::Single);
        let mut visible = coin_tosses(rows, self.top.visible(), &seed.child("start"));
        for step in 0..steps {
            if observer.cancelled() {
                return Err(RbmFault::Interrupted);
            }
            let seed = seed.at(step as u64);
            let hidden = live.hidden(visible.view(), &seed.child("hidden"));
            visible = live.visible(hidden.view(), &seed.child("visible"));
            observer.progress(step as u64 + 1, steps as u64, "");
        }
        let highest = visible.slice(s![.., ..visible.ncols() - self.classes]).to_owned();
        let mut layers = live.dreamt(highest, &seed.child("down"));
        Ok(layers.swap_remove(0))
    }
}
