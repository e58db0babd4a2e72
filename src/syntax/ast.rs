//! What a file says, as a tree: statements, stages, clauses, phrases, expressions.
//!
//! Form only: no node knows a verb, a model or a unit. Every node that a message may have to point
//! at carries its [`Span`]. A line that could not be read stands in the tree as [`Statement::Broken`],
//! so that the rest of the file is still checked.

use crate::source::{Span, Spanned};

/// A whole file. `comments` keeps every comment, in order, for the formatter and for `# allow`.
#[derive(Clone, Debug, Default)]
pub struct File {
    pub statements: Vec<Statement>,
    pub comments: Vec<Span>,
}

// Statements are few, and each is looked at once: a box around the largest would save nothing.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug)]
pub enum Statement {
    Let(Let),
    Pipeline(Pipeline),
    Sweep(Sweep),
    Claim(Claim),
    /// A line that is not a statement; its message has been given.
    Broken(Span),
}

/// `let name = ...`
#[derive(Clone, Debug)]
pub struct Let {
    pub name: Spanned<String>,
    pub body: LetBody,
    pub span: Span,
}

/// What a `let` holds. A lone word (`let a = mnist`, `let b = standardize`) is a phrase: the
/// checker knows which words are verbs.
#[derive(Clone, Debug)]
pub enum LetBody {
    Stages(Vec<Stage>),
    Phrase(Phrase),
}

/// `label: stage, then stage`
#[derive(Clone, Debug)]
pub struct Pipeline {
    pub label: Option<Spanned<String>>,
    pub stages: Vec<Stage>,
    pub span: Span,
}

/// `verb object clause*`
#[derive(Clone, Debug)]
pub struct Stage {
    pub verb: Spanned<String>,
    pub object: Option<Phrase>,
    pub clauses: Vec<Clause>,
    pub span: Span,
}

/// `preposition phrase`
#[derive(Clone, Debug)]
pub struct Clause {
    pub preposition: Spanned<String>,
    pub phrase: Phrase,
    pub span: Span,
}

/// `item and item`
#[derive(Clone, Debug)]
pub struct Phrase {
    pub items: Vec<Item>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum Item {
    /// `n = 57`, `loss < 3 %`
    Condition { path: Path, symbol: Spanned<Comparison>, value: Expression },
    /// Side by side: `rbm x3 cd1`, `95 % confidence`, `validation 10000`.
    Operands(Vec<Expression>),
}

/// `squares.accuracy`
pub type Path = Vec<Spanned<String>>;

pub type Expression = Spanned<Expr>;

#[derive(Clone, Debug)]
pub enum Expr {
    Quantity(Quantity),
    /// Without its quotation marks.
    Text(String),
    List(Vec<Expression>),
    Call(Call),
    /// The repeat count `x3`.
    Times(u64),
    Negative(Box<Expression>),
    Binary {
        left: Box<Expression>,
        operator: Spanned<Operator>,
        right: Box<Expression>,
    },
    Range {
        low: Box<Expression>,
        high: Box<Expression>,
        spacing: Option<Spacing>,
    },
    /// A value with clauses of its own: `(squares.accuracy at n = 57)`, `argmin(a.error over n)`.
    Qualified {
        value: Box<Expression>,
        clauses: Vec<Clause>,
    },
}

/// A name, perhaps with a list and arguments that touch it: `mlp[784,10](activation: tanh)`.
#[derive(Clone, Debug)]
pub struct Call {
    pub path: Path,
    pub list: Option<Spanned<Vec<Expression>>>,
    pub arguments: Option<Spanned<Vec<Argument>>>,
}

/// `key: value` or a value alone.
#[derive(Clone, Debug)]
pub struct Argument {
    pub key: Option<Spanned<String>>,
    pub value: Expression,
    pub span: Span,
}

/// A number with its unit: `15 deg`, `20 %`, `0.997 per epoch`, `2 MiB per s`.
#[derive(Clone, Debug)]
pub struct Quantity {
    pub number: f64,
    /// The number as it was written, without its unit: `1e-3`, `10_000`.
    pub text: String,
    pub unit: Option<Spanned<String>>,
    pub per: Option<Spanned<String>>,
}

/// `log 50`, `linear 20` after a range.
#[derive(Clone, Debug)]
pub struct Spacing {
    pub scale: Scale,
    pub count: Spanned<u64>,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    Linear,
    Log,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Plus,
    Minus,
    Times,
    Over,
}

impl Operator {
    pub fn applied(self, left: f64, right: f64) -> f64 {
        match self {
            Operator::Plus => left + right,
            Operator::Minus => left - right,
            Operator::Times => left * right,
            Operator::Over => left / right,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Less,
    AtMost,
    Greater,
    AtLeast,
    Equal,
}

/// `sweep n in [..], repeat 20 { ... }`, `search rate in 0.01..1 log, try 20 by net.validation-error { ... }` or
/// `repeat 20 { ... }`
#[derive(Clone, Debug)]
pub struct Sweep {
    pub axes: Vec<Axis>,
    /// How a search goes; none where all values of the axes are run.
    pub search: Option<Search>,
    pub repeat: Option<Spanned<u64>>,
    pub body: Vec<Statement>,
    /// From the first word to the opening brace.
    pub head: Span,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct Axis {
    pub name: Spanned<String>,
    pub values: Expression,
    /// How a search takes values from it, where that is said.
    pub drawn: Option<Drawn>,
    pub span: Span,
}

/// What stands behind the values of an axis of a search.
#[derive(Clone, Debug)]
pub enum Drawn {
    /// `log`, `linear`
    On(Spanned<Scale>),
    /// `halving 3`
    Halving(Spanned<u64>),
}

/// `try 20 by net.validation-error`
#[derive(Clone, Debug)]
pub struct Search {
    pub tries: Spanned<u64>,
    pub by: Path,
    pub span: Span,
}

/// `expect left relation ... clause*`
#[derive(Clone, Debug)]
pub struct Claim {
    pub left: Expression,
    pub relation: Relation,
    pub clauses: Vec<Clause>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum Relation {
    Compare(Spanned<Comparison>, Expression),
    In(Expression),
    Within { tolerance: Expression, of: Expression },
}

impl Item {
    /// From its first word to its last.
    pub fn span(&self) -> Span {
        let (first, last) = match self {
            Item::Condition { path, value, .. } => (path.first().map(|part| part.span), Some(value.span)),
            Item::Operands(operands) => {
                (operands.first().map(|first| first.span), operands.last().map(|last| last.span))
            }
        };
        first.zip(last).map(|(first, last)| first.to(last)).unwrap_or_default()
    }
}

impl Statement {
    pub fn span(&self) -> Span {
        match self {
            Statement::Let(binding) => binding.span,
            Statement::Pipeline(pipeline) => pipeline.span,
            Statement::Sweep(sweep) => sweep.span,
            Statement::Claim(claim) => claim.span,
            Statement::Broken(span) => *span,
        }
    }
}
