//! What is said of a sentence that none of the known mistakes explains: where reading stopped,
//! what could have stood there, and the form of such a statement.

use super::{Line, is_reserved};
use crate::source::{Diagnostic, Span};
use crate::syntax::token::{Kind, Token};

/// Reading stopped at the offset `at`, where one of `wanted` could have stood.
pub(super) fn unexpected(line: &Line, at: usize, wanted: &[&str]) -> Diagnostic {
    let list = listed(wanted);
    let Some(found) = line.tokens.iter().copied().find(|token| token.span.end > at) else {
        let end = Span::new(line.span.end, line.span.end);
        let missing = list.unwrap_or_else(|| "something more".to_owned());
        return Diagnostic::error(
            "broken-line",
            end,
            format!("the statement ends where {missing} should stand"),
        )
        .label("ends here")
        .help(form(line));
    };
    let shown: String = line.written(found).chars().take(40).collect();
    let (message, label) = match list {
        Some(list) => (format!("expected {list}, found `{shown}`"), format!("{list} should stand here")),
        None => (format!("`{shown}` cannot stand here"), "does not fit".to_owned()),
    };
    Diagnostic::error("broken-line", found.span, message).label(label).help(help(line, found))
}

/// "a, b or c", if that is short enough to help.
fn listed(wanted: &[&str]) -> Option<String> {
    let has_value = wanted.contains(&"a value");
    let mut wanted: Vec<&str> = wanted.to_vec();
    wanted.retain(|words| !has_value || !matches!(*words, "a name" | "a number"));
    match wanted.as_slice() {
        [] => None,
        [one] => Some((*one).to_owned()),
        [first @ .., last] if first.len() <= 3 => Some(format!("{} or {last}", first.join(", "))),
        _ => None,
    }
}

fn help(line: &Line, found: Token) -> String {
    let word = line.written(found);
    match found.kind {
        Kind::Word if word == "of" && line.word(0) == "expect" => {
            "a measure stands behind the label of its line and a dot: `net.error`".to_owned()
        }
        Kind::Word if is_reserved(word) => {
            format!("`{word}` joins what stands on both its sides; it cannot be a name")
        }
        Kind::Operator => {
            "stages do not compute: write `let NAME = ...` before, and use the name here".to_owned()
        }
        Kind::Open => "a bracket touches the name it belongs to, and a statement begins with a verb: \
                       `train mlp[784,10]`"
            .to_owned(),
        Kind::Colon => {
            "a label stands at the beginning of a line, the name of an argument inside `( )`".to_owned()
        }
        _ => form(line),
    }
}

/// The form of a statement that begins as this one does.
fn form(line: &Line) -> String {
    match line.word(0) {
        "let" => "the form is `let NAME = ...`",
        "expect" => {
            "the form is `expect A > B`, `expect A in 1..5` or `expect A within 5 % of B`, then clauses"
        }
        "sweep" => "the form is `sweep NAME in VALUES, NAME in VALUES, repeat 5 { ... }`",
        "search" => "the form is `search NAME in LOW..HIGH log, try 20 by LABEL.MEASURE, repeat 3 { ... }`",
        "repeat" => "the form is `repeat 5 { ... }`",
        _ => "the form is `LABEL: VERB WHAT with METHOD and METHOD, then VERB ...`",
    }
    .to_owned()
}
