//! `best-of-many`: a claim on the best value of a sweep. The smallest of m noisy values lies below the
//! value that a fresh run at the same place would give.

use super::Facts;
use crate::check::{Operand, Term};
use crate::source::{Diagnostic, Level, Lint, Phase};
use crate::vocabulary::{Better, ClaimFunction};

pub static LINT: Lint = Lint {
    code: "best-of-many",
    level: Level::Warning,
    phase: Phase::Check,
    finds: "a claim on the best of several configurations",
    why: "The best of m results is chosen after the test rows were seen: it is best by merit and by luck, and \
          the luck does not come back. The claim is biased in its own favour, the more the larger m is. Choose \
          the configuration by the validation part, then claim the test error of the one that was chosen.",
    bad: "edition 1\nseed 1\nuse mnist\nsweep rate in [0.01, 0.03, 0.1, 0.3] {\n  \
          net: train mlp[784,100,10] with sgd(rate: rate) for 5 epochs\n}\n\
          expect minimum(net.error over rate) < 3 %\n",
    good: "edition 1\nseed 1\nuse mnist\nsweep rate in [0.01, 0.03, 0.1, 0.3] {\n  \
           net: train mlp[784,100,10] with sgd(rate: rate) for 5 epochs\n}\n\
           expect net.error < 3 % at rate = 0.1\n",
    see: "Cawley and Talbot 2010, On over-fitting in model selection",
};

pub fn find(facts: &Facts) -> Vec<Diagnostic> {
    let plan = facts.plan;
    let claims = plan.claims.iter();
    let chosen = claims.clone().filter_map(|claim| {
        let (of, tries) = claim.test.terms().into_iter().find_map(|term| chosen(facts, term))?;
        let (label, measure) = (&of.measure.label, &of.measure.measure);
        let message =
            format!("the best of {tries} values of `{label}.{measure}` is better than a fresh run would be");
        let finding = LINT.at(claim.span, message).label("the search has chosen by this very measure");
        Some(finding.help(format!("claim a measure of the test part there: `expect {label}. ... at best`")))
    });
    let swept = claims.filter_map(|claim| {
        let (of, over) = claim.test.terms().into_iter().find_map(|term| best(facts, term))?;
        let values = plan.swept(&of.measure.label, &over)?.len();
        let name = format!("{}.{}", of.measure.label, of.measure.measure);
        let message = format!("the best of {values} values of `{name}` is better than a fresh run would be");
        let finding =
            LINT.at(claim.span, message).label(format!("chosen among {values} on the rows it is judged by"));
        Some(finding.help(format!(
            "choose `{over}` by a validation part, and claim the value there: `{name} ... at {over} = ...`"
        )))
    });
    chosen.chain(swept).collect()
}

/// The measure that a search has chosen by, looked at where it was chosen; and among how many.
fn chosen<'t>(facts: &Facts, term: &'t Term) -> Option<(&'t Operand, usize)> {
    let of = term.operands().into_iter().find(|of| of.best)?;
    let mut searches = facts.plan.blocks.iter().filter_map(|block| block.search.as_ref());
    let same = |search: &&crate::check::Search| {
        (&search.by.label, &search.by.measure) == (&of.measure.label, &of.measure.measure)
    };
    searches.find(same).map(|search| (of, search.tries()))
}

/// A term that takes the better end of a measure over an axis.
fn best<'t>(facts: &Facts, term: &'t Term) -> Option<(&'t Operand, String)> {
    match term {
        Term::Function { function, of, over } => {
            let better = facts.origin(&of.measure)?.measure.better;
            let wanted = match better {
                Better::Lower => ClaimFunction::Minimum,
                Better::Higher => ClaimFunction::Maximum,
                Better::Neither => return None,
            };
            (*function == wanted).then(|| (of, over.clone()))
        }
        Term::Arithmetic { left, right, .. } => best(facts, left).or_else(|| best(facts, right)),
        _ => None,
    }
}
