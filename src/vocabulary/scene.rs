//! What a word sees of its surroundings when it is checked: the settings of the file, the data and
//! methods that a model is ordered with, and a place for findings.

use super::{DataKind, Epochs, Methods, Open, Origin};
use crate::source::{Diagnostic, Span};

/// What the settings of a file say.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub edition: Option<u32>,
    pub title: Option<String>,
    pub sources: Vec<String>,
    pub seed: Option<u64>,
    /// Whether networks train in bfloat16.
    pub brain: bool,
}

/// Where a word puts what it finds wrong.
pub type Findings = Vec<Diagnostic>;

/// The surroundings of a word that is checked: where it stands, what the file sets.
pub struct Scene<'a> {
    /// The whole sentence, and the place for findings that no argument carries.
    pub span: Span,
    pub verb: Span,
    pub settings: &'a Settings,
    pub folder: &'a std::path::Path,
    pub findings: &'a mut Findings,
}

impl Scene<'_> {
    /// The place of an argument, or of the verb where a default stands.
    pub fn place(&self, span: Option<Span>) -> Span {
        span.unwrap_or(self.verb)
    }
}

/// A model with what it is trained on and how.
#[derive(Clone, Debug)]
pub struct Order {
    pub data: DataKind,
    pub methods: Methods,
    pub epochs: Open<Epochs>,
    /// Whether layers are stacked one by one.
    pub stacked: bool,
    /// How many layers are stacked, where a repeat count says so.
    pub times: Option<(u64, Span)>,
    /// The trained model that it starts from.
    pub start: Option<Origin>,
}
