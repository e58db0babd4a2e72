//! The text is the experiment: files of one meaning have one identity, files of different meaning
//! have different ones.

use super::check;
use proptest::prelude::*;

const FILE: &str = "\
seed 7
use mnist with threshold(0.5)
let recipe = sgd(rate: 0.01, batch: 50) and decay(0.99 per epoch)
big: train mlp[784,100,10](activation: tanh) with recipe for 3 epochs, then test
sweep n in [5, 10], repeat 2 {
  small: train mlp[784,n,10] with sgd for 2 epochs, then test
}
expect big.error < 5 %
expect small.error > big.error at n = 5 with 95 % confidence
";

/// Replacements that leave the meaning as it is.
const SAME: &[(&str, &str)] = &[
    ("seed 7", "seed   7   # lucky"),
    ("seed 7\n", "# a comment of its own\n\nseed 7\n\n"),
    ("mlp[784,100,10]", "mlp[784, 100, 10]"),
    ("rate: 0.01, batch: 50", "batch: 50, rate: 0.01"),
    ("rate: 0.01", "rate: 1e-2"),
    (", then test\nsweep", ",\n  then test\nsweep"),
    ("big", "large"),
    ("small", "tiny"),
    ("recipe", "how"),
    ("for 3 epochs", "for 3"),
    ("< 5 %", "< 0.05"),
    ("seed 7\n", "seed 7\ntitle \"A title\"\nsource \"A source\"\n"),
    ("seed 7\n", "edition 1\nseed 7\n"),
    ("with sgd for 2", "with sgd(rate: 0.05) for 2"),
    ("threshold(0.5)", "threshold(level: 0.5)"),
];

/// Replacements that change it.
const OTHER: &[(&str, &str)] = &[
    ("seed 7", "seed 8"),
    ("threshold(0.5)", "threshold(0.4)"),
    ("use mnist", "use fashion"),
    ("0.01", "0.02"),
    ("batch: 50", "batch: 51"),
    ("0.99", "0.98"),
    ("sgd(", "adam("),
    ("[784,100,10]", "[784,101,10]"),
    ("[784,100,10]", "[784,100,100,10]"),
    ("tanh", "relu"),
    ("3 epochs", "4 epochs"),
    ("epochs, then test\nsweep", "epochs\ntrain mlp[784,10]\nsweep"),
    ("[5, 10]", "[5, 11]"),
    ("[5, 10]", "[10, 5]"),
    ("[5, 10]", "[5, 10, 15]"),
    ("repeat 2", "repeat 3"),
    ("< 5 %", "< 6 %"),
    ("< 5 %", "> 5 %"),
    ("< 5 %", "<= 5 %"),
    ("95 %", "90 %"),
    ("at n = 5 ", "at n = 10 "),
    ("> big.error", "> big.accuracy"),
    ("expect big.error < 5 %\n", ""),
];

fn identity(text: &str) -> String {
    let checked = check(text);
    assert!(checked.errors().is_empty(), "in\n{text}\n{:#?}", checked.findings);
    checked.plan.identity().hex()
}

fn edited(text: &str, (from, to): (&str, &str)) -> String {
    assert!(text.contains(from), "{from:?} is not in\n{text}");
    text.replace(from, to)
}

#[test]
fn what_changes_the_meaning_changes_the_identity_and_nothing_else_does() {
    let original = identity(FILE);
    SAME.iter().for_each(|edit| assert_eq!(identity(&edited(FILE, *edit)), original, "{edit:?}"));
    let mut others: Vec<String> = OTHER.iter().map(|edit| identity(&edited(FILE, *edit))).collect();
    assert!(!others.contains(&original));
    let count = others.len();
    others.sort();
    others.dedup();
    assert_eq!(others.len(), count, "two different files share an identity");
}

/// Adding a step changes no other step's identity, and with it no other step's numbers.
#[test]
fn a_step_more_leaves_the_others_as_they_are() {
    let steps = |text: &str| check(text).plan.steps.iter().map(|s| s.identity.hex()).collect::<Vec<_>>();
    let before = steps(FILE);
    let after = steps(&edited(FILE, ("expect big", "train rbm[784,9] for 1 epoch\nexpect big")));
    assert!(before.iter().all(|identity| after.contains(identity)));
    assert_eq!(after.len(), before.len() + 1);
}

/// Two equal lines do not share their noise.
#[test]
fn equal_steps_are_told_apart() {
    let checked = check("use mnist\na: train mlp[784,10]\nb: train mlp[784,10]");
    let trained: Vec<_> = checked.plan.steps.iter().filter(|s| s.text.starts_with("train")).collect();
    assert_eq!(trained.len(), 2);
    assert_eq!(*trained[0].text, *trained[1].text);
    assert_ne!(trained[0].identity, trained[1].identity);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any pile of harmless edits leaves the identity; one edit of the meaning on top changes it.
    #[test]
    fn edits_in_any_number(
        picks in proptest::sample::subsequence((0..SAME.len()).collect::<Vec<_>>(), 0..6),
        other in 0..OTHER.len(),
    ) {
        let harmless = |text: String, &pick: &usize| {
            let (from, to) = SAME[pick];
            text.replacen(from, to, 1)
        };
        // Labels are replaced everywhere or not at all.
        let picks: Vec<usize> = picks.into_iter().filter(|&p| !["big", "small", "recipe"].contains(&SAME[p].0)).collect();
        let same = picks.iter().fold(FILE.to_string(), harmless);
        prop_assert_eq!(identity(&same), identity(FILE));
        let (from, to) = OTHER[other];
        if same.contains(from) {
            prop_assert_ne!(identity(&same.replacen(from, to, 1)), identity(FILE));
        }
    }
}
