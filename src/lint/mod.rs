//! Findings that no single word can see: one file a rule, in the list below.

mod unseeded;

use crate::check::Plan;
use crate::source::Diagnostic;

/// A rule: what it finds in a plan.
type Rule = fn(&Plan) -> Vec<Diagnostic>;

/// Every rule.
static RULES: &[Rule] = &[unseeded::find];

/// What the rules find.
pub fn lint(plan: &Plan) -> Vec<Diagnostic> {
    RULES.iter().flat_map(|rule| rule(plan)).collect()
}
