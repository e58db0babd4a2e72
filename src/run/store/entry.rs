//! The result of a step, as it is kept: what people look at in one object, the tensors of a model or of samples in
//! another, and an entry that says which key they belong to and what the key was made of.

use super::{Site, Store, StoreFault};
use crate::numeric::tensors::Tensors;
use crate::vocabulary::{BoundVerb, Evidence, Measure, Outcome, Picture, Reading, Series, Table};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the key of a step is made of, in words that people can compare.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ingredients {
    /// The sentence with every default, and the versions of words that were carried out in another way before.
    pub sentence: String,
    /// The keys of the steps that it takes from.
    pub inputs: Vec<String>,
    /// The identity of the step: what its random streams depend on besides seed and repeat.
    pub identity: String,
    /// The sum of the data that it reads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
    pub seed: u64,
    pub repeat: u64,
    pub edition: u32,
    /// What decides about the last bits: processor, BLAS, threads of LAPACK.
    pub numeric: String,
}

impl Ingredients {
    /// The key: equal for equal ingredients only.
    pub fn key(&self) -> String {
        let text = serde_json::to_vec(self).unwrap_or_default();
        blake3::hash(&text).to_hex().to_string()
    }
}

/// A step by what its key is made of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Origin {
    pub ingredients: Ingredients,
    /// The sentence as people read it.
    pub words: String,
}

/// Which result a key has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    #[serde(flatten)]
    pub origin: Origin,
    /// Steps that it takes from and that have no entry of their own, by their keys: data. They say later what has changed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub from: BTreeMap<String, Origin>,
    /// The object that holds readings, curves, tables, pictures and notes.
    pub result: String,
    /// The object that holds what flows on, as safetensors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tensors: Option<String>,
    /// What making it took.
    pub seconds: f64,
    pub made: jiff::Timestamp,
}

impl Entry {
    pub fn key(&self) -> String {
        self.origin.ingredients.key()
    }
}

/// An outcome without the value that flows on.
#[derive(Debug, Serialize, Deserialize)]
pub struct KeptOutcome {
    readings: Vec<KeptReading>,
    series: Vec<Series>,
    tables: Vec<Table>,
    pictures: Vec<Picture>,
    notes: Vec<String>,
    /// The object of what flows on, so that the hash of the result is that of all it yielded.
    tensors: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct KeptReading {
    measure: String,
    index: Option<usize>,
    value: f64,
    evidence: Evidence,
}

impl KeptOutcome {
    fn of(outcome: &Outcome, tensors: Option<String>) -> Self {
        let reading = |r: &Reading| KeptReading {
            measure: r.measure.name.to_string(),
            index: r.index,
            value: r.value,
            evidence: r.evidence.clone(),
        };
        let Outcome { readings, series, tables, pictures, notes, .. } = outcome.clone();
        KeptOutcome {
            readings: readings.iter().map(reading).collect(),
            series,
            tables,
            pictures,
            notes,
            tensors,
        }
    }

    /// The outcome again; none where a reading is of a measure that the step does not yield.
    fn outcome(self, verb: &dyn BoundVerb) -> Option<Outcome> {
        let known = verb.measures();
        let reading = |r: KeptReading| {
            let measure: &'static Measure = known.iter().find(|(m, _)| m.name == r.measure)?.0;
            Some(Reading { measure, index: r.index, value: r.value, evidence: r.evidence })
        };
        let readings = self.readings.into_iter().map(reading).collect::<Option<_>>()?;
        let KeptOutcome { series, tables, pictures, notes, .. } = self;
        Some(Outcome { readings, series, tables, pictures, notes, ..Outcome::default() })
    }
}

/// Whether the store has results of such a step: people look at them, or making them again may take long.
pub fn is_stored(verb: &dyn BoundVerb) -> bool {
    !verb.has_effect() && (verb.is_kept() || !verb.measures().is_empty())
}

/// Seconds of work from which a result is worth waiting for the disk.
const WORTH_WAITING: f64 = 1.0;

impl Store {
    /// Keeps what a step has yielded, and what flows on where `tensors` has any.
    pub fn keep(
        &self,
        (origin, from): (Origin, BTreeMap<String, Origin>),
        (outcome, tensors): (&Outcome, Option<Tensors>),
        seconds: f64,
    ) -> Result<Entry, StoreFault> {
        let lasting = seconds > WORTH_WAITING;
        let tensors = tensors.map(|tensors| self.put(&tensors.to_bytes(), lasting)).transpose()?;
        let mut bytes = Vec::new();
        let encoded = ciborium::into_writer(&KeptOutcome::of(outcome, tensors.clone()), &mut bytes);
        encoded.map_err(|error| StoreFault::new(&self.root, std::io::Error::other(error.to_string())))?;
        let (result, made) = (self.put(&bytes, lasting)?, jiff::Timestamp::now());
        let entry = Entry { origin, from, result, tensors, seconds, made };
        let key = entry.key();
        let path = self.made_place("steps", &key).map_err(|error| StoreFault::new(&self.root, error))?;
        let text = sealed(&serde_json::to_string(&entry).unwrap_or_default());
        let written = self.disk.put(Site::Entry, &path, text.as_bytes(), lasting);
        written.map_err(|error| StoreFault::new(&path, error))?;
        Ok(entry)
    }

