//! Tables of the UCI repository that are one file: spambase, ionosphere, wdbc.
//!
//! They have no test part of their own: `draw n` makes one. Spambase: word and character frequencies
//! in per cent and runs of capitals of 4601 letters, 1813 of them spam (Hopkins, Reeber, Forman and
//! Suermondt, 1999; data set 94). Ionosphere: radar returns, good or bad (Sigillito et al., 1989; data
//! set 52). Wdbc: cell nuclei of breast masses, malignant or benign (Wolberg, Mangasarian, Street and
//! Street, 1995; data set 17).

use super::{Card, FileCard, Parts};
use crate::data::csv::{self, Header, Label, Layout};
use crate::data::dataset::{Facts, Part, Shape};
use crate::data::fault::DataFault;
use crate::data::shelf::Content;

pub static SPAMBASE: Card = Card {
    word: "spambase",
    title: "Spambase",
    folders: &["uci"],
    shape: shape(4601, 57, (0.0, 15_841.0)),
    files: &[FileCard {
        name: "spambase.data",
        packed: None,
        raw: Some("b1ef93de71f97714d3d7d4f58fc9f718da7bbc8ac8a150eff2778616a8097b12"),
        bytes: 702_942,
    }],
    mirrors: &["https://archive.ics.uci.edu/static/public/94/spambase.zip"],
    origin: "M. Hopkins, E. Reeber, G. Forman and J. Suermondt, UCI Machine Learning Repository, 1999",
    licence: "CC BY 4.0",
    reader: |contents| {
        let parts = single(contents, Label::Last, 0)?;
        Ok(Parts { class_names: vec!["mail".into(), "spam".into()], ..parts })
    },
};

pub static IONOSPHERE: Card = Card {
    word: "ionosphere",
    title: "Ionosphere radar returns",
    folders: &["uci"],
    shape: shape(351, 34, (-1.0, 1.0)),
    files: &[FileCard {
        name: "ionosphere.data",
        packed: None,
        raw: Some("46d52186b84e20be52918adb93e8fb9926b34795ff7504c24350ae0616a04bbd"),
        bytes: 76_467,
    }],
    mirrors: &["https://archive.ics.uci.edu/static/public/52/ionosphere.zip"],
    origin: "V. Sigillito, S. Wing, L. Hutton and K. Baker, UCI Machine Learning Repository, 1989",
    licence: "CC BY 4.0",
    reader: |contents| single(contents, Label::Last, 0),
};

pub static WDBC: Card = Card {
    word: "wdbc",
    title: "Breast cancer Wisconsin (diagnostic)",
    folders: &["uci"],
    shape: shape(569, 30, (0.0, 4254.0)),
    files: &[FileCard {
        name: "wdbc.data",
        packed: None,
        raw: Some("d606af411f3e5be8a317a5a8b652b425aaf0ff38ca683d5327ffff94c3695f4a"),
        bytes: 124_103,
    }],
    mirrors: &["https://archive.ics.uci.edu/static/public/17/breast+cancer+wisconsin+diagnostic.zip"],
    origin: "W. Wolberg, O. Mangasarian, N. Street and W. Street, UCI Machine Learning Repository, 1995",
    licence: "CC BY 4.0",
    reader: |contents| single(contents, Label::First, 1),
};

const fn shape(train: usize, columns: usize, range: (f64, f64)) -> Shape {
    Shape {
        columns,
        classes: Some(2),
        range: Some(range),
        image: None,
        train,
        test: 0,
        validation: 0,
        facts: Facts::NONE,
    }
}

/// All rows of the only file to train on.
fn single(contents: Vec<Content>, label: Label, skip: usize) -> Result<Parts, DataFault> {
    let Some(content) = contents.first() else { return Err(DataFault::Empty { path: "table".into() }) };
    let (train, class_names) = table(content, label, skip)?;
    Ok(Parts { train, test: None, class_names })
}

/// A table without a header.
pub(super) fn table(content: &Content, label: Label, skip: usize) -> Result<(Part, Vec<String>), DataFault> {
    csv::part(&content.bytes, true, &content.path, &Layout { label, header: Header::No, skip })
}
