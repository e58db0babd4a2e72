//! The speeds of this machine, measured once and kept in the user's cache folder as a file for each machine.
//!
//! A file belongs to a processor, a number of cores, a version of BLAS and of this program; for any other there
//! are the built-in rates. A damaged file is said and not used.

mod kernels;
mod measure;

use super::Machine;
use super::cache::Cache;
use crate::numeric::blas;
use crate::vocabulary::{Rates, Speed, Work};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

pub use measure::measure;

/// What speeds depend on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    pub processor: String,
    pub cores: usize,
    pub blas: String,
    pub pipette: String,
}

/// A file of speeds.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptRates {
    machine: Key,
    measured: String,
    /// Units a second by kind of work, of one core and of all together.
    speeds: BTreeMap<String, [f64; 2]>,
}

impl Key {
    /// This machine and program.
    pub fn here() -> Self {
        let Machine { processor, cores, .. } = Machine::here(1);
        // An unoptimized program has other speeds.
        let build = if cfg!(debug_assertions) { " (development)" } else { "" };
        let pipette = format!("{}{build}", env!("CARGO_PKG_VERSION"));
        Key { processor, cores, blas: blas::version().into(), pipette }
    }

    /// The first digits of its hash: the name of its file.
    pub fn short(&self) -> String {
        let text = format!("{}\n{}\n{}\n{}", self.processor, self.cores, self.blas, self.pipette);
        blake3::hash(text.as_bytes()).to_hex()[..12].to_string()
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Key { processor, cores, blas, pipette } = self;
        write!(f, "{processor}, {cores} cores, {blas}, pipette {pipette}")
    }
}

/// What tells one calibration from another: the first digits of the hash of its speeds.
pub fn stamp(rates: &Rates) -> String {
    let mut hasher = blake3::Hasher::new();
    for Speed { one, all } in rates.speeds {
        hasher.update(&one.to_le_bytes()).update(&all.to_le_bytes());
    }
    hasher.finalize().to_hex()[..12].to_string()
}

fn file(cache: &Cache, key: &Key) -> PathBuf {
    cache.folder.join(format!("calibration-{}.yaml", key.short()))
}

/// The speeds of this machine, or those that are built in with what is to be said of that.
pub fn rates(cache: &Cache) -> (Rates, Option<String>) {
    let key = Key::here();
    let path = file(cache, &key);
    let built_in = |said: Option<String>| (Rates::built_in(key.cores), said);
    match std::fs::read_to_string(&path) {
        Ok(text) => match parse(&text, &key) {
            Ok(rates) => (rates, None),
            Err(why) => built_in(Some(format!("{} is not used: {why}", path.display()))),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => built_in(others(cache)),
        Err(error) => built_in(Some(format!("{} can't be read: {error}", path.display()))),
    }
}

/// That there are files of other machines only.
fn others(cache: &Cache) -> Option<String> {
    let names = std::fs::read_dir(&cache.folder).ok()?.flatten();
    let other = names.map(|entry| entry.path()).find(|path| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("calibration-"))
    })?;
    let kept: KeptRates = serde_yaml::from_str(&std::fs::read_to_string(other).ok()?).ok()?;
    Some(format!("the calibration that is there is of another machine or version: {}", kept.machine))
}

fn parse(text: &str, key: &Key) -> Result<Rates, String> {
    let kept: KeptRates = serde_yaml::from_str(text).map_err(|error| format!("it is damaged: {error}"))?;
    if kept.machine != *key {
        return Err(format!("it is of another machine: {}", kept.machine));
    }
    let mut rates = Rates { measured: true, ..Rates::built_in(key.cores) };
    for work in Work::ALL {
        let name = work.name();
        let &[one, all] = kept.speeds.get(name).ok_or_else(|| format!("it says nothing of {name}"))?;
        if !(one.is_finite() && all.is_finite() && one > 0.0 && all > 0.0) {
            return Err(format!("it is damaged: {name} has the speeds {one} and {all}"));
        }
        rates.speeds[work as usize] = Speed { one, all };
    }
    Ok(rates)
}

/// Keeps the speeds of this machine; returns where.
pub fn keep(cache: &Cache, rates: &Rates) -> std::io::Result<PathBuf> {
    let key = Key::here();
    let speeds = Work::ALL.map(|work| {
        let Speed { one, all } = rates.speeds[work as usize];
        (work.name().to_string(), [one, all])
    });
    let path = file(cache, &key);
    let kept =
        KeptRates { machine: key, measured: jiff::Timestamp::now().to_string(), speeds: speeds.into() };
    let text = serde_yaml::to_string(&kept).map_err(std::io::Error::other)?;
    cache.write(&path, text.as_bytes())?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache() -> (tempfile::TempDir, Cache) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let cache = Cache { folder: folder.path().join("deep/er") };
        (folder, cache)
    }

    #[test]
    fn what_is_kept_is_read_again() {
        let (_folder, cache) = cache();
        assert_eq!(rates(&cache), (Rates::built_in(Key::here().cores), None));
        let mut speeds = Rates::built_in(Key::here().cores);
        speeds.speeds[Work::Normal as usize] = Speed { one: 12.5, all: 20.25 };
        keep(&cache, &speeds).expect("kept");
        assert_eq!(rates(&cache), (Rates { measured: true, ..speeds }, None));
    }

    #[test]
    fn a_damaged_file_is_said_and_not_used() {
        let (_folder, cache) = cache();
        let path = keep(&cache, &Rates::built_in(2)).expect("kept");
        let whole = std::fs::read_to_string(&path).expect("read");
        let line = whole.lines().find(|line| line.contains("normal")).expect("a speed").to_string();
        for text in ["", "speeds: [", &whole.replace(&line, "  abnormal:"), &whole.replacen("- ", "- -", 1)] {
            std::fs::write(&path, text).expect("written");
            let (found, said) = rates(&cache);
            assert!(!found.measured && said.is_some_and(|said| said.contains("not used")), "{text}");
        }
    }

    #[test]
    fn a_file_of_another_machine_is_said_and_not_used() {
        let (_folder, cache) = cache();
        let path = keep(&cache, &Rates::built_in(2)).expect("kept");
        let text = std::fs::read_to_string(&path).expect("read");
        let strange = text.replace(&format!("cores: {}", Key::here().cores), "cores: 4096");
        std::fs::write(&path, &strange).expect("written");
        let said = rates(&cache).1.expect("something is said");
        assert!(said.contains("another machine") && said.contains("4096 cores"), "{said}");
        std::fs::rename(&path, cache.folder.join("calibration-0123.yaml")).expect("renamed");
        let said = rates(&cache).1.expect("something is said");
        assert!(said.contains("another machine"), "{said}");
    }
}
