//! `dropout-at-test`: units silenced at random while the network is tested.

use crate::source::{Diagnostic, Level, Lint, Phase, Span};

pub static LINT: Lint = Lint {
    code: "dropout-at-test",
    level: Level::Warning,
    phase: Phase::Check,
    finds: "dropout that is on while a network is tested, in a single pass",
    why: "Dropout belongs to training. A network that is tested with units silenced at random is another network for each \
          row, and worse than the whole one: with half of the hidden units kept at test as well, the author of the articles got \
          .9735 where the same network without dropout had .9901, and with a tenth of them .8926. Only the mean over many \
          passes estimates something, the uncertainty of the network: `test with dropout(50 %) and copies(50)`.",
    bad: "edition 1\nseed 1\nuse mnist\n\
          train mlp[784,1200,1200,10] with sgd and dropout(50 %) for 20 epochs, then test with dropout(50 %)\n",
    good: "edition 1\nseed 1\nuse mnist\n\
           train mlp[784,1200,1200,10] with sgd and dropout(50 %) for 20 epochs, then test\n",
    see: "Martin, notebook 2BwD-Layer-DK-AlignMNiST, keep_prob of .5 at test as well; Srivastava et al. 2014, section 1; \
          Gal and Ghahramani 2016, Dropout as a Bayesian approximation",
};

pub fn find(place: Span) -> Diagnostic {
    let finding = LINT.at(place, "units are silenced at random while the network is tested");
    finding
        .label("on at test")
        .help("leave it out: dropout is for training; for the mean of many such passes, add `copies(50)`")
}
