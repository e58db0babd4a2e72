//! `..., then test, then reproduce "Ciresan 2010, table 1, row 4"`: the line is held against a published number, with
//! the claims, when the run is done. It is *consistent* with it, *inconsistent*, or *underpowered*: not sure enough to tell.

use crate::args;
use crate::source::{Diagnostic, nearest};
use crate::vocabulary::{
    Argument, Binder, Context, Fault, Form, Given, Kind, ModelInput, Outcome, Published, Reproduction, Scene,
    Share, Style, Unit, Value, Verb,
};

/// The name of a published number.
#[derive(Clone, Debug)]
pub struct Citation(pub &'static Published);

impl Argument for Citation {
    const KIND: &'static str = "the name of a published number in quotation marks";

    fn accepts(given: &Given) -> bool {
        matches!(given.form, Form::Text(_))
    }

    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        let Form::Text(name) = &given.form else { return binder.wrong_type(given, Self::KIND) };
        let known = binder.vocabulary.published;
        if let Some(published) = known.iter().find(|it| it.name == name) {
            return Some(Citation(published));
        }
        let names: Vec<&str> = known.iter().map(|it| it.name).collect();
        let message = format!("no published number is known as \"{name}\"");
        let finding = Diagnostic::error("unknown-name", given.span, message).label("not known");
        let list = format!("known are \"{}\"", names.join("\"; \""));
        let near = nearest(name, names).map(|near| format!("\"{near}\""));
        binder.refuse(match near {
            Some(near) => finding.help(format!("did you mean {near}? {list}")).fix(false, given.span, near),
            None => finding.help(list),
        })
    }

    fn write(&self, _style: Style) -> String {
        format!("\"{}\"", self.0.name)
    }
}

args! {
    /// Holds the line against a published number: consistent with it, inconsistent, or underpowered.
    pub struct Reproduce {
        /// The published number, by its name.
        number (object): Citation;
        /// The model whose line it is.
        model (of): ModelInput;
        /// The difference that has to be told before the two count as consistent; without it, half the published value,
        /// or half of what a share lacks to 1 if that is less.
        size (to): Option<Share> = None;
    }
}

impl Verb for Reproduce {
    const NAME: &'static str = "reproduce";
    const EXAMPLE: &'static str = "train mlp[784,1000,500,10] for 20 epochs, then test, then reproduce \"Ciresan 2010, table 1, row 1\"";

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        if let Some(span) = self.size.span.filter(|_| self.size.value.is_some_and(|size| size.get() == 0.0)) {
            let finding = Diagnostic::error("out-of-range", span, "no run tells a difference of 0");
            scene
                .findings
                .push(finding.label("not above 0").help("say what would matter, such as `to 0.1 %`"));
            return None;
        }
        Some((*self.model.0.kind).clone())
    }

    fn has_effect(&self) -> bool {
        true
    }

    fn reproduces(&self) -> Option<Reproduction> {
        let published = self.number.0;
        let whole = published.value.abs();
        let usual = if published.measure.unit == Unit::Fraction { whole.min(1.0 - whole) } else { whole };
        Some(Reproduction { published, size: self.size.value.map_or(0.5 * usual, Share::get) })
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        let model = Some(context.model(&self.model)?);
        let data = (context.values)(self.model.0.step).and_then(|value| value.data);
        Ok(Outcome { value: Value { data, model }, ..Outcome::default() })
    }
}
