//! Why a sentence cannot be read, in the reader's words.
//!
//! Mistakes that people make over and over are looked for on the tokens, one function each, in the
//! order in which they hide each other: characters before brackets, brackets before commas, commas
//! before the form of a statement. What none of them knows is explained by where reading stopped.

mod brackets;
mod characters;
mod commas;
mod foreign;
mod form;
mod numerals;
mod statements;

pub(super) use brackets::{stray_brace, unclosed_block};
pub(super) use characters::hidden;
pub(super) use statements::after_block;

use super::parser::{self, Fault};
use super::token::{Kind, Token, Tokens, is_head, is_opening, is_preposition, is_reserved};
use crate::source::{Diagnostic, Edit, Fix, Span, Spanned, apply};

/// The mistakes that are looked for; the first that is found is told.
const CHECKS: [fn(&Line) -> Option<Diagnostic>; 22] = [
    foreign::comment,
    characters::lookalikes,
    characters::unclosed_text,
    brackets::unpaired,
    characters::doubled_equals,
    numerals::odd_number,
    numerals::bare_point,
    foreign::foreign_loop,
    foreign::list_without_comma,
    foreign::head,
    commas::before_preposition,
    commas::and_then,
    commas::then_without_comma,
    commas::comma_without_then,
    statements::reserved_name,
    statements::odd_label,
    statements::definition,
    statements::let_missing,
    statements::verb_missing,
    statements::argument_without_colon,
    statements::claim,
    characters::meaningless,
];

/// Explains a sentence that is not a statement.
pub(super) fn explain(text: &str, span: Span, fault: Fault) -> Diagnostic {
    let read = |sentence: &str| {
        parser::statement(sentence, 0).err().map(|fault| told(sentence, whole(sentence), fault))
    };
    vouched(told(text, span, fault), text, span, read)
}

fn told(text: &str, span: Span, fault: Fault) -> Diagnostic {
    let line = Line::new(text, span);
    if lacks_brace(text, span) { statements::block_missing(&line) } else { why(&line, fault) }
}

/// Explains words before a brace that are not the head of a block.
pub(super) fn explain_head(text: &str, span: Span, brace: Span, fault: Fault) -> Diagnostic {
    let line = Line::new(text, span);
    if !lacks_brace(text, span) {
        return statements::not_a_head(&line, brace);
    }
    let read =
        |head: &str| parser::heading(head, 0).err().map(|fault| why(&Line::new(head, whole(head)), fault));
    vouched(why(&line, fault), text, span, read)
}

fn whole(text: &str) -> Span {
    Span::new(0, text.len())
}

/// A fix is offered only if the sentence can be read after it and after those that come up then, and is
/// safe only if they all are: else nobody knows what was meant. `read` says what is wrong with a sentence.
fn vouched(
    mut finding: Diagnostic,
    text: &str,
    span: Span,
    read: impl Fn(&str) -> Option<Diagnostic>,
) -> Diagnostic {
    let sentence = text.get(span.start..span.end).unwrap_or("");
    let safe = finding.fix.as_ref().and_then(|fix| cures(sentence, back(fix, span.start), read));
    finding.fix = finding.fix.zip(safe).map(|(fix, safe)| Fix { safe, ..fix });
    finding
}

/// Whether a fix and those that come up after it make a sentence readable, and all of them are safe.
fn cures(sentence: &str, mut fix: Fix, read: impl Fn(&str) -> Option<Diagnostic>) -> Option<bool> {
    /// As many mistakes of one sentence are mended at once.
    const MOST_FIXES: usize = 8;
    let (mut sentence, mut safe) = (sentence.to_owned(), true);
    for _ in 0..MOST_FIXES {
        safe &= fix.safe;
        sentence = apply(&sentence, [&fix]).0;
        if Line::new(&sentence, whole(&sentence)).tokens.is_empty() {
            return Some(safe);
        }
        match read(&sentence) {
            None => return Some(safe),
            Some(finding) => fix = finding.fix?,
        }
    }
    None
}

