//! `gap-without-validation`: free energies of training rows alone. Without ln Z they say nothing; their
//! distance from those of held-out rows does. The measure names this page, `check` raises it.

use crate::source::{Level, Lint, Phase};

pub static LINT: Lint = Lint {
    code: "gap-without-validation",
    level: Level::Error,
    phase: Phase::Check,
    finds: "free energies to be compared without rows that were held out",
    why: "The free energy of a row is its negative log-likelihood up to ln Z, which nobody knows and which changes \
          as the machine learns. Of training rows alone it tells nothing. Compared with rows that were never \
          trained on, ln Z drops out: the gap is the log-likelihood that they lack, and it grows when the \
          machine overfits. Hold rows out before training: a Boltzmann machine does so unless told not to.",
    bad: "edition 1\nseed 1\nuse mnist with threshold(0.5)\n\
          train rbm[784,100](held-out: 0 %) with pcd1 for 5 epochs, then check free-energy\n",
    good: "edition 1\nseed 1\nuse mnist with threshold(0.5), then split validation 10000\n\
           train rbm[784,100] with pcd1 for 5 epochs, then check free-energy\n",
    see: "Hinton 2010, A practical guide to training restricted Boltzmann machines, section 6",
};
