//! `critical-slowing-down`: single spins near a critical point, for a time in which the lattice does not forget.
//!
//! Time and length: tau = xi^2.17 sweeps (Nightingale and Bloete 2000), with the correlation length xi of the infinite
//! lattice, or a side where that is shorter. The finding is made where a bin that errors rest on is shorter.

use crate::source::{Level, Lint, Phase};

pub static LINT: Lint = Lint {
    code: "critical-slowing-down",
    level: Level::Warning,
    phase: Phase::Check,
    finds: "single-spin dynamics that do not forget within a bin",
    why: "Near the critical temperature a region of the size of the correlation length turns over in a time that grows \
          as the length to the power 2.17. Means over less time are those of a few states, and their errors come \
          out too small, for bins that are still correlated look independent. Clusters (`wolff`, `swendsen-wang`) turn \
          whole regions at once and hardly slow down.",
    bad: "edition 1\nseed 1\nsimulate ising(64) by metropolis for 20000 sweeps, then check energy against kaufman\n",
    good: "edition 1\nseed 1\nsimulate ising(64) by wolff for 20000 sweeps, then check energy against kaufman\n",
    see: "Hohenberg and Halperin 1977, Theory of dynamic critical phenomena; Nightingale and Bloete 2000, Monte Carlo computation of correlation times of independent relaxation modes at criticality",
};
