//! Files that are none: answered at once, with exit code 2, and no panic.

use super::{Bench, Said};
use std::process::Command;
use std::time::{Duration, Instant};

/// The time within which every file has to be answered where kernels are built for tests, on a machine that is busy: what
/// is in question is an answer that takes with the square of a file, hours for the largest of these.
const PATIENCE: Duration = Duration::from_secs(30);

fn answered(bench: &Bench, name: &str, words: &[&str]) -> Said {
    let mut last = None;
    for command in ["lint", "run", "plan"] {
        let started = Instant::now();
        let said = bench.call(&[command, name]);
        assert!(started.elapsed() < PATIENCE, "{command} {name}: {:?}", started.elapsed());
        said.ends(2, words);
        assert!(!said.err.contains("panicked"), "{}", said.err);
        last = Some(said);
    }
    last.expect("three commands were called")
}

#[test]
fn what_is_no_ordinary_file_is_refused_unopened() {
    let bench = Bench::new("");
    std::fs::create_dir(bench.path().join("folder.pipe")).expect("a folder");
    bench.call(&["run", "folder.pipe"]).ends(2, &["is a folder"]);
    bench.call(&["lint", "folder.pipe"]).ends(2, &["no `.pipe` file"]);
    let made = Command::new("mkfifo").arg(bench.path().join("fifo.pipe")).status();
    if made.is_ok_and(|status| status.success()) {
        answered(&bench, "fifo.pipe", &["is no ordinary file"]);
    }
    answered(&bench, "/dev/zero", &["is no ordinary file"]);
    answered(&bench, "not-here.pipe", &["there is no such file", "check the path"]);
}

#[test]
fn bytes_that_are_no_text_are_refused_with_the_place() {
    let bench = Bench::new("");
    bench.write("a.pipe", b"seed 1\ntrain \xff\xfe");
    answered(&bench, "a.pipe", &["not UTF-8 text at byte 13, line 2"]);
    bench.write("b.pipe", &vec![b'#'; 17 << 20]);
    answered(&bench, "b.pipe", &["17825792 bytes", "16777216"]);
    bench.write("c.pipe", "train\0mlp[784,10]\n".repeat(200).as_bytes());
    let said = answered(&bench, "c.pipe", &["findings more"]);
    assert!(!said.err.contains('\0'));
}

#[test]
fn a_hundred_findings_are_printed_and_the_rest_counted() {
    for line in ["trian mlp[784,10\n", "train mlp[784,10] wiht sgd(rtae: 0.1)\n", "expect a.b < ]] (\n"] {
        let bench = Bench::new(&line.repeat(100_000));
        let started = Instant::now();
        let said = bench.call(&["lint", "test.pipe"]);
        assert!(started.elapsed() < PATIENCE, "{line}: {:?}", started.elapsed());
        said.ends(2, &["findings more in test.pipe"]);
        assert_eq!(said.err.matches("╭─[").count(), 100, "{line}");
    }
}

/// Of a line of millions of characters no copy is printed, let alone a hundred of them.
#[test]
fn endless_lines_are_answered_in_a_few_words() {
    for text in [
        "[".repeat(5_000_000) + &"]".repeat(5_000_000),
        format!("train mlp[784,10] wiht {}\n", "x".repeat(3_000_000)),
        format!("# {}\ntrian mlp[784,10]\n", "x".repeat(3_000_000)),
    ] {
        let said = answered(&Bench::new(&text), "test.pipe", &["test.pipe:", "help:"]);
        assert!(said.err.len() + said.out.len() < 20_000, "{} bytes", said.err.len() + said.out.len());
    }
}

#[test]
fn a_wrong_command_line_ends_with_2() {
    let bench = Bench::new("train mlp[784,10]");
    for arguments in [
        vec!["fly"],
        vec!["run"],
        vec!["run", "test.pipe", "--threads", "0"],
        vec!["run", "test.pipe", "--threads", "1000000"],
        vec!["run", "test.pipe", "--set", "epochs"],
        vec!["run", "test.pipe", "--set", "epochs=\u{1b}[31m"],
        vec!["run", "test.pipe", "--set", "a=1\ntrain mlp[784,10]"],
        vec!["run", "test.pipe", "--data", "not-here"],
        vec!["vocabulary", "nothing-like-it"],
        vec!["data", "fetch", "nothing-like-it"],
    ] {
        let said = bench.call(&arguments);
        assert_eq!(said.code, Some(2), "{arguments:?}\n{}", said.err);
        assert!(!said.err.contains('\u{1b}'), "{arguments:?}");
    }
}
