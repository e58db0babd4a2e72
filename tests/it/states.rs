//! States of a declared system as data: `sample 1000 from ising(8)`, and a system where data are wanted.

use crate::checking::{checked, ran};
use pipette::check::Plan;
use pipette::source::{Diagnostic, Level};
use std::path::Path;

fn plan(text: &str) -> (Plan, Vec<Diagnostic>) {
    let (plan, findings) = checked(&format!("edition 1\nseed 1\n{text}\n"), Path::new("."));
    (plan, findings.into_iter().filter(|finding| finding.level == Level::Error).collect())
}

/// How often states are drawn.
fn drawn(plan: &Plan) -> usize {
    plan.steps.iter().filter(|step| step.text.starts_with("sample")).count()
}

#[test]
fn a_system_stands_where_data_are_wanted() {
    let (plan, errors) =
        plan("stack rbm[16,4,2] on ising(4, temperature: 2.5) for 1 epochs, then check receptive-fields");
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(drawn(&plan), 1);
    let folder = tempfile::tempdir().expect("a folder");
    let report = ran(&plan, folder.path());
    let readings: Vec<_> = report.steps.iter().flat_map(|step| &step.readings).collect();
    for name in ["field-radius1", "field-radius2", "field-spread1", "field-spread2"] {
        let value = readings.iter().find(|reading| reading.name() == name).map(|reading| reading.value);
        // No field holds more than the 16 spins, and none lies further out than the corners of a torus.
        assert!(value.is_some_and(|value| value > 0.0 && value < 8f64.sqrt()), "{name}: {value:?}");
    }
}

/// Named states are drawn once; a system that is named where data are wanted is drawn for each sentence.
#[test]
fn states_that_are_named_are_shared() {
    let (shared, errors) = plan(
        "let spins = sample 100 from ising(4) by metropolis after 3 steps\n\
         train rbm[16,4] on spins for 1 epochs\ntrain rbm[16,2] on spins for 1 epochs",
    );
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(drawn(&shared), 1);
    let (apart, errors) =
        plan("train rbm[16,4] on ising(4) for 1 epochs\ntrain rbm[16,2] on ising(4) for 1 epochs");
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(drawn(&apart), 2);
}

#[test]
fn what_has_no_states_to_draw_says_so() {
    for (text, code) in [
        ("sample 100 from sandpile(4)", "not-in-this-place"),
        ("train rbm[16,4] on hopfield(16) for 1 epochs", "not-in-this-place"),
        ("train rbm[16,4] on ising for 1 epochs", "not-in-this-place"),
        ("train rbm[784,4] for 1 epochs, then sample 9 by wolff", "no-effect"),
        ("train mlp[784,10] for 1 epochs, then check receptive-fields", "missing-ability"),
    ] {
        let (_, errors) = plan(text);
        assert!(errors.iter().any(|error| error.code == code), "{text}: {errors:?}");
    }
}
