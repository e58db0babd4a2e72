//! The loop over epochs: a fresh permutation, batches made ahead of their use, a validation pass,
//! early stopping. The result depends on network, rows, recipe and seed, not on the number of threads.

use super::batch::{Batch, EpochRows};
use super::composed::{Composed, ComposedLearner};
use super::evaluation::{evaluated, reconstruction_loss};
use super::learner::{Learner, Network};
use super::snapshot::Position;
use super::trainer::Trainer;
use super::{Epoch, FixedRows, History, LayerStatistics, Mlp, Training, TrainingFault, TrainingRows};
use crate::models::{Observer, pause};
use crate::numeric::blas;
use crate::numeric::blocks::awake;
use crate::numeric::random::Seed;
use ndarray::ArrayView2;
use rand::seq::SliceRandom;
use std::time::Instant;

/// Validation rows and their labels.
type Validation<'a> = Option<(ArrayView2<'a, f32>, &'a [u32])>;

/// Trains `mlp`, which stays as it was where there is a fault. Validation rows, where given, are evaluated after every epoch.
///
/// # Errors
/// [`TrainingFault::Diverged`] at the batch whose loss is not finite, [`TrainingFault::Interrupted`]
/// when the observer asks for it, [`TrainingFault::Unusable`] where shapes or labels do not fit,
/// [`TrainingFault::NotKept`] when a snapshot can't be written or is not of this training.
pub fn train(
    mlp: &mut Mlp,
    rows: &dyn TrainingRows,
    validation: Validation,
    plan: &Training,
    seed: &Seed,
    observer: &dyn Observer,
) -> Result<History, TrainingFault> {
    check_layers(mlp)?;
    check(mlp, rows, &validation, plan)?;
    check_directions(rows, plan)?;
    let learner = Trainer::new(mlp, plan, plan.batch.min(rows.len()));
    run(mlp, learner, rows, validation, plan, seed, observer)
}

/// Trains a composed network as [`train`] does a plain one.
///
/// # Errors
/// As for [`train`].
pub fn train_composed(
    net: &mut Composed,
    rows: &dyn TrainingRows,
    validation: Validation,
    plan: &Training,
    seed: &Seed,
    observer: &dyn Observer,
) -> Result<History, TrainingFault> {
    check(net, rows, &validation, plan)?;
    need("directions in a composed network", 0, 1, plan.tangents.is_none())?;
    let learner = ComposedLearner::new(net, plan);
    run(net, learner, rows, validation, plan, seed, observer)
}

fn run<L: Learner + Send>(
    net: &mut L::Network,
    learner: L,
    rows: &dyn TrainingRows,
    validation: Validation,
    plan: &Training,
    seed: &Seed,
    observer: &dyn Observer,
) -> Result<History, TrainingFault>
where
    L::Network: Send,
{
    blas::single_threaded();
    awake(|| {
        let mut run = Run::new(net, learner, rows, validation, plan, seed, observer);
        let from = observer.snapshot().map_or(Ok(Position::default()), |kept| run.go_on(&kept));
        run.epochs(from.map_err(|fault| TrainingFault::NotKept(fault.to_string()))?)
    })
}

/// Trains an autoencoder on x (rows, inputs) that it is to give back; the plan says how it is one. Validation rows, where
/// given, are watched by their loss.
///
/// # Errors
/// As for [`train`].
pub fn train_rows(
    mlp: &mut Mlp,
    x: ArrayView2<f32>,
    validation: Option<ArrayView2<f32>>,
    plan: &Training,
    seed: &Seed,
    observer: &dyn Observer,
) -> Result<History, TrainingFault> {
    let labels = vec![0; x.nrows()];
    train(mlp, &FixedRows::new(x, &labels, 1), validation.map(|x| (x, &[][..])), plan, seed, observer)
}

fn need(what: &'static str, wanted: usize, found: usize, fits: bool) -> Result<(), TrainingFault> {
    if fits { Ok(()) } else { Err(TrainingFault::Unusable { what, wanted, found }) }
}

/// Whether the layers of a chain fit onto each other.
fn check_layers(mlp: &Mlp) -> Result<(), TrainingFault> {
    need("layers", 1, mlp.layers.len(), !mlp.layers.is_empty())?;
    for (below, above) in mlp.layers.iter().zip(&mlp.layers[1..]) {
        let (wanted, found) = (below.weights.ncols(), above.weights.nrows());
        need("inputs of a layer", wanted, found, wanted == found)?;
    }
    for layer in &mlp.layers {
        let (wanted, found) = (layer.weights.ncols(), layer.bias.len());
        need("biases of a layer", wanted, found, wanted == found)?;
    }
    Ok(())
}

