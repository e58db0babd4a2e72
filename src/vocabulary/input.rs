//! A reference from an argument to the result of another step.

use super::{
    Ability, Argument, Binder, DataKind, Form, Given, Kind, ModelKind, Shrink, Style, SystemKind, Vocabulary,
};
use crate::source::{Diagnostic, Span};
use std::sync::Arc;

/// The number of a step in its plan.
pub type StepId = usize;

/// The hash of a step's meaning: its filled-in arguments, its inputs' identities, the edition, the
/// precision and, among equal steps, its occurrence.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Identity(pub [u8; 32]);

impl Identity {
    /// The first sixteen hexadecimal digits, for people; the whole hash for machines is `hex`.
    pub fn short(&self) -> String {
        self.hex()[..16].to_string()
    }

    pub fn hex(&self) -> String {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = [0; 64];
        for (pair, byte) in text.chunks_exact_mut(2).zip(self.0) {
            pair.copy_from_slice(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
        }
        std::str::from_utf8(&text).unwrap_or_default().to_owned()
    }
}

/// The result of a step, as another step's argument.
#[derive(Clone, Debug)]
pub struct Input {
    pub step: StepId,
    pub kind: Arc<Kind>,
    pub identity: Identity,
    /// The name that the file gives it, or its words.
    pub shown: String,
}

/// What a place takes from the stage before when nothing is written there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    Data,
    Model,
    /// A declared system.
    System,
    /// A trained model, or a system that something was found out about.
    Examined,
}

impl Need {
    pub fn is_met_by(self, kind: &Kind) -> bool {
        match self {
            Need::Data => kind.data.is_some(),
            Need::Model => kind.model.is_some(),
            Need::System => kind.system.is_some(),
            Need::Examined => kind.model.is_some() || kind.system.is_some(),
        }
    }

    pub const fn word(self) -> &'static str {
        match self {
            Need::Data => "data",
            Need::Model => "a model",
            Need::System => "a system such as `ising(32, temperature: 2.269)`",
            Need::Examined => "a model, or what was found out about a system",
        }
    }
}

/// `on "mnist"` and `use "table.csv"`
fn text_for_data(text: &str, span: Span, vocabulary: &Vocabulary) -> Diagnostic {
    let message = format!("expected data, found the text \"{text}\"");
    let finding = Diagnostic::error("wrong-type", span, message).label("a text");
    match vocabulary.data_set(text) {
        Some(_) => {
            finding.help(format!("data sets stand without quotation marks: `{text}`")).fix(false, span, text)
        }
        None => finding.help(
            "a word says how a file is read: `csv(\"table.csv\")`, `idx(\"folder\")`, `npz(\"arrays.npz\")`",
        ),
    }
}

impl Input {
    fn read(given: &Given, need: Need, binder: &mut Binder) -> Option<Input> {
        let Form::Result(input) = &given.form else {
            if let Form::Call(call) = &given.form {
                return binder.refuse(binder.vocabulary.unknown_operand(call, given.span, need));
            }
            if let (Form::Text(text), Need::Data) = (&given.form, need) {
                return binder.refuse(text_for_data(text, given.span, binder.vocabulary));
            }
            return binder.wrong_type(given, need.word());
        };
        if need.is_met_by(&input.kind) {
            return Some(input.clone());
        }
        let message = format!("expected {}, found {}", need.word(), input.kind);
        let finding = Diagnostic::error("wrong-type", given.span, message);
        let help = format!("name something here that yields {}", need.word());
        binder.refuse(finding.label(format!("yields {}", input.kind)).help(help))
    }

    fn write(&self, style: Style) -> String {
        match style {
            Style::Shown => self.shown.clone(),
            Style::Meaning => self.identity.hex(),
            Style::Key => String::new(),
        }
    }

    fn shrink(&mut self, shrink: &Shrink) {
        if let Some(kind) = shrink.kind(self.step) {
            self.kind = kind;
        }
    }
}

/// A place that takes data.
#[derive(Clone, Debug)]
pub struct DataInput(pub Input);

impl DataInput {
    /// What is known of the data.
    pub fn kind(&self) -> &DataKind {
        self.0.kind.data.as_ref().expect("a data input is read only from a step that yields data")
    }
}

/// A place that takes a trained model.
#[derive(Clone, Debug)]
pub struct ModelInput(pub Input);

impl ModelInput {
    /// What is known of the model.
    pub fn kind(&self) -> &ModelKind {
        self.0.kind.model.as_ref().expect("a model input is read only from a step that yields a model")
    }

