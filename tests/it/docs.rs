//! The pages under docs/: the reference is what the program writes, and the guide's code is checked.

use crate::checking::{checked, complaints, write_example_files};
use pipette::report::reference;
use pipette::source::Level;
use pipette::words::VOCABULARY;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn the_reference_is_up_to_date() {
    let folder = page_path("docs/reference");
    let pages = reference::pages(&VOCABULARY);
    let stale =
        pages.iter().filter(|(name, page)| fs::read_to_string(folder.join(name)).ok().as_ref() != Some(page));
    let stale: Vec<_> = stale.map(|(name, _)| *name).collect();
    assert!(
        stale.is_empty(),
        "stale: {}; run `cargo run -- vocabulary --write docs/reference`",
        stale.join(", ")
    );
    let strangers = fs::read_dir(&folder).expect("a folder").flatten().map(|entry| entry.file_name());
    let strangers: Vec<_> = strangers.filter(|name| pages.iter().all(|(page, _)| name != page)).collect();
    assert!(strangers.is_empty(), "pages that nothing writes: {strangers:?}");
}

/// A block of code of a page: what stands after its fence, and its text.
pub struct Block {
    pub mark: String,
    pub text: String,
}

/// The fenced blocks of a page, in order.
pub fn blocks(page: &str) -> Vec<Block> {
    let text = fs::read_to_string(page_path(page)).expect("a page");
    let parts: Vec<&str> = text.split("```").collect();
    let inside = parts.iter().skip(1).step_by(2);
    let block = |part: &&str| {
        let (mark, text) = part.split_once('\n').unwrap_or((part, ""));
        Block { mark: mark.trim().to_owned(), text: text.to_owned() }
    };
    inside.map(block).collect()
}

fn page_path(page: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(page)
}

/// Pages that show files of the language.
const PAGES: [&str; 5] =
    ["README.md", "docs/guide.md", "docs/cookbook.md", "docs/linting.md", "docs/ARCHITECTURE.md"];

#[test]
fn files_shown_in_the_docs_are_clean() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write_example_files(folder.path()).expect("the files that the guide names");
    let mut findings = Vec::new();
    for page in PAGES {
        let shown: Vec<_> =
            blocks(page).into_iter().filter(|b| ["pipe", "pipe run"].contains(&b.mark.as_str())).collect();
        assert!(page == "docs/ARCHITECTURE.md" || shown.len() >= 2, "{page} shows {} files", shown.len());
        for block in shown {
            findings.extend(complaints(page, &checked(&block.text, folder.path()).1));
        }
    }
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

/// The mistakes that the guide shows are those that are found, in these words.
#[test]
fn mistakes_shown_in_the_guide_are_found() {
    let blocks = blocks("docs/guide.md");
    let wrong: Vec<_> = blocks.windows(2).filter(|pair| pair[0].mark == "pipe wrong").collect();
    assert!(!wrong.is_empty());
    for pair in wrong {
        let (_, findings) = checked(&pair[0].text, Path::new("."));
        let errors = findings.iter().filter(|finding| finding.level == Level::Error);
        let mut found: Vec<&str> = errors.map(|finding| finding.message.as_str()).collect();
        let mut shown: Vec<&str> = pair[1].text.lines().collect();
        found.sort_unstable();
        shown.sort_unstable();
        assert_eq!(found, shown);
    }
}

/// What the page on linting says of its files is what is said of them.
#[test]
fn messages_shown_on_linting_are_those_that_are_given() {
    let blocks = blocks("docs/linting.md");
    let wrong: Vec<_> = blocks.windows(2).filter(|pair| pair[0].mark == "pipe wrong").collect();
    assert_eq!(wrong.len(), 5);
    for pair in wrong {
        let (_, findings) = checked(&pair[0].text, Path::new("."));
        let warned = findings.iter().filter(|finding| finding.level == Level::Warning);
        let found: Vec<String> = warned.map(|f| format!("{}: {}", f.code, f.message)).collect();
        let shown: Vec<&str> = pair[1].text.lines().collect();
        assert_eq!(found, shown);
    }
}

/// Every page of the project, as a path from its top.
fn every_page() -> Vec<String> {
    let mut pages = vec!["README.md".to_string(), "grammar/editors/README.md".into()];
    let mut folders = vec!["docs".to_string()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(page_path(&folder)).expect("a folder").flatten() {
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            match path.ends_with(".md") {
                true => pages.push(path),
                false if entry.path().is_dir() => folders.push(path),
                false => {}
            }
        }
    }
    pages.sort();
    pages
}

