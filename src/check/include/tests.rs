//! Files that include others, which lie in a map and on no disk.

use super::*;
use crate::check::{Override, Reader, check, is_runnable};
use crate::words::VOCABULARY;

/// What is found in a file among others, with the file and line of each, and the identity of its plan.
fn checked(text: &str, others: &[(&str, &str)]) -> (Vec<String>, String) {
    checked_with(text, others, Vec::new())
}

fn checked_with(text: &str, others: &[(&str, &str)], overrides: Vec<Override>) -> (Vec<String>, String) {
    let files: HashMap<PathBuf, String> =
        others.iter().map(|(name, text)| (PathBuf::from(name), (*text).to_string())).collect();
    let read = Reader::new(move |path| files.get(path).cloned().ok_or("is not there".to_string()));
    let around = Surroundings { folder: PathBuf::new(), memory: 8e9, overrides, read };
    let source = Source::new("main", text);
    let (file, _) = syntax::parse(&source);
    let (plan, findings) = check(&file, &source, &VOCABULARY, &around);
    let shown = source.including(gather(&file, &Source::new("main", text), &VOCABULARY, &around).parts);
    let said = |finding: &Diagnostic| {
        let (file, span) = shown.file_at(finding.span());
        format!("{} {}:{}", finding.code, file.name(), file.line(span.start))
    };
    let errors = findings.iter().filter(|finding| !is_runnable(std::slice::from_ref(finding)));
    (errors.map(said).collect(), plan.identity().hex())
}

const TRAIN: &str = "use strokes\na: train mlp[784,width,10] for epochs\n";
const LETS: &str = "# What is common.\nedition 1\nlet width = 10\nlet epochs = 2\nlet spare = 1\n";

#[test]
fn included_lets_mean_what_they_would_mean_here() {
    let (none, here) = checked(&format!("{LETS}{TRAIN}"), &[]);
    let (errors, there) = checked(&format!("include \"lets.pipe\"\n{TRAIN}"), &[("lets.pipe", LETS)]);
    assert_eq!((none.len(), errors.len()), (0, 0), "{none:?} {errors:?}");
    assert_eq!(here, there);
    let deep =
        [("a/one.pipe", "include \"../b/two.pipe\"\nlet epochs = 2"), ("b/two.pipe", "let width = 10")];
    let (errors, nested) = checked(&format!("include \"a/one.pipe\"\n{TRAIN}"), &deep);
    assert_eq!((errors.len(), &nested), (0, &here), "{errors:?}");
    let both = [("a", "include \"c\"\nlet epochs = 2"), ("b", "include \"c\""), ("c", "let width = 10")];
    let (errors, shared) = checked(&format!("include \"a\"\ninclude \"b\"\n{TRAIN}"), &both);
    assert_eq!((errors.len(), shared), (0, here), "what two files need is brought once: {errors:?}");
}

/// A file of another kind is one finding, at the line that includes it; a pipe file with a few slips has each of them.
#[test]
fn a_file_of_another_kind_is_refused_as_a_whole() {
    let passwd: String = (0..9).map(|n| format!("user{n}:x:{n}:{n}::/home/{n}:/bin/sh\n")).collect();
    let (errors, _) = checked("include \"passwd\"\n", &[("passwd", &passwd)]);
    assert_eq!(errors, ["bad-include main:1"]);
    let (errors, _) = checked("include \"lets\"\n", &[("lets", "let a = 1\nlet b == 2\n: 3\n")]);
    assert!(errors.len() >= 2 && errors.iter().all(|error| error.contains(" lets:")), "{errors:?}");
}

#[test]
fn stages_that_are_included_are_the_same_steps() {
    let lets = "let few = take 150 of strokes, then standardize\n";
    let text = "train mlp[784,10,10] on few for 1 epoch\n";
    let (_, here) = checked(&format!("{lets}{text}"), &[]);
    let (errors, there) = checked(&format!("include \"l\"\n{text}"), &[("l", lets)]);
    assert_eq!((errors.len(), there), (0, here));
}

#[test]
fn values_of_the_command_line_reach_included_lets() {
    let (file, _) = syntax::parse(&Source::new("set", "let epochs = 3"));
    let [Statement::Let(syntax::ast::Let { body: syntax::ast::LetBody::Phrase(value), .. })] =
        file.statements.as_slice()
    else {
        panic!("a let")
    };
    let set = Override { name: "epochs".into(), value: value.clone(), text: "3".into() };
    let text = format!("include \"l\"\n{TRAIN}");
    let (errors, three) = checked_with(&text, &[("l", LETS)], vec![set]);
    let (_, written) = checked(&text, &[("l", &LETS.replace("epochs = 2", "epochs = 3"))]);
    assert_eq!((errors.len(), three), (0, written), "{errors:?}");
}

#[test]
fn what_is_wrong_is_said_in_the_file_that_it_is_in() {
    let errors = |text: &str, others: &[(&str, &str)]| checked(text, others).0;
    assert_eq!(errors("include \"gone\"", &[]), ["bad-include main:1"]);
    assert_eq!(errors("include \"a\"", &[("a", "let x = 1\ntrain mlp[784,10]")]), ["not-in-this-place a:2"]);
    assert_eq!(
        errors("include \"a\"", &[("a", "let x = 1\nlet y = trian mlp[784,10]")]),
        ["unknown-word a:2"]
    );
    assert_eq!(errors("include \"a\"", &[("a", "edition 9")]), ["out-of-range a:1"]);
    assert_eq!(errors("include \"a\"", &[("a", "seed 9")]), ["not-in-this-place a:1"]);
    assert_eq!(errors("let x = 1\ninclude \"a\"", &[("a", "\nlet x = 2")]), ["name-taken a:2"]);
    assert_eq!(errors("include \"a\"\ninclude \"a\"", &[("a", "let x = 2")]), ["duplicate-argument main:2"]);
    let round = [("a", "include \"b\""), ("b", "\ninclude \"./a\"")];
    assert_eq!(errors("include \"a\"", &round), ["bad-include b:2"]);
    assert_eq!(
        errors("sweep n in [1, 2] {\ninclude \"a\"\n}", &[("a", "let x = 2")])[0],
        "not-in-this-place main:2"
    );
    assert_eq!(errors("include 7", &[]), ["wrong-type main:1"]);
    assert!(errors("expect x.error < 1\ninclude \"a\"", &[("a", "let x = 2")])[0].ends_with("main:1"));
}

#[test]
fn endless_chains_of_files_end() {
    let read = Reader::new(|path| {
        let number: u32 = path.to_string_lossy().parse().unwrap_or(0);
        Ok(format!("include \"{}\"", number + 1))
    });
    let around = Surroundings { folder: PathBuf::new(), memory: 8e9, overrides: Vec::new(), read };
    let source = Source::new("main", "include \"1\"");
    let gathered_findings = gather(&syntax::parse(&source).0, &source, &VOCABULARY, &around).findings;
    assert_eq!(gathered_findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["bad-include"]);
}

#[test]
fn paths_are_compared_without_detours() {
    assert_eq!(plain(Path::new("a/./b/../c")), Path::new("a/c"));
    assert_eq!(plain(Path::new("../a")), Path::new("../a"));
}
