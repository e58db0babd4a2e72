//! Latency of the language server: a sentence is typed letter by letter into the middle of a file of 500
//! lines, and each letter waited for until its findings are there, over the pipes and JSON of a real editor.
//! `cargo bench --bench lsp` prints one JSON line a question: the median and the 95th percentile in
//! milliseconds. The bar of the project is a median under 10 ms from a letter to its findings.

#[allow(dead_code)]
#[path = "../it/lsp/client.rs"]
mod client;

use client::{Client, FILE};
use serde_json::{Value, json};
use std::time::Instant;

const LINES: usize = 500;
const SENTENCE: &str = "typed: augment mnist with rotation(15 deg) and elastic, then train mlp[784,100,10] with sgd(rate: \
                        0.1) and decay for 20 epochs, then test";

fn main() {
    let text = file();
    let line = text.lines().position(str::is_empty).unwrap_or(0) as u64;
    let mut client = Client::with(&text);
    let errors = client.findings().iter().filter(|finding| finding["severity"] == 1).count();
    assert_eq!(errors, 0, "the file that is typed into is right");
    let (mut findings, mut completions, mut tokens, mut hints) = (vec![], vec![], vec![], vec![]);
    for (column, letter) in SENTENCE.chars().enumerate() {
        let start = Instant::now();
        client.types(line, column as u64, &letter.to_string());
        client.findings();
        findings.push(milliseconds(start));
        completions.push(timed(&mut client, "completion", |params| {
            params["position"] = json!({ "line": line, "character": column + 1 });
        }));
        tokens.push(timed(&mut client, "semanticTokens/full", |_| {}));
        hints.push(timed(&mut client, "inlayHint", |params| {
            let line_of = |line: u64| json!({ "line": line, "character": 0 });
            params["range"] = json!({ "start": line_of(line.saturating_sub(30)), "end": line_of(line + 30) });
        }));
    }
    for (name, times) in [
        ("findings", findings),
        ("completion", completions),
        ("semantic tokens", tokens),
        ("inlay hints", hints),
    ] {
        report(name, times);
    }
}

/// A file without errors: settings, lets, labelled lines, sweeps and claims, with an empty line in its middle.
fn file() -> String {
    let mut lines = vec!["title \"Many experiments\"".to_owned(), "seed 1".into(), "use mnist".into()];
    let mut index = 0;
    while lines.len() < LINES {
        index += 1;
        if index == LINES / 18 {
            lines.push(String::new());
        }
        lines.extend([
            format!("# Experiment {index}: how much data does a small network need?"),
            format!("let part{index} = take {} of mnist", 1000 + index),
            format!("let recipe{index} = sgd(rate: 0.05, batch: 100) and decay(0.95 per epoch)"),
            format!("net{index}: train mlp[784,100,10](activation: tanh) on part{index} with recipe{index} for 5 epochs, then test"),
            format!("expect net{index}.error < 10 % with 95 % confidence"),
            format!("sweep n{index} in [100, 200, 400], repeat 3 {{"),
            format!("  fit{index}: draw n{index} of spambase, then standardize, then fit ridge(penalty: 1), then test"),
            "}".into(),
            format!("plot fit{index}.error over n{index}"),
        ]);
    }
    lines.truncate(LINES);
    lines.join("\n") + "\n"
}

fn timed(client: &mut Client, question: &str, fill: impl Fn(&mut Value)) -> f64 {
    let mut params = json!({ "textDocument": { "uri": FILE } });
    fill(&mut params);
    let start = Instant::now();
    client.ask(&format!("textDocument/{question}"), params);
    milliseconds(start)
}

fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}

fn report(name: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!(
        r#"{{"name": "{name}", "lines": {LINES}, "letters": {}, "median_ms": {:.2}, "p95_ms": {:.2}}}"#,
        times.len(),
        at(0.5),
        at(0.95)
    );
}
