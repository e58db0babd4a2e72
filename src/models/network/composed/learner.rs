//! Steps of a composed network: forward, loss, backward, then the method of descent on every parameter. Each gradient is
//! whole before the step, so that clipping sees all of it.

use super::super::Training;
use super::super::batch::Batch;
use super::super::learner::Learner;
use super::super::loss::{BatchLoss, softmax_cross_entropy};
use super::super::statistics::LayerStatistics;
use super::super::trainer::clip_factor;
use super::layer::Layer;
use super::{Composed, Pass, Paths};
use crate::models::panels::update::Descent;
use crate::numeric::tensors::{TensorFault, Tensors};
use ndarray::Array1;

pub(in super::super) struct ComposedLearner<'a> {
    pub(super) network: Composed,
    plan: &'a Training,
    /// Steps taken.
    time: u64,
}

impl<'a> ComposedLearner<'a> {
    pub fn new(network: &Composed, plan: &'a Training) -> Self {
        let mut network = network.clone();
        network.each(|parameter| parameter.prepare(plan));
        ComposedLearner { network, plan, time: 0 }
    }

    fn bare(&self, averaged: bool) -> Composed {
        let mut network = self.network.clone();
        network.each(|parameter| *parameter = parameter.bare(averaged));
        network
    }

    /// The loss of a batch; every parameter learns its gradient where the loss is finite.
    pub(super) fn gradient(&mut self, batch: &Batch) -> BatchLoss {
        let columns = self.network.columns;
        let paths = self.plan.drop_path.map_or(Paths::All, |drop| drop.draw(columns, batch.seed()));
        let masks = batch.masks().map(|masks| masks.slice_move(ndarray::s![.., batch.x().ncols()..]));
        let pass = Pass { learning: true, masks, kept: 1.0 - self.plan.dropout.hidden, paths, columns };
        let traces = self.network.forward(batch.x().to_owned().into_shared(), &pass);
        let mut delta = traces.1.values.to_owned();
        let loss = softmax_cross_entropy(delta.view_mut(), batch.labels(), self.plan.label_smoothing);
        if loss.sum.is_finite() {
            self.network.backward(traces, delta, &pass);
        }
        loss
    }

    fn descend(&mut self, rate: f32) {
        let plan = self.plan;
        let (now, next) = (plan.method_at(self.time - 1), plan.method_at(self.time));
        let mut rule = Descent::new(now, rate, plan.weight_decay, self.time).before(next);
        if let Some(limit) = plan.clip {
            let mut squares = 0.0;
            self.network.each(|parameter| squares += parameter.squares());
            rule.scale = clip_factor(squares.sqrt(), limit) as f32;
        }
        let share = plan.averaging.map(|decay| {
            let decay = f64::from(decay);
            ((1.0 - decay) / (1.0 - decay.powf(self.time as f64))) as f32
        });
        self.network.each(|parameter| {
            parameter.descend(&rule, plan.max_norm);
            share.iter().for_each(|&share| parameter.add_to_average(share));
        });
    }
}

impl Learner for ComposedLearner<'_> {
    type Network = Composed;

    fn step(&mut self, batch: &Batch, rate: f64) -> BatchLoss {
        let loss = self.gradient(batch);
        if loss.sum.is_finite() {
            self.time += 1;
            self.descend(rate as f32);
        }
        loss
    }

    fn is_finite(&self) -> bool {
        let mut all = self.network.layers().into_iter().flat_map(Layer::parameters);
        all.all(|(_, parameter)| parameter.is_finite())
    }

    fn result(&self) -> Composed {
        self.bare(true)
    }

    fn statistics(&self, _batch: &Batch) -> Vec<LayerStatistics> {
        self.network.layers().into_iter().map(Layer::statistics).collect()
    }

    fn state(&self) -> Tensors {
        let mut state = Tensors::default();
        state.put_number("time", self.time);
        state.put_all("network.", self.network.tensors());
        let mut network = self.network.clone();
        let mut at = 0;
        network.each(|parameter| {
            for (name, kept) in KEPT.into_iter().zip(parameter.kept()) {
                if let Some(kept) = kept {
                    state.put(format!("memory{at}.{name}"), Array1::from(kept.clone()));
                }
            }
            at += 1;
        });
        state
    }

    fn go_on(&mut self, state: &Tensors) -> Result<(), TensorFault> {
        self.network.read(&state.behind("network."))?;
        self.time = state.number("time")?;
        let (mut at, mut fault) = (0, None);
        self.network.each(|parameter| {
            for (name, kept) in KEPT.into_iter().zip(parameter.kept()) {
                let Some(kept) = kept else { continue };
                let mut read = Array1::zeros(kept.len());
                match state.read_into(&format!("memory{at}.{name}"), &mut read) {
                    Ok(()) => *kept = read.to_vec(),
                    Err(found) => fault = Some(found),
                }
            }
            at += 1;
        });
        fault.map_or(Ok(()), Err)
    }
}

const KEPT: [&str; 3] = ["average", "first", "second"];
