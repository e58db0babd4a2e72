//! What every page has: its head with styles and policy, a way past the navigation, and the script at its end.

use super::super::raster::base64;
use super::Text;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Whether a page goes on changing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Changes {
    Never,
    /// The script asks for it again while something works.
    WhileWorking,
}

/// A whole page.
pub(super) fn page(title: &str, changes: Changes, navigation: Markup, main: Markup) -> String {
    let live = changes == Changes::WhileWorking;
    let whole = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="generator" content=(concat!("Pipette ", env!("CARGO_PKG_VERSION")));
                meta http-equiv="Content-Security-Policy" content=(policy(live));
                title { (Text(title)) }
                link rel="icon" href="data:,";
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#main" { "To the content" }
                (navigation)
                main #main tabindex="-1" data-live[live] { (main) }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    whole.into_string()
}

/// Nothing is loaded from anywhere; only this script runs; a page that changes may ask the place that it came from.
fn policy(live: bool) -> String {
    let script = base64(&Sha256::digest(SCRIPT.as_bytes()));
    let asks = if live { "'self'" } else { "'none'" };
    format!(
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{script}'; \
         connect-src {asks}; base-uri 'none'; form-action 'self'"
    )
}

/// A page that says no, and nothing else.
pub fn refusal(message: &str) -> String {
    page(message, Changes::Never, html! {}, html! { h1 { (Text(message)) } })
}
