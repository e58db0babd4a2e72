//! Every feature once, over the wire: what an editor would show.

use super::{Client, FILE, at, whole};
use serde_json::{Value, json};

const TEXT: &str = "\
title \"A net\"
let small = take 1000 of mnist
net: train mlp[784,10] on small with sgd(rat: 0.1) for 3 epochs
augment mnist with rotation(15), then plot images
sweep n in [10, 20] {
  one: draw n of spambase, then fit ridge(penalty: 1), then test
}
expect one.error < 50 % at n = 10
";

fn document() -> Value {
    json!({ "textDocument": { "uri": FILE } })
}

fn labels(answer: &Value) -> Vec<&str> {
    answer.as_array().into_iter().flatten().filter_map(|item| item["label"].as_str()).collect()
}

#[test]
fn findings_carry_code_level_help_and_labels() {
    let mut client = Client::with("seed 1\nnet: train mlp[784,10]\nnet: train mlp[784,10]\n(\n");
    let findings = client.findings();
    let of =
        |code: &str| findings.iter().find(|it| it["code"] == code).unwrap_or_else(|| panic!("{findings:?}"));
    let taken = of("name-taken");
    assert_eq!((taken["severity"].as_i64(), taken["source"].as_str()), (Some(1), Some("pipette")));
    assert_eq!(
        taken["range"],
        json!({ "start": { "line": 2, "character": 0 }, "end": { "line": 2, "character": 3 } })
    );
    assert!(taken["message"].as_str().is_some_and(|said| said.contains("\nhelp: ")), "{taken}");
    let related = taken["relatedInformation"].as_array().expect("labels");
    assert_eq!(related.len(), 2, "{taken}");
    assert_eq!(related[1]["location"]["range"]["start"]["line"], 1, "where it was defined first");
    assert_eq!(of("default-data")["severity"], 3);
    assert!(findings.iter().any(|it| it["range"]["start"]["line"] == 3), "the broken line");
}

#[test]
fn hover_is_markdown_with_its_range() {
    let mut client = Client::with(TEXT);
    let hover = client.ask_at("hover", 2, 12);
    assert_eq!(hover["contents"]["kind"], "markdown");
    assert!(
        hover["contents"]["value"].as_str().is_some_and(|said| said.starts_with("**`mlp`**: model")),
        "{hover}"
    );
    assert_eq!(hover["range"]["start"]["character"], 11);
    assert_eq!(client.ask_at("hover", 99, 0), Value::Null);
}

#[test]
fn completion_replaces_the_word_at_the_cursor() {
    let mut client = Client::with("train mlp[784,10] with sgd and de");
    let answer = client.ask_at("completion", 0, 33);
    assert!(labels(&answer).contains(&"decay") && !labels(&answer).contains(&"adam"), "{answer}");
    let decay = answer.as_array().and_then(|items| items.iter().find(|item| item["label"] == "decay"));
    let edit = &decay.expect("decay")["textEdit"];
    assert_eq!(
        (edit["newText"].as_str(), edit["range"]["start"]["character"].as_i64()),
        (Some("decay"), Some(31))
    );
    client.change(json!([{ "text": "# a comment" }]));
    assert_eq!(client.ask_at("completion", 0, 8), Value::Null);
}

#[test]
fn hints_show_defaults_and_kinds_and_can_be_taken_over() {
    let mut client = Client::with(TEXT);
    let params = json!({ "textDocument": { "uri": FILE }, "range": whole() });
    let hints = client.ask("textDocument/inlayHint", params);
    let kind = hints.as_array().and_then(|hints| {
        hints.iter().find(|it| it["label"].as_str().is_some_and(|l| l.starts_with(" → 1000 x 784 in 0..1")))
    });
    let kind = kind.unwrap_or_else(|| panic!("{hints}"));
    assert_eq!((kind["kind"].as_i64(), kind["position"]["line"].as_i64()), (Some(1), Some(1)));
    client.change(json!([{ "text": "stack rbm x3 cd1, then check free-energy" }]));
    let hints =
        client.ask("textDocument/inlayHint", json!({ "textDocument": { "uri": FILE }, "range": whole() }));
    let first = &hints[0];
    assert_eq!(
        (first["label"].as_str(), first["kind"].as_i64()),
        (Some("[784,500,500,500]"), Some(2)),
        "{hints}"
    );
    assert_eq!(first["textEdits"][0]["newText"], "[784,500,500,500]");
}

