//! `# allow CODE: reason`: what it reaches, and what is said of one that reaches nothing.

use crate::checking::examined;

const HEAD: &str = "edition 1\nseed 1\nuse mnist\n";

fn codes(text: &str) -> Vec<(&'static str, usize)> {
    let folder = tempfile::tempdir().unwrap();
    let line = |at: usize| text[..at].matches('\n').count() + 1;
    examined(text, folder.path()).findings.iter().map(|f| (f.code, line(f.span().start))).collect()
}

fn fast(rate: u32) -> String {
    format!("train mlp[784,100,10] with sgd(rate: {rate}) for 5 epochs")
}

#[test]
fn it_reaches_the_line_that_it_stands_behind() {
    let text = format!("{HEAD}{}  # allow unusual-value: on purpose\n{}\n", fast(50), fast(60));
    assert_eq!(codes(&text), [("unusual-value", 5)]);
}

#[test]
fn it_reaches_the_statement_below_it_and_no_further() {
    let text = format!("{HEAD}# allow unusual-value: on purpose\n{}\n{}\n", fast(50), fast(60));
    assert_eq!(codes(&text), [("unusual-value", 6)]);
}

#[test]
fn above_the_first_statement_it_reaches_the_whole_file() {
    let text = format!("# allow unusual-value: on purpose\n{HEAD}{}\n{}\n", fast(50), fast(60));
    assert_eq!(codes(&text), []);
}

#[test]
fn it_reaches_into_a_statement_of_several_lines_and_into_blocks() {
    let long =
        "train mlp[784,100,10]\n  with sgd(rate: 50)  # allow unusual-value: on purpose\n  for 5 epochs\n";
    assert_eq!(codes(&format!("{HEAD}{long}")), []);
    let block = format!(
        "{HEAD}sweep n in [100, 200] {{\n  # allow unusual-value: on purpose\n  a: take n, then {}\n}}\n",
        fast(50)
    );
    assert_eq!(codes(&block), []);
}

#[test]
fn one_comment_may_allow_several_codes() {
    let text = format!("# allow unusual-value, unseeded: on purpose\nedition 1\nuse mnist\n{}\n", fast(50));
    assert_eq!(codes(&text), []);
}

#[test]
fn an_allow_that_silences_nothing_is_found() {
    let text = format!("{HEAD}# allow unusual-value: on purpose\n{}\n", fast(1));
    assert_eq!(codes(&text), [("unused-allow", 4)]);
    let error = format!("{HEAD}# allow unknown-word: on purpose\n{}\n", fast(1));
    assert_eq!(codes(&error), [("unused-allow", 4)]);
}

/// While a file has errors nobody knows what else it would raise.
#[test]
fn in_a_file_with_errors_no_allow_is_called_unused() {
    let text = format!("{HEAD}# allow unusual-value: on purpose\n{}\ntrian mlp[784,10]\n", fast(1));
    assert_eq!(codes(&text), [("unknown-word", 6)]);
}

#[test]
fn prose_that_begins_with_allow_is_prose() {
    let text = format!("# allow for some noise in what follows\n# allow me\n{HEAD}{}\n", fast(1));
    assert_eq!(codes(&text), []);
}
