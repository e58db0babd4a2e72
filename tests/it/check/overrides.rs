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
    let help = check_with(FILE, &[("epoch", "3")]).errors()[0].help.clone();
    assert_eq!(help.as_deref(), Some("did you mean `epochs`?"));
}
