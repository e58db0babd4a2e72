//! Signs folded to trees: from the left, `*` and `/` before `+` and `-`.

use super::ast::{Comparison, Expr, Expression, Operator};
use crate::source::{Span, Spanned};

/// A value as far as it has been read: a sum that waits for its last product, and that product.
pub(super) struct Fold {
    sum: Option<(Expression, Spanned<Operator>)>,
    product: Expression,
}

impl Fold {
    pub fn new(first: Expression) -> Self {
        Fold { sum: None, product: first }
    }

    pub fn push(self, operator: Spanned<Operator>, right: Expression) -> Self {
        if matches!(operator.value, Operator::Times | Operator::Over) {
            return Fold { product: binary(self.product, operator, right), ..self };
        }
        Fold { sum: Some((self.finish(), operator)), product: right }
    }

    pub fn finish(self) -> Expression {
        match self.sum {
            Some((sum, operator)) => binary(sum, operator, self.product),
            None => self.product,
        }
    }
}

fn binary(left: Expression, operator: Spanned<Operator>, right: Expression) -> Expression {
    let span = left.span.to(right.span);
    Spanned::new(Expr::Binary { left: Box::new(left), operator, right: Box::new(right) }, span)
}

/// `- 3` is the number `-3`; of anything else the negative is taken when it is known.
pub(super) fn negative(minus: Span, term: Expression) -> Expression {
    let span = minus.to(term.span);
    let expr = match term.value {
        Expr::Quantity(mut quantity) if !quantity.text.starts_with('-') => {
            quantity.number = -quantity.number;
            quantity.text.insert(0, '-');
            Expr::Quantity(quantity)
        }
        value => Expr::Negative(Box::new(Spanned::new(value, term.span))),
    };
    Spanned::new(expr, span)
}

pub(super) fn operator(sign: &str) -> Option<Operator> {
    match sign {
        "+" => Some(Operator::Plus),
        "-" => Some(Operator::Minus),
        "*" => Some(Operator::Times),
        "/" => Some(Operator::Over),
        _ => None,
    }
}

pub(super) fn comparison(sign: &str) -> Option<Comparison> {
    match sign {
        "<" => Some(Comparison::Less),
        "<=" => Some(Comparison::AtMost),
        ">" => Some(Comparison::Greater),
        ">=" => Some(Comparison::AtLeast),
        "=" => Some(Comparison::Equal),
        _ => None,
    }
}
