//! A training that can be cut off: everything that the rest of it depends on, as named arrays. Order, deformation and
//! dropout are functions of seed, epoch and step, so no random stream has to be kept: weights, what the method
//! remembers, averages, the best weights so far, the history, and the place in the epoch are all.

use super::learner::{Learner, Network};
use super::train::Run;
use super::trainer::{Layer, Trainer};
use super::{Epoch, History, LayerStatistics, Mlp};
use crate::numeric::tensors::{TensorFault, Tensors};
use ndarray::{Array1, Array2, Array3, ArrayView1};

/// Where a training is: the next step of an epoch, with the sums of those before it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Position {
    pub epoch: usize,
    pub step: usize,
    /// Sum of the losses of the epoch's rows so far, nats.
    pub sum: f64,
    pub errors: usize,
}

impl Mlp {
    /// Its weights and biases by name: `layer1.weights` (inputs, outputs), `layer1.bias` (outputs).
    pub fn tensors(&self) -> Tensors {
        let mut tensors = Tensors::default();
        for (l, layer) in self.layers.iter().enumerate() {
            tensors.put(format!("layer{}.weights", l + 1), layer.weights.clone());
            tensors.put(format!("layer{}.bias", l + 1), layer.bias.clone());
        }
        tensors
    }

    /// Takes over weights and biases that [`Mlp::tensors`] gave.
    ///
    /// # Errors
    /// [`TensorFault`] where they are those of another network.
    pub fn read(&mut self, tensors: &Tensors) -> Result<(), TensorFault> {
        for (l, layer) in self.layers.iter_mut().enumerate() {
            tensors.read_into(&format!("layer{}.weights", l + 1), &mut layer.weights)?;
            tensors.read_into(&format!("layer{}.bias", l + 1), &mut layer.bias)?;
        }
        Ok(())
    }
}

impl Position {
    /// The state before the step of this position.
    pub fn snapshot<L: Learner>(self, learner: &L, history: &History, best: Option<&L::Network>) -> Tensors {
        let mut state = learner.state();
        let place = [self.epoch, self.step, self.errors, history.best_epoch].map(|n| n as u64);
        state.put("place", Array1::from_iter(place));
        state.put_number("sum", self.sum);
        state.put("history", written(history));
        state.put("layers", layers_written(history));
        state.put_all("best.", best.map_or(Tensors::default(), L::Network::tensors));
        state
    }
}

/// Weights, averages and what the method remembers.
pub(super) fn state(trainer: &Trainer) -> Tensors {
    let mut state = Tensors::default();
    state.put_number("time", trainer.time);
    state.put_all("network.", trainer.network().tensors());
    state.put_all("average.", trainer.average().as_ref().map_or(Tensors::default(), Mlp::tensors));
    for (l, layer) in trainer.layers.iter().enumerate() {
        for (name, memory) in remembered(layer) {
            state.put(label(l, name), memory);
        }
    }
    state
}

/// Takes them over.
pub(super) fn go_on(trainer: &mut Trainer, state: &Tensors) -> Result<(), TensorFault> {
    let mut network = trainer.network();
    network.read(&state.behind("network."))?;
    trainer.stand_at(&network);
    if trainer.average().is_some() {
        network.read(&state.behind("average."))?;
        trainer.stand_at_average(&network);
    }
    for (l, layer) in trainer.layers.iter_mut().enumerate() {
        remember(layer, |name, memory| state.read_into(&label(l, name), memory))?;
    }
    trainer.time = state.number("time")?;
    Ok(())
}

impl<L: Learner> Run<'_, L> {
    /// Takes over a snapshot; the position from which to go on.
    pub fn go_on(&mut self, state: &Tensors) -> Result<Position, TensorFault> {
        let mut place = Array1::<u64>::zeros(4);
        state.read_into("place", &mut place)?;
        self.learner.go_on(state)?;
        self.best.as_mut().map_or(Ok(()), |best| best.read(&state.behind("best.")))?;
        let [epoch, step, errors, best_epoch] = std::array::from_fn(|i| place[i] as usize);
        self.history = read(&state.get("history")?, best_epoch, self.validation.is_some());
        if state.contains("layers") {
            read_layers(&state.get("layers")?, &mut self.history);
        }
        Ok(Position { epoch, step, sum: state.number("sum")?, errors })
    }
}

