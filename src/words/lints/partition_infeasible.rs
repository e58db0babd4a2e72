//! `partition-infeasible`: an exact partition function where the smaller layer has too many states, or none to count.

use crate::models::boltzmann::ENUMERABLE;
use crate::source::{Diagnostic, Level, Lint, Phase, Span};
use crate::vocabulary::TwoLayers;

pub static LINT: Lint = Lint {
    code: "partition-infeasible",
    level: Level::Error,
    phase: Phase::Check,
    finds: "an exact partition function of a machine whose smaller layer has more than 2^30 states",
    why: "The sum over all states of two layers needs 2^n terms, with n the units of the smaller layer: the other one is \
          summed in closed form. Each unit doubles the time: 20 units beside 784 take a second, 30 a quarter of an hour, \
          40 a fortnight, 500 for ever. Annealed importance sampling estimates ln Z with an error that it states, and \
          together with its reverse bounds it from both sides; mean field and its corrections cost next to nothing.",
    bad: "edition 1\nseed 1\nuse mnist with threshold(0.5)\n\
          train rbm[784,500] with pcd1 for 10 epochs, then estimate log-partition by exact\n",
    good: "edition 1\nseed 1\nuse mnist with threshold(0.5)\n\
           train rbm[784,500] with pcd1 for 10 epochs, then estimate log-partition by ais\n",
    see: "Salakhutdinov and Murray 2008, On the quantitative analysis of deep belief networks",
};

pub fn find(machine: &TwoLayers, place: Span) -> Option<Diagnostic> {
    let (smaller, _) = machine.smaller_first();
    let message = match smaller.bits() {
        Some(bits) if bits <= ENUMERABLE => return None,
        Some(bits) => {
            format!("the smaller layer has 2^{bits} states to sum over; at most 2^{ENUMERABLE} are summed")
        }
        None => "neither layer has states that can be counted".to_string(),
    };
    let finding = LINT.at(place, message).label("would not end");
    Some(finding.help("estimate it: `by ais and reverse-ais`, or roughly `by tap`"))
}
