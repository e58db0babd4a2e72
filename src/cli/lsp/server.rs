//! The open documents, and which answer belongs to which question. A document that is not open is answered
//! with null, a question that nobody knows or that is put wrongly with an error.

use super::{answers, convert};
use crate::check::Surroundings;
use crate::cli::load::Loader;
use crate::cli::read;
use crate::editor::{Change, Document, Encoding};
use crate::run::Machine;
use lsp_server::{ErrorCode, Notification, Request, Response, ResponseError};
use lsp_types::notification::{
    DidChangeTextDocument, DidCloseTextDocument, DidOpenTextDocument, Notification as _, PublishDiagnostics,
};
use lsp_types::request::{self as ask, Request as _};
use lsp_types::{PublishDiagnosticsParams, Uri};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeMap;

pub struct Server {
    encoding: Encoding,
    /// Bytes of memory that a step may plan to hold.
    memory: f64,
    documents: BTreeMap<String, Open>,
    /// Documents that have been closed and whose findings are still shown.
    closed: Vec<Uri>,
}

/// An open document.
pub struct Open {
    pub uri: Uri,
    pub document: Document,
    is_published: bool,
}

impl Server {
    pub fn new(encoding: Encoding) -> Self {
        let memory = Machine::here(1).memory as f64;
        Server { encoding, memory, documents: BTreeMap::new(), closed: Vec::new() }
    }

    /// Answers a request.
    pub fn answer(&self, request: Request) -> Response {
        let Request { id, method, params } = request;
        let response_result = self.dispatch(&method, params);
        Response { id, response_result }
    }

    fn dispatch(&self, method: &str, params: Value) -> Result<Value, ResponseError> {
        match method {
            ask::HoverRequest::METHOD => self.put::<ask::HoverRequest>(params, answers::hover),
            ask::Completion::METHOD => self.put::<ask::Completion>(params, answers::completion),
            ask::InlayHintRequest::METHOD => self.put::<ask::InlayHintRequest>(params, answers::inlay_hints),
            ask::CodeActionRequest::METHOD => {
                self.put::<ask::CodeActionRequest>(params, answers::code_actions)
            }
            ask::GotoDefinition::METHOD => self.put::<ask::GotoDefinition>(params, answers::definition),
            ask::References::METHOD => self.put::<ask::References>(params, answers::references),
            ask::PrepareRenameRequest::METHOD => {
                self.put::<ask::PrepareRenameRequest>(params, answers::prepare_rename)
            }
            ask::Rename::METHOD => self.put::<ask::Rename>(params, answers::rename),
            ask::DocumentSymbolRequest::METHOD => {
                self.put::<ask::DocumentSymbolRequest>(params, answers::symbols)
            }
            ask::Formatting::METHOD => self.put::<ask::Formatting>(params, answers::formatting),
            ask::SemanticTokensFullRequest::METHOD => {
                self.put::<ask::SemanticTokensFullRequest>(params, answers::semantic_tokens)
            }
            ask::FoldingRangeRequest::METHOD => {
                self.put::<ask::FoldingRangeRequest>(params, answers::folding_ranges)
            }
            unknown => Err(error(ErrorCode::MethodNotFound, format!("`{unknown}` is not served"))),
        }
    }

    /// Puts a question to the document that it names.
    fn put<R: ask::Request>(
        &self,
        params: Value,
        answer: fn(&Open, R::Params) -> Result<R::Result, ResponseError>,
    ) -> Result<Value, ResponseError> {
        let open = document_of(&params).and_then(|uri| self.documents.get(uri));
        let Some(open) = open else {
            // A question that is put wrongly is an error even where it names no document.
            read::<R::Params>(params)?;
            return Ok(Value::Null);
        };
        let answered = answer(open, read(params)?)?;
        serde_json::to_value(answered).map_err(|fault| error(ErrorCode::InternalError, fault.to_string()))
    }

    /// Takes a notification; one that can't be read, or that nobody knows, changes nothing.
    pub fn hear(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        match method.as_str() {
            DidOpenTextDocument::METHOD => read(params).map_or((), |params| self.open(params)),
            DidChangeTextDocument::METHOD => read(params).map_or((), |params| self.change(params)),
            DidCloseTextDocument::METHOD => read(params).map_or((), |params| self.close(params)),
            _ => {}
        }
    }

    fn open(&mut self, params: lsp_types::DidOpenTextDocumentParams) {
        let opened = params.text_document;
        let folder = convert::folder(&opened.uri);
        // What is wrong with the folder's configuration is said by the commands. It is read anew for each
        // document that is opened: it may have changed.
        let policy = Loader::new().policy_of(&folder);
        let (memory, overrides) = (self.memory, Vec::new());
        let around = Surroundings { folder, memory, overrides, read: read::reader() };
        let document = Document::new(&opened.text, opened.version, self.encoding, around, policy);
        let key = opened.uri.as_str().to_owned();
        self.documents.insert(key, Open { uri: opened.uri, document, is_published: false });
    }

    fn change(&mut self, params: lsp_types::DidChangeTextDocumentParams) {
        let Some(open) = self.documents.remove(params.text_document.uri.as_str()) else { return };
        let position = convert::position;
        let changes = params.content_changes.into_iter().map(|change| Change {
            range: change.range.map(|range| (position(range.start), position(range.end))),
            text: change.text,
        });
        let changes: Vec<Change> = changes.collect();
        let document = open.document.changed(&changes, params.text_document.version);
        self.documents.insert(open.uri.as_str().to_owned(), Open { document, is_published: false, ..open });
    }

    fn close(&mut self, params: lsp_types::DidCloseTextDocumentParams) {
        if let Some(open) = self.documents.remove(params.text_document.uri.as_str()) {
            self.closed.push(open.uri);
        }
    }

    /// The findings of what has changed since they were published last; none for what was closed.
    pub fn publish(&mut self) -> Vec<Notification> {
        let closed = self.closed.drain(..).map(|uri| findings(uri, Vec::new(), None));
        let mut said: Vec<Notification> = closed.collect();
        for open in self.documents.values_mut().filter(|open| !open.is_published) {
            open.is_published = true;
            let found = convert::diagnostics(&open.document, &open.uri);
            said.push(findings(open.uri.clone(), found, Some(open.document.version)));
        }
        said
    }
}

fn findings(uri: Uri, diagnostics: Vec<lsp_types::Diagnostic>, version: Option<i32>) -> Notification {
    let params = PublishDiagnosticsParams { uri, diagnostics, version };
    Notification::new(PublishDiagnostics::METHOD.to_owned(), params)
}

/// The document that a question is about.
fn document_of(params: &Value) -> Option<&str> {
    params.get("textDocument")?.get("uri")?.as_str()
}

fn read<P: DeserializeOwned>(params: Value) -> Result<P, ResponseError> {
    serde_json::from_value(params).map_err(|fault| error(ErrorCode::InvalidParams, fault.to_string()))
}

pub fn error(code: ErrorCode, message: String) -> ResponseError {
    ResponseError { code: code as i32, message, data: None }
}