/// Whether each row comes with directions of its own.
fn check_directions(rows: &dyn TrainingRows, plan: &Training) -> Result<(), TrainingFault> {
    let Some(tangents) = &plan.tangents else { return Ok(()) };
    let (of, _, columns) = tangents.directions.dim();
    need("rows with directions", rows.len(), of, rows.len() == of)?;
    need("columns of directions", rows.columns(), columns, rows.columns() == columns)
}

fn check(
    net: &impl Network,
    rows: &dyn TrainingRows,
    validation: &Validation,
    plan: &Training,
) -> Result<(), TrainingFault> {
    let (inputs, classes) = (net.inputs(), net.outputs());
    need("rows to train on", 1, 0, !rows.is_empty())?;
    need("rows in a batch", 1, 0, plan.batch > 0)?;
    need("inputs of the network", rows.columns(), inputs, rows.columns() == inputs)?;
    let outputs = if plan.autoencoding.is_some() { rows.columns() } else { rows.classes() };
    need("outputs of the network", outputs, classes, outputs == classes)?;
    match validation {
        Some((x, labels)) => {
            need("columns of the validation rows", inputs, x.ncols(), x.ncols() == inputs)?;
            let labelled = plan.autoencoding.is_some() || x.nrows() == labels.len();
            need("labels of the validation rows", x.nrows(), labels.len(), labelled)
        }
        None => need("validation rows for early stopping", 1, 0, plan.early_stopping.is_none()),
    }
}

/// Nats a row that no network comes back from to anything useful; guessing costs the logarithm of the
/// number of classes.
const ABSURD: f64 = 1e6;

pub(super) struct Run<'a, L: Learner> {
    net: &'a mut L::Network,
    pub learner: L,
    rows: &'a dyn TrainingRows,
    pub validation: Validation<'a>,
    plan: &'a Training,
    seed: &'a Seed,
    observer: &'a dyn Observer,
    /// The batch that trains and the one that is being made.
    batches: (Batch, Batch),
    order: Vec<usize>,
    pub history: History,
    /// Weights of the best epoch, where early stopping may want them back.
    pub best: Option<L::Network>,
}

impl<'a, L: Learner + Send> Run<'a, L> {
    fn new(
        net: &'a mut L::Network,
        learner: L,
        rows: &'a dyn TrainingRows,
        validation: Validation<'a>,
        plan: &'a Training,
        seed: &'a Seed,
        observer: &'a dyn Observer,
    ) -> Self {
        let size = plan.batch.min(rows.len());
        let plain = || Batch::new(size, rows.columns(), net.hidden_units(), plan.dropout);
        let batch = || if plan.autoencoding.is_some() { plain().with_clean_rows() } else { plain() };
        Run {
            batches: (batch(), batch()),
            order: (0..rows.len()).collect(),
            history: History::default(),
            best: plan.early_stopping.map(|_| net.clone()),
            learner,
            net,
            rows,
            validation,
            plan,
            seed,
            observer,
        }
    }

    fn epochs(mut self, mut from: Position) -> Result<History, TrainingFault> {
        self.tell(0);
        for epoch in from.epoch..self.plan.epochs {
            let start = Instant::now();
            from.epoch = epoch;
            let trained = self.epoch(std::mem::take(&mut from))?;
            let judged = self.validation.map(|_| self.learner.result());
            let validation = self.validation.zip(judged.as_ref());
            let validation = validation.map(|((x, labels), net)| self.judged(net, x, labels));
            let better = self.history.add(Epoch {
                train_loss: trained.loss,
                train_error: trained.error,
                rate: trained.rate,
                layers: trained.layers,
                validation_loss: validation.map(|(loss, _)| loss),
                validation_error: validation.map(|(_, error)| error),
                seconds: start.elapsed().as_secs_f64(),
            });
            self.tell(self.history.epochs.len() - 1);
            if better && let Some(best) = &mut self.best {
                *best = self.learner.result();
            }
            if self.plan.early_stopping.is_some_and(|patience| self.history.exhausts(patience)) {
                self.history.stopped_early = true;
                break;
            }
        }
        *self.net = self.best.unwrap_or_else(|| self.learner.result());
        Ok(self.history)
    }

