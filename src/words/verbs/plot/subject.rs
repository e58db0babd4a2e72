//! What is plotted, and over what.

use crate::source::{Diagnostic, Spanned};
use crate::vocabulary::{Argument, Binder, Form, Given, MeasureRef, Style};

/// What is plotted: the images that flow by, or measures.
#[derive(Clone, Debug)]
pub enum Subject {
    Images,
    /// The values of training rows over their first column, with what the model says of them.
    Fit,
    /// What of the images each hidden unit of a model looks at.
    Fields,
    /// A measure over two swept values.
    PhaseDiagram,
    Measures(Vec<Spanned<MeasureRef>>),
}

impl Argument for Subject {
    const KIND: &'static str =
        "`images`, `fit`, `receptive-fields`, `phase-diagram`, or measures such as `big.error`";
    const WORDS: &'static [&'static str] = &["images", "fit", "receptive-fields", "phase-diagram"];
    const MANY: bool = true;

    fn accepts(given: &Given) -> bool {
        matches!(given.form, Form::Measure(_)) || given.bare_word().is_some()
    }

    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        match &given.form {
            Form::Measure(measure) => {
                Some(Subject::Measures(vec![Spanned::new(measure.clone(), given.span)]))
            }
            Form::Call(_) if given.bare_word() == Some("images") => Some(Subject::Images),
            Form::Call(_) if given.bare_word() == Some("fit") => Some(Subject::Fit),
            Form::Call(_) if given.bare_word() == Some("receptive-fields") => Some(Subject::Fields),
            Form::Call(_) if given.bare_word() == Some("phase-diagram") => Some(Subject::PhaseDiagram),
            Form::Call(call) => {
                let near = crate::source::nearest(&call.name, Self::WORDS.iter().copied());
                let message = format!("`{}` can't be plotted", call.name);
                let finding =
                    Diagnostic::error("unknown-word", call.name.span, message).label("not known here");
                binder.refuse(finding.did_you_mean(near, format!("`plot` takes {}", Self::KIND)))
            }
            _ => binder.wrong_type(given, Self::KIND),
        }
    }

    fn read_all(values: &[Given], binder: &mut Binder) -> Option<Self> {
        if let [one] = values {
            return Self::read(one, binder);
        }
        let mut measures = Vec::new();
        for value in values {
            match Self::read(value, binder)? {
                Subject::Measures(more) => measures.extend(more),
                Subject::Images | Subject::Fit | Subject::Fields | Subject::PhaseDiagram => {
                    return binder.wrong_type(value, "a measure: what is no measure is plotted alone");
                }
            }
        }
        Some(Subject::Measures(measures))
    }

    fn write(&self, style: Style) -> String {
        match self {
            Subject::Images => "images".into(),
            Subject::Fit => "fit".into(),
            Subject::Fields => "receptive-fields".into(),
            Subject::PhaseDiagram => "phase-diagram".into(),
            Subject::Measures(list) => {
                list.iter().map(|it| named(it, style)).collect::<Vec<_>>().join(" and ")
            }
        }
    }
}

fn named(measure: &MeasureRef, style: Style) -> String {
    match style {
        Style::Shown => format!("{}.{}", measure.label, measure.measure),
        Style::Meaning | Style::Key => format!("{}.{}", measure.meaning, measure.measure),
    }
}

/// The measure of a phase diagram.
#[derive(Clone, Debug)]
pub struct Mapped(pub Spanned<MeasureRef>);

impl Argument for Mapped {
    const KIND: &'static str = "a measure such as `risk.error`";

    fn accepts(given: &Given) -> bool {
        matches!(given.form, Form::Measure(_))
    }

    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        match &given.form {
            Form::Measure(measure) => Some(Mapped(Spanned::new(measure.clone(), given.span))),
            _ => binder.wrong_type(given, Self::KIND),
        }
    }

    fn write(&self, style: Style) -> String {
        named(&self.0, style)
    }
}

/// The names of axes of a sweep.
#[derive(Clone, Debug)]
pub struct Axes(pub Vec<String>);

/// `plot risk.error over n` in the block of n, where n is one of its values.
fn inside_its_sweep(given: &Given) -> Diagnostic {
    let message = format!("expected the name of a swept value, found {}", given.describe());
    let finding = Diagnostic::error("wrong-type", given.span, message).label("one value here");
    finding.help("inside its block a swept name is a number: write this line below the `}` of the block")
}

impl Argument for Axes {
    const KIND: &'static str = "the name of a swept value";
    const MANY: bool = true;

    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        match given.bare_word() {
            Some(word) => Some(Axes(vec![word.to_string()])),
            None if matches!(given.form, Form::Number(_)) => binder.refuse(inside_its_sweep(given)),
            None => binder.wrong_type(given, Self::KIND),
        }
    }

    fn read_all(values: &[Given], binder: &mut Binder) -> Option<Self> {
        let read: Option<Vec<Axes>> = values.iter().map(|value| Self::read(value, binder)).collect();
        Some(Axes(read?.into_iter().flat_map(|axes| axes.0).collect()))
    }

    fn write(&self, _style: Style) -> String {
        self.0.join(" and ")
    }
}
