//! Characters that look like others, that cannot be seen, or that mean nothing here.

use super::Line;
use crate::source::{Diagnostic, Edit, Fix, Span};
use crate::syntax::token::{Kind, turns};

/// What a look-alike stands for: typographic quotes, wide and unbreakable blanks, dashes,
/// mathematical signs, and the full-width forms of ASCII.
fn meant(c: char) -> Option<(&'static str, String)> {
    let (name, meant) = match c {
        '“' | '”' | '„' | '‟' | '«' | '»' | '‘' | '’' | '‚' => {
            ("a typographic quotation mark", "\"".into())
        }
        '\u{A0}' | '\u{202F}' | '\u{2007}' => ("a no-break space", " ".into()),
        '\u{2000}'..='\u{200A}' | '\u{205F}' | '\u{3000}' => ("a space of unusual width", " ".into()),
        '\u{2010}'..='\u{2015}' | '−' => ("a dash", "-".into()),
        '≤' => ("a mathematical sign", "<=".into()),
        '≥' => ("a mathematical sign", ">=".into()),
        '…' => ("an ellipsis", "..".into()),
        '·' => ("a mathematical sign", "*".into()),
        '\u{FF01}'..='\u{FF5E}' => ("a full-width form", char::from_u32(u32::from(c) - 0xFEE0)?.to_string()),
        _ => return None,
    };
    Some((name, meant))
}

/// All look-alikes of a line in one finding, with a fix for all.
pub(super) fn lookalikes(line: &Line) -> Option<Diagnostic> {
    let mut edits = Vec::new();
    let mut first = None;
    for token in line.tokens.iter().filter(|token| token.kind == Kind::Odd) {
        let c = line.written(*token).chars().next()?;
        if let Some((name, text)) = meant(c) {
            first = first.or(Some((c, name, text.clone(), token.span)));
            edits.push(Edit { span: token.span, text });
        }
    }
    let (c, name, text, span) = first?;
    let shown = if c.is_whitespace() { format!("U+{:04X}", u32::from(c)) } else { format!("`{c}`") };
    let plain = if text == " " { "an ordinary space".to_owned() } else { format!("`{text}`") };
    let mut finding = Diagnostic::error("broken-line", span, format!("{shown} is {name}, not {plain}"))
        .label(name)
        .help(format!("write {plain}; word processors and web pages replace it unasked"));
    finding.fix = Some(Fix { safe: true, edits });
    Some(finding)
}

/// A text that its line does not close.
pub(super) fn unclosed_text(line: &Line) -> Option<Diagnostic> {
    let open = line.tokens.iter().find(|token| token.kind == Kind::OpenText)?;
    let mark = Span::new(open.span.start, open.span.start + 1);
    let written = line.written(*open).trim_end();
    let end = Span::new(open.span.start + written.len(), open.span.start + written.len());
    Some(
        Diagnostic::error("broken-line", mark, "this text begins and does not end")
            .label("opened here")
            .also(Span::new(open.span.end, open.span.end), "the line ends here")
            .help("a text ends with `\"` on the line on which it begins")
            .fix(false, end, "\""),
    )
}

/// `==` and `:=`, as other languages have them.
pub(super) fn doubled_equals(line: &Line) -> Option<Diagnostic> {
    let double = line.tokens.iter().find(|token| line.written(**token) == "==");
    let assign = || line.pairs().find(|(_, a, b)| a.kind == Kind::Colon && line.written(*b) == "=");
    let (span, sign) = match double {
        Some(token) => (token.span, "=="),
        None => assign().map(|(_, colon, equals)| (colon.span.to(equals.span), ":="))?,
    };
    Some(
        Diagnostic::error("broken-line", span, format!("`{sign}` is not a sign of this language"))
            .label("a single `=` is meant")
            .help("`=` both defines (`let n = 57`) and compares (`at n = 57`)")
            .fix(true, span, "="),
    )
}

/// A character that no sentence holds outside a text.
pub(super) fn meaningless(line: &Line) -> Option<Diagnostic> {
    let token = line.tokens.iter().find(|token| token.kind == Kind::Odd)?;
    let c = line.written(*token).chars().next()?;
    let finding = Diagnostic::error("broken-line", token.span, format!("`{c}` has no meaning here"));
    Some(match c {
        ';' => {
            let is_last = line.tokens.last().is_some_and(|last| last.span == token.span);
            let finding = finding.label("not needed").help("a statement ends with its line");
            finding.fix(is_last, token.span, if is_last { "" } else { "\n" })
        }
        '\'' => finding.label("an apostrophe").help("a text stands between two `\"`"),
        '!' => finding.label("not a comparison").help("the comparisons are < <= > >= ="),
        '^' => finding.label("not an operator").help("the operators are + - * /"),
        c if c.is_alphabetic() => finding
            .label("not a letter of names")
            .help("names are made of a to z, A to Z, digits, `_` and `-`"),
        _ => finding.label("not a sign of this language").help("any character may stand between two `\"`"),
    })
}

/// A character that a reader cannot see, or that changes the order in which a line is read.
pub(in crate::syntax) fn hidden(text: &str, span: Span) -> Diagnostic {
    let c = text[span.start..span.end].chars().next().unwrap_or(' ');
    let what = match c {
        '\r' => "a carriage return without a line feed",
        '\0' => "a zero byte",
        '\u{1B}' => "an escape that commands terminals",
        c if c.is_control() => "a control character",
        c if turns(c) => "a mark that turns the direction of writing",
        _ => "a character without a shape",
    };
    let message = format!("U+{:04X} is {what}: the line reads differently from what it says", u32::from(c));
    let finding = Diagnostic::error("hidden-character", span, message).label("hidden here");
    if c == '\r' {
        return finding.help("lines end with a line feed").fix(false, span, "\n");
    }
    finding.help("delete it").fix(false, span, "")
}
