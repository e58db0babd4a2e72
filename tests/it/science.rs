//! The chapters: every row of the survey of experiments stands in exactly one header, the pages under docs/science are
//! what the program makes of headers and locks, and a lock is of the file beside it.

use crate::checking::checked;
use crate::pipelines::files;
use pipette::report::reproductions::Header;
use pipette::run::{Lock, Sums, recheck};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// The rows of the survey that can be shown, by article: partition functions and Boltzmann machines (A), networks on
/// bent digits (B), regularization (C), the renormalization group (D). The numbers left out are remarks.
const ROWS: [(char, u32, &[u32]); 4] = [
    ('A', 34, &[34]),
    ('B', 30, &[7, 10, 11, 12, 23, 29]),
    ('C', 51, &[2, 41, 43, 51]),
    ('D', 60, &[12, 23, 51, 54, 58, 60]),
];

/// The folders of each page.
const PAGES: [(&str, &[&str]); 5] = [
    ("big-deep-simple.md", &["mnist"]),
    ("regularization.md", &["ridge"]),
    ("boltzmann.md", &["boltzmann"]),
    ("flow.md", &["flow"]),
    ("renormalization.md", &["renormalization"]),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_row_stands_in_exactly_one_header() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, text) in files(&root().join("pipelines")) {
        for id in Header::of(&text).ids() {
            places.entry(id.into()).or_default().push(path.display().to_string());
        }
    }
    let twice: Vec<_> = places.iter().filter(|(_, files)| files.len() > 1).collect();
    assert!(twice.is_empty(), "{twice:#?}");
    let all: BTreeSet<String> = ROWS
        .iter()
        .flat_map(|(letter, last, left_out)| {
            (1..=*last).filter(|n| !left_out.contains(n)).map(move |n| format!("{letter}{n}"))
        })
        .collect();
    let unknown: Vec<_> = places.keys().filter(|id| !all.contains(*id)).collect();
    assert!(unknown.is_empty(), "no rows of the survey: {unknown:?}");
    let missing: Vec<&str> = all.iter().filter(|id| !places.contains_key(*id)).map(String::as_str).collect();
    assert!(missing.is_empty(), "no file stands for these: {missing:?}");
}

/// Where the data are at hand, of these data and of the words as they are now, too.
#[test]
fn every_lock_is_of_the_file_beside_it() {
    let has_data = std::env::var_os("PIPETTE_DATA").is_some();
    assert!(has_data || std::env::var_os("CI").is_none(), "CI needs PIPETTE_DATA");
    let stale: Vec<_> = files(&root().join("pipelines"))
        .into_iter()
        .filter_map(|(path, text)| {
            let lock = Lock::read(&Lock::path(&path)).ok()?;
            let folder = path.parent()?;
            let (plan, _) = checked(&text, folder);
            let stale = match has_data {
                true => recheck::of_inputs(&lock, &plan, &Sums::new(folder)),
                false => recheck::of_meaning(&lock, &plan),
            };
            (!stale.is_empty()).then_some((path, stale))
        })
        .collect();
    assert!(stale.is_empty(), "run these again: {stale:#?}");
}

#[test]
fn the_pages_are_what_the_program_makes() {
    for (page, folders) in PAGES {
        let folders: Vec<String> = folders.iter().map(|folder| format!("pipelines/{folder}")).collect();
        is_made(&format!("docs/science/{page}"), &folders);
    }
    is_made("docs/reproductions.md", &["pipelines".into(), "--table".into()]);
}

/// Whether a page is what the program makes, called with these arguments.
fn is_made(page: &str, arguments: &[String]) {
    let made = Command::new(env!("CARGO_BIN_EXE_pipette"))
        .arg("reproductions")
        .args(arguments)
        .current_dir(root())
        .output()
        .expect("the program runs");
    let made = String::from_utf8_lossy(&made.stdout).into_owned();
    let text = std::fs::read_to_string(root().join(page)).unwrap_or_default();
    let kept = text.split_once("`pipette reproductions`. -->\n\n").map(|(_, kept)| kept);
    // Links begin where the page lies.
    let up = "../".repeat(page.matches('/').count());
    let kept = kept.map(|kept| kept.replace(&format!("]({up}pipelines/"), "](pipelines/"));
    assert_eq!(kept.as_deref(), Some(made.as_str()), "{page}: make it anew, as its head says");
}
