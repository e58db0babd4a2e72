//! Sentences word by word, whole ones and broken ones.

use super::*;
use crate::editor::testing::document;

/// The words of a text that are neither signs nor operators, each with what it is.
fn roles(text: &str) -> Vec<(String, Role)> {
    let document = document(text);
    let words = document.outline().words.iter();
    let told = words.map(|word| (document.source.slice(word.span).to_owned(), word.role));
    told.filter(|(_, role)| !matches!(role, Role::Sign | Role::Operator)).collect()
}

#[track_caller]
fn reads(text: &str, wanted: &[(&str, Role)]) {
    let wanted: Vec<_> = wanted.iter().map(|(word, role)| ((*word).to_owned(), *role)).collect();
    assert_eq!(roles(text), wanted);
}

use Role::*;

#[test]
fn a_line_of_stages_is_read_by_its_places() {
    let (label, name) = (Definition(Defined::Label), "big");
    reads(
        "big: train mlp[784,n](init: he) with sgd(rate: 0.1) for 20 epochs, then test # end",
        &[
            (name, label),
            ("train", Verb),
            ("mlp", Model),
            ("784", Number),
            ("n", Unknown),
            ("init", Argument),
            ("he", Choice),
            ("with", Preposition),
            ("sgd", Method),
            ("rate", Argument),
            ("0.1", Number),
            ("for", Preposition),
            ("20", Number),
            ("epochs", Unit),
            ("then", Keyword),
            ("test", Verb),
            ("# end", Comment),
        ],
    );
}

#[test]
fn a_word_may_be_a_verb_a_method_or_a_name_by_its_place() {
    let defined = Definition(Defined::Let);
    reads(
        "let a = threshold(0.5)",
        &[("let", Keyword), ("a", defined), ("threshold", Method), ("0.5", Number)],
    );
    reads("let a = threshold 0.5", &[("let", Keyword), ("a", defined), ("threshold", Verb), ("0.5", Number)]);
    reads(
        "let sample = draw 9 of mnist\ntest x on sample",
        &[
            ("let", Keyword),
            ("sample", defined),
            ("draw", Verb),
            ("9", Number),
            ("of", Preposition),
            ("mnist", Data),
            ("test", Verb),
            ("x", Unknown),
            ("on", Preposition),
            ("sample", Name),
        ],
    );
}

#[test]
fn sweeps_and_claims_are_read_by_their_places() {
    let axis = Definition(Defined::Axis);
    reads(
        "sweep n in 1..9 log 3, p in [1], repeat 4 { }\nexpect argmin(a.error over n) in 2..3 with 95 % confidence",
        &[
            ("sweep", Keyword),
            ("n", axis),
            ("in", Preposition),
            ("1", Number),
            ("9", Number),
            ("log", Keyword),
            ("3", Number),
            ("p", axis),
            ("in", Preposition),
            ("1", Number),
            ("repeat", Keyword),
            ("4", Number),
            ("expect", Keyword),
            ("argmin", Function),
            ("a", Unknown),
            ("error", Measure),
            ("over", Preposition),
            ("n", Name),
            ("in", Preposition),
            ("2", Number),
            ("3", Number),
            ("with", Preposition),
            ("95", Number),
            ("%", Unit),
            ("confidence", Keyword),
        ],
    );
}

#[test]
fn searches_are_read_by_their_places() {
    let axis = Definition(Defined::Axis);
    reads(
        "search r in 1..9 log, e in 1..3 halving 3, try 9 by net.validation-error { }\nexpect net.error < 3 at best",
        &[
            ("search", Keyword),
            ("r", axis),
            ("in", Preposition),
            ("1", Number),
            ("9", Number),
            ("log", Keyword),
            ("e", axis),
            ("in", Preposition),
            ("1", Number),
            ("3", Number),
            ("halving", Keyword),
            ("3", Number),
            ("try", Keyword),
            ("9", Number),
            ("by", Preposition),
            ("net", Unknown),
            ("validation-error", Measure),
            ("expect", Keyword),
            ("net", Unknown),
            ("error", Measure),
            ("3", Number),
            ("at", Preposition),
            ("best", Keyword),
        ],
    );
}

#[test]
fn what_is_broken_is_read_as_far_as_it_goes() {
    reads(
        "train mlp[784, with sgd(rat: 1",
        &[
            ("train", Verb),
            ("mlp", Model),
            ("784", Number),
            ("with", Preposition),
            ("sgd", Method),
            ("rat", Unknown),
            ("1", Number),
        ],
    );
    reads(
        "trian mlp x3 cd10 0.9 per epoch",
        &[
            ("trian", Unknown),
            ("mlp", Model),
            ("x3", Number),
            ("cd10", Method),
            ("0.9", Number),
            ("per", Keyword),
            ("epoch", Unit),
        ],
    );
}
