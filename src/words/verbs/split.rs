//! `split validation 10000`: random rows of the training part become the validation part.

use crate::args;
use crate::choice;
use crate::data;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Argument, Binder, Context, Cost, DataInput, Fault, Form, Given, Kind, Outcome, Rows, Scene, Share,
    Shrink, Style, Verb,
};
use crate::words::{prices, transformed};

choice! {
    /// The part that is split off.
    pub enum NewPart, "the part to split off" { Validation = "validation" }
}

/// A number of rows, or a share of them.
#[derive(Clone, Copy, Debug)]
pub enum Amount {
    Rows(Rows),
    Share(Share),
}

impl Argument for Amount {
    const KIND: &'static str = "a number of rows or a share of them";

    fn accepts(given: &Given) -> bool {
        matches!(given.form, Form::Number(_))
    }

    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        match &given.form {
            Form::Number(n) if n.unit.as_ref().is_some_and(|unit| unit.value == "%") => {
                Share::read(given, binder).map(Amount::Share)
            }
            Form::Number(n) if n.unit.is_none() && n.value > 0.0 && n.value < 1.0 => {
                Share::read(given, binder).map(Amount::Share)
            }
            _ => Rows::read(given, binder).map(Amount::Rows),
        }
    }

    fn write(&self, style: Style) -> String {
        match self {
            Amount::Rows(rows) => rows.write(style),
            Amount::Share(share) => share.write(style),
        }
    }

    /// A share of few rows could round to none of them, or to all.
    fn shrink(&mut self, shrink: &Shrink) {
        match (&mut *self, shrink.rows_left()) {
            (Amount::Rows(rows), _) => rows.shrink(shrink),
            (Amount::Share(share), Some(left)) if left > 1 => {
                let rows = (share.get() * left as f64).round() as usize;
                *self = Amount::Rows(Rows::new(rows.clamp(1, left - 1)));
            }
            _ => {}
        }
    }
}

impl Amount {
    fn plain(self) -> data::transform::Amount {
        match self {
            Amount::Rows(rows) => data::transform::Amount::Rows(rows.get()),
            Amount::Share(share) => data::transform::Amount::Share(share.get()),
        }
    }
}

args! {
    /// Takes random rows out of the training part, to select and stop on.
    pub struct Split {
        /// The new part.
        part (object): NewPart = NewPart::Validation;
        /// How many rows it gets.
        amount (object): Amount;
        /// The data.
        data (of): DataInput;
    }
}

impl Verb for Split {
    const NAME: &'static str = "split";
    const EXAMPLE: &'static str = "use mnist, then split validation 10000\ntrain mlp[784,100,10] with sgd and early-stopping for 30 epochs, then test";

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        let kind = self.data.kind();
        let place = scene.place(self.amount.span);
        if kind.shape.validation > 0 {
            let message = format!("the data have {} validation rows already", kind.shape.validation);
            scene.findings.push(
                Diagnostic::error("no-effect", place, message)
                    .label("split off twice")
                    .help("delete one of the two"),
            );
            return None;
        }
        let shape = data::transform::split_validation_shape(&kind.shape, self.amount.plain());
        transformed::reshaped(kind, shape, place, scene)
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        let shape = &self.data.kind().shape;
        prices::selected(shape, shape.train, shape.train)
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        let data = context.data(&self.data)?;
        let set = data::transform::split_validation(&data.set, self.amount.plain(), context.seed)?;
        Ok(transformed::outcome(&data, set))
    }
}
