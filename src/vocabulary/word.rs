//! The traits that words fulfil. A word's argument struct is the word: `impl Verb for Train`.

use super::{
    Abilities, Args, Cites, Clustering, Context, Cost, Data, DataKind, Embedding, Factoring, Fault, Findings,
    Kind, Measure, Model, ModelKind, Open, Order, Outcome, Reproduction, Scene, Settings, Treating,
    TwoLayers, Value,
};
use crate::data::deform::Deformation;
use crate::data::warp::Warp;
use crate::data::{DataFault, Dataset, Shape};
use crate::models::Observer;
use crate::models::boltzmann::ExactRbm;
use crate::models::boltzmann::partition::Estimate;
use crate::models::regression::selection::Criterion;
use crate::numeric::random::Seed;
use crate::numeric::tensors::Tensors;
use crate::source::{Diagnostic, Span};
use ndarray::Array1;
use std::path::Path;
use std::sync::Arc;

/// What a method is for. A model trains with one class, `augment` takes another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class(pub &'static str);

impl Class {
    pub const NETWORK: Class = Class("training networks");
    pub const TESTING: Class = Class("testing networks");
    pub const AUTOENCODER: Class = Class("training autoencoders");
    pub const BOLTZMANN: Class = Class("training Boltzmann machines");
    pub const BELIEF_NET: Class = Class("training belief nets");
    pub const REGRESSION: Class = Class("fitting regressions");
    pub const POLICY: Class = Class("learning from decisions");
    pub const CHOICE: Class = Class("choosing penalties");
    pub const DEFORMATION: Class = Class("augmenting images");
    pub const TRANSFORM: Class = Class("preparing data");
    pub const SIMULATION: Class = Class("simulating systems");
    pub const RENORMALIZATION: Class = Class("renormalizing systems");
    pub const SOLUTION: Class = Class("solving systems");
    pub const STORAGE: Class = Class("storing patterns");
    pub const RECALL: Class = Class("recalling patterns");
    pub const FACTORING: Class = Class("factoring tables");
    pub const EMBEDDING: Class = Class("embedding rows");
    pub const CLUSTERING: Class = Class("clustering rows");
    pub const PARTITION: Class = Class("estimating partition functions");

    pub fn list(classes: &[Class]) -> String {
        classes.iter().map(|class| class.0).collect::<Vec<_>>().join(" and ")
    }
}

/// How a verb takes part in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A step of a pipeline.
    Stage,
    /// A statement of its own that changes the settings.
    Setting,
    /// A statement of its own that brings in the `let`s of another file.
    Include,
    /// A stage whose pipeline says what pipelines without data start from.
    Default,
}

/// A verb: `train`, `augment`, `check`.
pub trait Verb: Args {
    const NAME: &'static str;
    /// Goes up when the same arguments come to yield other numbers: results of before are not taken from the store.
    const VERSION: u32 = 1;
    const ROLE: Role = Role::Stage;
    /// Whether a setting may be said more than once in a file.
    const REPEATS: bool = false;
    /// Whether a setting says how lines are filled in, so that it has to come before them.
    const LEADS: bool = false;
    /// Whether a file of `let`s that others include may say it as well.
    const INCLUDED: bool = false;
    /// The methods that it takes, where no model says which.
    const METHODS: &'static [Class] = &[];
    /// The publications behind it.
    const CITES: Cites = &[];
    /// A whole file that shows it.
    const EXAMPLE: &'static str;

    /// Fills in what the sentence left open, now that kinds are known.
    fn settle(&mut self, _scene: &mut Scene) {}

    /// What a setting changes.
    fn set(&self, _settings: &mut Settings) {}

    /// What it yields, or `None` where a finding says why it can't.
    fn kind(&self, scene: &mut Scene) -> Option<Kind>;

    /// Says what is allowed but unwise, once it is known to be allowed.
    fn lint(&self, _scene: &mut Scene) {}

    /// What it costs, given the kind that it yields.
    fn cost(&self, _kind: &Kind) -> Cost {
        Cost::default()
    }

    /// What it would cost in another way that is asked for so, where there is one.
    fn alternative(&self) -> Option<(Cost, &'static str)> {
        None
    }

    /// The measures it yields, with the number of values each has (1, or the layers of a stack).
    fn measures(&self) -> Vec<(&'static Measure, usize)> {
        Vec::new()
    }

    /// The measures that it also records as a curve over epochs, counted like `measures`.
    fn curves(&self) -> Vec<(&'static Measure, usize)> {
        Vec::new()
    }

    /// Whether it leaves something behind besides what it yields: a picture, a file.
    fn has_effect(&self) -> bool {
        false
    }

