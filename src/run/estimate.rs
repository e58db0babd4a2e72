//! The value of a claim's term with what it rests on: numbers one a repeat, trials of a test set.

use super::table::{Results, pool};
use crate::check::{Operand, Plan, Term};
use crate::syntax::ast::Operator;
use crate::vocabulary::{ClaimFunction, Evidence};

/// A term's value.
#[derive(Clone, Debug)]
pub struct Estimate {
    pub value: f64,
    /// One value a repeat, where there are several.
    pub samples: Vec<f64>,
    /// Hits and trials, where the value is a share of independent trials.
    pub trials: Option<(u64, u64)>,
    /// Whether it is a number that the file states, and no measurement.
    pub known: bool,
}

impl Estimate {
    fn stated(value: f64) -> Self {
        Estimate { value, samples: Vec::new(), trials: None, known: true }
    }

    /// Read off one run, without anything that says how far another run would be.
    fn single(value: f64) -> Self {
        Estimate { known: false, ..Self::stated(value) }
    }

    /// This number further on; what it rests on stays.
    pub fn shifted(&self, by: &Estimate, sign: f64) -> Self {
        combine(self, if sign < 0.0 { Operator::Minus } else { Operator::Plus }, by)
    }
}

/// The value of a term, or `None` when a measure that it needs was not reached.
pub fn estimate(term: &Term, plan: &Plan, results: &Results) -> Option<Estimate> {
    match term {
        Term::Number(x) => Some(Estimate::stated(*x)),
        Term::Measure(operand) => measure(operand, plan, results),
        Term::Function { function, of, over } => {
            extreme(*function, of, over, plan, results).map(Estimate::single)
        }
        Term::Arithmetic { left, operator, right } => {
            let (a, b) = (estimate(left, plan, results)?, estimate(right, plan, results)?);
            Some(combine(&a, *operator, &b))
        }
    }
}

fn measure(operand: &Operand, plan: &Plan, results: &Results) -> Option<Estimate> {
    let readings = results.readings(plan, operand);
    let pooled = pool(&readings)?;
    let trials = match pooled.evidence {
        Evidence::Binomial { hits, n } => Some((hits, n)),
        _ => None,
    };
    let samples = if readings.len() > 1 { readings.iter().map(|r| r.value).collect() } else { Vec::new() };
    Some(Estimate { value: pooled.value, samples, trials, known: false })
}

fn extreme(function: ClaimFunction, of: &Operand, over: &str, plan: &Plan, results: &Results) -> Option<f64> {
    let series = results.over(plan, &of.measure, over, &of.at);
    let points: Vec<(f64, f64)> =
        series.x.iter().zip(&series.y).map(|(x, y)| (*x, *y)).filter(|(_, y)| y.is_finite()).collect();
    let lowest = points.iter().min_by(|a, b| a.1.total_cmp(&b.1))?;
    let highest = points.iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
    Some(match function {
        ClaimFunction::ArgMin => lowest.0,
        ClaimFunction::ArgMax => highest.0,
        ClaimFunction::Minimum => lowest.1,
        ClaimFunction::Maximum => highest.1,
        ClaimFunction::Mean => points.iter().map(|p| p.1).sum::<f64>() / points.len() as f64,
    })
}

/// Repeat by repeat where both sides have them: equal repeats share their seeds.
fn combine(a: &Estimate, operator: Operator, b: &Estimate) -> Estimate {
    let op = |x: f64, y: f64| operator.applied(x, y);
    let samples = match (a.samples.len(), b.samples.len()) {
        (n, m) if n == m => a.samples.iter().zip(&b.samples).map(|(x, y)| op(*x, *y)).collect(),
        (_, 0) if b.known => a.samples.iter().map(|x| op(*x, b.value)).collect(),
        (0, _) if a.known => b.samples.iter().map(|y| op(a.value, *y)).collect(),
        _ => Vec::new(),
    };
    Estimate { value: op(a.value, b.value), samples, trials: None, known: a.known && b.known }
}
