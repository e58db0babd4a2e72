//! `# allow CODE: reason` silences a finding: behind a line or above it for that statement, above the
//! first statement for the whole file. What silences nothing, or gives no reason, is a finding too.

use super::page;
use super::pages::{UNEXPLAINED_ALLOW, UNKNOWN_CODE, UNUSED_ALLOW};
use crate::source::{Diagnostic, Level, Phase, Source, Span, did_you_mean, joined};
use crate::syntax::ast::{File, Statement};
use crate::vocabulary::Vocabulary;
use std::collections::{HashMap, HashSet};

/// One code that a comment allows.
pub struct Allow {
    code: String,
    /// The code in the comment.
    span: Span,
    /// The code with its comma: what goes when the other codes of the comment stay.
    part: Span,
    comment: Span,
    reach: Reach,
    explained: bool,
}

/// Where an allow counts.
#[derive(Clone, Copy)]
enum Reach {
    File,
    /// The statement from here to there.
    Statement(Span),
    /// There is no statement below it.
    Nothing,
}

/// Takes away the findings that comments allow, and adds what is wrong with these comments.
pub fn apply(file: &File, source: &Source, vocabulary: &Vocabulary, findings: &mut Vec<Diagnostic>) {
    let allows = allows(file, source, vocabulary);
    let mut used = silence(&allows, findings);
    if findings.iter().any(|finding| finding.level == Level::Error) {
        // What a file with errors would still raise nobody knows.
        used.fill(true);
    }
    let needed = allows.iter().zip(&used).filter(|(_, used)| **used).map(|(allow, _)| allow.comment);
    let needed: HashSet<Span> = needed.collect();
    for (allow, used) in allows.iter().zip(used) {
        findings.extend(allow.complaint(used, needed.contains(&allow.comment), vocabulary));
    }
}

/// What comments allow, in order.
pub fn allows(file: &File, source: &Source, vocabulary: &Vocabulary) -> Vec<Allow> {
    let statements = leaves(&file.statements);
    let read = |&comment: &Span| read(comment, &statements, source, vocabulary);
    file.comments.iter().flat_map(read).collect()
}

/// Takes away the findings that are allowed; says which allows were needed.
pub fn silence(allows: &[Allow], findings: &mut Vec<Diagnostic>) -> Vec<bool> {
    let mut used = vec![false; allows.len()];
    let mut of_code: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, allow) in allows.iter().enumerate() {
        of_code.entry(&allow.code).or_default().push(at);
    }
    findings.retain(|finding| {
        let mut candidates = of_code.get(finding.code).into_iter().flatten();
        let silencing = candidates.find(|at| allows[**at].silences(finding));
        silencing.map(|at| used[*at] = true).is_none()
    });
    used
}

/// The codes of a comment, if it allows any.
fn read(comment: Span, statements: &[Span], source: &Source, vocabulary: &Vocabulary) -> Vec<Allow> {
    let text = source.slice(comment);
    let Some(rest) = text.trim_start_matches('#').trim_start().strip_prefix("allow ") else {
        return Vec::new();
    };
    let (codes, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let codes: Vec<&str> = codes.split(',').map(str::trim).collect();
    // Prose that happens to begin with "allow" names no codes.
    let is_word = |code: &&str| !code.is_empty() && !code.contains(char::is_whitespace);
    let known = |code: &&str| page(vocabulary, code).is_some() || code.contains('-');
    if !(rest.contains(':') || codes.iter().all(known)) || !codes.iter().all(is_word) {
        return Vec::new();
    }
    let place = |code: &str| {
        let start = comment.start + (code.as_ptr() as usize - text.as_ptr() as usize);
        Span::new(start, start + code.len())
    };
    let places: Vec<Span> = codes.iter().map(|code| place(code)).collect();
    let reach = reach(comment, statements, source);
    let explained = !reason.trim().is_empty();
    let allow = |(at, code): (usize, &&str)| Allow {
        code: code.to_string(),
        span: places[at],
        part: joined(&places, at).unwrap_or(places[at]),
        comment,
        reach,
        explained,
    };
    codes.iter().enumerate().map(allow).collect()
}

fn reach(comment: Span, statements: &[Span], source: &Source) -> Reach {
    let below = statements.partition_point(|span| span.start <= comment.start);
    let Some(before) = below.checked_sub(1).map(|at| statements[at]) else { return Reach::File };
    if source.line(before.end) >= source.line(comment.start) {
        return Reach::Statement(before);
    }
    statements.get(below).map_or(Reach::Nothing, |span| Reach::Statement(*span))
}

/// The statements of a file and of its blocks, with the head of each block, in order.
fn leaves(statements: &[Statement]) -> Vec<Span> {
    let of = |statement: &Statement| match statement {
        Statement::Sweep(sweep) => [vec![sweep.head], leaves(&sweep.body)].concat(),
        other => vec![other.span()],
    };
    statements.iter().flat_map(of).collect()
}

impl Allow {
    fn silences(&self, finding: &Diagnostic) -> bool {
        finding.code == self.code
            && finding.level < Level::Error
            && match self.reach {
                Reach::File => true,
                Reach::Statement(span) => (span.start..=span.end).contains(&finding.span().start),
                Reach::Nothing => false,
            }
    }

    /// What is wrong with it; `shared` where the comment is needed for another code.
    fn complaint(&self, used: bool, shared: bool, vocabulary: &Vocabulary) -> Option<Diagnostic> {
        let code = &self.code;
        let Some(page) = page(vocabulary, code) else {
            let codes = super::pages(vocabulary).map(|page| page.code);
            let help = did_you_mean(code, codes).unwrap_or("`pipette explain` lists the codes".into());
            let finding = UNKNOWN_CODE.at(self.span, format!("no finding has the code `{code}`"));
            return Some(finding.label("not a code").help(help));
        };
        if page.level == Level::Error {
            let finding = UNUSED_ALLOW.at(self.span, format!("`{code}` is an error, which nothing allows"));
            return Some(finding.label("an error").help("mend what it is about, and delete this comment"));
        }
        if !used && page.phase == Phase::Check {
            let finding = UNUSED_ALLOW.at(self.span, format!("nothing here raises `{code}`"));
            let (what, place) = if shared { ("code", self.part) } else { ("comment", self.comment) };
            let finding = finding.label("silences nothing").help(format!("delete this {what}"));
            return Some(finding.fix(true, place, ""));
        }
        (!self.explained).then(|| {
            let finding = UNEXPLAINED_ALLOW.at(self.span, format!("`{code}` is allowed without a reason"));
            finding.label("why?").help(format!("write `# allow {code}: ` and why it is right here"))
        })
    }
}
