//! Sentences, heads and block ends put together to a file, with what is to be said about them.
//!
//! A block whose head is broken gives its statements to whatever encloses it, so that they are
//! still checked. A block that never closes reaches to the end of the file.

use super::ast::{File, Statement, Sweep};
use super::lines::{self, DEEPEST, Entry, Limit, Sentence};
use super::memory::Memory;
use super::parser::{Fault, Heading};
use super::{broken, limits, parser};
use crate::source::{Diagnostic, Source, Span, Spanned};
use rayon::prelude::*;

/// The largest file that is read, in bytes.
pub const LARGEST_FILE: usize = 16 << 20;

/// Lines that are explained one by one; beyond them broken lines are counted.
const MOST_EXPLAINED: usize = 10_000;

/// Reads a file. It never fails: what cannot be read is in the tree as broken lines, and said.
/// The findings stand in the order of the text.
pub fn parse(source: &Source) -> (File, Vec<Diagnostic>) {
    read(source, None)
}

/// Reads a file of which much has been read before, with the same result.
pub fn parse_again(source: &Source, memory: &mut Memory) -> (File, Vec<Diagnostic>) {
    let read = read(source, Some(memory));
    memory.end();
    read
}

fn read(source: &Source, memory: Option<&mut Memory>) -> (File, Vec<Diagnostic>) {
    let text = source.text();
    if text.len() > LARGEST_FILE {
        return (File::default(), vec![limits::file(text)]);
    }
    let cut = lines::cut(text);
    let mut reader = Reader::new(text);
    for span in &cut.hidden {
        reader.find(|| broken::hidden(text, *span));
    }
    for entry in read_entries(text, cut.entries, memory) {
        match entry {
            Read::Sentence(sentence, statement) => reader.sentence(sentence, statement),
            Read::Head(head, brace, heading) => reader.open(head, brace, heading),
            Read::Close(brace) => reader.close(brace),
        }
    }
    reader.end(cut.left_at);
    reader.findings.sort_by_key(|finding| finding.span());
    (File { statements: reader.statements, comments: cut.comments }, reader.findings)
}

/// The names that a broken line would have given, had it been right: what a `let` defines, a label,
/// the axes of a sweep. Their use elsewhere is no mistake of its own.
pub fn names_in_broken(source: &Source, broken: Span) -> Vec<Spanned<String>> {
    broken::names(source.text(), broken)
}

/// An entry of a file with its tree.
// Most are sentences, and each is looked at once: a box around their trees would save nothing.
#[allow(clippy::large_enum_variant)]
enum Read {
    Sentence(Sentence, Result<Statement, Refusal>),
    Head(Sentence, Span, Result<Heading, Refusal>),
    Close(Span),
}

/// Why there is no tree.
enum Refusal {
    Limit(Limit),
    Fault(Fault),
}

/// Each sentence is read by itself: where the caller is one of rayon's threads, all of them read.
fn read_entries(text: &str, entries: Vec<Entry>, memory: Option<&mut Memory>) -> Vec<Read> {
    /// Fewer entries than this are not worth handing over.
    const LEAST: usize = 16;
    match memory {
        Some(memory) => entries.into_iter().map(|entry| read_entry(text, entry, Some(memory))).collect(),
        None if rayon::current_thread_index().is_some() => {
            entries.into_par_iter().with_min_len(LEAST).map(|entry| read_entry(text, entry, None)).collect()
        }
        None => entries.into_iter().map(|entry| read_entry(text, entry, None)).collect(),
    }
}

fn read_entry(text: &str, entry: Entry, memory: Option<&mut Memory>) -> Read {
    match entry {
        Entry::Sentence(sentence) => {
            let statement = tree(text, sentence, |text, at| match memory {
                Some(memory) => memory.statement(text, at),
                None => parser::statement(text, at),
            });
            Read::Sentence(sentence, statement)
        }
        Entry::Head(head, brace) => {
            let heading = tree(text, head, |text, at| match memory {
                Some(memory) => memory.heading(text, at),
                None => parser::heading(text, at),
            });
            Read::Head(head, brace, heading)
        }
        Entry::Close(brace) => Read::Close(brace),
    }
}

fn tree<T>(
    text: &str,
    sentence: Sentence,
    read: impl FnOnce(&str, usize) -> Result<T, Fault>,
) -> Result<T, Refusal> {
    match sentence.limit {
        Some(limit) => Err(Refusal::Limit(limit)),
        None => read(slice(text, sentence.span), sentence.span.start).map_err(Refusal::Fault),
    }
}

