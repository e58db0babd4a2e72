//! `pipette vocabulary [WORD]`: the words of the language, from their declarations.

use super::arguments::VocabularyOptions;
use super::{RUN_FAILED, complain, hand_out};
use crate::lint;
use crate::report::{card, reference};
use crate::source::did_you_mean;
use crate::words::VOCABULARY;
use std::path::Path;

/// Words that open a statement of the grammar, which no file declares, with the part of the guide that explains them.
const STATEMENTS: [(&str, &str); 6] = [
    ("let", "Names"),
    ("include", "Names"),
    ("expect", "Claims"),
    ("sweep", "Sweeps and repeats"),
    ("repeat", "Sweeps and repeats"),
    ("search", "Searches"),
];

/// The words of the grammar, and where they are explained.
fn grammar() -> impl Iterator<Item = (&'static str, &'static str)> {
    STATEMENTS.into_iter().chain(VOCABULARY.connecting_words().map(|word| (word, "Stages and clauses")))
}

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
        (None, None) => hand_out(reference::list(&VOCABULARY)),
    }
}

fn show(word: &str) -> u8 {
    match card::card(&VOCABULARY, word, super::run::screen().width) {
        Some(card) => hand_out(card),
        None => match grammar().find(|(known, _)| *known == word) {
            Some((_, title)) => hand_out(format!(
                "`{word}` is a word of the grammar: docs/guide.md explains it under \"{title}\".\n"
            )),
            None => unknown(word),
        },
    }
}

fn unknown(word: &str) -> u8 {
    let shown = crate::report::plain::plain(word);
    let words = VOCABULARY.names().chain(grammar().map(|(word, _)| word));
    let near = did_you_mean(word, words);
    let code =
        lint::page(&VOCABULARY, word).map(|page| format!("it is a finding: `pipette explain {}`", page.code));
    let help = code.or(near).unwrap_or("`pipette vocabulary` lists the words".into());
    complain(&format!("`{shown}` is no word of the language"), Some(&help))
}

fn write(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let pages = reference::pages(&VOCABULARY);
    pages.iter().try_for_each(|(name, page)| std::fs::write(folder.join(name), page))
}
