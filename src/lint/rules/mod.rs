//! The rules that no single word can see: a file each, with its page, in the list below.

mod best_of_many;
mod caution;
mod claim_decided;
mod claim_undecidable;
mod dead_stage;
mod no_edition;
mod over_budget;
mod repeat_without_claim;
mod single_seed_comparison;
mod test_leak;
mod unseeded;

use super::Policy;
use crate::check::{Line, Plan};
use crate::source::{Diagnostic, Lint, Span};
use crate::vocabulary::{Measure, MeasureRef};
use std::collections::HashMap;

/// A rule: its page, and what it finds in a plan.
pub struct Rule {
    pub page: &'static Lint,
    /// Whether it concludes from what a file does not say: then it waits until the file has no errors.
    from_absence: bool,
    find: fn(&Facts) -> Vec<Diagnostic>,
}

/// Every rule, in the order of the reference.
pub static RULES: &[Rule] = &[
    Rule { page: &unseeded::LINT, from_absence: true, find: unseeded::find },
    Rule { page: &no_edition::LINT, from_absence: true, find: no_edition::find },
    Rule { page: &dead_stage::LINT, from_absence: true, find: dead_stage::find },
    Rule { page: &repeat_without_claim::LINT, from_absence: true, find: repeat_without_claim::find },
    Rule { page: &over_budget::LINT, from_absence: false, find: over_budget::find },
    Rule { page: &claim_decided::LINT, from_absence: false, find: claim_decided::find },
    Rule { page: &claim_undecidable::LINT, from_absence: false, find: claim_undecidable::find },
    Rule { page: &single_seed_comparison::LINT, from_absence: false, find: single_seed_comparison::find },
    Rule { page: &best_of_many::LINT, from_absence: false, find: best_of_many::find },
    Rule { page: &test_leak::LINT, from_absence: false, find: test_leak::find },
];

/// What the rules find, and what the measures that claims rest on warn of. Of a file with errors the
/// plan holds what is right.
pub fn find(plan: &Plan, policy: &Policy, has_errors: bool) -> Vec<Diagnostic> {
    let rules = RULES.iter().filter(|rule| !(has_errors && rule.from_absence));
    let facts = Facts::new(plan, policy);
    let ruled = rules.flat_map(|rule| (rule.find)(&facts));
    ruled.chain(caution::find(&facts)).collect()
}

/// What every rule looks at.
pub struct Facts<'p> {
    pub plan: &'p Plan,
    pub policy: &'p Policy,
    /// The line of each label, the first of a sweep's.
    lines: HashMap<&'p str, &'p Line>,
}

/// Where a claim's measure comes from: its line (the first of a sweep's), the step that yields it.
pub struct Origin<'p> {
    line: &'p Line,
    measure: &'static Measure,
    /// How often the line runs.
    repeats: u64,
}

impl<'p> Facts<'p> {
    fn new(plan: &'p Plan, policy: &'p Policy) -> Self {
        let mut lines = HashMap::new();
        for line in plan.lines() {
            if let Some(label) = &line.label {
                lines.entry(label.as_str()).or_insert(line);
            }
        }
        Facts { plan, policy, lines }
    }

    /// What the first line lacks if `setting` is not in the file, with the fix that writes it at the head.
    fn missing_setting(&self, lint: &Lint, said: &str, label: &str, setting: &str) -> Option<Diagnostic> {
        let first = self.plan.lines().min_by_key(|line| line.span.start)?;
        let finding = lint.at(first.span, said).label(label);
        let head = Span::new(self.plan.head, self.plan.head);
        let finding = finding.help(format!("write `{setting}` at the head of the file"));
        Some(finding.fix(true, head, format!("{setting}\n")))
    }

    /// The origin of a measure; none where the plan is incomplete.
    fn origin(&self, of: &MeasureRef) -> Option<Origin<'p>> {
        let (plan, line) = (self.plan, *self.lines.get(of.label.as_str())?);
        let (step, measure) = plan.source_of(line, &of.measure)?;
        Some(Origin { line, measure, repeats: plan.runs_of(&plan.steps[step]) })
    }
}
