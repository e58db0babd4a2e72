//! `diverging-rate`: a rate at which training does not come down. Smoke finds it, in the models' own
//! trial of a rate; here is its page.

use crate::source::{Level, Lint, Phase};

pub static LINT: Lint = Lint {
    code: "diverging-rate",
    level: Level::Warning,
    phase: Phase::Smoke,
    finds: "a rate at which training diverges, or is about to",
    why: "On a valley of curvature c gradient descent with momentum m is stable up to a rate of 2 (1 + m) / c. Networks \
          train some way beyond, because the first steps throw them into flatter regions. At many times the bound \
          nothing comes back: the loss grows, or the units die, and the epochs are lost. The trial measures \
          the curvature and proposes a rate.",
    bad: "edition 1\nseed 1\nuse strokes(train: 2000, test: 500)\ntrain mlp[784,500,300,10] with sgd(rate: 1) for 5 epochs\n",
    good: "edition 1\nseed 1\nuse strokes(train: 2000, test: 500)\ntrain mlp[784,500,300,10] with sgd(rate: 0.05) for 5 epochs\n",
    see: "Lewkowycz, Bahri, Dyer, Sohl-Dickstein and Gur-Ari 2020, The large learning rate phase of deep learning; \
          Cohen, Kaur, Li, Kolter and Talwalkar 2021, Gradient descent on neural networks typically occurs at the edge \
          of stability",
};
