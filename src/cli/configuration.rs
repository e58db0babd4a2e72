//! `pipette.yaml`: what a folder says of the files in it and below: levels of findings, the budget of a
//! run, where data lie, mirrors. The nearest one counts, from the file's folder upwards.
//!
//! ```yaml
//! levels:
//!   no-edition: off        # off, note, warn or error
//! budget:
//!   time: 2 h
//!   memory: 8 GiB
//! data: ../data
//! mirrors:
//!   mnist: https://example.org/mnist
//! ```
//!
//! A key or a value that is not known is an error with its place.

use crate::data::{DataFault, Shelf};
use crate::lint::{self, Budget, Policy};
use crate::source::{Diagnostic, Level, Source, Span, did_you_mean};
use crate::vocabulary::{Dimension, units_of};
use crate::words::VOCABULARY;
use serde_yaml::{Mapping, Value};
use std::path::{Path, PathBuf};

pub const FILE: &str = "pipette.yaml";

/// What a folder says.
#[derive(Clone, Debug, Default)]
pub struct Configuration {
    pub policy: Policy,
    /// From the folder of the configuration.
    pub data: Option<PathBuf>,
    /// The word of a data set and an address.
    pub mirrors: Vec<(String, String)>,
}

impl Configuration {
    /// Where data are looked for: the folder of the command line, else that of the configuration.
    pub fn shelf(&self, folder: Option<PathBuf>, offline: bool) -> Result<Shelf, DataFault> {
        let shelf = Shelf::usual(folder.or(self.data.clone()), offline)?;
        Ok(Shelf { extra_mirrors: self.mirrors.clone(), ..shelf })
    }
}

/// The keys of the file, and what to write where one has a value of the wrong kind.
const KEYS: [&str; 4] = ["levels", "budget", "data", "mirrors"];
const FORMS: [&str; 4] = [
    "write codes of findings below it, indented: `no-edition: off`",
    "write its keys below it, indented: `time: 2 h`, `memory: 8 GiB`",
    "write `data: FOLDER`",
    "write words of data sets below it, indented: `mnist: https://...`",
];

/// What is wrong with a configuration.
pub fn bad(span: Span, message: String) -> Diagnostic {
    Diagnostic::error("bad-configuration", span, message)
}

/// Reads a configuration; every mistake is found, not only the first.
pub fn parse(source: &Source, folder: &Path) -> (Configuration, Vec<Diagnostic>) {
    let mut reader = Reader { source, folder, findings: Vec::new(), configuration: Configuration::default() };
    match serde_yaml::from_str::<Value>(source.text()) {
        Ok(Value::Null) => {}
        Ok(Value::Mapping(entries)) => reader.top(&entries),
        Ok(_) => reader.refuse(
            Span::default(),
            "this is no list of keys with values".into(),
            "write `levels:` and the like",
        ),
        Err(error) => {
            // YAML counts characters.
            let index = error.location().map_or(0, |place| place.index());
            let at = source.text().char_indices().nth(index).map_or(source.text().len(), |(at, _)| at);
            reader.refuse(Span::new(at, at), format!("this is not YAML: {error}"), "one `key: value` a line");
        }
    }
    (reader.configuration, reader.findings)
}

struct Reader<'s> {
    source: &'s Source,
    folder: &'s Path,
    findings: Vec<Diagnostic>,
    configuration: Configuration,
}

