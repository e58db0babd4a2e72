//! What checking finds: names, shapes, parts, abilities, claims that do not fit together.

use super::said;
use crate::source::{Level, Lint};

pub static PAGES: &[Lint] = &[
    said(
        Level::Error,
        "unknown-name",
        "a name that the file does not define",
        "Claims, plots and lines refer to labels and `let`s by their names. A name that nothing defines is a slip.",
        "edition 1\nseed 1\nuse mnist\nnet: train mlp[784,100,10] for 5 epochs\nexpect nett.error < 3 %\n",
        "edition 1\nseed 1\nuse mnist\nnet: train mlp[784,100,10] for 5 epochs\nexpect net.error < 3 %\n",
    ),
    said(
        Level::Error,
        "name-before-use",
        "a name used above the line that defines it",
        "A file is read from top to bottom, as it runs. Move the definition up.",
        "edition 1\nseed 1\nuse mnist\ntrain mlp[784,100,10] for epochs\nlet epochs = 5\n",
        "edition 1\nseed 1\nuse mnist\nlet epochs = 5\ntrain mlp[784,100,10] for epochs\n",
    ),
    said(
        Level::Error,
        "name-taken",
        "a name that is defined twice, or is a word of the language",
        "A name means one thing in a file, and never something else than the word of the language that it is.",
        "edition 1\nseed 1\nuse mnist\nlet error = 5\ntrain mlp[784,100,10] for 5 epochs\n",
        "edition 1\nseed 1\nuse mnist\nlet epochs = 5\ntrain mlp[784,100,10] for epochs\n",
    ),
    said(
        Level::Error,
        "shape-mismatch",
        "widths, columns or classes that do not fit together",
        "The first layer has a unit for every column of the data, the last one for every class. Cards and headers \
         say both, so a mismatch is found before anything is read.",
        "edition 1\nseed 1\ntrain mlp[784,100,10] on spambase for 5 epochs\n",
        "edition 1\nseed 1\nuse spambase, then draw 3000\ntrain mlp[57,100,2] for 5 epochs\n",
    ),
    said(
        Level::Error,
        "range-mismatch",
        "values outside what the units of a model stand for",
        "Binary units have an expectation between 0 and 1. Data beyond that range have no probability under \
         them: scale them to 0..1, or make them 0 or 1 by `threshold`.",
        "edition 1\nseed 1\nuse mnist with scale(-1, 1)\ntrain rbm[784,100] with cd1 for 3 epochs\n",
        "edition 1\nseed 1\nuse mnist with scale(0, 1)\ntrain rbm[784,100] with cd1 for 3 epochs\n",
    ),
    said(
        Level::Error,
        "missing-ability",
        "a model asked for what it can't do",
        "A classifier has no free energy, a ridge regression nothing to sample from. `pipette vocabulary MODEL` \
         says what a model can be asked for.",
        "edition 1\nseed 1\nuse mnist\ntrain mlp[784,100,10] for 5 epochs, then sample 64, then plot images\n",
        "edition 1\nseed 1\nuse mnist with threshold(0.5)\ntrain rbm[784,100] with pcd1 for 5 epochs, then sample 64, then plot images\n",
    ),
    said(
        Level::Error,
        "missing-part",
        "a part of the data that is needed and not there",
        "Early stopping watches validation rows, testing needs test rows. `split validation` and `draw` make them.",
        "edition 1\nseed 1\nuse mnist\ntrain mlp[784,100,10] with sgd and early-stopping(patience: 3 epochs) for 20 epochs\n",
        "edition 1\nseed 1\nuse mnist, then split validation 10000\n\
         train mlp[784,100,10] with sgd and early-stopping(patience: 3 epochs) for 20 epochs\n",
    ),
    said(
        Level::Error,
        "search-on-test",
        "a search that chooses by test rows",
        "What is best of many on the test rows is best by merit and by luck, and the luck does not come back: the test part \
         has then been learnt from. Choose by validation rows, and let the test part judge the one cell that was chosen.",
        "edition 1\nseed 1\nuse mnist, then split validation 10000\n\
         search rate in 0.01..0.5 log, try 10 by net.error {\n  \
         net: train mlp[784,100,10] with sgd(rate: rate) for 5 epochs, then test\n}\n",
        "edition 1\nseed 1\nuse mnist, then split validation 10000\n\
         search rate in 0.01..0.5 log, try 10 by net.validation-error {\n  \
         net: train mlp[784,100,10] with sgd(rate: rate) for 5 epochs, then test\n}\n\
         expect net.error < 4 % at best\n",
    ),
    said(
        Level::Error,
        "claim-type",
        "a claim that compares what can't be compared",
        "An error is a fraction, a free energy is counted in nats, a swept measure has a value for every value of \
         its axis. A claim compares like with like.",
        "edition 1\nseed 1\nuse mnist\nnet: train mlp[784,100,10] for 5 epochs\nexpect net.error < 5 epochs\n",
        "edition 1\nseed 1\nuse mnist\nnet: train mlp[784,100,10] for 5 epochs\nexpect net.error < 5 %\n",
    ),
    said(
        Level::Error,
        "no-effect",
        "something written that changes nothing",
        "Nothing is ignored: an argument, a method or a line without effect was meant to have one.",
        "edition 1\nseed 1\nuse mnist\ntrain mlp[784,100,10] with sgd(momentum: 0, nesterov: on) for 5 epochs\n",
        "edition 1\nseed 1\nuse mnist\ntrain mlp[784,100,10] with sgd(momentum: 0.9, nesterov: on) for 5 epochs\n",
    ),
    said(
        Level::Error,
        "too-large",
        "more than this machine, or a number, can hold",
        "A step whose arrays do not fit into memory would end the run hours later, or the machine. A number \
         beyond what is counted with is refused as well.",
        "edition 1\nseed 1\nuse mnist\ntrain mlp[784,1000000,1000000,10] for 5 epochs\n",
        "edition 1\nseed 1\nuse mnist\ntrain mlp[784,1000,1000,10] for 5 epochs\n",
    ),
];
