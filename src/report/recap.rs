//! The last words of a run: the first claim that failed, how many claims held, the time. After pages of numbers this is
//! what stands on the screen.

use super::claims::judgement;
use crate::run::{End, Judgement, Report, StepReport, Verdict};
use crate::source::amounts::duration;

/// What a run came to; `foretold` is the interval of seconds that its plan gave.
pub fn recap(report: &Report, (low, high): (f64, f64)) -> String {
    let said = |it: &Judgement| judgement(&it.text, it.verdict.word(), &it.evidence, it.cure.as_deref());
    let failed = report.claims.iter().find(|claim| claim.verdict == Verdict::Failed);
    let first =
        failed.map_or(String::new(), |claim| format!("\nthe first claim that failed\n{}", said(claim)));
    let counted = counted(&report.claims);
    let ended = match &report.end {
        End::Done => "",
        End::Failed(_) => "the run failed after ",
        End::Interrupted { .. } => "interrupted after ",
    };
    let foretold = match (kept(report), high >= 0.1) {
        (Some(kept), _) => format!(" ({kept})"),
        (None, true) => format!(" (foretold: {} to {})", duration(low), duration(high)),
        (None, false) => String::new(),
    };
    format!("{first}\n{counted}{ended}{}{foretold}\n", duration(report.seconds))
}

/// How much did not have to run, if anything: then the time was not foretold.
fn kept(report: &Report) -> Option<String> {
    let sum = |of: fn(&StepReport) -> u64| report.steps.iter().map(of).sum::<u64>();
    let (runs, cached) = (sum(|step| step.runs), sum(|step| step.cached));
    (cached > 0).then(|| format!("{cached} of {runs} steps did not have to run"))
}

/// `2 failed, 1 undecided, 5 held; `
fn counted(claims: &[Judgement]) -> String {
    let of = |verdict| claims.iter().filter(|claim| claim.verdict == verdict).count();
    let counts =
        [Verdict::Failed, Verdict::Undecided, Verdict::Held].map(|verdict| (of(verdict), verdict.word()));
    let words: Vec<String> =
        counts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
    if words.is_empty() { String::new() } else { format!("claims: {}; ", words.join(", ")) }
}
