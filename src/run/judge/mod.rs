//! Claims judged: held, failed or undecided, with the test and the numbers that it rests on.
//!
//! Without a confidence the measured values are compared as they are. With one, a claim holds when
//! its opposite is rejected at that confidence by a one-sided test of the difference of its sides: of shares by their
//! counts (`shares`), of repeats by their spread (`repeats`), of extremes over a sweep by resampling (`bootstrap`).
//! A claim with two bounds (`in`, `within`) holds when both of its one-sided tests do (Schuirmann 1987).

mod bootstrap;
mod compared;
mod family;
mod measured;
mod relation;
mod repeats;
mod reproduction;
mod shares;
mod tested;
#[cfg(test)]
mod tests;
mod words;

pub use compared::{Comparisons, Pair, comparisons};

use super::table::Results;
use crate::check::{ClaimPlan, Plan, Test};
use crate::source::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Held,
    Failed,
    Undecided,
}

impl Verdict {
    pub const fn word(self) -> &'static str {
        match self {
            Verdict::Held => "held",
            Verdict::Failed => "failed",
            Verdict::Undecided => "undecided",
        }
    }

    fn of(holds: Option<bool>) -> Verdict {
        match holds {
            Some(true) => Verdict::Held,
            Some(false) => Verdict::Failed,
            None => Verdict::Undecided,
        }
    }
}

/// A claim with its verdict.
#[derive(Clone, Debug)]
pub struct Judgement {
    pub text: String,
    pub span: Span,
    pub verdict: Verdict,
    /// The name of the test that was made; `as measured` where values are compared as they are, none where nothing
    /// could be tested.
    pub test: Option<&'static str>,
    /// The confidence that the test was made at.
    pub confidence: Option<f64>,
    /// Bounds of what was tested, each one-sided at the confidence: of the difference of both sides, of the value in a
    /// range, of the distance from a target.
    pub interval: Option<(f64, f64)>,
    /// The chance of a result so far on the claimed side, were the claim just not true.
    pub p: Option<f64>,
    /// The same, corrected for all claims of the file that were tested (Holm 1979), where there are several.
    pub corrected: Option<f64>,
    /// Test rows or repeats that it rests on.
    pub n: Option<u64>,
    /// The numbers, in words.
    pub evidence: String,
    /// What would decide it, where it is undecided.
    pub cure: Option<String>,
}

impl Judgement {
    /// Undecided, on nothing yet.
    fn open(claim: &ClaimPlan, evidence: impl Into<String>) -> Self {
        Judgement {
            text: claim.text.clone(),
            span: claim.span,
            verdict: Verdict::Undecided,
            test: None,
            confidence: claim.confidence,
            interval: None,
            p: None,
            corrected: None,
            n: None,
            evidence: evidence.into(),
            cure: None,
        }
    }
}

/// Judges every claim on the results of a run.
pub fn judged(plan: &Plan, results: &Results) -> Vec<Judgement> {
    let mut judgements: Vec<Judgement> =
        plan.claims.iter().map(|claim| judge(claim, plan, results)).collect();
    family::correct(&mut judgements, &plan.claims);
    judgements
}

/// Whether a cell has failed whose measures a claim is about.
fn lacks_a_cell(claim: &ClaimPlan, plan: &Plan, results: &Results) -> bool {
    match &claim.test {
        Test::Published(held) => results.lacks_line(plan, held.line),
        test => test.operands().into_iter().any(|operand| results.lacks(plan, operand)),
    }
}

/// The claims of a run that did not come to its end: what was reached of it decides nothing.
pub fn unjudged(plan: &Plan) -> Vec<Judgement> {
    let claims = plan.claims.iter();
    claims.map(|claim| Judgement::open(claim, "the run did not come to its end")).collect()
}

fn judge(claim: &ClaimPlan, plan: &Plan, results: &Results) -> Judgement {
    if lacks_a_cell(claim, plan, results) {
        return Judgement::open(claim, "a cell that it needs has failed");
    }
    let found = match &claim.test {
        Test::Published(held) => reproduction::judge(claim, held, results),
        _ => relation::judge(claim, plan, results),
    };
    found.unwrap_or_else(|| Judgement::open(claim, "a measure it needs was not reached"))
}
