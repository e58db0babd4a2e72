//! Fixes carried out: edits laid into a text, and a text mended round by round.
//!
//! The edits of a fix are made all or none; of two fixes that touch, the first is made, and the other
//! waits for the next round, in which it may no longer be needed. Errors are mended before anything
//! else: what a note or a warning says of a file with errors (that a name is unused, that no seed is
//! given) may be one of their consequences.

use super::{Diagnostic, Edit, Fix, Level, Span};
use std::collections::{BTreeMap, HashSet};

/// Which fixes are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cure {
    /// Those that keep the meaning.
    Safe,
    /// Those that are only suggested, too.
    Suggested,
}

impl Cure {
    /// The fix of a finding, if it is one that is made.
    fn of(self, finding: &Diagnostic) -> Option<&Fix> {
        finding.fix.as_ref().filter(|fix| fix.safe || self == Cure::Suggested)
    }
}

/// A text after its fixes.
#[derive(Clone, Debug)]
pub struct Mended {
    pub text: String,
    /// How many fixes were made.
    pub fixes: usize,
    /// How many wait until the errors that are left are gone.
    pub waiting: usize,
}

/// One fix may lay bare another, as a chain of unused names does, but not for ever.
const MOST_ROUNDS: usize = 1000;

/// Makes the fixes of what `find` finds, until none is left that can be made and does no harm.
pub fn mend(text: &str, cure: Cure, find: impl Fn(&str) -> Vec<Diagnostic>) -> Mended {
    let mut mended = Mended { text: text.to_owned(), fixes: 0, waiting: 0 };
    let mut findings = find(text);
    let mut seen = HashSet::from([mended.text.clone()]);
    for _ in 0..MOST_ROUNDS {
        // Two fixes that undo each other would take turns; a guess may break the line it was to mend.
        let is_good = |new: &str| !seen.contains(new) && unread(&find(new)) <= unread(&findings);
        let Some((text, count)) = largest(&mended.text, &wanted(&findings, cure), &is_good) else { break };
        findings = find(&text);
        seen.insert(text.clone());
        mended = Mended { text, fixes: mended.fixes + count, waiting: 0 };
    }
    Mended { waiting: waiting(&findings, cure), ..mended }
}

/// All fixes that can be laid together or, if that does not do, as many of them as halving finds.
fn largest(text: &str, fixes: &[&Fix], is_good: &impl Fn(&str) -> bool) -> Option<(String, usize)> {
    let laid = apply(text, fixes.iter().copied());
    if laid.0 != text && is_good(&laid.0) {
        return Some(laid);
    }
    let (first, second) = fixes.split_at(fixes.len() / 2);
    if first.is_empty() {
        return None;
    }
    largest(text, first, is_good).or_else(|| largest(text, second, is_good))
}

/// How many findings are lines that can't be read.
fn unread(findings: &[Diagnostic]) -> usize {
    findings.iter().filter(|finding| finding.code == "broken-line").count()
}

fn is_error(finding: &Diagnostic) -> bool {
    finding.level == Level::Error
}

/// The fixes of errors; where there are no errors, all.
fn wanted(findings: &[Diagnostic], cure: Cure) -> Vec<&Fix> {
    let broken = findings.iter().any(is_error);
    let due = findings.iter().filter(|finding| is_error(finding) || !broken);
    due.filter_map(|finding| cure.of(finding)).collect()
}

/// How many fixes are not due because of errors.
fn waiting(findings: &[Diagnostic], cure: Cure) -> usize {
    let broken = findings.iter().any(is_error);
    findings.iter().filter(|finding| broken && !is_error(finding) && cure.of(finding).is_some()).count()
}

/// Lays fixes into a text; with how many of them could be made.
pub fn apply<'a>(text: &str, fixes: impl IntoIterator<Item = &'a Fix>) -> (String, usize) {
    let mut taken: BTreeMap<Span, String> = BTreeMap::new();
    let mut count = 0;
    for fix in fixes {
        let edits = edits(text, fix).filter(|edits| edits.iter().all(|edit| is_free(&taken, edit.span)));
        let Some(edits) = edits else { continue };
        taken.extend(edits.into_iter().map(|edit| (edit.span, edit.text)));
        count += 1;
    }
    (laid(text, &taken), count)
}

/// The edits of a fix as they are laid into the text; nothing where one of them does not lie in it.
pub fn edits(text: &str, fix: &Fix) -> Option<Vec<Edit>> {
    fix.edits.iter().map(|edit| placed(text, edit)).collect()
}

/// Whether a span touches none of those that are taken.
fn is_free(taken: &BTreeMap<Span, String>, span: Span) -> bool {
    let before = taken.range(..=span).next_back();
    let after = taken.range(span..).next();
    before.is_none_or(|(other, _)| other.end <= span.start && other.start < span.start)
        && after.is_none_or(|(other, _)| span.end <= other.start && span.start < other.start)
}

