//! What was foretold and what it took: a line of JSON for each step of each run, and one for its memory, in the cache
//! folder; and how well the foretelling did. A history that grew beyond 4 MiB gives up its older half.

use super::cache::Cache;
use super::calibration::{Key, stamp};
use super::journal::Journal;
use super::{Report, StepReport};
use crate::check::Plan;
use crate::vocabulary::Rates;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const LARGEST: u64 = 4 << 20;

/// A line of the history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Entry {
    /// A step; of a swept line, all its cells and repeats together.
    Step {
        run: String,
        machine: String,
        /// The stamp of the calibration that foretold it, where there was one.
        #[serde(default)]
        calibration: Option<String>,
        threads: usize,
        words: String,
        runs: u64,
        /// Units by kind of work.
        work: BTreeMap<String, f64>,
        predicted: [f64; 2],
        seconds: f64,
    },
    /// A whole run that came to its end, with the steps that no line shows, and the bytes that it held at most.
    Run {
        run: String,
        machine: String,
        #[serde(default)]
        calibration: Option<String>,
        file: String,
        predicted: [f64; 2],
        seconds: f64,
        memory_predicted: f64,
        /// Where the system tells.
        memory: Option<f64>,
    },
}

/// What a run leaves: an entry a step, and one for the whole where it was not cut short.
pub fn entries(run: &str, file: &str, plan: &Plan, report: &Report, rates: &Rates) -> Vec<Entry> {
    let machine = Key::here().short();
    let calibration = rates.measured.then(|| stamp(rates));
    let step = |step: &StepReport| Entry::Step {
        run: run.to_string(),
        machine: machine.clone(),
        calibration: calibration.clone(),
        threads: rates.threads,
        words: step.text.clone(),
        runs: step.runs,
        work: units(step),
        predicted: [step.predicted.0, step.predicted.1],
        seconds: step.seconds,
    };
    // What was kept from an earlier run says nothing of how long it takes.
    let all_ran = report.steps.iter().all(|step| step.cached == 0);
    let done = matches!(report.end, super::End::Done) && all_ran;
    let (low, high) = plan.seconds(rates);
    let whole = done.then(|| Entry::Run {
        run: run.to_string(),
        machine: machine.clone(),
        calibration: calibration.clone(),
        file: file.to_string(),
        predicted: [low, high],
        seconds: report.seconds,
        memory_predicted: plan.memory(),
        memory: super::peak_memory().map(|bytes| bytes as f64),
    });
    report.steps.iter().filter(|step| step.cached == 0).map(step).chain(whole).collect()
}

fn units(step: &StepReport) -> BTreeMap<String, f64> {
    let mut units = BTreeMap::new();
    for amount in &step.cost.work {
        *units.entry(amount.work.name().to_string()).or_insert(0.0) += amount.units;
    }
    units
}

fn journal(cache: &Cache) -> Journal {
    Journal::new(cache.folder.join("history.jsonl")).of_at_most(LARGEST)
}

/// Appends entries to the history.
pub fn append(cache: &Cache, entries: &[Entry]) -> std::io::Result<()> {
    journal(cache).append(entries)
}

/// The whole history, oldest first.
pub fn read(cache: &Cache) -> Vec<Entry> {
    journal(cache).read()
}

/// Steps shorter than this are not counted: the clock, the disk and other programs decide about them.
pub const SHORTEST: f64 = 1.0;

/// How the steps of one verb were foretold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hits {
    pub steps: usize,
    /// Inside their interval.
    pub inside: usize,
    /// The time taken over the middle of the interval that is furthest from 1; over the upper end, if it was later, where
    /// the interval has no lower one.
    pub worst: f64,
}

/// How well this machine's times and memory were foretold by its present calibration.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Score {
    /// Over all steps of a second and more.
    pub all: Hits,
    pub by_verb: BTreeMap<String, Hits>,
    /// Over whole runs.
    pub whole: Hits,
    /// Steps that are left out: too short, or foretold by other rates.
    pub left_out: usize,
    /// Memory held over memory foretold, of each run.
    pub memory: Vec<(String, f64)>,
}