    /// The entry of a key, if there is a whole one.
    pub fn entry(&self, key: &str) -> Option<Entry> {
        let path = self.place("steps", key);
        let text = match std::fs::read(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
            // What can't be read is no whole entry.
            read => read.unwrap_or_default(),
        };
        let entry = opened(&text).and_then(|json| serde_json::from_str::<Entry>(json).ok());
        let right = entry.filter(|entry| entry.key() == key);
        if right.is_none() {
            self.put_aside(&path, "is damaged or can't be read");
        }
        right
    }

    /// All entries by their keys, the oldest first.
    pub fn entries(&self) -> Vec<(String, Entry)> {
        let keys = self.names("steps").into_iter();
        let mut all: Vec<(String, Entry)> =
            keys.filter_map(|key| Some((key.clone(), self.entry(&key)?))).collect();
        all.sort_by_key(|(_, entry)| entry.made);
        all
    }

    /// What the step of an entry has yielded, without what flows on.
    pub fn outcome(&self, entry: &Entry, verb: &dyn BoundVerb) -> Option<Outcome> {
        let bytes = self.get(&entry.result)?;
        let kept: Option<KeptOutcome> = ciborium::from_reader(bytes.as_slice()).ok();
        let outcome = kept.and_then(|kept| kept.outcome(verb));
        if outcome.is_none() {
            self.reject(entry, "it has other measures");
        }
        outcome
    }

    /// The tensors of an entry, none of one without; nothing where they are not there.
    pub fn tensors(&self, entry: &Entry) -> Option<Tensors> {
        match &entry.tensors {
            None => Some(Tensors::default()),
            Some(name) => {
                let tensors = Tensors::from_bytes(&self.get(name)?);
                tensors.inspect_err(|fault| self.reject(entry, &fault.to_string())).ok()
            }
        }
    }

    /// Whether a step need not run: its entry and its result are whole, and its tensors are there.
    pub fn is_kept(&self, key: &str) -> bool {
        let tensors =
            |entry: &Entry| entry.tensors.as_ref().is_none_or(|name| self.place("objects", name).is_file());
        self.entry(key).is_some_and(|entry| self.get(&entry.result).is_some() && tensors(&entry))
    }

    /// Puts an entry aside whose result is whole and yet not what its step yields.
    pub fn reject(&self, entry: &Entry, why: &str) {
        self.put_aside(&self.place("steps", &entry.key()), &format!("is of no use here ({why})"));
    }
}

/// A text behind its own hash.
pub(super) fn sealed(json: &str) -> String {
    format!("{}\n{json}\n", blake3::hash(json.as_bytes()).to_hex())
}

/// The text behind its hash, if it is whole.
pub(super) fn opened(text: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(text).ok()?;
    let (sum, json) = text.split_once('\n')?;
    let json = json.strip_suffix('\n')?;
    (blake3::hash(json.as_bytes()).to_hex().as_str() == sum).then_some(json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_or_changed_text_is_not_opened() {
        let whole = sealed("{\"a\": 1}");
        assert_eq!(opened(whole.as_bytes()), Some("{\"a\": 1}"));
        assert_eq!(opened(&whole.as_bytes()[..whole.len() - 1]), None);
        assert_eq!(opened(whole.replace('1', "2").as_bytes()), None);
    }
}
