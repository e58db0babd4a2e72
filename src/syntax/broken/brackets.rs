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
                    return Some(unclosed(line, begin, token.span, &place, token.span));
                }
                Some(_) => {}
            },
            _ => {}
        }
    }
    let begin = open.pop()?;
    let end = Span::new(line.span.end, line.span.end);
    Some(unclosed(line, begin, end, "the statement ends here", gap_before_clause(line, begin)))
}

fn partner(bracket: &str) -> &'static str {
    if bracket == "[" { "]" } else { ")" }
}

/// The end of what a bracket probably holds: what stands before the next preposition or `then`.
fn gap_before_clause(line: &Line, begin: Token) -> Span {
    let inside = (0..line.tokens.len()).filter(|&i| line.tokens[i].span.start > begin.span.start);
    let next = inside.clone().find(|&i| line.begins_clause(i) || line.word(i) == "then");
    let held = inside.take_while(|&i| next.is_none_or(|next| i < next));
    let last = held.filter_map(|i| line.get(i)).filter(|token| token.kind != Kind::Comma).last();
    let end = last.map_or(begin.span.end, |token| token.span.end);
    Span::new(end, end)
}

fn unclosed(line: &Line, begin: Token, place: Span, words: &str, cure: Span) -> Diagnostic {
    let (open, close) = (line.written(begin), partner(line.written(begin)));
    Diagnostic::error("broken-line", begin.span, format!("this `{open}` has no `{close}`"))
        .label("opened here")
        .also(place, words)
        .help(format!("close it with `{close}`"))
        .fix(false, cure, close)
}

fn never_opened(line: &Line, end: Token) -> Diagnostic {
    let close = line.written(end);
    let open = if close == "]" { "[" } else { "(" };
    Diagnostic::error("broken-line", end.span, format!("this `{close}` closes nothing"))
        .label("closed here")
        .help(format!("open it with `{open}`, or leave it out"))
        .fix(false, end.span, "")
}

/// A block that the file does not end.
pub(in crate::syntax) fn unclosed_block(text: &str, brace: Span) -> Diagnostic {
    let end = Span::new(text.len(), text.len());
    Diagnostic::error("unclosed-block", brace, "this `{` has no `}`")
        .label("opened here")
        .help("end the block with `}` on a line of its own")
        .fix(false, end, if text.ends_with('\n') { "}\n" } else { "\n}\n" })
}

/// A closing brace outside any block.
pub(in crate::syntax) fn stray_brace(brace: Span) -> Diagnostic {
    Diagnostic::error("broken-line", brace, "this `}` closes nothing")
        .label("closed here")
        .help("a block begins with `sweep ... {` or `repeat ... {`; leave the `}` out if there is none")
        .fix(false, brace, "")
}
