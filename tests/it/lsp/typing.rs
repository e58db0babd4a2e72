//! A sentence typed letter by letter: after every letter the server has the same text as the editor, finds
//! what a fresh start would find, and answers everything.

use super::{Client, FILE, at, whole};
use serde_json::{Value, json};

const SENTENCE: &str = "augment mnist with rotation(15 deg) and elastic, then train mlp[784,100,10](activation: tanh) \
                        with sgd(rate: 0.1) and decay for 20 epochs, then test";

#[test]
fn a_sentence_typed_letter_by_letter_ends_without_errors() {
    let mut client = Client::with("edition 1\nseed 1\n\nexpect big.error < 5 %\n");
    assert_eq!(client.codes(), ["unknown-name"]);
    client.types(2, 0, "big: ");
    assert!(client.codes().iter().all(|code| code != "unknown-name"), "a half-written label is known");
    client.types(2, 5, SENTENCE);
    assert_eq!(client.codes(), [""; 0]);
    let hover = client.ask_at("hover", 3, 8);
    assert!(
        hover["contents"]["value"].as_str().is_some_and(|said| said.contains("`error`, `accuracy`")),
        "{hover}"
    );
}

#[test]
fn edits_leave_what_a_fresh_start_finds() {
    let mut client = Client::with("train mlp[784,10]\r\n# é😀\r\ntest nothing\r\n");
    let range = |a: [u64; 2], b: [u64; 2]| json!({ "start": { "line": a[0], "character": a[1] }, "end": { "line": b[0], "character": b[1] } });
    client.change(json!([
        { "range": range([1, 3], [1, 5]), "text": "ö" },
        { "range": range([0, 17], [1, 0]), "text": " for 3 epochs\n" },
        { "range": range([2, 5], [2, 12]), "text": "somthing" },
        { "range": range([0, 0], [0, 0]), "text": "a: " },
    ]));
    let changed = client.findings();
    client.change(json!([{ "text": "a: train mlp[784,10] for 3 epochs\n# éö\r\ntest somthing\r\n" }]));
    let fresh = client.findings();
    assert_eq!(changed, fresh);
    assert!(fresh.iter().any(|finding| finding["range"] == range([2, 5], [2, 13])), "{fresh:?}");
}

#[test]
fn every_question_is_answered_after_every_letter() {
    let mut client = Client::with("");
    for (column, letter) in SENTENCE.chars().enumerate() {
        client.types(0, column as u64, &letter.to_string());
        let cursor = column as u64 + 1;
        for method in ["hover", "completion", "definition", "prepareRename"] {
            client.ask_at(method, 0, cursor);
        }
    }
    let params =
        json!({ "textDocument": { "uri": FILE }, "range": whole(), "context": { "diagnostics": [] } });
    client.ask("textDocument/inlayHint", params.clone());
    client.ask("textDocument/codeAction", params);
    assert_ne!(client.ask("textDocument/semanticTokens/full", at(0, 0)), Value::Null);
    assert_eq!(client.leaves(), Some(0));
}

#[test]
fn completion_leads_through_a_sentence() {
    let mut client = Client::with("");
    let mut column = 0;
    for (typed, wanted) in [
        ("tr", "train"),
        ("ain ", "mlp"),
        ("mlp[784,10] ", "with"),
        ("with ", "sgd"),
        ("sgd(", "rate"),
        ("rate: 0.1, ", "batch"),
        ("batch: 10) and ", "decay"),
        ("decay for 20 ", "epochs"),
        ("epochs, ", "then"),
        ("then ", "test"),
    ] {
        client.types(0, column, typed);
        column += typed.chars().count() as u64;
        let answer = client.ask_at("completion", 0, column);
        let offers =
            answer.as_array().map_or(Vec::new(), |items| items.iter().map(|it| &it["label"]).collect());
        assert!(
            offers.iter().any(|label| **label == wanted),
            "after {typed:?}: {wanted} is not in {offers:?}"
        );
    }
}
