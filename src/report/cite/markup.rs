//! The account in any form that has a markup: what is said is the same, how it is marked is not.

use super::{Account, Told};
use crate::vocabulary::Cites;

/// How a form marks what is said.
pub trait Markup {
    /// Text in which the form reads no command.
    fn text(said: &str) -> String;
    /// A text of the language, letter by letter.
    fn code(said: &str) -> String;
    fn emphasized(said: &str) -> String;
    /// A section on the methods begins.
    fn section() -> &'static str;
    /// A word, as code, with its publications.
    fn cited(code: &str, cites: Cites) -> String;
    /// Items, which are marked already, between paragraphs.
    fn list(items: &[String]) -> String;
    /// A sentence on what the file names as its sources, where it belongs into the text.
    fn followed(account: &Account) -> String;
    /// The list of references, where it belongs below the text.
    fn references(account: &Account) -> String;
}

/// A section on the methods.
pub fn methods<M: Markup>(account: &Account) -> String {
    let title = account.title.as_ref().map(|title| M::emphasized(&M::text(title)));
    let mut out = format!(
        "{}{} was written and run with Pipette {} (edition {} of its language, seed {}).",
        M::section(),
        title.as_deref().unwrap_or("The experiment"),
        env!("CARGO_PKG_VERSION"),
        account.edition,
        account.seed
    );
    let starts: Vec<String> = account.starts.iter().map(|start| M::code(start)).collect();
    if !starts.is_empty() {
        out += &format!(" It starts from {}.", starts.join(", "));
    }
    let words: Vec<String> =
        account.words.iter().map(|(word, cites)| M::cited(&M::code(word), cites)).collect();
    if !words.is_empty() {
        out += &format!(" It uses {}.", words.join(", "));
    }
    out += " These are its sentences, with every default filled in:\n";
    out += &M::list(&account.lines.iter().map(line::<M>).collect::<Vec<_>>());
    let claims: Vec<String> = account
        .claims
        .iter()
        .map(|claim| {
            let found = claim.found.as_ref().map_or(String::new(), |found| format!(": {}", M::text(found)));
            format!("{}{found}", M::code(&claim.text))
        })
        .collect();
    if !claims.is_empty() {
        out += "Its claims were written into the file and judged after the run:\n";
        out += &M::list(&claims);
    }
    let (followed, identity) = (M::followed(account), M::code(&account.identity));
    out +=
        &format!("All random numbers come from the seed.{followed} The file has the identity {identity}.\n");
    out + &M::references(account)
}

fn line<M: Markup>(told: &Told) -> String {
    let label = told.label.as_ref().map_or(String::new(), |label| format!("{}: ", M::code(label)));
    let stages: Vec<String> = told.stages.iter().map(|stage| M::code(stage)).collect();
    let often = if told.often.is_empty() { String::new() } else { format!(" ({})", M::text(&told.often)) };
    format!("{label}{}{often}", stages.join(", then "))
}
