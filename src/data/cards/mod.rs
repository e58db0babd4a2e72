//! The cards of the data sets that have files: what they hold, where they come from, how to know them.
//!
//! A new set is a static [`Card`] and one line in [`CARDS`].

mod digits;
mod images;
mod tables;

use super::bounded;
use super::dataset::{Dataset, Part, Shape};
use super::fault::{DataFault, Wanted, same};
use super::fetch::fetch_file;
use super::shelf::{Content, Shelf};
use rayon::prelude::*;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// Every set that has files.
pub static CARDS: &[&Card] = &[
    &images::MNIST,
    &images::FASHION,
    &tables::SPAMBASE,
    &digits::OPTDIGITS,
    &tables::IONOSPHERE,
    &tables::WDBC,
];

/// The card with this word.
pub fn card(word: &str) -> Option<&'static Card> {
    CARDS.iter().copied().find(|card| card.word == word)
}

/// One file of a set.
#[derive(Clone, Debug)]
pub struct FileCard {
    /// Its name as it is given.
    pub name: &'static str,
    /// SHA-256 of the file as it is given, where that is packed.
    pub packed: Option<&'static str>,
    /// SHA-256 of the unpacked content, where known.
    pub raw: Option<&'static str>,
    /// Length of the unpacked content in bytes.
    pub bytes: u64,
}

impl FileCard {
    /// The sums that a right file may have.
    pub fn sums(&self) -> Vec<String> {
        [self.packed, self.raw].into_iter().flatten().map(str::to_owned).collect()
    }
}

/// A set that has files: all that is known of it before a byte is read.
#[derive(Clone, Debug)]
pub struct Card {
    /// Its word in the language, and the name of its folder.
    pub word: &'static str,
    pub title: &'static str,
    /// Other folders in which its files may lie.
    pub folders: &'static [&'static str],
    pub shape: Shape,
    pub files: &'static [FileCard],
    /// Tried in turn: an address that ends in `.zip` is an archive of the files, any other a folder.
    pub mirrors: &'static [&'static str],
    pub origin: &'static str,
    pub licence: &'static str,
    /// From the contents of `files`, in their order.
    pub reader: fn(Vec<Content>) -> Result<Parts, DataFault>,
}

/// What a reader makes of files.
#[derive(Clone, Debug)]
pub struct Parts {
    pub train: Part,
    pub test: Option<Part>,
    /// By number.
    pub class_names: Vec<String>,
}

impl Card {
    /// The sum that [`load`] gives its data.
    pub fn sum(&self) -> String {
        let sums = self.files.iter().filter_map(|file| file.raw.or(file.packed).map(str::to_owned));
        bounded::joint(&sums.collect::<Vec<_>>())
    }

    /// What is said of a file that is not here.
    pub(crate) fn wanted(&self, file: &FileCard) -> Wanted {
        let sum = file.packed.or(file.raw).unwrap_or_default().to_owned();
        let mirror = self.mirrors.first().copied().unwrap_or_default();
        let from = if mirror.ends_with(".zip") { mirror.to_owned() } else { under(mirror, file.name) };
        Wanted { name: file.name.to_owned(), sum, from }
    }
}

/// The address of a file on a mirror that is a folder.
pub(crate) fn under(mirror: &str, name: &str) -> String {
    format!("{}/{name}", mirror.trim_end_matches('/'))
}

/// What is happening, for whoever waits.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// A sentence.
    Note(&'a str),
    /// Bytes fetched so far of a file, and in all where that is known.
    Fetched { file: &'a str, bytes: u64, of: Option<u64> },
}

/// Told of events; a break stops the work with [`DataFault::Interrupted`].
pub type Observer<'a> = dyn FnMut(Event) -> ControlFlow<()> + 'a;

/// Reads a set from the shelf; what is missing is fetched first, unless the shelf is offline.
/// The sum of every file is checked.
pub fn load(card: &Card, shelf: &Shelf, observer: &mut Observer) -> Result<Dataset, DataFault> {
    let mut contents = find(card, shelf)?;
    if contents.iter().any(Option::is_none) {
        fetch(card, shelf, observer)?;
        contents = find(card, shelf)?;
    }
    let here: Vec<Content> = contents.into_iter().flatten().collect();
    if here.len() < card.files.len() {
        return Err(missing(card, shelf, card.files.iter().collect()));
    }
    let sums: Vec<String> = here.iter().map(|content| content.sum.clone()).collect();
    let Parts { train, test, class_names } = (card.reader)(here)?;
    check(card, &train, test.as_ref())?;
    let (shape, digest) = (card.shape.clone(), bounded::joint(&sums));
    Ok(Dataset { shape, digest, ..Dataset::new(card.word, train, test, class_names) })
}

/// Fetches the files that are not on the shelf; their paths.
pub fn fetch(card: &Card, shelf: &Shelf, observer: &mut Observer) -> Result<Vec<PathBuf>, DataFault> {
    let found = find(card, shelf)?;
    let absent: Vec<&FileCard> =
        card.files.iter().zip(&found).filter(|(_, found)| found.is_none()).map(|(file, _)| file).collect();
    if shelf.offline && !absent.is_empty() {
        return Err(missing(card, shelf, absent));
    }
    absent.into_iter().map(|file| fetch_file(card, file, shelf, observer)).collect()
}

/// Where each file of a set is, its sum checked; none where it is nowhere.
pub fn status(card: &Card, shelf: &Shelf) -> Vec<(&'static str, Result<Option<PathBuf>, DataFault>)> {
    let look = |file: &FileCard| (file.name, shelf.find(card, file).map(|found| found.map(|c| c.path)));
    card.files.iter().map(look).collect()
}

fn find(card: &Card, shelf: &Shelf) -> Result<Vec<Option<Content>>, DataFault> {
    card.files.par_iter().map(|file| shelf.find(card, file)).collect()
}

fn missing(card: &Card, shelf: &Shelf, files: Vec<&FileCard>) -> DataFault {
    let files = files.into_iter().map(|file| card.wanted(file)).collect();
    DataFault::Missing { set: card.word.to_owned(), files, folder: shelf.downloads.join(card.word) }
}

/// What the card says is what was read: the plan relied on it.
fn check(card: &Card, train: &Part, test: Option<&Part>) -> Result<(), DataFault> {
    let said = format!("the card of {}", card.word);
    let same = |what, said_count, name: &str, count| same(what, (&said, said_count), (name, count));
    same("rows", card.shape.train, "train", train.rows())?;
    same("rows", card.shape.test, "test", test.map_or(0, Part::rows))?;
    same("columns", card.shape.columns, "train", train.x.columns())
}

#[cfg(test)]
mod tests;
