//! A claim resolved so far that a run can judge it: terms over measures, each at its place in a sweep.

use crate::source::Span;
use crate::syntax::ast::{Comparison, Operator};
use crate::vocabulary::{ClaimFunction, MeasureRef};

/// A claim that can be judged.
#[derive(Clone, Debug)]
pub struct ClaimPlan {
    /// As it is written, in canonical form.
    pub text: String,
    pub span: Span,
    pub test: Test,
    /// From `with 95 % confidence`, as a fraction.
    pub confidence: Option<f64>,
}

#[derive(Clone, Debug)]
pub enum Test {
    Compare { left: Term, symbol: Comparison, right: Term },
    In { value: Term, low: Term, high: Term },
    Within { value: Term, tolerance: Term, of: Term },
}

impl ClaimPlan {
    /// What it says, whatever its labels are called.
    pub fn meaning(&self) -> String {
        let (relation, terms) = self.test.parts();
        let terms: Vec<String> = terms.into_iter().map(Term::meaning).collect();
        format!("{relation} {} {:?}", terms.join(" "), self.confidence)
    }
}

impl Test {
    /// The relation and what stands in it.
    fn parts(&self) -> (String, Vec<&Term>) {
        match self {
            Test::Compare { left, symbol, right } => (format!("{symbol:?}"), vec![left, right]),
            Test::In { value, low, high } => ("in".into(), vec![value, low, high]),
            Test::Within { value, tolerance, of } => ("within".into(), vec![value, tolerance, of]),
        }
    }

    /// Whether any side rests on a measure.
    pub fn measures(&self) -> bool {
        self.parts().1.into_iter().any(Term::measures)
    }
}

impl Operand {
    fn meaning(&self) -> String {
        format!("{}.{} {:?}", self.measure.meaning, self.measure.measure, self.at)
    }
}

impl Term {
    fn meaning(&self) -> String {
        match self {
            Term::Number(x) => format!("{x:?}"),
            Term::Measure(operand) => operand.meaning(),
            Term::Function { function, of, over } => format!("{function:?}({} {over})", of.meaning()),
            Term::Arithmetic { left, operator, right } => {
                format!("({} {operator:?} {})", left.meaning(), right.meaning())
            }
        }
    }

    fn measures(&self) -> bool {
        match self {
            Term::Number(_) => false,
            Term::Measure(_) | Term::Function { .. } => true,
            Term::Arithmetic { left, right, .. } => left.measures() || right.measures(),
        }
    }
}

/// A measure at one place of its sweep, or everywhere.
#[derive(Clone, Debug)]
pub struct Operand {
    pub measure: MeasureRef,
    /// Axis and value, from `at n = 57`.
    pub at: Vec<(String, f64)>,
}

#[derive(Clone, Debug)]
pub enum Term {
    Number(f64),
    Measure(Operand),
    Function { function: ClaimFunction, of: Operand, over: String },
    Arithmetic { left: Box<Term>, operator: Operator, right: Box<Term> },
}
