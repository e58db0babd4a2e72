//! Where the files of a card are looked for, and whether they are the right ones.
//!
//! The folders come in turn: `--data`, those of `PIPETTE_DATA`, `pipette` in the user's data folder,
//! last the downloads (which lie in the same place). In each, a file is looked for in a folder named
//! after the set, in those its card names, and directly; as it is given, and packed or unpacked.
//! A file whose sum is wrong is refused, not passed over: somebody meant it to be used. Only a file
//! that is another card's of the same name (Fashion-MNIST beside MNIST) is passed over.

use super::bounded::{self, sha256};
use super::cards::{CARDS, Card, FileCard};
use super::fault::DataFault;
use etcetera::BaseStrategy;
use std::path::{Path, PathBuf};

/// Where data are.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    /// Looked through in turn.
    pub folders: Vec<PathBuf>,
    /// Where fetched files go, each set into a folder of its name; looked through last.
    pub downloads: PathBuf,
    /// Never fetch.
    pub offline: bool,
    /// The user's own mirrors, tried before a card's: the word of a set and an address as in a card.
    pub extra_mirrors: Vec<(String, String)>,
}

/// A file of a card in memory, unpacked, its sum checked.
#[derive(Clone, Debug)]
pub struct Content {
    pub path: PathBuf,
    pub bytes: Vec<u8>,
    /// SHA-256 of `bytes`.
    pub sum: String,
}

impl Shelf {
    /// The usual places, with the folder of `--data` first. A folder that is named must be there.
    pub fn usual(folder: Option<PathBuf>, offline: bool) -> Result<Self, DataFault> {
        let variable = std::env::var_os("PIPETTE_DATA").filter(|value| !value.is_empty());
        let named: Vec<PathBuf> = variable.iter().flat_map(std::env::split_paths).collect();
        let folders: Vec<PathBuf> = folder.into_iter().chain(named).collect();
        if let Some(path) = folders.iter().find(|path| !path.is_dir()) {
            return Err(DataFault::NotAFolder { path: path.clone() });
        }
        // Without a home there is still the current folder, where runs are kept too.
        let downloads = etcetera::choose_base_strategy()
            .map_or_else(|_| PathBuf::from(".pipette/data"), |base| base.data_dir().join("pipette"));
        Ok(Shelf { folders, downloads, offline, extra_mirrors: Vec::new() })
    }

    /// The content of a file; none when it is nowhere.
    pub fn find(&self, card: &Card, file: &FileCard) -> Result<Option<Content>, DataFault> {
        for folder in self.folders.iter().chain([&self.downloads]) {
            for path in candidates(folder, card, file).into_iter().filter(|path| path.exists()) {
                match check(&path, file) {
                    Err(DataFault::WrongSum { found, .. }) if belongs_to_another(card, file, &found) => {}
                    outcome => return outcome.map(Some),
                }
            }
        }
        Ok(None)
    }

    /// The mirrors of a set, the user's own first.
    pub(crate) fn mirrors(&self, card: &Card) -> Vec<String> {
        let own = self.extra_mirrors.iter().filter(|(word, _)| word == card.word).map(|(_, url)| url.clone());
        own.chain(card.mirrors.iter().map(|url| url.to_string())).collect()
    }
}

fn candidates(folder: &Path, card: &Card, file: &FileCard) -> Vec<PathBuf> {
    let bare = file.name.strip_suffix(".gz").unwrap_or(file.name);
    let names = [bare.to_owned(), format!("{bare}.gz")];
    let named = [card.word].into_iter().chain(card.folders.iter().copied()).map(|name| folder.join(name));
    let places = named.chain([folder.to_owned()]);
    places.flat_map(|place| names.clone().map(|name| place.join(name))).collect()
}

/// Whether this sum is that of a file of the same name on another card.
fn belongs_to_another(card: &Card, file: &FileCard, sum: &str) -> bool {
    let others = CARDS.iter().filter(|other| other.word != card.word);
    let files = others.flat_map(|other| other.files).filter(|other| other.name == file.name);
    files.flat_map(FileCard::sums).any(|other| other == sum)
}

