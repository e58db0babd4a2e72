//! Findings as commands of a GitHub workflow's log, which shows them beside the lines they are about:
//! `::error file=a.pipe,line=2,col=7,endLine=2,endColumn=10,title=unknown-word::message`.

use super::findings::UNREADABLE;
use super::lint::Checked;
use crate::report::plain::plain_lines;
use crate::source::{Diagnostic, Level, Source};
use std::path::Path;

/// One line a finding.
pub fn annotations(checked: &[Checked]) -> String {
    let mut out = String::new();
    for (path, found) in checked {
        match found {
            Ok(found) => {
                found.findings.iter().for_each(|finding| out += &annotation(path, &found.source, finding));
            }
            Err(unreadable) => {
                let (file, text) = (
                    property(&path.display().to_string()),
                    said(&unreadable.message, Some(&unreadable.help)),
                );
                out += &format!("::error file={file},title={UNREADABLE}::{text}\n");
            }
        }
    }
    out
}

fn annotation(path: &Path, source: &Source, finding: &Diagnostic) -> String {
    let command = match finding.level {
        Level::Note => "notice",
        level => level.word(),
    };
    let ((line, column), (end_line, end_column)) =
        (source.position(finding.span().start), source.position(finding.span().end));
    let included = source.part_at(finding.span().start).map(|part| part.source.name().to_string());
    let file = property(&included.unwrap_or_else(|| path.display().to_string()));
    let text = said(&finding.message, finding.help.as_deref());
    let title = property(finding.code);
    format!(
        "::{command} file={file},line={line},col={column},endLine={end_line},endColumn={end_column},title={title}::{text}\n"
    )
}

fn said(message: &str, help: Option<&str>) -> String {
    let help = help.map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    data(&plain_lines(&format!("{message}{help}")))
}

/// The escapes of a message.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The escapes of a value before the message.
fn property(text: &str) -> String {
    data(&plain_lines(text)).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    #[test]
    fn what_would_end_a_value_or_a_line_is_escaped() {
        let source = Source::new("a,b:c.pipe", "é 15 %\n");
        let finding = Diagnostic::warning("wrong-unit", Span::new(3, 5), "15 %, not\ndeg: why").help("write");
        let line = annotation(Path::new("a,b:c.pipe"), &source, &finding);
        let form = "::warning file=a%2Cb%3Ac.pipe,line=1,col=3,endLine=1,endColumn=5,title=wrong-unit::15 %25, not%0Adeg: why%0Ahelp: write\n";
        assert_eq!(line, form);
    }
}
