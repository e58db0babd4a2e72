//! Brackets and braces without their partner. A missing end is placed at its beginning.

use super::Line;
use crate::source::{Diagnostic, Span};
use crate::syntax::token::{Kind, Token};

/// The first bracket of a line that is not closed, is closed by another kind, or was never opened.
pub(super) fn unpaired(line: &Line) -> Option<Diagnostic> {
    let mut open: Vec<Token> = Vec::new();
    for token in &line.tokens {
        match token.kind {
            Kind::Open => open.push(*token),
            Kind::Close => match open.pop() {
                None => return Some(never_opened(line, *token)),
                Some(begin) if partner(line.written(begin)) != line.written(*token) => {
                    let place = format!("`{}` stands here instead", line.written(*token));
                    return Some(unclosed(line, begin, token.span, &place));
                }
                Some(_) => {}
            },
            _ => {}
        }
    }
    let begin = open.pop()?;
    let end = Span::new(line.span.end, line.span.end);
    Some(unclosed(line, begin, end, "the statement ends here"))
}

fn partner(bracket: &str) -> &'static str {
    if bracket == "[" { "]" } else { ")" }
}

fn unclosed(line: &Line, begin: Token, place: Span, words: &str) -> Diagnostic {
    let (open, close) = (line.written(begin), partner(line.written(begin)));
    Diagnostic::error("broken-line", begin.span, format!("this `{open}` has no `{close}`"))
        .label("opened here")
        .also(place, words)
        .help(format!("close it with `{close}`"))
}

fn never_opened(line: &Line, end: Token) -> Diagnostic {
    let close = line.written(end);
    let open = if close == "]" { "[" } else { "(" };
    Diagnostic::error("broken-line", end.span, format!("this `{close}` closes nothing"))
        .label("closed here")
        .help(format!("open it with `{open}`, or leave it out"))
}

/// A block that the file does not end.
pub(in crate::syntax) fn unclosed_block(brace: Span) -> Diagnostic {
    Diagnostic::error("unclosed-block", brace, "this `{` has no `}`")
        .label("opened here")
        .help("end the block with `}` on a line of its own")
}

/// A closing brace outside any block.
pub(in crate::syntax) fn stray_brace(brace: Span) -> Diagnostic {
    Diagnostic::error("broken-line", brace, "this `}` closes nothing")
        .label("closed here")
        .help("a block begins with `sweep ... {` or `repeat ... {`; leave the `}` out if there is none")
}
