//! The account as LaTeX, with citations by key.

use super::Account;
use super::markup::{self, Markup};
use crate::report::plain::plain;
use crate::vocabulary::Cites;

struct Latex;

/// A section on the methods.
pub fn methods(account: &Account) -> String {
    markup::methods::<Latex>(account)
}

impl Markup for Latex {
    fn text(said: &str) -> String {
        text(said)
    }

    /// Typewriter letters; a long sentence may be broken at its spaces.
    fn code(said: &str) -> String {
        format!("\\texttt{{{}}}", text(said))
    }

    fn emphasized(said: &str) -> String {
        format!("\\emph{{{said}}}")
    }

    fn section() -> &'static str {
        "\\section*{Methods}\n\n"
    }

    fn cited(code: &str, cites: Cites) -> String {
        format!("{code}~\\cite{{{}}}", cites.iter().map(|source| source.key).collect::<Vec<_>>().join(","))
    }

    fn list(items: &[String]) -> String {
        let items: String = items.iter().map(|item| format!("  \\item {item}\n")).collect();
        if items.is_empty() { items } else { format!("\\begin{{itemize}}\n{items}\\end{{itemize}}\n") }
    }

    fn followed(account: &Account) -> String {
        account.sources.iter().map(|source| format!(" It follows {}.", text(source))).collect()
    }

    /// They are BibTeX's.
    fn references(_account: &Account) -> String {
        String::new()
    }
}

/// Text in which TeX reads no command.
pub fn text(said: &str) -> String {
    plain(said).chars().map(escaped).collect()
}

fn escaped(c: char) -> String {
    match c {
        '\\' => "\\textbackslash{}".into(),
        '~' => "\\textasciitilde{}".into(),
        '^' => "\\textasciicircum{}".into(),
        '<' => "\\textless{}".into(),
        '>' => "\\textgreater{}".into(),
        '|' => "\\textbar{}".into(),
        '`' => "\\textasciigrave{}".into(),
        '{' | '}' | '$' | '&' | '#' | '_' | '%' => format!("\\{c}"),
        _ => c.to_string(),
    }
}
