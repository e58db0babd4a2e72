//! Published numbers: what a file can be held against. Each is declared once, with its protocol and its source.

use super::Measure;

/// One number of a publication.
pub struct Published {
    /// By what a file calls it: `Ciresan 2010, table 1, row 4`.
    pub name: &'static str,
    pub measure: &'static Measure,
    pub value: f64,
    /// The test rows that it was counted on, where it is a share of them.
    pub rows: Option<u64>,
    /// How it was come by.
    pub protocol: &'static str,
    /// Authors, year, title, place, DOI or arXiv number.
    pub source: &'static str,
}

/// What a stage holds its line against.
#[derive(Clone, Copy, Debug)]
pub struct Reproduction {
    pub published: &'static Published,
    /// The difference that has to be told before the two count as consistent.
    pub size: f64,
}

impl std::fmt::Debug for Published {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}