    fn tell(&self, from: usize) {
        self.history.tell(from, self.plan.autoencoding.is_some(), self.observer);
    }

    /// Loss and share of errors on validation rows; an autoencoder has no errors, and is watched by its loss.
    fn judged(&self, net: &L::Network, x: ArrayView2<f32>, labels: &[u32]) -> (f64, f64) {
        if let Some(of) = self.plan.autoencoding {
            let loss = reconstruction_loss(net, x, of.output);
            return (loss, loss);
        }
        let found = evaluated(net, x, labels);
        (found.loss, found.error())
    }

    /// One pass over all rows, or what is left of it.
    fn epoch(&mut self, from: Position) -> Result<Trained, TrainingFault> {
        let Position { epoch, step: first, mut sum, mut errors } = from;
        let size = self.plan.batch.min(self.rows.len());
        let steps = self.rows.len().div_ceil(size);
        shuffle(&mut self.order, &self.seed.child("order").at(epoch as u64));
        let source = EpochRows {
            source: self.rows,
            epoch,
            order: &self.order,
            dropout: self.plan.dropout,
            corruption: self.plan.autoencoding.and_then(|of| of.corruption),
            seed: self.seed.child("dropout").at(epoch as u64),
        };
        let total = self.plan.epochs.saturating_mul(self.rows.len()) as u64;
        let (now, next) = (&mut self.batches.0, &mut self.batches.1);
        let (mut rate, mut layers) = (0.0, Vec::new());
        now.fill(first, &source);
        for step in first..steps {
            let at = Position { epoch, step, sum, errors };
            let state = || at.snapshot(&self.learner, &self.history, self.best.as_ref());
            if pause(self.observer, state).map_err(|fault| TrainingFault::NotKept(fault.0))?.is_break() {
                return Err(TrainingFault::Interrupted { epoch, history: self.history.clone() });
            }
            check_labels(now.labels(), self.rows.classes())?;
            rate = self.plan.rate(epoch * steps + step, steps);
            let learner = &mut self.learner;
            let (loss, ()) = rayon::join(|| learner.step(now, rate), || next.fill(step + 1, &source));
            // After the last step there is no further loss in which broken weights would show.
            let sound = step + 1 < steps || self.learner.is_finite();
            let batch_loss = if sound { loss.sum / now.labels().len() as f64 } else { f64::NAN };
            if !batch_loss.is_finite() || batch_loss > ABSURD {
                let mut layers = self.learner.statistics(now);
                if !loss.sum.is_finite() {
                    // Nothing was handed down, and what lies in the buffers is of the step before.
                    layers.iter_mut().for_each(|layer| layer.gradient = f64::NAN);
                }
                let history = self.history.clone();
                return Err(TrainingFault::Diverged {
                    epoch,
                    batch: step,
                    loss: batch_loss,
                    layers,
                    history,
                });
            }
            if step + 1 == steps {
                layers = self.learner.statistics(now);
            }
            (sum, errors) = (sum + loss.sum, errors + loss.errors);
            std::mem::swap(now, next);
            let seen = ((step + 1) * size).min(self.rows.len());
            let note = format!("loss {:.4}", sum / seen as f64);
            self.observer.progress((epoch * self.rows.len() + seen) as u64, total, &note);
        }
        let n = self.rows.len() as f64;
        Ok(Trained { loss: sum / n, error: errors as f64 / n, rate, layers })
    }
}

/// What an epoch of training was like: mean loss, share of errors, the rate of its last step, the layers on its last batch.
struct Trained {
    loss: f64,
    error: f64,
    rate: f64,
    layers: Vec<LayerStatistics>,
}

fn check_labels(labels: &[u32], classes: usize) -> Result<(), TrainingFault> {
    match labels.iter().find(|&&label| label as usize >= classes) {
        None => Ok(()),
        Some(&label) => Err(TrainingFault::Unusable {
            what: "classes for the labels",
            wanted: label as usize + 1,
            found: classes,
        }),
    }
}

/// A permutation of 0..n that depends on the seed alone.
fn shuffle(order: &mut [usize], seed: &Seed) {
    order.iter_mut().enumerate().for_each(|(i, row)| *row = i);
    order.shuffle(&mut seed.stream());
}
