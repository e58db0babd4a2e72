//! `pipette vocabulary [WORD]`: the words of the language, from their declarations.

use super::arguments::VocabularyOptions;
use super::{RUN_FAILED, complain};
use crate::report::reference;
use crate::source::did_you_mean;
use crate::words::VOCABULARY;
use std::path::Path;

pub fn vocabulary(options: &VocabularyOptions) -> u8 {
    match (&options.word, &options.write) {
        (Some(word), _) => show(word),
        (None, Some(folder)) => match write(folder) {
            Ok(()) => 0,
            Err(error) => {
                complain(&format!("can't write to {}: {error}", folder.display()), None);
                RUN_FAILED
            }
        },
        (None, None) => {
            print!("{}", reference::list(&VOCABULARY));
            0
        }
    }
}

fn show(word: &str) -> u8 {
    match reference::word(&VOCABULARY, word) {
        Some(page) => {
            print!("{page}");
            0
        }
        None => {
            let shown = crate::report::plain::plain(word);
            complain(
                &format!("`{shown}` is no word of the language"),
                did_you_mean(word, VOCABULARY.names()).as_deref(),
            )
        }
    }
}

fn write(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let pages = reference::pages(&VOCABULARY);
    pages.iter().try_for_each(|(name, page)| std::fs::write(folder.join(name), page))
}