    /// What to say when the model lacks what is asked of it.
    pub fn lacks(&self, ability: Ability, verb: &str, span: Span) -> Option<Diagnostic> {
        if self.kind().abilities.contains(&ability) {
            return None;
        }
        let can: Vec<&str> = self.kind().abilities.iter().map(|a| a.word()).collect();
        let message = format!("`{verb}` needs a model that can {}", ability.word());
        let finding = Diagnostic::error("missing-ability", span, message);
        let name = self.kind().name;
        let help = ability.cure().map_or_else(|| format!("`{name}` can {}", can.join(", ")), String::from);
        Some(finding.label(format!("`{name}` cannot")).help(help))
    }
}

/// A place that takes a declared system.
#[derive(Clone, Debug)]
pub struct SystemInput(pub Input);

impl SystemInput {
    /// What is known of the system.
    pub fn kind(&self) -> &SystemKind {
        self.0.kind.system.as_ref().expect("a system input is read only from a step that yields a system")
    }
}

/// A place that takes a trained model, or a system that something was found out about.
#[derive(Clone, Debug)]
pub struct Examined(pub Input);

impl Examined {
    /// The trained model, where it is one.
    pub fn model(&self) -> Option<ModelInput> {
        self.0.kind.model.as_ref().map(|_| ModelInput(self.0.clone()))
    }

    /// The system, where it is one.
    pub fn system(&self) -> Option<&SystemKind> {
        self.0.kind.system.as_ref()
    }
}

/// A trained model to start from, only where it is named.
#[derive(Clone, Debug)]
pub struct Origin(pub ModelInput);

impl Argument for Origin {
    const KIND: &'static str = "a trained model";

    fn accepts(given: &Given) -> bool {
        matches!(given.form, Form::Result(_))
    }

    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        ModelInput::read(given, binder).map(Origin)
    }

    fn write(&self, style: Style) -> String {
        self.0.write(style)
    }

    fn inputs(&self, inputs: &mut Vec<Input>) {
        self.0.inputs(inputs);
    }

    fn shrink(&mut self, shrink: &Shrink) {
        Argument::shrink(&mut self.0, shrink);
    }
}

/// An argument that is the result of a step.
macro_rules! result_of_a_step {
    ($name:ident, $need:expr, $kind:literal) => {
        impl Argument for $name {
            const KIND: &'static str = $kind;
            const NEED: Option<Need> = Some($need);

            fn accepts(given: &Given) -> bool {
                matches!(given.form, Form::Result(_))
            }

            fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
                Input::read(given, $need, binder).map($name)
            }

            fn write(&self, style: Style) -> String {
                self.0.write(style)
            }

            fn inputs(&self, inputs: &mut Vec<Input>) {
                inputs.push(self.0.clone());
            }

            fn shrink(&mut self, shrink: &Shrink) {
                self.0.shrink(shrink);
            }
        }
    };
}

result_of_a_step!(DataInput, Need::Data, "data");
result_of_a_step!(ModelInput, Need::Model, "a trained model");
result_of_a_step!(SystemInput, Need::System, "a system such as `ising(32, temperature: 2.269)`");
result_of_a_step!(Examined, Need::Examined, "a trained model, or what was found out about a system");

/// A place that takes several trained models.
#[derive(Clone, Debug)]
pub struct ModelInputs(pub Vec<Input>);

impl ModelInputs {
    /// Each of them as a place of its own would take it.
    pub fn members(&self) -> Vec<ModelInput> {
        self.0.iter().cloned().map(ModelInput).collect()
    }
}

impl Argument for ModelInputs {
    const KIND: &'static str = "trained models, by their labels and joined by `and`";
    const MANY: bool = true;

    fn accepts(given: &Given) -> bool {
        matches!(given.form, Form::Result(_))
    }

    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        Input::read(given, Need::Model, binder).map(|input| ModelInputs(vec![input]))
    }

    fn read_all(values: &[Given], binder: &mut Binder) -> Option<Self> {
        let read: Vec<Option<Input>> =
            values.iter().map(|given| Input::read(given, Need::Model, binder)).collect();
        read.into_iter().collect::<Option<Vec<Input>>>().map(ModelInputs)
    }

    fn write(&self, style: Style) -> String {
        self.0.iter().map(|input| input.write(style)).collect::<Vec<_>>().join(" and ")
    }

    fn inputs(&self, inputs: &mut Vec<Input>) {
        inputs.extend(self.0.iter().cloned());
    }

    fn shrink(&mut self, shrink: &Shrink) {
        self.0.iter_mut().for_each(|input| input.shrink(shrink));
    }
}
