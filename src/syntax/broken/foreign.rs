//! What other languages write otherwise: comments, loops, lists and heads without their joints.

use super::Line;
use crate::source::{Diagnostic, Edit, Fix, Span};
use crate::syntax::token::{Kind, Token};

const BLOCKS: &str =
    "`sweep n in [10, 20] { ... }` runs its statements for each n, `repeat 5 { ... }` five times";

/// `// so`, `/* so */` and `-- so`, where a comment begins with `#`.
pub(super) fn comment(line: &Line) -> Option<Diagnostic> {
    let (i, first, second) = line.pairs().find(|(i, first, second)| {
        let signs = (line.written(*first), line.written(*second));
        let begins = matches!(signs, ("/", "/" | "*")) || signs == ("-", "-") && *i == 0;
        begins && first.span.end == second.span.start
    })?;
    let span = first.span.to(second.span);
    let finding = Diagnostic::error("broken-line", span, "a comment begins with `#`")
        .label("begins a comment elsewhere")
        .help("write `#`: a comment ends with its line");
    // Words are a comment for sure; what is left of a division is not.
    Some(if line.word(i + 2).is_empty() { finding } else { finding.fix(false, span, "#") })
}

/// `for n in [10, 20]:`, which is a `sweep` here.
pub(super) fn foreign_loop(line: &Line) -> Option<Diagnostic> {
    let at = loop_begins(line)?;
    let (word, name) = (line.get(at)?, line.get(at + 1)?);
    let last = line.tokens.iter().rev().find(|token| token.kind != Kind::Colon)?;
    let is_list = line.get(at + 3).is_some_and(|token| line.written(token) == "[");
    let over = line.text.get(name.span.start..last.span.end).filter(|over| is_list && !over.contains('\n'));
    let help = over.map(|over| format!("write `sweep {over} {{ ... }}`: its statements run for each value"));
    let finding = Diagnostic::error("broken-line", word.span, "a loop is a `sweep` here");
    Some(finding.label("begins a loop elsewhere").help(help.unwrap_or_else(|| BLOCKS.to_owned())))
}

/// Where `for NAME in` stands.
pub(super) fn loop_begins(line: &Line) -> Option<usize> {
    let is_loop =
        |i: &usize| line.word(*i) == "for" && !line.word(i + 1).is_empty() && line.word(i + 2) == "in";
    (0..line.tokens.len()).find(is_loop)
}

/// `mlp[784 300 10]`
pub(super) fn list_without_comma(line: &Line) -> Option<Diagnostic> {
    let numbers = |a: &Token, b: &Token| a.kind == Kind::Number && b.kind == Kind::Number;
    let (_, before, next) = line.pairs().find(|(i, a, b)| numbers(a, b) && is_inside(line, *i))?;
    let gap = Span::new(before.span.end, before.span.end);
    let message =
        format!("a comma is missing between `{}` and `{}`", line.written(before), line.written(next));
    Some(
        Diagnostic::error("broken-line", next.span, message)
            .label("the next value")
            .also(gap, "`,` is missing here")
            .help("commas part the values of a list: `[784,300,10]`")
            .fix(false, gap, ","),
    )
}

/// Whether the token at an index stands in brackets.
fn is_inside(line: &Line, index: usize) -> bool {
    let count = |kind| line.tokens.iter().take(index).filter(|token| token.kind == kind).count();
    count(Kind::Open) > count(Kind::Close)
}

/// The joints of a head: `sweep n = [1, 2]` and `sweep n in [1, 2] repeat 5`.
pub(super) fn head(line: &Line) -> Option<Diagnostic> {
    if !matches!(line.word(0), "sweep" | "search") {
        return None;
    }
    equals_for_in(line).or_else(|| round_values(line)).or_else(|| comma_before_repeat(line))
}

/// `sweep n in (10, 20)`
fn round_values(line: &Line) -> Option<Diagnostic> {
    let (i, _, open) =
        line.pairs().find(|(i, _, open)| line.word(*i) == "in" && line.written(*open) == "(")?;
    let close = line.tokens.iter().skip(i + 2).find(|token| token.kind == Kind::Close)?;
    let finding = Diagnostic::error("broken-line", open.span, "a list of values stands in square brackets")
        .label("a round one")
        .help(BLOCKS);
    let edit = |span, text: &str| Edit { span, text: text.to_owned() };
    let edits = vec![edit(open.span, "["), edit(close.span, "]")];
    Some(Diagnostic { fix: Some(Fix { safe: true, edits }), ..finding })
}

fn equals_for_in(line: &Line) -> Option<Diagnostic> {
    let (i, name, sign) =
        line.pairs().find(|(_, name, sign)| name.kind == Kind::Word && line.written(*sign) == "=")?;
    let end = line.get(i + 2).map_or(sign.span.end, |next| next.span.start);
    let message = format!("the values of `{}` stand behind `in`", line.written(name));
    Some(Diagnostic::error("broken-line", sign.span, message).label("`in` is meant").help(BLOCKS).fix(
        true,
        Span::new(name.span.end, end),
        " in ",
    ))
}

fn comma_before_repeat(line: &Line) -> Option<Diagnostic> {
    let (_, before, word) = line.pairs().find(|(i, before, _)| {
        *i > 0 && before.kind != Kind::Comma && matches!(line.word(i + 1), "repeat" | "try")
    })?;
    let gap = Span::new(before.span.end, before.span.end);
    let message = format!("a comma is missing before `{}`", line.written(word));
    Some(
        Diagnostic::error("broken-line", word.span, message)
            .label("the next part of the head")
            .also(gap, "`,` is missing here")
            .help("commas join the parts of a head: `sweep n in [10, 20], repeat 5 {`")
            .fix(true, gap, ","),
    )
}