impl Reader<'_> {
    fn refuse(&mut self, span: Span, message: String, help: impl Into<String>) {
        self.findings.push(bad(span, message).label("here").help(help));
    }

    /// Where a key stands, at the top or below another one.
    fn place(&self, above: Option<&str>, key: &str) -> Span {
        let above = above.map(|above| self.place(None, above));
        let from = above.map_or(0, |above| above.end);
        let starts = self.source.text().match_indices(key).map(|(at, _)| at).filter(|at| *at >= from);
        let is_key = |at: &usize| {
            let before = self.source.text()[..*at].rsplit(['\n', '{', ',']).next().unwrap_or("");
            before.chars().all(|c| "\"'".contains(c) || (above.is_some() && c == ' '))
                && self.source.text()[at + key.len()..].trim_start_matches(['"', '\'', ' ']).starts_with(':')
        };
        let at = starts.into_iter().find(is_key);
        at.map_or(above.unwrap_or_default(), |at| Span::new(at, at + key.len()))
    }

    fn top(&mut self, entries: &Mapping) {
        for (key, value) in entries {
            match (key.as_str(), value) {
                (Some("levels"), Value::Mapping(levels)) => levels.iter().for_each(|(k, v)| self.level(k, v)),
                (Some("budget"), Value::Mapping(parts)) => parts.iter().for_each(|(k, v)| self.budget(k, v)),
                (Some("data"), Value::String(path)) => self.configuration.data = Some(self.folder.join(path)),
                (Some("mirrors"), Value::Mapping(sets)) => sets.iter().for_each(|(k, v)| self.mirror(k, v)),
                (name, _) => match KEYS.into_iter().zip(FORMS).find(|(known, _)| Some(*known) == name) {
                    Some((known, form)) => {
                        let message = format!("`{known}` has another kind of value");
                        self.refuse(self.place(None, known), message, form);
                    }
                    None => self.unknown(None, name, "a key of pipette.yaml", &KEYS),
                },
            }
        }
    }

    fn unknown(&mut self, above: Option<&str>, name: Option<&str>, what: &str, known: &[&str]) {
        let Some(name) = name else {
            return self.refuse(
                Span::default(),
                "a key is a word".into(),
                format!("one of {}", known.join(", ")),
            );
        };
        let help = did_you_mean(name, known.iter().copied())
            .unwrap_or_else(|| format!("one of {}", shortened(known)));
        self.refuse(self.place(above, name), format!("`{name}` is not {what}"), help);
    }

    fn level(&mut self, key: &Value, value: &Value) {
        let codes: Vec<&str> = lint::pages(&VOCABULARY).map(|page| page.code).collect();
        let page = key.as_str().and_then(|code| lint::page(&VOCABULARY, code));
        let Some(page) = page else {
            return self.unknown(Some("levels"), key.as_str(), "the code of a finding", &codes);
        };
        let place = self.place(Some("levels"), page.code);
        // YAML reads a bare `off` as a truth value in its older version, as a word in its newer one.
        let level = match value {
            Value::Bool(false) => None,
            Value::String(word) if word == "off" => None,
            Value::String(word) => match Level::named(word) {
                Some(level) => Some(level),
                None => {
                    return self.refuse(
                        place,
                        format!("`{word}` is no level"),
                        "one of off, note, warn, error",
                    );
                }
            },
            _ => return self.refuse(place, "a level is a word".into(), "one of off, note, warn, error"),
        };
        if page.level == Level::Error {
            return self.refuse(
                place,
                format!("`{}` is an error, and stays one", page.code),
                "delete this line",
            );
        }
        self.configuration.policy.levels.insert(page.code.to_string(), level);
    }

    fn budget(&mut self, key: &Value, value: &Value) {
        let known = ["time", "memory"];
        let (name, dimension) = match key.as_str() {
            Some("time") => ("time", Dimension::Time),
            Some("memory") => ("memory", Dimension::Memory),
            other => return self.unknown(Some("budget"), other, "part of a budget", &known),
        };
        let amount = value.as_str().and_then(|text| quantity(text, dimension));
        let Some(amount) = amount else {
            let units: Vec<&str> = units_of(dimension).map(|unit| unit.symbol).collect();
            let help = format!("a number above 0 with a unit: {}", units.join(", "));
            return self.refuse(
                self.place(Some("budget"), name),
                format!("`{name}` needs a number with a unit"),
                help,
            );
        };
        let budget: &mut Budget = &mut self.configuration.policy.budget;
        *(if name == "time" { &mut budget.seconds } else { &mut budget.bytes }) = Some(amount);
    }

    fn mirror(&mut self, key: &Value, value: &Value) {
        let sets: Vec<&str> = VOCABULARY.data.iter().map(|data| data.info.name).collect();
        match (key.as_str().filter(|word| sets.contains(word)), value.as_str()) {
            (Some(word), Some(address)) => {
                self.configuration.mirrors.push((word.to_string(), address.to_string()))
            }
            (Some(word), None) => self.refuse(
                self.place(Some("mirrors"), word),
                format!("the mirror of `{word}` is an address"),
                "write `mnist: https://...`",
            ),
            (None, _) => self.unknown(Some("mirrors"), key.as_str(), "a data set", &sets),
        }
    }
}

/// `2 h` in seconds, `8 GiB` in bytes.
fn quantity(text: &str, dimension: Dimension) -> Option<f64> {
    let (number, unit) = text.trim().split_once(' ')?;
    let unit = units_of(dimension).find(|known| known.symbol == unit.trim())?;
    let amount = number.parse::<f64>().ok()? * unit.factor;
    (amount.is_finite() && amount > 0.0).then_some(amount)
}

/// A list that fits into a line.
fn shortened(words: &[&str]) -> String {
    const MOST: usize = 12;
    let list = words.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
    if words.len() > MOST { format!("{list}, ...; `pipette explain` lists all") } else { list }
}
