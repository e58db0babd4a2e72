//! The answers, one function a question: the editor room is asked, its answer put into the protocol's words.

use super::server::{Open, error};
use super::{colours, convert, offers};
use crate::editor;
use crate::source::Span;
use crate::syntax::tidy;
use lsp_server::{ErrorCode, ResponseError};
use lsp_types as lsp;

type Answer<T> = Result<Option<T>, ResponseError>;

fn offset(open: &Open, position: lsp::Position) -> usize {
    open.document.offset(convert::position(position))
}

pub fn hover(open: &Open, params: lsp::HoverParams) -> Answer<lsp::Hover> {
    let at = offset(open, params.text_document_position_params.position);
    let hover = editor::hover(&open.document, at);
    Ok(hover.map(|(span, value)| lsp::Hover {
        contents: lsp::HoverContents::Markup(lsp::MarkupContent { kind: lsp::MarkupKind::Markdown, value }),
        range: Some(convert::range(&open.document, span)),
    }))
}

pub fn completion(open: &Open, params: lsp::CompletionParams) -> Answer<lsp::CompletionResponse> {
    let at = offset(open, params.text_document_position.position);
    let completions = editor::complete(&open.document, at);
    Ok(completions.map(|it| lsp::CompletionResponse::Array(offers::items(&open.document, it))))
}

pub fn inlay_hints(open: &Open, params: lsp::InlayHintParams) -> Answer<Vec<lsp::InlayHint>> {
    let hints = editor::inlay(&open.document, convert::span(&open.document, params.range));
    Ok(Some(hints.into_iter().map(|hint| convert::hint(&open.document, hint)).collect()))
}

pub fn code_actions(open: &Open, params: lsp::CodeActionParams) -> Answer<lsp::CodeActionResponse> {
    let actions = editor::actions(&open.document, convert::span(&open.document, params.range));
    let convert = |action: editor::Action| {
        let edits = convert::edits(&open.document, &action.edits);
        lsp::CodeActionOrCommand::CodeAction(lsp::CodeAction {
            title: action.title,
            kind: Some(lsp::CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![convert::diagnostic(&open.document, &open.uri, action.finding)]),
            edit: Some(convert::workspace_edit(&open.uri, edits)),
            // What keeps the meaning may be applied without a look.
            is_preferred: Some(action.safe),
            ..Default::default()
        })
    };
    Ok(Some(actions.into_iter().map(convert).collect()))
}

pub fn definition(open: &Open, params: lsp::GotoDefinitionParams) -> Answer<lsp::GotoDefinitionResponse> {
    let document = &open.document;
    let at = offset(open, params.text_document_position_params.position);
    let definition = document.outline().definition_at(document.text(), at);
    Ok(definition.map(|it| lsp::GotoDefinitionResponse::Scalar(location(open, it.span))))
}

pub fn references(open: &Open, params: lsp::ReferenceParams) -> Answer<Vec<lsp::Location>> {
    let document = &open.document;
    let at = offset(open, params.text_document_position.position);
    let Some(definition) = document.outline().definition_at(document.text(), at) else { return Ok(None) };
    let uses = document.outline().uses(document.text(), definition);
    let wanted = |span: &Span| params.context.include_declaration || *span != definition.span;
    Ok(Some(uses.into_iter().filter(wanted).map(|span| location(open, span)).collect()))
}

fn location(open: &Open, span: Span) -> lsp::Location {
    lsp::Location { uri: open.uri.clone(), range: convert::range(&open.document, span) }
}

pub fn prepare_rename(
    open: &Open,
    params: lsp::TextDocumentPositionParams,
) -> Answer<lsp::PrepareRenameResponse> {
    let span = editor::renameable(&open.document, offset(open, params.position));
    Ok(span.map(|span| lsp::PrepareRenameResponse::Range(convert::range(&open.document, span))))
}

pub fn rename(open: &Open, params: lsp::RenameParams) -> Answer<lsp::WorkspaceEdit> {
    let at = offset(open, params.text_document_position.position);
    match editor::rename(&open.document, at, &params.new_name) {
        Ok(edits) => {
            let edits = convert::edits(&open.document, &edits);
            Ok(Some(convert::workspace_edit(&open.uri, edits)))
        }
        Err(reason) => Err(error(ErrorCode::RequestFailed, reason)),
    }
}

pub fn symbols(open: &Open, _params: lsp::DocumentSymbolParams) -> Answer<lsp::DocumentSymbolResponse> {
    let symbols = editor::symbols(&open.document);
    let symbols = symbols.iter().map(|symbol| convert::symbol(&open.document, symbol)).collect();
    Ok(Some(lsp::DocumentSymbolResponse::Nested(symbols)))
}

/// No edit where it is in form already.
pub fn formatting(open: &Open, _params: lsp::DocumentFormattingParams) -> Answer<Vec<lsp::TextEdit>> {
    let text = open.document.text();
    let whole = convert::range(&open.document, Span::new(0, text.len()));
    let formatted = tidy(&open.document.source);
    Ok(Some(match formatted == text {
        true => Vec::new(),
        false => vec![lsp::TextEdit::new(whole, formatted)],
    }))
}

pub fn semantic_tokens(open: &Open, _params: lsp::SemanticTokensParams) -> Answer<lsp::SemanticTokensResult> {
    Ok(Some(lsp::SemanticTokensResult::Tokens(colours::colours(&open.document))))
}

pub fn folding_ranges(open: &Open, _params: lsp::FoldingRangeParams) -> Answer<Vec<lsp::FoldingRange>> {
    let fold = |(start_line, end_line)| lsp::FoldingRange { start_line, end_line, ..Default::default() };
    Ok(Some(editor::folds(&open.document).into_iter().map(fold).collect()))
}
