//! `fmt` and `lint --fix`: what is written, what is said, and files that must not be touched.

use super::{Bench, Said};

const UNTIDY: &str = "seed   1  # lucky\nlet spare = 3\n\n\n\ntrain mlp[784, 10] on mnist for 1 epoch";
const TIDY: &str = "seed 1  # lucky\nlet spare = 3\n\ntrain mlp[784,10] on mnist for 1 epoch\n";

fn text(bench: &Bench) -> String {
    std::fs::read_to_string(bench.path().join("test.pipe")).expect("the file is there")
}

#[test]
fn fmt_writes_the_canonical_form_once() {
    let bench = Bench::new(UNTIDY);
    bench.call(&["fmt", "--check", "."]).ends(1, &["test.pipe", "1 of 1 file would be brought"]);
    assert_eq!(text(&bench), UNTIDY);
    bench.call(&["fmt", "."]).ends(0, &["1 of 1 file brought into canonical form"]);
    assert_eq!(text(&bench), TIDY);
    bench.call(&["fmt", "--check", "test.pipe"]).ends(0, &["1 file: nothing to change"]);
    assert_eq!(bench.files(), ["test.pipe"]);
    bench.call(&["fmt", "gone.pipe"]).ends(2, &["there is no such file"]);
    bench.call(&["fmt"]).ends(2, &["<PATH>"]);
}

#[test]
fn fmt_reads_the_standard_input() {
    let bench = Bench::new(UNTIDY);
    let input = || std::fs::File::open(bench.path().join("test.pipe")).expect("opened");
    let call = |arguments: &[&str]| {
        Said::of(bench.program(arguments).stdin(input()).output().expect("the program runs"))
    };
    let said = call(&["fmt", "--stdin"]);
    assert_eq!((said.out.as_str(), said.code), (TIDY, Some(0)));
    assert_eq!(call(&["fmt", "--stdin", "--check"]).code, Some(1));
    assert_eq!(text(&bench), UNTIDY);
}

#[test]
fn safe_fixes_are_made_and_the_rest_is_said() {
    let bench = Bench::new("train mlp[784,10] on mnist for 1 epoch\nlet spare = 3  # kept\nlet more = 4\n");
    bench.call(&["lint", "--fix", "test.pipe"]).ends(0, &["4 fixes in 1 file made", "nothing to say"]);
    assert_eq!(text(&bench), "seed 0\nedition 1\ntrain mlp[784,10] on mnist for 1 epoch\n# kept\n");
    bench.call(&["lint", "--fix", "test.pipe"]).ends(0, &["0 fixes in 0 files made"]);
    let bench = Bench::new("edition 1\nseed 1\ntrian mlp[784,10] on mnist\n");
    bench.call(&["lint", "--fix", "test.pipe"]).ends(2, &["0 fixes", "did you mean `train`?"]);
    bench.call(&["lint", "--unsafe-fixes", "test.pipe"]).ends(0, &["1 fix in 1 file made"]);
    assert_eq!(text(&bench), "edition 1\nseed 1\ntrain mlp[784,10] on mnist\n");
    bench.no_temporary_file_is_left();
}

/// Errors first: what else could be mended is counted.
#[test]
fn fixes_that_wait_are_said() {
    let bench = Bench::new("trian mlp[784,10] on mnist for 1 epoch\nlet spare = 3\n");
    let waiting = |fix: &str| bench.call(&["lint", fix, "test.pipe"]);
    waiting("--fix").ends(2, &["0 fixes in 0 files made", "1 fix waits until the errors are mended"]);
    let said = waiting("--unsafe-fixes");
    assert!(!said.err.contains("until"), "{}", said.err);
}

#[test]
fn a_diff_shows_and_changes_nothing() {
    let before = "edition 1\nseed 1\ntrain mlp[784,10], on mnist\n";
    let bench = Bench::new(before);
    let said = bench.call(&["lint", "--diff", "test.pipe"]);
    // What is said is said of the file as it lies there.
    said.ends(2, &["broken-line", "1 fix in 1 file would be made"]);
    let diff = "--- test.pipe\n+++ test.pipe\n@@ -1,3 +1,3 @@\n edition 1\n seed 1\n-train mlp[784,10], on mnist\n+train mlp[784,10] on mnist\n";
    assert_eq!(said.out, diff);
    assert_eq!(text(&bench), before);
    bench.call(&["lint", "--diff", "--format", "json", "test.pipe"]).ends(2, &["`--diff` goes with"]);
}

#[cfg(unix)]
#[test]
fn a_read_only_file_is_left_alone() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::new(UNTIDY);
    let path = bench.path().join("test.pipe");
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o444)).expect("a mode");
    bench.call(&["fmt", "test.pipe"]).ends(2, &["test.pipe: is read-only"]);
    let said = bench.call(&["lint", "--fix", "test.pipe"]);
    said.ends(2, &["test.pipe: is read-only", "unused-name", "0 fixes", "1 file could not be written"]);
    assert_eq!(text(&bench), UNTIDY);
}
