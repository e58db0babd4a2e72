//! The contents of a file: settings, names, lines, sweeps with what is in them, claims; and the parts of it
//! that can be folded.

use super::document::Document;
use super::reading::Role;
use crate::source::Span;
use crate::syntax::ast::Statement;
use crate::vocabulary::Role as Part;
use crate::words::VOCABULARY;

/// What an entry of the contents is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    Setting,
    Let,
    /// A line of stages; named where it has a label.
    Line,
    Sweep,
    Claim,
}

/// An entry of the contents.
#[derive(Clone, Debug)]
pub struct Symbol {
    pub name: String,
    pub entry: Entry,
    pub span: Span,
    /// The words that name it.
    pub selection: Span,
    pub inside: Vec<Symbol>,
}

/// The contents of a document; broken lines have none.
pub fn symbols(document: &Document) -> Vec<Symbol> {
    document.analysis().file.statements.iter().filter_map(|it| symbol(document, it)).collect()
}

fn symbol(document: &Document, statement: &Statement) -> Option<Symbol> {
    let span = statement.span();
    let symbol = |name: String, entry, selection| Symbol { name, entry, span, selection, inside: Vec::new() };
    Some(match statement {
        Statement::Let(binding) => symbol(binding.name.value.clone(), Entry::Let, binding.name.span),
        Statement::Pipeline(pipeline) => {
            let first = pipeline.stages.first()?;
            let is_setting = VOCABULARY.verb(&first.verb).is_some_and(|verb| verb.role != Part::Stage);
            let entry = if is_setting { Entry::Setting } else { Entry::Line };
            match &pipeline.label {
                Some(label) => symbol(label.value.clone(), entry, label.span),
                None => symbol(shown(document, first.span), entry, first.verb.span),
            }
        }
        Statement::Sweep(sweep) => {
            let head = Span::new(sweep.head.start, sweep.head.end.saturating_sub(1).max(sweep.head.start));
            let inside = sweep.body.iter().filter_map(|inner| self::symbol(document, inner)).collect();
            Symbol { inside, ..symbol(shown(document, head), Entry::Sweep, head) }
        }
        Statement::Claim(claim) => symbol(shown(document, claim.span), Entry::Claim, claim.span),
        Statement::Broken(_) => return None,
    })
}

/// A few words of the text on one line.
fn shown(document: &Document, span: Span) -> String {
    const MOST: usize = 60;
    let text = document.source.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// What can be folded: blocks, and comments of several lines. Lines count from 0, both ends belong to it.
pub fn folds(document: &Document) -> Vec<(u32, u32)> {
    let line = |offset: usize| document.lines.line(offset);
    let blocks = document.outline().blocks.iter().map(|block| (line(block.start), line(block.end)));
    let comments = document.outline().words.iter().filter(|word| word.role == Role::Comment);
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for at in comments.map(|word| line(word.span.start)) {
        match runs.last_mut() {
            Some(run) if run.1 + 1 == at => run.1 = at,
            _ => runs.push((at, at)),
        }
    }
    blocks.chain(runs).filter(|(first, last)| first < last).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::testing::document;

    const TEXT: &str = "# one\n# two\ntitle \"A\"\nlet a = 3\nsweep n in [10, 20] {\n  net: train mlp[784,10]\n}\n(\nexpect net.error < 5 % at n = 10\n";

    #[test]
    fn the_contents_follow_the_file() {
        let document = document(TEXT);
        let found: Vec<_> = symbols(&document).iter().map(|it| (it.entry, it.name.clone())).collect();
        assert_eq!(
            found,
            [
                (Entry::Setting, "title \"A\"".to_owned()),
                (Entry::Let, "a".into()),
                (Entry::Sweep, "sweep n in [10, 20]".into()),
                (Entry::Claim, "expect net.error < 5 % at n = 10".into()),
            ]
        );
        let sweep = &symbols(&document)[2];
        assert_eq!(sweep.inside[0].name, "net");
        assert!(sweep.span.start <= sweep.selection.start && sweep.selection.end <= sweep.span.end);
    }

    #[test]
    fn blocks_and_runs_of_comments_fold() {
        assert_eq!(folds(&document(TEXT)), [(4, 6), (0, 1)]);
    }
}
