//! What a run tells goes into files while it works, for whoever asks for that: logs of TensorBoard, a table of curves. What can't be
//! written is said, and stops no run.

mod curves;
mod guarded;
mod places;
mod tensorboard;

use super::arguments::{Format, RunOptions};
use super::complain;
use crate::check::Plan;
use crate::data::printable;
use crate::numeric::tensors::Tensors;
use crate::run::store::reason;
use crate::run::{Running, StepReport};
use crate::vocabulary::Outcome;
use curves::Curves;
use std::path::Path;
use tensorboard::Tensorboard;

/// What is asked for.
#[derive(Default)]
pub struct Logs {
    tensorboard: Option<Tensorboard>,
    curves: Option<Curves>,
}

impl Logs {
    /// What the command line asks for; `Err` is an exit code, of what has been said.
    pub fn of(options: &RunOptions, plan: &Plan) -> Result<Self, u8> {
        let tensorboard = options.tensorboard.as_deref();
        let tensorboard = tensorboard.map(|root| {
            Tensorboard::create(root, &options.file.file, plan)
                .map_err(|error| refused(root, &error, "is it a folder that may be written to?"))
        });
        let curves = options.curves.as_deref().map(|path| {
            Curves::open(path, plan)
                .map_err(|error| refused(path, &error, "name a table that is not there yet"))
        });
        let logs = Logs { tensorboard: tensorboard.transpose()?, curves: curves.transpose()? };
        if let Some(root) = options.tensorboard.as_deref().filter(|_| options.file.format == Format::Text) {
            anstream::eprintln!(
                "look at it with: tensorboard --logdir {}",
                printable(&root.to_string_lossy(), 200)
            );
        }
        Ok(logs)
    }

    /// A point of a curve of a step that runs.
    pub fn tells(&self, running: Running, curve: &str, epoch: usize, value: f64) {
        self.tensorboard.iter().for_each(|logs| logs.tells(running, curve, epoch, value));
        self.curves.iter().for_each(|table| table.tells(running, curve, epoch, value));
    }

    /// What a step has come to.
    pub fn yields(&self, running: Running, outcome: &Outcome, kept: &dyn Fn() -> Tensors) {
        self.tensorboard.iter().for_each(|logs| logs.yields(running, outcome, kept));
        self.curves.iter().for_each(|table| table.yields(running, outcome));
    }

    /// What lines of sweeps and repeats have come to over all their cells.
    pub fn ends(&self, steps: &[StepReport]) {
        self.tensorboard.iter().for_each(|logs| logs.ends(steps));
    }

    /// Lines for whoever watches that were not said yet.
    pub fn unsaid(&self) -> Vec<String> {
        let logs = self.tensorboard.iter().flat_map(|logs| logs.state.unsaid());
        logs.chain(self.curves.iter().flat_map(|table| table.state.unsaid())).collect()
    }

    /// Why they are not whole, where they are not.
    pub fn faults(&self) -> Vec<String> {
        let logs = self.tensorboard.as_ref().and_then(|logs| logs.state.fault());
        logs.into_iter().chain(self.curves.as_ref().and_then(|table| table.state.fault())).collect()
    }
}

fn refused(path: &Path, error: &std::io::Error, help: &str) -> u8 {
    let path = printable(&path.to_string_lossy(), 200);
    complain(&format!("{path}: {}", reason(error)), Some(help))
}
