//! What is known of a result before it exists: rows, columns, parts, range, classes of data;
//! inputs, outputs, parameters and abilities of a model.

use super::{Cost, SystemKind};
use crate::data::Shape;
use crate::models::boltzmann::Units;
use crate::models::regression::Refit;
use crate::source::Span;
use std::fmt;

/// What a model can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ability {
    /// Classes or values for rows.
    Predict,
    /// The same fit of other rows.
    Refit,
    /// A (clamped) free energy for rows.
    Energy,
    /// New rows.
    Sample,
    /// Rows given back from what it keeps of them.
    Reconstruct,
    /// How much of each singular vector of its data it keeps.
    Filter,
    /// What is known of a declared system.
    Treatment,
    /// What its hidden units make of rows.
    Hidden,
    /// What of the data each hidden unit looks at.
    Fields,
    /// Which training rows belong together.
    Cluster,
    /// A partition function that can be estimated.
    Partition,
    /// The probability of rows, not only up to a factor.
    Likelihood,
    /// Classes by each of its columns alone.
    Columns,
    /// The probability of rows from two machines, one on the other.
    Stacked,
    /// Classes with units silenced at random.
    Silence,
    /// The worth of what it would have done where another decided.
    Decide,
}

impl Ability {
    pub const fn word(self) -> &'static str {
        match self {
            Ability::Predict => "predict",
            Ability::Refit => "be fitted again as rows are added",
            Ability::Energy => "give free energies",
            Ability::Sample => "sample",
            Ability::Reconstruct => "reconstruct",
            Ability::Filter => "say what it keeps of each singular vector",
            Ability::Treatment => "say what is known of a system",
            Ability::Hidden => "show hidden units",
            Ability::Fields => "show receptive fields",
            Ability::Cluster => "say which rows belong together",
            Ability::Partition => "have its partition function estimated",
            Ability::Likelihood => "give the probability of rows",
            Ability::Columns => "predict by one column",
            Ability::Stacked => "be read as a belief net small enough to be summed over",
            Ability::Silence => "silence units at random",
            Ability::Decide => "be judged by the decisions of another",
        }
    }

    /// How a model comes by it, where it can.
    pub const fn cure(self) -> Option<&'static str> {
        match self {
            Ability::Likelihood => {
                Some("estimate its partition function first: `estimate log-partition by ais`")
            }
            Ability::Refit => Some(
                "fit `ridge` or `logistic`, to values or two classes; other models are swept: `sweep n in [10, 100] { draw n of ... }`",
            ),
            _ => None,
        }
    }
}

pub type Abilities = &'static [Ability];

/// Data before they are read.
#[derive(Clone, Debug, PartialEq)]
pub struct DataKind {
    pub name: String,
    pub shape: Shape,
    /// What happens to training rows at every epoch, in words.
    pub augmented: Option<String>,
    /// Whether rows of other parts can be changed likewise.
    pub redrawn: bool,
    /// What it costs to make one training row afresh.
    pub row: Cost,
}

/// A layer of a Boltzmann machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LayerKind {
    pub units: Units,
    pub columns: usize,
}

impl LayerKind {
    /// Binary digits that number its states; none where they are uncountable.
    pub fn bits(&self) -> Option<usize> {
        self.units.bits(self.columns)
    }
}

/// The two layers of a Boltzmann machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TwoLayers {
    pub visible: LayerKind,
    pub hidden: LayerKind,
}

impl TwoLayers {
    /// The layer with fewer states, and the other one.
    pub fn smaller_first(&self) -> (LayerKind, LayerKind) {
        let bits = |layer: &LayerKind| layer.bits().unwrap_or(usize::MAX);
        match bits(&self.hidden) < bits(&self.visible) {
            true => (self.hidden, self.visible),
            false => (self.visible, self.hidden),
        }
    }

    /// Whether all units are binary or spins.
    pub fn has_two_states(&self) -> bool {
        [self.visible, self.hidden].iter().all(|layer| matches!(layer.units, Units::Binary | Units::Spin))
    }
}

/// A model before it is trained.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ModelKind {
    pub name: &'static str,
    pub inputs: usize,
    pub outputs: Option<usize>,
    /// How many machines it is made of; one but for stacks and ensembles.
    pub layers: usize,
    pub parameters: u64,
    /// What it costs to show it one row: a prediction, a free energy.
    pub row: Cost,
    pub abilities: Abilities,
    /// How many settings it holds side by side; one but for penalties that several methods choose.
    pub settings: usize,
    /// The chains of its training, where they never left the neighbourhood of the data.
    pub chains: Option<RestartedChains>,
    /// Its layers, where it is a single Boltzmann machine of two.
    pub machine: Option<TwoLayers>,
    /// The widths of the Boltzmann machines that it is made of, from the data up; empty for others.
    pub stack: Vec<usize>,
    /// How it is fitted again as rows are added, where it can be.
    pub refit: Option<Refit>,
}

/// Markov chains that start anew at the data for every gradient.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RestartedChains {
    /// Gibbs steps of each.
    pub steps: usize,
    /// Where the file asks for them; none for a default.
    pub place: Option<Span>,
}

/// What flows from a stage to the next: at most one data set, one model and one system.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kind {
    pub data: Option<DataKind>,
    pub model: Option<ModelKind>,
    pub system: Option<SystemKind>,
}

impl fmt::Display for DataKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shape = &self.shape;
        write!(f, "{} x {}", shape.train, shape.columns)?;
        if let Some((low, high)) = shape.range.filter(|(low, high)| (high - low).is_finite()) {
            write!(f, " in {low}..{high}")?;
        }
        if let Some(classes) = shape.classes {
            write!(f, ", {classes} classes")?;
        }
        for (rows, part) in [(shape.validation, "validation"), (shape.test, "test")] {
            if rows > 0 {
                write!(f, ", {rows} {part}")?;
            }
        }
        match &self.augmented {
            Some(how) => write!(f, ", fresh each epoch by {how}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for ModelKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} parameters", self.name, self.parameters)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.data, &self.model) {
            (Some(data), Some(model)) => write!(f, "{model}; {data}"),
            (Some(data), None) => data.fmt(f),
            (None, Some(model)) => model.fmt(f),
            (None, None) => match &self.system {
                Some(system) => system.fmt(f),
                None => f.write_str("nothing"),
            },
        }
    }
}
