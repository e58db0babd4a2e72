//! The grammars of the editors name the same reserved words as the language. Whether they read pipe files
//! is tested with their own tools, by `tests/editors.sh`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("grammar").join(path)).expect(path)
}

/// What stands between two marks.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let rest = text.split_once(from).unwrap_or_else(|| panic!("there is no `{from}`")).1;
    rest.split_once(to).unwrap_or_else(|| panic!("there is no `{to}` after `{from}`")).0
}

/// The words in quotation marks.
fn quoted(text: &str) -> BTreeSet<&str> {
    text.split('"').skip(1).step_by(2).collect()
}

fn prepositions(pest: &str) -> BTreeSet<&str> {
    let words = quoted(between(pest, "\nprepositions = _{", "}"));
    assert!(words.len() == 16 && words.contains("with"), "{words:?}");
    words
}

#[test]
fn the_tree_sitter_grammar_has_the_same_prepositions() {
    let (pest, grammar, scanner) = (
        read("pipe.pest"),
        read("editors/tree-sitter-pipe/grammar.js"),
        read("editors/tree-sitter-pipe/src/scanner.c"),
    );
    let words = prepositions(&pest);
    assert_eq!(quoted(between(&grammar, "const PREPOSITIONS = [", "]")), words);
    let reserved = words.into_iter().chain(["and", "then"]).collect();
    assert_eq!(quoted(between(&scanner, "RESERVED[] = {", "}")), reserved);
}

/// Every list of words in the regular expressions that begins as the list of prepositions does.
#[test]
fn the_extension_has_the_same_prepositions() {
    let pest = read("pipe.pest");
    let words = prepositions(&pest);
    for file in ["syntaxes/pipe.tmLanguage.json", "language-configuration.json"] {
        let text = read(&format!("editors/vscode/{file}"));
        let lists: Vec<_> = text.split("with|").skip(1).collect();
        assert!(!lists.is_empty(), "{file} has no list of prepositions");
        for list in lists {
            let end = list.find(|c: char| !c.is_ascii_lowercase() && c != '|').unwrap_or(list.len());
            let listed: BTreeSet<_> = list[..end].split('|').chain(["with"]).collect();
            let missing: Vec<_> = words.difference(&listed).collect();
            assert!(missing.is_empty(), "{file} lacks {missing:?} in `with|{}`", &list[..end]);
        }
    }
}
