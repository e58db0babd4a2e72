//! Stores as they are found: whole, damaged, with runs that live and runs that were killed.

use super::*;

fn store() -> (tempfile::TempDir, Index) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let index = Index::of(folder.path());
    (folder, index)
}

/// A run whose number is the minute in which it started.
fn started(number: u32) -> Started {
    Started {
        run: format!("20260101-{number:04}00-abc"),
        file: "a.pipe".into(),
        identity: "0".repeat(64),
        started: format!("2026-01-01T{:02}:{:02}:00Z", number / 60, number % 60),
        ..Started::default()
    }
}

fn ended(run: &str) -> Ended {
    let measures = BTreeMap::from([("a.error".to_string(), 0.5), ("b".to_string(), f64::INFINITY)]);
    let ended = "2026-01-02T00:00:00Z".to_string();
    Ended { run: run.into(), status: Status::Done, ended, seconds: 1.0, claims: [1, 0, 2], measures }
}

/// Makes the folder of a run and enters its start.
fn start(index: &Index, number: u32) -> String {
    let started = started(number);
    std::fs::create_dir_all(index.folder(&started.run)).expect("a folder");
    index.starts(&started).expect("entered");
    started.run
}

const RECORD: &str = "pipette: 0.1.0\nrun: x\nfile: a.pipe\nstarted: 2026-01-01T00:30:00Z\nended: \
2026-01-01T00:31:00Z\nstatus: failed\nseconds: 60.0\nidentity: abc\nedition: 1\nseed: 7\ndata: {}\nmachine: {system: s, \
processor: p, cores: 1, threads: 1, memory: 1}\nsteps:\n- label: a\n  sentence: test\n  runs: 1\n  seconds: 1.0\n  \
predicted: [0.0, 1.0]\n  measures:\n    error: {value: 0.25, low: 0.2, high: 0.3, n: 100, unit: fraction}\n\
claims:\n- {claim: c, verdict: held, evidence: e}\n";

fn statuses(index: &Index) -> Vec<Status> {
    index.all().expect("read").iter().map(|run| run.status).collect()
}

#[test]
fn runs_are_listed_newest_first_with_how_they_ended() {
    let (_folder, index) = store();
    assert_eq!(index.all().expect("read"), [], "a store without runs");
    let (first, second) = (start(&index, 1), start(&index, 2));
    index.ends(&ended(&first)).expect("entered");
    let alive = Alive::hold(&index.folder(&second)).expect("held");
    assert_eq!(statuses(&index), [Status::Running, Status::Done]);
    drop(alive);
    assert_eq!(statuses(&index), [Status::Killed, Status::Done], "right without anybody's doing");
    let runs = index.all().expect("read");
    let known = runs[1].ended.as_ref().expect("an end");
    assert_eq!((known.claims, known.measures.len()), ([1, 0, 2], 1), "what is infinite is left out");
    assert_eq!(runs[1].started, started(1));
}

#[test]
fn what_the_index_has_lost_is_read_from_records() {
    let (_folder, index) = store();
    let run = start(&index, 30);
    std::fs::write(index.folder(&run).join("record.yaml"), RECORD).expect("written");
    assert_eq!(statuses(&index), [Status::Failed], "the line of its end is missing");
    let journal = index.runs.join("index.jsonl");
    let text = std::fs::read_to_string(&journal).expect("read");
    std::fs::write(&journal, &text[..20]).expect("cut off");
    let runs = index.all().expect("read");
    let entered = runs[0].ended.as_ref().expect("an end");
    assert_eq!(
        (runs[0].status, runs[0].started.run.as_str(), entered.claims),
        (Status::Failed, run.as_str(), [1, 0, 0])
    );
    assert_eq!(entered.measures, BTreeMap::from([("a.error".to_string(), 0.25)]));
    let healed = std::fs::read_to_string(&journal).expect("read");
    assert_eq!(index.all().expect("read"), runs);
    assert_eq!(std::fs::read_to_string(&journal).expect("read"), healed, "entered once");
    std::fs::remove_file(&journal).expect("deleted");
    assert_eq!(index.all().expect("read"), runs, "rebuilt from nothing");
}

#[test]
fn a_folder_without_anything_is_a_run_that_was_killed() {
    let (_folder, index) = store();
    std::fs::create_dir_all(index.folder("20260203-040506-abc")).expect("a folder");
    std::fs::create_dir_all(index.folder("é")).expect("a folder");
    let runs = index.all().expect("read");
    assert_eq!(runs.iter().map(|run| run.status).collect::<Vec<_>>(), [Status::Killed, Status::Killed]);
    assert!(runs[0].started.started.starts_with("2026-02-0") && runs[1].started.started.is_empty());
    let gone = start(&index, 5);
    std::fs::remove_dir(index.folder(&gone)).expect("deleted");
    assert_eq!(index.all().expect("read").len(), 2, "a run whose folder is gone is gone");
}

#[test]
fn records_that_cannot_be_read_say_why() {
    let (_folder, index) = store();
    let run = start(&index, 1);
    let fault = |text: &str| {
        std::fs::write(index.folder(&run).join("record.yaml"), text).expect("written");
        Record::read(&index.folder(&run)).map(drop).expect_err("no record").to_string()
    };
    assert!(fault(&RECORD.replace("0.1.0", "7.0.0")).contains("version 7.0.0, newer"));
    assert!(fault(&RECORD.replace("seed: 7", "seed: [")).contains("damaged"));
    assert!(fault(&RECORD[..60]).contains("damaged"));
    assert_eq!(statuses(&index), [Status::Killed]);
    std::fs::write(index.folder(&run).join("record.yaml"), RECORD).expect("written");
    assert!(Record::read(&index.folder(&run)).is_ok());
}

#[test]
fn runs_are_found_by_their_beginning() {
    let (_folder, index) = store();
    assert_eq!(find(&[], "last"), Err(Unknown::Empty));
    let ids: Vec<String> = [1, 2, 13].iter().map(|&number| start(&index, number)).collect();
    let runs = index.all().expect("read");
    let found = |name: &str| find(&runs, name).map(|run| run.id().to_string());
    assert_eq!(found("last").as_ref(), Ok(&ids[2]));
    assert_eq!(found("20260101-0013").as_ref(), Ok(&ids[2]));
    assert_eq!(found(&ids[0]).as_ref(), Ok(&ids[0]));
    let several = found("20260101-000").expect_err("two");
    assert_eq!(
        several,
        Unknown::Several { name: "20260101-000".into(), runs: vec![ids[1].clone(), ids[0].clone()] }
    );
    assert!(several.help().contains(&ids[0]));
    assert!(
        matches!(found("x"), Err(Unknown::None { .. })) && matches!(found(""), Err(Unknown::None { .. }))
    );
}
