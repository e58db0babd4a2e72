//! Pages: whatever a file holds stays text, and a page asks no host for anything.

use super::*;
use crate::report::chart::Chart;
use crate::report::figure::Figure;
use crate::run::compare::{Side, compare as compared};
use crate::run::{ClaimRecord, Experiment, FindingRecord, Machine, MeasureRecord, Sentence, StepRecord};
use crate::vocabulary::Table;

const HOSTILE: &str =
    "</title></script><script>alert(1)</script><img src=x onerror=alert(1)> \" ' & \u{202e}\u{1b}[2J";

fn step() -> StepRecord {
    let hostile = || HOSTILE.to_string();
    let measure = MeasureRecord {
        value: 0.1,
        low: 0.05,
        high: 0.2,
        n: 10,
        unit: hostile(),
        hits: None,
        standard_error: None,
    };
    let table =
        Table { title: hostile(), columns: vec![hostile()], rows: vec![(hostile(), vec![hostile()])] };
    StepRecord {
        label: Some(hostile()),
        sentence: hostile(),
        runs: 1,
        seconds: 2.0,
        predicted: [1.0, 3.0],
        measures: [(hostile(), measure)].into(),
        series: BTreeMap::new(),
        notes: vec![hostile()],
        tables: vec![table],
        cached: 0,
        key: Some(hostile()),
    }
}

fn claim() -> ClaimRecord {
    let hostile = || HOSTILE.to_string();
    ClaimRecord {
        claim: hostile(),
        verdict: "failed".into(),
        test: Some(hostile()),
        confidence: Some(0.95),
        interval: Some((0.1, 0.2)),
        p: Some(0.01),
        corrected: None,
        n: Some(3),
        evidence: hostile(),
        cure: Some(hostile()),
    }
}

/// Everything that a user, a file or a disk can write is hostile.
fn record() -> Record {
    let hostile = || HOSTILE.to_string();
    let pairs = || BTreeMap::from([(hostile(), hostile())]);
    let finding = FindingRecord {
        code: hostile(),
        level: hostile(),
        line: 1,
        message: hostile(),
        help: Some(hostile()),
    };
    Record {
        pipette: hostile(),
        run: hostile(),
        file: hostile(),
        started: hostile(),
        ended: hostile(),
        status: hostile(),
        fault: Some(hostile()),
        seconds: 2.0,
        identity: hostile(),
        title: Some(hostile()),
        sources: vec![hostile()],
        edition: 1,
        seed: 1,
        overrides: pairs(),
        data: pairs(),
        included: pairs(),
        machine: Machine { system: hostile(), processor: hostile(), cores: 1, threads: 1, memory: 1 },
        numeric: Some(hostile()),
        findings: vec![finding],
        sentences: vec![Sentence::plain(HOSTILE), Sentence { from: vec![0, 9], ..Sentence::plain(HOSTILE) }],
        sweeps: Vec::new(),
        steps: vec![step()],
        claims: vec![claim()],
        files: vec![hostile()],
    }
}

fn shown() -> Shown {
    let chart = Chart { title: HOSTILE.into(), x_label: HOSTILE.into(), ..Chart::default() };
    let images = Figure::Images { title: HOSTILE.into(), file: HOSTILE.into(), size: (1, 1) };
    Shown {
        record: record(),
        standing: Standing::Run,
        figures: Figures(vec![(0, Figure::Chart(chart)), (0, images)]),
        images: BTreeMap::new(),
        swept: Vec::new(),
        remarks: vec![HOSTILE.into()],
        home: None,
    }
}

/// One script, our own; no element that a text brought in; nothing that moves the cursor or turns the text around.
fn is_harmless(page: &str) {
    assert_eq!(page.matches("<script").count(), 1, "one script, and that is ours");
    assert!(!page.contains("<img src=x") && !page.contains("onerror=alert(1)>"), "text became markup");
    assert!(!page.contains('\u{202e}') && !page.contains('\u{1b}'));
    assert_eq!(page.matches("<title>").count(), 1);
    let outside = ["http:", "https:", "//"]
        .map(|start| [format!("src=\"{start}"), format!("href=\"{start}"), format!("url({start}")]);
    for reference in outside.concat() {
        assert!(!page.contains(&reference), "{reference} asks another host");
    }
}

#[test]
fn hostile_text_stays_text_in_a_report() {
    is_harmless(&report(&shown()));
}

#[test]
fn hostile_text_stays_text_in_a_comparison_and_a_refusal() {
    let side = |seed| Side {
        name: HOSTILE.into(),
        experiment: Experiment { seed, claims: vec![HOSTILE.into()], ..Experiment::of_record(&record()) },
        included: BTreeMap::new(),
        record: Some(record()),
    };
    let (a, b) = (side(1), Side { experiment: Experiment::default(), ..side(2) });
    is_harmless(&compare(&a, &b, &compared(&a, &b), None));
    is_harmless(&refusal(HOSTILE));
}

/// The policy names the script that stands in the page, and allows no other.
#[test]
fn only_the_script_of_the_page_may_run() {
    let page = refusal("no");
    assert!(page.contains("script-src &#39;sha256-") || page.contains("script-src 'sha256-"));
    assert!(page.contains("default-src") && page.contains("connect-src"));
}

#[test]
fn a_lock_shows_no_times_and_a_plan_no_verdicts() {
    let lock = report(&Shown { standing: Standing::Lock, ..shown() });
    assert!(lock.contains("from the lock file") && !lock.contains("Foretold"));
    assert!(report(&Shown { standing: Standing::Plan, ..shown() }).contains("not run"));
}