struct Reader<'a> {
    text: &'a str,
    statements: Vec<Statement>,
    blocks: Vec<Block>,
    /// Braces opened below the deepest level.
    below: usize,
    /// Sweeps that lack their opening brace: as many closing ones are expected in vain.
    headless: usize,
    findings: Vec<Diagnostic>,
    /// Findings beyond those that are explained, and the first of them.
    unexplained: usize,
}

/// A block whose end has not come yet; without a sweep where its head is broken.
struct Block {
    brace: Span,
    sweep: Option<Sweep>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Reader {
            text,
            statements: Vec::new(),
            blocks: Vec::new(),
            below: 0,
            headless: 0,
            findings: Vec::new(),
            unexplained: 0,
        }
    }

    fn find(&mut self, finding: impl FnOnce() -> Diagnostic) {
        if self.findings.len() < MOST_EXPLAINED {
            self.findings.push(finding());
        } else {
            self.unexplained += 1;
        }
    }

    fn push(&mut self, statement: Statement) {
        match self.blocks.iter_mut().rev().find_map(|block| block.sweep.as_mut()) {
            Some(sweep) => sweep.body.push(statement),
            None => self.statements.push(statement),
        }
    }

    fn sentence(&mut self, sentence: Sentence, statement: Result<Statement, Refusal>) {
        let text = self.text;
        if sentence.after_block {
            self.find(|| broken::after_block(sentence.span));
        }
        match statement {
            Ok(statement) => return self.push(statement),
            Err(Refusal::Limit(limit)) => self.refuse(limit),
            Err(Refusal::Fault(fault)) => {
                self.headless += usize::from(broken::lacks_brace(text, sentence.span));
                self.find(|| broken::explain(text, sentence.span, fault));
            }
        }
        self.push(Statement::Broken(sentence.span));
    }

    fn refuse(&mut self, limit: Limit) {
        let text = self.text;
        self.find(|| match limit {
            Limit::Hidden(place) => broken::hidden(text, place),
            limit => limits::sentence(limit),
        });
    }

    fn open(&mut self, head: Sentence, brace: Span, heading: Result<Heading, Refusal>) {
        if self.below > 0 || self.blocks.len() >= DEEPEST {
            if self.below == 0 {
                self.find(|| limits::blocks(brace));
            }
            self.below += 1;
            return self.push(Statement::Broken(head.span.to(brace)));
        }
        let sweep = self.head(head, brace, heading);
        if sweep.is_none() {
            self.push(Statement::Broken(head.span.to(brace)));
        }
        self.blocks.push(Block { brace, sweep });
    }

    fn head(&mut self, head: Sentence, brace: Span, heading: Result<Heading, Refusal>) -> Option<Sweep> {
        let text = self.text;
        match heading {
            Ok(Heading { axes, search, repeat }) => {
                let span = head.span.to(brace);
                return Some(Sweep { axes, search, repeat, body: Vec::new(), head: span, span });
            }
            Err(Refusal::Limit(limit)) => self.refuse(limit),
            Err(Refusal::Fault(fault)) => {
                self.find(|| broken::explain_head(text, head.span, brace, fault));
            }
        }
        None
    }

    fn close(&mut self, brace: Span) {
        if self.below > 0 {
            self.below -= 1;
        } else if !self.close_block(brace) {
            if self.headless > 0 {
                self.headless -= 1;
            } else {
                self.find(|| broken::stray_brace(brace));
            }
        }
    }

    /// Ends the innermost block, if there is one.
    fn close_block(&mut self, end: Span) -> bool {
        let Some(block) = self.blocks.pop() else { return false };
        if let Some(mut sweep) = block.sweep {
            sweep.span = sweep.span.to(end);
            self.push(Statement::Sweep(sweep));
        }
        true
    }

    fn end(&mut self, left_at: Option<usize>) {
        let text = self.text;
        let end = left_at.unwrap_or(text.len());
        if let Some(at) = left_at {
            self.findings.push(limits::sentences(self.text, at));
        }
        while let Some(block) = self.blocks.last() {
            let brace = block.brace;
            if left_at.is_none() {
                self.find(|| broken::unclosed_block(text, brace));
            }
            self.close_block(Span::new(end, end));
        }
        if self.unexplained > 0 {
            self.findings.push(limits::findings(self.text, MOST_EXPLAINED, self.unexplained));
        }
    }
}

fn slice(text: &str, span: Span) -> &str {
    text.get(span.start..span.end).unwrap_or("")
}
