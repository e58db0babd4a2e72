//! A run as MLflow's file store keeps it: a folder for the experiment (the pipe file) and one below it for the run, with
//! `meta.yaml`, a file for each parameter, metric and tag, and the files of the run as artifacts.
//!
//! Parameters are the seed, the edition, what `--set` changed and the sentences with every default filled in; metrics
//! are curves and final measures; tags say where the run comes from and what became of its claims. A metric is a line
//! `moment value step` for each point. Identifiers are hashes, so that a second export of a run replaces the first.

use super::curves;
use super::plain::path_part;
use super::tags::Tags;
use crate::run::{Record, SeriesRecord};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// As many characters MLflow takes of a parameter.
const LONGEST: usize = 6000;

/// The files of a run, by their paths below the folder of the store, which is `root` (absolute); and where the
/// artifacts of the run belong, from there.
pub fn files(record: &Record, root: &Path) -> (Vec<(PathBuf, Vec<u8>)>, PathBuf) {
    let name = Path::new(&record.file).file_stem().map_or("runs".into(), |name| name.to_string_lossy());
    let experiment = decimal(&name);
    let run = hash(&format!("{} {}", record.run, record.identity));
    let (above, below) = (PathBuf::from(&experiment), PathBuf::from(&experiment).join(&run));
    let address = |path: &Path| format!("file://{}", encoded(&root.join(path)));
    let (started, ended) = (milliseconds(&record.started), milliseconds(&record.ended));
    let experiment_card = ExperimentCard {
        artifact_location: address(&above),
        creation_time: started,
        last_update_time: ended,
        experiment_id: experiment.clone(),
        lifecycle_stage: "active",
        name: &name,
    };
    let run_card = RunCard {
        artifact_uri: address(&below.join("artifacts")),
        experiment_id: experiment,
        run_id: run.clone(),
        run_uuid: run,
        run_name: &record.run,
        start_time: started,
        end_time: ended,
        status: status(&record.status),
        lifecycle_stage: "active",
        source_type: 4,
        ..RunCard::default()
    };
    let mut files = vec![(above.join("meta.yaml"), yaml(&experiment_card))];
    files.push((below.join("meta.yaml"), yaml(&run_card)));
    for (folder, entries) in
        [("params", parameters(record)), ("metrics", metrics(record)), ("tags", tags(record))]
    {
        let path = |key: String| below.join(folder).join(path_part(&key));
        files.extend(entries.into_iter().map(|(key, text)| (path(key), text.into_bytes())));
    }
    (files, below.join("artifacts"))
}

#[derive(Serialize)]
struct ExperimentCard<'r> {
    artifact_location: String,
    creation_time: i64,
    experiment_id: String,
    last_update_time: i64,
    lifecycle_stage: &'static str,
    name: &'r str,
}

/// Numbers of status and source are those of MLflow's service.proto; empty fields have to be there.
#[derive(Serialize, Default)]
struct RunCard<'r> {
    artifact_uri: String,
    end_time: i64,
    entry_point_name: &'static str,
    experiment_id: String,
    lifecycle_stage: &'static str,
    run_id: String,
    run_name: &'r str,
    run_uuid: String,
    source_name: &'static str,
    source_type: u8,
    source_version: &'static str,
    start_time: i64,
    status: u8,
    tags: [&'static str; 0],
    user_id: &'static str,
}

fn status(word: &str) -> u8 {
    match word {
        "done" => 3,
        "failed" => 4,
        _ => 5,
    }
}

type Entries = BTreeMap<String, String>;

/// The owner of names that belong to no step.
const RUN: usize = usize::MAX;

