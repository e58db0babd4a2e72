//! `density-from-cd`: samples, which stand for the density of a machine, from one whose training never
//! looked further from the data than a few Gibbs steps.

use crate::source::amounts::counted;
use crate::source::{Diagnostic, Level, Lint, Phase, Span};
use crate::vocabulary::ModelKind;

pub static LINT: Lint = Lint {
    code: "density-from-cd",
    level: Level::Warning,
    phase: Phase::Check,
    finds: "samples from a machine that was trained by contrastive divergence of few steps",
    why: "Contrastive divergence of k steps compares the data with what lies k Gibbs steps from them. What the \
          machine puts anywhere else is never seen and never lowered: long chains end there, and the samples \
          show it, while reconstructions look fine. On MNIST with 500 hidden units the log-likelihood of \
          test rows is about -125 nats after training by CD1 and -86 by CD25. Persistent chains (`pcd1`) go on \
          from gradient to gradient and see what long chains see; or take ten steps and more.",
    bad: "edition 1\nseed 1\nuse mnist with threshold(0.5)\n\
          machine: train rbm[784,500] with cd1 for 20 epochs\n\
          sample 64 from machine after 10000 steps, then plot images\n",
    good: "edition 1\nseed 1\nuse mnist with threshold(0.5)\n\
           machine: train rbm[784,500] with pcd1 for 20 epochs\n\
           sample 64 from machine after 10000 steps, then plot images\n",
    see: "Salakhutdinov and Murray 2008, On the quantitative analysis of deep belief networks; Decelle, Furtlehner and Seoane 2021, Equilibrium and non-equilibrium regimes in the learning of restricted Boltzmann machines",
};

/// Fewer steps than this are few.
const FEW: usize = 10;

/// What to say of samples of a model after so many Gibbs steps.
pub fn find(model: &ModelKind, steps: usize, place: Span) -> Option<Diagnostic> {
    let chains = model.chains.filter(|chains| chains.steps < FEW)?;
    let trained = counted(chains.steps, "Gibbs step");
    let message = format!(
        "samples after {} from a machine that looked {trained} away from its data",
        counted(steps, "Gibbs step")
    );
    let finding = LINT.at(place, message).label("samples what was never trained");
    let finding = finding.maybe_also(chains.place, format!("{trained} from the data"));
    Some(finding.help(format!("train it with `pcd1`, whose chains go on, or with `cd{FEW}` or more")))
}
