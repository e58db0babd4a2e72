//! One parameter update by contrastive divergence, in buffers that are allocated once.
//!
//! The n rows of a batch and the m rows of the negative phase (m = n for CD, the chains for PCD)
//! lie below each other, negative rows first: V (m + n, visible) and H (m + n, hidden), where H holds hidden means,
//! times -n/m in the negative rows. The gradient of the weights is then the single product V^T H / n.
//!
//! Choices (Hinton 2010, sections 3 and 4): data values are used as they are, as states or probabilities; every
//! state of the chain, visible and hidden, is drawn; the statistics of both phases use p(h | v) rather
//! than drawn h. The expectation of the update is that of `expected_cd_gradient`.
//!
//! Update: velocity = momentum velocity + rate (gradient - decay W - lasso sign W); W += velocity; no penalty on biases.

use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, ArrayViewMut2, s};

use super::Rbm;
use super::sample::coin_tosses;
use super::shaping::{Phases, Shaping};
use crate::numeric::blocks::{Columns, Rows, sum_blocks};
use crate::numeric::random::Seed;
use crate::numeric::tensors::{TensorFault, Tensors};
use crate::numeric::wide;

/// Rows of the weights that one task updates.
const BLOCK: usize = 128;
/// In the units of a logistic's argument: a weight beyond this leaves nothing to chance.
const WEIGHT_LIMIT: f32 = 1e4;

/// The numbers of an update.
#[derive(Clone, Copy, Debug)]
pub(super) struct Update {
    pub rate: f32,
    pub momentum: f32,
    pub weight_decay: f32,
    pub lasso: f32,
}

/// Buffers and velocities of a training.
pub(super) struct Workspace {
    /// (negative + positive rows, visible)
    visible: Array2<f32>,
    /// (negative + positive rows, hidden)
    hidden: Array2<f32>,
    visible_means: Array2<f32>,
    hidden_states: Array2<f32>,
    velocity: Rbm,
    /// Rows of chains that survive from update to update.
    persistent: Option<usize>,
    shaping: Shaping,
}

impl Workspace {
    /// For batches of up to `batch` rows. Persistent chains start with every unit drawn at 1/2.
    pub fn new(rbm: &Rbm, batch: usize, persistent: Option<usize>, shaping: Shaping, seed: &Seed) -> Self {
        let negative = persistent.unwrap_or(batch);
        let (visible, hidden) = (rbm.visible(), rbm.hidden());
        let mut space = Workspace {
            visible: Array2::zeros((negative + batch, visible)),
            hidden: Array2::zeros((negative + batch, hidden)),
            visible_means: Array2::zeros((negative, visible)),
            hidden_states: Array2::zeros((negative, hidden)),
            velocity: Rbm::zeros(visible, hidden),
            persistent,
            shaping,
        };
        if let Some(chains) = persistent {
            space.visible.slice_mut(s![..chains, ..]).assign(&coin_tosses(chains, visible, seed));
        }
        space
    }

    /// What it carries from update to update: velocities, and the chains that persist.
    pub fn tensors(&self) -> Tensors {
        let mut tensors = Tensors::default();
        tensors.put_all("velocity.", self.velocity.tensors());
        if let Some(chains) = self.persistent {
            tensors.put("chains", self.visible.slice(s![..chains, ..]).to_owned());
        }
        if !self.shaping.is_idle() {
            tensors.put("hidden-means", self.shaping.hidden.clone());
        }
        tensors
    }

    /// Takes over what [`Workspace::tensors`] gave.
    pub fn read(&mut self, tensors: &Tensors) -> Result<(), TensorFault> {
        self.velocity.read(&tensors.behind("velocity."))?;
        if let Some(count) = self.persistent {
            let mut chains = Array2::<f32>::zeros((count, self.visible.ncols()));
            tensors.read_into("chains", &mut chains)?;
            self.visible.slice_mut(s![..count, ..]).assign(&chains);
        }
        if !self.shaping.is_idle() {
            tensors.read_into("hidden-means", &mut self.shaping.hidden)?;
        }
        Ok(())
    }

