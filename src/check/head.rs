//! Where a setting can be added to a file: below the settings at its head or, where it has none, above
//! its first statement and the comments that belong to it.

use crate::source::Source;
use crate::syntax::ast::Statement;
use crate::vocabulary::{Role, Vocabulary};

/// The beginning of the line above which a new setting stands.
pub fn head(statements: &[Statement], source: &Source, vocabulary: &Vocabulary) -> usize {
    let settings = statements.iter().take_while(|statement| is_setting(statement, vocabulary));
    if let Some(last) = settings.last() {
        let end = last.span().end;
        return source.line_start(source.line(end) + 1);
    }
    let Some(first) = statements.first() else { return source.text().len() };
    let line = source.line(first.span().start);
    let commented = |line: usize| line > 0 && source.line_text(line).trim_start().starts_with('#');
    let above = (1..=line).rev().find(|&line| !commented(line - 1)).unwrap_or(line);
    // Comments that begin the file belong to the whole of it.
    source.line_start(if above == 1 { line } else { above })
}

fn is_setting(statement: &Statement, vocabulary: &Vocabulary) -> bool {
    let Statement::Pipeline(pipeline) = statement else { return false };
    let verb = pipeline.stages.first().and_then(|stage| vocabulary.verb(&stage.verb));
    verb.is_some_and(|verb| matches!(verb.role, Role::Setting | Role::Include | Role::Default))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::VOCABULARY;

    /// The text with a `|` where a setting would be added.
    fn marked(text: &str) -> String {
        let source = Source::new("test.pipe", text);
        let at = head(&crate::syntax::parse(&source).0.statements, &source, &VOCABULARY);
        format!("{}|{}", &text[..at], &text[at..])
    }

    #[test]
    fn a_setting_is_added_below_the_settings_and_above_what_belongs_to_a_statement() {
        assert_eq!(marked("test"), "|test");
        assert_eq!(marked("# About.\n\n# Why.\ntest"), "# About.\n\n|# Why.\ntest");
        assert_eq!(marked("# About.\ntest"), "# About.\n|test");
        assert_eq!(
            marked("seed 1 # lucky\n\n# Why.\ntest\nseed 2"),
            "seed 1 # lucky\n|\n# Why.\ntest\nseed 2"
        );
        assert_eq!(marked("title \"a\"\r\nuse mnist\r\ntest"), "title \"a\"\r\nuse mnist\r\n|test");
        assert_eq!(marked("seed 1"), "seed 1|");
    }
}
