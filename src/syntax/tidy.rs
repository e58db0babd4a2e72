//! A file in its canonical form: what `pipette fmt` writes.
//!
//! Each sentence is written back by [`super::format`]; a line of stages that is too long goes on below,
//! before a `then`. Comments stay where they are: on a line of their own, behind a statement, or inside
//! one, which then keeps its line breaks and only loses needless blanks. Of empty lines one stays. What
//! cannot be read is left as it is, byte for byte, and takes nothing else with it: a file is laid out
//! sentence by sentence, as it is read.

use super::ast::{LetBody, Stage, Statement};
use super::lines::{self, Entry, Sentence};
use super::token::{Kind, Tokens};
use super::{LARGEST_FILE, format, parser};
use crate::source::{Source, Span};

/// The longest line of stages, in characters.
const WIDEST: usize = 100;
const INDENT: usize = 2;

/// The canonical form of a file. It has the same comments, and reading it gives the same tree.
pub fn tidy(source: &Source) -> String {
    let text = source.text();
    let cut = if text.len() > LARGEST_FILE { lines::Cut::default() } else { lines::cut(text) };
    if text.len() > LARGEST_FILE || cut.left_at.is_some() {
        return text.to_owned();
    }
    let mut page =
        Page { text, comments: &cut.comments, out: String::new(), depth: 0, end: 0, after: After::Start };
    for entry in &cut.entries {
        page.entry(entry);
    }
    page.comments_until(text.len());
    page.finish()
}

/// What was written last.
#[derive(Clone, Copy, PartialEq)]
enum After {
    Start,
    /// The brace that opens a block.
    Open,
    Line,
}

struct Page<'a> {
    text: &'a str,
    /// The comments that are still to be written.
    comments: &'a [Span],
    out: String,
    depth: usize,
    /// Where in the text the last thing that was written ends.
    end: usize,
    after: After,
}

impl Page<'_> {
    fn entry(&mut self, entry: &Entry) {
        match entry {
            Entry::Sentence(sentence) => {
                self.comments_until(sentence.span.start);
                let line = self.sentence(*sentence);
                self.line(&line, sentence.span, After::Line);
            }
            Entry::Head(head, brace) => {
                self.comments_until(head.span.start);
                let line = self.head(*head, *brace);
                self.line(&line, head.span.to(*brace), After::Open);
                self.depth += 1;
            }
            Entry::Close(brace) => {
                self.comments_until(brace.start);
                self.depth = self.depth.saturating_sub(1);
                self.end = brace.start;
                self.line("}", *brace, After::Line);
            }
        }
    }

    /// Writes the comments that begin before an offset.
    fn comments_until(&mut self, offset: usize) {
        while let Some((comment, rest)) = self.comments.split_first().filter(|(c, _)| c.start < offset) {
            self.comments = rest;
            let written = self.slice(*comment).trim_end().to_owned();
            let is_behind =
                self.after != After::Start && !self.slice(Span::new(self.end, comment.start)).contains('\n');
            if is_behind {
                self.out.push_str("  ");
                self.out.push_str(&written);
                self.end = comment.end;
            } else {
                self.line(&written, *comment, After::Line);
            }
        }
    }

    /// Begins a line with what stood at `span`, below one empty line if there were any.
    fn line(&mut self, written: &str, span: Span, after: After) {
        let gap = self.slice(Span::new(self.end, span.start));
        let is_apart = gap.bytes().filter(|byte| *byte == b'\n').count() > 1;
        if self.after != After::Start {
            self.out.push_str(if is_apart && self.after == After::Line { "\n\n" } else { "\n" });
        }
        self.out.extend(std::iter::repeat_n(' ', INDENT * self.depth));
        self.out.push_str(written);
        // A carriage return at the end must not become half of a line end.
        self.out.push_str(if written.ends_with('\r') { " " } else { "" });
        (self.end, self.after) = (span.end, after);
        self.skip_comments(span.end);
    }

    /// Comments inside a statement have been written with it.
    fn skip_comments(&mut self, end: usize) {
        let inside = self.comments.iter().take_while(|comment| comment.start < end).count();
        self.comments = &self.comments[inside..];
    }

    fn sentence(&self, sentence: Sentence) -> String {
        let Sentence { span, limit, .. } = sentence;
        let read = if limit.is_none() { parser::statement(self.slice(span), span.start).ok() } else { None };
        match read {
            None => self.slice(span).to_owned(),
            Some(_) if self.is_commented(span) => self.with_comments(span),
            Some(Statement::Pipeline(pipeline)) => {
                let label = pipeline.label.map(|label| format!("{label}: ")).unwrap_or_default();
                self.stages(label, &pipeline.stages)
            }
            Some(Statement::Let(binding)) => match &binding.body {
                LetBody::Stages(stages) => self.stages(format!("let {} = ", binding.name), stages),
                LetBody::Phrase(_) => binding.to_string(),
            },
            Some(other) => other.to_string(),
        }
    }

    fn head(&self, head: Sentence, brace: Span) -> String {
        let span = head.span.to(brace);
        let read = if head.limit.is_none() {
            parser::heading(self.slice(head.span), head.span.start).ok()
        } else {
            None
        };
        match read {
            None => self.slice(span).to_owned(),
            Some(_) if self.is_commented(span) => self.with_comments(span),
            Some(heading) => format::head(&heading.axes, heading.search.as_ref(), heading.repeat.as_ref()),
        }
    }

    /// Stages joined, broken before a `then` where the line would get too long.
    fn stages(&self, start: String, stages: &[Stage]) -> String {
        let indent = INDENT * self.depth;
        let (mut out, mut width) = (start, indent);
        width += out.chars().count();
        for (i, stage) in stages.iter().enumerate() {
            let stage = stage.to_string();
            let length = stage.chars().count();
            let comma = usize::from(i + 1 < stages.len());
            if i == 0 {
                width += length;
            } else if width + ", then ".len() + length + comma <= WIDEST {
                out.push_str(", then ");
                width += ", then ".len() + length;
            } else {
                out.push_str(",\n");
                out.extend(std::iter::repeat_n(' ', indent + INDENT));
                out.push_str("then ");
                width = indent + INDENT + "then ".len() + length;
            }
            out.push_str(&stage);
        }
        out
    }

    fn is_commented(&self, span: Span) -> bool {
        self.comments.first().is_some_and(|comment| comment.start < span.end)
    }

    /// A statement with comments in it: its words and lines as they are, one blank between words that
    /// do not touch, and every line but the first further in.
    fn with_comments(&self, span: Span) -> String {
        let mut out = String::new();
        let (mut end, mut is_new_line) = (span.start, false);
        for token in Tokens::new(&self.text[..span.end], span.start) {
            if token.kind == Kind::Newline {
                is_new_line = true;
                continue;
            }
            match token.kind {
                _ if is_new_line => {
                    out.push('\n');
                    out.extend(std::iter::repeat_n(' ', INDENT * (self.depth + 1)));
                }
                Kind::Comment => out.push_str("  "),
                _ if token.span.start > end => out.push(' '),
                _ => {}
            }
            out.push_str(self.slice(token.span).trim_end());
            (end, is_new_line) = (token.span.end, false);
        }
        out
    }

    fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or("")
    }

    fn finish(mut self) -> String {
        if self.after != After::Start {
            self.out.push('\n');
        }
        // A mark of byte order at the head would be taken for that of the file.
        if self.out.starts_with('\u{FEFF}') { format!(" {}", self.out) } else { self.out }
    }
}