    /// Copies the chosen rows of `data`, runs both phases with `steps` Gibbs steps, and updates the machine.
    /// Returns whether the parameters are still usable.
    pub fn step(
        &mut self,
        rbm: &mut Rbm,
        data: ArrayView2<f32>,
        rows: &[usize],
        steps: usize,
        update: Update,
        seed: &Seed,
    ) -> bool {
        let negative = self.persistent.unwrap_or(rows.len());
        for (mut to, &from) in self.visible.slice_mut(s![negative.., ..]).outer_iter_mut().zip(rows) {
            to.assign(&data.row(from));
        }
        self.phases(rbm, rows.len(), negative, steps, seed);
        self.apply(rbm, rows.len(), negative, update)
    }

    /// Fills `visible` and `hidden` with the rows of both phases.
    fn phases(&mut self, rbm: &Rbm, rows: usize, negative: usize, steps: usize, seed: &Seed) {
        let (mut v, v_data) =
            self.visible.multi_slice_mut((s![..negative, ..], s![negative..negative + rows, ..]));
        let (mut h, h_data) =
            self.hidden.multi_slice_mut((s![..negative, ..], s![negative..negative + rows, ..]));
        let mut v_means = self.visible_means.slice_mut(s![..negative, ..]);
        let mut h_states = self.hidden_states.slice_mut(s![..negative, ..]);
        let start = seed.child("start");
        if self.persistent.is_some() {
            rbm.hidden_layer().means(v_data.view(), h_data);
            rbm.hidden_layer().sample(v.view(), h.view_mut(), h_states.view_mut(), &start);
        } else {
            rbm.hidden_layer().sample(v_data.view(), h_data, h_states.view_mut(), &start);
        }
        for step in 1..=steps {
            let seed = seed.at(step as u64);
            rbm.visible_layer().sample(
                h_states.view(),
                v_means.view_mut(),
                v.view_mut(),
                &seed.child("visible"),
            );
            if step < steps {
                rbm.hidden_layer().sample(v.view(), h.view_mut(), h_states.view_mut(), &seed.child("hidden"));
            } else {
                rbm.hidden_layer().means(v.view(), h.view_mut());
            }
        }
        let scale = -(rows as f32) / negative as f32;
        h.mapv_inplace(|mean| scale * mean);
    }

    fn apply(&mut self, rbm: &mut Rbm, rows: usize, negative: usize, update: Update) -> bool {
        let rate = update.rate / rows as f32;
        let v = self.visible.slice(s![..negative + rows, ..]);
        let h = self.hidden.slice(s![..negative + rows, ..]);
        let weights = (Rows(rbm.weights.view_mut()), Rows(self.velocity.weights.view_mut()));
        let unusable =
            sum_blocks((Columns(v), weights), BLOCK, &|(Columns(v), (Rows(weights), Rows(velocity)))| {
                update_weights(v, h, weights, velocity, rate, update)
            });
        let negative_weight = -(rows as f32) / negative as f32;
        let visible_weight = |row: usize| if row < negative { negative_weight } else { 1.0 };
        update_bias(&mut rbm.visible_bias, &mut self.velocity.visible_bias, v, visible_weight, rate, update);
        update_bias(&mut rbm.hidden_bias, &mut self.velocity.hidden_bias, h, |_| 1.0, rate, update);
        if !self.shaping.is_idle() {
            let phases = Phases::of(v, h, negative);
            self.shaping.shape(rbm, &mut self.velocity, &phases, update.rate);
        }
        unusable == 0.0 && usable(rbm.visible_bias.view()) && usable(rbm.hidden_bias.view())
    }
}

