//! The account as Markdown, with the references below it.

use super::Account;
use super::markup::{self, Markup};
use crate::report::plain::plain;
use crate::vocabulary::{Cites, Publication, Source};

struct Markdown;

/// A section on the methods, and the references.
pub fn methods(account: &Account) -> String {
    markup::methods::<Markdown>(account)
}

impl Markup for Markdown {
    fn text(said: &str) -> String {
        text(said)
    }

    /// As it stands, between as many backticks as it needs.
    fn code(said: &str) -> String {
        let said = plain(said);
        if !said.contains('`') {
            return format!("`{said}`");
        }
        let longest = said.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest + 1);
        format!("{fence} {said} {fence}")
    }

    fn emphasized(said: &str) -> String {
        format!("*{said}*")
    }

    fn section() -> &'static str {
        "## Methods\n\n"
    }

    fn cited(code: &str, cites: Cites) -> String {
        let names = cites.iter().map(|source| format!("{} {}", text(&source.names()), source.year));
        format!("{code} ({})", names.collect::<Vec<_>>().join("; "))
    }

    fn list(items: &[String]) -> String {
        let items: String = items.iter().map(|item| format!("- {item}\n")).collect();
        format!("\n{items}\n")
    }

    /// They are among the references.
    fn followed(_account: &Account) -> String {
        String::new()
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
