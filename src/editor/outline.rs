//! A whole file word by word, with its names: where each is defined, how far it reaches, where it is used.
//!
//! It is made from the cut of the file into sentences and not from the tree, so that broken lines count.
//! Labels and axes are known in the whole file, a `let` of a block in that block.

use super::place::Place;
use super::reading::{Defined, Reader, Role, Word};
use crate::source::Span;
use crate::syntax::lines::{Entry, cut};
use crate::syntax::token::{Kind, Token, Tokens};
use crate::vocabulary::Vocabulary;
use std::collections::HashSet;

/// A name of the file.
#[derive(Clone, Debug)]
pub struct Definition {
    pub name: String,
    pub span: Span,
    pub defined: Defined,
    /// The sentence that defines it.
    pub sentence: Span,
    /// Where it is known.
    pub scope: Span,
    /// What the first word of its meaning is, of a `let`.
    pub holds: Option<Role>,
}

/// Where a cursor stands.
pub struct Cursor {
    pub place: Place,
    /// Where its sentence begins.
    pub sentence: usize,
    /// Where the word begins that is being written.
    pub start: usize,
}

/// What a file says, word by word.
pub struct Outline {
    vocabulary: &'static Vocabulary,
    /// In the order of the text, comments among them.
    pub words: Vec<Word>,
    pub definitions: Vec<Definition>,
    /// Blocks, from the first word of their heads to their closing braces.
    pub blocks: Vec<Span>,
    /// Each with the number of its block.
    sentences: Vec<(Span, Option<usize>)>,
    names: HashSet<String>,
}

impl Outline {
    pub fn new(text: &str, vocabulary: &'static Vocabulary) -> Self {
        let cut = cut(text);
        let mut outline = Outline {
            vocabulary,
            words: cut.comments.iter().map(|&span| Word { span, role: Role::Comment }).collect(),
            definitions: Vec::new(),
            blocks: Vec::new(),
            sentences: Vec::new(),
            names: HashSet::new(),
        };
        outline.walk_blocks(&cut.entries, text.len());
        for (sentence, block) in outline.sentences.clone() {
            outline.define(text, sentence, block);
        }
        outline.names = outline.definitions.iter().map(|definition| definition.name.clone()).collect();
        for (sentence, _) in outline.sentences.clone() {
            let words = outline.read(text, sentence, None).1;
            outline.words.extend(words);
        }
        outline.words.sort_by_key(|word| word.span);
        outline
    }

    /// Sentences with the blocks they lie in, and blocks by their braces; one that never closes reaches to
    /// the end.
    fn walk_blocks(&mut self, entries: &[Entry], end: usize) {
        let mut open = Vec::new();
        for entry in entries {
            let block = open.last().copied();
            match entry {
                Entry::Sentence(sentence) => self.sentences.push((sentence.span, block)),
                Entry::Head(head, brace) => {
                    self.sentences.push((head.span, block));
                    open.push(self.blocks.len());
                    self.blocks.push(Span::new(head.span.to(*brace).start, end));
                }
                Entry::Close(brace) => {
                    if let Some(block) = open.pop() {
                        self.blocks[block].end = brace.end;
                    }
                }
            }
        }
    }

    fn define(&mut self, text: &str, sentence: Span, block: Option<usize>) {
        let (_, words) = self.read(text, sentence, None);
        for (index, word) in words.iter().enumerate() {
            let Role::Definition(defined) = word.role else { continue };
            let scope = match (defined, block) {
                (Defined::Let, Some(block)) => self.blocks[block],
                _ => Span::new(0, text.len()),
            };
            let name = text[word.span.start..word.span.end].to_owned();
            let holds = words.get(index + 2).map(|word| word.role).filter(|_| defined == Defined::Let);
            self.definitions.push(Definition { name, span: word.span, defined, sentence, scope, holds });
        }
    }

    /// The words of a sentence up to the offset `until`, and the place behind them.
    fn read(&self, text: &str, sentence: Span, until: Option<usize>) -> (Place, Vec<Word>) {
        let mut reader = Reader::new(text, self.vocabulary, &self.names);
        let mut words = Vec::new();
        let mut tokens = tokens(text, sentence).into_iter().peekable();
        while let Some(token) = tokens.next_if(|token| until.is_none_or(|until| token.span.start < until)) {
            let role = reader.read(token, tokens.peek().copied());
            words.push(Word { span: token.span, role });
        }
        (reader.place, words)
    }

