//! Words, numbers, texts and signs: a text cut into tokens, each with its place.
//!
//! Nothing is refused here. What has no meaning in the language becomes [`Kind::Odd`] or
//! [`Kind::Hidden`], so that whoever cuts a file into sentences, or explains one that cannot be
//! read, sees every character of it.

use crate::source::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Word,
    Number,
    Text,
    /// A quotation mark that its line does not close.
    OpenText,
    Comment,
    Newline,
    /// `(` or `[`
    Open,
    /// `)` or `]`
    Close,
    BlockOpen,
    BlockClose,
    Comma,
    Colon,
    Dot,
    Dots,
    Percent,
    Operator,
    Comparison,
    /// Controls and characters without a shape.
    Hidden,
    /// Any other character.
    Odd,
}

#[derive(Clone, Copy, Debug)]
pub struct Token {
    pub kind: Kind,
    pub span: Span,
}

/// The tokens of `text` from the offset `at` on; blanks are passed over.
#[derive(Clone)]
pub struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    pub fn new(text: &'a str, at: usize) -> Self {
        Tokens { text, at }
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let bytes = self.text.as_bytes();
        self.at += run(&bytes[self.at..], |b| matches!(b, b' ' | b'\t'));
        let rest = self.text.get(self.at..)?;
        let (kind, length) = token(rest, rest.chars().next()?);
        let span = Span::new(self.at, self.at + length);
        self.at = span.end;
        Some(Token { kind, span })
    }
}

/// The kind and the length of the token that `rest` begins with.
fn token(rest: &str, first: char) -> (Kind, usize) {
    match first {
        'a'..='z' | 'A'..='Z' => (Kind::Word, word(rest.as_bytes())),
        '0'..='9' => (Kind::Number, number(rest.as_bytes())),
        '"' => quoted(rest),
        '#' => (Kind::Comment, line(rest)),
        '\n' => (Kind::Newline, 1),
        '\r' if rest.starts_with("\r\n") => (Kind::Newline, 2),
        '(' | '[' => (Kind::Open, 1),
        ')' | ']' => (Kind::Close, 1),
        '{' => (Kind::BlockOpen, 1),
        '}' => (Kind::BlockClose, 1),
        ',' => (Kind::Comma, 1),
        ':' => (Kind::Colon, 1),
        '%' => (Kind::Percent, 1),
        '+' | '-' | '*' | '/' => (Kind::Operator, 1),
        '<' | '>' | '=' => (Kind::Comparison, if rest[1..].starts_with('=') { 2 } else { 1 }),
        '.' if rest.starts_with("..") => (Kind::Dots, 2),
        '.' => (Kind::Dot, 1),
        hidden if is_hidden(hidden) => (Kind::Hidden, rest.len() - rest.trim_start_matches(is_hidden).len()),
        other => (Kind::Odd, other.len_utf8()),
    }
}

/// How many bytes from the start on satisfy `wanted`.
fn run(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|&b| !wanted(b)).unwrap_or(bytes.len())
}

/// The length up to the end of the line.
fn line(rest: &str) -> usize {
    let length = rest.find('\n').unwrap_or(rest.len());
    length - usize::from(rest[..length].ends_with('\r') && length < rest.len())
}

/// A text, or what is left of a line whose text does not end.
fn quoted(rest: &str) -> (Kind, usize) {
    match rest[1..].find(['"', '\n']) {
        Some(inside) if rest.as_bytes()[1 + inside] == b'"' => (Kind::Text, inside + 2),
        _ => (Kind::OpenText, line(rest)),
    }
}

/// Letters, digits, `_`, and hyphens before a letter or digit.
fn word(bytes: &[u8]) -> usize {
    let mut at = 0;
    loop {
        at += run(&bytes[at..], |b| b.is_ascii_alphanumeric() || b == b'_');
        match bytes.get(at..at + 2) {
            Some([b'-', next]) if next.is_ascii_alphanumeric() => at += 1,
            _ => return at,
        }
    }
}

/// A number with all that sticks to it, also where that makes it odd: `1e-3`, `1.5.2`, `2d-ising`.
fn number(bytes: &[u8]) -> usize {
    let mut at = 0;
    loop {
        at += run(&bytes[at..], |b| b.is_ascii_alphanumeric() || b == b'_');
        let exponent = matches!(bytes[at - 1], b'e' | b'E');
        match bytes.get(at..at + 2) {
            Some([b'.', next]) if next.is_ascii_digit() => at += 1,
            Some([b'-' | b'+', next]) if exponent && next.is_ascii_digit() => at += 1,
            Some([b'-', next]) if bytes[at - 1].is_ascii_alphabetic() && next.is_ascii_alphabetic() => {
                at += 1
            }
            _ => return at,
        }
    }
}

/// Characters that a reader cannot see: controls (a lone carriage return among them), marks that
/// turn the direction of writing, and blanks without a width.
pub(super) fn is_hidden(c: char) -> bool {
    let without_width =
        matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}');
    c.is_control() && !matches!(c, '\t' | '\n') || turns(c) || without_width
}

/// Marks that make text read in another order than it is stored in (Boucher and Anderson 2021).
pub(super) fn turns(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether a word joins what stands on both its sides, and therefore can be no name.
pub fn is_reserved(word: &str) -> bool {
    matches!(word, "and" | "then") || is_preposition(word)
}

/// The words that begin a clause.
pub(super) const PREPOSITIONS: [&str; 16] = [
    "with", "without", "for", "on", "by", "from", "to", "of", "in", "at", "as", "over", "after", "against",
    "until", "under",
];

pub fn is_preposition(word: &str) -> bool {
    PREPOSITIONS.contains(&word)
}

/// Whether a word is a repeat count: `x3`.
pub fn is_count(word: &str) -> bool {
    let digits = word.strip_prefix('x').unwrap_or("");
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The words that open a statement of their own kind.
pub fn is_opening(word: &str) -> bool {
    matches!(word, "let" | "expect") || is_head(word)
}

/// The words that begin the head of a block.
pub fn is_head(word: &str) -> bool {
    matches!(word, "sweep" | "search" | "repeat")
}
