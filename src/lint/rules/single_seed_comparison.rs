//! `single-seed-comparison`: one result said to be better than another, each from one run.

use super::Facts;
use crate::check::{ClaimPlan, Term, Test};
use crate::source::{Diagnostic, Level, Lint, Phase};

pub static LINT: Lint = Lint {
    code: "single-seed-comparison",
    level: Level::Warning,
    phase: Phase::Check,
    finds: "two lines compared on one seed each",
    why: "Another seed gives other initial weights, another order of rows and another result. Test rows enough \
          to tell two trained models apart are not enough to tell two methods apart: for that, each has to be \
          trained more than once. With `repeat`, equal repeats share their seeds and the claim is judged on \
          the differences.",
    bad: "edition 1\nseed 1\nuse mnist\n\
          slow: train mlp[784,100,10] with sgd(rate: 0.01) for 5 epochs\n\
          fast: train mlp[784,100,10] with sgd(rate: 0.1) for 5 epochs\n\
          expect fast.error < slow.error\n",
    good: "edition 1\nseed 1\nuse mnist\nrepeat 5 {\n  \
           slow: train mlp[784,100,10] with sgd(rate: 0.01) for 5 epochs\n  \
           fast: train mlp[784,100,10] with sgd(rate: 0.1) for 5 epochs\n}\n\
           expect fast.error < slow.error with 95 % confidence\n",
    see: "Bouthillier et al. 2021, Accounting for variance in machine learning benchmarks",
};

pub fn find(facts: &Facts) -> Vec<Diagnostic> {
    facts.plan.claims.iter().filter_map(|claim| compare(facts, claim)).collect()
}

fn compare(facts: &Facts, claim: &ClaimPlan) -> Option<Diagnostic> {
    let Test::Compare { left: Term::Measure(left), right: Term::Measure(right), .. } = &claim.test else {
        return None;
    };
    let (a, b) = (facts.origin(&left.measure)?, facts.origin(&right.measure)?);
    if a.repeats > 1 || b.repeats > 1 || left.measure.label == right.measure.label {
        return None;
    }
    let (one, other) = (&left.measure.label, &right.measure.label);
    let message = format!("`{one}` and `{other}` are compared on one seed each");
    let finding = LINT.at(claim.span, message).label("another seed may turn this round");
    let finding = finding.also(a.line.span, "one run").also(b.line.span, "one run");
    Some(finding.help("put both lines into `repeat 5 { ... }`, and claim `with 95 % confidence`"))
}
