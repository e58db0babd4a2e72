//! Claims: what a file expects of its measures, resolved so far that a run can judge them and a
//! claim that compares a length with an accuracy is refused before it.

use super::claim_plan::{ClaimPlan, Operand, Term, Test};
use super::conditions::{Pick, Place};
use super::statement::Checker;
use crate::source::{Diagnostic, Span, Spanned, nearest};
use crate::syntax::ast::{self, Expr, Expression, Operator, Relation};

use crate::vocabulary::{Choice, ClaimFunction, Form, Unit};

/// What a term is counted in; an axis value is as good as any number.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Counted {
    In(Unit),
    Plain(Option<f64>),
    Percent,
}

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
        if let Some(mut test) = test {
            if test.operands().is_empty() {
                self.measures_nothing(claim.span);
            } else if confidence.is_some() && test.is_equality() {
                return self.never_equal(claim.span, &test);
            }
            test.on_swept_values(&self.plan);
            self.heard(&at, &test.operands());
            self.plan.claims.push(ClaimPlan { text: claim.to_string(), span: claim.span, test, confidence });
        }
    }

    fn measures_nothing(&mut self, span: Span) {
        let message = "this claim names no measure: no run can change its verdict";
        let finding = Diagnostic::error("no-effect", span, message).label("says nothing of a run");
        self.findings.push(finding.help("compare a measure, such as `big.error`"));
    }

    /// With a confidence a measured number can be shown to lie near another, and never on it.
    fn never_equal(&mut self, span: Span, test: &Test) {
        let message =
            "no test establishes that two values are equal, only that they differ or lie near each other";
        let finding = Diagnostic::error("claim-type", span, message).label("stays undecided at best");
        let of = test.operands().first().map_or(String::new(), |of| {
            format!("`expect {}.{} within ... of ...`", of.measure.label, of.measure.measure)
        });
        let help = format!("say how near: {of} with the confidence, or leave the confidence out");
        self.findings.push(finding.help(help));
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
        self.ordered(&low_term, &high_term, range.span)?;
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
        self.not_negative(&within, tolerance.span)?;
        Some(Test::Within { value, tolerance: within, of: target })
    }

    /// The ends of a range have to be in order, where both are plain numbers.
    fn ordered(&mut self, low: &Term, high: &Term, span: Span) -> Option<()> {
        let (Some(low), Some(high)) = (low.constant(), high.constant()) else { return Some(()) };
        if low <= high {
            return Some(());
        }
        let message = format!("no value lies in this range: it begins at {low} and ends at {high}");
        let finding = Diagnostic::error("out-of-range", span, message).label("empty");
        self.refuse(finding.help("write the smaller end first"))
    }

    /// A distance is not negative.
    fn not_negative(&mut self, tolerance: &Term, span: Span) -> Option<()> {
        let Some(below) = tolerance.constant().filter(|value| *value < 0.0) else { return Some(()) };
        let message = format!("no value lies within {below} of another: a distance is 0 or more");
        let finding = Diagnostic::error("out-of-range", span, message).label("negative");
        self.refuse(finding.help(format!("write `within {} of ...`", -below)))
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
        let finding = finding.label("the other side").also(left, "this side");
        self.refuse(match (a, b) {
            (Counted::In(Unit::Fraction), Counted::Plain(Some(x))) if (1.0..=100.0).contains(&x) => {
                let end = Span::new(right.end, right.end);
                finding
                    .help(format!("is `{x} %` meant? it is the fraction {}", x / 100.0))
                    .fix(false, end, " %")
            }
            _ => finding.help("a fraction of 1 % is written `1 %` or `0.01`"),
        })
    }

    fn term(&mut self, expression: &Expression, at: &Place) -> Option<(Term, Counted)> {
        let span = expression.span;
        match &expression.value {
            Expr::Quantity(q) => self.quantity(q.number, q.unit.as_ref(), q.per.as_ref(), span),
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
                let found = self.term(value, &[at.as_slice(), &inner].concat())?;
                self.heard(&inner, &found.0.operands());
                Some(found)
            }
            Expr::Call(call) => self.named(call, span, at),
            _ => {
                let finding = Diagnostic::error("claim-type", span, "a claim compares measures and numbers");
                self.refuse(finding.label("neither").help("write `label.measure`, such as `big.error`"))
            }
        }
    }

    /// A number alone or a percentage, written here or in a `let`.
    fn quantity(
        &mut self,
        number: f64,
        unit: Option<&Word>,
        per: Option<&Word>,
        span: Span,
    ) -> Option<(Term, Counted)> {
        match (unit, per) {
            (None, None) => Some((Term::Number(number), Counted::Plain(Some(number)))),
            (Some(unit), None) if unit.value == "%" => Some((Term::Number(number / 100.0), Counted::Percent)),
            _ => {
                let message = "measures are compared with plain numbers and percentages";
                let finding =
                    Diagnostic::error("claim-type", span, message).label("has a unit that no measure has");
                self.refuse(finding.help("write the number alone"))
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
                Form::Number(n) => self.quantity(n.value, n.unit.as_ref(), n.per.as_ref(), span),
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
                self.refuse(finding.label("neither").help("write `label.measure`, such as `big.error`"))
            }
        }
    }

    /// `argmin(squares.accuracy over n)`
    fn function(
        &mut self,
        name: &Word,
        arguments: &[ast::Argument],
        span: Span,
        at: &Place,
    ) -> Option<(Term, Counted)> {
        let words = <ClaimFunction as Choice>::WORDS;
        let Some(which) = words.iter().position(|word| *word == name.value) else {
            let finding =
                Diagnostic::error("unknown-word", name.span, format!("`{name}` is no function of a claim"));
            let (near, otherwise) =
                (nearest(name, words.iter().copied()), format!("one of {}", words.join(", ")));
            return self.refuse(finding.label("not known").did_you_mean(near, otherwise));
        };
        let function = <ClaimFunction as Choice>::VALUES[which];
        let Some((label, measure, axis)) = measure_over(arguments) else {
            let message = format!("`{name}` takes a measure over an axis");
            let finding = Diagnostic::error("wrong-type", span, message).label("no measure over an axis");
            return self.refuse(finding.help(format!("write `{name}(label.measure over n)`")));
        };
        let (of, counted) = self.operand(label, measure, at, Some(axis))?;
        let counted = match function {
            ClaimFunction::ArgMin | ClaimFunction::ArgMax => Counted::Plain(None),
            _ => counted,
        };
        Some((Term::Function { function, of, over: axis.value.clone() }, counted))
    }

    /// The axes of the sweep that a label stands in.
    pub fn axes_of(&self, label: &str) -> Vec<String> {
        let block = self.axes.get(label).and_then(|&block| self.plan.blocks.get(block));
        block.map(|block| block.axes.clone()).unwrap_or_default()
    }

    /// Whether a label stands in a search.
    fn is_searched(&self, label: &str) -> bool {
        let block = self.axes.get(label).and_then(|&block| self.plan.blocks.get(block));
        block.is_some_and(|block| block.search.is_some())
    }

    /// A measure; one of a sweep has to say at which values, but for the axis it is looked at over.
    fn operand(
        &mut self,
        label: &Word,
        measure: &Word,
        at: &Place,
        over: Option<&Word>,
    ) -> Option<(Operand, Counted)> {
        self.require_measure(label, measure)?;
        let axes = self.axes_of(label);
        if let Some(over) = over.filter(|over| !axes.contains(&over.value)) {
            let finding = Diagnostic::error(
                "unknown-name",
                over.span,
                format!("`{label}` does not vary with `{over}`"),
            );
            let near = nearest(over, axes.iter().map(String::as_str));
            let otherwise = format!("put the line of `{label}` into a sweep over `{over}`");
            return self.refuse(finding.label("not an axis of its sweep").did_you_mean(near, otherwise));
        }
        let open =
            axes.iter().find(|a| at.iter().all(|here| !here.is_on(a)) && over.is_none_or(|o| o.value != **a));
        let best = self.is_searched(label) && at.iter().any(|here| here.pick == Pick::Best);
        if let Some(axis) = open.filter(|_| !best) {
            let span = label.span.to(measure.span);
            let message = format!("`{label}.{measure}` has a value for every `{axis}`");
            let finding = Diagnostic::error("claim-type", span, message).label("which one?");
            return self.refuse(
                finding.help(format!("say `at {axis} = ...`, or ask for `minimum(... over {axis})`")),
            );
        }
        let unit = self.vocabulary.measure(measure).map_or(Unit::Number, |(m, _)| m.unit);
        let at = self.cell_of(label, at)?;
        Some((Operand { measure: self.reference(label, measure), at, best }, Counted::In(unit)))
    }
}

type Word = Spanned<String>;

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
