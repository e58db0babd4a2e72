//! docs/reliability.md: the tests that it names are there, and its figures are those that they assert.

use super::{faults, kills, stores};
use std::path::Path;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_page_names_tests_that_are_there() {
    let page = read("docs/reliability.md");
    let mut named = 0;
    let mut file = None;
    for quoted in page.split('`').skip(1).step_by(2) {
        match (quoted.ends_with(".rs"), &file) {
            (true, _) => file = Some(read(quoted)),
            (false, Some(text)) if !quoted.contains(' ') => {
                assert!(text.contains(&format!("fn {quoted}(")), "there is no test `{quoted}`");
                (named, file) = (named + 1, None);
            }
            _ => {}
        }
    }
    assert!(named >= 30, "{named} tests");
}

#[test]
fn the_figures_of_the_page_are_those_of_the_tests() {
    let page = read("docs/reliability.md");
    let figures = [
        ("faults injected into writes, one a run", faults::FAULTS),
        ("faults injected into recoveries, up to three in a row", faults::IN_RECOVERY),
        ("kills at snapshots survived, in one run", kills::AT_SNAPSHOTS),
        ("kills at random moments survived", kills::AT_RANDOM),
        ("files of a store damaged", stores::DAMAGED),
        ("bytes lost", 0),
    ];
    for (what, figure) in figures {
        assert!(page.contains(&format!("| {what} | {figure} |")), "{what}: {figure}");
    }
}
