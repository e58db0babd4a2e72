//! A list of numbers: `[0.1, -0.2, 0.3]`; of rows of numbers, `[[1, 0], [0, 1]]`, row by row.

use super::{Argument, Binder, Form, Given, Style};

/// Numbers in their order.
#[derive(Clone, Debug, PartialEq)]
pub struct Reals(pub Vec<f64>);

impl Argument for Reals {
    const KIND: &'static str = "a list of numbers such as `[0.5,-1]`";

    fn accepts(given: &Given) -> bool {
        matches!(given.form, Form::List(_))
    }

    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        let Form::List(items) = &given.form else { return binder.wrong_type(given, Self::KIND) };
        let mut numbers = Vec::new();
        for item in items {
            match &item.form {
                Form::Number(n) if n.unit.is_none() && n.per.is_none() && n.value.is_finite() => {
                    numbers.push(n.value);
                }
                Form::List(_) => numbers.extend(Self::read(item, binder)?.0),
                _ => return binder.wrong_type(item, "a number without unit"),
            }
        }
        Some(Reals(numbers))
    }

    fn write(&self, _style: Style) -> String {
        let numbers: Vec<String> = self.0.iter().map(|x| format!("{x:?}")).collect();
        format!("[{}]", numbers.join(","))
    }
}
