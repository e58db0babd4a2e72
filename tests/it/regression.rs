//! Regressions on tables at the edge, as a user would meet them: a right answer or a clear finding, never a panic and
//! never a number that is none.

use std::fs;
use std::process::Command;

/// Tables by what is the matter with them; the label is the last column.
const TABLES: [(&str, &str); 9] = [
    ("constant", "1,1,2\n1,1,3\n1,1,4\n1,1,5\n"),
    ("twins", "1,1,2\n2,2,4\n3,3,7\n4,4,8\n"),
    ("huge", "1e300,1,2\n2e300,2,4\n3e300,1,7\n4e300,2,8\n"),
    ("huge targets", "1,1,2e300\n2,3,4e300\n3,1,7e300\n4,2,8e300\n"),
    ("nan", "1,nan,2\n2,1,4\n3,2,7\n4,2,8\n"),
    ("empty", ""),
    ("one row", "1,2,3\n"),
    ("one column", "1,2.5\n2,4\n3,6.5\n4,8\n"),
    ("one number", "2,4.5\n"),
];

const MODELS: [&str; 12] = [
    "ridge(penalty: 1)",
    "ridge(penalty: 0, intercept: on)",
    "tikhonov by gcv",
    "tikhonov by l-curve",
    "tikhonov(intercept: on) by leave-one-out",
    "tikhonov(seminorm: slope) by ncp",
    "tsvd by gcv",
    "pseudo-inverse",
    "lasso(penalty: 0.1, intercept: on)",
    "svr(intercept: on)",
    "iterative(steps: 5 steps)",
    "iterative(steps: 5 steps, method: landweber)",
];

/// Numbers of the record that are none: JSON has no NaN, and writes null instead.
fn is_whole(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Object(fields) => {
            fields.iter().all(|(name, value)| (name != "value" || value.is_number()) && is_whole(value))
        }
        serde_json::Value::Array(items) => items.iter().all(is_whole),
        _ => true,
    }
}

#[test]
fn tables_at_the_edge_have_an_answer_or_a_finding() {
    let folder = tempfile::tempdir().unwrap();
    for (what, table) in TABLES {
        fs::write(folder.path().join("a.csv"), table).unwrap();
        for model in MODELS {
            let (word, choice) = model
                .split_once(" by ")
                .map_or((model, String::new()), |(word, by)| (word, format!(" by {by}")));
            let text = format!("edition 1\nseed 1\nfit {word} on csv(\"a.csv\", label: last){choice}\n");
            fs::write(folder.path().join("a.pipe"), &text).unwrap();
            let output = Command::new(env!("CARGO_BIN_EXE_pipette"))
                .args(["run", "a.pipe", "--offline", "--format", "json"])
                .current_dir(folder.path())
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            let code = output.status.code();
            assert!(!said.contains("panicked"), "{what}, {model}: {said}");
            assert!(matches!(code, Some(0 | 2 | 3)), "{what}, {model}: {code:?}: {said}");
            if code == Some(0) {
                let run: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
                assert!(is_whole(&run["steps"]), "{what}, {model}: {run:#}");
            }
        }
    }
}
