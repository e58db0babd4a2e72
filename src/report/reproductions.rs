//! What was reproduced, and how well: a chapter of experiments as a page of Markdown, made from two things that lie
//! side by side. The comments at the head of a pipe file say what it stands for (which rows of the survey, which
//! number was published, by whom, at what cost); the lock file says what a run of it yielded. Nothing else goes in.

use crate::run::{Lock, LockedClaim};
use crate::source::amounts::counted;
use std::fmt::Write;

/// An experiment: its file and, where it was run to its end, its lock.
pub struct Experiment {
    /// From the page to the file.
    pub link: String,
    /// The name of the file without its ending.
    pub name: String,
    pub header: Header,
    pub lock: Option<Lock>,
}

/// The comments at the head of a pipe file: a sentence, then fields, each of which may run over several lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Header {
    pub about: String,
    pub rows: String,
    pub claim: String,
    pub number: String,
    pub source: String,
    pub cost: String,
}

impl Header {
    /// The header of a text; what it does not say stays empty.
    pub fn of(text: &str) -> Self {
        let mut header = Header::default();
        let mut open = "";
        for line in text.lines().map_while(|line| line.strip_prefix('#')) {
            let line = line.trim();
            let named = line.split_once(':').filter(|(name, _)| header.field(name).is_some());
            let (field, said) = match named {
                Some((name, said)) => (name, said.trim()),
                None if line.is_empty() => {
                    open = if open.is_empty() { "" } else { "end" };
                    continue;
                }
                None => (open, line),
            };
            open = field;
            let text = if field.is_empty() { Some(&mut header.about) } else { header.field(field) };
            if let Some(text) = text {
                let gap = if text.is_empty() || said.is_empty() { "" } else { " " };
                let _ = write!(text, "{gap}{said}");
            }
        }
        header
    }

    fn field(&mut self, name: &str) -> Option<&mut String> {
        match name {
            "rows" => Some(&mut self.rows),
            "claim" => Some(&mut self.claim),
            "number" => Some(&mut self.number),
            "source" => Some(&mut self.source),
            "cost" => Some(&mut self.cost),
            _ => None,
        }
    }

    /// The rows of the survey that the file stands for: a capital letter and a number each. `none` begins a remark.
    pub fn ids(&self) -> Vec<&str> {
        let said = if self.rows.starts_with("none") { "" } else { self.rows.as_str() };
        said.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| is_id(word)).collect()
    }
}

fn is_id(word: &str) -> bool {
    let number = word.strip_prefix(['A', 'B', 'C', 'D']);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A table of all, then each with its claims.
pub fn page(experiments: &[Experiment]) -> String {
    let mut out = String::from(
        "| rows | experiment | published or exact | ours | time | verdict |\n|---|---|---|---|---|---|\n",
    );
    for one in experiments {
        let header = &one.header;
        let cells =
            [&header.rows, &header.number, &ours(one), &header.cost, &verdict(one)].map(|text| cell(text));
        let [rows, number, ours, cost, verdict] = cells;
        let _ = writeln!(out, "| {rows} | {} | {number} | {ours} | {cost} | {verdict} |", linked(one));
    }
    for one in experiments {
        out.push_str(&section(one));
    }
    out
}

/// The name of an experiment, which leads to its file.
pub(super) fn linked(one: &Experiment) -> String {
    format!("[{}]({})", one.name, one.link)
}

/// What the claims have measured.
fn ours(one: &Experiment) -> String {
    let evidence = |claim: &LockedClaim| claim.evidence.clone();
    let claims = one.lock.iter().flat_map(|lock| &lock.claims);
    claims.map(evidence).collect::<Vec<_>>().join("; ")
}

fn verdict(one: &Experiment) -> String {
    let Some(lock) = &one.lock else { return "not run".into() };
    let count = |verdict: &str| lock.claims.iter().filter(|claim| claim.verdict == verdict).count();
    let said = ["held", "failed", "undecided"].map(|verdict| (count(verdict), verdict));
    let said = said.iter().filter(|(n, _)| *n > 0).map(|(n, verdict)| format!("{n} {verdict}"));
    said.collect::<Vec<_>>().join(", ")
}

fn section(one: &Experiment) -> String {
    let header = &one.header;
    let mut out = format!("\n## {}\n\n{}\n\n", one.name, prose(&header.about));
    let _ = writeln!(out, "Claim: {}. Source: {}.\n", prose(&header.claim), prose(&header.source));
    let Some(lock) = &one.lock else {
        return out + "It has not been run to its end here.\n";
    };
    out.push_str("| claim | found | verdict |\n|---|---|---|\n");
    for claim in &lock.claims {
        let test = claim.test.as_deref().unwrap_or_default();
        // What stands between backticks is shown as it is.
        let (said, found) = (claim.claim.replace('|', "\\|"), cell(&claim.evidence));
        let _ = writeln!(out, "| `{said}` | {found} | {}, {test} |", claim.verdict);
    }
    let runs: u64 = lock.steps.iter().map(|step| step.runs).sum();
    let _ = writeln!(
        out,
        "\n{}, run {runs} times in all, with seed {}.",
        counted(lock.steps.len(), "step"),
        lock.seed
    );
    out
}

/// Text without a full stop at its end, with nothing that Markdown would read as markup of HTML.
fn prose(text: &str) -> String {
    text.trim_end_matches('.').replace('<', "&lt;")
}

/// Text as a cell of a table.
pub(super) fn cell(text: &str) -> String {
    prose(text).replace('|', "\\|").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
# A first line: with a colon,
# and a second.
#
# rows:   B2, B5; D40 too
# claim:  as small
#         as a half | less
# number: .49 %
# source: Somebody 2010
# cost:   1 s
#
# A remark: not of the header.

edition 1
# rows: C1
";

    #[test]
    fn a_header_is_a_sentence_and_fields_over_several_lines() {
        let header = Header::of(TEXT);
        assert_eq!(header.about, "A first line: with a colon, and a second.");
        assert_eq!(header.claim, "as small as a half | less");
        assert_eq!(header.cost, "1 s");
        assert_eq!(header.ids(), ["B2", "B5", "D40"]);
        let none = Header { rows: "none; B1 in small".into(), ..Header::default() };
        assert!(none.ids().is_empty());
    }

    #[test]
    fn a_page_says_what_was_not_run_and_keeps_its_columns() {
        let one =
            Experiment { link: "../a.pipe".into(), name: "a".into(), header: Header::of(TEXT), lock: None };
        let page = page(&[one]);
        assert!(page.contains("| B2, B5; D40 too | [a](../a.pipe) | .49 % |  | 1 s | not run |"), "{page}");
        assert!(page.contains("Claim: as small as a half | less. Source: Somebody 2010."), "{page}");
    }
}
