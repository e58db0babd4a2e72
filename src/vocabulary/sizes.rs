//! Growing numbers of rows: `10..2000 log 40`, or a list such as `[10,57,1000]`.

use super::{Argument, Binder, Form, Given, Rows, Shrink, Spaced, Style};
use crate::source::Diagnostic;
use crate::syntax::ast::Scale;

/// Numbers of rows, the smallest first.
#[derive(Clone, Debug, PartialEq)]
pub enum Sizes {
    /// As they are listed.
    Listed(Vec<Rows>),
    /// Spaced between whole numbers.
    Spaced(Spaced),
}

impl Sizes {
    /// So many, evenly spaced.
    pub fn even(low: usize, high: usize, count: u64) -> Self {
        let (low, high) = (low as f64, high as f64);
        Sizes::Spaced(Spaced { low, high, scale: Scale::Linear, count, whole: true })
    }

    /// Each of them: at least one, none below 1.
    pub fn rows(&self) -> Vec<usize> {
        match self {
            Sizes::Listed(rows) => rows.iter().map(|rows| rows.get()).collect(),
            Sizes::Spaced(range) => range.values().into_iter().map(|rows| rows as usize).collect(),
        }
    }

    fn listed(items: &[Given], given: &Given, binder: &mut Binder) -> Option<Self> {
        let rows: Vec<Option<Rows>> = items.iter().map(|item| Rows::read(item, binder)).collect();
        let rows: Vec<Rows> = rows.into_iter().collect::<Option<_>>()?;
        if !rows.is_empty() && rows.windows(2).all(|pair| pair[0].get() < pair[1].get()) {
            return Some(Sizes::Listed(rows));
        }
        let finding = Diagnostic::error("out-of-range", given.span, "these numbers of rows don't grow");
        binder.refuse(finding.label("not growing").help("list one number or more, the smallest first"))
    }
}

impl Argument for Sizes {
    const KIND: &'static str = "growing numbers of rows such as `10..2000 log 40` or `[10,57,1000]`";
    const UNIT: &'static str = Rows::UNIT;

    fn accepts(given: &Given) -> bool {
        matches!(given.form, Form::Range(_) | Form::List(_))
    }

    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        match &given.form {
            Form::Range(range) if range.whole && range.low >= 1.0 => Some(Sizes::Spaced(*range)),
            Form::Range(_) => {
                binder.out_of_range(given.span, given.describe(), "between whole numbers from 1 on")
            }
            Form::List(items) => Sizes::listed(items, given, binder),
            _ => binder.wrong_type(given, Self::KIND),
        }
    }

    fn write(&self, _style: Style) -> String {
        match self {
            Sizes::Listed(rows) => {
                let rows: Vec<String> = rows.iter().map(|rows| rows.get().to_string()).collect();
                format!("[{}]", rows.join(","))
            }
            Sizes::Spaced(range) => range.to_string(),
        }
    }

    fn shrink(&mut self, shrink: &Shrink) {
        let left = |rows: f64| shrink.rows(rows as usize) as f64;
        match self {
            Sizes::Listed(rows) => rows.iter_mut().for_each(|rows| rows.shrink(shrink)),
            Sizes::Spaced(range) => {
                *range = Spaced { low: left(range.low), high: left(range.high), ..*range };
            }
        }
    }
}
