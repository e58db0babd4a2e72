//! The conditions of a claim: `at n = 57` picks cells of a sweep, `with 95 % confidence` says how sure it has
//! to be. Each has to change something.

use super::claim_plan::Operand;
use super::statement::Checker;
use crate::source::{Diagnostic, Span, Spanned, nearest};
use crate::syntax::ast::{self, Comparison, Expr};
use crate::vocabulary::CONFIDENCE;

/// `n = 57`
#[derive(Clone)]
pub struct At {
    pub axis: String,
    value: f64,
    place: Span,
}

pub type Place = Vec<At>;

impl Checker<'_> {
    /// `at n = 57` and `with 95 % confidence`.
    pub fn conditions(&mut self, clauses: &[ast::Clause]) -> Option<(Place, Option<f64>)> {
        let (mut at, mut confidence) = (Place::new(), None);
        for clause in clauses {
            match clause.preposition.value.as_str() {
                "at" => {
                    for here in self.places(clause)? {
                        if at.iter().any(|known: &At| known.axis == here.axis) {
                            return self.said_twice(clause.span, &format!("`{}`", here.axis));
                        }
                        at.push(here);
                    }
                }
                "with" if confidence.is_some() => return self.said_twice(clause.span, "the confidence"),
                "with" => confidence = Some(self.confidence(clause)?),
                other => {
                    let message = format!("a claim takes no `{other}`");
                    let finding =
                        Diagnostic::error("not-in-this-place", clause.span, message).label("not taken");
                    return self.refuse(finding.help("a claim takes `at n = 57` and `with 95 % confidence`"));
                }
            }
        }
        Some((at, confidence))
    }

    fn said_twice<T>(&mut self, span: Span, what: &str) -> Option<T> {
        let finding = Diagnostic::error("duplicate-argument", span, format!("{what} is given twice"));
        self.refuse(finding.label("given again here").help("delete one of them"))
    }

    fn places(&mut self, clause: &ast::Clause) -> Option<Place> {
        let mut places = Place::new();
        for item in &clause.phrase.items {
            let ast::Item::Condition { path, symbol, value } = item else {
                let finding =
                    Diagnostic::error("wrong-type", clause.span, "`at` takes a condition such as `n = 57`");
                return self.refuse(finding.label("no condition").help("write `at n = 57`"));
            };
            let [axis] = path.as_slice() else {
                let span = path.first().map_or(clause.span, |word| word.span);
                let finding = Diagnostic::error("unknown-name", span, "an axis has one word");
                return self.refuse(finding.label("more than one").help("write `at n = 57`"));
            };
            if symbol.value != Comparison::Equal {
                let finding = Diagnostic::error("wrong-type", symbol.span, "`at` picks one value: write `=`");
                return self.refuse(finding.label("not `=`").help("write `at n = 57`"));
            }
            self.is_axis(axis)?;
            let number = self.value(value).and_then(|given| self.plain(&given))?;
            places.push(At { axis: axis.value.clone(), value: number, place: value.span });
        }
        Some(places)
    }

    fn is_axis(&mut self, axis: &Spanned<String>) -> Option<()> {
        let _ = self.names.find(axis);
        let known = || self.plan.blocks.iter().flat_map(|block| block.axes.iter().map(String::as_str));
        if known().any(|name| name == axis.value) {
            return Some(());
        }
        let near = nearest(axis, known()).map(str::to_owned);
        let otherwise = "only a measure inside a sweep is asked for `at` a value";
        let message = format!("no sweep above varies `{axis}`");
        self.refuse(
            Diagnostic::error("unknown-name", axis.span, message)
                .label("not an axis")
                .did_you_mean(near.as_deref(), otherwise),
        )
    }

    /// The conditions that pick a cell of the sweep of `label`: each value has to be one that the sweep runs.
    pub fn cell_of(&mut self, label: &str, at: &Place) -> Option<Vec<(String, f64)>> {
        let mut cell = Vec::new();
        for here in at {
            let Some(values) = self.swept(label, &here.axis) else { continue };
            if !values.iter().any(|value| same(*value, here.value)) {
                return self.never_swept(here, values);
            }
            cell.push((here.axis.clone(), here.value));
        }
        Some(cell)
    }

    /// The values of an axis in the sweep of a label; none where it does not vary with it.
    fn swept(&self, label: &str, axis: &str) -> Option<Vec<f64>> {
        self.axes.get(label).and_then(|&block| self.plan.blocks.get(block))?.values_of(axis)
    }

    fn never_swept<T>(&mut self, here: &At, values: Vec<f64>) -> Option<T> {
        let message = format!("the sweep never sets `{}` to {}", here.axis, here.value);
        let finding = Diagnostic::error("out-of-range", here.place, message).label("never swept");
        let values: Vec<String> = values.iter().take(12).map(f64::to_string).collect();
        self.refuse(finding.help(format!("it runs {} over {}", here.axis, values.join(", "))))
    }

    /// A condition that none of the measures varies with would be ignored.
    pub fn heard(&mut self, at: &Place, operands: &[&Operand]) {
        for here in at {
            if operands.iter().all(|operand| operand.at.iter().all(|(axis, _)| *axis != here.axis)) {
                let message = format!("no measure here varies with `{}`", here.axis);
                let finding = Diagnostic::error("no-effect", here.place, message).label("picks nothing");
                self.findings.push(finding.help("delete the condition, or claim a measure of that sweep"));
            }
        }
    }

    fn confidence(&mut self, clause: &ast::Clause) -> Option<f64> {
        let finding = || {
            Diagnostic::error("wrong-type", clause.span, "`with` in a claim says how sure it has to be")
                .label("not a confidence")
                .help("write `with 95 % confidence`")
        };
        let [ast::Item::Operands(operands)] = clause.phrase.items.as_slice() else {
            return self.refuse(finding());
        };
        let [share, word] = operands.as_slice() else { return self.refuse(finding()) };
        let is_word = matches!(&word.value, Expr::Call(call) if call.path.len() == 1 && call.path[0].value == CONFIDENCE);
        let share = match &share.value {
            Expr::Quantity(q) if q.unit.as_ref().is_some_and(|unit| unit.value == "%") => q.number / 100.0,
            Expr::Quantity(q) if q.unit.is_none() => q.number,
            _ => return self.refuse(finding()),
        };
        if is_word && share > 0.5 && share < 1.0 {
            return Some(share);
        }
        self.refuse(finding().also(clause.phrase.span, "more than 50 % and less than 100 %"))
    }
}

/// Swept values are the same when they agree to nine digits: `0.1 * 3` is `0.3`.
pub fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}