    /// The word at an offset, or the one that ends there.
    pub fn word_at(&self, offset: usize) -> Option<Word> {
        let behind = self.words.partition_point(|word| word.span.start <= offset);
        let word = *self.words.get(behind.checked_sub(1)?)?;
        let before = || self.words.get(behind.checked_sub(2)?).copied();
        match word.role {
            _ if word.span.end < offset => None,
            // Between a name and the sign that touches it, the name is meant.
            Role::Sign | Role::Operator => before().filter(|word| word.span.end == offset).or(Some(word)),
            _ => Some(word),
        }
    }

    /// The place in its sentence that the word at `span` stands at.
    pub fn place_of(&self, text: &str, span: Span) -> Option<Place> {
        let sentence = self.sentence_at(span.start)?;
        Some(self.read(text, sentence, Some(span.start)).0)
    }

    fn sentence_at(&self, offset: usize) -> Option<Span> {
        self.sentences.iter().map(|it| it.0).find(|sentence| contains(*sentence, offset))
    }

    /// The place at a cursor, as the text before it alone tells; none inside a comment or a text.
    pub fn place_at(&self, text: &str, offset: usize) -> Option<Cursor> {
        let offset = text.floor_char_boundary(offset);
        let before = &text[..offset];
        // A word that stands at the cursor tells whether the sentence before goes on there.
        let probe = format!("{before}a");
        let cut = cut(&probe);
        let inside = |span: &Span| span.end > offset;
        if cut.left_at.is_some() || cut.comments.last().is_some_and(inside) {
            return None;
        }
        let Some(Entry::Sentence(sentence)) = cut.entries.last() else { return None };
        let last = tokens(&probe, sentence.span).into_iter().next_back()?;
        if !matches!(last.kind, Kind::Word | Kind::Number) {
            return None;
        }
        // What follows a number without a blank is a word of its own where it is no number: `15d`.
        let start = last.span.start.min(offset);
        let (place, _) = self.read(before, Span::new(sentence.span.start, start), None);
        Some(Cursor { place, sentence: sentence.span.start, start })
    }

    /// What a name stands for where it is used: the innermost scope wins, then the first definition.
    pub fn resolve(&self, name: &str, offset: usize) -> Option<&Definition> {
        let known = self.definitions.iter().filter(|it| it.name == name && contains(it.scope, offset));
        known.min_by_key(|definition| definition.scope.end - definition.scope.start)
    }

    /// The definition of the name at an offset.
    pub fn definition_at(&self, text: &str, offset: usize) -> Option<&Definition> {
        let word = self.word_at(offset)?;
        let named = matches!(word.role, Role::Name | Role::Definition(_));
        named.then(|| self.resolve(text.get(word.span.start..word.span.end)?, word.span.start))?
    }

    /// Everywhere that a name stands, its definition among them.
    pub fn uses(&self, text: &str, definition: &Definition) -> Vec<Span> {
        let same = |word: &&Word| {
            matches!(word.role, Role::Name | Role::Definition(_))
                && text.get(word.span.start..word.span.end) == Some(definition.name.as_str())
                && self
                    .resolve(&definition.name, word.span.start)
                    .is_some_and(|it| it.span == definition.span)
        };
        self.words.iter().filter(same).map(|word| word.span).collect()
    }

    /// The names that a sentence which begins at `start` may use: those that are defined above it.
    pub fn known_at(&self, start: usize) -> impl Iterator<Item = &Definition> {
        self.definitions.iter().filter(move |it| contains(it.scope, start) && it.sentence.start < start)
    }
}

pub fn contains(span: Span, offset: usize) -> bool {
    (span.start..=span.end).contains(&offset)
}

/// The tokens of a sentence, without comments and line ends.
fn tokens(text: &str, sentence: Span) -> Vec<Token> {
    let text = text.get(..sentence.end).unwrap_or("");
    let tokens = Tokens::new(text, sentence.start.min(text.len()));
    tokens.filter(|token| !matches!(token.kind, Kind::Comment | Kind::Newline)).collect()
}
