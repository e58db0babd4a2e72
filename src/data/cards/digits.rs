//! Optical recognition of handwritten digits: 8 x 8 counts of ink, 0 to 16, of 43 writers.
//!
//! 3823 rows of 30 writers to train on and 1797 of 13 others to test. Alpaydin and Kaynak,
//! *Cascading classifiers*, 1998; UCI repository, data set 80.

use super::tables::table;
use super::{Card, FileCard, Parts};
use crate::data::csv::Label;
use crate::data::dataset::{Facts, Shape};
use crate::data::fault::DataFault;
use crate::data::shelf::Content;

pub static OPTDIGITS: Card = Card {
    word: "optdigits",
    title: "Optical recognition of handwritten digits",
    folders: &["uci"],
    shape: Shape {
        columns: 64,
        classes: Some(10),
        range: Some((0.0, 16.0)),
        image: Some((8, 8)),
        train: 3823,
        test: 1797,
        validation: 0,
        facts: Facts::DIGITS,
    },
    files: &[
        FileCard {
            name: "optdigits.tra",
            packed: None,
            raw: Some("f87ffe5149ece6d73cc08c296f180e695885849036c0b22a7973e74e3f35d3ee"),
            bytes: 563_639,
        },
        FileCard {
            name: "optdigits.tes",
            packed: None,
            raw: Some("6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8"),
            bytes: 264_712,
        },
    ],
    mirrors: &["https://archive.ics.uci.edu/static/public/80/optical+recognition+of+handwritten+digits.zip"],
    origin: "E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, 1998",
    licence: "CC BY 4.0",
    reader: read,
};

/// Both parts hold all ten digits, so that their classes have the same numbers.
fn read(contents: Vec<Content>) -> Result<Parts, DataFault> {
    let mut parts = contents.iter().map(|content| table(content, Label::Last, 0));
    let Some((train, class_names)) = parts.next().transpose()? else {
        return Err(DataFault::Empty { path: "optdigits".into() });
    };
    let test = parts.next().transpose()?.map(|(test, _)| test);
    Ok(Parts { train, test, class_names })
}
