//! What could decide a claim, before anything runs: how many hits of how many test rows, how many repeats.
//!
//! A claim with a confidence is judged by the exact binomial test where one run of a share of test rows stands against
//! a number, by Student's t where there are repeats. The number of hits that decides is then known; the spread of
//! repeats is not, so of them no more can be said than how many test rows alone would take.

use super::claim_plan::{ClaimPlan, Operand, Term, Test};
use super::plan::Plan;
use crate::numeric::statistics::{self, Side};
use crate::syntax::ast::Comparison;

/// What could decide a claim.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    /// Measured values are compared as they are: one run decides.
    Plain,
    /// Hits of one run that decide, from `least` to `most` of `rows`; `repeats` would do for a share that lies inside by a
    /// tenth of the bound's distance from 0 (or from 1, if that is nearer).
    Hits { least: u64, most: u64, rows: u64, repeats: Option<u64> },
    /// No number of hits of one run decides; so many repeats have the rows to.
    TooFew { rows: u64, repeats: Option<u64> },
    /// Two shares: at a share of one half, the widest that there is, they have to lie so far apart.
    Shares { apart: f64 },
    /// So many repeats are judged by their spread, which only a run shows.
    Spread { repeats: u64 },
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
    Repeats(u64),
    Single,
}

/// What could decide this claim of this plan.
pub fn decision(claim: &ClaimPlan, plan: &Plan) -> Decision {
    let Some(confidence) = claim.confidence else { return Decision::Plain };
    let of = |term: &Term| ground(term, plan);
    match &claim.test {
        Test::Compare { symbol: Comparison::Equal, .. } => Decision::Never,
        Test::Compare { left, symbol, right } => {
            let side = if matches!(symbol, Comparison::Less | Comparison::AtMost) {
                Side::Below
            } else {
                Side::Above
            };
            match (of(left), of(right)) {
                (Ground::Share(rows), Ground::Known(p)) => one_sided(rows, p, side, confidence),
                (Ground::Known(p), Ground::Share(rows)) => one_sided(rows, p, other(side), confidence),
                grounds => together(grounds, confidence),
            }
        }
        Test::In { value, low, high } => match (of(value), of(low), of(high)) {
            (Ground::Share(rows), Ground::Known(low), Ground::Known(high)) => {
                between(rows, low, high, confidence)
            }
            (value, low, _) => together((value, low), confidence),
        },
        Test::Within { value, tolerance, of: target } => match (of(value), of(tolerance), of(target)) {
            (Ground::Share(rows), Ground::Known(t), Ground::Known(x)) => {
                between(rows, x - t, x + t, confidence)
            }
            (value, _, target) => together((value, target), confidence),
        },
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
    let repeats = |truth: f64| statistics::repeats_to_decide(rows, p, side, truth, confidence);
    let margin = 0.1 * p.min(1.0 - p).abs();
    match (hits, side) {
        (Some((least, most)), Side::Below) => {
            Decision::Hits { least, most, rows, repeats: repeats(p - margin) }
        }
        (Some((least, most)), Side::Above) => {
            Decision::Hits { least, most, rows, repeats: repeats(p + margin) }
        }
        (None, Side::Below) => too_few(rows, repeats(0.0)),
        (None, Side::Above) => too_few(rows, repeats(1.0)),
    }
}

fn too_few(rows: u64, repeats: Option<u64>) -> Decision {
    if repeats.is_none() { Decision::Never } else { Decision::TooFew { rows, repeats } }
}

/// Both bounds at once; the middle of the range is the best share there is.
fn between(rows: u64, low: f64, high: f64, confidence: f64) -> Decision {
    let middle = 0.5 * (low + high);
    let least = if low < 0.0 { Some(0) } else { statistics::hits_needed(rows, low, confidence) };
    let most = statistics::errors_allowed(rows, high, confidence);
    let repeats = |p, side| statistics::repeats_to_decide(rows, p, side, middle, confidence);
    let above = if low < 0.0 { Some(1) } else { repeats(low, Side::Above) };
    let both = above.zip(repeats(high, Side::Below)).map(|(above, below)| above.max(below));
    match least.zip(most).filter(|(least, most)| least <= most) {
        Some((least, most)) => Decision::Hits { least, most, rows, repeats: both },
        None => too_few(rows, both),
    }
}

fn together(grounds: (Ground, Ground), confidence: f64) -> Decision {
    match grounds {
        (Ground::Share(n), Ground::Share(m)) => {
            let error = (0.25 / n.max(1) as f64 + 0.25 / m.max(1) as f64).sqrt();
            Decision::Shares { apart: statistics::normal_quantile(confidence) * error }
        }
        (Ground::Repeats(n), Ground::Repeats(m)) if n == m => Decision::Spread { repeats: n },
        (Ground::Repeats(repeats), Ground::Known(_)) | (Ground::Known(_), Ground::Repeats(repeats)) => {
            Decision::Spread { repeats }
        }
        _ => Decision::Repeat,
    }
}

fn ground(term: &Term, plan: &Plan) -> Ground {
    match term {
        Term::Number(x) => Ground::Known(*x),
        Term::Measure(operand) => measured(operand, plan),
        Term::Function { .. } => Ground::Single,
        Term::Arithmetic { left, operator, right } => match (ground(left, plan), ground(right, plan)) {
            (Ground::Known(a), Ground::Known(b)) => Ground::Known(operator.applied(a, b)),
            (Ground::Repeats(n), Ground::Repeats(m)) if n == m => Ground::Repeats(n),
            (Ground::Repeats(n), Ground::Known(_)) | (Ground::Known(_), Ground::Repeats(n)) => {
                Ground::Repeats(n)
            }
            _ => Ground::Single,
        },
    }
}

/// One value a run of each line that has the label and stands at this place of its sweep.
fn measured(operand: &Operand, plan: &Plan) -> Ground {
    let label = Some(&operand.measure.label);
    let mut runs = 0;
    let mut rows = None;
    for line in plan.lines().filter(|line| line.label.as_ref() == label) {
        let Some((step, measure)) = plan.source_of(line, &operand.measure.measure) else { continue };
        let step = &plan.steps[step];
        if operand.is_at(plan, step.cell) {
            runs += plan.runs_of(step);
            let data = step.kind.data.as_ref().filter(|_| measure.counts_rows);
            rows = data.map(|data| data.shape.test as u64);
        }
    }
    match (runs, rows) {
        (1, Some(rows)) => Ground::Share(rows),
        (0 | 1, _) => Ground::Single,
        (runs, _) => Ground::Repeats(runs),
    }
}
