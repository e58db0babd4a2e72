//! The rooms that check, lint, edit and run a file know no word of the language: what they need to know
//! about a word they ask the vocabulary. Then a new word is one file, and nothing else changes.

use super::expect_none;
use super::sources::{File, sources};

/// The rooms that may not name a word.
const UNLETTERED: [&str; 4] = ["check", "lint", "editor", "run"];

/// The words of the language.
fn words() -> Vec<String> {
    let words: Vec<String> = pipette::words::VOCABULARY.names().map(str::to_owned).collect();
    assert!(!words.is_empty(), "the vocabulary is empty: nothing would be found");
    words
}

fn named_words(file: &File, words: &[String]) -> Vec<String> {
    if !file.room().is_some_and(|room| UNLETTERED.contains(&room)) {
        return Vec::new();
    }
    let named = file.product.strings.iter().filter(|(_, text)| words.contains(text));
    named.map(|(at, word)| format!("{}: names the word \"{word}\"", file.place(*at))).collect()
}

#[test]
fn check_lint_editor_and_run_name_no_word() {
    let words = words();
    let findings: Vec<_> = sources().iter().flat_map(|file| named_words(file, &words)).collect();
    expect_none(&findings, "ask the vocabulary: add what you need to know to the trait of the word");
}

#[test]
fn the_rule_sees_words_in_code_and_only_there() {
    let words = ["train".to_owned(), "rbm".to_owned()];
    let text = "fn a() { if verb == \"train\" {} } // \"rbm\"\n\
                fn b() { say(\"train it\"); }\n\
                #[cfg(test)] mod tests { const A: &str = \"rbm\"; }";
    let findings = |path: &str| named_words(&File::new(path.to_owned(), text.to_owned()), &words);
    assert_eq!(findings("run/a.rs"), ["src/run/a.rs:1: names the word \"train\""]);
    assert!(findings("words/a.rs").is_empty());
    assert!(findings("run/tests.rs").is_empty());
}
