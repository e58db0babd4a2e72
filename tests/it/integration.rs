//! The hooks for pre-commit and the page on continuous integration: their YAML is YAML, and the program
//! knows every subcommand and option that they name.

use crate::docs::blocks;
use serde_yaml::Value;
use std::process::Command;

fn documents() -> Vec<String> {
    let hooks = concat!(env!("CARGO_MANIFEST_DIR"), "/.pre-commit-hooks.yaml");
    let page = blocks("docs/continuous-integration.md").into_iter().filter(|block| block.mark == "yaml");
    let hooks = std::fs::read_to_string(hooks).expect("the hooks are there");
    std::iter::once(hooks).chain(page.map(|block| block.text)).collect()
}

/// Every text in a document that calls the program.
fn calls(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) if text.starts_with("pipette ") => found.push(text.clone()),
        Value::Sequence(items) => items.iter().for_each(|item| calls(item, found)),
        // The name of a hook is no call.
        Value::Mapping(map) => {
            map.iter().filter(|(k, _)| *k != "name").for_each(|(_, item)| calls(item, found))
        }
        _ => {}
    }
}

#[test]
fn the_program_knows_what_is_shown() {
    let mut shown = Vec::new();
    for text in documents() {
        let value: Value = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{error} in\n{text}"));
        calls(&value, &mut shown);
    }
    let page =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/continuous-integration.md"));
    let page = page.expect("the page is there");
    let inline = page.split('`').filter(|text| text.starts_with("pipette ") && !text.contains('\n'));
    shown.extend(inline.map(str::to_owned));
    assert!(shown.len() >= 10, "{shown:?}");
    for call in shown {
        let words: Vec<&str> = call.split([' ', '>']).filter(|word| !word.is_empty()).collect();
        let output = Command::new(env!("CARGO_BIN_EXE_pipette")).args([words[1], "--help"]).output();
        let output = output.expect("the program runs");
        assert!(output.status.success(), "{call}: no such subcommand");
        let help = String::from_utf8_lossy(&output.stdout).into_owned();
        for option in words.iter().filter(|word| word.starts_with("--")) {
            assert!(help.split_whitespace().any(|word| word == *option), "{call}: no option {option}");
        }
    }
}

#[test]
fn the_hooks_have_what_pre_commit_asks_for() {
    let hooks: Value = serde_yaml::from_str(&documents()[0]).expect("YAML");
    let hooks = hooks.as_sequence().expect("a list of hooks");
    let ids: Vec<&str> = hooks.iter().filter_map(|hook| hook["id"].as_str()).collect();
    assert_eq!(ids, ["pipette-lint", "pipette-fmt"]);
    for hook in hooks {
        assert!(["name", "entry", "language", "files"].iter().all(|key| hook[*key].is_string()), "{hook:?}");
    }
}
