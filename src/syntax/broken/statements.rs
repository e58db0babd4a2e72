//! The form of whole statements: definitions, claims, blocks, and the names they give.

use super::{Line, is_opening, is_reserved};
use crate::source::{Diagnostic, Span};
use crate::syntax::token::{Kind, Token, is_count};

/// A word of the language where a name is given: in a `let`, a label, an axis.
pub(super) fn reserved_name(line: &Line) -> Option<Diagnostic> {
    let index = match line.word(0) {
        "let" | "sweep" | "search" if line.kind(1) != Some(Kind::Colon) => 1,
        _ if line.kind(1) == Some(Kind::Colon) => 0,
        _ => return None,
    };
    let token = line.get(index)?;
    let word = line.written(token);
    let role = match word {
        _ if is_count(word) => "a repeat count",
        "and" | "then" => "a word that joins",
        _ if is_reserved(word) => "a preposition",
        _ if is_opening(word) => "the beginning of a statement",
        _ => return None,
    };
    Some(
        Diagnostic::error("broken-line", token.span, format!("`{word}` cannot be a name: it is {role}"))
            .label("taken")
            .help(format!("choose another name, such as `{word}-1` or `my-{word}`")),
    )
}

/// `my net: train ...` and `2layers: train ...`
pub(super) fn odd_label(line: &Line) -> Option<Diagnostic> {
    let label = line.get(0).filter(|_| !is_opening(line.word(0)) && !is_reserved(line.word(0)))?;
    let (end, message, name) = match (label.kind, line.kind(1), line.kind(2)) {
        (Kind::Number, Some(Kind::Colon), _) => {
            (label, "a label begins with a letter", format!("net-{}", line.written(label)))
        }
        (Kind::Word, Some(Kind::Word), Some(Kind::Colon)) => {
            let second = line.get(1).filter(|second| !is_reserved(line.written(*second)))?;
            (second, "a label is one word", format!("{}-{}", line.written(label), line.written(second)))
        }
        _ => return None,
    };
    let span = label.span.to(end.span);
    let finding = Diagnostic::error("broken-line", span, message).label("the label");
    Some(finding.help(format!("write `{name}:`")).fix(false, span, name))
}

/// `let` without a name, without `=`, or without what it defines.
pub(super) fn definition(line: &Line) -> Option<Diagnostic> {
    if line.word(0) != "let" {
        return None;
    }
    let form = "`let NAME = ...` holds a number, a list, methods joined by `and`, or stages";
    let end = Span::new(line.span.end, line.span.end);
    let Some(name) = line.get(1).filter(|name| name.kind == Kind::Word) else {
        let place = line.get(1).map_or(end, |token| token.span);
        return Some(
            Diagnostic::error("broken-line", place, "`let` needs a name")
                .label("a name begins with a letter")
                .help(form),
        );
    };
    let equals = line.get(2).filter(|sign| line.written(*sign) == "=");
    match (equals, line.get(2)) {
        (Some(equals), _) if line.tokens.len() == 3 => Some(
            Diagnostic::error("broken-line", equals.span, "nothing follows this `=`")
                .label("the statement ends here")
                .help(form),
        ),
        (Some(_), _) => None,
        (None, after) => Some(without_equals(line, name, after).help(form)),
    }
}

fn without_equals(line: &Line, name: Token, after: Option<Token>) -> Diagnostic {
    let gap = Span::new(name.span.end, name.span.end);
    let message = format!("`let {}` has no `=`", line.written(name));
    let colon = after.filter(|after| after.kind == Kind::Colon);
    let place = colon.map_or(gap, |colon| colon.span);
    let finding = Diagnostic::error("broken-line", place, message).label("`=` is missing here");
    match after {
        Some(colon) if colon.kind == Kind::Colon => finding.fix(true, gap.to(colon.span), " ="),
        Some(next) if matches!(next.kind, Kind::Word | Kind::Number | Kind::Text) => {
            finding.fix(true, gap, " =")
        }
        _ => finding,
    }
}

/// `n = 57` as a statement.
pub(super) fn let_missing(line: &Line) -> Option<Diagnostic> {
    let (name, equals) = (line.get(0)?, line.get(1)?);
    if name.kind != Kind::Word || line.written(equals) != "=" {
        return None;
    }
    let start = Span::new(name.span.start, name.span.start);
    Some(
        Diagnostic::error("broken-line", name.span, "a definition begins with `let`")
            .label("`let` is missing before this")
            .help(format!("write `let {} = ...`", line.written(name)))
            .fix(false, start, "let "),
    )
}