/// What the method keeps from step to step, by name, in the shape of the layer.
fn remembered(layer: &Layer) -> impl Iterator<Item = (&'static str, Array2<f32>)> {
    let weights = [&layer.weights.first, &layer.weights.second].map(|kept| kept.as_deref());
    let biases = [&layer.bias.first, &layer.bias.second].map(|kept| kept.as_deref());
    let weights = weights.map(|kept| kept.map(|kept| layer.shape.unpack(kept)));
    let biases = biases.map(|kept| kept.map(row));
    let four = weights.into_iter().chain(biases);
    MEMORIES.into_iter().zip(four).filter_map(|(name, memory)| Some((name, memory?)))
}

/// Reads again what a method kept.
fn remember(
    layer: &mut Layer,
    mut read: impl FnMut(&'static str, &mut Array2<f32>) -> Result<(), TensorFault>,
) -> Result<(), TensorFault> {
    let Layer { shape, weights, bias, .. } = layer;
    let four = [&mut weights.first, &mut weights.second, &mut bias.first, &mut bias.second];
    for (at, (name, memory)) in MEMORIES.into_iter().zip(four).enumerate() {
        let Some(memory) = memory else { continue };
        let packed = at < 2;
        let mut matrix = Array2::zeros((if packed { shape.inputs } else { 1 }, shape.outputs));
        read(name, &mut matrix)?;
        *memory = if packed { shape.pack(matrix.view()) } else { matrix.into_raw_vec_and_offset().0 };
    }
    Ok(())
}

fn row(values: &[f32]) -> Array2<f32> {
    Array1::from(values.to_vec()).insert_axis(ndarray::Axis(0))
}

const MEMORIES: [&str; 4] = ["weights.first", "weights.second", "bias.first", "bias.second"];

fn label(layer: usize, memory: &str) -> String {
    format!("memory.layer{}.{memory}", layer + 1)
}

/// A row an epoch; NaN stands where nothing was validated.
fn written(history: &History) -> Array2<f64> {
    let mut rows = Array2::zeros((history.epochs.len(), 6));
    for (mut row, epoch) in rows.outer_iter_mut().zip(&history.epochs) {
        let (loss, error) = (epoch.validation_loss, epoch.validation_error);
        let validation = [loss.unwrap_or(f64::NAN), error.unwrap_or(f64::NAN)];
        let all =
            [epoch.train_loss, epoch.train_error, epoch.rate, validation[0], validation[1], epoch.seconds];
        row.assign(&Array1::from_iter(all));
    }
    rows
}

fn read(rows: &Array2<f64>, best_epoch: usize, validated: bool) -> History {
    let number = |value: f64| validated.then_some(value);
    let epochs = rows.outer_iter().filter(|row| row.len() == 6).map(|row| Epoch {
        train_loss: row[0],
        train_error: row[1],
        rate: row[2],
        validation_loss: number(row[3]),
        validation_error: number(row[4]),
        layers: Vec::new(),
        seconds: row[5],
    });
    History { epochs: epochs.collect(), best_epoch, stopped_early: false }
}

/// (epochs, layers, 3): the size of values, the norm of the gradient, the share of dead units.
fn layers_written(history: &History) -> Array3<f64> {
    let layers = history.epochs.first().map_or(0, |epoch| epoch.layers.len());
    let mut all = Array3::zeros((history.epochs.len(), layers, 3));
    for (mut rows, epoch) in all.outer_iter_mut().zip(&history.epochs) {
        for (mut row, layer) in rows.outer_iter_mut().zip(&epoch.layers) {
            row.assign(&Array1::from_iter([layer.activation, layer.gradient, layer.dead]));
        }
    }
    all
}

fn read_layers(all: &Array3<f64>, history: &mut History) {
    for (rows, epoch) in all.outer_iter().zip(&mut history.epochs) {
        let layers = rows.outer_iter().filter(|row| row.len() == 3);
        let read =
            |row: ArrayView1<f64>| LayerStatistics { activation: row[0], gradient: row[1], dead: row[2] };
        epoch.layers = layers.map(read).collect();
    }
}
