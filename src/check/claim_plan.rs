//! A claim resolved so far that a run can judge it: terms over measures, each at its place in a sweep.

use super::conditions::{same, swept_value};
use super::plan::{Line, Plan};
use crate::source::Span;
use crate::syntax::ast::{Comparison, Operator};
use crate::vocabulary::{ClaimFunction, Measure, MeasureRef, Reproduction, StepId};

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
    Published(Held),
}

/// A line that is held against a published number.
#[derive(Clone, Debug)]
pub struct Held {
    /// The line, whose measure it is.
    pub line: Span,
    /// The identity of the stage that says so.
    pub meaning: String,
    pub reproduction: Reproduction,
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
            Test::Published(held) => {
                let Reproduction { published, size } = held.reproduction;
                (format!("{} {} {:?} {size}", held.meaning, published.value, published.rows), Vec::new())
            }
        }
    }

    /// What stands in the relation, from left to right.
    pub fn terms(&self) -> Vec<&Term> {
        self.parts().1
    }

    /// Whether it asks for one value exactly of something that can have any.
    pub fn is_equality(&self) -> bool {
        let continuous = self.terms().into_iter().any(|term| !term.is_swept_value());
        continuous
            && match self {
                Test::Compare { symbol, .. } => *symbol == Comparison::Equal,
                Test::In { low, high, .. } => low.constant().is_some_and(|low| Some(low) == high.constant()),
                Test::Within { tolerance, .. } => tolerance.constant() == Some(0.0),
                Test::Published(_) => false,
            }
    }

    /// Numbers beside the place of an extreme become the swept values that they are written for, with all their digits.
    pub fn on_swept_values(&mut self, plan: &Plan) {
        match self {
            Test::Compare { left, symbol: Comparison::Equal, right } => {
                right.on_values_of(left, plan);
                left.on_values_of(right, plan);
            }
            Test::In { value, low, high } => {
                low.on_values_of(value, plan);
                high.on_values_of(value, plan);
            }
            _ => {}
        }
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
    /// Whether a cell, as (block, cell), lies where the measure is looked at; what stands in no cell always does. Which
    /// cell is the best one of a search is known only once it has run.
    pub fn is_at(&self, plan: &Plan, cell: Option<(usize, usize)>) -> bool {
        let Some((block, cell)) = cell else { return true };
        let block = &plan.blocks[block];
        self.at.iter().all(|(axis, value)| {
            let index = block.axes.iter().position(|name| name == axis);
            index.is_none_or(|index| same(block.cells[cell].values[index], *value))
        })
    }

    /// What is looked at, whatever its label is called.
    pub fn meaning(&self) -> String {
        let best = if self.best { " best" } else { "" };
        format!("{}.{} {:?}{best}", self.measure.meaning, self.measure.measure, self.at)
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

    /// Whether it holds the best or worst of several values, or the place of it.
    pub fn is_extreme(&self) -> bool {
        match self {
            Term::Number(_) | Term::Measure(_) => false,
            Term::Function { function, .. } => function.is_extreme(),
            Term::Arithmetic { left, right, .. } => left.is_extreme() || right.is_extreme(),
        }
    }

    /// Whether it can be nothing but numbers of the file and values of an axis.
    fn is_swept_value(&self) -> bool {
        match self {
            Term::Number(_) => true,
            Term::Measure(_) => false,
            Term::Function { function, .. } => function.is_place(),
            Term::Arithmetic { left, right, .. } => left.is_swept_value() && right.is_swept_value(),
        }
    }

    fn on_values_of(&mut self, other: &Term, plan: &Plan) {
        let (Term::Function { function, of, over }, Some(written)) = (other, self.constant()) else { return };
        let swept = plan.swept(&of.measure.label, over).filter(|_| function.is_place());
        if let Some(value) = swept.and_then(|values| swept_value(&values, written)) {
            *self = Term::Number(value);
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
    /// Only in the cell that a search chooses: `at best`.
    pub best: bool,
}

#[derive(Clone, Debug)]
pub enum Term {
    Number(f64),
    Measure(Operand),
    Function { function: ClaimFunction, of: Operand, over: String },
    Arithmetic { left: Box<Term>, operator: Operator, right: Box<Term> },
}
