//! `unseeded`: a file that runs something and names no seed. Seed 0 is used, so the run repeats all
//! the same; but a reader can't tell whether the number was chosen.

use crate::check::Plan;
use crate::source::Diagnostic;

pub fn find(plan: &Plan) -> Vec<Diagnostic> {
    let first = plan.lines().next();
    match (plan.settings.seed, first) {
        (None, Some(line)) => {
            let finding = Diagnostic::note("unseeded", line.span, "no seed is given: 0 is used");
            vec![finding.help("write `seed 0` at the head of the file")]
        }
        _ => Vec::new(),
    }
}