/// Where the links of a page lead that stay within the project, without what stands after `#`.
fn links(page: &str) -> Vec<String> {
    let text = fs::read_to_string(page_path(page)).expect("a page");
    let prose: String = text.split("```").step_by(2).flat_map(|part| part.split('`').step_by(2)).collect();
    let links = prose.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let paths = links.map(|link| link.split('#').next().unwrap_or("").to_string());
    paths.filter(|path| !path.contains("://") && !path.is_empty()).collect()
}

#[test]
fn links_between_the_pages_lead_somewhere() {
    let mut broken = Vec::new();
    for page in every_page() {
        let folder = page_path(&page).parent().map(Path::to_path_buf).unwrap_or_default();
        let lost = links(&page).into_iter().filter(|path| !folder.join(path).exists());
        broken.extend(lost.map(|path| format!("{page}: {path}")));
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// The site has every page, and no other: what mdBook is not told of it does not show.
#[test]
fn the_site_names_every_page_once() {
    let named: Vec<String> = links("docs/SUMMARY.md").iter().map(|path| format!("docs/{path}")).collect();
    let pages = every_page();
    let pages = || pages.iter().filter(|page| page.starts_with("docs/") && *page != "docs/SUMMARY.md");
    let missing: Vec<_> = pages().filter(|page| !named.contains(page)).collect();
    assert!(missing.is_empty(), "docs/SUMMARY.md lacks {missing:?}");
    assert_eq!(named.len(), pages().count(), "docs/SUMMARY.md names a page twice, or one that is not there");
}

/// Thirty questions or more; each is answered by a file or by commands.
#[test]
fn the_cookbook_answers_what_it_asks() {
    let text = fs::read_to_string(page_path("docs/cookbook.md")).expect("a page");
    let answers: Vec<&str> = text.split("\n### ... ").skip(1).collect();
    assert!(answers.len() >= 30, "{}", answers.len());
    let silent: Vec<_> = answers
        .iter()
        .filter(|answer| !answer.contains("```pipe") && !answer.contains("\n    pipette "))
        .collect();
    assert!(silent.is_empty(), "{silent:?}");
}

/// Commands that the pages show: indented, and in the words and options that the program has.
#[test]
fn commands_shown_in_the_docs_exist() {
    let mut shown: Vec<String> = Vec::new();
    for page in ["README.md", "docs/guide.md", "docs/cookbook.md"] {
        let text = fs::read_to_string(page_path(page)).expect("a page");
        shown.extend(text.lines().filter_map(|line| line.strip_prefix("    pipette ")).map(str::to_string));
    }
    assert!(shown.len() > 30, "{shown:?}");
    for command in shown {
        // Behind wide space stands what it does.
        let mut words = command.split("  ").next().unwrap_or_default().split_whitespace();
        let name = words.next().unwrap_or_default();
        let options: Vec<&str> = words.filter(|word| word.starts_with("--")).collect();
        let output =
            Command::new(env!("CARGO_BIN_EXE_pipette")).args([name, "--help"]).output().expect("it runs");
        let help = String::from_utf8_lossy(&output.stdout);
        let unknown: Vec<_> = options.iter().filter(|option| !help.contains(**option)).collect();
        assert!(output.status.success() && unknown.is_empty(), "`pipette {command}`: {unknown:?}");
    }
}

#[test]
fn files_of_the_guide_and_the_cookbook_run_and_keep_their_claims() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write_example_files(folder.path()).expect("the files that the guide names");
    let shown = blocks("docs/guide.md").into_iter().chain(blocks("docs/cookbook.md"));
    let runnable = shown.filter(|block| block.mark == "pipe run");
    for (number, block) in runnable.enumerate() {
        let path = folder.path().join(format!("{number}.pipe"));
        fs::write(&path, &block.text).expect("a file");
        let output = Command::new(env!("CARGO_BIN_EXE_pipette"))
            .args(["run", "--offline", "--strict"])
            .arg(&path)
            .env("PIPETTE_CACHE", folder.path().join("cache"))
            .output()
            .expect("the program runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{}\n{said}", block.text);
    }
}

/// The word that the architecture page shows is the one that the program has.
#[test]
fn the_word_shown_in_the_architecture_is_the_real_one() {
    let shown = blocks("docs/ARCHITECTURE.md").into_iter().find(|block| block.mark == "rust");
    let word = fs::read_to_string(page_path("src/words/methods/clip.rs")).expect("the file of a word");
    assert_eq!(shown.map(|block| block.text).as_deref(), Some(word.as_str()));
}
