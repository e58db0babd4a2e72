//! What a word of the language is: typed arguments with places, units and ranges; the traits that
//! a verb, a model, a data set, a method and a measure fulfil; the kinds that flow between stages.
//!
//! A word is declared once, in one file of the `words` room, as a struct inside [`args!`](crate::args)
//! and an `impl` of one of the traits here. Everything else is derived from that declaration: how it
//! is bound and checked, its defaults, the plan's filled-in sentence, the reference, its identity.

mod args;
mod argument;
mod choice;
mod claims;
mod context;
mod cost;
mod erased;
mod given;
mod input;
mod interval;
mod kind;
mod marks;
mod means;
mod measure;
mod methods;
mod number;
mod outcome;
mod probe;
mod published;
mod rates;
mod reals;
mod registry;
mod scene;
mod shrink;
mod sizes;
mod slots;
mod sources;
mod spaced;
mod system;
mod units;
mod unsupervised;
mod value;
mod word;

pub use crate::syntax::ast::Operator;
pub use args::{Arg, Args, Param, Place, Style, Written};
pub use argument::{Argument, Binder, Noun};
pub use choice::{Choice, Flag, Numbers, Open, Widths};
pub use claims::{BEST, CONFIDENCE, ClaimFunction, LEAST_RESAMPLED};
pub use context::{Context, Fault, Results};
pub use cost::{Amount, Charted, Cost, MANY, SMALL_ORDER, Work};
pub use erased::{
    AnyDataWord, AnyMethod, AnyModelWord, AnyVerb, BoundData, BoundMethod, BoundModel, BoundVerb, WordInfo,
};
pub use given::{Call, Combined, Form, Given, MeasureRef, Number, Piece};
pub use input::{
    DataInput, Examined, Identity, Input, ModelInput, ModelInputs, Need, Origin, StepId, SystemInput,
};
pub use interval::Lengths;
pub use kind::{Abilities, Ability, DataKind, Kind, LayerKind, ModelKind, RestartedChains, TwoLayers};
pub use marks::Marks;
pub use means::Means;
pub use measure::{Better, Check, Evidence, Measure, MeasuredOn, Reading, Unit};
pub use methods::{Methods, Repeated};
pub use number::{
    Angle, Bond, Count, Draws, Duration, Epochs, Factor, Length, Patterns, PerEpoch, Positive, Rate, Real,
    Rows, Share, Steps, Times,
};
pub use outcome::{Outcome, Picture, Series, TIMES, Table};
pub use probe::Probe;
pub use published::{Published, Reproduction};
pub use rates::{Rates, Speed};
pub use reals::Reals;
pub use registry::{OPENINGS, PREPOSITIONS, Vocabulary};
pub use scene::{Findings, Order, Scene, Settings};
pub use shrink::{Shrink, ShrunkKinds, rows_of_set};
pub use sizes::Sizes;
pub use slots::Slots;
pub use sources::{Cites, Publication, Source};
pub use spaced::Spaced;
pub use system::{Counted, Declared, Job, Product, SystemKind, SystemWord, Treating, Treatment};
pub use units::{Dimension, UnitWord, unit_named, units_of};
pub use unsupervised::{Clustering, Embedded, Embedding, Factoring, Partition};
pub use value::{Data, Model, Prediction, Value};
pub use word::{
    Choosing, Class, DataWord, Deforming, Estimating, Growing, Imaging, Method, ModelWord, Role, Transform,
    Verb, epochs_of,
};