/// An edit with its span as it is laid; nothing where the span does not lie in the text.
fn placed(text: &str, edit: &Edit) -> Option<Edit> {
    text.get(edit.span.start..edit.span.end)?;
    let deletes = edit.text.is_empty() && edit.span.start < edit.span.end;
    let span = if deletes { with_blanks(text, edit.span) } else { edit.span };
    Some(Edit { span, text: edit.text.clone() })
}

/// A deletion takes along the blanks that would be left over: its whole line, if nothing else is on it.
fn with_blanks(text: &str, span: Span) -> Span {
    const BLANKS: [char; 2] = [' ', '\t'];
    let (before, after) = (&text[..span.start], &text[span.end..]);
    let start = before.trim_end_matches(BLANKS).len();
    let end = text.len() - after.trim_start_matches(BLANKS).len();
    let opens_line = start == 0 || text[..start].ends_with('\n');
    let rest = &text[end..];
    let line_end = ["\r\n", "\n"].iter().find(|line_end| rest.starts_with(**line_end));
    match (opens_line, line_end) {
        (true, Some(line_end)) => Span::new(start, end + line_end.len()),
        (true, None) => Span::new(span.start, end),
        (false, None) if end == span.end && !rest.is_empty() && !rest.starts_with([',', ')', ']']) => span,
        (false, _) => Span::new(start, span.end),
    }
}

/// One of several things that are joined, with what joins it to its neighbour; nothing where it is alone.
pub fn joined(spans: &[Span], at: usize) -> Option<Span> {
    match (at.checked_sub(1).and_then(|before| spans.get(before)), spans.get(at), spans.get(at + 1)) {
        (Some(before), Some(span), _) => Some(Span::new(before.end, span.end)),
        (None, Some(span), Some(after)) => Some(Span::new(span.start, after.start)),
        _ => None,
    }
}

fn laid(text: &str, edits: &BTreeMap<Span, String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (span, new) in edits {
        // Edits of one fix that overlap each other are its mistake; the second is left out.
        let Some(kept) = text.get(at..span.start) else { continue };
        out += kept;
        out += new;
        at = span.end;
    }
    out + text.get(at..).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fix(start: usize, end: usize, text: &str) -> Fix {
        Fix { safe: true, edits: vec![Edit { span: Span::new(start, end), text: text.into() }] }
    }

    #[test]
    fn edits_are_laid_in_the_order_of_the_text_and_the_first_of_two_wins() {
        let fixes = [fix(4, 5, "E"), fix(0, 2, "ab"), fix(1, 3, "never"), fix(2, 2, "-"), fix(2, 2, "never")];
        assert_eq!(apply("ABCDe", &fixes), ("ab-CDE".into(), 3));
    }

    #[test]
    fn a_fix_is_made_whole_or_not_at_all() {
        let both = Fix { safe: true, edits: [fix(0, 1, "x").edits, fix(9, 10, "y").edits].concat() };
        assert_eq!(apply("abc", [&both]), ("abc".into(), 0));
        assert_eq!(apply("é", [&fix(1, 2, "x"), &fix(2, 1, "x")]), ("é".into(), 0));
    }

    #[test]
    fn a_deletion_leaves_no_blanks_behind() {
        let without = |text: &str, word: &str| {
            let at = text.find(word).expect("the word is there");
            apply(text, [&fix(at, at + word.len(), "")]).0
        };
        assert_eq!(without("a X b", "X"), "a b");
        assert_eq!(without("a\n  X\r\nb", "X"), "a\nb");
        assert_eq!(without("a\n  X # c\nb", "X"), "a\n  # c\nb");
        assert_eq!(without("f(a, X)", ", X"), "f(a)");
        assert_eq!(without("a X", "X"), "a");
        assert_eq!(without("aXb", "X"), "ab");
    }

    #[test]
    fn errors_go_first_and_nothing_goes_on_for_ever() {
        let find = |text: &str| {
            let error = Diagnostic::error("a", Span::new(0, 1), "").fix(false, Span::new(0, 1), "b");
            let note = Diagnostic::note("n", Span::new(1, 2), "").fix(true, Span::new(1, 2), "N");
            if text.starts_with('a') { vec![error, note] } else { vec![note] }
        };
        let ends = |cure: Cure| (mend("an", cure, find).text, mend("an", cure, find).waiting);
        assert_eq!(ends(Cure::Safe), ("an".into(), 1));
        assert_eq!(ends(Cure::Suggested), ("bN".into(), 0));
        let turning = |text: &str| {
            let other = if text == "x" { "y" } else { "x" };
            vec![Diagnostic::error("t", Span::new(0, 1), "").fix(true, Span::new(0, 1), other)]
        };
        assert_eq!(mend("x", Cure::Safe, turning).text, "y");
    }
}
