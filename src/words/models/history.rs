//! What is told of the training of a network: readings, curves, remarks, and why it broke off. The layer that gave way
//! first is named, with its values and its gradient before and after.

use crate::models::network::{Epoch, History, LayerStatistics, TrainingFault, weakest};
use crate::source::amounts::rounded;
use crate::vocabulary::{Fault, Measure, Order, Outcome, Reading, Series};
use crate::words::measures::{
    ACTIVATION_SIZE, DEAD_UNITS, GRADIENT_NORM, RELAPSE, TRAINING_ERROR, TRAINING_LOSS, VALIDATION_ERROR,
};
use crate::words::methods::layer_statistics;

/// A rise of the error that is no fluctuation of a few rows.
const RELAPSED: f64 = 0.05;
/// Of a layer that hands nothing on.
const DEAD: f64 = 0.9;

/// The measures of a network with so many layers of weights that have a curve over epochs.
pub fn curves(order: &Order, layers: usize) -> Vec<(&'static Measure, usize)> {
    let validation = (order.data.shape.validation > 0).then_some((&VALIDATION_ERROR, 1));
    let of_layers = watched(order).then_some(PER_LAYER.map(|(measure, _)| (measure, layers)));
    let always = [(&TRAINING_LOSS, 1), (&TRAINING_ERROR, 1)];
    always.into_iter().chain(validation).chain(of_layers.into_iter().flatten()).collect()
}

/// All measures of such a network.
pub fn measures(order: &Order, layers: usize) -> Vec<(&'static Measure, usize)> {
    let relapse = watched(order).then_some((&RELAPSE, 1));
    curves(order, layers).into_iter().chain(relapse).collect()
}

fn watched(order: &Order) -> bool {
    order.methods.find::<layer_statistics::LayerStatistics>().is_some()
}

type OfLayer = fn(&LayerStatistics) -> f64;

static PER_LAYER: [(&Measure, OfLayer); 3] = [
    (&ACTIVATION_SIZE, |layer| layer.activation),
    (&GRADIENT_NORM, |layer| layer.gradient),
    (&DEAD_UNITS, |layer| layer.dead),
];

/// Readings and curves of a training run.
pub fn told(history: &History, order: &Order) -> Outcome {
    let mut outcome = Outcome::default();
    say(&mut outcome, history, &TRAINING_LOSS, None, &|epoch| Some(epoch.train_loss));
    say(&mut outcome, history, &TRAINING_ERROR, None, &|epoch| Some(epoch.train_error));
    validated(&mut outcome, history);
    if watched(order) {
        for (measure, of) in PER_LAYER {
            for l in 0..history.epochs.first().map_or(0, |epoch| epoch.layers.len()) {
                let value = |epoch: &Epoch| epoch.layers.get(l).map(of);
                say(&mut outcome, history, measure, Some(l + 1), &value);
            }
        }
        outcome.readings.push(Reading::exact(&RELAPSE, None, history.relapse()));
    }
    outcome.notes = remarks(history);
    outcome
}

/// The value of the last epoch, and the curve.
fn say(
    outcome: &mut Outcome,
    history: &History,
    measure: &'static Measure,
    index: Option<usize>,
    of: &dyn Fn(&Epoch) -> Option<f64>,
) {
    let Some(values) = history.epochs.iter().map(of).collect::<Option<Vec<f64>>>() else { return };
    let Some(&last) = values.last() else { return };
    let reading = Reading::exact(measure, index, last);
    outcome.series.push(Series::line(reading.name(), "epoch", epochs(history), values));
    outcome.readings.push(reading);
}

/// The validation error of the epoch whose weights were kept, and its curve.
fn validated(outcome: &mut Outcome, history: &History) {
    let errors: Option<Vec<f64>> = history.epochs.iter().map(|epoch| epoch.validation_error).collect();
    if let Some(errors) = errors.filter(|errors| !errors.is_empty()) {
        let kept = errors.get(history.best_epoch).copied().unwrap_or(f64::NAN);
        outcome.readings.push(Reading::exact(&VALIDATION_ERROR, None, kept));
        outcome.series.push(Series::line(VALIDATION_ERROR.name, "epoch", epochs(history), errors));
    }
}

