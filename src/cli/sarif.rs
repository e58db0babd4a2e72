//! Findings as SARIF 2.1.0 (OASIS 2020), the form that code hosts and editors read.
//!
//! One run with one rule a code; places in lines and columns from one, columns counting characters;
//! second places as related locations, fixes as replacements.

use super::findings::UNREADABLE;
use super::lint::Checked;
use super::read::Unreadable;
use crate::lint;
use crate::source::{Diagnostic, Edit, Fix, Label, Source, Span, edits};
use crate::words::VOCABULARY;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The log of what was found.
pub fn log(checked: &[Checked]) -> Value {
    let mut codes = BTreeSet::new();
    let mut results = Vec::new();
    for (path, found) in checked {
        let uri = uri(path);
        match found {
            Ok(found) => {
                codes.extend(found.findings.iter().map(|finding| finding.code));
                results.extend(found.findings.iter().map(|finding| result(&uri, &found.source, finding)));
            }
            Err(unreadable) => {
                codes.insert(UNREADABLE);
                results.push(unread(&uri, unreadable));
            }
        }
    }
    let rules: Vec<Value> = codes.iter().map(|code| rule(code)).collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "Pipette", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

/// What a code means, by its page.
fn rule(code: &str) -> Value {
    match lint::page(&VOCABULARY, code) {
        Some(page) => json!({
            "id": code,
            "shortDescription": { "text": page.finds },
            "fullDescription": { "text": page.why },
            "defaultConfiguration": { "level": page.level.word() },
        }),
        None => json!({ "id": code }),
    }
}

fn result(uri: &str, source: &Source, finding: &Diagnostic) -> Value {
    let mut result = json!({
        "ruleId": finding.code,
        "level": finding.level.word(),
        "message": message(&finding.message, finding.help.as_deref()),
        "locations": [location(uri, source, finding.span())],
    });
    let related = finding.labels.iter().skip(1);
    let related: Vec<Value> = related.map(|label| labelled(uri, source, label)).collect();
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    if let Some(fix) = &finding.fix
        && let Some(edits) = edits(source.text(), fix)
    {
        result["fixes"] = json!([replacements(uri, source, finding, (fix, edits))]);
    }
    result
}

fn unread(uri: &str, unreadable: &Unreadable) -> Value {
    json!({
        "ruleId": UNREADABLE,
        "level": "error",
        "message": message(&unreadable.message, Some(&unreadable.help)),
        "locations": [{ "physicalLocation": { "artifactLocation": { "uri": uri } } }],
    })
}

fn message(text: &str, help: Option<&str>) -> Value {
    let help = help.map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    json!({ "text": format!("{text}{help}") })
}

fn location(uri: &str, source: &Source, span: Span) -> Value {
    let part = source.part_at(span.start).map(|part| self::uri(Path::new(part.source.name())));
    let uri = part.as_deref().unwrap_or(uri);
    let place = json!({ "artifactLocation": { "uri": uri }, "region": region(source, span) });
    json!({ "physicalLocation": place })
}

fn labelled(uri: &str, source: &Source, label: &Label) -> Value {
    let mut location = location(uri, source, label.span);
    location["message"] = json!({ "text": label.text });
    location
}

fn region(source: &Source, span: Span) -> Value {
    let ((line, column), (end_line, end_column)) = (source.position(span.start), source.position(span.end));
    json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column })
}

fn replacements(uri: &str, source: &Source, finding: &Diagnostic, (fix, edits): (&Fix, Vec<Edit>)) -> Value {
    let replacement = |edit: &Edit| json!({ "deletedRegion": region(source, edit.span), "insertedContent": { "text": edit.text } });
    let replacements: Vec<Value> = edits.iter().map(replacement).collect();
    let meaning = if fix.safe { "keeps the meaning" } else { "a suggestion" };
    let described = format!("{} ({meaning})", finding.help.as_deref().unwrap_or("the cure"));
    let change = json!({ "artifactLocation": { "uri": uri }, "replacements": replacements });
    json!({ "description": { "text": described }, "artifactChanges": [change] })
}

/// A path as a reference: a relative one stays relative to where the program was called.
fn uri(path: &Path) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let text = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    let encoded = text.bytes().map(|byte| match plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    });
    let scheme = if path.is_absolute() { "file://" } else { "" };
    format!("{scheme}{}", encoded.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_references() {
        assert_eq!(uri(Path::new("a b/ä:1.pipe")), "a%20b/%C3%A4%3A1.pipe");
        assert_eq!(uri(Path::new("/a/b.pipe")), "file:///a/b.pipe");
    }
}
