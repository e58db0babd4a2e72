//! Pages: the report of a run as one self-contained file, two runs side by side, the list of a store's runs, and a run
//! while it works.
//!
//! Pages are written with maud, which escapes whatever is put into one; `Text` also takes out what could mislead a
//! reader. A page asks no host for anything: styles, the script that sorts tables, and pictures stand in it, and its
//! content security policy forbids the rest.

mod claims;
mod compare;
mod experiment;
mod failures;
mod figures;
mod graph;
mod live;
mod origin;
mod page;
mod pairs;
mod report;
mod runs;
mod searches;
mod steps;
mod sweeps;
mod times;

pub use compare::compare;
pub use live::{Now, live};
pub use page::refusal;
pub use report::report;
pub use runs::runs;

use super::cells::Swept;
use super::figure::Figures;
use super::plain::xml;
use crate::run::Record;
use maud::Render;
use std::collections::BTreeMap;

/// A run as a page shows it.
pub struct Shown {
    pub record: Record,
    pub standing: Standing,
    pub figures: Figures,
    /// The PNG files that the figures name.
    pub images: BTreeMap<String, Vec<u8>>,
    pub swept: Vec<Swept>,
    /// What has to be known before anything is believed: that the file has changed since.
    pub remarks: Vec<String>,
    /// The way to the list of runs that it is one of, where there is one.
    pub home: Option<&'static str>,
}

/// What is known of an experiment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A run in a store, with everything that it left.
    Run,
    /// The lock beside a file: what a run has yielded, but no curves, pictures or times.
    Lock,
    /// The plan alone.
    Plan,
}

/// What a user wrote, in a page.
struct Text<'a>(&'a str);

impl Render for Text<'_> {
    fn render_to(&self, page: &mut String) {
        page.push_str(&xml(self.0));
    }
}

#[cfg(test)]
mod tests;
