//! A source text and places in it. Offsets are bytes; lines and columns count from one, and a
//! column counts characters.

use std::fmt;

/// A half-open range of byte offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub const fn new(start: usize, end: usize) -> Self {
        Span { start, end }
    }

    /// The smallest span that holds both.
    pub fn to(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The same span, `offset` bytes later.
    pub fn shifted(self, offset: usize) -> Span {
        Span::new(self.start + offset, self.end + offset)
    }
}

/// A value and the place it was written at.
#[derive(Clone, Debug)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}

impl<T> Spanned<T> {
    pub const fn new(value: T, span: Span) -> Self {
        Spanned { value, span }
    }
}

impl<T> std::ops::Deref for Spanned<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Display> fmt::Display for Spanned<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

/// A named text with its line starts, found once so that places are cheap to look up.
///
/// Files that it includes stand behind it: an offset from [`Part::start`] on is a place in that file.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    text: String,
    line_starts: Vec<usize>,
    parts: Vec<Part>,
}

/// A file that another one includes.
#[derive(Clone, Debug)]
pub struct Part {
    /// The offset that its text begins with.
    pub start: usize,
    /// The line of the including file that has brought it.
    pub included_at: Span,
    pub source: Source,
}

impl Source {
    /// Takes a text as it stands; a byte-order mark at its head is dropped.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let mut text: String = text.into();
        if text.starts_with('\u{FEFF}') {
            text.drain(..'\u{FEFF}'.len_utf8());
        }
        let line_starts = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1))
            .collect();
        Source { name: name.into(), text, line_starts, parts: Vec::new() }
    }

    /// The same text with the files that it includes, by their starts.
    pub fn including(self, parts: Vec<Part>) -> Self {
        Source { parts, ..self }
    }

    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The included file that an offset lies in; none where it lies in the own text.
    pub fn part_at(&self, offset: usize) -> Option<&Part> {
        self.parts.iter().rev().find(|part| part.start <= offset)
    }

    /// The file that a place lies in, and its place there.
    pub fn file_at(&self, span: Span) -> (&Source, Span) {
        match self.part_at(span.start) {
            Some(part) => {
                (&part.source, Span::new(span.start - part.start, span.end.saturating_sub(part.start)))
            }
            None => (self, span),
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span; an offset outside the text or inside a character gives "".
    pub fn slice(&self, span: Span) -> &str {
        let (file, span) = self.file_at(span);
        file.text.get(span.start..span.end).unwrap_or("")
    }

    /// Line and column of an offset, both from one.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        if let Some(part) = self.part_at(offset) {
            return part.source.position(offset - part.start);
        }
        let offset = offset.min(self.text.len());
        let line = self.line_starts.partition_point(|&start| start <= offset) - 1;
        let before = self.text.get(self.line_starts[line]..offset).unwrap_or("");
        (line + 1, before.chars().count() + 1)
    }

    /// The line number of an offset, from one.
    pub fn line(&self, offset: usize) -> usize {
        if let Some(part) = self.part_at(offset) {
            return part.source.line(offset - part.start);
        }
        self.line_starts.partition_point(|&start| start <= offset)
    }

    /// Where a line begins, counted from one; behind the last line the end of the text.
    pub fn line_start(&self, line: usize) -> usize {
        self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(self.text.len())
    }

    /// The text of a line, counted from one, without its end.
    pub fn line_text(&self, line: usize) -> &str {
        self.text[self.line_start(line)..].lines().next().unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_and_characters_from_one() {
        let source = Source::new("a", "\u{FEFF}éa\r\nxy\n");
        assert_eq!(source.position(0), (1, 1));
        assert_eq!(source.position(3), (1, 3));
        assert_eq!(source.position(5), (2, 1));
        assert_eq!(source.position(999), (3, 1));
        assert_eq!(source.line_text(2), "xy");
    }

    #[test]
    fn places_behind_the_text_lie_in_included_files() {
        let part = Part { start: 4, included_at: Span::new(0, 1), source: Source::new("b", "one\ntwo") };
        let source = Source::new("a", "abc").including(vec![part]);
        assert_eq!((source.position(2), source.position(8), source.line(8)), ((1, 3), (2, 1), 2));
        assert_eq!((source.slice(Span::new(0, 3)), source.slice(Span::new(8, 11))), ("abc", "two"));
        assert_eq!(
            (source.file_at(Span::new(3, 3)).0.name(), source.file_at(Span::new(4, 5)).0.name()),
            ("a", "b")
        );
    }
}
