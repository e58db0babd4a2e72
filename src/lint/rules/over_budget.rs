//! `over-budget`: a plan that costs more time or memory than the folder's `pipette.yaml` allows.

use super::Facts;
use crate::check::{Plan, Step};
use crate::source::amounts::{duration, gigabytes};
use crate::source::{Diagnostic, Level, Lint, Phase, Span};

pub static LINT: Lint = Lint {
    code: "over-budget",
    level: Level::Warning,
    phase: Phase::Check,
    finds: "a run that would cost more than its budget",
    why: "The plan is priced before it runs. The folder's `pipette.yaml` says what a run may cost; this one would \
          cost more, even at the low end of its interval. `pipette plan` shows where the time goes.",
    bad: "",
    good: "",
    see: "",
};

pub fn find(facts: &Facts) -> Vec<Diagnostic> {
    let (plan, policy) = (facts.plan, facts.policy);
    let seconds = |step: &Step| step.cost.seconds(&policy.rates).0 * plan.runs_of(step) as f64;
    let late = policy.budget.seconds.and_then(|most| {
        let (total, _) = plan.seconds(&policy.rates);
        let message = format!("this run takes {} or more, the budget is {}", duration(total), duration(most));
        (total > most).then(|| (message, largest(plan, seconds)))
    });
    let large = policy.budget.bytes.and_then(|most| {
        let message =
            format!("this run holds {}, the budget is {}", gigabytes(plan.memory()), gigabytes(most));
        (plan.memory() > most).then(|| (message, largest(plan, |step| step.cost.peak)))
    });
    let said = |(message, place): (String, Option<Span>)| {
        let finding = LINT.at(place.unwrap_or_default(), message).label("the largest part");
        finding.help("ask for less here, or raise the budget in pipette.yaml")
    };
    late.into_iter().chain(large).map(said).collect()
}

/// The step that costs most.
fn largest(plan: &Plan, price: impl Fn(&Step) -> f64) -> Option<Span> {
    plan.steps.iter().max_by(|a, b| price(a).total_cmp(&price(b))).map(|step| step.span)
}
