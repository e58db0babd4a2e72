//! What could decide a claim, before anything runs: how many hits of how many test rows, how many repeats.
//!
//! A claim with a confidence is judged by the exact binomial test where one run of a share of test rows stands against
//! a number, by Student's t where there are repeats, by resampling repeats where it is about an extreme. The number
//! of hits that decides is then known; the spread of repeats is not: it is taken to be that of counts of the test
//! rows where those are counted, and left open elsewhere.

use super::claim_plan::{ClaimPlan, Held, Operand, Term, Test};
use super::plan::Plan;
use crate::numeric::statistics::{self, Side};
use crate::syntax::ast::{Comparison, Operator};
use crate::vocabulary::{LEAST_RESAMPLED, Reproduction};

/// What could decide a claim.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// Measured values are compared as they are: one run decides.
    Plain,
    /// Hits of one run that decide, from `least` to `most` of `rows`. About so many repeats would do, by Student's t, for a share
    /// that lies inside by a tenth of the bound's distance from 0 (or from 1, if that is nearer) and spreads as its counts do.
    Hits { least: u64, most: u64, rows: u64, repeats: Option<u64> },
    /// No number of hits of one run decides: it takes so many rows at least, or about so many repeats, by Student's t, for a
    /// share half-way to the bound that spreads as its counts do.
    TooFew { rows: u64, needed: Option<u64>, repeats: Option<u64> },
    /// Two shares: at a share of one half, the widest that there is, they have to lie so far apart.
    Shares { apart: f64 },
    /// So many repeats are judged by their spread, which only a run shows.
    Spread { repeats: u64 },
    /// Repeats are drawn with replacement, which takes so many at least.
    Resampled { repeats: u64, least: u64 },
    /// A published number: one run tells differences of this size at the published share, where that can be foretold.
    Published { tells: Option<f64>, size: f64, rows: Option<u64>, repeats: Option<u64> },
    /// Nothing says how far another run would be: `repeat` is missing.
    Repeat,
    /// No run and no number of repeats can.
    Never,
}

/// What a term will rest on.
enum Ground {
    Known(f64),
    /// One share of so many rows.
    Share(u64),
    /// Shares of one run each, times factors, with the variance that they have at one half.
    Shares(f64),
    Repeats(u64),
    Single,
}

/// What could decide this claim of this plan.
pub fn decision(claim: &ClaimPlan, plan: &Plan) -> Decision {
    if let Test::Published(held) = &claim.test {
        return published(held, plan);
    }
    let Some(confidence) = claim.confidence else { return Decision::Plain };
    let of = |term: &Term| ground(term, plan);
    if let Some(decision) = resampled(&claim.test, plan) {
        return decision;
    }
    match &claim.test {
        Test::Compare { symbol: Comparison::Equal, .. } | Test::Published(_) => Decision::Never,
        Test::Compare { left, symbol, right } => {
            let side = if matches!(symbol, Comparison::Less | Comparison::AtMost) {
                Side::Below
            } else {
                Side::Above
            };
            match (of(left), of(right)) {
                (Ground::Share(rows), Ground::Known(p)) => one_sided(rows, p, side, confidence),
                (Ground::Known(p), Ground::Share(rows)) => one_sided(rows, p, other(side), confidence),
                (left, right) => together(left, right, confidence),
            }
        }
        Test::In { value, low, high } => match (of(value), of(low), of(high)) {
            (Ground::Share(rows), Ground::Known(low), Ground::Known(high)) => {
                between(rows, low, high, confidence)
            }
            (value, low, _) => together(value, low, confidence),
        },
        Test::Within { value, tolerance, of: target } => match (of(value), of(tolerance), of(target)) {
            (Ground::Share(rows), Ground::Known(t), Ground::Known(x)) => {
                between(rows, x - t, x + t, confidence)
            }
            (value, _, target) => together(value, target, confidence),
        },
    }
}

/// What resampling takes, where a claim is about an extreme over an axis.
fn resampled(test: &Test, plan: &Plan) -> Option<Decision> {
    let terms = test.terms();
    terms.iter().any(|term| term.is_extreme()).then(|| {
        let runs = test.operands().into_iter().map(|of| measured(of, plan).0).min().unwrap_or(1);
        if runs > 1 {
            Decision::Resampled { repeats: runs, least: LEAST_RESAMPLED }
        } else {
            Decision::Repeat
        }
    })
}

/// How narrow the exact interval of a run will be that finds the published share, and what would make it narrow enough.
fn published(held: &Held, plan: &Plan) -> Decision {
    let Reproduction { published, size } = held.reproduction;
    let line = plan.lines().find(|line| line.span == held.line);
    let found = line.and_then(|line| plan.source_of(line, published.measure.name));
    let step = found.filter(|(_, measure)| measure.counts_rows).map(|(id, _)| &plan.steps[id]);
    let rows = step
        .filter(|step| plan.runs_of(step) == 1)
        .and_then(|step| Some(step.kind.data.as_ref()?.shape.test as u64));
    let half = |rows: u64| {
        let interval =
            statistics::binomial_interval((published.value * rows as f64).round() as u64, rows, 0.95)?;
        Some(0.5 * (interval.high - interval.low))
    };
    let enough = |rows: u64| half(rows).is_some_and(|half| half <= size);
    let repeats = rows.and_then(|rows| repeats(rows, published.value, size, 0.975));
    Decision::Published {
        tells: rows.and_then(half),
        size,
        rows: statistics::smallest(1 << 40, enough),
        repeats,
    }
}

fn other(side: Side) -> Side {
    if side == Side::Below { Side::Above } else { Side::Below }
}

