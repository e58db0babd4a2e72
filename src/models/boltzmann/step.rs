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

use ndarray::{Array1, Array2, ArrayView2, ArrayViewMut2, Axis, s};

use super::Rbm;
use super::sample::coin_tosses;
use super::shaping::{Phases, Shaping};
use super::walk::{Walk, Walker};
use super::weights::{Update, Weights};
use crate::models::panels::Precision;
use crate::numeric::blocks::{Columns, Rows, for_blocks};
use crate::numeric::random::Seed;
use crate::numeric::tensors::{TensorFault, Tensors};
use crate::numeric::wide;

/// Rows that one task copies at the most.
const COPIED: usize = 64;
/// Units whose biases one task updates at the most.
const UNITS: usize = 128;
/// In the units of a logistic's argument: a weight beyond this leaves nothing to chance.
const WEIGHT_LIMIT: f32 = 1e4;

/// Weights, buffers and velocities of a training. The weights of the machine itself stay behind until they are asked for.
pub(super) struct Workspace {
    weights: Weights,
    /// (negative + positive rows, visible)
    visible: Array2<f32>,
    /// (negative + positive rows, hidden)
    hidden: Array2<f32>,
    walker: Walker,
    /// Velocities of the biases: visible, hidden.
    velocity: (Array1<f32>, Array1<f32>),
    /// Rows of chains that survive from update to update.
    persistent: Option<usize>,
    shaping: Shaping,
}

impl Workspace {
    /// For batches of up to `batch` rows. Persistent chains start with every unit drawn at 1/2. Weights need no velocity
    /// where none of the updates `rolls`, see [`Weights::new`].
    pub fn new(
        rbm: &Rbm,
        (batch, persistent): (usize, Option<usize>),
        rolls: bool,
        precision: Precision,
        shaping: Shaping,
        seed: &Seed,
    ) -> Self {
        let negative = persistent.unwrap_or(batch);
        let (visible, hidden) = (rbm.visible(), rbm.hidden());
        let weights = Weights::new(rbm.weights.view(), rolls, negative + batch, precision);
        let mut space = Workspace {
            walker: Walker::new(weights.drive(), batch.max(negative), precision),
            weights,
            visible: Array2::zeros((negative + batch, visible)),
            hidden: Array2::zeros((negative + batch, hidden)),
            velocity: (Array1::zeros(visible), Array1::zeros(hidden)),
            persistent,
            shaping,
        };
        if let Some(chains) = persistent {
            space.visible.slice_mut(s![..chains, ..]).assign(&coin_tosses(chains, visible, seed));
        }
        space
    }

    /// The machine with the weights as they stand.
    pub fn machine(&self, rbm: &Rbm) -> Rbm {
        Rbm {
            weights: self.weights.value(),
            visible_bias: rbm.visible_bias.clone(),
            hidden_bias: rbm.hidden_bias.clone(),
        }
    }

    /// What it carries from update to update beside the machine: velocities, and the chains that persist.
    pub fn tensors(&self) -> Tensors {
        let mut tensors = Tensors::default();
        tensors.put_all("velocity.", self.velocities().tensors());
        if let Some(chains) = self.persistent {
            tensors.put("chains", self.visible.slice(s![..chains, ..]).to_owned());
        }
        if !self.shaping.is_idle() {
            tensors.put("hidden-means", self.shaping.hidden.clone());
        }
        tensors
    }