/// Updates a block of rows of the weights; returns how many of them are no longer usable.
fn update_weights(
    v: ArrayView2<f32>,
    h: ArrayView2<f32>,
    mut weights: ArrayViewMut2<f32>,
    mut velocity: ArrayViewMut2<f32>,
    rate: f32,
    update: Update,
) -> f64 {
    general_mat_mul(rate, &v.t(), &h, update.momentum, &mut velocity);
    let (shrink, lasso) = (update.rate * update.weight_decay, update.rate * update.lasso);
    let sign = |weight: f32| if weight == 0.0 { 0.0 } else { weight.signum() };
    let mut unusable = 0.0;
    for (mut weights, mut velocity) in weights.outer_iter_mut().zip(velocity.outer_iter_mut()) {
        wide::update(velocity.view_mut(), weights.view(), |velocity, weight| {
            velocity - (shrink * weight + lasso * sign(weight))
        });
        wide::update(weights.view_mut(), velocity.view(), |weight, velocity| weight + velocity);
        unusable += wide::sum(weights.view(), |weight| if within_limit(weight) { 0.0 } else { 1.0 });
    }
    unusable
}

/// Updates a bias by the weighted column sums of `rows` (rows, units).
fn update_bias(
    bias: &mut Array1<f32>,
    velocity: &mut Array1<f32>,
    rows: ArrayView2<f32>,
    weight: impl Fn(usize) -> f32,
    rate: f32,
    update: Update,
) {
    *velocity *= update.momentum;
    for (index, row) in rows.outer_iter().enumerate() {
        velocity.scaled_add(rate * weight(index), &row);
    }
    *bias += &*velocity;
}

/// False for NaN too.
#[inline(always)]
fn within_limit(parameter: f32) -> bool {
    parameter.abs() < WEIGHT_LIMIT
}

fn usable(parameters: ArrayView1<f32>) -> bool {
    parameters.iter().all(|&parameter| within_limit(parameter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::boltzmann::Shape;
    use ndarray::array;

    /// Two updates at rate 0.1, momentum 0.5, decay 0.01, with the likelihood gradient of the tiny machine
    /// for three states held fixed; values computed in f64. V = 1 and H = 3 gradient make V^T H / 3 the gradient.
    #[test]
    fn momentum_and_weight_decay_are_applied_as_stated() {
        let gradient = array![
            [0.178449477692173, 0.0477829401825156],
            [0.0331314546566982, 0.0437050856903847],
            [-0.0666915392174259, -0.11500408630796]
        ]
        .mapv(|x: f64| x as f32);
        let mut rbm = Rbm::zeros(3, 2);
        rbm.weights = array![[1.0, -0.5], [0.25, 0.75], [-1.5, 0.5]];
        let shaping = Shaping::new(Shape::default(), Array1::zeros(3), 2);
        let mut space = Workspace::new(&rbm, 3, Some(1), shaping, &Seed::root(1));
        space.visible.fill(0.0);
        space.visible.slice_mut(s![1.., ..]).assign(&Array2::eye(3));
        space.hidden.slice_mut(s![1.., ..]).assign(&(3.0 * &gradient));
        let update = Update { rate: 0.1, momentum: 0.5, weight_decay: 0.01, lasso: 0.0 };
        let after_one = array![
            [1.01684494776922, -0.494721705981748],
            [0.25306314546567, 0.753620508569039],
            [-1.50516915392174, 0.487999591369204]
        ];
        let after_two = array![
            [1.04209552447527, -0.486809543248389],
            [0.257654800518709, 0.759047650914027],
            [-1.51291771565043, 0.470010978831641]
        ];
        for expected in [after_one, after_two] {
            assert!(space.apply(&mut rbm, 3, 1, update));
            for (weight, expected) in rbm.weights.iter().zip(&expected) {
                // A few roundings of f32 at magnitude 1.
                assert!((f64::from(*weight) - expected).abs() < 5e-7, "{weight} is not {expected}");
            }
        }
    }
}