/// A fix of a text as that of the piece that begins at `offset`.
fn back(fix: &Fix, offset: usize) -> Fix {
    let moved = |edit: &Edit| {
        let Span { start, end } = edit.span;
        Edit {
            span: Span::new(start.saturating_sub(offset), end.saturating_sub(offset)),
            text: edit.text.clone(),
        }
    };
    Fix { safe: fix.safe, edits: fix.edits.iter().map(moved).collect() }
}

fn why(line: &Line, fault: Fault) -> Diagnostic {
    match fault {
        Fault::Number(finding) => *finding,
        Fault::Form { at, wanted } => {
            let known = CHECKS.iter().find_map(|check| check(line));
            known.unwrap_or_else(|| form::unexpected(line, at, &wanted))
        }
    }
}

/// Whether a sentence begins as the head of a block does.
pub(super) fn lacks_brace(text: &str, span: Span) -> bool {
    let sentence = text.get(span.start..span.end).unwrap_or("");
    let mut tokens = Tokens::new(sentence, 0);
    let is_word = |token: Token| is_head(&sentence[token.span.start..token.span.end]);
    tokens.next().is_some_and(is_word) && tokens.next().is_none_or(|next| next.kind != Kind::Colon)
}

/// The names that a broken line would have given, had it been right: what a `let` defines, a label,
/// the axes of a sweep or search. Whoever checks the rest of the file can then leave their use alone.
pub(super) fn names(text: &str, span: Span) -> Vec<Spanned<String>> {
    let line = Line::new(text, span);
    let named = |index: usize| match line.word(index) {
        "" => None,
        word => line.get(index).map(|token| Spanned::new(word.to_owned(), token.span)),
    };
    let holds_values =
        |i: &usize| line.word(i + 1) == "in" || line.get(i + 1).is_some_and(|it| line.written(it) == "=");
    match line.word(0) {
        "let" => named(1).into_iter().collect(),
        "sweep" | "search" => (1..line.tokens.len()).filter(holds_values).filter_map(named).collect(),
        _ if line.kind(1) == Some(Kind::Colon) => named(0).into_iter().collect(),
        _ => foreign::loop_begins(&line).and_then(|begin| named(begin + 1)).into_iter().collect(),
    }
}

/// A sentence as tokens, without comments and line ends.
struct Line<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    span: Span,
}

impl<'a> Line<'a> {
    fn new(text: &'a str, span: Span) -> Self {
        let tokens = Tokens::new(&text[..span.end], span.start);
        let tokens = tokens.filter(|token| !matches!(token.kind, Kind::Comment | Kind::Newline)).collect();
        Line { text, tokens, span }
    }

    fn get(&self, index: usize) -> Option<Token> {
        self.tokens.get(index).copied()
    }

    fn kind(&self, index: usize) -> Option<Kind> {
        self.get(index).map(|token| token.kind)
    }

    fn written(&self, token: Token) -> &'a str {
        self.text.get(token.span.start..token.span.end).unwrap_or("")
    }

    /// The word at an index; "" where there is none.
    fn word(&self, index: usize) -> &'a str {
        match self.get(index) {
            Some(token) if token.kind == Kind::Word => self.written(token),
            _ => "",
        }
    }

    /// Pairs of neighbouring tokens.
    fn pairs(&self) -> impl Iterator<Item = (usize, Token, Token)> {
        self.tokens.windows(2).enumerate().filter_map(|(i, pair)| match pair {
            [a, b] => Some((i, *a, *b)),
            _ => None,
        })
    }

    /// Whether the token at an index is a preposition that begins a clause, not an argument's name.
    fn begins_clause(&self, index: usize) -> bool {
        is_preposition(self.word(index)) && self.kind(index + 1) != Some(Kind::Colon)
    }
}
