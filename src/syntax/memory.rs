//! Sentences that have been read before. An editor reads a file again after every letter, and all its
//! sentences but one are what they were: their trees are kept by their text and moved to where they stand
//! now.

use super::ast::Statement;
use super::parser::{self, Fault, Heading};
use super::shift::Shift;
use std::collections::HashMap;

/// The trees of one file, as if each stood at the beginning.
#[derive(Default)]
pub struct Memory {
    statements: Trees<Statement>,
    headings: Trees<Heading>,
}

impl Memory {
    /// The tree of a sentence that begins `offset` bytes into its file.
    pub(super) fn statement(&mut self, text: &str, offset: usize) -> Result<Statement, Fault> {
        self.statements.tree(text, offset, parser::statement)
    }

    /// The tree of the words before an opening brace.
    pub(super) fn heading(&mut self, text: &str, offset: usize) -> Result<Heading, Fault> {
        self.headings.tree(text, offset, parser::heading)
    }

    /// A reading has ended: what it did not meet is forgotten.
    pub(super) fn end(&mut self) {
        self.statements.end();
        self.headings.end();
    }
}

/// Trees by their text.
struct Trees<T> {
    /// From the reading before this one.
    before: HashMap<String, T>,
    now: HashMap<String, T>,
}

impl<T> Default for Trees<T> {
    fn default() -> Self {
        Trees { before: HashMap::new(), now: HashMap::new() }
    }
}

impl<T: Clone + Shift> Trees<T> {
    fn tree(
        &mut self,
        text: &str,
        offset: usize,
        read: fn(&str, usize) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        if let Some(known) = self.now.get(text) {
            return Ok(moved(known, offset));
        }
        let (text, known) = match self.before.remove_entry(text) {
            Some(known) => known,
            None => match read(text, 0) {
                Ok(tree) => (text.to_owned(), tree),
                // A fault names places: those of where the sentence stands.
                Err(_) => return read(text, offset),
            },
        };
        let tree = moved(&known, offset);
        self.now.insert(text, known);
        Ok(tree)
    }

    fn end(&mut self) {
        self.before = std::mem::take(&mut self.now);
    }
}

fn moved<T: Clone + Shift>(tree: &T, offset: usize) -> T {
    let mut tree = tree.clone();
    tree.shift(offset);
    tree
}

#[cfg(test)]
mod tests {
    use crate::source::Source;
    use crate::syntax::{Memory, parse, parse_again};

    const TEXT: &str = "# a\nlet a = 3 and sgd(rate: -0.1, 20 % per epoch)\nlet b = take 10 of mnist\n\
        big: train mlp[784,-(1 + 2) * a](init: \"é\") with sgd and decay x3, then test\ntrain (\n\
        sweep n in 1..2 log 3, p in [1, 2], repeat 4 {\n plot big.error over n at n = 57\n}\n\
        expect argmin(big.error over n) in 50..60 with 95 % confidence\nexpect a.b within 0.1 of (a.c at n = 1)\n\
        expect a.b < 5 %\n";

    #[test]
    fn what_is_read_again_is_what_is_read_afresh() {
        let mut memory = Memory::default();
        for text in
            [TEXT.to_owned(), format!("seed 1\n{TEXT}"), TEXT.replace("mnist", "fashion"), TEXT.repeat(2)]
        {
            let source = Source::new("test", text);
            let (again, fresh) = (parse_again(&source, &mut memory), parse(&source));
            assert_eq!(format!("{again:?}"), format!("{fresh:?}"));
        }
    }

    #[test]
    fn only_the_sentences_of_the_last_reading_are_kept() {
        let mut memory = Memory::default();
        parse_again(&Source::new("test", TEXT), &mut memory);
        parse_again(&Source::new("test", "seed 1\nseed 1\n"), &mut memory);
        assert_eq!((memory.statements.before.len(), memory.headings.before.len()), (1, 0));
    }
}
