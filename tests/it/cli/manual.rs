//! Completions and manual pages: both name every command, and bash can read its script.

use super::Bench;
use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

/// The commands that `pipette --help` lists.
fn commands(bench: &Bench) -> Vec<String> {
    let help = bench.call(&["--help"]).out;
    let list = help.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).expect("a list");
    let name = |line: &str| line.strip_prefix("  ")?.split_once("  ").map(|(name, _)| name.to_owned());
    let names: Vec<_> =
        list.lines().filter_map(name).filter(|name| !name.is_empty() && !name.starts_with(' ')).collect();
    assert!(names.len() >= 8 && names.contains(&"run".to_owned()), "{names:?}");
    names
}

/// Whether bash, where there is one, can read a script.
fn readable_by_bash(script: &str) -> bool {
    let Ok(mut bash) = Command::new("bash").arg("-n").stdin(Stdio::piped()).spawn() else {
        eprintln!("SKIPPED: there is no bash here to read the script");
        return true;
    };
    bash.stdin.take().expect("a pipe").write_all(script.as_bytes()).expect("the script is taken");
    bash.wait().expect("it ends").success()
}

#[test]
fn the_script_for_bash_names_every_command() {
    let bench = Bench::new("");
    let said = bench.call(&["completions", "bash"]);
    said.ends(0, &[]);
    let missing: Vec<_> =
        commands(&bench).into_iter().filter(|name| !said.out.contains(&format!("pipette,{name})"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(readable_by_bash(&said.out));
}

#[test]
fn there_is_a_script_for_every_shell() {
    let bench = Bench::new("");
    for shell in ["zsh", "fish", "powershell", "elvish"] {
        let said = bench.call(&["completions", shell]);
        said.ends(0, &[]);
        assert!(said.out.contains("vocabulary"), "{shell}");
    }
    bench.call(&["completions", "csh"]).ends(2, &["possible values", "bash"]);
}

#[test]
fn the_manual_names_every_command() {
    let bench = Bench::new("");
    let said = bench.call(&["man"]);
    said.ends(0, &[]);
    assert!(said.out.contains(".TH pipette 1"), "{}", said.out);
    let missing: Vec<_> = commands(&bench)
        .into_iter()
        .filter(|name| !said.out.contains(&format!("pipette\\-{}(1)", name.replace('-', "\\-"))))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_command_has_a_page() {
    let bench = Bench::new("");
    bench.call(&["man", "--write", "pages/man1"]).ends(0, &[]);
    let page = |name: &str| fs::read_to_string(bench.path().join("pages/man1").join(name)).expect(name);
    assert!(page("pipette.1").contains("NAME"));
    assert!(page("pipette-run.1").contains("threads"));
    for name in commands(&bench).iter().filter(|name| *name != "help") {
        assert!(page(&format!("pipette-{name}.1")).contains("SYNOPSIS"), "{name}");
    }
    bench.call(&["man", "--write", "test.pipe/below"]).ends(3, &["can't write to test.pipe/below"]);
}
