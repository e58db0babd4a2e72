//! Where one sentence ends and the next begins: a file cut into sentences, block heads and block
//! ends, in one pass and before any of them is read.
//!
//! A line goes on after `,`, after an operator or a comparison, and inside brackets; a line that
//! begins with `then`, `and` or a preposition continues the one before. A bracket that is still
//! open where a line plainly starts a new statement is broken there, not at the end of the file.
//! Because every sentence is then read by itself, a broken one costs nothing else.
//!
//! The limits are set here too, so that no text, however hostile, can exhaust stack, memory or
//! patience further on.

use super::token::{Kind, Token, Tokens, is_head, is_opening, is_reserved, turns};
use crate::source::Span;

/// The deepest nesting of brackets, and of blocks.
pub(super) const DEEPEST: usize = 64;
/// The most operators, with all they enclose, in one value.
pub(super) const MOST_OPERATORS: usize = 256;
/// The longest sentence, in bytes.
pub(super) const LONGEST_SENTENCE: usize = 64 << 10;
/// The most sentences and block ends in one file.
pub(super) const MOST_SENTENCES: usize = 131_072;
/// The most words, numbers and signs in all sentences of one file.
pub(super) const MOST_TOKENS: usize = 3 << 18;

#[derive(Debug)]
pub enum Entry {
    Sentence(Sentence),
    /// The words before an opening brace, and the brace.
    Head(Sentence, Span),
    /// A closing brace.
    Close(Span),
}

/// A piece of text to be read as one sentence. Without words (a block without a head) it is empty.
#[derive(Clone, Copy, Debug)]
pub struct Sentence {
    pub span: Span,
    pub limit: Option<Limit>,
    /// Whether it begins on the line on which a block ended.
    pub after_block: bool,
}

/// Why a sentence is refused before it is read, and where.
#[derive(Clone, Copy, Debug)]
pub enum Limit {
    Nesting(Span),
    Operators(Span),
    Length(Span),
    Hidden(Span),
}

#[derive(Default)]
pub struct Cut {
    pub entries: Vec<Entry>,
    pub comments: Vec<Span>,
    /// Hidden characters in comments and texts, the first of each.
    pub hidden: Vec<Span>,
    /// Where the file was left because its sentences are too many.
    pub left_at: Option<usize>,
}

/// Cuts a text.
pub fn cut(text: &str) -> Cut {
    let cut = Cut::default();
    let mut cutter = Cutter { text, cut, current: None, tokens: 0, new_line: true, after_block: false };
    for token in Tokens::new(text, 0) {
        if cutter.cut.entries.len() >= MOST_SENTENCES || cutter.tokens > MOST_TOKENS {
            cutter.cut.left_at = Some(token.span.start);
            return cutter.cut;
        }
        cutter.take(token);
    }
    cutter.finish();
    cutter.cut
}

struct Cutter<'a> {
    text: &'a str,
    cut: Cut,
    current: Option<Open>,
    /// The tokens of the sentences so far that are to be read.
    tokens: usize,
    new_line: bool,
    after_block: bool,
}

/// The sentence that is being gathered.
struct Open {
    first: Token,
    last: Token,
    tokens: usize,
    outside: Level,
    brackets: Vec<Level>,
    /// Brackets opened below the deepest level.
    below: usize,
    limit: Option<Limit>,
    after_block: bool,
}

/// One level of brackets: the height of the tree that its values will make.
#[derive(Default)]
struct Level {
    highest: usize,
    height: usize,
}

