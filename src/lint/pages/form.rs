//! What the parser finds: text that is no sentence.

use super::said;
use crate::source::{Level, Lint};

pub static PAGES: &[Lint] = &[
    said(
        Level::Error,
        "broken-line",
        "a line that is not a statement",
        "A statement is a pipeline, a `let`, a `sweep` or `repeat`, or an `expect`. The message says at which \
         place it stops being one. A broken line costs that line only: the rest of the file is checked.",
        "edition 1\nseed 1\nuse mnist\ntrain mlp[784,100,10], for 5 epochs\n",
        "edition 1\nseed 1\nuse mnist\ntrain mlp[784,100,10] for 5 epochs\n",
    ),
    said(
        Level::Error,
        "unclosed-block",
        "a block without its closing brace",
        "The lines of a `sweep` or `repeat` stand between `{` and `}`. Where the closing brace is missing, what \
         was to be repeated can't be told from what was not.",
        "edition 1\nseed 1\nuse mnist\nrepeat 3 {\n  net: train mlp[784,100,10] for 5 epochs\n",
        "edition 1\nseed 1\nuse mnist\nrepeat 3 {\n  net: train mlp[784,100,10] for 5 epochs\n}\nexpect net.error < 5 %\n",
    ),
    said(
        Level::Error,
        "too-deep",
        "brackets inside brackets beyond any use",
        "A value in more than a hundred brackets was made by a machine or by a slip; reading it would need a stack \
         without end.",
        "edition 1\nseed 1\nlet a = ((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((1))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))\n",
        "edition 1\nseed 1\nuse mnist\nlet a = 1\ntrain mlp[784,100,10] for a\n",
    ),
    said(
        Level::Error,
        "hidden-character",
        "a character that can't be seen",
        "A character without a shape of its own, such as one that turns the direction of writing, makes a line \
         read as something other than what it is. In texts and comments it may stand where its writing needs it.",
        "edition 1\nseed 1\nuse mnist\n# a line\u{202E}that is turned\ntrain mlp[784,100,10] for 5 epochs\n",
        "edition 1\nseed 1\nuse mnist\n# a line that is not\ntrain mlp[784,100,10] for 5 epochs\n",
    ),
];
