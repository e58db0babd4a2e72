//! Commas, `and` and `then`: how stages and clauses are joined.

use super::{Line, is_opening, is_reserved};
use crate::source::{Diagnostic, Span};
use crate::syntax::token::Kind;

const JOINING: &str = "a stage is joined with `, then`, a clause begins with its preposition and no comma";

/// `train mlp[784,10], with sgd` and `with sgd, and decay`
pub(super) fn before_preposition(line: &Line) -> Option<Diagnostic> {
    let joins = |i: usize| line.begins_clause(i) || line.word(i) == "and" && line.word(i + 1) != "then";
    let (_, comma, word) = line.pairs().find(|(i, comma, _)| comma.kind == Kind::Comma && joins(i + 1))?;
    let message = format!("a comma cannot stand before `{}`", line.written(word));
    Some(
        Diagnostic::error("broken-line", comma.span, message)
            .label("leave it out")
            .also(word.span, "this belongs to the same stage")
            .help(JOINING)
            .fix(true, comma.span, ""),
    )
}

/// `augment mnist and then train ...`
pub(super) fn and_then(line: &Line) -> Option<Diagnostic> {
    let (i, and, then) =
        line.pairs().find(|(i, _, _)| line.word(*i) == "and" && line.word(i + 1) == "then")?;
    let before = i.checked_sub(1).and_then(|before| line.get(before));
    let span = and.span.to(then.span);
    let finding = Diagnostic::error("broken-line", span, "`and then` is written `, then` here")
        .label("joins two stages")
        .help("`and` joins things of one kind inside a phrase, `, then` joins stages");
    Some(match before {
        Some(before) if before.kind == Kind::Comma => finding.fix(true, span, "then"),
        Some(before) => {
            finding.fix(true, before.span.to(then.span), format!("{}, then", line.written(before)))
        }
        None => finding,
    })
}

/// `augment mnist then train ...`
pub(super) fn then_without_comma(line: &Line) -> Option<Diagnostic> {
    if line.word(0) == "then" && line.kind(1) != Some(Kind::Colon) {
        return Some(
            Diagnostic::error("broken-line", line.tokens[0].span, "`then` has nothing before it")
                .label("continues a line")
                .help("a line that begins with `then` continues the one before, which ends in `,`"),
        );
    }
    let (_, before, then) = line.pairs().find(|(i, before, _)| {
        before.kind != Kind::Comma && line.word(i + 1) == "then" && line.kind(i + 2) != Some(Kind::Colon)
    })?;
    let gap = Span::new(before.span.end, before.span.end);
    Some(
        Diagnostic::error("broken-line", then.span, "a comma is missing before `then`")
            .label("joins the next stage")
            .also(gap, "`,` is missing here")
            .help(JOINING)
            .fix(true, gap, ","),
    )
}

/// `augment mnist, train ...`, and a comma at the end of a statement.
pub(super) fn comma_without_then(line: &Line) -> Option<Diagnostic> {
    if is_opening(line.word(0)) && line.word(0) != "let" {
        return None;
    }
    let mut depth = 0usize;
    for (i, token) in line.tokens.iter().enumerate() {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            Kind::Comma if depth == 0 => match line.get(i + 1) {
                None => return Some(trailing(token.span)),
                Some(next) if next.kind == Kind::Word && !is_reserved(line.written(next)) => {
                    return Some(missing_then(token.span, next.span));
                }
                Some(_) => {}
            },
            _ => {}
        }
    }
    None
}

fn trailing(comma: Span) -> Diagnostic {
    Diagnostic::error("broken-line", comma, "nothing follows this comma")
        .label("the statement ends here")
        .help("go on with `then` and a verb, on this line or the next, or leave the comma out")
        .fix(false, comma, "")
}

fn missing_then(comma: Span, next: Span) -> Diagnostic {
    let gap = Span::new(next.start, next.start);
    Diagnostic::error("broken-line", next, "after a comma a statement goes on with `then`")
        .label("`then` is missing before this")
        .also(comma, "the comma")
        .help(JOINING)
        .fix(false, gap, "then ")
}
