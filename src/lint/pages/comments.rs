//! What is wrong with a comment that allows a finding.

use super::said;
use crate::source::{Level, Lint};

pub static UNUSED_ALLOW: &Lint = &PAGES[0];
pub static UNEXPLAINED_ALLOW: &Lint = &PAGES[1];
pub static UNKNOWN_CODE: &Lint = &PAGES[2];

pub static PAGES: &[Lint] = &[
    said(
        Level::Warning,
        "unused-allow",
        "an `# allow` that silences nothing",
        "The finding that was allowed is gone, or stands elsewhere. Left in place, the comment would silence the next \
         one unseen. Errors can't be allowed.",
        "edition 1\nseed 1\nuse mnist\n# allow unusual-value: a rate of 1 is meant\ntrain mlp[784,100,10] for 5 epochs\n",
        "edition 1\nseed 1\nuse mnist\n# allow unusual-value: to see it diverge\ntrain mlp[784,100,10] with sgd(rate: 50) for 5 epochs\n",
    ),
    said(
        Level::Warning,
        "unexplained-allow",
        "an `# allow` without a reason",
        "Whoever reads the file next has to know why the finding does not count here. The reason stands behind a colon.",
        "edition 1\nseed 1\nuse mnist\n# allow unusual-value\ntrain mlp[784,100,10] with sgd(rate: 50) for 5 epochs\n",
        "edition 1\nseed 1\nuse mnist\n# allow unusual-value: to see it diverge\ntrain mlp[784,100,10] with sgd(rate: 50) for 5 epochs\n",
    ),
    said(
        Level::Warning,
        "unknown-code",
        "an `# allow` of a code that does not exist",
        "No finding has this code, so the comment silences nothing. `pipette explain` lists the codes.",
        "edition 1\nseed 1\nuse mnist\n# allow unusual-valeu: a slip\ntrain mlp[784,100,10] for 5 epochs\n",
        "edition 1\nseed 1\nuse mnist\ntrain mlp[784,100,10] for 5 epochs\n",
    ),
];
