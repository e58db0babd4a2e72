//! What the program says to those who do not know it yet: where to begin, what was probably meant, what to do next.

use super::Bench;

const SMALL: &str =
    "edition 1\nseed 3\nuse strokes(train: 300, test: 200)\na: train mlp[784,10] for 2 epochs, then test\n";

#[test]
fn alone_it_says_where_to_begin() {
    let said = Bench::new("").call(&[]);
    said.ends(2, &["To begin:", "pipette new my-study", "Exit codes:"]);
    assert!(said.err.find("  new ") < said.err.find("  merge-lock "), "what is needed first stands first");
}

#[test]
fn a_refused_run_says_which_findings_need_no_editor() {
    let fix = |file: &str, more: &str| Bench::new(file).run(&[]).ends(2, &["not run:", more]);
    fix("seed 1;\ntrain mlp[784,10] for 1 epoch\n", "`pipette lint test.pipe --fix` mends 1 of");
    fix(
        "edition 1\nseed 1\ntrian mlp[784,10] for 1 epoch\n",
        "--unsafe-fixes` mends 1 of 1, as was probably meant",
    );
    let said = Bench::new("edition 1\nseed 1\nfit ridge on spambase\n").run(&[]);
    assert!(!said.err.contains("mends"), "nothing here can be mended by itself: {}", said.err);
    let bench = Bench::new("edition 1\nseed 1\ntrian mlp[784,10] for 1 epoch\n");
    bench.call(&["lint"]).ends(2, &["1 file: 1 error", "`pipette lint --unsafe-fixes` mends 1 of 1"]);
}

#[test]
fn a_file_is_no_command_and_no_option_is_in_the_wrong_place() {
    let bench = Bench::new(SMALL);
    bench.call(&["test.pipe"]).ends(2, &["`test.pipe` is not a command", "`pipette run test.pipe` runs it"]);
    bench.call(&["tset.pipe"]).ends(2, &["did you mean `test.pipe`?"]);
    bench.run(&["--seed", "4"]).ends(2, &["the seed is a line of the file: `seed 3`"]);
    bench.run(&["--epochs=4"]).ends(2, &["for 5 epochs"]);
    bench.run(&["--threads", "many"]).ends(2, &["write a whole number from 1 to 1024"]);
    bench.run(&["--set", "rate=1"]).ends(2, &["write `let rate = ...` into the file"]);
}

#[test]
fn a_file_that_does_nothing_is_not_run() {
    for text in ["", "# to be written\n", "edition 1\nseed 1\n"] {
        Bench::new(text).run(&[]).ends(2, &["there is nothing to run in test.pipe", "pipette new NAME"]);
    }
}

#[test]
fn a_run_says_where_everything_is() {
    let bench = Bench::new(SMALL);
    bench.run(&[]).ends(0, &["record:", "lock: test.pipe.lock", "page: pipette report test.pipe"]);
    bench.run(&[]).ends(0, &["steps did not have to run"]);
    bench.call(&["show"]).ends(0, &[]);
    bench.call(&["report"]).ends(0, &["report: test.html"]);
    bench.call(&["export", "last", "--output", "m.csv"]).ends(0, &["measures of run", "m.csv"]);
    let runs = bench.call(&["runs"]);
    assert!(runs.out.lines().all(|line| line.trim_end() == line), "{:?}", runs.out);
    for command in ["report", "show"] {
        bench
            .call(&[command, "tset.pipe"])
            .ends(2, &["there is no file tset.pipe", "did you mean `test.pipe`?"]);
    }
}

#[test]
fn a_failed_run_says_that_it_failed() {
    let bench = Bench::new("edition 1\nseed 1\ntrain mlp[784,10] on mnist for 1 epoch\n");
    let said = bench.run(&[]);
    said.ends(3, &["pipette data fetch mnist", "the run failed after"]);
    let address = "https://ossci-datasets.s3.amazonaws.com/mnist/train-images-idx3-ubyte.gz";
    assert!(
        said.err.lines().any(|line| line.ends_with(address)),
        "an address stands in one piece: {}",
        said.err
    );
}

#[test]
fn words_and_findings_know_each_other() {
    let bench = Bench::new("");
    bench.call(&["explain", "ridge"]).ends(2, &["it is a model: `pipette vocabulary ridge`"]);
    bench.call(&["vocabulary", "test-leak"]).ends(2, &["it is a finding: `pipette explain test-leak`"]);
    let said = bench.call(&["vocabulary", "search"]);
    assert!(said.out.contains("Searches"), "{}", said.out);
}

/// What a csv holds that it should not, and a path that leads nowhere, with what would be right.
#[test]
fn data_of_ones_own_are_refused_with_a_cure() {
    let lint = |text: &str, words: &[&str]| {
        let bench = Bench::new(&format!(
            "edition 1\nseed 1\nuse {text}\ndraw 2, then fit logistic(penalty: 1), then test\n"
        ));
        bench.write("table.csv", b"age,town,class\n31,Rome,yes\n45,Oslo,no\n27,Bonn,yes\n");
        bench.call(&["lint", "test.pipe"]).ends(2, words);
    };
    lint(
        "csv(\"tabel.csv\")",
        &["there is no file ./tabel.csv", "is it one of these: table.csv?", "what is not there"],
    );
    lint("csv(\"table.csv\")", &["'Rome' is not a number", "write words as numbers"]);
    lint("csv(\"table.csv\", label: \"klass\")", &["age, town, class", "name a column in quotes"]);
    lint("csv(table.csv)", &["`\"table.csv\"`"]);
    lint("csv(\".\")", &["is a folder", "name an ordinary file"]);
}