/// `ridge(penalty = 1)` and `ridge(penalty 1)`, where `penalty: 1` is meant.
pub(super) fn argument_without_colon(line: &Line) -> Option<Diagnostic> {
    let begins_argument = |i: usize| {
        let before = i.checked_sub(1).and_then(|before| line.get(before));
        before.is_some_and(|before| before.kind == Kind::Comma || line.written(before) == "(")
    };
    let (_, name, next) = line.pairs().find(|(i, name, next)| {
        let separate = line.written(*next) == "=" || matches!(next.kind, Kind::Number | Kind::Text);
        name.kind == Kind::Word && separate && begins_argument(*i) && !is_reserved(line.written(*name))
    })?;
    let word = line.written(name);
    let finding = Diagnostic::error("broken-line", next.span, format!("the argument `{word}` has no `:`"))
        .label("`:` should stand before the value")
        .help(format!("write `{word}: ...`"));
    let gap = Span::new(name.span.end, name.span.end);
    Some(match line.written(next) {
        "=" => finding.fix(true, gap.to(next.span), ":"),
        _ => finding.fix(true, gap, ":"),
    })
}

/// A stage that begins with something else than a verb: `mlp[784,10] with sgd`.
pub(super) fn verb_missing(line: &Line) -> Option<Diagnostic> {
    let begins_stage = |i: usize| match i.checked_sub(1) {
        None => true,
        Some(before) => line.word(before) == "then" || before == 1 && line.kind(before) == Some(Kind::Colon),
    };
    let (_, word, next) = line.pairs().find(|(i, word, next)| {
        let touches = word.span.end == next.span.start && matches!(next.kind, Kind::Open | Kind::Dot);
        word.kind == Kind::Word && touches && begins_stage(*i)
    })?;
    let written = line.written(word);
    let finding = |message| Diagnostic::error("broken-line", word.span, message);
    if line.written(next) == "(" {
        return Some(
            finding(format!("a stage begins with a verb, and a verb takes no brackets: `{written}(`"))
                .label("no bracket belongs here")
                .help("a stage is words in a row: `train mlp[784,10] for 5 epochs`; brackets hold the arguments of models, methods and data"),
        );
    }
    Some(
        finding(format!("`{written}` is not a verb: a verb takes no brackets and no dots"))
            .label("a stage begins with a verb")
            .help("say what is to be done with it: `train mlp[784,10]`, `fit ridge(penalty: 1)`"),
    )
}

/// A claim with no comparison, or with more than one.
pub(super) fn claim(line: &Line) -> Option<Diagnostic> {
    if line.word(0) != "expect" {
        return None;
    }
    let comparisons: Vec<Token> = comparisons(line);
    match comparisons.as_slice() {
        [] => Some(
            Diagnostic::error("broken-line", line.tokens[0].span, "this claim compares nothing")
                .label("expects what?")
                .help("a claim is `expect A > B`, `expect A in 1..5` or `expect A within 5 % of B`"),
        ),
        [_] => None,
        [first, second, ..] => Some(
            Diagnostic::error("broken-line", second.span, "a claim holds one comparison, this one has two")
                .label("the second")
                .also(first.span, "the first")
                .help("write two claims, or a range: `expect A in 1..5`"),
        ),
    }
}

/// The comparisons outside brackets and before the first clause.
fn comparisons(line: &Line) -> Vec<Token> {
    let mut depth = 0usize;
    let mut found = Vec::new();
    for (i, token) in line.tokens.iter().enumerate() {
        let word = line.word(i);
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            Kind::Comparison => found.push(*token),
            Kind::Word if matches!(word, "in" | "within") => found.push(*token),
            Kind::Word if word != "of" && line.begins_clause(i) => break,
            _ => {}
        }
    }
    found
}

/// `sweep`, `search` or `repeat` without a block.
pub(super) fn block_missing(line: &Line) -> Diagnostic {
    let word = line.word(0);
    let first = line.get(0).map_or(line.span, |first| first.span);
    let end = Span::new(line.span.end, line.span.end);
    Diagnostic::error("broken-line", first, format!("this `{word}` has no block"))
        .label("repeats nothing")
        .also(end, "`{` is missing here")
        .help(format!("`{word} ... {{` begins a block of statements, `}}` ends it"))
}

/// Words before a brace that begin no head.
pub(super) fn not_a_head(line: &Line, brace: Span) -> Diagnostic {
    let first = line.get(0).map_or(brace, |first| first.span);
    Diagnostic::error("broken-line", brace, "only `sweep`, `search` and `repeat` begin a block")
        .label("a block")
        .also(first, "begins otherwise")
        .help("`sweep n in [10, 20] { ... }` runs its statements for each n, `repeat 5 { ... }` five times")
}

/// A statement on the line on which a block ends.
pub(in crate::syntax) fn after_block(span: Span) -> Diagnostic {
    let start = Span::new(span.start, span.start);
    Diagnostic::error("broken-line", start, "a statement begins on a line of its own")
        .label("begins after `}`")
        .help("begin a new line before it")
        .fix(true, start, "\n")
}
