//! Files that mean the same, and files that differ in one thing each.

use super::*;
use crate::check::{Reader, Surroundings, check};
use crate::source::Source;
use crate::words::VOCABULARY;

fn side(text: &str) -> Side {
    let source = Source::new("a.pipe", text);
    let around =
        Surroundings { folder: ".".into(), memory: 8e9, overrides: Vec::new(), read: Reader::none() };
    let (plan, findings) = check(&crate::syntax::parse(&source).0, &source, &VOCABULARY, &around);
    assert!(crate::check::is_runnable(&findings), "{text}\n{findings:#?}");
    Side { name: "a".into(), experiment: Experiment::of_plan(&plan), included: BTreeMap::new(), record: None }
}

/// What differs, a line each.
fn said(a: &str, b: &str) -> Vec<String> {
    let found = compare(&side(a), &side(b));
    let change = |it: &Change| {
        let part = |text: &Option<String>| text.clone().unwrap_or("-".into());
        format!("{}: {} -> {}", it.what, part(&it.from), part(&it.to))
    };
    let mut out: Vec<String> = found.settings.iter().chain(&found.claims).map(change).collect();
    for it in &found.sentences {
        match it.found {
            Found::Changed => out.extend(it.changes.iter().map(change)),
            Found::Removed => out.push(format!("- {}", it.sentence)),
            Found::Added => out.push(format!("+ {}", it.sentence)),
        }
    }
    assert_eq!(found.is_same(), out.is_empty());
    out
}

const BASE: &str = "seed 3\nlet few = take 150 of strokes(train: 200, test: 100)\n\
a: train mlp[784,10,10] on few with sgd(rate: 0.05) and decay for 2 epochs, then test\n\
b: train rbm[784,20] on few with cd1 for 2 epochs\nexpect a.error < 50 %\n";

#[test]
fn form_names_and_order_show_nothing() {
    let other = "# a comment\nlet small =  take 150 of strokes(test: 100, \n train: 200)\nseed 3\n\
        b: train rbm[784,20] on small with cd1 for 2 epochs\n\
        a: train mlp[784, 10, 10] on small with sgd(rate: 5e-2) and decay for 2 epochs, then test\n\
        expect a.error < 50 %\n";
    assert_eq!(said(BASE, other), [""; 0]);
    assert_eq!(said("use strokes\nx: train mlp[784,10]", "use strokes\ny: train mlp[784,10]"), [""; 0]);
}

#[test]
fn what_differs_is_said_argument_by_argument() {
    let with = |from: &str, to: &str| {
        assert!(BASE.contains(from), "{from}");
        said(BASE, &BASE.replace(from, to))
    };
    assert_eq!(with("rate: 0.05", "rate: 0.01"), ["sgd.rate: 0.05 -> 0.01"]);
    assert_eq!(with("seed 3", "seed 4"), ["the seed: 3 -> 4"]);
    assert_eq!(with("mlp[784,10,10]", "mlp[784,20,10]"), ["mlp: [784,10,10] -> [784,20,10]"]);
    assert_eq!(with("take 150", "take 100"), ["take: 150 -> 100"]);
    assert_eq!(with("train: 200", "train: 300"), ["strokes.train: 200 -> 300"]);
    assert_eq!(
        with("and decay for 2", "for 3"),
        ["decay: decay(factor: 0.01 per epoch, floor: 0) -> -", "for: 2 epochs -> 3 epochs"]
    );
    assert_eq!(
        with("< 50 %", "< 40 %"),
        ["claim: expect a.error < 50 % -> -", "claim: - -> expect a.error < 40 %"]
    );
    let removed = with("b: train rbm[784,20] on few with cd1 for 2 epochs\n", "");
    assert!(removed.len() == 1 && removed[0].starts_with("- train rbm[784,20]"), "{removed:?}");
}

#[test]
fn sweeps_are_compared_by_their_values() {
    let text = "use strokes\nsweep n in [5, 8], repeat 2 { b: train mlp[784,n,10], then test }";
    assert_eq!(said(text, &text.replace("[5, 8]", "5..8 linear 2")), [""; 0]);
    assert_eq!(
        said(text, &text.replace("repeat 2", "repeat 3")),
        ["sweep: n in 5, 8, repeat 2 -> n in 5, 8, repeat 3"]
    );
}

/// A name that stands for another sentence than before is a difference, though each sentence is still there.
#[test]
fn taking_from_another_sentence_is_said() {
    let text = "let one = take 150 of strokes\nlet two = take 150 of strokes, then standardize\n\
        train mlp[784,10,10] on one\ntrain mlp[784,20,10] on two\n";
    let found = said(text, &text.replace("mlp[784,20,10] on two", "mlp[784,20,10] on one"));
    assert!(found.iter().any(|line| line == "on: two -> one"), "{found:?}");
}
