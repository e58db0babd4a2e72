//! What each word is: a verb, a name, an argument, a unit. It is told from the words before it and one
//! after it, so that a half-written line is read as far as it goes.

use super::place::{Head, Place, in_brackets};
use crate::source::{Span, Spanned};
use crate::syntax::token::{Kind, Token, is_count, is_preposition};
use crate::vocabulary::{BEST, CONFIDENCE, Choice, ClaimFunction, Vocabulary};
use std::collections::HashSet;

/// What a name of the file names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Defined {
    Let,
    Label,
    Axis,
}

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Keyword,
    Preposition,
    Verb,
    /// Where a name is defined.
    Definition(Defined),
    /// Where a name is used.
    Name,
    Model,
    Data,
    Method,
    Measure,
    /// A function of a claim.
    Function,
    Argument,
    /// One of the words that an argument chooses from.
    Choice,
    Number,
    Unit,
    Text,
    Comment,
    Operator,
    /// Brackets, commas, colons.
    Sign,
    Unknown,
}

/// A word, number or sign, and what it is.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    pub span: Span,
    pub role: Role,
}

/// Reads a sentence token by token.
pub struct Reader<'a> {
    text: &'a str,
    vocabulary: &'static Vocabulary,
    names: &'a HashSet<String>,
    pub place: Place,
}

impl<'a> Reader<'a> {
    /// A reader at the beginning of a sentence of `text`, in a file with these names.
    pub fn new(text: &'a str, vocabulary: &'static Vocabulary, names: &'a HashSet<String>) -> Self {
        Reader { text, vocabulary, names, place: Place::start() }
    }

    /// What `token` is, before `next`; the place moves on behind it.
    pub fn read(&mut self, token: Token, next: Option<Token>) -> Role {
        let role = match token.kind {
            Kind::Word => self.word(token, next),
            other => self.sign(token, other),
        };
        self.place.last = Some(token);
        // Behind a dot the word before it still counts: its measures are asked for.
        match token.kind {
            Kind::Word => self.place.last_word = self.written(token).to_owned(),
            Kind::Dot => {}
            _ => self.place.last_word.clear(),
        }
        role
    }

