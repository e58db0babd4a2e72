//! What changes between two texts, as a unified diff with three lines of context.
//!
//! The lines that stay are a longest common subsequence. Between their common head and tail, texts that
//! are too long to be compared line by line are shown as wholly replaced.

use crate::source::common;

const CONTEXT: usize = 3;

/// A line of the one or the other text, or of both.
#[derive(Clone, Copy, PartialEq)]
enum Line<'a> {
    Both(&'a str),
    Old(&'a str),
    New(&'a str),
}

/// The diff of a file from `old` to `new`; empty where they are equal.
pub fn unified(name: &str, old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (pieces(old), pieces(new));
    let lines = compared(&old, &new);
    let mut out = String::new();
    for (start, end) in hunks(&lines) {
        if out.is_empty() {
            out = format!("--- {name}\n+++ {name}\n");
        }
        let (a, b) = (count(&lines[..start], false), count(&lines[..start], true));
        let (m, n) = (count(&lines[start..end], false), count(&lines[start..end], true));
        out += &format!("@@ -{} +{} @@\n", place(a, m), place(b, n));
        lines[start..end].iter().for_each(|line| write(&mut out, *line));
    }
    out
}

/// Lines with their ends.
fn pieces(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// `12,3`: where lines begin, counted from one, and how many they are.
fn place(before: usize, count: usize) -> String {
    let first = if count == 0 { before } else { before + 1 };
    if count == 1 { first.to_string() } else { format!("{first},{count}") }
}

fn count(lines: &[Line], in_new: bool) -> usize {
    let other = |line: &&Line| !matches!((line, in_new), (Line::Old(_), true) | (Line::New(_), false));
    lines.iter().filter(other).count()
}

impl<'a> Line<'a> {
    fn text(&self) -> &'a str {
        let (Line::Both(text) | Line::Old(text) | Line::New(text)) = self;
        text
    }
}

fn write(out: &mut String, line: Line) {
    let text = line.text();
    out.push(match line {
        Line::Both(_) => ' ',
        Line::Old(_) => '-',
        Line::New(_) => '+',
    });
    out.push_str(text);
    if !text.ends_with('\n') {
        out.push_str("\n\\ No newline at end of file\n");
    }
}

/// The stretches that are shown: changes with their context.
fn hunks(lines: &[Line]) -> Vec<(usize, usize)> {
    let mut hunks: Vec<(usize, usize)> = Vec::new();
    let changed = lines.iter().enumerate().filter(|(_, line)| !matches!(line, Line::Both(_)));
    for (at, _) in changed {
        let (start, end) = (at.saturating_sub(CONTEXT), (at + 1 + CONTEXT).min(lines.len()));
        match hunks.last_mut() {
            Some(last) if start <= last.1 => last.1 = end,
            _ => hunks.push((start, end)),
        }
    }
    hunks
}

/// The lines of both texts in order, those that stay once.
fn compared<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<Line<'a>> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old_middle, kept) = old_rest.split_at(old_rest.len() - tail);
    let new_middle = &new_rest[..new_rest.len() - tail];
    let both = |lines: &[&'a str]| lines.iter().map(|line| Line::Both(line)).collect::<Vec<_>>();
    [both(&old[..head]), aligned(old_middle, new_middle), both(kept)].concat()
}

/// The lines of both, in order, around their longest common subsequence.
fn aligned<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<Line<'a>> {
    let (mut i, mut j, mut lines) = (0, 0, Vec::new());
    let end = (old.len(), new.len());
    for (at, then) in common(old, new, |a, b| a == b).into_iter().chain([end]) {
        lines.extend(old[i..at].iter().map(|line| Line::Old(line)));
        lines.extend(new[j..then].iter().map(|line| Line::New(line)));
        lines.extend(old.get(at).map(|line| Line::Both(line)));
        (i, j) = (at + 1, then + 1);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_shown_with_their_context() {
        assert_eq!(unified("a", "1\n2\n", "1\n2\n"), "");
        let old: String = (1..=12).map(|n| format!("{n}\n")).collect();
        let new = old.replace("6\n", "six\n").replace("12\n", "12\n13");
        let form = "--- a\n+++ a\n@@ -3,10 +3,11 @@\n 3\n 4\n 5\n-6\n+six\n 7\n 8\n 9\n 10\n 11\n 12\n+13\n\\ No newline at end of file\n";
        assert_eq!(unified("a", &old, &new), form);
    }

    #[test]
    fn separate_changes_are_separate_hunks() {
        let old: String = (1..=20).map(|n| format!("{n}\n")).collect();
        let new = format!("0\n{}", old.replace("20\n", ""));
        let form = "--- a\n+++ a\n@@ -1,3 +1,4 @@\n+0\n 1\n 2\n 3\n@@ -17,4 +18,3 @@\n 17\n 18\n 19\n-20\n";
        assert_eq!(unified("a", &old, &new), form);
        assert_eq!(unified("a", "", "1\n"), "--- a\n+++ a\n@@ -0,0 +1 @@\n+1\n");
    }

    /// Both texts can be read off the lines, whatever the texts are.
    #[test]
    fn nothing_is_lost() {
        let text =
            |seed: u32| (0..40).map(move |i| ["a\n", "b\n", "c\n"][(i * i * seed / 7 + i) as usize % 3]);
        for seed in 0..30 {
            let (old, new): (Vec<_>, Vec<_>) = (text(seed).collect(), text(seed + 1).skip(3).collect());
            let lines = compared(&old, &new);
            let of = |sign: fn(&Line) -> bool| {
                lines.iter().filter(|l| sign(l)).map(Line::text).collect::<Vec<_>>()
            };
            assert_eq!(of(|line| !matches!(line, Line::New(_))), old);
            assert_eq!(of(|line| !matches!(line, Line::Old(_))), new);
        }
    }
}
