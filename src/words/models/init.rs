//! `init: he`, `init: uniform(0.05)`: how the weights of a network start; biases start at 0.

use crate::models::network;
use crate::source::{Diagnostic, nearest};
use crate::vocabulary::{Argument, Binder, Form, Given, Positive, Style};

/// How weights start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Init {
    Uniform(Positive),
    Glorot,
    He,
    Lecun,
}

const WORDS: &[&str] = &["he", "glorot", "lecun", "uniform"];

impl Argument for Init {
    const KIND: &'static str = "a way to start weights: he, glorot, lecun or uniform(0.05)";
    const WORDS: &'static [&'static str] = WORDS;

    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        let Form::Call(call) = &given.form else { return binder.wrong_type(given, Self::KIND) };
        match (call.name.as_str(), call.arguments.as_slice()) {
            ("he", []) => Some(Init::He),
            ("glorot", []) => Some(Init::Glorot),
            ("lecun", []) => Some(Init::Lecun),
            ("uniform", [(None, limit)]) => Positive::read(limit, binder).map(Init::Uniform),
            ("uniform", _) => {
                let finding = Diagnostic::error("missing-argument", given.span, "`uniform` needs its limit");
                binder.refuse(
                    finding
                        .label("how far from 0?")
                        .help("write `uniform(0.05)` for weights from -0.05 to 0.05"),
                )
            }
            (name, _) => {
                let message = format!("`{name}` is not {}", Self::KIND);
                let finding = Diagnostic::error("unknown-word", given.span, message).label("not known here");
                let near = nearest(name, WORDS.iter().copied()).filter(|near| *near != name);
                binder.refuse(finding.did_you_mean(near, "write `init: he`, or another of these"))
            }
        }
    }

    fn write(&self, style: Style) -> String {
        match self {
            Init::Uniform(limit) => format!("uniform({})", limit.write(style)),
            Init::Glorot => "glorot".into(),
            Init::He => "he".into(),
            Init::Lecun => "lecun".into(),
        }
    }
}

impl Init {
    pub fn plain(self) -> network::Init {
        match self {
            Init::Uniform(limit) => network::Init::Uniform(limit.get() as f32),
            Init::Glorot => network::Init::Glorot,
            Init::He => network::Init::He,
            Init::Lecun => network::Init::Lecun,
        }
    }
}
