//! The sentences of the language's tour check as they stand, and mean what they say.

use super::check;
use pipette::check::Item;

#[test]
fn the_two_fixed_sentences_are_clean() {
    let first = check("augment mnist, then train mlp[784,2500,2000,1500,1000,500,10] with sgd and decay\n");
    assert!(first.is_clean() && first.findings.is_empty(), "{:#?}", first.findings);
    let second = check("stack rbm x3 cd1, then check free-energy\n");
    assert!(second.is_clean(), "{:#?}", second.findings);
    let codes: Vec<_> = second.findings.iter().map(|f| f.code).collect();
    assert_eq!(codes, ["default-data"]);
    let text: Vec<&str> = second.plan.steps.iter().map(|step| step.text.as_str()).collect();
    assert!(
        text.iter().any(|t| t.contains("rbm[784,500,500,500]") && t.contains("for 10 epochs")),
        "{text:?}"
    );
}

const SETTINGS: &str = r#"
edition 1
title  "The hole at n = p"
source "Tomioka 2014; Martin, When Regularization Fails, 2015"
source "Two sources may be named"
seed   7
use    mnist with threshold(0.5)

let small  = take 1000 of mnist
let recipe = sgd(rate: 0.01, batch: 100) and decay(0.997 per epoch)
let epochs = 30
big: train mlp[784,1000,500,10] on small with recipe for epochs, then test
test big on fashion
save big to "big.safetensors"
"#;

#[test]
fn settings_lets_and_labels() {
    let checked = check(SETTINGS);
    let codes: Vec<_> = checked.findings.iter().map(|f| f.code).collect();
    // `use` is not needed where every line names its data; nothing has to be said of it.
    assert!(checked.is_clean(), "{codes:?}");
    assert_eq!(checked.plan.settings.seed, Some(7));
    assert_eq!(checked.plan.settings.sources.len(), 2);
    let train = checked.plan.steps.iter().find(|s| s.text.starts_with("train")).expect("a training step");
    for words in ["rate: 0.01", "decay(factor: 0.997 per epoch", "for 30 epochs"] {
        assert!(train.text.contains(words), "{words} in {}", *train.text);
    }
    assert_eq!(train.kind.data.as_ref().map(|data| data.shape.train), Some(1000));
}

const SWEEP: &str = "
seed 1
sweep n in [10, 20, 50, 54, 57, 60, 100, 1000, 4000], repeat 20 {
  let sample = draw n of spambase, then standardize
  squares:   fit ridge(penalty: 1e-6) on sample, then test
  logit:     fit logistic(penalty: 1e-6) on sample, then test
}
expect argmin(squares.accuracy over n) in 50..60
expect logit.accuracy > squares.accuracy at n = 57 with 95 % confidence
plot squares.accuracy and logit.accuracy over n
";

#[test]
fn the_sweep_with_its_claims() {
    let checked = check(SWEEP);
    let codes: Vec<_> = checked.findings.iter().map(|f| f.code).collect();
    // The peak is what this sweep is about.
    assert_eq!(codes, ["ridge-at-the-peak"]);
    let block = &checked.plan.blocks[0];
    assert_eq!((block.cells.len(), block.repeats), (9, 20));
    assert!(block.cells.iter().all(|cell| cell.lines.len() == 2));
    assert_eq!(checked.plan.claims.len(), 2);
    assert_eq!(checked.plan.claims[1].confidence, Some(0.95));
    assert!(matches!(checked.plan.items.as_slice(), [Item::Block(0), Item::Line(_)]));
}

#[test]
fn an_integer_swept_on_a_log_scale_is_rounded_and_listed() {
    let checked =
        check("sweep p in 10..300 log 4 { a: fit ridge(penalty: 1) on gaussian(n: 20, p: p), then test }");
    let values: Vec<f64> = checked.plan.blocks[0].cells.iter().map(|cell| cell.values[0]).collect();
    assert_eq!(values, [10.0, 31.0, 97.0, 300.0]);
}
