//! The account as Markdown.

use super::{Account, Told};
use crate::report::plain::plain;
use crate::vocabulary::{Cites, Publication, Source};
use std::fmt::Write;

/// A section on the methods, and the references.
pub fn methods(account: &Account) -> String {
    let mut out = String::from("## Methods\n\n");
    let title = account.title.as_ref().map_or("The experiment".into(), |title| format!("*{}*", text(title)));
    let _ = write!(
        out,
        "{title} was written and run with Pipette {} (edition {} of its language, seed {}).",
        env!("CARGO_PKG_VERSION"),
        account.edition,
        account.seed
    );
    let words: Vec<String> =
        account.words.iter().map(|(word, cites)| format!("{} ({})", code(word), names(cites))).collect();
    if !account.starts.is_empty() {
        let starts: Vec<String> = account.starts.iter().map(|start| code(start)).collect();
        let _ = write!(out, " It starts from {}.", starts.join(", "));
    }
    if !words.is_empty() {
        let _ = write!(out, " It uses {}.", words.join(", "));
    }
    out += " These are its sentences, with every default filled in:\n\n";
    account.lines.iter().for_each(|told| out += &line(told));
    if !account.claims.is_empty() {
        out += "\nIts claims were written into the file and judged after the run:\n\n";
    }
    for claim in &account.claims {
        let found = claim.found.as_ref().map_or(String::new(), |found| format!(": {}", text(found)));
        let _ = writeln!(out, "- {}{found}", code(&claim.text));
    }
    let _ = writeln!(
        out,
        "\nAll random numbers come from the seed. The file has the identity `{}`.",
        account.identity
    );
    out + &references(account)
}

fn references(account: &Account) -> String {
    let list = account.publications();
    if list.is_empty() && account.sources.is_empty() {
        return String::new();
    }
    let named = account.sources.iter().map(|source| format!("- {}\n", text(source)));
    let published = list.iter().map(|source| format!("- {}\n", reference(source)));
    "\n## References\n\n".to_string() + &named.chain(published).collect::<String>()
}

fn line(told: &Told) -> String {
    let label = told.label.as_ref().map_or(String::new(), |label| format!("{}: ", code(label)));
    let stages: Vec<String> = told.stages.iter().map(|stage| code(stage)).collect();
    let often = if told.often.is_empty() { String::new() } else { format!(" ({})", text(&told.often)) };
    format!("- {label}{}{often}\n", stages.join(", then "))
}

fn names(cites: Cites) -> String {
    let names = cites.iter().map(|source| format!("{} {}", text(&source.names()), source.year));
    names.collect::<Vec<_>>().join("; ")
}

fn reference(source: &Source) -> String {
    let authors = text(&source.authors.replace(" and ", "; "));
    let place = match source.kind {
        Publication::Article { journal, place } => format!("*{}* {}", text(journal), text(place)),
        Publication::Proceedings { book, pages: "" } => format!("*{}*", text(book)),
        Publication::Proceedings { book, pages } => format!("*{}*, {}", text(book), text(pages)),
        Publication::Book { publisher } => text(publisher),
        Publication::Other { place } => text(place),
    };
    format!("{authors} ({}). {}. {}.", source.year, text(source.title), place.replace("--", "\u{2013}"))
}

/// Text in which Markdown reads no markup, nor HTML.
fn text(said: &str) -> String {
    let escaped = |c: char| if "\\`*_[]<>&#|".contains(c) { format!("\\{c}") } else { c.to_string() };
    plain(said).chars().map(escaped).collect()
}

/// Text as it stands, between as many backticks as it needs.
fn code(said: &str) -> String {
    let said = plain(said);
    if !said.contains('`') {
        return format!("`{said}`");
    }
    let longest = said.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    format!("{fence} {said} {fence}")
}
