//! The terms of a claim with what a run measured filled in: numbers, one a repeat, shares with their counts.

use crate::check::{Plan, Term};
use crate::run::table::Results;
use crate::syntax::ast::Operator;
use crate::vocabulary::{ClaimFunction, Evidence, Marks};
use std::sync::Arc;

/// Values by the number of their repeat, in its order. Equal repeats share their seeds.
pub type Repeats = Vec<(u64, f64)>;

/// A term that was measured.
#[derive(Clone, Debug)]
pub enum Measured {
    /// A number that the file states.
    Known(f64),
    Values {
        values: Repeats,
        /// What one run counted.
        share: Option<Share>,
    },
    /// A measure at each value of an axis.
    Over {
        function: ClaimFunction,
        points: Vec<(f64, Repeats)>,
    },
    Arithmetic {
        left: Box<Measured>,
        operator: Operator,
        right: Box<Measured>,
    },
}

/// A share of independent trials, by the name of what it is a share of.
#[derive(Clone, Debug)]
pub struct Share {
    pub name: String,
    pub hits: u64,
    pub n: u64,
    pub marks: Option<Arc<Marks>>,
}

/// Shares times factors, and a number.
#[derive(Clone, Debug, Default)]
pub struct Sum {
    pub constant: f64,
    pub parts: Vec<(f64, Share)>,
}

/// A term filled in, or `None` when a measure that it needs was not reached.
pub fn measured(term: &Term, plan: &Plan, results: &Results) -> Option<Measured> {
    Some(match term {
        Term::Number(x) => Measured::Known(*x),
        Term::Measure(operand) => {
            let readings = results.repeats(plan, operand);
            let share = match readings.as_slice() {
                [] => return None,
                [(_, reading)] => share(&operand.meaning(), &reading.evidence),
                _ => None,
            };
            Measured::Values { values: readings.into_iter().map(|(at, r)| (at, r.value)).collect(), share }
        }
        Term::Function { function, of, over } => {
            let points = results.points(plan, of, over);
            (!points.is_empty()).then_some(Measured::Over { function: *function, points })?
        }
        Term::Arithmetic { left, operator, right } => {
            measured(left, plan, results)?.with(*operator, measured(right, plan, results)?)
        }
    })
}

/// The counts of one run, where it counted.
pub fn share(name: &str, evidence: &Evidence) -> Option<Share> {
    match evidence {
        Evidence::Binomial { hits, n, marks } => {
            Some(Share { name: name.to_string(), hits: *hits, n: *n, marks: marks.clone() })
        }
        _ => None,
    }
}

impl Measured {
    pub fn with(self, operator: Operator, right: Measured) -> Self {
        Measured::Arithmetic { left: Box::new(self), operator, right: Box::new(right) }
    }

    /// The value of the term: of repeats the mean, each repeat `weights` times where they are resampled.
    pub fn value(&self, weights: Option<&[f64]>) -> f64 {
        match self {
            Measured::Known(x) => *x,
            Measured::Values { values, .. } => mean(values, weights),
            Measured::Over { function, points } => {
                extreme(*function, points.iter().map(|(x, values)| (*x, mean(values, weights))))
            }
            Measured::Arithmetic { left, operator, right } => {
                operator.applied(left.value(weights), right.value(weights))
            }
        }
    }

    /// Whether it holds the best or worst of several values, which only resampling can judge.
    pub fn is_extreme(&self) -> bool {
        match self {
            Measured::Over { function, .. } => function.is_extreme(),
            Measured::Arithmetic { left, right, .. } => left.is_extreme() || right.is_extreme(),
            _ => false,
        }
    }

    /// The repeats of everything that was measured in it, a list for each.
    pub fn repeats(&self) -> Vec<Vec<u64>> {
        let numbers = |values: &Repeats| values.iter().map(|(repeat, _)| *repeat).collect();
        match self {
            Measured::Known(_) => Vec::new(),
            Measured::Values { values, .. } => vec![numbers(values)],
            Measured::Over { points, .. } => points.iter().map(|(_, values)| numbers(values)).collect(),
            Measured::Arithmetic { left, right, .. } => [left.repeats(), right.repeats()].concat(),
        }
    }