/// Where several steps have a name in common (a line that tests twice), it is numbered as in the other logs; blanks are
/// among what MLflow takes in a name.
fn parameters(record: &Record) -> Entries {
    let (mut entries, mut names) = (Entries::new(), Tags::default());
    let mut add = |owner, name: &str, text| entries.insert(names.of(owner, name), text);
    add(RUN, "seed", record.seed.to_string());
    add(RUN, "edition", record.edition.to_string());
    for (name, value) in &record.overrides {
        add(RUN, &format!("set.{name}"), value.clone());
    }
    for (owner, sentence) in record.sentences.iter().enumerate() {
        let verb = sentence.sentence.split([' ', '(', '[']).next().unwrap_or_default();
        let name = named(sentence.label.as_deref(), verb);
        add(owner, &name, sentence.sentence.chars().take(LONGEST).collect());
    }
    entries
}

fn metrics(record: &Record) -> Entries {
    let moment = milliseconds(&record.ended);
    let (mut entries, mut names) = (Entries::new(), Tags::default());
    for (owner, step) in record.steps.iter().enumerate() {
        let mut add = |measure: &str, text| {
            entries.insert(names.of(owner, &named(step.label.as_deref(), measure)), text)
        };
        for (measure, series) in &step.series {
            add(&curves::name(measure, series), points(series, moment));
        }
        for (measure, value) in curves::single(step) {
            add(measure, format!("{moment} {value} 0\n"));
        }
    }
    entries
}

fn points(series: &SeriesRecord, moment: i64) -> String {
    let points = curves::steps(series).into_iter().zip(&series.y);
    points.map(|(step, value)| format!("{moment} {value} {step}\n")).collect()
}

fn tags(record: &Record) -> Entries {
    let mut entries = Entries::new();
    let mut tag = |name: &str, value: &str| entries.insert(name.into(), value.into());
    tag("mlflow.runName", &record.run);
    tag("mlflow.source.name", &record.file);
    tag("mlflow.source.type", "LOCAL");
    tag("pipette.version", &record.pipette);
    tag("pipette.run", &record.run);
    tag("pipette.identity", &record.identity);
    if let Some(title) = &record.title {
        tag("mlflow.note.content", title);
    }
    for (at, (name, sum)) in record.data.iter().enumerate() {
        tag(&format!("data.{}", at + 1), &format!("{name}: {sum}"));
    }
    for (at, claim) in record.claims.iter().enumerate() {
        tag(&format!("claim.{}", at + 1), &format!("{}: {}, {}", claim.verdict, claim.claim, claim.evidence));
    }
    entries
}

fn named(label: Option<&str>, name: &str) -> String {
    label.map_or(name.to_string(), |label| format!("{label}.{name}"))
}

fn milliseconds(moment: &str) -> i64 {
    moment.parse::<jiff::Timestamp>().map_or(0, |moment| moment.as_millisecond())
}

/// 32 figures of a hash, as an identifier of a run.
fn hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..32].to_string()
}

/// 18 decimal figures of a hash, as an identifier of an experiment.
fn decimal(text: &str) -> String {
    let bytes = blake3::hash(text.as_bytes());
    let number = bytes.as_bytes().iter().take(8).fold(0u64, |number, byte| (number << 8) | u64::from(*byte));
    format!("{:018}", number % 1_000_000_000_000_000_000)
}

/// A path as a part of an address.
fn encoded(path: &Path) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-._~".contains(c);
    let bytes = |c: char| c.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    path.to_string_lossy().chars().map(|c| if plain(c) { c.to_string() } else { bytes(c) }).collect()
}

/// What consists of texts and numbers can always be written.
fn yaml(card: &impl Serialize) -> Vec<u8> {
    serde_yaml::to_string(card).unwrap_or_default().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_encoded_and_identifiers_have_their_length() {
        assert_eq!(encoded(Path::new("/a b/ü")), "/a%20b/%C3%BC");
        assert_eq!((hash("a").len(), decimal("a").len()), (32, 18));
    }

    #[test]
    fn points_are_moment_value_step() {
        let series = SeriesRecord {
            over: "epoch".into(),
            x: vec![1.0, 2.0],
            y: vec![0.5, 0.25],
            low: Vec::new(),
            high: Vec::new(),
        };
        assert_eq!(points(&series, 7), "7 0.5 1\n7 0.25 2\n");
    }
}
