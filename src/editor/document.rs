//! An open document: its text as the editor has it, and what is known of it. Everything that is known is
//! found when it is first asked for, and forgotten with the next change.

use super::outline::Outline;
use super::positions::{Encoding, Lines, Position};
use crate::check::Surroundings;
use crate::lint::{Examined, Policy, examine_parsed};
use crate::source::{Diagnostic, Source, Span};
use crate::syntax::{Memory, parse_again};
use crate::words::VOCABULARY;
use std::cell::{OnceCell, RefCell};

/// A change of a document: a part of it, or all of it, gets another text.
#[derive(Clone, Debug)]
pub struct Change {
    pub range: Option<(Position, Position)>,
    pub text: String,
}

pub struct Document {
    pub source: Source,
    pub lines: Lines,
    pub version: i32,
    encoding: Encoding,
    around: Surroundings,
    policy: Policy,
    analysis: OnceCell<Examined>,
    outline: OnceCell<Outline>,
    /// The sentences of the text before the last changes.
    memory: RefCell<Memory>,
}

impl Document {
    /// A document with this text, whose relative paths start from the folder of `around`.
    pub fn new(text: &str, version: i32, encoding: Encoding, around: Surroundings, policy: Policy) -> Self {
        let source = Source::new("document", text);
        let lines = Lines::new(source.text(), encoding);
        let (analysis, outline, memory) = (OnceCell::new(), OnceCell::new(), RefCell::default());
        Document { source, lines, version, encoding, around, policy, analysis, outline, memory }
    }

    pub fn text(&self) -> &str {
        self.source.text()
    }

    /// The document after changes, each of which sees what the ones before it left.
    pub fn changed(self, changes: &[Change], version: i32) -> Self {
        let mut text = self.text().to_owned();
        let mut lines = self.lines;
        for change in changes {
            let end = text.len();
            let (from, to) = change.range.map_or((0, end), |(from, to)| {
                let (from, to) = (lines.offset(&text, from), lines.offset(&text, to));
                (from.min(to), from.max(to))
            });
            text.replace_range(from..to, &change.text);
            lines = Lines::new(&text, self.encoding);
        }
        Document {
            memory: self.memory,
            ..Document::new(&text, version, self.encoding, self.around, self.policy)
        }
    }

    pub fn analysis(&self) -> &Examined {
        self.analysis.get_or_init(|| {
            let parsed = parse_again(&self.source, &mut self.memory.borrow_mut());
            let mut found = examine_parsed(parsed, &self.source, &VOCABULARY, &self.around, &self.policy);
            let source = self.source.clone().including(std::mem::take(&mut found.parts));
            found.findings.iter_mut().for_each(|finding| bring_home(finding, &source));
            found
        })
    }

    pub fn outline(&self) -> &Outline {
        self.outline.get_or_init(|| Outline::new(self.text(), &VOCABULARY))
    }

    pub fn offset(&self, position: Position) -> usize {
        self.lines.offset(self.text(), position)
    }

    pub fn range(&self, span: Span) -> (Position, Position) {
        self.lines.range(self.text(), span)
    }
}

/// A place in an included file is shown at the line that includes it, and told in words.
fn bring_home(finding: &mut Diagnostic, source: &Source) {
    let told = |span: Span| {
        let part = source.part_at(span.start)?;
        let (line, column) = source.position(span.start);
        Some((format!("{}:{line}:{column}: ", part.source.name()), part.included_at))
    };
    if let Some((place, _)) = told(finding.span()) {
        finding.message.insert_str(0, &place);
    }
    for label in &mut finding.labels {
        if let Some((place, at)) = told(label.span) {
            label.text.insert_str(0, &place);
            label.span = at;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Reader;
    use crate::editor::testing::document;

    fn at(line: u32, column: u32) -> Position {
        Position { line, column }
    }

    #[test]
    fn changes_apply_one_after_the_other() {
        let text = "a 😀 b\nc\n";
        let insert = Change { range: Some((at(0, 5), at(0, 6))), text: "x\ny".into() };
        let then = Change { range: Some((at(1, 1), at(1, 1))), text: "z".into() };
        let document = document(text).changed(&[insert, then], 2);
        assert_eq!(document.text(), "a 😀 x\nyz\nc\n");
        assert_eq!(document.version, 2);
        let whole = Change { range: None, text: "new".into() };
        assert_eq!(document.changed(&[whole], 3).text(), "new");
    }

    #[test]
    fn changes_out_of_the_text_or_the_wrong_way_round_are_taken_as_they_can_be() {
        let change = |from, to| Change { range: Some((from, to)), text: "-".into() };
        assert_eq!(document("abc").changed(&[change(at(0, 2), at(0, 1))], 2).text(), "a-c");
        assert_eq!(document("abc").changed(&[change(at(7, 7), at(9, 9))], 2).text(), "abc-");
    }

    #[test]
    fn findings_of_included_files_stand_at_the_line_that_includes_them() {
        let read = Reader::new(|_| Ok("let a = 1\nlet a = 2\n".into()));
        let around = Surroundings { folder: ".".into(), memory: 8e9, overrides: Vec::new(), read };
        let text = "seed 1\ninclude \"lets.pipe\"\n";
        let document = Document::new(text, 1, Encoding::Utf16, around, Policy::default());
        let taken = document.analysis().findings.iter().find(|finding| finding.code == "name-taken");
        let taken = taken.expect("said");
        assert!(taken.message.starts_with("lets.pipe:2:5: "), "{}", taken.message);
        let places: Vec<&str> = taken.labels.iter().map(|label| document.source.slice(label.span)).collect();
        assert_eq!(places, ["include \"lets.pipe\""; 2]);
    }

    #[test]
    fn a_broken_line_does_not_hide_the_others() {
        let document = document("train mlp[784,\nlet a = nonsense(\ntrian mlp[784,10]\n");
        let codes: Vec<_> = document.analysis().findings.iter().map(|finding| finding.code).collect();
        assert!(codes.contains(&"broken-line") || codes.contains(&"unclosed-bracket"), "{codes:?}");
        assert!(codes.contains(&"unknown-word"), "{codes:?}");
    }
}
