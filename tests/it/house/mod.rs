//! The house keeps its own rules: how large a file may be, which room may know which, what lies at
//! the top of the repository. Each rule is a table and a test; a finding names file, line and cure.
//!
//! `scan` reads Rust far enough for that, `sources` loads the files, the others hold the rules.

mod layout;
mod names;
mod rooms;
mod scan;
pub mod sources;

/// Fails with all findings of a rule at once, and with what to do about them.
#[track_caller]
fn expect_none(findings: &[String], cure: &str) {
    assert!(findings.is_empty(), "\n{}\ncure: {cure}\n", findings.join("\n"));
}
