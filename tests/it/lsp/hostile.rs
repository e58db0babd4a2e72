//! Nothing that is typed makes the editor room fail: the files of the project, cut off anywhere and with
//! letters out of place, are asked everything.

use pipette::check::{Reader, Surroundings};
use pipette::editor::{self, Document, Encoding};
use pipette::lint::Policy;
use pipette::source::{Source, Span};
use std::path::Path;

/// Cuts are this many letters apart: every one would take too long, and a prime meets them all in turn.
const STEP: usize = 17;

#[test]
fn every_file_can_be_asked_everything_wherever_it_is_cut_off() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pipelines");
    let mut texts =
        vec!["let x = é😀 \"\u{202E}\r[({ sweep n in { expect . then and with 3 per per x3 #".to_owned()];
    collect(&folder, &mut texts);
    assert!(texts.len() > 4, "the pipelines are found");
    for text in texts {
        for end in (0..=text.len()).filter(|end| end % STEP == 0 && text.is_char_boundary(*end)) {
            ask_everything(&text[..end], end);
            ask_everything(&text[end..], 0);
        }
    }
}

fn collect(folder: &Path, texts: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, texts);
        } else if path.extension().is_some_and(|extension| extension == "pipe") {
            texts.push(std::fs::read_to_string(path).expect("text"));
        }
    }
}

fn ask_everything(text: &str, cursor: usize) {
    let around =
        Surroundings { folder: ".".into(), memory: 8e9, overrides: Vec::new(), read: Reader::none() };
    let document = Document::new(text, 1, Encoding::Utf16, around, Policy::default());
    let whole = Span::new(0, text.len());
    editor::complete(&document, cursor);
    editor::hover(&document, cursor);
    let _ = editor::rename(&document, cursor, "other");
    pipette::syntax::tidy(&Source::new("test", text));
    let last = document.range(whole).1;
    assert_eq!(document.offset(last), text.len());
    let inside = |at: usize| assert!(text.is_char_boundary(at), "{at} is inside a character of {text:?}");
    editor::inlay(&document, whole).iter().for_each(|hint| inside(hint.at));
    let fixes = editor::actions(&document, whole);
    fixes.iter().flat_map(|action| &action.edits).for_each(|edit| inside(edit.span.start));
    for (first, last) in editor::folds(&document) {
        assert!(first < last);
    }
    for symbol in editor::symbols(&document) {
        assert!(
            symbol.span.start <= symbol.selection.start && symbol.selection.end <= symbol.span.end,
            "{symbol:?}"
        );
    }
    let words = &document.outline().words;
    assert!(words.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "words follow each other");
}
