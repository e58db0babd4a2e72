//! A claim resolved so far that a run can judge it: terms over measures, each at its place in a sweep.

use super::conditions::same;
use super::plan::{Line, Plan};
use crate::source::Span;
use crate::syntax::ast::{Comparison, Operator};
use crate::vocabulary::{ClaimFunction, Measure, MeasureRef, StepId};

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

    /// What stands in the relation, from left to right.
    pub fn terms(&self) -> Vec<&Term> {
        self.parts().1
    }

    /// The measures that it rests on.
    pub fn operands(&self) -> Vec<&Operand> {
        self.terms().into_iter().flat_map(Term::operands).collect()
    }
}

/// Whether a claim that writes `name` means this measure: `free-energy-gap2` is the second of the `free-energy-gap`s.
pub fn names(name: &str, measure: &Measure) -> bool {
    name.strip_prefix(measure.name).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
}

impl Plan {
    /// The step of a line that yields what a claim calls `name`: the last one that does.
    pub fn source_of(&self, line: &Line, name: &str) -> Option<(StepId, &'static Measure)> {
        line.steps.iter().rev().find_map(|&id| {
            let measures = self.steps[id].verb.measures().into_iter();
            measures.map(|(measure, _)| measure).find(|measure| names(name, measure)).map(|found| (id, found))
        })
    }
}

impl Operand {
    /// Whether a cell, as (block, cell), lies where the measure is looked at; what stands in no cell always does.
    pub fn is_at(&self, plan: &Plan, cell: Option<(usize, usize)>) -> bool {
        let Some((block, cell)) = cell else { return true };
        let block = &plan.blocks[block];
        self.at.iter().all(|(axis, value)| {
            let index = block.axes.iter().position(|name| name == axis);
            index.is_none_or(|index| same(block.cells[cell].values[index], *value))
        })
    }

    fn meaning(&self) -> String {
        format!("{}.{} {:?}", self.measure.meaning, self.measure.measure, self.at)
    }
}

impl Term {
    /// What it says, whatever its labels are called.
    pub fn meaning(&self) -> String {
        match self {
            Term::Number(x) => format!("{x:?}"),
            Term::Measure(operand) => operand.meaning(),
            Term::Function { function, of, over } => format!("{function:?}({} {over})", of.meaning()),
            Term::Arithmetic { left, operator, right } => {
                format!("({} {operator:?} {})", left.meaning(), right.meaning())
            }
        }
    }

    /// Its value, where it names no measure.
    pub fn constant(&self) -> Option<f64> {
        match self {
            Term::Number(x) => Some(*x),
            Term::Measure(_) | Term::Function { .. } => None,
            Term::Arithmetic { left, operator, right } => {
                Some(operator.applied(left.constant()?, right.constant()?))
            }
        }
    }

    /// The measures in it.
    pub fn operands(&self) -> Vec<&Operand> {
        match self {
            Term::Number(_) => Vec::new(),
            Term::Measure(of) | Term::Function { of, .. } => vec![of],
            Term::Arithmetic { left, right, .. } => [left.operands(), right.operands()].concat(),
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
