//! Numbers beyond the machine are refused with figure and limit, quickly, before anything is
//! allocated; files that a program wrote to be slow are answered all the same.

use super::check;
use std::time::{Duration, Instant};

/// A file, the code of its one error, words with the figure, words with the limit.
const TOO_LARGE: &[(&str, &str, &str, &str)] = &[
    ("train mlp[784,1e12,10]", "too-large", "1000000000000", "at most"),
    ("train mlp[784,1e400,10]", "out-of-range", "1e400", "1.8e308"),
    ("train mlp[784,18446744073709551615,10]", "too-large", "18446744073709552000", "at most"),
    ("train mlp[784,1e9,1e9,10]", "too-large", "GiB", "14.901 GiB"),
    ("train rbm[784,1e9]", "too-large", "GiB", "14.901 GiB"),
    ("stack rbm[784,1e9,1e9]", "too-large", "GiB", "14.901 GiB"),
    ("stack rbm x1000000000", "too-large", "1000000000", "at most 1000"),
    ("stack rbm x99999999999999999999999", "out-of-range", "x9999", "1.8e19"),
    ("repeat 1e12 { train mlp[784,10] }", "too-large", "1000000000000", "1000000000 runs"),
    (
        "sweep a in 0..1.5 linear 1000000000 { train mlp[784,10] with sgd(rate: a) }",
        "too-large",
        "1000000000",
        "1000000",
    ),
    (
        "sweep a in 0..1.5 linear 99999, b in 0..1.5 linear 99999 { train mlp[784,10] with sgd(rate: a, momentum: b) }",
        "too-large",
        "9999800001 cells",
        "1000000",
    ),
    ("take 1e15 of mnist", "too-large", "1000000000000000", "60000"),
    ("take 1e30 of mnist", "too-large", "1000000000000000000000000000000", "2^53"),
    ("draw 1e15 of spambase", "too-large", "1000000000000000", "4601"),
    ("split validation 1e15 of mnist", "too-large", "1000000000000000", "60000"),
    ("fit ridge(penalty: 1) on gaussian(n: 1e9, p: 1e9)", "too-large", "EiB", "4.0 GiB"),
    (
        "fit ridge(penalty: 1) on gaussian(n: 9007199254740992, p: 9007199254740992, test: 9007199254740992)",
        "too-large",
        "EiB",
        "4.0 GiB",
    ),
    ("train mlp[784,10] on strokes(train: 5000000, test: 5000000)", "too-large", "GiB", "14.901 GiB"),
    ("use strokes(train: 4000000)\nsplit validation 1000000", "too-large", "GiB", "14.901 GiB"),
    ("train mlp[784,10] on strokes(train: 1e12)", "out-of-range", "1000000000000", "5,000,000"),
    ("train mlp[784,10] for 1e18 epochs", "too-large", "1000000000000000000 epochs", "2^53"),
    ("train mlp[784,10] with sgd(batch: 1e19)", "too-large", "10000000000000000000", "2^53"),
    ("train rbm[784,10] with cd99999999999999999999", "too-large", "100000000000000000000", "2^53"),
    ("train rbm[784,10] with pcd(chains: 1e12)", "too-large", "GiB", "14.901 GiB"),
    ("m: train rbm[784,10]\nsample 1e12 from m", "too-large", "GiB", "14.901 GiB"),
    ("seed 1e30", "wrong-type", "1000000000000000000000000000000", "0 or more"),
];

#[test]
fn figures_beyond_the_machine_are_refused_with_the_limit() {
    for (text, code, figure, limit) in TOO_LARGE {
        let started = Instant::now();
        let checked = check(text);
        assert!(started.elapsed() < Duration::from_secs(1), "slow: {text}");
        assert_eq!(checked.codes(), [*code], "{text}\n{:#?}", checked.findings);
        let error = checked.errors()[0];
        let labels: String = error.labels.iter().map(|label| label.text.as_str()).collect();
        let said = format!("{} {labels} {}", error.message, error.help.as_deref().unwrap_or(""));
        assert!(said.contains(figure) && said.contains(limit), "{text}\n{said}");
    }
}

/// `let a1 = [a0, a0, ...]` and so on: ten lines that ask for 10^10 values.
#[test]
fn lists_of_lists_do_not_fill_the_memory() {
    let mut text = "let a0 = [1,1,1,1,1,1,1,1,1,1]\n".to_string();
    for level in 1..10 {
        text += &format!("let a{level} = [{}]\n", vec![format!("a{}", level - 1); 10].join(","));
    }
    text += "train mlp[a9]";
    assert!(check(&text).codes().contains(&"too-large"));
}

/// A chain of `let`s, each resting on the one above: answered, however long, on a small stack.
#[test]
fn chains_of_lets_do_not_exhaust_the_stack() {
    let chain = |length: usize| {
        let mut text = "use mnist\nlet a0 = take 50000\n".to_string();
        (1..length).for_each(|i| text += &format!("let a{i} = take 40000 of a{}\n", i - 1));
        text + &format!("train mlp[784,10] on a{}", length - 1)
    };
    assert!(check(&chain(60)).is_clean());
    assert!(check(&chain(5000)).codes().iter().all(|code| *code == "too-large"));
}

#[test]
fn a_hundred_thousand_cells_are_planned_in_seconds() {
    let text = "seed 1\nuse gaussian(n: 50, p: 5)\nsweep a in 1e-6..1e6 log 100000 {\n r: fit ridge(penalty: a), then test\n}\n\
                expect minimum(r.squared-error over a) < 3\nplot r.squared-error over a";
    let started = Instant::now();
    let checked = check(text);
    assert!(checked.is_clean(), "{:#?}", checked.findings);
    assert_eq!(checked.plan.blocks[0].cells.len(), 100_000);
    assert!(started.elapsed() < Duration::from_secs(8), "{:?}", started.elapsed());
}

#[test]
fn a_hundred_thousand_mistakes_or_names_are_answered_in_seconds() {
    for text in [
        "train mlp[784,10] wiht sgd(rtae: 0.1)\n".repeat(100_000),
        (0..100_000).map(|i| format!("let a{i} = {i}\n")).collect(),
        (0..20_000).map(|i| format!("a{i}: train mlp[784,10], then test\n")).collect(),
    ] {
        let started = Instant::now();
        check(&text);
        assert!(started.elapsed() < Duration::from_secs(8), "{:?} for {}", started.elapsed(), &text[..40]);
    }
}
