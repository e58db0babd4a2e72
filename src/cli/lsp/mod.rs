//! `pipette lsp`: the language server (protocol 3.17) over standard input and output. What it answers is
//! worked out by the editor room; here are the messages.
//!
//! A change is taken at once and checked when no message waits, so that fast typing is not checked letter by
//! letter. Everything runs on one thread: an answer always belongs to the text that the editor has sent.

mod answers;
mod capabilities;
mod colours;
mod convert;
mod offers;
mod server;

use super::complain;
use lsp_server::{Connection, ErrorCode, Message, Request, RequestId, Response};
use lsp_types::InitializeParams;
use lsp_types::notification::{Exit, Notification as _};
use lsp_types::request::{Request as _, Shutdown};
use server::Server;

/// The exit code that the protocol asks for where the client leaves without `shutdown`.
const NO_SHUTDOWN: u8 = 1;

/// Serves an editor until it leaves or standard input ends.
pub fn lsp() -> u8 {
    let (connection, threads) = Connection::stdio();
    let code = serve(&connection);
    drop(connection);
    match threads.join() {
        Ok(()) => code,
        Err(error) => {
            complain(&format!("the editor's messages can't be read: {error}"), None);
            NO_SHUTDOWN
        }
    }
}

fn serve(connection: &Connection) -> u8 {
    let Some((id, params)) = greeting(connection) else { return NO_SHUTDOWN };
    let encoding = capabilities::encoding(&params);
    let welcome = Response::new_ok(id, capabilities::initialized(encoding));
    if connection.sender.send(welcome.into()).is_err() {
        return NO_SHUTDOWN;
    }
    converse(connection, Server::new(encoding))
}

/// The first `initialize` that can be understood; none where the client leaves before.
fn greeting(connection: &Connection) -> Option<(RequestId, InitializeParams)> {
    loop {
        let (id, params) = connection.initialize_start().ok()?;
        match serde_json::from_value(params) {
            Ok(params) => return Some((id, params)),
            Err(error) => {
                let response = Response::new_err(id, ErrorCode::InvalidParams as i32, error.to_string());
                connection.sender.send(response.into()).ok()?;
            }
        }
    }
}

/// Answers messages in their order; findings are published as soon as none waits.
fn converse(connection: &Connection, mut server: Server) -> u8 {
    let mut is_leaving = false;
    loop {
        let message = match connection.receiver.try_recv() {
            Err(error) if error.is_empty() => {
                let mut findings = server.publish().into_iter();
                if !findings.all(|findings| connection.sender.send(findings.into()).is_ok()) {
                    return NO_SHUTDOWN;
                }
                connection.receiver.recv().ok()
            }
            message => message.ok(),
        };
        match message {
            None => return NO_SHUTDOWN,
            Some(Message::Request(request)) => {
                let leaves = request.method == Shutdown::METHOD;
                let response = match () {
                    _ if is_leaving => refuse(request),
                    _ if leaves => Response::new_ok(request.id, ()),
                    _ => server.answer(request),
                };
                is_leaving |= leaves;
                if connection.sender.send(response.into()).is_err() {
                    return NO_SHUTDOWN;
                }
            }
            Some(Message::Notification(notification)) if notification.method == Exit::METHOD => {
                return if is_leaving { 0 } else { NO_SHUTDOWN };
            }
            Some(Message::Notification(notification)) => server.hear(notification),
            Some(Message::Response(_)) => {}
        }
    }
}

fn refuse(request: Request) -> Response {
    Response::new_err(request.id, ErrorCode::InvalidRequest as i32, "the server is shut down".into())
}
