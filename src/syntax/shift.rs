//! Trees moved: a sentence that has been read at one place of a file and stands at another has the same tree
//! with other spans.

use super::ast::*;
use super::parser::Heading;
use crate::source::{Span, Spanned};

/// Moves every span of a tree by so many bytes.
pub(super) trait Shift {
    fn shift(&mut self, by: usize);
}

/// The tree of a file whose text stands so many bytes later.
pub fn moved(mut file: File, by: usize) -> File {
    file.statements.shift(by);
    file.comments.shift(by);
    file
}

impl Shift for Span {
    fn shift(&mut self, by: usize) {
        *self = self.shifted(by);
    }
}

impl<T: Shift> Shift for Spanned<T> {
    fn shift(&mut self, by: usize) {
        self.value.shift(by);
        self.span.shift(by);
    }
}

impl<T: Shift> Shift for Vec<T> {
    fn shift(&mut self, by: usize) {
        self.iter_mut().for_each(|part| part.shift(by));
    }
}

impl<T: Shift> Shift for Option<T> {
    fn shift(&mut self, by: usize) {
        self.iter_mut().for_each(|part| part.shift(by));
    }
}

impl<T: Shift> Shift for Box<T> {
    fn shift(&mut self, by: usize) {
        self.as_mut().shift(by);
    }
}

/// Leaves, which stand nowhere by themselves.
macro_rules! leaves {
    ($($leaf:ty),+) => { $(impl Shift for $leaf { fn shift(&mut self, _by: usize) {} })+ };
}

leaves!(String, u64, Comparison, Operator, Scale);

/// Structs, with the fields that stand somewhere.
macro_rules! nodes {
    ($($node:ident { $($field:ident),+ })+) => {
        $(impl Shift for $node { fn shift(&mut self, by: usize) { $(self.$field.shift(by);)+ } })+
    };
}

nodes! {
    Let { name, body, span }
    Pipeline { label, stages, span }
    Stage { verb, object, clauses, span }
    Clause { preposition, phrase, span }
    Phrase { items, span }
    Call { path, list, arguments }
    Argument { key, value, span }
    Quantity { unit, per }
    Spacing { count, span }
    Sweep { axes, search, repeat, body, head, span }
    Heading { axes, search, repeat }
    Axis { name, values, drawn, span }
    Search { tries, by, span }
    Claim { left, relation, clauses, span }
}

impl Shift for Statement {
    fn shift(&mut self, by: usize) {
        match self {
            Statement::Let(binding) => binding.shift(by),
            Statement::Pipeline(pipeline) => pipeline.shift(by),
            Statement::Sweep(sweep) => sweep.shift(by),
            Statement::Claim(claim) => claim.shift(by),
            Statement::Broken(span) => span.shift(by),
        }
    }
}

impl Shift for LetBody {
    fn shift(&mut self, by: usize) {
        match self {
            LetBody::Stages(stages) => stages.shift(by),
            LetBody::Phrase(phrase) => phrase.shift(by),
        }
    }
}

impl Shift for Drawn {
    fn shift(&mut self, by: usize) {
        match self {
            Drawn::On(scale) => scale.shift(by),
            Drawn::Halving(count) => count.shift(by),
        }
    }
}

impl Shift for Item {
    fn shift(&mut self, by: usize) {
        match self {
            Item::Condition { path, symbol, value } => {
                path.shift(by);
                symbol.shift(by);
                value.shift(by);
            }
            Item::Operands(operands) => operands.shift(by),
        }
    }
}

impl Shift for Relation {
    fn shift(&mut self, by: usize) {
        match self {
            Relation::Compare(symbol, right) => {
                symbol.shift(by);
                right.shift(by);
            }
            Relation::In(range) => range.shift(by),
            Relation::Within { tolerance, of } => {
                tolerance.shift(by);
                of.shift(by);
            }
        }
    }
}

impl Shift for Expr {
    fn shift(&mut self, by: usize) {
        match self {
            Expr::Quantity(quantity) => quantity.shift(by),
            Expr::Text(_) | Expr::Times(_) => {}
            Expr::List(values) => values.shift(by),
            Expr::Call(call) => call.shift(by),
            Expr::Negative(value) => value.shift(by),
            Expr::Binary { left, operator, right } => {
                left.shift(by);
                operator.shift(by);
                right.shift(by);
            }
            Expr::Range { low, high, spacing } => {
                low.shift(by);
                high.shift(by);
                spacing.shift(by);
            }
            Expr::Qualified { value, clauses } => {
                value.shift(by);
                clauses.shift(by);
            }
        }
    }
}