    /// The verb that a line goes on with where the file ends it here: what is trained is tested.
    fn completed_by(&self) -> Option<&'static str> {
        None
    }

    /// The published number that its line is held against.
    fn reproduces(&self) -> Option<Reproduction> {
        None
    }

    fn run(&self, _context: &mut Context) -> Result<Outcome, Fault> {
        Ok(Outcome::default())
    }

    /// Whether the store keeps what it yields, because making it again may take long.
    const KEPT: bool = false;

    /// The same where it depends on the arguments.
    fn is_kept(&self) -> bool {
        Self::KEPT
    }

    /// The sum of the files that it reads besides its inputs; paths start from `folder`.
    fn sum(&self, _folder: &Path) -> Result<Option<String>, DataFault> {
        Ok(None)
    }

    /// What is kept of what it yields.
    fn tensors(&self, value: &Value) -> Tensors {
        value.model.as_ref().map_or(Tensors::default(), |model| model.tensors())
    }

    /// What it yields once more, from what was kept and from its inputs.
    fn restored(&self, _kept: &Tensors, _context: &mut Context) -> Result<Value, Fault> {
        Err(Fault::new(format!("what `{}` yields is not kept", Self::NAME)))
    }
}

/// A model that can be trained: `mlp[784,10]`, `rbm[784,500]`.
pub trait ModelWord: Args {
    const NAME: &'static str;
    /// Goes up when the same arguments come to yield other numbers: results of before are not taken from the store.
    const VERSION: u32 = 1;
    const CLASS: Class;
    /// The publications behind it.
    const CITES: Cites = &[];
    const EXAMPLE: &'static str;
    /// The verbs that make it: `train`, `stack`, `fit`.
    const MADE_BY: &'static [&'static str];
    const ABILITIES: Abilities;

    /// Fills in what was left open: widths, methods, epochs.
    fn settle(&mut self, _order: &mut Order) {}

    fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind>;

    /// Says what is allowed but unwise, once it is known to be allowed.
    fn lint(&self, _order: &Order, _scene: &mut Scene) {}

    /// What the data become on the way, where training holds rows out.
    fn shape(&self, order: &Order) -> Shape {
        order.data.shape.clone()
    }

    fn cost(&self, order: &Order) -> Cost;

    fn measures(&self, order: &Order) -> Vec<(&'static Measure, usize)>;

    /// The measures that training records as a curve over epochs, counted like `measures`.
    fn curves(&self, _order: &Order) -> Vec<(&'static Measure, usize)> {
        Vec::new()
    }

    /// What is known of it where its numbers are stated or drawn and nothing is learnt.
    fn assumed_kind(&self, _scene: &mut Scene) -> Option<ModelKind> {
        None
    }

    /// The model with the numbers that are stated or drawn.
    fn assumed(&self, _seed: &Seed) -> Result<Arc<dyn Model>, Fault> {
        Err(Fault::new(format!("`{}` has to be trained", Self::NAME)))
    }

    /// What is known of it where its numbers come from a file.
    fn stored_kind(&self, _scene: &mut Scene) -> Option<ModelKind> {
        None
    }

    /// The model of numbers that were saved.
    fn stored(&self, _kept: &Tensors) -> Result<Arc<dyn Model>, Fault> {
        Err(Fault::new(format!("`{}` is not loaded", Self::NAME)))
    }

    /// Trains it; what flows on is the model with its data.
    fn train(&self, order: &Order, data: &Data, context: &mut Context) -> Result<Outcome, Fault>;

    /// What flowed on once more, from the tensors of the trained model.
    fn restored(
        &self,
        order: &Order,
        data: &Data,
        kept: &Tensors,
        context: &mut Context,
    ) -> Result<Value, Fault>;
}

/// A data set with arguments: `gaussian(n: 200, p: 100)`, `csv("a.csv")`.
pub trait DataWord: Args {
    const NAME: &'static str;
    /// Goes up when the same arguments come to yield other numbers: results of before are not taken from the store.
    const VERSION: u32 = 1;
    /// The publications behind it.
    const CITES: Cites = &[];
    const EXAMPLE: &'static str;
    /// What is known before anything but a header is read; paths start from `folder`.
    fn shape(&self, folder: &Path) -> Result<Shape, DataFault>;
    /// What reading or making data of this shape costs.
    fn cost(&self, shape: &Shape) -> Cost;
    /// The `digest` that its data set will have; empty for data that are made here.
    fn sum(&self, _folder: &Path) -> Result<String, DataFault> {
        Ok(String::new())
    }
    fn load(&self, context: &mut Context) -> Result<Dataset, DataFault>;
}

