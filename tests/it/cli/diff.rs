//! `diff`: runs, files and revisions side by side.

use super::{Bench, Said};
use std::process::Command;

const FILE: &str = "seed 3\nuse strokes(train: 200, test: 100)\n\
a: train mlp[784,10,10] with sgd(rate: 0.05) for 2 epochs, then test\n";

fn diff(bench: &Bench, arguments: &[&str]) -> Said {
    bench.call(&[&["diff"], arguments].concat())
}

#[test]
fn files_and_runs_are_compared_by_meaning() {
    let bench = Bench::new(FILE);
    bench.write("same.pipe", format!("# Other words.\n{}", FILE.replace("a:", "net:")).as_bytes());
    bench.write("other.pipe", FILE.replace("rate: 0.05", "rate: 0.5").as_bytes());
    bench.write("broken.pipe", b"trian mlp[784,10]\n");
    let same = diff(&bench, &["test.pipe", "same.pipe"]);
    same.ends(0, &[]);
    assert!(same.out.contains("the same experiment"), "{}", same.out);
    let other = diff(&bench, &["test.pipe", "other.pipe"]);
    other.ends(1, &[]);
    assert!(other.out.contains("sgd.rate  0.05 -> 0.5"), "{}", other.out);
    diff(&bench, &["test.pipe", "broken.pipe"]).ends(2, &["broken.pipe can't be compared"]);
    diff(&bench, &["test.pipe", "gone"]).ends(2, &["there are no runs here"]);
    diff(&bench, &["test.pipe", "gone.pipe"]).ends(2, &["there is no file gone.pipe"]);
    diff(&bench, &["test.pipe"]).ends(2, &["nothing to compare with"]);

    bench.run(&[]).ends(0, &[]);
    diff(&bench, &["test.pipe", "last"]).ends(0, &[]);
    bench.call(&["run", "other.pipe", "--offline"]).ends(0, &[]);
    let runs: Vec<String> = std::fs::read_dir(bench.path().join(".pipette/runs"))
        .expect("runs")
        .filter_map(|run| run.expect("an entry").file_name().into_string().ok())
        .filter(|run| run.starts_with('2'))
        .collect();
    let first = runs.iter().min().expect("a run");
    let again = diff(&bench, &["last", "last"]);
    again.ends(0, &[]);
    assert!(again.out.contains("with the same results"), "{}", again.out);
    let found = diff(&bench, &[first, "last"]);
    found.ends(1, &[]);
    for words in ["a: error", "chance", "two shares", "a: training-loss  most apart at epoch", "->"] {
        assert!(found.out.contains(words), "{words} is not in\n{}", found.out);
    }
}

#[test]
fn a_file_is_compared_with_a_revision_of_it() {
    let bench = Bench::new(&format!("include \"lets.pipe\"\n{}", FILE.replace("0.05", "speed")));
    bench.write("lets.pipe", b"let speed = 0.05\n");
    let git = |arguments: &[&str]| {
        let known = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
        let output = Command::new("git").args(known).args(arguments).current_dir(bench.path()).output();
        assert!(output.expect("git runs").status.success(), "{arguments:?}");
    };
    diff(&bench, &["test.pipe", "--rev", "HEAD"]).ends(2, &["no git repository"]);
    git(&["init", "-q"]);
    git(&["add", "test.pipe", "lets.pipe"]);
    git(&["commit", "-qm", "one"]);
    diff(&bench, &["test.pipe", "--rev", "HEAD"]).ends(0, &[]);
    bench.write("lets.pipe", b"let speed = 0.5\n");
    let found = diff(&bench, &["test.pipe", "--rev", "HEAD"]);
    found.ends(1, &[]);
    assert!(
        found.out.contains("sgd.rate  0.05 -> 0.5"),
        "included files are those of the revision: {}",
        found.out
    );
    assert!(found.out.contains("lets.pipe"), "{}", found.out);
    diff(&bench, &["HEAD7:test.pipe", "test.pipe"]).ends(2, &["git knows no revision `HEAD7`"]);
    diff(&bench, &["HEAD:gone.pipe", "test.pipe"]).ends(2, &["that revision has no such file"]);
    diff(&bench, &["--", "--help:test.pipe", "test.pipe"]).ends(2, &["no revision before the colon"]);
    let mut lost = bench.program(&["diff", "test.pipe", "--rev", "HEAD"]);
    Said::of(lost.env("PATH", bench.path()).output().expect("it runs")).ends(2, &["`git` is not there"]);
}
