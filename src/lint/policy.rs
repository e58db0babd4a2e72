//! What a folder says of findings: the level of each code, and the budget of a run.

use crate::source::{Diagnostic, Level};
use crate::vocabulary::Rates;
use std::collections::BTreeMap;

/// What a run may cost.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Budget {
    pub seconds: Option<f64>,
    pub bytes: Option<f64>,
}

/// How findings are judged where a file lies.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The level of a code, or none where it is switched off; an error stays an error.
    pub levels: BTreeMap<String, Option<Level>>,
    pub budget: Budget,
    /// By which the time of a budget is told.
    pub rates: Rates,
}

impl Default for Policy {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Policy { levels: BTreeMap::new(), budget: Budget::default(), rates: Rates::built_in(cores) }
    }
}

impl Policy {
    /// The findings at the levels of this policy.
    pub fn judged(&self, findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
        findings.into_iter().filter_map(|finding| self.level_of(finding)).collect()
    }

    fn level_of(&self, mut finding: Diagnostic) -> Option<Diagnostic> {
        if finding.level < Level::Error
            && let Some(level) = self.levels.get(finding.code)
        {
            finding.level = (*level)?;
        }
        Some(finding)
    }
}
