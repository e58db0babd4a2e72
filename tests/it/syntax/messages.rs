//! Messages of the parser: every file of a folder says in place what is to be found in it.

use std::path::{Path, PathBuf};

use crate::marks::{files, mismatch, source};
use pipette::source::Source;
use pipette::syntax::parse;

fn syntax_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/messages/syntax")
}

#[test]
fn syntax_messages_stand_where_they_are_marked() {
    for path in files(&syntax_folder()) {
        let source = source(&path);
        let wrong = mismatch(&source, parse(&source).1);
        assert!(wrong.is_none(), "{}\n{}", path.display(), wrong.unwrap_or_default());
    }
}

/// A safe fix leaves nothing to be said about its place, and makes no new mistake elsewhere.
#[test]
fn safe_fixes_cure() {
    let mut cured = 0;
    for path in files(&syntax_folder()) {
        let text = std::fs::read_to_string(&path).unwrap();
        let findings = parse(&Source::new("a", text.as_str())).1;
        for finding in &findings {
            let Some(fix) = finding.fix.as_ref().filter(|fix| fix.safe) else { continue };
            let mut edits = fix.edits.clone();
            edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
            let mut fixed = text.clone();
            edits.iter().for_each(|edit| fixed.replace_range(edit.span.start..edit.span.end, &edit.text));
            let left = parse(&Source::new("b", fixed.as_str())).1;
            assert_eq!(left.len() + 1, findings.len(), "{finding:#?}\nin {}\n{left:#?}", path.display());
            cured += 1;
        }
    }
    assert!(cured >= 10, "{cured} fixes");
}