fn epochs(history: &History) -> Vec<f64> {
    (1..=history.epochs.len()).map(|epoch| epoch as f64).collect()
}

fn remarks(history: &History) -> Vec<String> {
    let stopped = history
        .stopped_early
        .then(|| format!("stopped early; the weights of epoch {} were kept", history.best_epoch + 1));
    let relapse = history.relapse();
    let relapsed = (relapse > RELAPSED).then(|| {
        format!("the error rose by {} % above its lowest value before", rounded(100.0 * relapse, 2))
    });
    let last = history.epochs.last();
    stopped.into_iter().chain(relapsed).chain(last.and_then(|epoch| dying(&epoch.layers))).collect()
}

/// The lowest layer of which hardly a unit is left.
pub fn dying(layers: &[LayerStatistics]) -> Option<String> {
    let (l, layer) = layers.iter().enumerate().find(|(_, layer)| layer.dead > DEAD)?;
    let share = rounded(100.0 * layer.dead, 3);
    Some(format!("layer {} is dead: {share} % of its units are 0 for every row of a batch", l + 1))
}

/// The layer that gave way first, in one sentence.
pub fn gave_way(layers: &[LayerStatistics], history: &History) -> Option<String> {
    let before = history.epochs.last().map(|epoch| epoch.layers.as_slice());
    let l = weakest(layers, before)?;
    let number = |value: f64| if value.is_nan() { "no number".into() } else { rounded(value, 2) };
    let now = number(layers[l].activation);
    let then = before.and_then(|before| before.get(l)).map(|before| {
        let (size, gradient) = (number(before.activation), number(before.gradient));
        format!(
            ", and were {size} at the end of epoch {}, when its gradient had the norm {gradient}",
            history.epochs.len()
        )
    });
    let gradient = layers[l].gradient;
    let gradient = (!gradient.is_nan()).then(|| format!("; its gradient has the norm {}", number(gradient)));
    let (then, gradient) = (then.unwrap_or_default(), gradient.unwrap_or_default());
    Some(format!("layer {} gave way first: its values are of the size {now}{then}{gradient}", l + 1))
}

/// Why a training broke off.
pub fn fault(fault: TrainingFault) -> Fault {
    match fault {
        TrainingFault::Diverged { epoch, batch, loss, layers, history } => {
            let layer = gave_way(&layers, &history).map_or(String::new(), |layer| format!("; {layer}"));
            let (epoch, batch) = (epoch + 1, batch + 1);
            let message =
                format!("training diverged in epoch {epoch}, batch {batch}: the loss is {loss}{layer}");
            Fault::new(message).help("lower the rate, or let it decay, or bound the gradient with `clip(5)`")
        }
        TrainingFault::Interrupted { .. } => Fault::interrupted(),
        other => Fault::new(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layers(sizes: [f64; 2], gradient: f64) -> Vec<LayerStatistics> {
        sizes.map(|activation| LayerStatistics { activation, gradient, dead: 0.0 }).to_vec()
    }

    #[test]
    fn the_layer_that_gave_way_is_told_with_what_it_was_before() {
        let now = layers([1.2, 3e9], f64::NAN);
        let epoch = Epoch {
            train_loss: 0.1,
            train_error: 0.1,
            rate: 0.1,
            validation_loss: None,
            validation_error: None,
            layers: layers([1.0, 1.5], 0.25),
            seconds: 0.0,
        };
        let history = History { epochs: vec![epoch], ..History::default() };
        assert_eq!(
            gave_way(&now, &history).as_deref(),
            Some(
                "layer 2 gave way first: its values are of the size 3e9, and were 1.5 at the end of epoch 1, when its gradient had the norm 0.25"
            )
        );
        let first = gave_way(&layers([1.2, f64::INFINITY], 7.0), &History::default());
        let wanted = "layer 2 gave way first: its values are of the size inf; its gradient has the norm 7";
        assert_eq!(first.as_deref(), Some(wanted));
    }

    #[test]
    fn a_dead_layer_is_named() {
        let mut now = layers([0.0, 1.0], 0.0);
        assert_eq!(dying(&now), None);
        now[0].dead = 0.97;
        let told = dying(&now);
        assert_eq!(
            told.as_deref(),
            Some("layer 1 is dead: 97 % of its units are 0 for every row of a batch")
        );
    }
}
