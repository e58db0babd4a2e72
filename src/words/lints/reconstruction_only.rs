//! `reconstruction-only`: a claim that rests on the reconstruction error of a Boltzmann machine. The
//! error falls when chains mix slowly as well as when the machine is good, so it tells neither.

use crate::source::{Level, Lint, Phase};

pub static LINT: Lint = Lint {
    code: "reconstruction-only",
    level: Level::Warning,
    phase: Phase::Check,
    finds: "a claim on a Boltzmann machine that rests on its reconstruction error",
    why: "Contrastive divergence does not minimize the reconstruction error. The error falls when the machine \
          gets better, and it falls as well when the Markov chain moves less: a machine whose weights have \
          grown too large reconstructs well and models badly. Claim the free energy of held-out rows \
          instead, which is the log-likelihood up to a constant that does not depend on the rows.",
    bad: "seed 1\nedition 1\nuse mnist with threshold(0.5)\n\
          machine: train rbm[784,100] with cd1 for 5 epochs\n\
          expect machine.reconstruction < 0.02\n",
    good: "seed 1\nedition 1\nuse mnist with threshold(0.5)\n\
           machine: train rbm[784,100] with cd1 for 5 epochs, then check free-energy\n\
           expect machine.free-energy-gap < 5\n",
    see: "Hinton 2010, A practical guide to training restricted Boltzmann machines, section 5",
};
