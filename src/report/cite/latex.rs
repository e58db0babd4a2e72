//! The account as LaTeX, with citations by key.

use super::{Account, Told};
use crate::report::plain::plain;
use crate::vocabulary::Cites;
use std::fmt::Write;

/// A section on the methods.
pub fn methods(account: &Account) -> String {
    let title =
        account.title.as_ref().map_or("The experiment".into(), |title| format!("\\emph{{{}}}", text(title)));
    let mut out = format!(
        "\\section*{{Methods}}\n\n{title} was written and run with Pipette {} (edition {} of its language, seed {}).",
        env!("CARGO_PKG_VERSION"),
        account.edition,
        account.seed
    );
    let words: Vec<String> =
        account.words.iter().map(|(word, cites)| format!("{}~{}", code(word), cited(cites))).collect();
    if !account.starts.is_empty() {
        let starts: Vec<String> = account.starts.iter().map(|start| code(start)).collect();
        let _ = write!(out, " It starts from {}.", starts.join(", "));
    }
    if !words.is_empty() {
        let _ = write!(out, " It uses {}.", words.join(", "));
    }
    out += " These are its sentences, with every default filled in:\n";
    out += &list(account.lines.iter().map(line));
    if !account.claims.is_empty() {
        out += "Its claims were written into the file and judged after the run:\n";
    }
    out += &list(account.claims.iter().map(|claim| {
        let found = claim.found.as_ref().map_or(String::new(), |found| format!(": {}", text(found)));
        format!("{}{found}", code(&claim.text))
    }));
    let sources: String =
        account.sources.iter().map(|source| format!(" It follows {}.", text(source))).collect();
    out + "All random numbers come from the seed."
        + &sources
        + &format!(" The file has the identity {}.\n", code(&account.identity))
}

/// Items, or nothing.
fn list(items: impl Iterator<Item = String>) -> String {
    let items: String = items.map(|item| format!("  \\item {item}\n")).collect();
    if items.is_empty() { items } else { format!("\\begin{{itemize}}\n{items}\\end{{itemize}}\n") }
}

fn line(told: &Told) -> String {
    let label = told.label.as_ref().map_or(String::new(), |label| format!("{}: ", code(label)));
    let stages: Vec<String> = told.stages.iter().map(|stage| code(stage)).collect();
    let often = if told.often.is_empty() { String::new() } else { format!(" ({})", text(&told.often)) };
    format!("{label}{}{often}", stages.join(", then "))
}

fn cited(cites: Cites) -> String {
    format!("\\cite{{{}}}", cites.iter().map(|source| source.key).collect::<Vec<_>>().join(","))
}

/// Typewriter letters; a long sentence may be broken at its spaces.
fn code(said: &str) -> String {
    format!("\\texttt{{{}}}", text(said))
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
