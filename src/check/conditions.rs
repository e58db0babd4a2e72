//! The conditions of a claim: `at n = 57` picks cells of a sweep, `at best` the chosen one of a search, `with 95 % confidence` says how sure it has
//! to be. Each has to change something.

use super::claim_plan::Operand;
use super::statement::Checker;
use crate::source::{Diagnostic, Span, Spanned, nearest};
use crate::syntax::ast::{self, Comparison, Expr, Expression};
use crate::vocabulary::{BEST, CONFIDENCE};

/// `n = 57` or `best`
#[derive(Clone)]
pub struct At {
    pub pick: Pick,
    place: Span,
}

#[derive(Clone, PartialEq)]
pub enum Pick {
    Value { axis: String, value: f64 },
    Best,
}

impl At {
    pub fn is_on(&self, name: &str) -> bool {
        matches!(&self.pick, Pick::Value { axis, .. } if axis == name)
    }

    /// Whether both pick by the same thing.
    fn repeats(&self, other: &At) -> bool {
        match &self.pick {
            Pick::Value { axis, .. } => other.is_on(axis),
            Pick::Best => other.pick == Pick::Best,
        }
    }

    fn name(&self) -> &str {
        match &self.pick {
            Pick::Value { axis, .. } => axis,
            Pick::Best => BEST,
        }
    }

    fn is_heard(&self, operand: &Operand) -> bool {
        match &self.pick {
            Pick::Value { axis, .. } => operand.at.iter().any(|(known, _)| known == axis),
            Pick::Best => operand.best,
        }
    }
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
                        if at.iter().any(|known: &At| known.repeats(&here)) {
                            return self.said_twice(clause.span, &format!("`{}`", here.name()));
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
            if let Some(place) = best(item) {
                places.push(At { pick: Pick::Best, place });
                continue;
            }
            let ast::Item::Condition { path, symbol, value } = item else {
                let finding = Diagnostic::error(
                    "wrong-type",
                    clause.span,
                    "`at` takes a condition such as `n = 57`, or `best`",
                );
                let help = "write `at n = 57`; below a search also `at best`";
                return self.refuse(finding.label("no condition").help(help));
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
            let pick = Pick::Value { axis: axis.value.clone(), value: number };
            places.push(At { pick, place: value.span });
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
            let Pick::Value { axis, value: wanted } = &here.pick else { continue };
            let Some(values) = self.swept(label, axis) else { continue };
            let Some(value) = swept_value(&values, *wanted) else {
                return self.never_swept((axis, *wanted), here.place, values);
            };
            cell.push((axis.clone(), value));
        }
        Some(cell)
    }

    /// The values of an axis in the sweep of a label; none where it does not vary with it.
    fn swept(&self, label: &str, axis: &str) -> Option<Vec<f64>> {
        self.axes.get(label).and_then(|&block| self.plan.blocks.get(block))?.values_of(axis)
    }

    fn never_swept<T>(&mut self, (axis, wanted): (&str, f64), place: Span, values: Vec<f64>) -> Option<T> {
        let message = format!("the sweep never sets `{axis}` to {wanted}");
        let finding = Diagnostic::error("out-of-range", place, message).label("never swept");
        let shown: Vec<String> = values.iter().take(12).map(f64::to_string).collect();
        let help = format!("it runs {axis} over {}", shown.join(", "));
        self.refuse(finding.help(match nearest_values(&values, wanted).filter(|_| values.len() > 2) {
            Some(near) => format!("nearest are {near}; {help}"),
            None => help,
        }))
    }