impl Cutter<'_> {
    fn take(&mut self, token: Token) {
        match token.kind {
            Kind::Comment => {
                self.cut.comments.push(token.span);
                self.look_for_hidden(token.span);
            }
            Kind::Newline => (self.new_line, self.after_block) = (true, false),
            Kind::BlockOpen => {
                let goes_on = !self.new_line || self.is_head();
                if !goes_on {
                    self.finish();
                }
                self.open_block(token.span);
            }
            Kind::BlockClose => {
                self.finish();
                self.cut.entries.push(Entry::Close(token.span));
                self.after_block = true;
            }
            _ => self.add(token),
        }
    }

    fn add(&mut self, token: Token) {
        if self.new_line && !self.goes_on(token) {
            self.finish();
        }
        self.new_line = false;
        if matches!(token.kind, Kind::Text | Kind::OpenText) {
            self.look_for_hidden(token.span);
        }
        match &mut self.current {
            Some(open) => open.add(token),
            None => self.current = Some(Open::new(token, self.after_block)),
        }
        self.after_block = false;
    }

    /// Between quotation marks and in comments any writing may stand, and joiners belong to some;
    /// controls and marks that turn the direction do not.
    fn look_for_hidden(&mut self, span: Span) {
        let harmful = |c: char| c.is_control() && c != '\t' || turns(c);
        let found = self.text[span.start..span.end].char_indices().find(|(_, c)| harmful(*c));
        self.cut.hidden.extend(found.map(|(at, c)| Span::new(at, at + c.len_utf8()).shifted(span.start)));
    }

    fn finish(&mut self) {
        if let Some(open) = self.current.take() {
            let sentence = self.gathered(open);
            self.cut.entries.push(Entry::Sentence(sentence));
        }
    }

    fn gathered(&mut self, open: Open) -> Sentence {
        let tokens = open.tokens;
        let sentence = open.sentence();
        self.tokens += if sentence.limit.is_none() { tokens } else { 0 };
        sentence
    }

    fn open_block(&mut self, brace: Span) {
        let nothing = Sentence { span: Span::new(brace.start, brace.start), limit: None, after_block: false };
        let head = self.current.take().map_or(nothing, |open| self.gathered(open));
        self.cut.entries.push(Entry::Head(head, brace));
        (self.new_line, self.after_block) = (false, false);
    }

    /// Whether the sentence at hand is one that takes a block.
    fn is_head(&self) -> bool {
        self.current.as_ref().is_some_and(|open| is_head(self.word(open.first)))
    }

    /// Whether the line that begins with `token` continues the sentence at hand.
    fn goes_on(&self, token: Token) -> bool {
        let Some(open) = &self.current else { return false };
        let mut line = Tokens::new(self.text, token.span.end);
        let next = line.next();
        let is_key = next.is_some_and(|next| next.kind == Kind::Colon);
        if is_reserved(self.word(token)) && !is_key {
            return true;
        }
        let then_follows = next.is_some_and(|next| self.word(next) == "then");
        match open.last.kind {
            Kind::OpenText => false,
            _ if token.kind == Kind::Comma && then_follows => true,
            _ if matches!(self.word(token), "repeat" | "try") && self.is_head() => {
                open.last.kind == Kind::Comma
            }
            _ if !open.brackets.is_empty() => !self.starts_statement(token),
            Kind::Comma => !self.starts_statement(token),
            Kind::Operator | Kind::Comparison => !is_opening(self.word(token)) || is_key,
            _ => false,
        }
    }

    /// Whether `token` begins what can only be a statement: perhaps a label, then two things side
    /// by side of which the first is a word. No value inside brackets looks like that.
    fn starts_statement(&self, token: Token) -> bool {
        let mut line = Tokens::new(self.text, token.span.start).peekable();
        let Some(mut first) = line.next() else { return false };
        if line.next_if(|next| next.kind == Kind::Colon).is_some() {
            let Some(after) = line.next() else { return false };
            first = after;
        }
        let Some(second) = line.next() else { return false };
        let beside = match second.kind {
            Kind::Word => !is_reserved(self.word(second)) && !self.is_part_of_value(second),
            Kind::Number | Kind::Text => true,
            _ => false,
        };
        first.kind == Kind::Word && !is_reserved(self.word(first)) && !self.is_part_of_value(first) && beside
    }

    /// Words that stand inside a value: `1..9 log 5`, `0.9 per epoch`.
    fn is_part_of_value(&self, token: Token) -> bool {
        matches!(self.word(token), "log" | "linear" | "halving" | "per")
    }

    /// The word of a token; "" where it is none.
    fn word(&self, token: Token) -> &str {
        if token.kind == Kind::Word { &self.text[token.span.start..token.span.end] } else { "" }
    }
}

impl Open {
    fn new(first: Token, after_block: bool) -> Self {
        let (outside, brackets) = (Level::default(), Vec::new());
        let mut open =
            Open { first, last: first, tokens: 0, outside, brackets, below: 0, limit: None, after_block };
        open.add(first);
        open
    }

    fn add(&mut self, token: Token) {
        self.last = token;
        self.tokens += 1;
        match token.kind {
            Kind::Open if self.brackets.len() >= DEEPEST => {
                self.below += 1;
                self.refuse(Limit::Nesting(token.span));
            }
            Kind::Open => self.brackets.push(Level::default()),
            Kind::Close if self.below > 0 => self.below -= 1,
            Kind::Close => self.close(token),
            Kind::Comma => self.level().separate(),
            Kind::Operator => self.grow(1, token),
            Kind::Hidden => self.refuse(Limit::Hidden(token.span)),
            _ => {}
        }
    }

    fn close(&mut self, token: Token) {
        if let Some(mut level) = self.brackets.pop() {
            level.separate();
            self.grow(level.highest, token);
        }
    }

    fn grow(&mut self, by: usize, token: Token) {
        let level = self.level();
        level.height += by;
        if level.height > MOST_OPERATORS {
            self.refuse(Limit::Operators(token.span));
        }
    }

    fn level(&mut self) -> &mut Level {
        self.brackets.last_mut().unwrap_or(&mut self.outside)
    }

    fn refuse(&mut self, limit: Limit) {
        self.limit.get_or_insert(limit);
    }

    fn sentence(self) -> Sentence {
        let span = self.first.span.to(self.last.span);
        let too_long = (span.end - span.start > LONGEST_SENTENCE).then_some(Limit::Length(span));
        Sentence { span, limit: self.limit.or(too_long), after_block: self.after_block }
    }
}

impl Level {
    /// A value has ended: the next one grows beside it, not on it.
    fn separate(&mut self) {
        self.highest = self.highest.max(self.height);
        self.height = 0;
    }
}