    /// The term as if no other repeats than these had run.
    pub fn restricted(&self, to: &[u64]) -> Measured {
        let kept = |values: &Repeats| values.iter().filter(|(at, _)| to.contains(at)).copied().collect();
        match self {
            Measured::Known(x) => Measured::Known(*x),
            Measured::Values { values, .. } => Measured::Values { values: kept(values), share: None },
            Measured::Over { function, points } => Measured::Over {
                function: *function,
                points: points.iter().map(|(x, values)| (*x, kept(values))).collect(),
            },
            Measured::Arithmetic { left, operator, right } => {
                left.restricted(to).with(*operator, right.restricted(to))
            }
        }
    }

    /// The term as shares times factors, where it is that.
    pub fn sum(&self) -> Option<Sum> {
        match self {
            Measured::Known(x) => Some(Sum { constant: *x, parts: Vec::new() }),
            Measured::Values { share, .. } => Some(Sum { constant: 0.0, parts: vec![(1.0, share.clone()?)] }),
            Measured::Over { .. } => None,
            Measured::Arithmetic { left, operator, right } => {
                let (left, right) = (left.sum()?, right.sum()?);
                match (operator, right.parts.is_empty(), left.parts.is_empty()) {
                    (Operator::Plus, ..) => Some(left.plus(right)),
                    (Operator::Minus, ..) => Some(left.plus(right.times(-1.0))),
                    (Operator::Times, true, _) => Some(left.times(right.constant)),
                    (Operator::Times, _, true) => Some(right.times(left.constant)),
                    (Operator::Over, true, _) => Some(left.times(1.0 / right.constant)),
                    _ => None,
                }
            }
        }
    }
}

impl Sum {
    /// Both together; what stands in both counts once, with the sum of its factors.
    fn plus(mut self, other: Sum) -> Sum {
        self.constant += other.constant;
        for (factor, share) in other.parts {
            match self.parts.iter_mut().find(|(_, known)| known.name == share.name) {
                Some((sum, _)) => *sum += factor,
                None => self.parts.push((factor, share)),
            }
        }
        self.parts.retain(|(factor, _)| *factor != 0.0);
        self
    }

    fn times(mut self, factor: f64) -> Sum {
        self.constant *= factor;
        self.parts.iter_mut().for_each(|(known, _)| *known *= factor);
        self.parts.retain(|(factor, _)| *factor != 0.0);
        self
    }
}

/// The mean over repeats; a single value has no weight.
fn mean(values: &Repeats, weights: Option<&[f64]>) -> f64 {
    match weights.filter(|weights| weights.len() == values.len()) {
        Some(weights) => {
            let sum: f64 = values.iter().zip(weights).map(|((_, x), weight)| x * weight).sum();
            sum / weights.iter().sum::<f64>()
        }
        None => values.iter().map(|(_, x)| x).sum::<f64>() / values.len() as f64,
    }
}

/// Of points (x, y); those without a value are left out.
fn extreme(function: ClaimFunction, points: impl Iterator<Item = (f64, f64)>) -> f64 {
    let points = points.filter(|(_, y)| y.is_finite());
    let (mut lowest, mut highest, mut sum, mut n) = ((f64::NAN, f64::NAN), (f64::NAN, f64::NAN), 0.0, 0.0);
    for (x, y) in points {
        if n == 0.0 || y < lowest.1 {
            lowest = (x, y);
        }
        if n == 0.0 || y >= highest.1 {
            highest = (x, y);
        }
        sum += y;
        n += 1.0;
    }
    match function {
        ClaimFunction::ArgMin => lowest.0,
        ClaimFunction::ArgMax => highest.0,
        ClaimFunction::Minimum => lowest.1,
        ClaimFunction::Maximum => highest.1,
        ClaimFunction::Mean => sum / n,
    }
}
