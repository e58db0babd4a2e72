//! The claims of a run with their verdicts, the tests that decided them, and the evidence.

use super::super::text::digits;
use super::Text;
use super::report::badge;
use crate::run::ClaimRecord;
use crate::source::amounts::short;
use maud::{Markup, html};

pub(super) fn claims(claims: &[ClaimRecord]) -> Option<Markup> {
    if claims.is_empty() {
        return None;
    }
    // What needs a look comes first.
    let rank = |claim: &&ClaimRecord| match claim.verdict.as_str() {
        "failed" => 0,
        "held" => 2,
        _ => 1,
    };
    let mut ordered: Vec<&ClaimRecord> = claims.iter().collect();
    ordered.sort_by_key(rank);
    Some(html! {
        p { (counted(claims)) }
        div.wide tabindex="0" role="group" aria-label="Claims" {
            table {
                thead {
                    tr {
                        th scope="col" { "verdict" } th scope="col" { "claim and evidence" }
                        th scope="col" { "test" } th.number scope="col" { "interval" } th.number scope="col" { "n" }
                    }
                }
                tbody { @for claim in ordered { (row(claim)) } }
            }
        }
    })
}

/// `7 held, 1 failed`
fn counted(claims: &[ClaimRecord]) -> String {
    let mut words: Vec<(&str, usize)> = Vec::new();
    for claim in claims {
        match words.iter_mut().find(|(word, _)| *word == claim.verdict) {
            Some((_, count)) => *count += 1,
            None => words.push((&claim.verdict, 1)),
        }
    }
    let parts: Vec<String> =
        words.iter().map(|(word, count)| format!("{count} {}", super::super::plain::plain(word))).collect();
    parts.join(", ")
}

fn row(claim: &ClaimRecord) -> Markup {
    html! {
        tr {
            td { (badge(&claim.verdict)) }
            td {
                code { (Text(&claim.claim)) }
                p { (Text(&claim.evidence)) }
                @if let Some(cure) = &claim.cure { p.muted { "Would decide it: " (Text(cure)) } }
            }
            td {
                @if let Some(test) = &claim.test { p { (Text(test)) } }
                @if let Some(confidence) = claim.confidence { p { "at " (short(100.0 * confidence)) " %" } }
                @if let Some(p) = claim.p { p { "p = " (short(p)) } }
                @if let Some(p) = claim.corrected { p { "corrected (Holm) p = " (short(p)) } }
            }
            td.number { @if let Some((low, high)) = claim.interval { (digits(low)) " to " (digits(high)) } }
            td.number { @if let Some(n) = claim.n { (n) } }
        }
    }
}
