//! Claims: what a file expects of its measures, resolved so far that a run can judge them and a
//! claim that compares a length with an accuracy is refused before it.

use super::claim_plan::{ClaimPlan, Operand, Term, Test};
use super::statement::Checker;
use crate::source::{Diagnostic, Span};
use crate::syntax::ast::{self, Comparison, Expr, Expression, Operator, Relation};

use crate::vocabulary::{CONFIDENCE, Choice, ClaimFunction, Unit};

/// What a term is counted in; an axis value is as good as any number.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Counted {
    In(Unit),
    Plain(Option<f64>),
    Percent,
}

type Place = Vec<(String, f64)>;

impl Checker<'_> {
    pub fn claim(&mut self, claim: &ast::Claim) {
        let Some((at, confidence)) = self.conditions(&claim.clauses) else { return };
        let test = match &claim.relation {
            Relation::Compare(symbol, right) => self
                .pair(&claim.left, right, &at)
                .map(|(left, right)| Test::Compare { left, symbol: symbol.value, right }),
            Relation::In(range) => self.contained(&claim.left, range, &at),
            Relation::Within { tolerance, of } => self.near(&claim.left, tolerance, of, &at),
        };
        if let Some(test) = test {
            if !test.measures() {
                self.measures_nothing(claim.span);
            }
            self.plan.claims.push(ClaimPlan { text: claim.to_string(), span: claim.span, test, confidence });
        }
    }

    fn measures_nothing(&mut self, span: Span) {
        let message = "this claim names no measure: no run can change its verdict";
        let finding = Diagnostic::error("no-effect", span, message).label("says nothing of a run");
        self.findings.push(finding.help("compare a measure, such as `big.error`"));
    }

    /// `at n = 57` and `with 95 % confidence`.
    fn conditions(&mut self, clauses: &[ast::Clause]) -> Option<(Place, Option<f64>)> {
        let (mut at, mut confidence) = (Place::new(), None);
        for clause in clauses {
            match clause.preposition.value.as_str() {
                "at" => {
                    for (axis, value) in self.places(clause)? {
                        if at.iter().any(|(known, _)| *known == axis) {
                            return self.said_twice(clause.span, &format!("`{axis}`"));
                        }
                        at.push((axis, value));
                    }
                }
                "with" if confidence.is_some() => return self.said_twice(clause.span, "the confidence"),
                "with" => confidence = Some(self.confidence(clause)?),
                other => {
                    let message = format!("a claim takes no `{other}`");
                    let finding = Diagnostic::error("not-in-this-place", clause.span, message);
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
            let number = self.value(value).and_then(|given| match given.form {
                crate::vocabulary::Form::Number(n) => Some(n.value),
                _ => None,
            });
            places.push((axis.value.clone(), self.on_axis(axis, number?)?));
        }
        Some(places)
    }

    /// The value has to be one that the sweep runs.
    fn on_axis(&mut self, axis: &crate::source::Spanned<String>, value: f64) -> Option<f64> {
        let _ = self.names.find(axis);
        let blocks = self.plan.blocks.iter();
        let Some((block, index)) =
            blocks.rev().find_map(|b| b.axes.iter().position(|name| *name == axis.value).map(|i| (b, i)))
        else {
            let known: Vec<&str> =
                self.plan.blocks.iter().flat_map(|b| b.axes.iter().map(String::as_str)).collect();
            let help = crate::source::did_you_mean(axis, known);
            let finding =
                Diagnostic::error("unknown-name", axis.span, format!("no sweep above varies `{axis}`"));
            let help =
                help.unwrap_or_else(|| "only a measure inside a sweep is asked for `at` a value".into());
            return self.refuse(finding.label("not an axis").help(help));
        };
        if block.cells.iter().any(|cell| same(cell.values[index], value)) {
            return Some(value);
        }
        let mut values: Vec<String> = block.cells.iter().map(|cell| cell.values[index].to_string()).collect();
        values.dedup();
        values.truncate(12);
        let message = format!("the sweep never sets `{axis}` to {value}");
        let finding = Diagnostic::error("out-of-range", axis.span, message);
        self.refuse(finding.label("never swept").help(format!("it runs {axis} over {}", values.join(", "))))
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

    fn pair(&mut self, left: &Expression, right: &Expression, at: &Place) -> Option<(Term, Term)> {
        let (l, r) = (self.term(left, at), self.term(right, at));
        let ((l, a), (r, b)) = (l?, r?);
        self.comparable(a, left.span, b, right.span)?;
        Some((l, r))
    }

    fn contained(&mut self, left: &Expression, range: &Expression, at: &Place) -> Option<Test> {
        let Expr::Range { low, high, spacing: None } = &range.value else {
            let finding = Diagnostic::error("wrong-type", range.span, "`in` takes a range such as `50..60`");
            return self.refuse(finding.label("no range").help("write `in 50..60`"));
        };
        let (value, counted) = self.term(left, at)?;
        let ((low_term, a), (high_term, b)) = (self.term(low, at)?, self.term(high, at)?);
        self.comparable(counted, left.span, a, low.span)?;
        self.comparable(counted, left.span, b, high.span)?;
        Some(Test::In { value, low: low_term, high: high_term })
    }

    fn near(
        &mut self,
        left: &Expression,
        tolerance: &Expression,
        of: &Expression,
        at: &Place,
    ) -> Option<Test> {
        let (value, counted) = self.term(left, at)?;
        let ((within, a), (target, b)) = (self.term(tolerance, at)?, self.term(of, at)?);
        self.comparable(counted, left.span, a, tolerance.span)?;
        self.comparable(counted, left.span, b, of.span)?;
        Some(Test::Within { value, tolerance: within, of: target })
    }

    /// An error can't be compared with 5, nor with nats.
    fn comparable(&mut self, a: Counted, left: Span, b: Counted, right: Span) -> Option<()> {
        let clash = match (a, b) {
            (Counted::In(Unit::Fraction), Counted::Plain(Some(x))) if !(-1.0..=1.0).contains(&x) => {
                Some(format!("the left side is a fraction from 0 to 1, the right side is {x}"))
            }
            (Counted::In(x), Counted::In(y)) if x != y => Some(format!("{} against {}", name(x), name(y))),
            (Counted::Plain(Some(x)), Counted::In(Unit::Fraction)) if !(-1.0..=1.0).contains(&x) => {
                Some(format!("the left side is {x}, the right side is a fraction from 0 to 1"))
            }
            (Counted::In(x), Counted::Percent) | (Counted::Percent, Counted::In(x))
                if x != Unit::Fraction =>
            {
                Some(format!("{} against a percentage", name(x)))
            }
            _ => None,
        };
        let Some(clash) = clash else { return Some(()) };
        let finding = Diagnostic::error("claim-type", right, format!("these can't be compared: {clash}"));
        self.refuse(
            finding
                .label("the other side")
                .also(left, "this side")
                .help("a fraction of 1 % is written `1 %` or `0.01`"),
        )
    }

    fn term(&mut self, expression: &Expression, at: &Place) -> Option<(Term, Counted)> {
        let span = expression.span;
        match &expression.value {
            Expr::Quantity(q) => self.quantity(q, span),
            Expr::Negative(inner) => {
                let (term, counted) = self.term(inner, at)?;
                let left = Box::new(Term::Number(-1.0));
                let counted =
                    if let Counted::Plain(x) = counted { Counted::Plain(x.map(|x| -x)) } else { counted };
                Some((Term::Arithmetic { left, operator: Operator::Times, right: Box::new(term) }, counted))
            }
            Expr::Binary { left, operator, right } => {
                let ((l, a), (r, b)) = (self.term(left, at)?, self.term(right, at)?);
                let counted = match operator.value {
                    Operator::Plus | Operator::Minus => {
                        self.comparable(a, left.span, b, right.span)?;
                        summed(a, b)
                    }
                    Operator::Times | Operator::Over => Counted::Plain(None),
                };
                let term =
                    Term::Arithmetic { left: Box::new(l), operator: operator.value, right: Box::new(r) };
                Some((term, counted))
            }
            Expr::Qualified { value, clauses } => {
                let (inner, confidence) = self.conditions(clauses)?;
                if confidence.is_some() {
                    let finding = Diagnostic::error(
                        "not-in-this-place",
                        span,
                        "the confidence belongs to the whole claim",
                    );
                    return self.refuse(
                        finding.label("in the middle").help("put `with ...` at the end of the claim"),
                    );
                }
                self.term(value, &[at.as_slice(), &inner].concat())
            }
            Expr::Call(call) => self.named(call, span, at),
            _ => {
                let finding = Diagnostic::error("claim-type", span, "a claim compares measures and numbers");
                self.refuse(finding.label("neither").help("write `label.measure`, such as `big.error`"))
            }
        }
    }

    fn quantity(&mut self, q: &ast::Quantity, span: Span) -> Option<(Term, Counted)> {
        match (&q.unit, &q.per) {
            (None, None) => Some((Term::Number(q.number), Counted::Plain(Some(q.number)))),
            (Some(unit), None) if unit.value == "%" => {
                Some((Term::Number(q.number / 100.0), Counted::Percent))
            }
            _ => {
                let finding = Diagnostic::error(
                    "claim-type",
                    span,
                    "measures are compared with plain numbers and percentages",
                );
                self.refuse(finding.label("has a unit that no measure has").help("write the number alone"))
            }
        }
    }

    fn named(&mut self, call: &ast::Call, span: Span, at: &Place) -> Option<(Term, Counted)> {
        match (call.path.as_slice(), &call.arguments) {
            ([label, measure], None) if call.list.is_none() => {
                let (operand, counted) = self.operand(label, measure, at, None)?;
                Some((Term::Measure(operand), counted))
            }
            ([function], Some(arguments)) if call.list.is_none() => {
                self.function(function, &arguments.value, span, at)
            }
            ([name], None) => match self.value(&Expression { value: Expr::Call(call.clone()), span })?.form {
                crate::vocabulary::Form::Number(n) => {
                    Some((Term::Number(n.value), Counted::Plain(Some(n.value))))
                }
                _ => {
                    let finding = Diagnostic::error(
                        "claim-type",
                        span,
                        format!("`{name}` is neither a number nor a measure"),
                    );
                    self.refuse(finding.label("neither").help("write `label.measure`, such as `big.error`"))
                }
            },
            _ => {
                let finding = Diagnostic::error("claim-type", span, "a claim compares measures and numbers");
                self.refuse(finding.help("write `label.measure`, such as `big.error`"))
            }
        }
    }

    /// `argmin(squares.accuracy over n)`
    fn function(
        &mut self,
        name: &crate::source::Spanned<String>,
        arguments: &[ast::Argument],
        span: Span,
        at: &Place,
    ) -> Option<(Term, Counted)> {
        let words = <ClaimFunction as Choice>::WORDS;
        let Some(which) = words.iter().position(|word| *word == name.value) else {
            let finding =
                Diagnostic::error("unknown-word", name.span, format!("`{name}` is no function of a claim"));
            let help = crate::source::did_you_mean(name, words.iter().copied());
            return self.refuse(
                finding.label("not known").help(help.unwrap_or(format!("one of {}", words.join(", ")))),
            );
        };
        let function = <ClaimFunction as Choice>::VALUES[which];
        let Some((label, measure, axis)) = measure_over(arguments) else {
            let finding =
                Diagnostic::error("wrong-type", span, format!("`{name}` takes a measure over an axis"));
            return self.refuse(finding.help(format!("write `{name}(label.measure over n)`")));
        };
        let (of, counted) = self.operand(label, measure, at, Some(axis))?;
        let counted = match function {
            ClaimFunction::ArgMin | ClaimFunction::ArgMax => Counted::Plain(None),
            _ => counted,
        };
        Some((Term::Function { function, of, over: axis.value.clone() }, counted))
    }

    /// A measure; one of a sweep has to say at which values, but for the axis it is looked at over.
    fn operand(
        &mut self,
        label: &crate::source::Spanned<String>,
        measure: &crate::source::Spanned<String>,
        at: &Place,
        over: Option<&crate::source::Spanned<String>>,
    ) -> Option<(Operand, Counted)> {
        self.require_measure(label, measure)?;
        let axes = self.axes.get(&label.value).map(|&b| self.plan.blocks[b].axes.clone()).unwrap_or_default();
        if let Some(over) = over.filter(|over| !axes.contains(&over.value)) {
            let finding = Diagnostic::error(
                "unknown-name",
                over.span,
                format!("`{label}` does not vary with `{over}`"),
            );
            let help = crate::source::did_you_mean(over, axes.iter().map(String::as_str));
            let help =
                help.unwrap_or_else(|| format!("put the line of `{label}` into a sweep over `{over}`"));
            return self.refuse(finding.label("not an axis of its sweep").help(help));
        }
        let open =
            axes.iter().find(|a| at.iter().all(|(n, _)| n != *a) && over.is_none_or(|o| o.value != **a));
        if let Some(axis) = open {
            let span = label.span.to(measure.span);
            let message = format!("`{label}.{measure}` has a value for every `{axis}`");
            let finding = Diagnostic::error("claim-type", span, message).label("which one?");
            return self.refuse(
                finding.help(format!("say `at {axis} = ...`, or ask for `minimum(... over {axis})`")),
            );
        }
        let unit = self.vocabulary.measure(measure).map_or(Unit::Number, |(m, _)| m.unit);
        let at = at.iter().filter(|(name, _)| axes.contains(name)).cloned().collect();
        Some((Operand { measure: self.reference(label, measure), at }, Counted::In(unit)))
    }
}

type Word = crate::source::Spanned<String>;

/// The parts of `label.measure over axis` as the one argument of a function.
fn measure_over(arguments: &[ast::Argument]) -> Option<(&Word, &Word, &Word)> {
    let [ast::Argument { key: None, value, .. }] = arguments else { return None };
    let Expr::Qualified { value, clauses } = &value.value else { return None };
    let Expr::Call(ast::Call { path, list: None, arguments: None }) = &value.value else { return None };
    let ([label, measure], [clause]) = (path.as_slice(), clauses.as_slice()) else { return None };
    let [ast::Item::Operands(operands)] = clause.phrase.items.as_slice() else { return None };
    let [Expression { value: Expr::Call(axis), .. }] = operands.as_slice() else { return None };
    let [axis] = axis.path.as_slice() else { return None };
    (clause.preposition.value == "over").then_some((label, measure, axis))
}

/// What a sum is counted in.
fn summed(a: Counted, b: Counted) -> Counted {
    match (a, b) {
        (Counted::In(unit), _) | (_, Counted::In(unit)) => Counted::In(unit),
        _ => Counted::Plain(None),
    }
}

fn name(unit: Unit) -> &'static str {
    match unit {
        Unit::Fraction => "a fraction",
        Unit::Nats => "nats",
        Unit::Number => "a number",
    }
}

/// Swept values are the same when they agree to nine digits: `0.1 * 3` is `0.3`.
pub fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}
