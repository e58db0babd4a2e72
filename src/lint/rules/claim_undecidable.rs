//! `claim-undecidable`: a claim with a confidence that no outcome of this run could establish: too few
//! test rows (exact binomial, Clopper and Pearson 1934), or one run where the spread of runs is needed.

use super::{Facts, claim_decided};
use crate::check::{ClaimPlan, Decision, Plan, Test, decision};
use crate::source::{Diagnostic, Level, Lint, Phase};
use crate::syntax::ast::Comparison;

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
        Decision::TooFew { rows, repeats } => {
            let help =
                repeats.map(|n| format!("`repeat {n}` has the rows to decide it at best; or claim less"));
            (format!("not even the best outcome on {rows} test rows is enough"), help)
        }
        Decision::Repeat => (
            "nothing says how far another run would be from this one".to_string(),
            Some("put the line into `repeat 5 { ... }`, or leave the confidence out".to_string()),
        ),
        Decision::Never if matches!(claim.test, Test::Compare { symbol: Comparison::Equal, .. }) => {
            let help = "claim `within ... of ...`, or leave the confidence out";
            ("no test establishes that two values are equal".to_string(), Some(help.to_string()))
        }
        Decision::Never => (
            "no number of repeats is enough".to_string(),
            Some("claim less, or leave the confidence out".to_string()),
        ),
        Decision::Plain | Decision::Hits { .. } | Decision::Shares { .. } | Decision::Spread { .. } => {
            return None;
        }
    };
    let percent = 100.0 * claim.confidence?;
    let message = format!("no outcome of this run can establish this at {percent} %: {why}");
    Some(LINT.at(claim.span, message).label("stays undecided").maybe_help(help))
}