/// A method: `sgd`, `decay`, `rotation`, `threshold`.
pub trait Method: Args {
    const NAME: &'static str;
    /// Goes up when the same arguments come to yield other numbers: results of before are not taken from the store.
    const VERSION: u32 = 1;
    const CLASSES: &'static [Class];
    /// Of one role there is at most one: "an optimizer".
    const ROLE: Option<&'static str> = None;
    /// The publications behind it.
    const CITES: Cites = &[];
    const EXAMPLE: &'static str;

    fn as_transform(&self) -> Option<&dyn Transform> {
        None
    }

    fn as_deformation(&self) -> Option<&dyn Deforming> {
        None
    }

    fn as_imaging(&self) -> Option<&dyn Imaging> {
        None
    }

    fn as_growing(&self) -> Option<&dyn Growing> {
        None
    }

    fn as_choice(&self) -> Option<&dyn Choosing> {
        None
    }

    fn as_treating(&self) -> Option<&dyn Treating> {
        None
    }

    fn as_factoring(&self) -> Option<&dyn Factoring> {
        None
    }

    fn as_embedding(&self) -> Option<&dyn Embedding> {
        None
    }

    fn as_clustering(&self) -> Option<&dyn Clustering> {
        None
    }

    fn as_estimator(&self) -> Option<&dyn Estimating> {
        None
    }

    /// Says what is wrong with the arguments together, whatever they are used for.
    fn check(&self, _findings: &mut Findings) {}
}

/// A method that prepares data: fitted on `train`, applied to every part.
pub trait Transform {
    fn shape(&self, shape: &Shape) -> Result<Shape, DataFault>;
    /// What it costs to apply it to data of this shape.
    fn cost(&self, shape: &Shape) -> Cost;
    fn apply(&self, set: &Dataset, seed: &Seed) -> Result<Dataset, DataFault>;
}

/// A method that adds rows to a training part.
pub trait Growing {
    /// Says what is wrong, and whether anything is not.
    fn review(&self, data: &DataKind, scene: &mut Scene) -> bool;
    /// How many rows.
    fn rows(&self) -> usize;
    fn cost(&self) -> Cost;
    /// The data with these rows behind the training rows.
    fn grown(&self, set: &Dataset, context: &Context) -> Result<Dataset, Fault>;
}

/// A method that chooses a penalty.
pub trait Choosing {
    /// What these data lack for it, with a cure.
    fn lacks(&self, _data: &DataKind) -> Option<(String, String)> {
        None
    }
    /// Whether it takes the rows to be independent of each other.
    fn takes_rows_to_be_independent(&self) -> bool {
        false
    }
    fn criterion(&self, set: &Dataset, seed: &Seed) -> Result<Criterion, Fault>;
}

/// A method that estimates the logarithm of a partition function.
pub trait Estimating {
    /// What is wrong with asking it of this machine.
    fn review(&self, machine: &TwoLayers, place: Span) -> Option<Diagnostic>;
    /// What is allowed but unwise.
    fn lint(&self, _machine: &TwoLayers, _place: Span) -> Option<Diagnostic> {
        None
    }
    fn cost(&self, machine: &TwoLayers) -> Cost;
    /// `base` are log-odds of the visible units without couplings: (visible).
    fn estimate(
        &self,
        machine: &ExactRbm,
        base: &Array1<f64>,
        seed: &Seed,
        observer: &dyn Observer,
    ) -> Result<Estimate, Fault>;
}

/// A method that adds to a random deformation of images.
pub trait Deforming {
    fn add_to(&self, warp: &mut Warp);
}

/// A method that makes images in a way of its own, so that no other can stand beside it.
pub trait Imaging {
    /// Says what is wrong before anything but headers is read; paths start from the scene's folder.
    fn review(&self, _data: &DataKind, _scene: &mut Scene) {}

    /// The sum of its files.
    fn sum(&self, _folder: &Path) -> Result<Option<String>, DataFault> {
        Ok(None)
    }

    /// What one image of this size (height, width) costs.
    fn row(&self, size: (usize, usize)) -> Cost;

    /// What has to be done once, before the first image.
    fn cost(&self, _shape: &Shape) -> Cost {
        Cost::default()
    }

    /// Whether the store keeps what was done once.
    fn is_kept(&self) -> bool {
        false
    }

    /// Does it.
    fn prepared(&self, set: &Dataset, context: &Context) -> Result<Arc<dyn Deformation>, Fault>;

    /// The same from what the store has kept, the deformation's tensors.
    fn restored(
        &self,
        _kept: &Tensors,
        set: &Dataset,
        context: &Context,
    ) -> Result<Arc<dyn Deformation>, Fault> {
        self.prepared(set, context)
    }
}

/// The number of epochs an order asks for, once settled.
pub fn epochs_of(epochs: &Open<super::Epochs>) -> usize {
    epochs.or(super::Epochs::new(1)).get()
}
