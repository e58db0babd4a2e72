//! What may stand in an argument's place: a Rust type that can be read from a given value and
//! written back. The physical range of a quantity lives in its type.

use super::{Given, Input, Need, Shrink, Style, Vocabulary};
use crate::source::{Diagnostic, Span};

/// Binding's surroundings: the vocabulary, what was found.
pub struct Binder<'v> {
    pub vocabulary: &'v Vocabulary,
    pub findings: Vec<Diagnostic>,
}

impl<'v> Binder<'v> {
    pub fn new(vocabulary: &'v Vocabulary) -> Self {
        Binder { vocabulary, findings: Vec::new() }
    }

    /// Says a mistake and gives nothing, so that readers can `return binder.refuse(...)`.
    pub fn refuse<T>(&mut self, finding: Diagnostic) -> Option<T> {
        self.findings.push(finding);
        None
    }

    /// "expected a rate, found the word `x`".
    pub fn wrong_type<T>(&mut self, given: &Given, expected: &str) -> Option<T> {
        let message = format!("expected {expected}, found {}", given.describe());
        let finding = Diagnostic::error("wrong-type", given.span, message);
        self.refuse(finding.label("of the wrong kind").help(format!("write {expected} here")))
    }

    pub fn out_of_range<T>(&mut self, span: Span, what: String, range: &str) -> Option<T> {
        let message = format!("{what} is out of range: it has to be {range}");
        let finding = Diagnostic::error("out-of-range", span, message).label("out of range");
        self.refuse(finding.help(format!("choose a value that is {range}")))
    }
}

/// Which words of the vocabulary stand in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noun {
    Model,
    Method,
    Measure,
}

/// A type that can stand in an argument's place.
pub trait Argument: Clone + Send + Sync + 'static {
    /// The type in words: "an angle".
    const KIND: &'static str;
    const UNIT: &'static str = "";
    /// The words that may stand here, where it is a choice.
    const WORDS: &'static [&'static str] = &[];
    /// The words of the vocabulary that may stand here, for completion.
    const NOUN: Option<Noun> = None;
    /// What is taken from the stage before when nothing is written.
    const NEED: Option<Need> = None;
    /// Whether the place may stay empty for good.
    const OPTIONAL: bool = false;
    /// Whether several values joined by `and` may stand here.
    const MANY: bool = false;

    /// Whether a bare operand beside the verb belongs here.
    fn accepts(_given: &Given) -> bool {
        true
    }

    fn read(given: &Given, binder: &mut Binder) -> Option<Self>;

    /// Reads what stands in the place; more than one value is a mistake unless the type takes many.
    fn read_all(values: &[Given], binder: &mut Binder) -> Option<Self> {
        match values {
            [] => None,
            [one] => Self::read(one, binder),
            [_, second, ..] => {
                let message = format!("one value is expected here, {}", Self::KIND);
                binder.refuse(
                    Diagnostic::error("wrong-type", second.span, message).label("one too many").help(
                        "join steps with `, then`; `and` joins methods, measures and models where a verb takes several",
                    ),
                )
            }
        }
    }

    /// The canonical form; empty where there is nothing to write.
    fn write(&self, style: Style) -> String;

    /// The value as a number in the program's own unit, for the unusual-value lint.
    fn number(&self) -> Option<f64> {
        None
    }

    fn inputs(&self, _inputs: &mut Vec<Input>) {}

    /// Becomes what it is in a run of seconds; what is no amount of work stays as it is.
    fn shrink(&mut self, _shrink: &Shrink) {}
}

/// An argument that may be left out for good.
impl<T: Argument> Argument for Option<T> {
    const KIND: &'static str = T::KIND;
    const UNIT: &'static str = T::UNIT;
    const WORDS: &'static [&'static str] = T::WORDS;
    const NOUN: Option<Noun> = T::NOUN;
    const NEED: Option<Need> = T::NEED;
    const OPTIONAL: bool = true;
    const MANY: bool = T::MANY;

    fn accepts(given: &Given) -> bool {
        T::accepts(given)
    }

    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        T::read(given, binder).map(Some)
    }

    fn read_all(values: &[Given], binder: &mut Binder) -> Option<Self> {
        T::read_all(values, binder).map(Some)
    }

    fn write(&self, style: Style) -> String {
        self.as_ref().map_or(String::new(), |value| value.write(style))
    }

    fn number(&self) -> Option<f64> {
        self.as_ref().and_then(Argument::number)
    }

    fn inputs(&self, inputs: &mut Vec<Input>) {
        if let Some(value) = self {
            value.inputs(inputs);
        }
    }

    fn shrink(&mut self, shrink: &Shrink) {
        if let Some(value) = self {
            value.shrink(shrink);
        }
    }
}

/// Text in quotation marks.
impl Argument for String {
    const KIND: &'static str = "a text in quotation marks";

    fn accepts(given: &Given) -> bool {
        matches!(given.form, super::Form::Text(_))
    }

    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        match &given.form {
            super::Form::Text(text) => Some(text.clone()),
            _ => binder.wrong_type(given, Self::KIND),
        }
    }

    fn write(&self, _style: Style) -> String {
        format!("\"{self}\"")
    }
}
