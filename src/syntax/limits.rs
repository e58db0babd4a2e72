//! What is said of a text that is too large or too deep to be read: the figure and the limit.

use super::lines::{DEEPEST, LONGEST_SENTENCE, Limit, MOST_OPERATORS, MOST_SENTENCES, MOST_TOKENS};
use super::reader::LARGEST_FILE;
use crate::source::{Diagnostic, Span};

/// A file that is not read at all.
pub(super) fn file(text: &str) -> Diagnostic {
    let message = format!("this file has {} bytes; at most {LARGEST_FILE} are read", text.len());
    Diagnostic::error("too-large", Span::new(0, 0), message).label("not read").help(
        "an experiment is a few lines; tables of numbers belong in a csv, npz or idx file that the text names",
    )
}

/// A sentence that is not read.
pub(super) fn sentence(limit: Limit) -> Diagnostic {
    match limit {
        Limit::Nesting(place) => Diagnostic::error("too-deep", place, nesting("brackets"))
            .label(format!("level {}", DEEPEST + 1))
            .help("give the inner part a name with `let`, and use the name here"),
        Limit::Operators(place) => {
            let message = format!("this value has more than {MOST_OPERATORS} operators in a row");
            Diagnostic::error("too-deep", place, message)
                .label(format!("operator {}", MOST_OPERATORS + 1))
                .help("give a part of the value a name with `let`, and use the name here")
        }
        Limit::Length(place) | Limit::Hidden(place) => {
            let length = place.end - place.start;
            let message = format!("this sentence has {length} bytes; at most {LONGEST_SENTENCE} are read");
            Diagnostic::error("too-large", Span::new(place.start, place.start), message)
                .label("begins here")
                .help("put long tables of numbers into a csv, npz or idx file, and name it")
        }
    }
}

/// A block inside too many others.
pub(super) fn blocks(brace: Span) -> Diagnostic {
    Diagnostic::error("too-deep", brace, nesting("blocks"))
        .label(format!("level {}", DEEPEST + 1))
        .help("one `sweep` takes several axes: `sweep n in 1..3, p in 1..5 { ... }`")
}

fn nesting(what: &str) -> String {
    format!("{what} inside {what} go {} levels deep here; at most {DEEPEST} are read", DEEPEST + 1)
}

/// A file with too many sentences, left at the offset `at`.
pub(super) fn sentences(text: &str, at: usize) -> Diagnostic {
    let message = format!(
        "this file has more than {MOST_SENTENCES} statements or {MOST_TOKENS} words, numbers and signs; \
         {} bytes from here on are not read",
        text.len() - at
    );
    Diagnostic::error("too-large", Span::new(at, at), message)
        .label("left here")
        .help("`sweep` and `repeat` say in one line what is to be done many times")
}

/// More findings than are explained.
pub(super) fn findings(text: &str, explained: usize, more: usize) -> Diagnostic {
    let message = format!("{more} more lines cannot be read; the first {explained} are explained");
    Diagnostic::error("broken-line", Span::new(text.len(), text.len()), message)
        .label("the file ends here")
        .help("is this a .pipe file?")
}
