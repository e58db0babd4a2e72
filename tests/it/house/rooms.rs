//! Who may know whom: the rooms of `src/`, and the few things that only one room may touch.
//!
//! Looked at is what goes into the program; tests may reach across.

use super::expect_none;
use super::scan::find_word;
use super::sources::{File, sources};

/// A room, and the rooms or parts of rooms that it may import. The order is that of reading.
const ROOMS: [(&str, &[&str]); 13] = [
    ("source", &[]),
    ("syntax", &["source"]),
    ("numeric", &[]),
    ("models", &["numeric"]),
    ("data", &["numeric", "models::spin"]),
    ("vocabulary", &["source", "syntax", "models", "data", "numeric"]),
    ("words", &["vocabulary", "models", "data", "numeric", "source"]),
    ("check", &["source", "syntax", "vocabulary", "numeric::statistics", "numeric::random"]),
    ("lint", &["source", "syntax", "vocabulary", "check"]),
    ("editor", &["source", "syntax", "vocabulary", "words", "check", "lint"]),
    ("run", &["source", "syntax", "vocabulary", "check", "data", "numeric", "models"]),
    ("report", &["source", "run", "check", "lint", "vocabulary", "numeric"]),
    ("cli", ANY),
];

/// For the room that may import all others.
const ANY: &[&str] = &["*"];

/// A path or a word of code, and the files and folders of `src/` that may use it.
const RESERVED: [(&str, &[&str]); 9] = [
    ("clap", &["cli/"]),
    ("miette", &["cli/"]),
    ("lsp_server", &["cli/lsp"]),
    ("lsp_types", &["cli/lsp"]),
    ("ndarray_linalg", &["numeric/lapack.rs"]),
    ("Rule::", &["syntax/parser"]),
    ("std::fs", &["cli/", "data/", "run/"]),
    ("File::open", &["cli/", "data/", "run/"]),
    ("unsafe", UNSAFE),
];

/// The files that may be `unsafe`, each for a reason that it states.
const UNSAFE: &[&str] =
    &["numeric/allocator.rs", "numeric/blas.rs", "numeric/brain/amx.rs", "numeric/brain/vectors.rs"];

/// `crate::run::Plan` is in `run`, and in `run::Plan`.
fn lies_in(path: &str, place: &str) -> bool {
    path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// Names at the top of the crate that are no rooms (exported macros) are nobody's business here.
fn imports_of(file: &File) -> Vec<(usize, String)> {
    let paths = file.product.paths("crate").into_iter();
    let inside = paths.filter_map(|(at, path)| Some((at, path.strip_prefix("crate::")?.to_owned())));
    inside.filter(|(_, path)| path == "*" || ROOMS.iter().any(|(room, _)| lies_in(path, room))).collect()
}

fn forbidden_imports(file: &File) -> Vec<String> {
    let Some(room) = file.room() else { return Vec::new() };
    let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
        return vec![format!("src/{}:1: the room `{room}` is not in ROOMS", file.path)];
    };
    let open = |path: &str| *allowed == ANY || allowed.iter().any(|place| lies_in(path, place));
    let strange = imports_of(file).into_iter().filter(|(_, path)| !lies_in(path, room) && !open(path));
    let findings = strange.map(|(at, path)| format!("{}: {room} imports `{path}`", file.place(at)));
    findings.chain(climbs_out(file)).collect()
}

/// `super::super::` as a way out of the room, which the table could not see.
fn climbs_out(file: &File) -> Vec<String> {
    let parts = file.path.trim_end_matches(".rs").trim_end_matches("/mod");
    let depth = parts.split('/').count();
    let chain = "super::".repeat(depth);
    let climbs = find_word(&file.product.code, &chain).into_iter();
    climbs.map(|at| format!("{}: climbs out of its room by `{chain}`", file.place(at))).collect()
}

/// Uses of a reserved word, or of a reserved path however it is grouped, outside its files.
fn trespasses(file: &File, reserved: &str, owners: &[&str]) -> Vec<String> {
    if owners.iter().any(|owner| file.path.starts_with(owner)) {
        return Vec::new();
    }
    let mut places = find_word(&file.product.code, reserved);
    let root = reserved.split("::").next().unwrap_or(reserved);
    let paths = file.product.paths(root).into_iter().filter(|(_, path)| lies_in(path, reserved));
    places.extend(paths.map(|(at, _)| at));
    places.sort_unstable();
    places.dedup();
    places.into_iter().map(|at| format!("{}: uses `{reserved}`", file.place(at))).collect()
}

#[test]
fn rooms_import_only_what_they_may() {
    let findings: Vec<_> = sources().iter().flat_map(forbidden_imports).collect();
    expect_none(
        &findings,
        "move the code to the room that owns it, or change ROOMS and docs/decisions together",
    );
}

#[test]
fn reserved_things_stay_where_they_belong() {
    for (reserved, owners) in RESERVED {
        let findings: Vec<_> = sources().iter().flat_map(|file| trespasses(file, reserved, owners)).collect();
        expect_none(&findings, &format!("only these may use `{reserved}`: {}", owners.join(", ")));
    }
}

#[test]
fn the_import_rule_sees_groups_parts_and_ways_out() {
    let file = |path: &str, text: &str| File::new(path.to_owned(), text.to_owned());
    let count = |path: &str, text: &str| forbidden_imports(&file(path, text)).len();
    assert_eq!(count("lint/a.rs", "use crate::{check::Plan, run::{Store, Lock}};"), 2);
    assert_eq!(count("lint/a.rs", "use crate::check::Plan; #[cfg(test)] mod tests { use crate::run; }"), 0);
    assert_eq!(count("data/a.rs", "use crate::models::spin::Ising;"), 0);
    assert_eq!(count("data/a.rs", "use crate::models::{spin, network};"), 1);
    assert_eq!(count("data/a.rs", "use crate::models;"), 1);
    assert_eq!(count("source/a.rs", "use crate::*;"), 1);
    assert_eq!(count("words/verbs/a.rs", "use super::super::super::run;"), 1);
    assert_eq!(count("words/verbs/a.rs", "use super::super::lists; crate::args! {}"), 0);
    assert_eq!(count("attic/mod.rs", ""), 1);
    assert_eq!(count("main.rs", "use crate::run;"), 0);
}

#[test]
fn the_reserve_rule_sees_grouped_paths() {
    let check = |text: &str| {
        let file = File::new("lint/a.rs".to_owned(), text.to_owned());
        trespasses(&file, "std::fs", &["run/"]).len()
    };
    assert_eq!(check("use std::fs::File;"), 1);
    assert_eq!(check("use std::{\n    io,\n    fs::{self, File},\n};"), 1);
    assert_eq!(check("use std::fmt; // std::fs\nconst A: &str = \"std::fs\";"), 0);
}
