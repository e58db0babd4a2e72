//! `pipette view`: the runs of a store in a browser on this machine, in progress and past. Nothing can be changed through it.

mod guard;
mod pages;

use super::arguments::ViewOptions;
use super::signals::Signals;
use super::{RUN_FAILED, complain, hand_out, stores};
use crate::data::printable;
use crate::report::html;
use guard::{Asked, Guard, Refusal};
use std::fmt::Write;
use std::path::Path;
use std::time::Duration;
use tiny_http::{Header, Request, Response, Server};

/// Threads that answer; a page takes some milliseconds.
const THREADS: usize = 4;
/// The time in which an order to end is heard.
const HEARING: Duration = Duration::from_millis(200);

pub fn view(options: &ViewOptions) -> u8 {
    let store = stores::store(options.store.as_deref(), options.file.as_deref());
    let (server, guard) = match started(options.port) {
        Ok(started) => started,
        Err(message) => {
            complain(&message, Some("name another port with `--port N`, or none: a free one is then taken"));
            return RUN_FAILED;
        }
    };
    let signals = Signals::listen().unwrap_or_default();
    let written = hand_out(format!("{}\n", guard.address()));
    let shown = printable(&store.to_string_lossy(), 200);
    anstream::eprintln!("serving the runs in {shown} on this machine only; Ctrl-C ends it");
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| serve(&server, &guard, &store, &signals));
        }
    });
    written
}

/// A server on this machine, and what its addresses have to hold.
fn started(port: u16) -> Result<(Server, Guard), String> {
    let server =
        Server::http(("127.0.0.1", port)).map_err(|error| format!("port {port} can't be used: {error}"))?;
    let port = server.server_addr().to_ip().map(|address| address.port()).ok_or("the port is not known")?;
    let mut random = [0u8; 16];
    getrandom::fill(&mut random).map_err(|error| format!("the system gives no random numbers: {error}"))?;
    let token = random.iter().fold(String::new(), |mut token, byte| {
        let _ = write!(token, "{byte:02x}");
        token
    });
    Ok((server, Guard::new(port, token)))
}

fn serve(server: &Server, guard: &Guard, store: &Path, signals: &Signals) {
    while !signals.asked() {
        // A connection that broke is its browser's affair.
        let Ok(Some(request)) = server.recv_timeout(HEARING) else { continue };
        let asked = asked(&request);
        let answer = guard.admit(&asked).and_then(|address| pages::page(store, address));
        let _ = request.respond(response(answer));
    }
}

fn asked(request: &Request) -> Asked {
    let header = |name: &'static str| {
        let mut all = request.headers().iter().filter(|header| header.field.equiv(name));
        let first = all.next()?;
        // Two of them are one too many, and equal nothing that is right.
        Some(if all.next().is_some() { String::new() } else { first.value.to_string() })
    };
    Asked {
        method: request.method().to_string(),
        address: request.url().to_string(),
        host: header("Host"),
        origin: header("Origin"),
        site: header("Sec-Fetch-Site"),
    }
}

fn response(answer: Result<String, Refusal>) -> Response<std::io::Cursor<Vec<u8>>> {
    let status = answer.as_ref().err().map_or(200, |refusal| refusal.status());
    let page = answer.unwrap_or_else(|refusal| html::refusal(&refusal.to_string()));
    let headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Cache-Control", "no-store"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ];
    let headers = headers.iter().filter_map(|(name, value)| Header::from_bytes(*name, *value).ok());
    headers.fold(Response::from_string(page).with_status_code(status), Response::with_header)
}
