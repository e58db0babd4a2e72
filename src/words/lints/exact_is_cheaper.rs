//! `exact-is-cheaper`: a partition function sampled where summing it is less work, and has no error.

use crate::source::{Diagnostic, Level, Lint, Phase};
use crate::vocabulary::{Cost, Methods, TwoLayers};
use crate::words::methods::{ais::Ais, exact::Exact, reverse_ais::ReverseAis};
use crate::words::prices;

pub static LINT: Lint = Lint {
    code: "exact-is-cheaper",
    level: Level::Note,
    phase: Phase::Check,
    finds: "annealed importance sampling of a machine whose partition function is less work to sum exactly",
    why: "Of two layers only the smaller one has to be summed over. Where it has some twenty units or fewer, the exact sum \
          is less work than a thousand chains and temperatures, and has no error at all. The sample is worth its price where \
          it is held against the exact value: then write both.",
    bad: "edition 1\nseed 1\nuse mnist with threshold(0.5)\n\
          train rbm[784,20] with pcd1 for 10 epochs, then estimate log-partition by ais\n",
    good: "edition 1\nseed 1\nuse mnist with threshold(0.5)\n\
           train rbm[784,20] with pcd1 for 10 epochs, then estimate log-partition by exact and ais\n",
    see: "Salakhutdinov and Murray 2008, On the quantitative analysis of deep belief networks, where exact values of 20 and 25 units test the estimate",
};

/// Operations that take about as long as one of an enumeration: products of matrices are faster.
fn work(cost: &Cost) -> f64 {
    cost.work.iter().map(|amount| amount.units).sum()
}

pub fn find(methods: &Methods, machine: &TwoLayers) -> Option<Diagnostic> {
    let sampled = methods.0.iter().find(|m| m.args::<Ais>().is_some() || m.args::<ReverseAis>().is_some())?;
    let place = sampled.written()?;
    let bits = machine.smaller_first().0.bits()?;
    if methods.find::<Exact>().is_some() || bits > crate::models::boltzmann::ENUMERABLE {
        return None;
    }
    let ratio = work(&sampled.estimator()?.cost(machine)) / work(&prices::enumeration(machine));
    if ratio < 1.0 {
        return None;
    }
    let message =
        format!("the smaller layer has 2^{bits} states: their sum is exact, and less work than the sample");
    let finding = LINT.at(place, message).label(format!("about {ratio:.0} times the work"));
    Some(finding.help("write `by exact`, or `by exact and ais` to see how good the sample is"))
}
