//! A small HTTP server on localhost for the tests: it serves one body at every path, as told.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// How a request is answered.
#[derive(Clone, Debug)]
pub enum Answer {
    /// The body, or the range asked for while the tag still holds.
    Serve {
        body: Vec<u8>,
        tag: &'static str,
    },
    /// A range, whatever the tag.
    IgnoreTag {
        body: Vec<u8>,
    },
    /// The whole length is announced, but only so many bytes are sent.
    Cut {
        body: Vec<u8>,
        after: usize,
    },
    /// No length is announced and bytes go on for ever.
    Endless,
    Status(u16),
}

/// A running server; it ends with the process.
pub struct Server {
    pub url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Gives the answers in turn, the last one again and again.
    pub fn start(answers: Vec<Answer>) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = requests.clone();
        std::thread::spawn(move || {
            for (number, stream) in listener.incoming().flatten().enumerate() {
                let answer = &answers[number.min(answers.len() - 1)];
                let request = read_request(&stream);
                seen.lock().unwrap().push(request.clone());
                // The client hangs up on answers that it refuses.
                let _ = respond(stream, &request, answer);
            }
        });
        Server { url, requests }
    }

    /// The heads of the requests so far, in lower case.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

fn read_request(stream: &TcpStream) -> String {
    let lines = BufReader::new(stream).lines().map_while(Result::ok);
    let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    head.join("\n").to_lowercase()
}

fn header<'a>(request: &'a str, name: &str) -> Option<&'a str> {
    request.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")))
}

fn respond(mut stream: TcpStream, request: &str, answer: &Answer) -> std::io::Result<()> {
    match answer {
        Answer::Status(status) => write!(stream, "HTTP/1.1 {status} No\r\ncontent-length: 0\r\n\r\n"),
        Answer::Cut { body, after } => {
            write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len())?;
            stream.write_all(&body[..*after])
        }
        Answer::Endless => {
            write!(stream, "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n")?;
            loop {
                stream.write_all(&[b'1'; 1 << 14])?;
            }
        }
        Answer::Serve { body, tag } => {
            let holds = header(request, "if-range").is_none_or(|asked| asked == *tag);
            serve(stream, request, body, tag, holds)
        }
        Answer::IgnoreTag { body } => serve(stream, request, body, "", true),
    }
}

fn serve(mut stream: TcpStream, request: &str, body: &[u8], tag: &str, ranges: bool) -> std::io::Result<()> {
    let range = header(request, "range").filter(|_| ranges).and_then(|range| range.strip_prefix("bytes="));
    let tag = if tag.is_empty() { String::new() } else { format!("etag: {tag}\r\n") };
    match range.map(|range| range.trim_end_matches('-').parse().unwrap_or(0usize)) {
        Some(start) if start >= body.len() => {
            write!(stream, "HTTP/1.1 416 Range\r\ncontent-length: 0\r\n\r\n")
        }
        Some(start) => {
            let (rest, last) = (&body[start..], body.len() - 1);
            write!(
                stream,
                "HTTP/1.1 206 Part\r\n{tag}content-range: bytes {start}-{last}/{}\r\n",
                body.len()
            )?;
            write!(stream, "content-length: {}\r\n\r\n", rest.len())?;
            stream.write_all(rest)
        }
        None => {
            write!(stream, "HTTP/1.1 200 OK\r\n{tag}content-length: {}\r\n\r\n", body.len())?;
            stream.write_all(body)
        }
    }
}
