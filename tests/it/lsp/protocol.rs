//! What the protocol asks for whatever the language: handshake, errors, documents, the end.

use super::{Client, FILE, at};
use serde_json::{Value, json};

const METHOD_NOT_FOUND: i64 = -32601;
const INVALID_PARAMS: i64 = -32602;
const INVALID_REQUEST: i64 = -32600;
const NOT_INITIALIZED: i64 = -32002;

#[test]
fn the_handshake_settles_the_encoding() {
    for (offered, taken) in
        [(json!(["utf-8", "utf-16"]), "utf-8"), (json!(["utf-16"]), "utf-16"), (json!(null), "utf-16")]
    {
        let mut client = Client::start();
        let capabilities = json!({ "general": { "positionEncodings": offered } });
        let answer = client.ask("initialize", json!({ "capabilities": capabilities }));
        assert_eq!(answer["capabilities"]["positionEncoding"], taken);
        assert_eq!(answer["serverInfo"]["name"], "pipette");
        client.tell("initialized", json!({}));
        assert_eq!(client.leaves(), Some(0));
    }
}

#[test]
fn nothing_is_served_before_initialize_and_after_shutdown() {
    let mut client = Client::start();
    assert_eq!(client.error("textDocument/hover", at(0, 0)), NOT_INITIALIZED);
    assert_eq!(client.error("initialize", json!({ "capabilities": 3 })), INVALID_PARAMS);
    client.ask("initialize", json!({ "capabilities": {} }));
    client.tell("initialized", json!({}));
    assert_eq!(client.ask("shutdown", Value::Null), Value::Null);
    assert_eq!(client.error("textDocument/hover", at(0, 0)), INVALID_REQUEST);
    client.tell("exit", Value::Null);
    assert_eq!(client.ends(), Some(0));
}

#[test]
fn the_end_without_shutdown_is_an_end_all_the_same() {
    let mut client = Client::with("train mlp[784,10]");
    client.tell("exit", Value::Null);
    assert_eq!(client.ends(), Some(1));
    let mut client = Client::with("train mlp[784,10]");
    client.close_input();
    assert_eq!(client.ends(), Some(1));
    let mut client = Client::start();
    client.close_input();
    assert_eq!(client.ends(), Some(1));
}

#[test]
fn unknown_questions_and_wrong_ones_get_errors_and_the_server_lives_on() {
    let mut client = Client::with("train mlp[784,10]");
    assert_eq!(client.error("textDocument/typeHierarchy", at(0, 0)), METHOD_NOT_FOUND);
    assert_eq!(
        client.error("textDocument/hover", json!({ "textDocument": { "uri": FILE } })),
        INVALID_PARAMS
    );
    assert_eq!(client.error("textDocument/hover", json!([1, "a"])), INVALID_PARAMS);
    assert_eq!(client.error("textDocument/hover", Value::Null), INVALID_PARAMS);
    client.tell("textDocument/didChange", json!({ "textDocument": 7 }));
    client.tell("textDocument/didOpen", Value::Null);
    client.tell("$/cancelRequest", json!({ "id": 1 }));
    client.tell("nobody/knowsThis", json!({}));
    client.send(&json!({ "jsonrpc": "2.0", "id": 99, "result": null }));
    assert!(client.ask_at("hover", 0, 1)["contents"]["value"].is_string());
    assert_eq!(client.leaves(), Some(0));
}

#[test]
fn a_document_that_is_not_open_is_answered_with_null() {
    let mut client = Client::initialized(&["utf-16"]);
    for method in ["hover", "completion", "definition", "prepareRename"] {
        assert_eq!(client.ask_at(method, 0, 0), Value::Null, "{method}");
    }
    client.change(json!([{ "text": "seed 1" }]));
    for method in ["documentSymbol", "semanticTokens/full", "foldingRange"] {
        let params = json!({ "textDocument": { "uri": FILE } });
        assert_eq!(client.ask(&format!("textDocument/{method}"), params), Value::Null, "{method}");
    }
    assert_eq!(client.leaves(), Some(0));
}

#[test]
fn what_is_closed_has_no_findings() {
    let mut client = Client::with("train mpl[784,10]");
    assert!(!client.findings().is_empty());
    client.tell("textDocument/didClose", json!({ "textDocument": { "uri": FILE } }));
    let message = client.receive();
    assert_eq!(message["params"]["uri"], FILE);
    assert_eq!(message["params"]["diagnostics"], json!([]));
    client.open("train mpl[784,10]");
    assert!(!client.findings().is_empty(), "it can be opened again");
}

#[test]
fn columns_count_in_the_units_that_were_settled() {
    // The face is one character, two UTF-16 units, four bytes: the word behind it begins after 9, 10 or 12.
    let text = "title \"😀\" nonsense";
    for (encoding, column) in [("utf-16", 11), ("utf-8", 13)] {
        let mut client = Client::initialized(&[encoding]);
        client.open(text);
        let findings = client.findings();
        let start = &findings[0]["range"]["start"];
        assert_eq!(start["character"], column, "{encoding}: {findings:?}");
    }
}

#[test]
fn a_huge_file_is_answered() {
    let mut client = Client::with(&"train mlp[784,10] with sgd\n".repeat(2_000));
    assert!(client.findings().len() <= 1000);
    assert!(client.ask_at("hover", 1_999, 1)["contents"]["value"].is_string());
    assert!(client.ask_at("completion", 1_999, 26).is_array());
    client.change(json!([{ "text": "} ".repeat(100_000) }]));
    assert!(!client.findings().is_empty());
    client.change(json!([{ "text": format!("title \"{}\"", "x".repeat(17 << 20)) }]));
    assert_eq!(client.codes(), ["too-large"]);
    assert_eq!(client.leaves(), Some(0));
}
