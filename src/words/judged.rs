//! What predictions are judged by: a measure of them by its word, or measures and numbers combined, `misses + 10 * false-alarms`,
//! perhaps under a name that a `let` gives them.

use crate::choice;
use crate::models::regression::selection::{Arithmetic, Loss};
use crate::vocabulary::{Argument, Binder, Choice, Combined, Form, Given, Operator, Style};

choice! {
    /// A measure of predictions.
    pub enum Measured, "a measure of predictions" {
        /// r^2
        Squared = "squared-error",
        /// |r|
        Absolute = "absolute-error",
        /// max(0, |r| - epsilon)
        Insensitive = "epsilon-insensitive",
        /// R squared, the larger the better.
        RSquared = "r-squared",
        /// A wrong class.
        Error = "error",
        /// A right class, the more the better.
        Accuracy = "accuracy",
        /// Of the second of two classes, what is taken for the first.
        Misses = "misses",
        /// Of the first of two classes, what is taken for the second.
        FalseAlarms = "false-alarms",
    }
}

impl Measured {
    /// Whether it is of classes and not of values.
    fn counts_classes(self) -> bool {
        matches!(self, Measured::Error | Measured::Accuracy | Measured::Misses | Measured::FalseAlarms)
    }
}

/// One measure, or several with numbers.
#[derive(Clone, Debug, PartialEq)]
pub enum Judged {
    By(Measured),
    Number(f64),
    Combined(Box<(Judged, Operator, Judged)>),
}

impl Judged {
    /// The loss that is to be small: of one measure alone whatever is worse, of a combination its value. `epsilon` is what
    /// `epsilon-insensitive` leaves free.
    pub fn loss(&self, epsilon: f64) -> Loss {
        match self {
            Judged::By(Measured::Accuracy) => Loss::Sign,
            Judged::By(Measured::RSquared) => Loss::Unexplained,
            _ => self.value(epsilon),
        }
    }

    fn value(&self, epsilon: f64) -> Loss {
        let less = |loss| Loss::Combined(Box::new(Loss::Constant(1.0)), Arithmetic::Minus, Box::new(loss));
        match self {
            Judged::By(measured) => match measured {
                Measured::Squared => Loss::Squared,
                Measured::Absolute => Loss::Absolute,
                Measured::Insensitive => Loss::Insensitive { epsilon },
                Measured::RSquared => less(Loss::Unexplained),
                Measured::Error => Loss::Sign,
                Measured::Accuracy => less(Loss::Sign),
                Measured::Misses => Loss::Misses,
                Measured::FalseAlarms => Loss::FalseAlarms,
            },
            Judged::Number(value) => Loss::Constant(*value),
            Judged::Combined(both) => {
                let (left, operator, right) = &**both;
                let arithmetic = match operator {
                    Operator::Plus => Arithmetic::Plus,
                    Operator::Minus => Arithmetic::Minus,
                    Operator::Times => Arithmetic::Times,
                    Operator::Over => Arithmetic::Over,
                };
                Loss::Combined(Box::new(left.value(epsilon)), arithmetic, Box::new(right.value(epsilon)))
            }
        }
    }

    /// Whether one of its measures is so.
    fn any(&self, is_so: &dyn Fn(Measured) -> bool) -> bool {
        match self {
            Judged::By(measured) => is_so(*measured),
            Judged::Number(_) => false,
            Judged::Combined(both) => both.0.any(is_so) || both.2.any(is_so),
        }
    }

    pub fn has(&self, measured: Measured) -> bool {
        self.any(&|one| one == measured)
    }

    /// Whether a measure of classes is among them.
    pub fn counts_classes(&self) -> bool {
        self.any(&Measured::counts_classes)
    }

    fn part(given: &Given, binder: &mut Binder) -> Option<Self> {
        match &given.form {
            Form::Number(number) if number.unit.is_none() && number.per.is_none() => {
                Some(Judged::Number(number.value))
            }
            Form::Combined(both) => {
                let Combined { left, operator, right } = &**both;
                let (left, right) = (Self::part(left, binder), Self::part(right, binder));
                Some(Judged::Combined(Box::new((left?, *operator, right?))))
            }
            _ => Measured::read(given, binder).map(Judged::By),
        }
    }

    /// With brackets wherever they could be needed.
    fn inside(&self, style: Style) -> String {
        match self {
            Judged::Combined(_) => format!("({})", self.write(style)),
            Judged::By(_) | Judged::Number(_) => self.write(style),
        }
    }
}

impl Argument for Judged {
    const KIND: &'static str = "a measure of predictions, or several combined";
    const WORDS: &'static [&'static str] = <Measured as Choice>::WORDS;

    fn accepts(given: &Given) -> bool {
        matches!(given.form, Form::Combined(_)) || Measured::accepts(given)
    }

    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        match given.form {
            Form::Combined(_) => Self::part(given, binder),
            _ => Measured::read(given, binder).map(Judged::By),
        }
    }

    fn write(&self, style: Style) -> String {
        match self {
            Judged::By(measured) => measured.write(style),
            Judged::Number(value) => value.to_string(),
            Judged::Combined(both) => {
                let (left, operator, right) = &**both;
                format!("{} {operator} {}", left.inside(style), right.inside(style))
            }
        }
    }
}
