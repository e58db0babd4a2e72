//! What binding finds: words and arguments that the vocabulary does not have, values of the wrong kind.

use super::said;
use crate::source::{Level, Lint};

pub static PAGES: &[Lint] = &[
    said(
        Level::Error,
        "unknown-word",
        "a verb, model, method, measure or data set that does not exist",
        "The vocabulary is closed: a word that it does not have is a slip, never a new option. `pipette \
         vocabulary` lists the words.",
        "edition 1\nseed 1\nuse mnist\ntrian mlp[784,100,10] for 5 epochs\n",
        "edition 1\nseed 1\nuse mnist\ntrain mlp[784,100,10] for 5 epochs\n",
    ),
    said(
        Level::Error,
        "unknown-argument",
        "an argument that the word does not take",
        "An argument under a name that its word does not know would be a setting without effect. `pipette \
         vocabulary WORD` lists the arguments of a word.",
        "edition 1\nseed 1\nuse mnist\ntrain mlp[784,100,10] with sgd(learning-rate: 0.1) for 5 epochs\n",
        "edition 1\nseed 1\nuse mnist\ntrain mlp[784,100,10] with sgd(rate: 0.1) for 5 epochs\n",
    ),
    said(
        Level::Error,
        "missing-argument",
        "an argument that has no default and is not given",
        "Most arguments have a default. The others are what the sentence is about: how many rows, which model, \
         what penalty.",
        "edition 1\nseed 1\ndraw 500 of spambase, then standardize, then fit ridge\n",
        "edition 1\nseed 1\ndraw 500 of spambase, then standardize, then fit ridge(penalty: 1)\n",
    ),
    said(
        Level::Error,
        "duplicate-argument",
        "something said twice",
        "Of two values for one argument, one setting or one axis only one can count, and a reader can't know \
         which. Delete the other.",
        "edition 1\nseed 1\nuse mnist\ntrain mlp[784,100,10] with sgd(rate: 0.1, rate: 0.2) for 5 epochs\n",
        "edition 1\nseed 1\nuse mnist\ntrain mlp[784,100,10] with sgd(rate: 0.2) for 5 epochs\n",
    ),
    said(
        Level::Error,
        "wrong-type",
        "a value of another kind than its place takes",
        "A rate is a number, a model has widths, a list stands in brackets. The message says what was found and \
         what belongs there.",
        "edition 1\nseed 1\nuse mnist\ntrain mlp[784,100,10] with sgd(rate: \"fast\") for 5 epochs\n",
        "edition 1\nseed 1\nuse mnist\ntrain mlp[784,100,10] with sgd(rate: 0.1) for 5 epochs\n",
    ),
    said(
        Level::Error,
        "wrong-unit",
        "a number in a unit that its place does not take",
        "Numbers carry units so that 15 % can't stand where 15 degrees are meant.",
        "edition 1\nseed 1\naugment mnist with rotation(15 %), then plot images\n",
        "edition 1\nseed 1\naugment mnist with rotation(15 deg), then plot images\n",
    ),
    said(
        Level::Error,
        "out-of-range",
        "a number that is impossible in its place",
        "A share lies between 0 and 1, a rate is not negative, a count is whole. Beyond that range the \
         argument has no meaning. What is possible but odd is `unusual-value`.",
        "edition 1\nseed 1\nuse mnist\ntrain mlp[784,100,10] with sgd(rate: -0.1) for 5 epochs\n",
        "edition 1\nseed 1\nuse mnist\ntrain mlp[784,100,10] with sgd(rate: 0.1) for 5 epochs\n",
    ),
    said(
        Level::Error,
        "unit-count",
        "a count of zero",
        "A count of zero asks for nothing: `x0` stacks no machine and `cd0` takes no step of the chain.",
        "edition 1\nseed 1\nuse mnist with threshold(0.5)\ntrain rbm[784,100] with cd0 for 3 epochs\n",
        "edition 1\nseed 1\nuse mnist with threshold(0.5)\ntrain rbm[784,100] with cd1 for 3 epochs\n",
    ),
    said(
        Level::Error,
        "not-in-this-place",
        "a word that exists but does not belong here",
        "Every verb and model takes methods of its own: `rotation` deforms images and trains nothing, `cd1` trains \
         a Boltzmann machine and no network.",
        "edition 1\nseed 1\nuse mnist\ntrain mlp[784,100,10] with cd1 for 5 epochs\n",
        "edition 1\nseed 1\nuse mnist\ntrain mlp[784,100,10] with sgd for 5 epochs\n",
    ),
];
