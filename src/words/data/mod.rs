//! The data sets of the language: a line for each card, a file for each that takes arguments.

use crate::data::CARDS;
use crate::vocabulary::AnyDataWord;
use crate::words::prices;
use crate::words::sources;

mod bars_and_stripes;
mod blocks;
mod designs;
mod elephant;
mod files;
mod gaussian;
mod inverse;
mod majority;
mod prototypes;
mod strokes;
mod two_moons;

/// Every data set, in reading order.
pub static DATA: &[AnyDataWord] = &[
    AnyDataWord::card(
        CARDS[0],
        prices::card,
        "Handwritten digits, images with values from 0 to 1.",
        "train mlp[784,100,10] on mnist for 5 epochs, then test",
        &[&sources::data::LECUN],
    ),
    AnyDataWord::card(
        CARDS[1],
        prices::card,
        "Articles of clothing, images with values from 0 to 1.",
        "train mlp[784,100,10] on fashion for 5 epochs, then test",
        &[&sources::data::XIAO],
    ),
    AnyDataWord::card(
        CARDS[2],
        prices::card,
        "Letters that are spam or not: frequencies of words and characters, runs of capitals.",
        "draw 500 of spambase, then standardize, then fit ridge(penalty: 1), then test",
        &[&sources::data::HOPKINS],
    ),
    AnyDataWord::card(
        CARDS[3],
        prices::card,
        "Handwritten digits of 8 x 8 pixels, with values from 0 to 16.",
        "use optdigits with scale(0, 1)\ntrain mlp[64,100,10] for 10 epochs, then test",
        &[&sources::data::ALPAYDIN_KAYNAK],
    ),
    AnyDataWord::card(
        CARDS[4],
        prices::card,
        "Radar returns from the ionosphere, good or bad.",
        "draw 200 of ionosphere, then fit logistic(penalty: 1), then test",
        &[&sources::data::SIGILLITO],
    ),
    AnyDataWord::card(
        CARDS[5],
        prices::card,
        "Cell nuclei of breast masses, malignant or benign.",
        "draw 300 of wdbc, then standardize, then fit logistic(penalty: 1), then test",
        &[&sources::data::WOLBERG],
    ),
    AnyDataWord::of::<strokes::Strokes>(),
    AnyDataWord::of::<gaussian::Gaussian>(),
    AnyDataWord::of::<majority::MajorityOfSigns>(),
    AnyDataWord::of::<elephant::ElephantOutline>(),
    AnyDataWord::of::<blocks::Blocks>(),
    AnyDataWord::of::<two_moons::Moons>(),
    AnyDataWord::of::<bars_and_stripes::BarsAndStripes>(),
    AnyDataWord::of::<prototypes::Prototypes>(),
    AnyDataWord::of::<designs::RandomDesigns>(),
    AnyDataWord::of::<inverse::Shaw>(),
    AnyDataWord::of::<inverse::Phillips>(),
    AnyDataWord::of::<inverse::Heat>(),
    AnyDataWord::of::<inverse::Deriv2>(),
    AnyDataWord::of::<inverse::Foxgood>(),
    AnyDataWord::of::<inverse::Gravity>(),
    AnyDataWord::of::<inverse::Baart>(),
    AnyDataWord::of::<files::Csv>(),
    AnyDataWord::of::<files::Idx>(),
    AnyDataWord::of::<files::Npz>(),
];
