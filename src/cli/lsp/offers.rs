//! Completions as the protocol has them.

use super::convert::range;
use crate::editor::{Completions, Document, Offer, Role};
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionTextEdit, Documentation, MarkupContent, MarkupKind, Range,
    TextEdit,
};

pub fn items(document: &Document, completions: Completions) -> Vec<CompletionItem> {
    let replace = range(document, completions.replace);
    completions.offers.into_iter().enumerate().map(|(order, offer)| item(offer, order, replace)).collect()
}

fn item(offer: Offer, order: usize, replace: Range) -> CompletionItem {
    let markdown = MarkupContent { kind: MarkupKind::Markdown, value: offer.card };
    CompletionItem {
        kind: Some(kind(offer.role)),
        detail: (!offer.detail.is_empty()).then_some(offer.detail),
        documentation: (!markdown.value.is_empty()).then_some(Documentation::MarkupContent(markdown)),
        // Editors sort by text: the rank first, then the order of the vocabulary.
        sort_text: Some(format!("{}{order:04}", offer.rank as u8)),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(replace, offer.insert))),
        label: offer.label,
        ..Default::default()
    }
}

fn kind(role: Role) -> CompletionItemKind {
    match role {
        Role::Verb | Role::Function => CompletionItemKind::FUNCTION,
        Role::Model => CompletionItemKind::CLASS,
        Role::Data => CompletionItemKind::STRUCT,
        Role::Method => CompletionItemKind::METHOD,
        Role::Measure => CompletionItemKind::PROPERTY,
        Role::Argument => CompletionItemKind::FIELD,
        Role::Choice => CompletionItemKind::ENUM_MEMBER,
        Role::Unit => CompletionItemKind::UNIT,
        Role::Number => CompletionItemKind::VALUE,
        Role::Name | Role::Definition(_) => CompletionItemKind::VARIABLE,
        _ => CompletionItemKind::KEYWORD,
    }
}
