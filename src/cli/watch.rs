//! `pipette watch FILE`: a file is checked again whenever it, a file that it includes or the configuration of its folder
//! is saved. Editors save by writing or by putting a new file in the place of the old one: looked at is what stands
//! under the name, a few times a second, which also works on shared folders.

use super::arguments::WatchOptions;
use super::load::{Loaded, Loader};
use super::signals::Signals;
use super::{BAD_INPUT, complain, show};
use crate::report::plan as shown;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// The time between two looks.
const EVERY: Duration = Duration::from_millis(150);

/// What stands under the name of each file: when it was changed, and how long it is; none where there is nothing.
type Stamps = Vec<Option<(SystemTime, u64)>>;

pub fn watch(options: &WatchOptions) -> u8 {
    if !options.file.is_file() {
        let message =
            format!("there is no file {}", crate::data::printable(&options.file.to_string_lossy(), 200));
        complain(&message, Some("check the path"));
        return BAD_INPUT;
    }
    let signals = Signals::listen().unwrap_or_default();
    let mut looked_at = check(options);
    let mut before = stamps(&looked_at);
    while !signals.asked() {
        std::thread::sleep(EVERY);
        let now = stamps(&looked_at);
        // A file that is not there, or that still changes, is about to be saved.
        let settled = now.first().is_some_and(Option::is_some);
        if now == before || !settled {
            continue;
        }
        std::thread::sleep(EVERY);
        if stamps(&looked_at) == now {
            looked_at = check(options);
            // What was saved in between is seen at the next look: the stamps are those from before the check.
            before = if looked_at.len() == now.len() { now } else { stamps(&looked_at) };
        }
    }
    anstream::eprintln!("no longer watched");
    0
}

/// Says what is found and what would run; the files that this rests on, the file itself first.
fn check(options: &WatchOptions) -> Vec<PathBuf> {
    let file = &options.file;
    anstream::eprintln!(
        "\n--- {} {}",
        jiff::Zoned::now().strftime("%H:%M:%S"),
        crate::data::printable(&file.to_string_lossy(), 200)
    );
    let loader = Loader::new();
    let loaded = match loader.load(file, &options.sets) {
        Ok(loaded) => loaded,
        Err(unreadable) => {
            complain(&unreadable.message, Some(&unreadable.help));
            return vec![file.clone()];
        }
    };
    loaded.print();
    if loaded.is_runnable() {
        show(&shown::plan(&loaded.plan, loader.rates(), &[]));
    }
    anstream::eprintln!(
        "{}",
        if loaded.findings.is_empty() { "nothing to say".to_string() } else { loaded.count() }
    );
    looked_at(file, &loaded)
}

fn looked_at(file: &Path, loaded: &Loaded) -> Vec<PathBuf> {
    let included = loaded.source.parts().iter().map(|part| loaded.folder.join(part.source.name()));
    let configuration = [loaded.configured.path.clone(), loaded.folder.join(super::configuration::FILE)];
    std::iter::once(file.to_path_buf()).chain(included).chain(configuration).collect()
}

fn stamps(files: &[PathBuf]) -> Stamps {
    let stamp = |path: &PathBuf| {
        let facts = std::fs::metadata(path).ok()?;
        Some((facts.modified().ok()?, facts.len()))
    };
    files.iter().map(stamp).collect()
}
