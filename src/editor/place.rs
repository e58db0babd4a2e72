//! Where a word stands in its sentence, told from the words before it and from nothing else: so it
//! is known in a half-written line too, which no grammar reads.
//!
//! A [`Place`] is walked through a sentence token by token. It knows the kind of statement, the verb, the
//! preposition, the brackets that are open and what has been given in them.

use crate::syntax::token::{Kind, Token};
use crate::vocabulary::{AnyModelWord, AnyVerb, Form, Given, Number, Param, Place as Slot, WordInfo};

/// What sort of statement a sentence is, as far as it has been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// Nothing has been read yet.
    Nothing,
    /// After `let`.
    LetName,
    /// After `let name`.
    LetSign,
    /// After `let name =`: a verb or a value may follow.
    LetBody,
    /// After a verb of a line of stages.
    Stages,
    /// After a label or `then`: a verb has to follow.
    Verb,
    Claim,
    /// After `sweep` or a comma of its head: the name of an axis has to follow.
    AxisName,
    /// After the name of an axis.
    AxisValues,
    Repeat,
    /// After `try` in the head of a search.
    Tries,
}

/// A bracket that is open.
#[derive(Clone)]
pub struct Bracket {
    /// The word that it touches, where that is one of the language.
    pub owner: Option<WordInfo>,
    /// Whether it touches a word at all.
    pub touches: bool,
    pub square: bool,
    /// The name of the argument at hand, where it has one.
    pub key: Option<String>,
    /// The names of the arguments before it.
    pub given: Vec<String>,
    /// How many arguments before it have no name.
    pub unnamed: usize,
    /// Whether nothing of the argument's value has been read.
    pub is_empty: bool,
}

/// Where a sentence has come to.
#[derive(Clone)]
pub struct Place {
    pub head: Head,
    pub verb: Option<&'static AnyVerb>,
    /// The preposition whose phrase is being read.
    pub preposition: Option<String>,
    /// All prepositions of the stage so far.
    pub prepositions: Vec<String>,
    /// The words of the language in the stage so far, outside brackets.
    pub words: Vec<String>,
    pub model: Option<&'static AnyModelWord>,
    /// Operands since the verb, the preposition or the last `and`.
    pub operands: usize,
    pub brackets: Vec<Bracket>,
    /// The token before, and its word.
    pub last: Option<Token>,
    pub last_word: String,
    /// What an opening bracket would touch.
    pub touched: Option<WordInfo>,
}

impl Place {
    /// The beginning of a sentence.
    pub fn start() -> Self {
        Place {
            head: Head::Nothing,
            verb: None,
            preposition: None,
            prepositions: Vec::new(),
            words: Vec::new(),
            model: None,
            operands: 0,
            brackets: Vec::new(),
            last: None,
            last_word: String::new(),
            touched: None,
        }
    }

    pub fn last_kind(&self) -> Option<Kind> {
        self.last.map(|token| token.kind)
    }

    pub fn bracket(&self) -> Option<&Bracket> {
        self.brackets.last()
    }

    /// A new stage begins: what was said of the one before is forgotten.
    pub fn open_stage(&mut self) {
        *self = Place { head: Head::Verb, last: self.last, ..Place::start() };
    }

    pub fn enter_verb(&mut self, verb: Option<&'static AnyVerb>) {
        (self.head, self.verb) = (Head::Stages, verb);
    }

    pub fn enter_clause(&mut self, preposition: &str) {
        self.preposition = Some(preposition.to_owned());
        self.prepositions.push(preposition.to_owned());
        self.operands = 0;
    }

    pub fn open_bracket(&mut self, token: Token, square: bool) {
        let touches = matches!(self.last_kind(), Some(Kind::Word | Kind::Close))
            && self.last.is_some_and(|last| last.span.end == token.span.start);
        let owner = self.touched.take().filter(|_| touches);
        self.brackets.push(Bracket {
            owner,
            touches,
            square,
            key: None,
            given: Vec::new(),
            unnamed: 0,
            is_empty: true,
        });
    }

    /// What stood in brackets is one operand, or belongs to the one that it touches.
    pub fn close_bracket(&mut self) {
        if let Some(closed) = self.brackets.pop() {
            self.touched = closed.owner.filter(|_| closed.square);
            self.fill(!closed.touches);
        }
    }

    /// A comma: the next argument, or the next part of a statement's head.
    pub fn separate(&mut self) {
        match self.brackets.last_mut() {
            Some(bracket) => {
                match bracket.key.take() {
                    Some(key) => bracket.given.push(key),
                    None => bracket.unnamed += usize::from(!bracket.is_empty),
                }
                bracket.is_empty = true;
            }
            None if matches!(self.head, Head::AxisValues | Head::Tries) => self.head = Head::AxisName,
            None => {}
        }
    }

    /// Something stands here: part of an argument, or an operand of the stage.
    pub fn fill(&mut self, counts: bool) {
        match self.brackets.last_mut() {
            Some(bracket) => bracket.is_empty = false,
            None => self.operands += usize::from(counts),
        }
    }

    /// The argument that is being written, where its place says which it is.
    pub fn param(&self) -> Option<&'static Param> {
        let Some(bracket) = self.bracket() else {
            let preposition = self.preposition.as_deref()?;
            return self
                .params()
                .iter()
                .find(|param| matches!(param.place, Slot::Clause(p) if p == preposition));
        };
        let params = (bracket.owner?.params)();
        match &bracket.key {
            _ if bracket.square => params.iter().find(|param| param.place == Slot::List),
            Some(key) => params.iter().find(|param| in_brackets(param) && param.name() == *key),
            None => params.iter().filter(|param| in_brackets(param)).nth(bracket.unnamed),
        }
    }

    /// The argument that a number here belongs to: beside a verb, the first that takes numbers.
    pub fn param_of_number(&self) -> Option<&'static Param> {
        let given = Given { form: Form::Number(Number::plain(1.0)), span: Default::default() };
        self.param().or_else(|| self.objects().find(|param| (param.accepts)(&given)))
    }

    /// The verb's own arguments, where an operand beside it is read.
    pub fn objects(&self) -> impl Iterator<Item = &'static Param> {
        let beside = self.brackets.is_empty() && self.preposition.is_none() && self.head == Head::Stages;
        self.params().iter().filter(move |param| beside && param.place == Slot::Object)
    }

    /// The arguments of the stage's verb.
    pub fn params(&self) -> &'static [Param] {
        self.verb.map_or(&[], |verb| (verb.info.params)())
    }
}

/// Whether an argument stands in the round brackets of its word.
pub fn in_brackets(param: &Param) -> bool {
    matches!(param.place, Slot::Key | Slot::Object)
}
