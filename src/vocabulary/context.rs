//! What a word may use while it runs: its random stream, its inputs' values, the data shelf, a
//! watcher, the results so far. And what it says when it fails.

use super::{
    Data, DataInput, Input, MeasureRef, Model, ModelInput, Probe, Reading, Series, StepId, Treatment, Value,
};
use crate::data::{self, Shelf};
use crate::models::Observer;
use crate::numeric::random::Seed;
use crate::numeric::tensors::TensorFault;
use crate::source::Span;
use std::fmt;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why a step failed, in words and with a cure; the interpreter adds the place.
#[derive(Clone, Debug)]
pub struct Fault {
    pub message: String,
    pub help: Option<String>,
    /// True when somebody asked for the end: not a failure of the experiment.
    pub interrupted: bool,
}

impl Fault {
    pub fn new(message: impl Into<String>) -> Self {
        Fault { message: message.into(), help: None, interrupted: false }
    }

    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    pub fn interrupted() -> Self {
        Fault { interrupted: true, ..Fault::new("interrupted") }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// What was kept is not what is needed.
impl From<TensorFault> for Fault {
    fn from(fault: TensorFault) -> Self {
        Fault::new(format!("what the store has kept can't be used: {fault}"))
    }
}

impl From<crate::data::DataFault> for Fault {
    fn from(fault: crate::data::DataFault) -> Self {
        let interrupted = matches!(fault, data::DataFault::Interrupted);
        Fault { message: fault.to_string(), help: Some(fault.help()), interrupted }
    }
}

/// Measures and curves of the lines that have run.
pub trait Results {
    /// The reading of a measure, over all repeats outside a sweep.
    fn reading(&self, measure: &MeasureRef) -> Option<Reading>;
    /// A measure against a swept value, or a training curve against epochs when no axis is named.
    fn series(&self, measure: &MeasureRef, over: Option<&str>) -> Option<Series>;
    /// A measure against the swept value `over`, one series for each value of the swept value `by`.
    fn series_by(&self, measure: &MeasureRef, over: &str, by: &str) -> Vec<(f64, Series)>;
    /// Writes a file whose path starts from the folder of the pipe file; returns where it went.
    fn keep(&mut self, name: &str, bytes: &[u8]) -> Result<PathBuf, Fault>;
}

/// The surroundings of one running step.
pub struct Context<'a> {
    /// The step's own node of the seed tree.
    pub seed: Seed,
    pub shelf: &'a Shelf,
    /// The folder of the pipe file, where relative paths start.
    pub folder: &'a Path,
    pub observer: &'a dyn Observer,
    pub results: &'a mut dyn Results,
    /// What the step's inputs yielded.
    pub values: &'a dyn Fn(StepId) -> Option<Value>,
    /// Says a line to whoever watches: a download, a file written.
    pub say: &'a dyn Fn(&str),
    /// Where the step stands in the file.
    pub place: Span,
    /// Where findings go while a run is tried out; none when it is meant.
    pub probe: Option<&'a Probe>,
}

impl Context<'_> {
    pub fn data(&self, input: &DataInput) -> Result<Data, Fault> {
        (self.values)(input.0.step).and_then(|value| value.data).ok_or_else(|| gone(&input.0.shown))
    }

    /// Passes on what the data room says; a break where somebody wants the end.
    pub fn hear(&self, event: data::Event) -> ControlFlow<()> {
        match event {
            data::Event::Note(line) => (self.say)(line),
            data::Event::Fetched { file, bytes, of } => {
                self.observer.progress(bytes, of.unwrap_or(bytes), &format!("fetching {file}"));
            }
        }
        if self.observer.cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// What the steps before have found out about a system.
    pub fn treatment(&self, input: &Input) -> Result<Treatment, Fault> {
        let model = (self.values)(input.step).and_then(|value| value.model);
        model.and_then(|model| model.treatment().cloned()).ok_or_else(|| gone(&input.shown))
    }

    pub fn model(&self, input: &ModelInput) -> Result<Arc<dyn Model>, Fault> {
        (self.values)(input.0.step).and_then(|value| value.model).ok_or_else(|| gone(&input.0.shown))
    }
}

fn gone(name: &str) -> Fault {
    Fault::new(format!("the result of `{name}` is not there"))
        .help("this is a mistake of the program, not of the file: please report it")
}
