//! What the checker hands to binding: values with their places in the file, names already
//! looked up, arithmetic already done. Binding gives them types.

use super::{Input, Place, Spaced};
use crate::source::{Span, Spanned};
use crate::syntax::ast::Operator;

/// One value as it was written.
#[derive(Clone, Debug)]
pub struct Given {
    pub form: Form,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum Form {
    Number(Number),
    Text(String),
    List(Vec<Given>),
    /// `10..1000 log 30`
    Range(Spaced),
    /// `x3`
    Times(u64),
    /// A word that is no name of the file: a model, a method, a choice, a measure.
    Call(Call),
    /// What a step yields.
    Result(Input),
    /// `big.error`
    Measure(MeasureRef),
    /// Measures by their words, and numbers: `misses + 10 * false-alarms`.
    Combined(Box<Combined>),
}

/// Two values of which a measure enters at least one.
#[derive(Clone, Debug)]
pub struct Combined {
    pub left: Given,
    pub operator: Operator,
    pub right: Given,
}

#[derive(Clone, Debug)]
pub struct Number {
    pub value: f64,
    pub unit: Option<Spanned<String>>,
    pub per: Option<Spanned<String>>,
}

/// A word with what touches it: `cd10(chains: 100)`, `mlp[784,10]`.
#[derive(Clone, Debug)]
pub struct Call {
    pub name: Spanned<String>,
    pub list: Option<Spanned<Vec<Given>>>,
    pub arguments: Vec<(Option<Spanned<String>>, Given)>,
}

impl Call {
    /// A word alone, without list or arguments.
    pub fn is_bare(&self) -> bool {
        self.list.is_none() && self.arguments.is_empty()
    }
}

/// A measure of a labelled line, perhaps with a count: `stack.free-energy-gap2`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MeasureRef {
    pub label: String,
    pub measure: String,
    /// What the label stands for, whatever it is called: for identities.
    pub meaning: String,
    /// The axes of the sweep that the label stands in.
    pub axes: Vec<String>,
    /// The measures of the label that are recorded as curves over epochs, by the names they have here.
    pub curves: Vec<String>,
}

/// What stands in one place of a sentence: an object, the phrase behind a preposition.
#[derive(Clone, Debug)]
pub struct Piece {
    pub place: Place,
    pub span: Span,
    pub values: Vec<Given>,
}

impl Given {
    /// The value in words, for "expected a rate, found ...".
    pub fn describe(&self) -> String {
        match &self.form {
            Form::Number(number) => number.write(),
            Form::Text(text) => format!("the text \"{text}\""),
            Form::List(_) => "a list".into(),
            Form::Range(range) => format!("the range `{range}`"),
            Form::Times(n) => format!("the repeat count `x{n}`"),
            Form::Call(call) => format!("the word `{}`", call.name),
            Form::Result(input) => format!("`{}`, the result of a line", input.shown),
            Form::Measure(m) => format!("the measure `{}.{}`", m.label, m.measure),
            Form::Combined(_) => "a combination of measures".into(),
        }
    }

    /// The place of the word itself, wherever a name that stands for it was used.
    pub fn word_span(&self) -> Span {
        match &self.form {
            Form::Call(call) => call.name.span,
            _ => self.span,
        }
    }

    /// The value as if all of it stood in one place.
    pub fn placed(self, span: Span) -> Given {
        let placed = |values: Vec<Given>| values.into_iter().map(|value| value.placed(span)).collect();
        let form = match self.form {
            Form::Number(Number { value, unit, per }) => {
                let at = |word: Spanned<String>| Spanned { span, ..word };
                Form::Number(Number { value, unit: unit.map(at), per: per.map(at) })
            }
            Form::List(items) => Form::List(placed(items)),
            Form::Call(Call { name, list, arguments }) => Form::Call(Call {
                name: Spanned { span, ..name },
                list: list.map(|list| Spanned::new(placed(list.value), span)),
                arguments: arguments
                    .into_iter()
                    .map(|(key, value)| (key.map(|key| Spanned { span, ..key }), value.placed(span)))
                    .collect(),
            }),
            Form::Combined(both) => {
                let (left, right) = (both.left.placed(span), both.right.placed(span));
                Form::Combined(Box::new(Combined { left, operator: both.operator, right }))
            }
            other => other,
        };
        Given { form, span }
    }

    /// How many values it is made of, those inside lists and brackets among them.
    pub fn size(&self) -> usize {
        match &self.form {
            Form::List(items) => 1 + items.iter().map(Given::size).sum::<usize>(),
            Form::Call(call) => {
                let list = call.list.iter().flat_map(|list| &list.value);
                1 + list.chain(call.arguments.iter().map(|(_, given)| given)).map(Given::size).sum::<usize>()
            }
            Form::Combined(both) => 1 + both.left.size() + both.right.size(),
            _ => 1,
        }
    }

    pub fn is_zero(&self) -> bool {
        matches!(&self.form, Form::Number(n) if n.value == 0.0)
    }

    /// The word, where the value is a word alone.
    pub fn bare_word(&self) -> Option<&str> {
        match &self.form {
            Form::Call(call) if call.is_bare() => Some(&call.name.value),
            _ => None,
        }
    }
}

impl Number {
    pub fn plain(value: f64) -> Self {
        Number { value, unit: None, per: None }
    }

    pub fn write(&self) -> String {
        let mut text = format!("{}", self.value);
        if let Some(unit) = &self.unit {
            text += &format!(" {unit}");
        }
        if let Some(per) = &self.per {
            text += &format!(" per {per}");
        }
        text
    }
}
