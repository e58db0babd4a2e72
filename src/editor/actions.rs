//! What can be done about findings: the fix of each.

use super::document::Document;
use crate::source::{Diagnostic, Edit, Fix, Span, edits};

/// A fix as it is laid into the text, the finding that it cures, and what it does in words.
pub struct Action<'d> {
    pub title: String,
    pub edits: Vec<Edit>,
    /// Whether the meaning is kept.
    pub safe: bool,
    pub finding: &'d Diagnostic,
}

/// The fixes of the findings that touch a part of the text.
pub fn actions(document: &Document, within: Span) -> Vec<Action<'_>> {
    let touches = |finding: &&Diagnostic| {
        finding.labels.iter().any(|label| label.span.start <= within.end && within.start <= label.span.end)
    };
    let findings = document.analysis().findings.iter().filter(touches);
    findings.filter_map(|finding| action(document, finding)).collect()
}

fn action<'d>(document: &Document, finding: &'d Diagnostic) -> Option<Action<'d>> {
    let fix = finding.fix.as_ref()?;
    let edits = edits(document.text(), fix)?;
    Some(Action { title: title(document, fix, finding), edits, safe: fix.safe, finding })
}

/// "replace `momentun` by `momentum`" where one word is exchanged; else what the finding advises.
fn title(document: &Document, fix: &Fix, finding: &Diagnostic) -> String {
    let short = |text: &str| !text.contains('\n') && text.chars().count() <= 40;
    match fix.edits.as_slice() {
        [edit] => match (document.source.slice(edit.span), edit.text.trim()) {
            (old, "") if short(old) => format!("delete `{}`", old.trim()),
            ("", new) if short(new) => format!("insert `{new}`"),
            (old, new) if short(old) && short(new) => format!("replace `{}` by `{new}`", old.trim()),
            _ => advice(finding),
        },
        _ => advice(finding),
    }
}

fn advice(finding: &Diagnostic) -> String {
    finding.help.clone().unwrap_or_else(|| format!("fix {}", finding.code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::testing::document;

    #[test]
    fn a_fix_is_offered_on_its_finding_and_says_what_it_does() {
        let text = "train mlp[784,10] with sgd(rat: 0.1) for 5 epochs\naugment mnist with rotation(15)\n";
        let document = document(text);
        let at = |word: &str| text.find(word).map(|at| Span::new(at, at + word.len())).unwrap_or_default();
        let found = actions(&document, at("rat"));
        assert_eq!(found.iter().map(|it| it.title.as_str()).collect::<Vec<_>>(), ["replace `rat` by `rate`"]);
        assert!(!found[0].safe, "another argument is another meaning");
        let found = actions(&document, at("15)"));
        assert_eq!(
            found.iter().map(|it| it.title.as_str()).collect::<Vec<_>>(),
            ["replace `15` by `15 deg`"]
        );
        assert!(actions(&document, at("mlp")).is_empty());
    }

    /// As `lint --fix` does it: no empty line is left behind.
    #[test]
    fn a_deletion_takes_its_line_along() {
        let text = "edition 1\nseed 1\nlet spare = 3\ntrain mlp[784,10] on mnist\n";
        let document = document(text);
        let found = actions(&document, Span::new(21, 26));
        let cut: Vec<_> =
            found.iter().flat_map(|it| &it.edits).map(|e| document.source.slice(e.span)).collect();
        assert_eq!(cut, ["let spare = 3\n"]);
    }
}
