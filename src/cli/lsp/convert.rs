//! Between the protocol's types and the program's.

use crate::editor::{Document, Entry, Hint, Position, Symbol, Told};
use crate::source::{Diagnostic, Edit, Level, Span};
use lsp_types::{self as lsp, Uri};
use std::path::PathBuf;

/// More findings than anybody reads on a screen.
const MOST_FINDINGS: usize = 1000;

pub fn position(position: lsp::Position) -> Position {
    Position { line: position.line, column: position.character }
}

fn place(position: Position) -> lsp::Position {
    lsp::Position { line: position.line, character: position.column }
}

pub fn range(document: &Document, span: Span) -> lsp::Range {
    let (start, end) = document.range(span);
    lsp::Range { start: place(start), end: place(end) }
}

pub fn span(document: &Document, range: lsp::Range) -> Span {
    Span::new(document.offset(position(range.start)), document.offset(position(range.end)))
}

/// The folder that the relative paths of a document start from; the current one where it is no file.
pub fn folder(uri: &Uri) -> PathBuf {
    let path = uri.as_str().strip_prefix("file://").map(decoded).map(PathBuf::from);
    let folder = path.as_ref().and_then(|path| path.parent());
    folder.map_or(PathBuf::from("."), PathBuf::from)
}

/// `%20` is a blank.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match code.filter(|_| *first == b'%').and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    // On Windows a path is `/C:/a`.
    let path = String::from_utf8_lossy(&bytes).into_owned();
    if cfg!(windows) { path.trim_start_matches('/').to_owned() } else { path }
}

pub fn diagnostics(document: &Document, uri: &Uri) -> Vec<lsp::Diagnostic> {
    let findings = document.analysis().findings.iter().take(MOST_FINDINGS);
    findings.map(|finding| diagnostic(document, uri, finding)).collect()
}

/// A finding with its help, and with its labels as related places.
pub fn diagnostic(document: &Document, uri: &Uri, finding: &Diagnostic) -> lsp::Diagnostic {
    let said = finding.labels.iter().filter(|label| !label.text.is_empty());
    let related = said.map(|label| lsp::DiagnosticRelatedInformation {
        location: lsp::Location { uri: uri.clone(), range: range(document, label.span) },
        message: label.text.clone(),
    });
    let help = finding.help.as_ref().map_or(String::new(), |help| format!("\nhelp: {help}"));
    lsp::Diagnostic {
        range: range(document, finding.span()),
        severity: Some(severity(finding.level)),
        code: Some(lsp::NumberOrString::String(finding.code.into())),
        source: Some("pipette".into()),
        message: format!("{}{help}", finding.message),
        related_information: Some(related.collect()),
        ..Default::default()
    }
}

fn severity(level: Level) -> lsp::DiagnosticSeverity {
    match level {
        Level::Error => lsp::DiagnosticSeverity::ERROR,
        Level::Warning => lsp::DiagnosticSeverity::WARNING,
        Level::Note => lsp::DiagnosticSeverity::INFORMATION,
    }
}

pub fn edits(document: &Document, edits: &[Edit]) -> Vec<lsp::TextEdit> {
    edits.iter().map(|edit| lsp::TextEdit::new(range(document, edit.span), edit.text.clone())).collect()
}

/// Edits of one document.
// The key is a URI, which the client gives and nobody changes.
#[allow(clippy::mutable_key_type)]
pub fn workspace_edit(uri: &Uri, edits: Vec<lsp::TextEdit>) -> lsp::WorkspaceEdit {
    lsp::WorkspaceEdit::new([(uri.clone(), edits)].into())
}

pub fn hint(document: &Document, hint: Hint) -> lsp::InlayHint {
    let span = Span::new(hint.at, hint.at);
    let insert = lsp::TextEdit::new(range(document, span), hint.text.clone());
    lsp::InlayHint {
        position: range(document, span).start,
        label: lsp::InlayHintLabel::String(hint.text),
        kind: Some(match hint.told {
            Told::Default => lsp::InlayHintKind::PARAMETER,
            Told::Kind => lsp::InlayHintKind::TYPE,
        }),
        // A default can be made a part of the text; a kind can't.
        text_edits: (hint.told == Told::Default).then(|| vec![insert]),
        tooltip: None,
        padding_left: None,
        padding_right: None,
        data: None,
    }
}

// The protocol's type has a field that it warns of itself.
#[allow(deprecated)]
pub fn symbol(document: &Document, symbol: &Symbol) -> lsp::DocumentSymbol {
    let children: Vec<_> = symbol.inside.iter().map(|inner| self::symbol(document, inner)).collect();
    lsp::DocumentSymbol {
        name: symbol.name.clone(),
        detail: None,
        kind: match symbol.entry {
            Entry::Setting => lsp::SymbolKind::PROPERTY,
            Entry::Let => lsp::SymbolKind::VARIABLE,
            Entry::Line => lsp::SymbolKind::FUNCTION,
            Entry::Sweep => lsp::SymbolKind::NAMESPACE,
            Entry::Claim => lsp::SymbolKind::BOOLEAN,
        },
        tags: None,
        deprecated: None,
        range: range(document, symbol.span),
        selection_range: range(document, symbol.selection),
        children: (!children.is_empty()).then_some(children),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_lies_in_the_folder_of_its_address() {
        let folder = |uri: &str| uri.parse::<Uri>().map(|uri| super::folder(&uri)).unwrap_or_default();
        assert_eq!(folder("file:///a%20b/%C3%A9/c.pipe"), PathBuf::from("/a b/é"));
        assert_eq!(folder("file:///c%2"), PathBuf::default(), "no address at all");
        assert_eq!(folder("untitled:Untitled-1"), PathBuf::from("."));
    }
}
