//! Lengths from a range: `sigma: 6 px`, or `sigma: [5 px, 6 px]` for a value drawn anew each time.

use super::{Argument, Binder, Form, Given, Length, Style};
use crate::source::Diagnostic;

/// The least and the largest length; equal where one was given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lengths {
    low: Length,
    high: Length,
}

impl Lengths {
    /// One length.
    pub const fn one(pixels: f64) -> Self {
        Lengths { low: Length::new(pixels), high: Length::new(pixels) }
    }

    /// Both ends in pixels.
    pub fn ends(self) -> (f64, f64) {
        (self.low.get(), self.high.get())
    }

    /// The middle in pixels.
    pub fn middle(self) -> f64 {
        (self.low.get() + self.high.get()) / 2.0
    }
}

impl Argument for Lengths {
    const KIND: &'static str = "a length in pixels, or two such as `[5 px, 6 px]`";
    const UNIT: &'static str = Length::UNIT;

    fn accepts(given: &Given) -> bool {
        matches!(given.form, Form::Number(_) | Form::List(_))
    }

    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        let Form::List(items) = &given.form else {
            return Length::read(given, binder).map(|one| Lengths { low: one, high: one });
        };
        let [low, high] = items.as_slice() else { return binder.wrong_type(given, Self::KIND) };
        let (low, high) = (Length::read(low, binder)?, Length::read(high, binder)?);
        if low.get() < high.get() {
            return Some(Lengths { low, high });
        }
        let message = format!("the range from {} px to {} px is empty", low.get(), high.get());
        let finding = Diagnostic::error("out-of-range", given.span, message).label("not above the lower end");
        binder.refuse(finding.help("write the smaller length first, or one length alone"))
    }

    fn write(&self, style: Style) -> String {
        match self.low == self.high {
            true => self.low.write(style),
            false => format!("[{}, {}]", self.low.write(style), self.high.write(style)),
        }
    }

    fn number(&self) -> Option<f64> {
        Some(self.middle())
    }
}
