//! Who may ask: a browser on this machine that was given the address, for a page of this program, and for reading only.
//!
//! A page of another site could make a browser ask for a local address. So the address holds a random token; `Host` has
//! to name this machine (a name that was rebound to it does not); `Origin`, where a browser sends it, has to be
//! our own; and `Sec-Fetch-Site` has to say that the page was typed in or comes from us.

use std::fmt;

/// Why something is not served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    Method,
    Host,
    Origin,
    Token,
    Missing,
}

impl Refusal {
    pub fn status(self) -> u16 {
        match self {
            Refusal::Method => 405,
            Refusal::Host => 421,
            Refusal::Origin | Refusal::Token => 403,
            Refusal::Missing => 404,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Refusal::Method => "These pages can only be read.",
            Refusal::Host => "This address is not one of this machine.",
            Refusal::Origin => "Another site may not ask for this.",
            Refusal::Token => "The address is not complete: use the one that `pipette view` has printed.",
            Refusal::Missing => "There is no such page.",
        })
    }
}

/// What a browser asks for; a header that it sent more than once, or that is no text, counts as sent and wrong.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub method: String,
    /// As it stands in the request: path and query.
    pub address: String,
    pub host: Option<String>,
    pub origin: Option<String>,
    pub site: Option<String>,
}

/// What makes an address ours.
pub struct Guard {
    port: u16,
    token: String,
}

impl Guard {
    pub fn new(port: u16, token: String) -> Self {
        Guard { port, token }
    }

    /// The address to be opened.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/{}/", self.port, self.token)
    }

    /// What is asked for behind the token.
    ///
    /// # Errors
    /// [`Refusal`]
    pub fn admit<'a>(&self, asked: &'a Asked) -> Result<&'a str, Refusal> {
        if !["GET", "HEAD"].contains(&asked.method.as_str()) {
            return Err(Refusal::Method);
        }
        let names = ["127.0.0.1", "localhost"].map(|name| format!("{name}:{}", self.port));
        if !asked.host.as_ref().is_some_and(|host| names.contains(host)) {
            return Err(Refusal::Host);
        }
        let own = |origin: &String| names.iter().any(|name| *origin == format!("http://{name}"));
        let near = |site: &String| ["none", "same-origin"].contains(&site.as_str());
        if !asked.origin.as_ref().is_none_or(own) || !asked.site.as_ref().is_none_or(near) {
            return Err(Refusal::Origin);
        }
        let path = asked.address.strip_prefix('/').unwrap_or_default();
        let (token, rest) = path.split_once('/').ok_or(Refusal::Token)?;
        // Hashes are compared in a time that does not depend on them.
        let same = blake3::hash(token.as_bytes()) == blake3::hash(self.token.as_bytes());
        if same { Ok(rest) } else { Err(Refusal::Token) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "0123456789abcdef";

    fn asked(address: &str) -> Asked {
        let (host, address) = (Some("127.0.0.1:8000".to_string()), address.to_string());
        Asked { method: "GET".into(), address, host, ..Asked::default() }
    }

    fn refused(asked: Asked) -> Option<Refusal> {
        Guard::new(8000, TOKEN.into()).admit(&asked).err()
    }

    fn right() -> Asked {
        asked("/0123456789abcdef/run/x")
    }

    #[test]
    fn the_address_that_was_printed_is_served() {
        let guard = Guard::new(8000, TOKEN.into());
        assert_eq!(guard.admit(&right()), Ok("run/x"));
        let from_us = Asked {
            origin: Some("http://localhost:8000".into()),
            site: Some("same-origin".into()),
            ..right()
        };
        assert_eq!(guard.admit(&Asked { host: Some("localhost:8000".into()), ..from_us }), Ok("run/x"));
        assert!(guard.address().ends_with("/0123456789abcdef/"));
    }

    #[test]
    fn other_hosts_are_refused() {
        for host in [
            None,
            Some("evil.example:8000"),
            Some("127.0.0.1"),
            Some("127.0.0.1:8001"),
            Some("127.0.0.1:8000, x"),
        ] {
            assert_eq!(
                refused(Asked { host: host.map(str::to_string), ..right() }),
                Some(Refusal::Host),
                "{host:?}"
            );
        }
    }

    #[test]
    fn other_origins_are_refused() {
        for origin in ["http://evil.example", "null", "http://127.0.0.1:8001", "https://127.0.0.1:8000", ""] {
            let from = Asked { origin: Some(origin.into()), ..right() };
            assert_eq!(refused(from), Some(Refusal::Origin), "{origin}");
        }
        for site in ["cross-site", "same-site", ""] {
            assert_eq!(
                refused(Asked { site: Some(site.into()), ..right() }),
                Some(Refusal::Origin),
                "{site}"
            );
        }
    }

    #[test]
    fn wrong_tokens_and_methods_are_refused() {
        for address in [
            "/",
            "",
            "/0123456789abcdef",
            "/0123456789abcde/",
            "/0123456789abcdef0/",
            "//",
            "/x/0123456789abcdef/",
            "http://127.0.0.1:8000/0123456789abcdef/",
            "*",
        ] {
            assert_eq!(refused(asked(address)), Some(Refusal::Token), "{address}");
        }
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "get", ""] {
            assert_eq!(
                refused(Asked { method: method.into(), ..right() }),
                Some(Refusal::Method),
                "{method}"
            );
        }
    }
}
