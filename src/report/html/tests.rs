//! Pages: whatever a file holds stays text, and a page asks no host for anything.

use super::*;
use crate::report::chart::Chart;
use crate::report::figure::Figure;
use crate::run::compare::{Side, compare as compared};
use crate::run::{
    ClaimRecord, Comparisons, Experiment, FailedCell, FindingRecord, Machine, MeasureRecord, Pair, Searched,
    Sentence, StepRecord, Tried,
};
use crate::vocabulary::{Table, Unit};

const HOSTILE: &str =
    "</title></script><script>alert(1)</script><img src=x onerror=alert(1)> \" ' & \u{202e}\u{1b}[2J";

fn measure() -> MeasureRecord {
    let (hits, standard_error) = (None, None);
    MeasureRecord { value: 0.1, low: 0.05, high: 0.2, n: 10, unit: HOSTILE.into(), hits, standard_error }
}

fn step() -> StepRecord {
    let hostile = || HOSTILE.to_string();
    let table =
        Table { title: hostile(), columns: vec![hostile()], rows: vec![(hostile(), vec![hostile()])] };
    StepRecord {
        label: Some(hostile()),
        sentence: hostile(),
        runs: 1,
        seconds: 2.0,
        predicted: [1.0, 3.0],
        measures: [(hostile(), measure())].into(),
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

/// Three tries, of which the last failed.
fn searched() -> Searched {
    let test = || [(HOSTILE.to_string(), measure())].into();
    let tried = |draw, by| Tried { draw, cell: draw - 1, values: vec![0.5, f64::NAN], by, test: test() };
    Searched {
        by: HOSTILE.into(),
        unit: Unit::Fraction,
        axes: vec![HOSTILE.into(), "x".into()],
        tries: vec![tried(3, Some(0.125)), tried(1, Some(0.25)), tried(2, None)],
        has_best: true,
        run: 3,
        left_out: 4,
    }
}

fn compared_lines() -> Comparisons {
    let pair = |corrected| Pair {
        at: vec![(HOSTILE.into(), 0.5)],
        first: HOSTILE.into(),
        second: "b".into(),
        difference: -0.125,
        low: -0.25,
        high: -0.0625,
        p: Some(0.01),
        corrected,
        n: 5,
    };
    Comparisons {
        measure: HOSTILE.into(),
        unit: Unit::Fraction,
        pairs: vec![pair(Some(0.02)), pair(Some(0.4)), pair(None)],
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
        failed_cells: vec![FailedCell {
            cell: hostile(),
            step: hostile(),
            message: hostile(),
            help: Some(hostile()),
        }],
        searches: vec![searched()],
        comparisons: vec![compared_lines()],
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

/// The text of a page's section.
fn section(page: &str, id: &str) -> String {
    let from = page.split_once(&format!("<h2 id=\"{id}\">")).map_or("", |(_, rest)| rest);
    from.split_once("</section>").map_or(String::new(), |(section, _)| section.to_string())
}

/// The chosen try is marked, and only that; the one that failed says so and has no value.
#[test]
fn a_search_shows_its_tries_and_which_was_chosen() {
    let section = section(&report(&shown()), "searches");
    let rows: Vec<&str> = section.split("<tr>").skip(2).collect();
    assert_eq!(rows.len(), 3, "{section}");
    let chosen: Vec<bool> = rows.iter().map(|row| row.contains(">chosen<")).collect();
    assert_eq!(chosen, [true, false, false]);
    assert!(rows[0].contains("12.50 %") && rows[2].contains(">failed<"), "{section}");
    assert!(section.contains("Chosen: draw 3,") && section.contains("3 cells run, 4 left out"));
    let none = Record { searches: vec![Searched { has_best: false, ..searched() }], ..record() };
    let page = report(&Shown { record: none, ..shown() });
    assert!(page.contains("none was chosen") && !page.contains(">chosen</span>"));
}

#[test]
fn pairs_say_by_their_corrected_p_whether_they_may_be_chance() {
    let section = section(&report(&shown()), "pairs");
    let rows: Vec<&str> = section.split("<tr>").skip(2).collect();
    assert!(
        rows[0].contains("more than chance")
            && rows[0].contains("p = 0.0100")
            && rows[0].contains("p = 0.0200")
    );
    assert!(rows[1].contains("may be chance") && rows[2].contains("no spread"), "{section}");
    assert!(rows[0].contains("-12.50 %") && section.contains("p corrected for 3 pairs (Holm 1979)"));
}

/// A sweep of a hundred thousand cells that all fail, and a search of as many tries, stay a small page.
#[test]
fn what_is_long_is_cut_and_that_is_said() {
    let failed = FailedCell { cell: "n = 1".into(), step: "s".into(), message: "m".into(), help: None };
    let tries = vec![searched().tries.remove(1); 100_000];
    let record = Record {
        failed_cells: vec![failed; 100_000],
        searches: vec![Searched { tries, ..searched() }],
        ..record()
    };
    let page = report(&Shown { record, ..shown() });
    assert!(page.len() < 1_000_000, "{} bytes", page.len());
    assert!(
        page.contains("The other 99800 are in the record")
            && page.contains("The other 99500 are in the record")
    );
}
