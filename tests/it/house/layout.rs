//! Sizes and places: short files, short functions, each file opened by its idea, a tidy top folder,
//! and nothing in the repository that only one machine understands.

use super::expect_none;
use super::scan::Scan;
use super::sources::{root, sources, tracked};

const LONGEST_FILE: usize = 500;
const MEDIAN_FILE: usize = 150;
const LONGEST_FUNCTION: usize = 80;
const MEDIAN_FUNCTION: usize = 12;

/// What may lie at the top of the repository.
const TOP: [&str; 17] = [
    ".ci",
    ".gitignore",
    // pre-commit looks for it here and nowhere else.
    ".pre-commit-hooks.yaml",
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "build.rs",
    "docs",
    "grammar",
    "pipelines",
    "rustfmt.toml",
    "src",
    "tests",
    "x",
];

/// Names of folders that exist on one machine only, in two parts each so that this file holds none,
/// and the one file that may name them.
const STRANGERS: [([&str; 2], &str); 4] =
    [(["/wo", "rk/"], ""), ([".lib", "rary"], ""), (["/ro", "ot/"], ""), (["../sha", "red"], ".ci/run")];

fn median(mut sizes: Vec<usize>) -> usize {
    sizes.sort_unstable();
    sizes.get(sizes.len() / 2).copied().unwrap_or(0)
}

#[test]
fn every_file_opens_with_its_idea() {
    let silent = sources().into_iter().filter(|file| !file.text.starts_with("//! "));
    let findings: Vec<_> = silent.map(|file| format!("src/{}:1: no `//!` paragraph", file.path)).collect();
    expect_none(&findings, "open the file with a `//!` paragraph that states its idea");
}

#[test]
fn files_are_short() {
    let files = sources();
    let sizes: Vec<_> = files.iter().map(|file| file.text.lines().count()).collect();
    let long = files.iter().zip(&sizes).filter(|(_, lines)| **lines > LONGEST_FILE);
    let mut findings: Vec<_> =
        long.map(|(file, lines)| format!("src/{}:{lines}: {lines} lines", file.path)).collect();
    let median = median(sizes);
    if median >= MEDIAN_FILE {
        findings.push(format!("src/:1: the median file has {median} lines"));
    }
    expect_none(
        &findings,
        &format!("split by idea: at most {LONGEST_FILE} lines, median under {MEDIAN_FILE}"),
    );
}

#[test]
fn functions_are_short() {
    let (mut findings, mut sizes) = (Vec::new(), Vec::new());
    for file in sources() {
        for function in file.whole.functions() {
            sizes.push(function.lines);
            if function.lines > LONGEST_FUNCTION {
                let place = file.place(function.at);
                findings.push(format!("{place}: `{}` has {} lines", function.name, function.lines));
            }
        }
    }
    let median = median(sizes);
    if median > MEDIAN_FUNCTION {
        findings.push(format!("src/:1: the median function has {median} lines"));
    }
    let cure =
        format!("name a part and move it out: at most {LONGEST_FUNCTION} lines, median {MEDIAN_FUNCTION}");
    expect_none(&findings, &cure);
}

#[test]
fn the_top_folder_is_tidy() {
    let mut tops: Vec<_> =
        tracked().into_iter().filter_map(|path| path.split('/').next().map(str::to_owned)).collect();
    tops.dedup();
    let strange = tops.into_iter().filter(|top| !TOP.contains(&top.as_str()));
    let findings: Vec<_> = strange.map(|top| format!("{top}:1: has no place at the top")).collect();
    expect_none(&findings, "move it into one of the folders, or add it to TOP with a reason");
}

#[test]
fn nothing_names_a_folder_of_one_machine() {
    let mut findings = Vec::new();
    for path in tracked() {
        let text = std::fs::read(root().join(&path)).unwrap_or_default();
        for (number, line) in String::from_utf8_lossy(&text).lines().enumerate() {
            let strangers = STRANGERS.iter().map(|(halves, exception)| (halves.concat(), exception));
            for (name, _) in strangers.filter(|(name, exception)| line.contains(name) && path != **exception)
            {
                findings.push(format!("{path}:{}: names `{name}`", number + 1));
            }
        }
    }
    expect_none(&findings, "say it without that path: a relative one, a setting, or nothing");
}

#[test]
fn the_launcher_installs_what_the_build_script_names() {
    let read = |name: &str| std::fs::read_to_string(root().join(name)).unwrap_or_default();
    let (script, launcher) = (Scan::new(&read("build.rs")), read("x"));
    let cures =
        script.strings.iter().filter(|(_, text)| text.contains(" install ") || text.contains(" add "));
    let packages: Vec<_> = cures.filter_map(|(at, cure)| Some((at, cure.split(' ').next_back()?))).collect();
    assert!(packages.len() >= 4, "build.rs has lost its table of cures: {packages:?}");
    let unknown = packages.iter().filter(|(_, package)| !launcher.contains(package));
    let findings: Vec<_> = unknown
        .map(|(at, package)| format!("build.rs:{}: `{package}` is not in x", script.line(**at)))
        .collect();
    expect_none(&findings, "name the same packages in x and in build.rs");
}
