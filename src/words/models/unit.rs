//! `activation: relu`, `activation: maxout(3)`: what a hidden unit makes of its sums.

use super::mlp::Activation;
use crate::models::network::composed;
use crate::source::{Diagnostic, nearest};
use crate::vocabulary::{Argument, Binder, Choice, Count, Form, Given, Style};

/// What a hidden unit makes of its sums.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum HiddenUnit {
    /// A function of one sum.
    Each(Activation),
    /// The largest of a few sums (Goodfellow et al. 2013).
    Maxout(Count),
}

const WORDS: &[&str] = &["relu", "tanh", "scaled-tanh", "logistic", "linear", "maxout"];

impl Argument for HiddenUnit {
    const KIND: &'static str = "an activation: relu, tanh, scaled-tanh, logistic, linear or maxout(2)";
    const WORDS: &'static [&'static str] = WORDS;

    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        let Form::Call(call) = &given.form else { return binder.wrong_type(given, Self::KIND) };
        let known = <Activation as Choice>::WORDS.iter().position(|word| *word == call.name.as_str());
        match (call.name.as_str(), call.arguments.as_slice(), known) {
            (_, [], Some(at)) => Some(HiddenUnit::Each(<Activation as Choice>::VALUES[at])),
            ("maxout", [(None, pieces)], _) => Count::read(pieces, binder).map(HiddenUnit::Maxout),
            ("maxout", ..) => {
                let finding = Diagnostic::error("missing-argument", given.span, "`maxout` needs its pieces");
                let help = "write `maxout(2)` for units that are the larger of two sums";
                binder.refuse(finding.label("of how many sums?").help(help))
            }
            (name, ..) => {
                let message = format!("`{name}` is not {}", Self::KIND);
                let finding =
                    Diagnostic::error("unknown-word", call.name.span, message).label("not known here");
                let translated = || binder.vocabulary.translated(name).find(|ours| WORDS.contains(ours));
                let near =
                    nearest(name, WORDS.iter().copied()).or_else(translated).filter(|near| *near != name);
                binder.refuse(finding.did_you_mean(near, format!("one of {}", WORDS.join(", "))))
            }
        }
    }

    fn write(&self, style: Style) -> String {
        match self {
            HiddenUnit::Each(activation) => activation.write(style),
            HiddenUnit::Maxout(pieces) => format!("maxout({})", pieces.write(style)),
        }
    }
}

impl HiddenUnit {
    /// The function of a single sum, where it is one.
    pub fn function(self) -> Option<Activation> {
        match self {
            HiddenUnit::Each(activation) => Some(activation),
            HiddenUnit::Maxout(_) => None,
        }
    }

    pub fn plain(self) -> composed::Unit {
        match self {
            HiddenUnit::Each(activation) => composed::Unit::Each(super::mlp::activation(activation)),
            HiddenUnit::Maxout(pieces) => composed::Unit::Maxout(pieces.get()),
        }
    }
}