    /// Takes over what [`Workspace::tensors`] gave, for a machine.
    pub fn read(&mut self, rbm: &Rbm, tensors: &Tensors) -> Result<(), TensorFault> {
        let mut velocity = self.velocities();
        velocity.read(&tensors.behind("velocity."))?;
        self.stand_at(rbm, velocity);
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

    fn velocities(&self) -> Rbm {
        let (visible_bias, hidden_bias) = self.velocity.clone();
        Rbm { weights: self.weights.velocity(), visible_bias, hidden_bias }
    }

    fn stand_at(&mut self, rbm: &Rbm, velocity: Rbm) {
        self.weights.stand_at(rbm.weights.view(), velocity.weights.view());
        self.velocity = (velocity.visible_bias, velocity.hidden_bias);
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
        self.phases(rbm, (data, rows), negative, steps, seed);
        self.apply(rbm, rows.len(), negative, update)
    }

    /// Fills `visible` and `hidden` with the rows of both phases.
    fn phases(
        &mut self,
        rbm: &Rbm,
        (data, rows): (ArrayView2<f32>, &[usize]),
        negative: usize,
        steps: usize,
        seed: &Seed,
    ) {
        let all = s![..negative + rows.len(), ..];
        let (v, mut v_data) = self.visible.slice_mut(all).split_at(Axis(0), negative);
        let (h, h_data) = self.hidden.slice_mut(all).split_at(Axis(0), negative);
        for_blocks((Rows(v_data.view_mut()), rows), COPIED, &|(Rows(mut to), rows): (
            Rows<ArrayViewMut2<f32>>,
            &[usize],
        )| {
            for (mut to, &from) in to.rows_mut().into_iter().zip(rows) {
                to.assign(&data.row(from));
            }
        });
        let walk = Walk {
            drive: self.weights.drive(),
            visible_bias: rbm.visible_bias.view(),
            hidden_bias: rbm.hidden_bias.as_slice().unwrap_or_default(),
            persistent: self.persistent.is_some(),
            steps,
            scale: negative_weight(rows.len(), negative),
        };
        walk.run(&mut self.walker, (v, h), (v_data, h_data), seed);
    }

    fn apply(&mut self, rbm: &mut Rbm, rows: usize, negative: usize, update: Update) -> bool {
        let v = self.visible.slice(s![..negative + rows, ..]);
        let h = self.hidden.slice(s![..negative + rows, ..]);
        self.weights.step((v, h), rows, update);
        let pace = (update.rate / rows as f32, update.momentum);
        let weight = negative_weight(rows, negative);
        let visible_weight = |row: usize| if row < negative { weight } else { 1.0 };
        update_bias(&mut rbm.visible_bias, &mut self.velocity.0, v, visible_weight, pace);
        update_bias(&mut rbm.hidden_bias, &mut self.velocity.1, h, |_| 1.0, pace);
        if !self.shaping.is_idle() {
            let phases = Phases::of(v, h, negative);
            let (mut machine, mut velocity) = (self.machine(rbm), self.velocities());
            self.shaping.shape(&mut machine, &mut velocity, &phases, update.rate);
            self.stand_at(&machine, velocity);
            *rbm = machine;
        }
        let usable = |bias: &Array1<f32>| bias.iter().all(|parameter| parameter.abs() < WEIGHT_LIMIT);
        self.weights.are_below(WEIGHT_LIMIT) && usable(&rbm.visible_bias) && usable(&rbm.hidden_bias)
    }
}

/// What a row of the negative phase counts beside one of the data.
fn negative_weight(rows: usize, negative: usize) -> f32 {
    -(rows as f32) / negative as f32
}

/// Updates a bias by the weighted column sums of `rows` (rows, units).
fn update_bias(
    bias: &mut Array1<f32>,
    velocity: &mut Array1<f32>,
    rows: ArrayView2<f32>,
    weight: impl Fn(usize) -> f32 + Sync,
    (rate, momentum): (f32, f32),
) {
    let (Some(bias), Some(velocity)) = (bias.as_slice_mut(), velocity.as_slice_mut()) else { return };
    type Units<'a> = ((&'a mut [f32], &'a mut [f32]), Columns<ArrayView2<'a, f32>>);
    for_blocks(((bias, velocity), Columns(rows)), UNITS, &|((bias, velocity), Columns(rows)): Units| {
        velocity.iter_mut().for_each(|velocity| *velocity *= momentum);
        for (index, row) in rows.outer_iter().enumerate() {
            let factor = rate * weight(index);
            wide::update(velocity.into(), row, |velocity, x| velocity + factor * x);
        }
        wide::update(bias.into(), (&*velocity).into(), |bias, velocity| bias + velocity);
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::boltzmann::{RbmTraining, Shape};
    use ndarray::array;

    /// Of plain updates nothing is remembered, and each of the settings that need it asks for it.
    #[test]
    fn plain_updates_need_no_velocity() {
        let plain =
            RbmTraining { momentum_start: 0.0, momentum_final: 0.0, weight_decay: 0.0, ..Default::default() };
        assert!(!plain.rolls());
        let shape = Shape { centered: true, sparsity: None };
        let others = [
            RbmTraining { momentum_start: 0.5, ..plain.clone() },
            RbmTraining { momentum_final: 0.5, ..plain.clone() },
            RbmTraining { weight_decay: 1e-4, ..plain.clone() },
            RbmTraining { lasso: 1e-4, ..plain.clone() },
            RbmTraining { shape, ..plain.clone() },
        ];
        assert!(others.iter().all(RbmTraining::rolls));
        let v = Array2::from_shape_fn((7, 30), |(i, j)| ((i * 31 + j * 7) % 3) as f32 / 2.0);
        let h = Array2::from_shape_fn((7, 20), |(i, j)| (i as f32 + 0.3 * j as f32).sin());
        let trained = |rolls| {
            let start = Array2::from_shape_fn((30, 20), |(i, j)| (0.7 * i as f32 - j as f32).cos());
            let mut weights = Weights::new(start.view(), rolls, 7, Precision::Single);
            for _ in 0..3 {
                weights.step((v.view(), h.view()), 7, Update { rate: 0.1, ..Update::default() });
            }
            weights.value()
        };
        assert_eq!(trained(false), trained(true));
    }

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
        let mut space = Workspace::new(&rbm, (3, Some(1)), true, Precision::Single, shaping, &Seed::root(1));
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
            for (weight, expected) in space.weights.value().iter().zip(&expected) {
                // A few roundings of f32 at magnitude 1.
                assert!((f64::from(*weight) - expected).abs() < 5e-7, "{weight} is not {expected}");
            }
        }
    }
}