    fn written(&self, token: Token) -> &'a str {
        self.text.get(token.span.start..token.span.end).unwrap_or("")
    }

    fn sign(&mut self, token: Token, kind: Kind) -> Role {
        let place = &mut self.place;
        match kind {
            Kind::Open => place.open_bracket(token, self.text[token.span.start..].starts_with('[')),
            Kind::Close => place.close_bracket(),
            Kind::Comma => place.separate(),
            Kind::Colon if place.head == Head::Nothing => place.head = Head::Verb,
            Kind::Comparison if place.head == Head::LetSign => place.head = Head::LetBody,
            Kind::Comparison | Kind::Operator if place.brackets.is_empty() => place.operands = 0,
            Kind::Number | Kind::Text | Kind::OpenText => place.fill(true),
            _ => {}
        }
        match kind {
            Kind::Number => Role::Number,
            Kind::Percent => Role::Unit,
            Kind::Text | Kind::OpenText => Role::Text,
            Kind::Operator | Kind::Comparison | Kind::Dots => Role::Operator,
            Kind::Hidden | Kind::Odd => Role::Unknown,
            _ => Role::Sign,
        }
    }

    fn word(&mut self, token: Token, next: Option<Token>) -> Role {
        let word = self.written(token);
        let colon_follows = next.is_some_and(|next| next.kind == Kind::Colon);
        match self.place.last_kind() {
            Some(Kind::Dot) => return Role::Measure,
            _ if colon_follows && self.place.bracket().is_some() => return self.key(word),
            _ if colon_follows && self.place.head == Head::Nothing => {
                return Role::Definition(Defined::Label);
            }
            Some(Kind::Number | Kind::Percent) if matches!(word, "per" | "log" | "linear" | "halving") => {
                return Role::Keyword;
            }
            Some(Kind::Number) if !is_joint(word) => return Role::Unit,
            Some(Kind::Word) if self.place.last_word == "per" => return Role::Unit,
            _ => {}
        }
        match word {
            "and" => {
                self.place.operands = 0;
                Role::Keyword
            }
            "then" => {
                self.place.open_stage();
                Role::Keyword
            }
            "within" if self.place.head == Head::Claim => {
                self.place.operands = 0;
                Role::Keyword
            }
            _ if is_preposition(word) => {
                if self.place.brackets.is_empty() {
                    self.place.enter_clause(word);
                }
                Role::Preposition
            }
            _ => self.in_statement(word, token, next),
        }
    }

    fn key(&mut self, word: &str) -> Role {
        let known = self.place.bracket().and_then(|bracket| bracket.owner).is_none_or(|owner| {
            (owner.params)().iter().any(|param| in_brackets(param) && param.name() == word)
        });
        if let Some(bracket) = self.place.brackets.last_mut() {
            bracket.key = Some(word.to_owned());
        }
        if known { Role::Argument } else { Role::Unknown }
    }

    fn in_statement(&mut self, word: &str, token: Token, next: Option<Token>) -> Role {
        let head = self.place.head;
        let opened = match (head, word) {
            (Head::Nothing, "let") => Some((Head::LetName, Role::Keyword)),
            (Head::Nothing, "expect") => Some((Head::Claim, Role::Keyword)),
            (Head::Nothing, "sweep" | "search") => Some((Head::AxisName, Role::Keyword)),
            (Head::Nothing | Head::AxisName, "repeat") => Some((Head::Repeat, Role::Keyword)),
            (Head::AxisName, "try") if next.is_some_and(|next| next.kind == Kind::Number) => {
                Some((Head::Tries, Role::Keyword))
            }
            (Head::LetName, _) => Some((Head::LetSign, Role::Definition(Defined::Let))),
            (Head::AxisName, _) => Some((Head::AxisValues, Role::Definition(Defined::Axis))),
            _ => None,
        };
        if let Some((head, role)) = opened {
            self.place.head = head;
            return role;
        }
        match head {
            Head::Nothing | Head::Verb => self.verb(word),
            Head::LetBody if self.acts(word, token, next) => self.verb(word),
            _ => self.operand(word, token, next),
        }
    }

    fn verb(&mut self, word: &str) -> Role {
        let verb = self.vocabulary.verb(word);
        self.place.enter_verb(verb);
        if verb.is_some() { Role::Verb } else { Role::Unknown }
    }

    /// Whether the first word behind `let name =` is a verb that acts, and no value.
    fn acts(&self, word: &str, token: Token, next: Option<Token>) -> bool {
        let is_value = next.is_some_and(|next| match next.kind {
            Kind::Open | Kind::Dot => next.span.start == token.span.end,
            Kind::Operator | Kind::Comparison | Kind::Dots => true,
            Kind::Word => self.written(next) == "and",
            _ => false,
        });
        self.place.operands == 0 && self.vocabulary.verb(word).is_some() && !is_value
    }

    fn operand(&mut self, word: &str, token: Token, next: Option<Token>) -> Role {
        let role = self.operand_role(word, token, next);
        self.place.touched = None;
        let spanned = Spanned::new(word.to_owned(), token.span);
        let info = match role {
            Role::Model => self.vocabulary.model(word).map(|model| {
                self.place.model = Some(model);
                model.info
            }),
            Role::Data => self.vocabulary.start(word).map(|data| data.info),
            Role::Method => self.vocabulary.method(&spanned).map(|(method, _)| method.info),
            _ => None,
        };
        self.place.touched = info;
        if self.place.brackets.is_empty() {
            self.place.words.extend(info.map(|info| info.name.to_owned()));
        }
        self.place.fill(true);
        role
    }

    /// `at best`
    fn is_best(&self, word: &str) -> bool {
        word == BEST && self.place.last_word == "at"
    }

    fn operand_role(&self, word: &str, token: Token, next: Option<Token>) -> Role {
        let touches = next.is_some_and(|next| next.kind == Kind::Open && next.span.start == token.span.end);
        let mut chosen = self.place.param().into_iter().chain(self.place.objects());
        let vocabulary = self.vocabulary;
        match () {
            _ if is_count(word) => Role::Number,
            _ if self.names.contains(word) => Role::Name,
            _ if chosen.any(|param| param.words.contains(&word)) => Role::Choice,
            _ if touches && <ClaimFunction as Choice>::WORDS.contains(&word) => Role::Function,
            _ if self.place.head == Head::Claim && (word == CONFIDENCE || self.is_best(word)) => {
                Role::Keyword
            }
            _ if vocabulary.model(word).is_some() => Role::Model,
            _ if vocabulary.start(word).is_some() => Role::Data,
            _ if vocabulary.method(&Spanned::new(word.to_owned(), token.span)).is_some() => Role::Method,
            _ if vocabulary.measure(word).is_some() => Role::Measure,
            _ => Role::Unknown,
        }
    }
}

/// Words that can't be the unit of the number before them.
fn is_joint(word: &str) -> bool {
    is_preposition(word) || matches!(word, "and" | "then" | "within" | CONFIDENCE)
}

#[cfg(test)]
mod tests;
