//! What holds for every text, right or wrong.
//!
//! A hundred thousand files are made in each run, from a fixed seed: one in three by a writer that
//! knows the grammar, two in three by damage to such files and to the sentences of the specification.

use std::path::Path;
use std::time::{Duration, Instant};

use pipette::numeric::random::Seed;
use pipette::source::{Diagnostic, Source, Span};
use pipette::syntax::ast::*;
use pipette::syntax::parse;

use super::writer::Writer;

const FILES: u64 = 102_000;
const THREADS: u64 = 2;

pub fn corpus() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/parse");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let files: Vec<String> = paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    // Single lines too: damage to a short text goes to its heart.
    let lines = files.iter().flat_map(|file| file.lines()).filter(|line| line.len() > 3).map(str::to_owned);
    lines.chain(files.iter().cloned()).collect()
}

/// Runs `test` on every index below `FILES`, on two threads with the standard stack of 2 MiB, and
/// counts where it says true.
fn count(test: impl Fn(u64) -> bool + Sync) -> u64 {
    std::thread::scope(|scope| {
        let share =
            |thread: u64| (thread..FILES).step_by(THREADS as usize).filter(|&i| test(i)).count() as u64;
        let workers: Vec<_> = (0..THREADS).map(|thread| scope.spawn(move || share(thread))).collect();
        workers.into_iter().map(|worker| worker.join().expect("no panic")).sum()
    })
}

#[test]
fn a_hundred_thousand_files_are_read_without_panic_and_with_sound_places() {
    let (seed, corpus) = (Seed::root(2).child("files"), corpus());
    let whole = count(|i| {
        let mut writer = Writer::new(seed.at(i));
        let text = match i % 3 {
            0 => writer.file(),
            1 => {
                let text = writer.file();
                writer.damage(&text)
            }
            _ => writer.damage(&corpus[i as usize / 3 % corpus.len()]),
        };
        let source = Source::new("random.pipe", text);
        let begun = Instant::now();
        let (file, findings) = parse(&source);
        // Such a file takes under a millisecond; two seconds would be a hang, not a busy machine.
        assert!(begun.elapsed() < Duration::from_secs(2), "slow: {:?}", source.text());
        if i % 3 == 0 {
            assert!(findings.is_empty(), "{}\n{:?}", source.text(), findings);
        }
        check_places(&source, &file, &findings);
        file.statements.iter().any(|statement| !matches!(statement, Statement::Broken(_)))
    });
    println!("{whole} of {FILES} files hold a whole statement");
    // Files without one whole statement test the messages only; they must not be the most.
    assert!(whole * 10 >= FILES * 3, "{whole} of {FILES} files hold a whole statement");
}

/// Every place lies in the text and between characters, statements follow one another, and a text
/// of which nothing is said is covered by its statements, comments and blanks.
fn check_places(source: &Source, file: &File, findings: &[Diagnostic]) {
    let text = source.text();
    let sound = |span: Span| {
        assert!(span.start <= span.end && span.end <= text.len(), "{span:?} in {text:?}");
        assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "{span:?} in {text:?}");
    };
    for finding in findings {
        finding.labels.iter().for_each(|label| sound(label.span));
        finding.fix.iter().flat_map(|fix| &fix.edits).for_each(|edit| sound(edit.span));
        assert!(!finding.message.is_empty() && finding.help.is_some(), "{finding:?}");
        assert!(!finding.labels[0].text.is_empty(), "{finding:?}");
    }
    assert!(findings.is_sorted_by_key(|finding| finding.span()));
    assert!(file.comments.is_sorted_by_key(|comment| comment.start));
    file.comments.iter().for_each(|&comment| sound(comment));
    let mut statements = Vec::new();
    gather(&file.statements, &mut statements);
    for statement in &statements {
        sound(statement.span());
    }
    assert!(file.statements.is_sorted_by_key(|statement| statement.span().start), "{text:?}");
    for pair in file.statements.windows(2) {
        let ([Statement::Broken(_), _] | [_, Statement::Broken(_)]) = pair else {
            assert!(pair[0].span().end <= pair[1].span().start, "{text:?}");
            continue;
        };
    }
    check_cover(text, file, findings);
}

fn gather<'a>(statements: &'a [Statement], into: &mut Vec<&'a Statement>) {
    for statement in statements {
        into.push(statement);
        if let Statement::Sweep(sweep) = statement {
            assert!(sweep.body.iter().all(|inner| {
                sweep.span.start <= inner.span().start && inner.span().end <= sweep.span.end
            }));
            gather(&sweep.body, into);
        }
    }
}

fn check_cover(text: &str, file: &File, findings: &[Diagnostic]) {
    if !findings.is_empty() {
        return;
    }
    let mut covered = vec![false; text.len()];
    let spans = file.statements.iter().map(Statement::span).chain(file.comments.iter().copied());
    spans.for_each(|span| covered[span.start..span.end].fill(true));
    for (i, byte) in text.bytes().enumerate() {
        assert!(covered[i] || byte.is_ascii_whitespace(), "byte {i} of {text:?} belongs to nothing");
    }
}

#[test]
fn reading_what_was_written_gives_the_same_tree() {
    let seed = Seed::root(2).child("trees");
    for i in 0..5_000 {
        let text = Writer::new(seed.at(i)).file();
        let (file, _) = parse(&Source::new("a", text.as_str()));
        let written: Vec<String> = file.statements.iter().map(Statement::to_string).collect();
        let written = written.join("\n");
        let (again, findings) = parse(&Source::new("b", written.as_str()));
        assert!(findings.is_empty(), "{text}\nbecame\n{written}\n{findings:?}");
        assert_eq!(shape(&file), shape(&again), "{text}\nbecame\n{written}");
        let twice: Vec<String> = again.statements.iter().map(Statement::to_string).collect();
        assert_eq!(written, twice.join("\n"));
    }
}

#[test]
fn reading_is_a_function_of_the_text() {
    let (seed, corpus) = (Seed::root(2).child("twice"), corpus());
    for i in 0..2_000 {
        let text = Writer::new(seed.at(i)).damage(&corpus[i as usize % corpus.len()]);
        let read = || format!("{:?}", parse(&Source::new("a", text.as_str())));
        assert_eq!(read(), read());
    }
}

/// A tree without its places.
pub fn shape(file: &File) -> String {
    let text = format!("{:?}", file.statements);
    let mut pieces = text.split("Span { start: ");
    let first = pieces.next().unwrap_or("").to_owned();
    pieces.fold(first, |shape, piece| shape + piece.split_once('}').map_or("", |(_, rest)| rest))
}
