//! The publications as BibTeX, in UTF-8, and the program itself.

use super::Account;
use super::latex::text;
use crate::vocabulary::{Publication, Source};

/// An entry for each publication, by key, behind one for the program.
pub fn references(account: &Account) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let program = fields(
        "software",
        "Pipette",
        &[
            ("title", "{Pipette}".into()),
            ("version", version.into()),
            ("note", "experiments in machine learning and statistical physics, written as sentences".into()),
        ],
    );
    let entries = account.publications().into_iter().map(entry);
    std::iter::once(program).chain(entries).collect::<Vec<_>>().join("\n")
}

/// A publication as BibTeX has it.
pub fn entry(source: &Source) -> String {
    let (kind, place) = match source.kind {
        Publication::Article { journal, place } => {
            let (volume, pages) = place.split_once(':').unwrap_or((place, ""));
            ("article", vec![("journal", text(journal)), ("volume", text(volume)), ("pages", text(pages))])
        }
        Publication::Proceedings { book, pages } => {
            ("inproceedings", vec![("booktitle", text(book)), ("pages", text(pages))])
        }
        Publication::Book { publisher } => ("book", vec![("publisher", text(publisher))]),
        Publication::Other { place } => ("misc", vec![("howpublished", text(place))]),
    };
    let mut list = vec![
        ("author", text(source.authors)),
        // Braces keep capitals as they are.
        ("title", format!("{{{}}}", text(source.title))),
    ];
    list.extend(place);
    list.push(("year", source.year.to_string()));
    fields(kind, source.key, &list)
}

fn fields(kind: &str, key: &str, list: &[(&str, String)]) -> String {
    let said = list.iter().filter(|(_, value)| !value.is_empty());
    let lines: String = said.map(|(name, value)| format!("  {name} = {{{value}}},\n")).collect();
    format!("@{kind}{{{key},\n{lines}}}\n")
}
