//! Every experiment on one page: a table for each folder, a row for each claim, with the published number, what was
//! found, the bounds of what was tested, the time of a run, and the verdict.

use super::reproductions::{Experiment, cell, linked};
use crate::run::LockedClaim;
use crate::source::amounts::counted;
use std::fmt::Write;

const HEAD: &str = "| experiment | published or exact | claim | ours | interval | time | verdict |\n|---|---|---|---|---|---|---|\n";

/// The page; experiments of one folder stand side by side.
pub fn overview(experiments: &[Experiment]) -> String {
    let mut out = format!("{}\n", sum(experiments));
    let mut last = None;
    for one in experiments {
        let folder = folder(one);
        if last != Some(folder) {
            let _ = write!(out, "\n## {folder}\n\n{HEAD}");
            last = Some(folder);
        }
        out.push_str(&rows(one));
    }
    out
}

/// `.../ridge/norms.pipe` lies in `ridge`.
fn folder(one: &Experiment) -> &str {
    one.link.rsplit('/').nth(1).unwrap_or("here")
}

fn sum(experiments: &[Experiment]) -> String {
    let claims = || experiments.iter().flat_map(|one| &one.lock).flat_map(|lock| &lock.claims);
    let count = |verdict: &str| claims().filter(|claim| claim.verdict == verdict).count();
    let open = experiments.iter().filter(|one| one.lock.is_none()).count();
    format!(
        "{}, {}: {} held, {} failed, {} undecided. {open} not run to the end.",
        counted(experiments.len(), "experiment"),
        counted(claims().count(), "claim"),
        count("held"),
        count("failed"),
        count("undecided")
    )
}

/// The first row says which experiment it is.
fn rows(one: &Experiment) -> String {
    let (number, cost) = (cell(&one.header.number), cell(&one.header.cost));
    let name = linked(one);
    let Some(lock) = one.lock.as_ref().filter(|lock| !lock.claims.is_empty()) else {
        let verdict = if one.lock.is_some() { "no claim" } else { "not run" };
        return format!("| {name} | {number} |  |  |  | {cost} | {verdict} |\n");
    };
    let mut out = String::new();
    for (at, claim) in lock.claims.iter().enumerate() {
        let first = |text: &str| if at == 0 { text.to_string() } else { String::new() };
        let said = claim.claim.trim_start_matches("expect ").replace('|', "\\|");
        let (name, number, cost) = (first(&name), first(&number), first(&cost));
        let (ours, bounds) = (cell(ours(claim)), bounds(claim));
        let _ = writeln!(
            out,
            "| {name} | {number} | `{said}` | {ours} | {bounds} | {cost} | {} |",
            claim.verdict
        );
    }
    out
}

/// The evidence without the bounds, which have a column of their own.
fn ours(claim: &LockedClaim) -> &str {
    claim.evidence.split("; difference ").next().unwrap_or_default()
}

/// `-0.19 to -0.15 at 95 %`
fn bounds(claim: &LockedClaim) -> String {
    let confidence = claim.confidence.map_or(String::new(), |share| format!(" at {} %", 100.0 * share));
    claim.interval.map_or(String::new(), |[low, high]| format!("{low:.4} to {high:.4}{confidence}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::reproductions::Header;

    #[test]
    fn folders_have_tables_of_their_own() {
        let one = |link: &str| Experiment {
            link: link.into(),
            name: "a".into(),
            header: Header { number: "a|b".into(), ..Header::default() },
            lock: None,
        };
        let page = overview(&[one("../x/a.pipe"), one("../x/b.pipe"), one("../y/c.pipe")]);
        assert!(page.starts_with("3 experiments, 0 claims: 0 held"), "{page}");
        assert_eq!(page.matches("| experiment |").count(), 2);
        assert!(page.contains("| [a](../y/c.pipe) | a\\|b |  |  |  |  | not run |"), "{page}");
    }

    #[test]
    fn bounds_stand_beside_what_was_found() {
        let claim = LockedClaim {
            claim: "expect a < b".into(),
            verdict: "held".into(),
            test: None,
            confidence: Some(0.95),
            interval: Some([-0.2, f64::INFINITY]),
            evidence: "1 against 2; difference -0.2 or more".into(),
        };
        assert_eq!((ours(&claim), bounds(&claim).as_str()), ("1 against 2", "-0.2000 to inf at 95 %"));
    }
}
