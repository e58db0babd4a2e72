//! Publications of the words, and texts that would break a form.

use super::bibtex::entry;
use super::used::names;
use super::*;
use crate::words::VOCABULARY;
use std::collections::{BTreeMap, BTreeSet};

fn cited() -> Vec<(&'static str, Cites)> {
    let verbs = VOCABULARY.verbs.iter().map(|word| word.info);
    let models = VOCABULARY.models.iter().map(|word| word.info);
    let starts = VOCABULARY.data.iter().chain(VOCABULARY.systems).map(|word| word.info);
    let methods = VOCABULARY.methods.iter().map(|word| word.info);
    verbs.chain(models).chain(starts).chain(methods).map(|info| (info.name, info.cites)).collect()
}

/// One key, one publication; and no word names one twice.
#[test]
fn keys_are_plain_and_stand_for_one_publication() {
    let mut known: BTreeMap<&str, &Source> = BTreeMap::new();
    for (word, cites) in cited() {
        let keys: BTreeSet<&str> = cites.iter().map(|source| source.key).collect();
        assert_eq!(keys.len(), cites.len(), "{word}");
        for source in cites {
            assert!(source.key.chars().all(|c| c.is_ascii_alphanumeric()), "{}", source.key);
            assert!((1900..2030).contains(&source.year), "{}", source.key);
            assert_eq!(*known.entry(source.key).or_insert(source), *source);
        }
    }
    assert!(known.len() > 100, "{}", known.len());
}

/// Every set with a card, and every model but those that count or are only a form of linear algebra.
#[test]
fn data_sets_and_models_have_publications() {
    let silent = ["naive-bayes", "known-law"];
    let missing = |info: &crate::vocabulary::WordInfo| info.cites.is_empty() && !silent.contains(&info.name);
    let models = VOCABULARY.models.iter().map(|word| word.info);
    let cards = VOCABULARY.data.iter().filter(|word| word.has_card().is_some()).map(|word| word.info);
    let missing: Vec<&str> = models.chain(cards).filter(missing).map(|info| info.name).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Braces are balanced, none closes what is not open, and each field stands on a line `name = {...},`.
fn parses(entry: &str) {
    let mut depth = 0i32;
    let mut escaped = false;
    for c in entry.chars() {
        match c {
            '{' if !escaped => depth += 1,
            '}' if !escaped => depth -= 1,
            _ => {}
        }
        assert!(depth >= 0, "{entry}");
        escaped = c == '\\' && !escaped;
    }
    assert_eq!(depth, 0, "{entry}");
    let lines: Vec<&str> = entry.lines().collect();
    assert!(lines[0].starts_with('@') && lines[0].ends_with(','), "{entry}");
    assert_eq!(lines.last(), Some(&"}"), "{entry}");
    for line in &lines[1..lines.len() - 1] {
        let (name, value) = line.trim().split_once(" = ").expect("a field");
        assert!(
            name.chars().all(char::is_alphabetic) && value.starts_with('{') && value.ends_with("},"),
            "{line}"
        );
    }
}

#[test]
fn every_publication_is_bibtex() {
    for source in cited().into_iter().flat_map(|(_, cites)| cites) {
        parses(&entry(source));
    }
    let hostile = Source::misc("K", 2000, "A, B", "100 % & } \\input{x} $_^~#", "{");
    let written = entry(&hostile);
    parses(&written);
    assert!(written.contains("100 \\% \\& \\} \\textbackslash{}input\\{x\\} \\$\\_"), "{written}");
}

fn hostile() -> Account {
    Account {
        title: Some("<b>50 % & \\end{document} `x` *y* \u{1b}[31m".into()),
        edition: 1,
        seed: 1,
        identity: "00".into(),
        words: Vec::new(),
        starts: Vec::new(),
        lines: vec![Told { label: None, stages: vec!["csv(\"`a_b`\")".into()], often: String::new() }],
        claims: vec![Claimed { text: "expect a < 5 %".into(), found: None }],
        sources: vec!["[x](javascript:y)".into()],
    }
}

#[test]
fn texts_of_the_file_are_escaped() {
    let (page, tex) = (markdown::methods(&hostile()), latex::methods(&hostile()));
    assert!(page.contains("\\<b\\>50 % \\& ") && page.contains("`` csv(\"`a_b`\") ``"), "{page}");
    assert!(page.contains("- \\[x\\](javascript:y)") && !page.contains('\u{1b}'), "{page}");
    assert!(tex.contains("\\textbackslash{}end\\{document\\}") && !tex.contains("50 % "), "{tex}");
    assert!(tex.contains("expect a \\textless{} 5 \\%"), "{tex}");
}

#[test]
fn names_of_arguments_and_what_is_quoted_are_no_words() {
    let found =
        names("train mlp[784,10](init: he, noise: 5 %) with cd10(steps: 1) and sgd from \"rbm.csv\" on x");
    assert_eq!(found, ["train", "mlp", "784", "10", "with", "cd10", "and", "sgd", "from", "on", "x"]);
}
