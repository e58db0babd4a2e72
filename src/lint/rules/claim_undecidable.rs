//! `claim-undecidable`: a claim with a confidence that no outcome of this run could establish: too few
//! test rows (exact binomial, Clopper and Pearson 1934), or one run where the spread of runs is needed.

use super::{Facts, claim_decided};
use crate::check::{ClaimPlan, Decision, Plan, decision};
use crate::source::{Diagnostic, Level, Lint, Phase};

pub static LINT: Lint = Lint {
    code: "claim-undecidable",
    level: Level::Warning,
    phase: Phase::Check,
    finds: "a claim that this run can't decide at its confidence",
    why: "A claim with a confidence holds when its opposite is rejected by a test. Some claims can't get there: \
          an error below .5 % on 10,000 rows needs 38 errors or fewer at 95 %, and on 500 rows not even \
          0 errors are enough; a number read off a single run has no spread to be tested against. More \
          test rows or `repeat` decide them.",
    bad: "edition 1\nseed 1\n\
          net: train mlp[64,100,10] on optdigits for 5 epochs\n\
          expect net.error < 0.1 % with 95 % confidence\n",
    good: "edition 1\nseed 1\n\
           net: train mlp[64,100,10] on optdigits for 5 epochs\n\
           expect net.error < 4 % with 95 % confidence\n",
    see: "Clopper and Pearson 1934",
};

pub fn find(facts: &Facts) -> Vec<Diagnostic> {
    let open = facts.plan.claims.iter().filter(|claim| claim_decided::known(claim, facts).is_none());
    open.filter_map(|claim| undecidable(facts.plan, claim)).collect()
}

fn undecidable(plan: &Plan, claim: &ClaimPlan) -> Option<Diagnostic> {
    let (why, help) = match decision(claim, plan) {
        Decision::TooFew { rows, needed, repeats } => {
            let needed = needed.map(|n| format!("test on {n} rows or more"));
            let repeats = repeats
                .map(|n| format!("`repeat {n}`, judged by Student's t, for a share half-way to the bound"));
            let ways: Vec<String> = needed.into_iter().chain(repeats).collect();
            let help = (!ways.is_empty()).then(|| format!("{}; or claim less", ways.join(", or ")));
            (format!("not even the best outcome on {rows} test rows is enough"), help)
        }
        Decision::Resampled { repeats, least } if repeats < least => (
            format!("{repeats} repeats are too few to resample"),
            Some(format!("`repeat {least}` or more, or leave the confidence out")),
        ),
        Decision::Published { tells: Some(tells), size, rows, repeats } if tells > size => {
            return Some(underpowered(claim, (tells, size), rows, repeats));
        }
        Decision::Repeat => (
            "nothing says how far another run would be from this one".to_string(),
            Some("put the line into `repeat 5 { ... }`, or leave the confidence out".to_string()),
        ),
        Decision::Never => (
            "no number of repeats is enough".to_string(),
            Some("claim less, or leave the confidence out".to_string()),
        ),
        Decision::Plain
        | Decision::Hits { .. }
        | Decision::Shares { .. }
        | Decision::Spread { .. }
        | Decision::Resampled { .. }
        | Decision::Published { .. } => return None,
    };
    let percent = 100.0 * claim.confidence?;
    let message = format!("no outcome of this run can establish this at {percent} %: {why}");
    Some(LINT.at(claim.span, message).label("stays undecided").maybe_help(help))
}

/// A published number that one run on so few test rows can't be told from numbers that matter.
fn underpowered(
    claim: &ClaimPlan,
    (tells, size): (f64, f64),
    rows: Option<u64>,
    repeats: Option<u64>,
) -> Diagnostic {
    let message = format!(
        "one run tells differences of {tells:.2e} from the published number, asked for are {size:.2e}: a run that finds \
         the very same share stays underpowered"
    );
    let rows = rows.map(|rows| format!("test on {rows} rows"));
    let repeats =
        repeats.map(|n| format!("`repeat {n}`, judged by Student's t, if runs spread as counts do"));
    let ways: Vec<String> = rows.into_iter().chain(repeats).collect();
    LINT.at(claim.span, message).label("can't become consistent").help(ways.join(", or "))
}