/// The score of these entries on this machine by its present rates.
pub fn score(entries: &[Entry], rates: &Rates) -> Score {
    let here = Key::here().short();
    let present = rates.measured.then(|| stamp(rates));
    let counts = |of: &Option<String>, seconds: f64| of.is_some() && *of == present && seconds >= SHORTEST;
    let mut score = Score::default();
    for entry in entries {
        match entry {
            Entry::Step { calibration, words, predicted, seconds, .. } => {
                if !counts(calibration, *seconds) {
                    score.left_out += 1;
                    continue;
                }
                score.all.add(*predicted, *seconds);
                score.by_verb.entry(verb(words)).or_default().add(*predicted, *seconds);
            }
            Entry::Run {
                machine, calibration, file, predicted, seconds, memory_predicted, memory, ..
            } => {
                if counts(calibration, *seconds) {
                    score.whole.add(*predicted, *seconds);
                }
                let ratio = memory.filter(|_| *machine == here).map(|held| held / memory_predicted.max(1.0));
                score.memory.extend(ratio.map(|ratio| (file.clone(), ratio)));
            }
        }
    }
    score
}

impl Hits {
    fn add(&mut self, [low, high]: [f64; 2], seconds: f64) {
        self.steps += 1;
        self.inside += usize::from(low <= seconds && seconds <= high);
        let ratio = if low > 0.0 { seconds / (low * high).sqrt() } else { (seconds / high).max(1.0) };
        if self.worst == 0.0 || ratio.ln().abs() > self.worst.ln().abs() {
            self.worst = ratio;
        }
    }
}

/// `train mlp` of `train mlp[784,10](...) with ...`: the verb, and what it makes where that has a list.
fn verb(words: &str) -> String {
    let mut parts = words.split(' ');
    let name = |part: &str| part.split(['[', '(']).next().unwrap_or_default().to_string();
    let first = name(parts.next().unwrap_or_default());
    match parts.next().filter(|next| next.contains(['[', '('])) {
        Some(made) => format!("{first} {}", name(made)),
        None => first,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates() -> Rates {
        Rates { measured: true, ..Rates::built_in(2) }
    }

    fn step(words: &str, predicted: [f64; 2], seconds: f64, measured: bool) -> Entry {
        Entry::Step {
            run: "r".into(),
            machine: Key::here().short(),
            calibration: measured.then(|| stamp(&rates())),
            threads: 2,
            words: words.into(),
            runs: 1,
            work: BTreeMap::from([("byte".to_string(), 3.0)]),
            predicted,
            seconds,
        }
    }

    #[test]
    fn what_is_remembered_is_read() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let cache = Cache { folder: folder.path().join("cache") };
        let run = Entry::Run {
            run: "r".into(),
            machine: "m".into(),
            calibration: Some("c".into()),
            file: "f".into(),
            predicted: [1.0, 2.0],
            seconds: 1.5,
            memory_predicted: 1.0,
            memory: None,
        };
        let all = [step("test", [1.0, 2.0], 1.5, true), run];
        append(&cache, &all[..1]).expect("appended");
        append(&cache, &all[1..]).expect("appended");
        assert_eq!(read(&cache), all);
    }

    #[test]
    fn the_score_counts_what_lies_inside() {
        let entries = [
            step("train mlp[784,10](activation: relu) with sgd", [2.0, 4.0], 3.0, true),
            step("train mlp[784,20] on mnist", [2.0, 8.0], 16.0, true),
            step("test", [1.0, 2.0], 0.5, true),
            step("test", [1.0, 2.0], 1.5, false),
            step("mnist", [1.0, 4.0], 1.0, true),
        ];
        let score = score(&entries, &rates());
        assert_eq!((score.all.steps, score.all.inside, score.left_out), (3, 2, 2));
        assert_eq!(score.by_verb["train mlp"], Hits { steps: 2, inside: 1, worst: 4.0 });
        assert_eq!(score.by_verb["mnist"].worst, 0.5);
    }

    /// A run that was foretold before this calibration says nothing of it.
    #[test]
    fn only_the_present_calibration_is_scored() {
        let entries = [step("test", [1.0, 2.0], 1.5, true)];
        let mut newer = rates();
        newer.speeds[0].one *= 1.01;
        assert_eq!((score(&entries, &rates()).all.steps, score(&entries, &newer).all.steps), (1, 0));
        assert_eq!(score(&entries, &Rates::built_in(2)).left_out, 1, "nor where there is none");
    }

    #[test]
    fn an_interval_without_a_lower_end_is_judged_by_its_upper_one() {
        let mut hits = Hits::default();
        hits.add([0.0, 4.0], 1.0);
        assert_eq!(hits, Hits { steps: 1, inside: 1, worst: 1.0 });
        hits.add([0.0, 4.0], 12.0);
        assert_eq!(hits, Hits { steps: 2, inside: 1, worst: 3.0 });
    }
}
