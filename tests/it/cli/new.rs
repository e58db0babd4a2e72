//! `pipette new`: the folder that it makes is clean, runs without data, holds its claim, and nothing is overwritten.

use super::Bench;
use std::fs;

#[test]
fn a_new_study_is_clean_runs_and_holds_its_lock() {
    let bench = Bench::new("");
    bench.call(&["new", "studies/wide-layers"]).ends(0, &[]);
    let folder = bench.path().join("studies/wide-layers");
    let call = |arguments: &[&str], code: i32| {
        let output = bench.program(arguments).current_dir(&folder).output().expect("the program runs");
        let said = super::Said::of(output);
        said.ends(code, &[]);
        said
    };
    call(&["fmt", "--check", "."], 0);
    assert!(call(&["lint", "--deny", "warn", "."], 0).out.is_empty());
    call(&["smoke", "--offline", "wide-layers.pipe"], 0);
    call(&["run", "--offline", "--strict", "wide-layers.pipe"], 0);
    call(&["verify", "--strict", "wide-layers.pipe"], 0);
    assert!(folder.join("wide-layers.pipe.lock").is_file());
    let read = |name: &str| fs::read_to_string(folder.join(name)).expect(name);
    assert!(read("wide-layers.pipe").contains("title \"Wide layers\""));
    assert!(read(".gitignore").lines().any(|line| line == ".pipette/"));
    assert!(read(".gitattributes").contains("*.pipe.lock merge=pipette-lock"));
    for name in ["README.md", ".github/workflows/pipelines.yml"] {
        assert!(read(name).contains("wide-layers.pipe") && !read(name).contains('{'), "{name}");
    }
    serde_yaml::from_str::<serde_yaml::Value>(&read(".github/workflows/pipelines.yml")).expect("YAML");
}

#[test]
fn nothing_is_overwritten_and_no_name_is_trusted() {
    let bench = Bench::new("kept\n");
    bench.call(&["new", "."]).ends(2, &["can't name a study"]);
    bench.call(&["new", "test.pipe"]).ends(2, &["is there, and not empty"]);
    fs::create_dir_all(bench.path().join("full/inside")).expect("a folder");
    bench.call(&["new", "full"]).ends(2, &["is there, and not empty", "not there yet"]);
    bench.call(&["new", "test.pipe/below"]).ends(3, &["test.pipe/below"]);
    for name in ["a\"b", "$(touch x)", "a\nb", "..", "/", "", "a b", "\u{1b}[31m"] {
        bench.call(&["new", name]).ends(2, &[]);
    }
    bench.call(&["new", "--", "-rf"]).ends(2, &["can't name a study"]);
    assert_eq!(fs::read_to_string(bench.path().join("test.pipe")).expect("there"), "kept\n");
    // An empty folder is as good as none.
    fs::create_dir(bench.path().join("empty")).expect("a folder");
    bench.call(&["new", "empty"]).ends(0, &[]);
    bench.no_temporary_file_is_left();
}
