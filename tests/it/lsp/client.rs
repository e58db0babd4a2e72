//! A scripted editor: it talks JSON-RPC to the real program over pipes, and never waits for ever.

use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Far more than any answer takes; a test that waits so long has failed.
const PATIENCE: Duration = Duration::from_secs(60);

pub const FILE: &str = "file:///tmp/of-no-matter.pipe";

pub struct Client {
    program: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// Notifications that arrived while an answer was waited for.
    heard: VecDeque<Value>,
    next: i64,
    version: i64,
}

impl Client {
    /// A client before any message.
    pub fn start() -> Self {
        let mut program = Command::new(env!("CARGO_BIN_EXE_pipette"))
            .args(["lsp", "--stdio"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let (input, output) = (program.stdin.take(), program.stdout.take().expect("a pipe"));
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Client { program, input, messages, heard: VecDeque::new(), next: 0, version: 0 }
    }

    /// A client that has introduced itself.
    pub fn initialized(encodings: &[&str]) -> Self {
        let mut client = Client::start();
        let capabilities = json!({ "general": { "positionEncodings": encodings } });
        client.ask("initialize", json!({ "processId": null, "rootUri": null, "capabilities": capabilities }));
        client.tell("initialized", json!({}));
        client
    }

    /// A client with this text open.
    pub fn with(text: &str) -> Self {
        let mut client = Client::initialized(&["utf-16"]);
        client.open(text);
        client
    }

    pub fn open(&mut self, text: &str) {
        self.version += 1;
        let document = json!({ "uri": FILE, "languageId": "pipe", "version": self.version, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Changes the text; a change without a range is the whole text.
    pub fn change(&mut self, changes: Value) {
        self.version += 1;
        let document = json!({ "uri": FILE, "version": self.version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// Types a text at a place of a line, letter by letter.
    pub fn types(&mut self, line: u64, column: u64, text: &str) {
        for (index, letter) in text.chars().enumerate() {
            let at = json!({ "line": line, "character": column + index as u64 });
            self.change(json!([{ "range": { "start": at, "end": at }, "text": letter.to_string() }]));
        }
    }

    pub fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    pub fn send(&mut self, message: &Value) {
        let text = message.to_string();
        let input = self.input.as_mut().expect("the input is open");
        write!(input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("the program reads");
        input.flush().expect("the program reads");
    }

    /// The whole answer to a request.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = self.next;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.receive();
            match message.get("id") {
                Some(answered) if *answered == id => return message,
                Some(other) => panic!("an answer to {other} instead of {id}"),
                None => self.heard.push_back(message),
            }
        }
    }

    /// The result of a request that is answered.
    #[track_caller]
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let answer = self.request(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer.get("result").cloned().expect("a result")
    }

    /// The result of a request about a place of the open document.
    #[track_caller]
    pub fn ask_at(&mut self, method: &str, line: u64, column: u64) -> Value {
        self.ask(&format!("textDocument/{method}"), at(line, column))
    }

    /// The code of the error that a request is answered with.
    #[track_caller]
    pub fn error(&mut self, method: &str, params: Value) -> i64 {
        let answer = self.request(method, params);
        answer["error"]["code"].as_i64().unwrap_or_else(|| panic!("no error: {answer}"))
    }

    /// The findings of the text as it stands now.
    pub fn findings(&mut self) -> Vec<Value> {
        loop {
            let message = self.heard.pop_front().unwrap_or_else(|| self.receive());
            let params = &message["params"];
            if message["method"] == "textDocument/publishDiagnostics" && params["version"] == self.version {
                return params["diagnostics"].as_array().cloned().expect("a list");
            }
        }
    }

    pub fn codes(&mut self) -> Vec<String> {
        let code = |finding: &Value| finding["code"].as_str().unwrap_or_default().to_owned();
        self.findings().iter().map(code).collect()
    }

    pub fn receive(&self) -> Value {
        self.messages.recv_timeout(PATIENCE).expect("the server says something in time")
    }

    pub fn close_input(&mut self) {
        self.input = None;
    }

    /// How the program ends, which it has to do in time.
    pub fn ends(mut self) -> Option<i32> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some(status) = self.program.try_wait().expect("a child") {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("the program does not end");
    }

    pub fn leaves(mut self) -> Option<i32> {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        self.ends()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

pub fn at(line: u64, column: u64) -> Value {
    json!({ "textDocument": { "uri": FILE }, "position": { "line": line, "character": column } })
}

pub fn whole() -> Value {
    json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 10_000, "character": 0 } })
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        output.read_line(&mut line).ok().filter(|read| *read > 0)?;
        match line.trim_end().split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.parse().ok()?
            }
            Some(_) => {}
            None => break,
        }
    }
    let mut bytes = vec![0; length];
    output.read_exact(&mut bytes).ok()?;
    serde_json::from_slice(&bytes).ok()
}