#[test]
fn fixes_are_code_actions() {
    let mut client = Client::with(TEXT);
    let params =
        json!({ "textDocument": { "uri": FILE }, "range": whole(), "context": { "diagnostics": [] } });
    let actions = client.ask("textDocument/codeAction", params);
    let titled = |title: &str| {
        let found = actions.as_array().and_then(|it| it.iter().find(|action| action["title"] == title));
        found.unwrap_or_else(|| panic!("{title}: {actions}")).clone()
    };
    let meant = titled("replace `rat` by `rate`");
    assert_eq!((meant["kind"].as_str(), meant["isPreferred"].as_bool()), (Some("quickfix"), Some(false)));
    let edit = &meant["edit"]["changes"][FILE][0];
    assert_eq!((edit["newText"].as_str(), edit["range"]["start"]["line"].as_i64()), (Some("rate"), Some(2)));
    assert_eq!(titled("replace `15` by `15 deg`")["isPreferred"], false, "radians may be meant");
}

#[test]
fn names_are_found_and_renamed() {
    let mut client = Client::with(TEXT);
    let definition = client.ask_at("definition", 2, 28);
    assert_eq!(definition["range"]["start"], json!({ "line": 1, "character": 4 }));
    let params = |declaration: bool| {
        let mut params = at(7, 8);
        params["context"] = json!({ "includeDeclaration": declaration });
        params
    };
    assert_eq!(client.ask("textDocument/references", params(true)).as_array().map(Vec::len), Some(2));
    assert_eq!(client.ask("textDocument/references", params(false)).as_array().map(Vec::len), Some(1));
    assert_eq!(client.ask_at("prepareRename", 7, 8)["start"]["character"], 7);
    assert_eq!(client.ask_at("prepareRename", 7, 13), Value::Null, "a measure is no name");
    let mut params = at(7, 8);
    params["newName"] = json!("first");
    let edits = client.ask("textDocument/rename", params)["changes"][FILE].clone();
    assert_eq!(edits.as_array().map(Vec::len), Some(2), "{edits}");
    let mut params = at(7, 8);
    params["newName"] = json!("mnist");
    let answer = client.request("textDocument/rename", params);
    assert!(
        answer["error"]["message"].as_str().is_some_and(|said| said.contains("a data set of the language"))
    );
}

#[test]
fn the_contents_colours_and_folds_of_a_file() {
    let mut client = Client::with(TEXT);
    let symbols = client.ask("textDocument/documentSymbol", document());
    let names: Vec<_> =
        symbols.as_array().into_iter().flatten().filter_map(|it| it["name"].as_str()).collect();
    assert!(names.starts_with(&["title \"A net\"", "small", "net"]), "{names:?}");
    assert_eq!(symbols[4]["children"][0]["name"], "one");
    let tokens = client.ask("textDocument/semanticTokens/full", document());
    let data: Vec<u64> = tokens["data"].as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
    // `title` is a function at the beginning, its text a string six columns on, `let` a keyword a line down.
    assert_eq!(data[..15], [0, 0, 5, 1, 0, 0, 6, 7, 11, 0, 1, 0, 3, 0, 0]);
    assert_eq!(data[15..20], [0, 4, 5, 2, 1], "`small`, where it is defined");
    let folds = client.ask("textDocument/foldingRange", document());
    assert_eq!(folds, json!([{ "startLine": 4, "endLine": 6 }]));
}

#[test]
fn formatting_gives_the_canonical_form_and_leaves_broken_lines_alone() {
    let options = json!({ "tabSize": 2, "insertSpaces": true });
    let params = json!({ "textDocument": { "uri": FILE }, "options": options });
    let mut client = Client::with("seed   7\ntrain mlp[784, 10]\n");
    let edits = client.ask("textDocument/formatting", params.clone());
    assert_eq!(edits[0]["newText"], "seed 7\ntrain mlp[784,10]\n");
    client.change(json!([{ "text": "seed 7\n" }]));
    assert_eq!(client.ask("textDocument/formatting", params.clone()), json!([]));
    client.change(json!([{ "text": "seed   (" }]));
    let edits = client.ask("textDocument/formatting", params);
    assert_eq!(edits[0]["newText"], "seed   (\n", "a broken line stays as it is");
}
