//! Claims that rest on a measure whose declaration warns of it. The page is the measure's own.

use super::Facts;
use crate::source::Diagnostic;

pub fn find(facts: &Facts) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for claim in &facts.plan.claims {
        let measures = claim.test.operands().into_iter().filter_map(|operand| facts.origin(&operand.measure));
        let cautions: Vec<_> = measures.map(|origin| (origin.measure, origin.measure.caution)).collect();
        // Beside a better measure in the same claim it does no harm.
        if let Some((measure, Some(page))) =
            cautions.first().filter(|_| cautions.iter().all(|(_, c)| c.is_some()))
        {
            let message = format!("this claim rests on `{}` alone: {}", measure.name, page.finds);
            let finding = page.at(claim.span, message).label(format!("judged by `{}`", measure.name));
            findings
                .push(finding.help(format!("`pipette explain {}` says what to claim instead", page.code)));
        }
    }
    findings
}
