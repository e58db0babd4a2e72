//! All claims of a file together. Each stands as it is written; of ten true opposites tested at 95 % one is
//! rejected in four files of ten. So each p is also given as it counts among all of them (Holm 1979), and the report
//! says which claims would not hold at their confidence then.

use super::Judgement;
use crate::check::ClaimPlan;
use crate::numeric::statistics::holm;

/// Fills in the corrected p of the claims that were tested, where there are several.
pub fn correct(judgements: &mut [Judgement], claims: &[ClaimPlan]) {
    let claimed = judgements.iter_mut().zip(claims).filter(|(_, claim)| claim.confidence.is_some());
    let tested: Vec<&mut Judgement> = claimed.map(|(it, _)| it).filter(|it| it.p.is_some()).collect();
    if tested.len() < 2 {
        return;
    }
    let p: Vec<f64> = tested.iter().filter_map(|it| it.p).collect();
    for (judgement, corrected) in tested.into_iter().zip(holm(&p)) {
        judgement.corrected = Some(corrected);
    }
}
