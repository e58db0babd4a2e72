//! What checking notes of a file that runs, but may not mean what its writer thinks.

use super::said;
use crate::source::{Level, Lint};

pub static PAGES: &[Lint] = &[
    said(
        Level::Warning,
        "unused-name",
        "a `let` that nothing uses",
        "What is defined and not used was meant to be used: often the line that should name it names something else.",
        "edition 1\nseed 1\nuse mnist\nlet rate = 0.1\ntrain mlp[784,100,10] with sgd(rate: 0.2) for 5 epochs\n",
        "edition 1\nseed 1\nuse mnist\nlet rate = 0.1\ntrain mlp[784,100,10] with sgd(rate: rate) for 5 epochs\n",
    ),
    said(
        Level::Note,
        "shadowed-setting",
        "a `use` that no line starts from",
        "`use` says what lines without data start from. Here every line names its own, so it has no effect, and a \
         reader thinks it had.",
        "edition 1\nseed 1\nuse fashion\ntrain mlp[784,100,10] on mnist for 5 epochs\n",
        "edition 1\nseed 1\nuse fashion\ntrain mlp[784,100,10] for 5 epochs\n",
    ),
    said(
        Level::Note,
        "default-data",
        "a line that starts from no data",
        "Without `use` and without `on`, a pipeline starts from mnist. Saying so costs one line and leaves no doubt.",
        "edition 1\nseed 1\ntrain mlp[784,100,10] for 5 epochs\n",
        "edition 1\nseed 1\nuse mnist\ntrain mlp[784,100,10] for 5 epochs\n",
    ),
    said(
        Level::Warning,
        "unusual-value",
        "a value that is possible but hardly ever right",
        "Every argument declares the range in which it is used in practice. A value outside is mostly a slip by a \
         power of ten, or a value for another argument.",
        "edition 1\nseed 1\nuse mnist\ntrain mlp[784,100,10] with sgd(rate: 50) for 5 epochs\n",
        "edition 1\nseed 1\nuse mnist\ntrain mlp[784,100,10] with sgd(rate: 0.05) for 5 epochs\n",
    ),
];
