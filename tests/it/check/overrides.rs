//! `--set NAME=VALUE`: a `let` of the file gets another value, checked like one that is written.

use super::check_with;

const FILE: &str = "let epochs = 30\ntrain mlp[784,10] on mnist for epochs";

#[test]
fn a_value_from_the_command_line_takes_the_place_of_the_written_one() {
    let text = |sets: &[(&str, &str)]| {
        check_with(FILE, sets).plan.steps.iter().map(|s| s.text.clone()).collect::<String>()
    };
    assert!(text(&[]).contains("for 30 epochs"));
    assert!(text(&[("epochs", "3")]).contains("for 3 epochs"));
    let identity = |sets: &[(&str, &str)]| check_with(FILE, sets).plan.identity();
    assert_ne!(identity(&[]), identity(&[("epochs", "3")]));
    assert_eq!(identity(&[]), identity(&[("epochs", "30")]));
}

#[test]
fn a_let_inside_a_sweep_can_be_set() {
    let file = "sweep n in [1, 2] { let rate = 0.1\n train mlp[784,n,10] on mnist with sgd(rate: rate) }";
    let checked = check_with(file, &[("rate", "0.2")]);
    assert!(checked.is_clean(), "{:#?}", checked.findings);
    assert!(checked.plan.steps.iter().any(|step| step.text.contains("rate: 0.2")));
}

#[test]
fn wrong_overrides_are_refused() {
    let codes = |sets: &[(&str, &str)]| check_with(FILE, sets).codes();
    assert_eq!(codes(&[("epoch", "3")]), ["unknown-name"]);
    assert_eq!(codes(&[("epochs", "3"), ("epochs", "4")]), ["duplicate-argument"]);
    assert_eq!(codes(&[("epochs", "3 deg")]), ["wrong-unit"]);
    assert_eq!(codes(&[("epochs", "nothing")]), ["wrong-type"]);
    assert_eq!(codes(&[("epochs", "rate")]), ["wrong-type"]);
    let help = check_with(FILE, &[("epoch", "3")]).errors()[0].help.clone();
    assert_eq!(help.as_deref(), Some("did you mean `epochs`?"));
}

/// Not once a use, and never at a place of the file that has nothing to do with it.
#[test]
fn a_wrong_value_is_said_once_and_named() {
    let file = "seed 1\nlet eps = 3\nuse mnist\ntrain mlp[784,10] for eps\ntrain mlp[784,9,10] with sgd(rate: eps) for eps";
    for (value, code) in
        [("three", "wrong-type"), ("3 deg", "wrong-unit"), ("sgd(rate: 3 deg)", "wrong-type")]
    {
        let checked = check_with(file, &[("eps", value)]);
        let found = checked.errors();
        let codes: Vec<_> = found.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [code], "{value}");
        assert!(found[0].message.starts_with(&format!("`--set eps={value}`: ")), "{}", found[0].message);
        assert_eq!(checked.at(found[0]), "eps", "{value}");
    }
}
