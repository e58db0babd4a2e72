//! The words of the language, one file each, and the lists that make them a vocabulary.
//!
//! To add a word, write its file and its line in the list of its folder: checking, defaults, the
//! plan, the reference and the identity follow from its declaration.

use crate::vocabulary::Vocabulary;
use std::sync::OnceLock;

mod checking;
mod data;
mod decisions;
mod enumerated;
mod estimating;
mod flows;
mod judged;
mod lints;
mod making;
mod measures;
mod methods;
mod mixture;
mod models;
mod networks;
mod other_tools;
mod prices;
mod published;
mod simulating;
mod sources;
mod states;
mod systems;
mod tested;
mod transformed;
mod treated;
mod treating;
mod truth;
mod verbs;

/// Every word of the language.
pub static VOCABULARY: Vocabulary = Vocabulary {
    verbs: verbs::VERBS,
    models: models::MODELS,
    data: data::DATA,
    systems: systems::SYSTEMS,
    methods: methods::METHODS,
    measures: measures::MEASURES,
    published: published::PUBLISHED,
    lints: lints::LINTS,
    elsewhere: other_tools::ELSEWHERE,
    default_data: "mnist",
    classes: OnceLock::new(),
    drawing: "sample",
};
