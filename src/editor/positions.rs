//! Places as editors count them: a line from 0 and a column from 0 in UTF-16 units or, where both
//! sides agree, in bytes. Inside the program a place is an offset in bytes.
//!
//! A line ends with `\n`, `\r\n` or a lone `\r`, as the language server protocol (3.17) has it. A place
//! that does not exist is taken to the nearest one before it: the end of its line, or of the text.

use crate::source::Span;

/// What a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16,
}

/// A place in a text, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

/// The lines of a text, found once so that places are cheap to look up.
#[derive(Clone, Debug)]
pub struct Lines {
    starts: Vec<usize>,
    encoding: Encoding,
}

impl Lines {
    pub fn new(text: &str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let ends =
            |at: &usize| bytes[*at] == b'\n' || bytes[*at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
        let starts = std::iter::once(0).chain((0..bytes.len()).filter(ends).map(|at| at + 1)).collect();
        Lines { starts, encoding }
    }

    /// The offset of a place; `text` is the text that the lines were found in.
    pub fn offset(&self, text: &str, position: Position) -> usize {
        let line = position.line as usize;
        let Some(&start) = self.starts.get(line) else { return text.len() };
        let end = self.starts.get(line + 1).copied().unwrap_or(text.len());
        let line = text.get(start..end).unwrap_or("").trim_end_matches(['\n', '\r']);
        let mut column = 0;
        for (at, c) in line.char_indices() {
            column += self.width(c);
            if column > position.column as usize {
                return start + at;
            }
        }
        start + line.len()
    }

    /// The place of an offset; one inside a character is that of the character.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = text.floor_char_boundary(offset);
        let line = self.line(offset);
        let start = self.start(line);
        let before = text.get(start..offset).unwrap_or("");
        let column = self.columns(before);
        Position { line, column: column as u32 }
    }

    /// The first and the last place of a span.
    pub fn range(&self, text: &str, span: Span) -> (Position, Position) {
        (self.position(text, span.start), self.position(text, span.end.max(span.start)))
    }

    /// The line of an offset.
    pub fn line(&self, offset: usize) -> u32 {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1) as u32
    }

    /// The offset that a line starts at.
    pub fn start(&self, line: u32) -> usize {
        self.starts.get(line as usize).copied().unwrap_or(0)
    }

    /// How many columns a text on one line takes.
    pub fn columns(&self, text: &str) -> usize {
        if self.encoding == Encoding::Utf8 || text.is_ascii() {
            text.len()
        } else {
            text.chars().map(char::len_utf16).sum()
        }
    }

    fn width(&self, c: char) -> usize {
        match self.encoding {
            Encoding::Utf8 => c.len_utf8(),
            Encoding::Utf16 => c.len_utf16(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "aé😀b\r\nx\ry\n";

    fn at(encoding: Encoding, line: u32, column: u32) -> usize {
        Lines::new(TEXT, encoding).offset(TEXT, Position { line, column })
    }

    #[test]
    fn columns_count_units_of_the_encoding() {
        // a is 1 byte, é 2 bytes and 1 unit, the face 4 bytes and 2 units.
        assert_eq!(at(Encoding::Utf16, 0, 4), 7);
        assert_eq!(at(Encoding::Utf8, 0, 7), 7);
        assert_eq!(at(Encoding::Utf16, 0, 3), 3, "the middle of a pair is its beginning");
        assert_eq!(at(Encoding::Utf8, 0, 5), 3, "the middle of a character is its beginning");
    }

    #[test]
    fn places_beyond_a_line_or_the_text_are_taken_back() {
        assert_eq!(at(Encoding::Utf16, 0, 99), 8, "before the line's end");
        assert_eq!(at(Encoding::Utf16, 1, 0), 10);
        assert_eq!(at(Encoding::Utf16, 2, 0), 12, "a lone carriage return ends a line");
        assert_eq!(at(Encoding::Utf16, 3, 5), TEXT.len());
        assert_eq!(at(Encoding::Utf16, 99, 0), TEXT.len());
    }

    #[test]
    fn every_character_is_found_again() {
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            let lines = Lines::new(TEXT, encoding);
            for (offset, c) in TEXT.char_indices().filter(|(_, c)| !matches!(c, '\n')) {
                let there = lines.position(TEXT, offset);
                assert_eq!(lines.offset(TEXT, there), offset, "{c:?} {encoding:?}");
            }
        }
        assert_eq!(Lines::new("", Encoding::Utf8).position("", 0), Position { line: 0, column: 0 });
    }
}
