//! What a training tells: readings, curves, and what went wrong.

use crate::models::boltzmann::{RbmFault, RbmHistory};
use crate::vocabulary::{Fault, Measure, Outcome, Reading, Series};
use crate::words::measures::{FREE_ENERGY, FREE_ENERGY_GAP, HELD_OUT_FREE_ENERGY, RECONSTRUCTION};

/// Readings and curves of every machine.
pub fn told(histories: &[RbmHistory]) -> Outcome {
    let mut outcome = Outcome::default();
    for (layer, history) in histories.iter().enumerate() {
        let index = (histories.len() > 1).then_some(layer + 1);
        let name =
            |measure: &Measure| index.map_or(measure.name.to_string(), |i| format!("{}{i}", measure.name));
        let x: Vec<f64> = (1..=history.epochs.len()).map(|epoch| epoch as f64).collect();
        let mut curve = |measure: &Measure, y: Option<Vec<f64>>| {
            outcome.series.extend(y.map(|y| Series::line(name(measure), "epoch", x.clone(), y)));
        };
        let epochs = || history.epochs.iter();
        curve(&RECONSTRUCTION, Some(epochs().map(|e| e.reconstruction_error).collect()));
        curve(&FREE_ENERGY, Some(epochs().map(|e| e.training_free_energy).collect()));
        curve(&HELD_OUT_FREE_ENERGY, epochs().map(|e| e.held_out_free_energy).collect());
        curve(&FREE_ENERGY_GAP, epochs().map(|e| e.gap()).collect());
        if let Some(last) = history.epochs.last() {
            outcome.readings.push(Reading::exact(&RECONSTRUCTION, index, last.reconstruction_error));
        }
    }
    outcome
}

pub fn fault(fault: RbmFault) -> Fault {
    match fault {
        RbmFault::Interrupted => Fault::interrupted(),
        RbmFault::Diverged { .. } => Fault::new(fault.to_string()).help("lower the rate: `cd1(rate: 0.01)`"),
        RbmFault::NotAProbability { .. } => Fault::new(fault.to_string())
            .help("map the data first: `with scale(0, 1)` or `with threshold(0.5)`"),
        other => Fault::new(other.to_string()),
    }
}
