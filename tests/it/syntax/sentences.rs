//! The sentences of the specification: they parse without a finding, and into the trees they mean.

use std::path::Path;

use pipette::source::{Diagnostic, Source};
use pipette::syntax::ast::*;
use pipette::syntax::parse;

/// The statements of a text that parses without a finding.
pub fn clean(text: &str) -> Vec<Statement> {
    let (file, findings) = parse(&Source::new("test.pipe", text));
    assert!(findings.is_empty(), "{text}\n{}", told(&findings, text));
    file.statements
}

fn told(findings: &[Diagnostic], text: &str) -> String {
    let lines = findings.iter().map(|finding| {
        let span = finding.span();
        format!("{} at {:?} `{}`: {}\n", finding.code, span, &text[span.start..span.end], finding.message)
    });
    lines.collect()
}

#[test]
fn every_sentence_of_the_specification_parses() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/parse");
    let mut files = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(!clean(&text).is_empty());
        files += 1;
    }
    assert!(files >= 8, "{files} files");
}