/// Reads a file and checks its sum: that of the file as it is given, or of what it unpacks to.
pub(crate) fn check(path: &Path, file: &FileCard) -> Result<Content, DataFault> {
    let opened = bounded::open(path)?;
    let limit = file.bytes + bounded::SLACK;
    bounded::within(path, opened.length.into(), limit)?;
    let gzip = opened.gzip;
    let given = bounded::at_most(opened.reader, limit, path)?.unwrap_or_default();
    let sum = sha256(&given);
    let wrong = || DataFault::WrongSum { path: path.to_owned(), wanted: file.sums(), found: sum.clone() };
    let as_given = file.packed == Some(sum.as_str());
    if !as_given && file.raw.is_none() {
        return Err(wrong());
    }
    let (bytes, unpacked_sum) = if gzip {
        let bytes = bounded::unpacked(&given, file.bytes).ok_or_else(wrong)?;
        let sum = sha256(&bytes);
        (bytes, sum)
    } else {
        (given, sum.clone())
    };
    if !as_given && file.raw != Some(unpacked_sum.as_str()) {
        return Err(wrong());
    }
    Ok(Content { path: path.to_owned(), bytes, sum: unpacked_sum })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::testing::{gzip, toy_card};

    fn shelf(folder: &Path) -> Shelf {
        Shelf { folders: vec![folder.to_owned()], downloads: folder.join("downloads"), ..Shelf::default() }
    }

    /// Packed or not, in a folder of the set, of its family, directly, or fetched before.
    #[test]
    fn a_file_is_found_in_every_usual_place() {
        let card = toy_card(&[]);
        for place in ["toy/toy.data", "family/toy.data.gz", "toy.data", "downloads/toy/toy.data"] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join(place);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            let content = b"1,2,a\n3,4,b\n";
            std::fs::write(&path, if place.ends_with("gz") { gzip(content) } else { content.to_vec() })
                .unwrap();
            let found = shelf(folder.path()).find(card, &card.files[0]).unwrap().unwrap();
            assert_eq!((found.path, found.bytes), (path, content.to_vec()));
        }
    }

    #[test]
    fn a_wrong_sum_is_refused_with_both_sums_and_a_cure() {
        let card = toy_card(&[]);
        let folder = tempfile::tempdir().unwrap();
        for content in [b"1,2,a\n3,4,c\n".to_vec(), gzip(b"1,2,a\n3,4,c\n"), gzip(&[b'1'; 1000])] {
            std::fs::write(folder.path().join("toy.data"), &content).unwrap();
            let found = shelf(folder.path()).find(card, &card.files[0]).unwrap_err();
            let text = found.to_string();
            assert!(text.contains(&sha256(&content)) && text.contains(&card.files[0].sums()[0]), "{text}");
            assert!(found.help().contains("fetched anew"));
        }
    }

    #[test]
    fn a_file_far_too_large_is_refused_unread() {
        let card = toy_card(&[]);
        let folder = tempfile::tempdir().unwrap();
        let file = std::fs::File::create(folder.path().join("toy.data")).unwrap();
        file.set_len(1 << 40).unwrap();
        let found = shelf(folder.path()).find(card, &card.files[0]).unwrap_err();
        assert!(matches!(found, DataFault::TooLarge { bytes, .. } if bytes == 1 << 40), "{found}");
    }

    #[test]
    fn the_file_of_another_card_is_recognised() {
        let [mnist, fashion] = ["mnist", "fashion"].map(|word| crate::data::card(word).unwrap());
        let sum = mnist.files[0].packed.unwrap();
        assert!(belongs_to_another(fashion, &fashion.files[0], sum));
        assert!(!belongs_to_another(mnist, &mnist.files[0], sum));
    }

    #[test]
    fn a_named_folder_must_be_there() {
        let found = Shelf::usual(Some("/no/such/folder".into()), true).unwrap_err();
        assert_eq!(found.to_string(), "there is no folder /no/such/folder");
    }
}
