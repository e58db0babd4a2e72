//! One file over HTTP into `NAME.part`, resumed where an earlier attempt broke off (RFC 9110,
//! section 14).
//!
//! Beside the part lies `NAME.part.from`: the address and the entity tag of its bytes. From the same
//! address, the tag makes the request conditional (`If-Range`), so that a mirror whose file changed
//! sends it whole; from another, the sum decides later.

use super::{Trouble, tell};
use crate::data::cards::{Event, Observer};
use crate::data::fault::{DataFault, bytes};
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;
use ureq::http::{Response, header::HeaderMap};
use ureq::{Agent, Body};

/// Broken connections to one mirror that are taken up again.
const ATTEMPTS: usize = 3;

/// What is fetched, and where to.
pub(super) struct Download<'a> {
    pub url: &'a str,
    /// For the observer.
    pub name: &'a str,
    pub part: &'a Path,
    /// The most bytes that are accepted.
    pub limit: u64,
}

/// How an attempt ended.
enum End {
    Complete,
    Broken(String),
}

impl Download<'_> {
    /// Fetches until the part is complete; whether bytes of an earlier attempt are in it.
    pub fn run(&self, observer: &mut Observer) -> Result<bool, Trouble> {
        let mut resumed = false;
        let mut broken = String::new();
        for _ in 0..ATTEMPTS {
            let (used, end) = self.attempt(observer)?;
            resumed |= used;
            match end {
                End::Complete => return Ok(resumed),
                End::Broken(why) => broken = why,
            }
        }
        Err(Trouble::Mirror(format!("broke off {ATTEMPTS} times: {broken}")))
    }

    /// Removes what is left of the part.
    pub fn forget(&self) -> Result<(), DataFault> {
        for path in [self.part.to_owned(), self.note()] {
            match fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(DataFault::io(&path, &error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn note(&self) -> PathBuf {
        let mut name = self.part.as_os_str().to_owned();
        name.push(".from");
        name.into()
    }

    fn attempt(&self, observer: &mut Observer) -> Result<(bool, End), Trouble> {
        let have = fs::metadata(self.part).map_or(0, |about| about.len());
        let mut response = self.request(have)?;
        let start = match response.status().as_u16() {
            200 => 0,
            206 if range_start(response.headers()) == Some(have) => have,
            // Nothing comes after what is here: it is complete, or it is wrong and its sum will tell.
            416 if have > 0 => return Ok((true, End::Complete)),
            206 => {
                self.forget()?;
                return Ok((false, End::Broken("it answered with another range than asked for".into())));
            }
            status => return Err(Trouble::Mirror(format!("it answered with status {status}"))),
        };
        let total = content_length(response.headers()).map(|rest| start.saturating_add(rest));
        if let Some(total) = total.filter(|&total| total > self.limit) {
            return Err(self.too_long(total));
        }
        let io = |error: std::io::Error| DataFault::io(self.part, &error);
        let tag = response.headers().get("etag").and_then(|tag| tag.to_str().ok()).unwrap_or("");
        fs::write(self.note(), format!("{}\n{tag}\n", self.url)).map_err(io)?;
        let mut file = OpenOptions::new().create(true).append(true).open(self.part).map_err(io)?;
        file.set_len(start).map_err(io)?;
        let end = self.copy(&mut response, &mut file, start, total, observer)?;
        file.sync_all().map_err(io)?;
        Ok((start > 0, end))
    }

    fn request(&self, have: u64) -> Result<Response<Body>, Trouble> {
        let mut request = agent(self.url).get(self.url);
        if have > 0 {
            request = request.header("range", format!("bytes={have}-"));
            let note = fs::read_to_string(self.note()).unwrap_or_default();
            let mut lines = note.lines();
            // A weak tag does not promise equal bytes, and may not be used for ranges.
            if let (Some(url), Some(tag)) = (lines.next(), lines.next())
                && url == self.url
                && tag.starts_with('"')
            {
                request = request.header("if-range", tag);
            }
        }
        request.call().map_err(|error| Trouble::Mirror(error.to_string()))
    }

    fn copy(
        &self,
        response: &mut Response<Body>,
        file: &mut File,
        start: u64,
        of: Option<u64>,
        observer: &mut Observer,
    ) -> Result<End, Trouble> {
        let mut reader = response.body_mut().as_reader();
        let mut buffer = vec![0u8; 1 << 16];
        let mut written = start;
        loop {
            let read = match reader.read(&mut buffer) {
                Ok(0) if of.is_some_and(|of| written < of) => {
                    return Ok(End::Broken("the body ended early".into()));
                }
                Ok(0) => return Ok(End::Complete),
                Ok(read) => read,
                Err(error) => return Ok(End::Broken(error.to_string())),
            };
            written += read as u64;
            if written > self.limit {
                return Err(self.too_long(written));
            }
            file.write_all(&buffer[..read]).map_err(|e| DataFault::io(self.part, &e))?;
            tell(observer, Event::Fetched { file: self.name, bytes: written, of })?;
        }
    }

    fn too_long(&self, found: u64) -> Trouble {
        let (found, limit) = (bytes(found.into()), bytes(self.limit.into()));
        match self.forget() {
            Ok(()) => Trouble::Mirror(format!("it sends {found} or more, the limit is {limit}")),
            Err(fault) => Trouble::Here(fault),
        }
    }
}

/// A client that reads bytes as they are stored; a mirror on this machine is asked without a proxy.
fn agent(url: &str) -> Agent {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .accept_encoding("identity")
        .user_agent(concat!("pipette/", env!("CARGO_PKG_VERSION")))
        .timeout_connect(Some(Duration::from_secs(15)))
        .timeout_recv_response(Some(Duration::from_secs(30)))
        .timeout_per_read(Some(Duration::from_secs(30)));
    let local = ["http://127.0.0.1", "http://localhost"].iter().any(|host| url.starts_with(host));
    if local { config.proxy(None).build().new_agent() } else { config.build().new_agent() }
}

fn content_length(headers: &HeaderMap) -> Option<u64> {
    headers.get("content-length")?.to_str().ok()?.parse().ok()
}

/// The first byte of `Content-Range: bytes FIRST-LAST/LENGTH`.
fn range_start(headers: &HeaderMap) -> Option<u64> {
    let range = headers.get("content-range")?.to_str().ok()?;
    range.strip_prefix("bytes ")?.split_once('-')?.0.parse().ok()
}