fn one_sided(rows: u64, p: f64, side: Side, confidence: f64) -> Decision {
    let hits = match side {
        Side::Below => statistics::errors_allowed(rows, p, confidence).map(|most| (0, most)),
        Side::Above => statistics::hits_needed(rows, p, confidence).map(|least| (least, rows)),
    };
    let room = if side == Side::Below { p } else { 1.0 - p };
    match hits {
        Some((least, most)) => {
            let repeats = repeats(rows, p, 0.1 * p.min(1.0 - p), confidence);
            Decision::Hits { least, most, rows, repeats }
        }
        None if room > 0.0 => {
            let best = if side == Side::Below { 0.0 } else { 1.0 };
            let needed = statistics::trials_to_decide(best, p, confidence);
            Decision::TooFew { rows, needed, repeats: repeats(rows, p, 0.5 * room, confidence) }
        }
        None => Decision::Never,
    }
}

/// Repeats that Student's t takes for a share at this distance from a bound, if they spread as counts of so many rows do.
fn repeats(rows: u64, p: f64, distance: f64, confidence: f64) -> Option<u64> {
    let deviation = (p * (1.0 - p) / rows.max(1) as f64).max(0.0).sqrt();
    statistics::repeats_to_decide(distance, deviation, confidence)
}

/// Both bounds at once; the middle of the range is the best share there is.
fn between(rows: u64, low: f64, high: f64, confidence: f64) -> Decision {
    let half = 0.5 * (high - low);
    let least = if low < 0.0 { Some(0) } else { statistics::hits_needed(rows, low, confidence) };
    let most = statistics::errors_allowed(rows, high, confidence);
    let middle = (low + half).clamp(0.0, 1.0);
    let repeats = repeats(rows, middle, half, confidence);
    match least.zip(most).filter(|(least, most)| least <= most) {
        Some((least, most)) => Decision::Hits { least, most, rows, repeats },
        None if half > 0.0 && high > 0.0 && low < 1.0 => {
            let needed = |bound| statistics::trials_to_decide(middle, bound, confidence);
            let needed = needed(high).max(if low < 0.0 { None } else { needed(low) });
            Decision::TooFew { rows, needed, repeats }
        }
        None => Decision::Never,
    }
}

/// A difference of two sides that no count of one run decides alone.
fn together(left: Ground, right: Ground, confidence: f64) -> Decision {
    match left.with(Operator::Minus, right) {
        Ground::Share(rows) => Decision::Shares { apart: apart(0.25 / rows as f64, confidence) },
        Ground::Shares(variance) => Decision::Shares { apart: apart(variance, confidence) },
        Ground::Repeats(repeats) => Decision::Spread { repeats },
        Ground::Known(_) | Ground::Single => Decision::Repeat,
    }
}

fn apart(variance: f64, confidence: f64) -> f64 {
    statistics::normal_quantile(confidence) * variance.sqrt()
}

impl Ground {
    /// The variance of shares of one run each at one half, the widest that there is.
    fn variance(&self) -> Option<f64> {
        match self {
            Ground::Known(_) => Some(0.0),
            Ground::Share(rows) => Some(0.25 / (*rows).max(1) as f64),
            Ground::Shares(variance) => Some(*variance),
            Ground::Repeats(_) | Ground::Single => None,
        }
    }

    /// As the judge does it: sums of shares by their counts, anything else repeat by repeat.
    fn with(self, operator: Operator, other: Ground) -> Ground {
        match (&self, &other) {
            (Ground::Known(a), Ground::Known(b)) => return Ground::Known(operator.applied(*a, *b)),
            (Ground::Repeats(n), Ground::Repeats(m)) => return Ground::Repeats(*n.min(m)),
            (Ground::Repeats(n), Ground::Known(_)) | (Ground::Known(_), Ground::Repeats(n)) => {
                return Ground::Repeats(*n);
            }
            _ => {}
        }
        let (Some(a), Some(b)) = (self.variance(), other.variance()) else { return Ground::Single };
        match (operator, &self, &other) {
            (Operator::Plus | Operator::Minus, ..) => Ground::Shares(a + b),
            (Operator::Times, Ground::Known(x), _) => Ground::Shares(x * x * b),
            (Operator::Times, _, Ground::Known(x)) => Ground::Shares(x * x * a),
            (Operator::Over, _, Ground::Known(x)) => Ground::Shares(a / (x * x)),
            _ => Ground::Single,
        }
    }
}

fn ground(term: &Term, plan: &Plan) -> Ground {
    match term {
        Term::Number(x) => Ground::Known(*x),
        Term::Measure(operand) => match measured(operand, plan) {
            (1, Some(rows)) => Ground::Share(rows),
            (0 | 1, _) => Ground::Single,
            (repeats, _) => Ground::Repeats(repeats),
        },
        Term::Function { of, .. } => match measured(of, plan).0 {
            0 | 1 => Ground::Single,
            repeats => Ground::Repeats(repeats),
        },
        Term::Arithmetic { left, operator, right } => ground(left, plan).with(*operator, ground(right, plan)),
    }
}

/// How often the lines run that have the label and stand at this place of its sweep, and on how many test rows.
fn measured(operand: &Operand, plan: &Plan) -> (u64, Option<u64>) {
    let label = Some(&operand.measure.label);
    let (mut runs, mut rows) = (0, None);
    for line in plan.lines().filter(|line| line.label.as_ref() == label) {
        let Some((step, measure)) = plan.source_of(line, &operand.measure.measure) else { continue };
        let step = &plan.steps[step];
        if operand.is_at(plan, step.cell) {
            runs = plan.runs_of(step).max(runs);
            let data = step.kind.data.as_ref().filter(|_| measure.counts_rows);
            rows = data.map(|data| data.shape.test as u64);
        }
    }
    (runs, rows)
}