    /// A condition that none of the measures varies with would be ignored.
    pub fn heard(&mut self, at: &Place, operands: &[&Operand]) {
        for here in at {
            if operands.iter().all(|operand| !here.is_heard(operand)) {
                let (message, help) = match &here.pick {
                    Pick::Value { axis, .. } => (
                        format!("no measure here varies with `{axis}`"),
                        "delete the condition, or claim a measure of that sweep",
                    ),
                    Pick::Best => (
                        "no measure here belongs to a search".to_string(),
                        "`best` is the cell that a `search` chooses; of a sweep say which value: `at n = 57`",
                    ),
                };
                let finding = Diagnostic::error("no-effect", here.place, message).label("picks nothing");
                self.findings.push(finding.help(help));
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
        let [share, word] = operands.as_slice() else {
            return self.refuse(without_its_word(operands, finding()));
        };
        let is_word = matches!(&word.value, Expr::Call(call) if call.path.len() == 1 && call.path[0].value == CONFIDENCE);
        let Some(share) = share_of(share) else { return self.refuse(finding()) };
        if is_word && share > 0.5 && share < 1.0 {
            return Some(share);
        }
        self.refuse(finding().also(clause.phrase.span, "more than 50 % and less than 100 %"))
    }
}

/// `95 %` or `0.95` as a share.
fn share_of(expression: &Expression) -> Option<f64> {
    match &expression.value {
        Expr::Quantity(q) if q.unit.as_ref().is_some_and(|unit| unit.value == "%") => Some(q.number / 100.0),
        Expr::Quantity(q) if q.unit.is_none() => Some(q.number),
        _ => None,
    }
}

/// `with 95 %`, which lacks the word that says what the share is of.
fn without_its_word(operands: &[Expression], finding: Diagnostic) -> Diagnostic {
    let [share] = operands else { return finding };
    if share_of(share).is_none_or(|share| share >= 1.0) {
        return finding;
    }
    let end = Span::new(share.span.end, share.span.end);
    finding.help(format!("write `with 95 % {CONFIDENCE}`: the word `{CONFIDENCE}` is missing")).fix(
        false,
        end,
        format!(" {CONFIDENCE}"),
    )
}

/// Where `at best` says so.
fn best(item: &ast::Item) -> Option<Span> {
    let ast::Item::Operands(operands) = item else { return None };
    let [Expression { value: Expr::Call(ast::Call { path, list: None, arguments: None }), span }] =
        operands.as_slice()
    else {
        return None;
    };
    matches!(path.as_slice(), [word] if word.value == BEST).then_some(*span)
}

/// The swept value that is meant by a number that may be rounded to three digits, as those of a log range are when
/// they are written down: the one that is the same, or the only one that lies within a thousandth.
pub fn swept_value(values: &[f64], written: f64) -> Option<f64> {
    let near = |value: &&f64| (**value - written).abs() <= 1e-3 * value.abs();
    let exact = values.iter().find(|value| same(**value, written));
    let mut rounded = values.iter().filter(near);
    let only = rounded.next().filter(|_| rounded.next().is_none());
    exact.or(only).copied()
}

/// The swept values on both sides of a number, as text.
fn nearest_values(values: &[f64], x: f64) -> Option<String> {
    let mut near = values.to_vec();
    near.sort_by(|a, b| (a - x).abs().total_cmp(&(b - x).abs()));
    let [a, b, ..] = near.as_slice() else { return None };
    Some(format!("{} and {}", a.min(*b), a.max(*b)))
}

/// Swept values are the same when they agree to nine digits: `0.1 * 3` is `0.3`.
pub fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 10^-1.5 is 0.0316227766...; written with three digits it is off by 7e-4.
    #[test]
    fn a_value_of_a_log_range_may_be_written_with_three_digits() {
        let swept = [0.01, 0.03162277660168379, 0.1];
        assert_eq!(swept_value(&swept, 0.0316), Some(0.03162277660168379));
        assert_eq!(swept_value(&swept, 0.1), Some(0.1));
        assert_eq!(swept_value(&swept, 0.031), None);
        assert_eq!(swept_value(&[1000.0, 1001.0], 1000.5), None, "which of the two?");
        assert_eq!(swept_value(&[1000.0, 1000.5], 1000.5), Some(1000.5));
    }
}
