//! Another name for a name of the file. A new name that the language or the file knows already is refused,
//! with the reason.

use super::document::Document;
use super::outline::{Definition, contains};
use crate::source::{Edit, Span, Spanned};
use crate::syntax::token::{Kind, Tokens, is_count, is_opening, is_reserved};
use crate::words::VOCABULARY;

/// The name at an offset, if it can be given another.
pub fn renameable(document: &Document, offset: usize) -> Option<Span> {
    document.outline().definition_at(document.text(), offset)?;
    document.outline().word_at(offset).map(|word| word.span)
}

/// The edits that give the name at an offset another one, or why it can't have it.
pub fn rename(document: &Document, offset: usize, new: &str) -> Result<Vec<Edit>, String> {
    let outline = document.outline();
    let definition =
        outline.definition_at(document.text(), offset).ok_or("there is no name of this file here")?;
    if definition.name == new {
        return Ok(Vec::new());
    }
    check(new)?;
    if let Some(other) = outline.definitions.iter().find(|it| it.name == new && meet(it, definition)) {
        let line = document.source.line(other.span.start);
        return Err(format!("`{new}` is a name of this file already: it is defined in line {line}"));
    }
    let uses = outline.uses(document.text(), definition);
    Ok(uses.into_iter().map(|span| Edit { span, text: new.to_owned() }).collect())
}

/// Whether both names are known somewhere.
fn meet(a: &Definition, b: &Definition) -> bool {
    contains(a.scope, b.scope.start) || contains(b.scope, a.scope.start)
}

fn check(new: &str) -> Result<(), String> {
    let mut tokens = Tokens::new(new, 0);
    let is_word = tokens.next().is_some_and(|it| it.kind == Kind::Word && it.span == Span::new(0, new.len()));
    if !is_word {
        return Err(format!(
            "`{new}` is no name: a name is a letter, then letters, digits, `_` and inner hyphens"
        ));
    }
    if is_reserved(new) || is_opening(new) {
        return Err(format!("`{new}` holds sentences together and can't be a name"));
    }
    if is_count(new) {
        return Err(format!("`{new}` is a repeat count and can't be a name"));
    }
    VOCABULARY.refuses_name(&Spanned::new(new.to_owned(), Span::default())).map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::testing::at_cursor;

    /// The text after a rename at the cursor, or the reason why not.
    fn renamed(text: &str, new: &str) -> Result<String, String> {
        let (document, offset) = at_cursor(text);
        let edits = rename(&document, offset, new)?;
        let mut out = document.text().to_owned();
        edits.iter().rev().for_each(|edit| out.replace_range(edit.span.start..edit.span.end, &edit.text));
        Ok(out)
    }

    #[test]
    fn a_name_changes_where_it_stands_and_nowhere_else() {
        let text = "let rows = 100\nbig: train mlp[784,10] on mnist\ntest b|ig # big\nexpect big.error < 5 %\ntitle \"big\"\nsave big to (\n";
        let wanted = "let rows = 100\nnet: train mlp[784,10] on mnist\ntest net # big\nexpect net.error < 5 %\ntitle \"big\"\nsave net to (\n";
        assert_eq!(renamed(text, "net").as_deref(), Ok(wanted), "the broken line too");
        assert_eq!(
            renamed("let ra|te = 1\ntrain mlp[784,10] with sgd(rate: rate)", "r").as_deref(),
            Ok("let r = 1\ntrain mlp[784,10] with sgd(rate: r)"),
            "the argument keeps its name"
        );
    }

    #[test]
    fn names_of_other_blocks_are_other_names() {
        let text = "repeat 2 {\n let s = take 10 of mnist\n a: test x on s|\n}\nrepeat 2 {\n let s = 1\n b: test x on s\n}";
        let wanted = text.replace("|", "").replacen("let s", "let few", 1).replacen("on s", "on few", 1);
        assert_eq!(renamed(text, "few"), Ok(wanted));
    }

    #[test]
    fn names_that_are_taken_or_no_names_are_refused_with_the_reason() {
        let text = "let rows = 100\nlet oth|er = 3\n";
        for (new, reason) in [
            ("rows", "defined in line 1"),
            ("mnist", "a data set of the language"),
            ("cd10", "a method of the language"),
            ("with", "holds sentences together"),
            ("let", "holds sentences together"),
            ("x3", "a repeat count"),
            ("a b", "is no name"),
            ("3a", "is no name"),
            ("", "is no name"),
        ] {
            assert!(renamed(text, new).is_err_and(|said| said.contains(reason)), "{new}: {reason}");
        }
        assert_eq!(
            renamed(text, "sample").as_deref(),
            Ok("let rows = 100\nlet sample = 3\n"),
            "a verb may be a name"
        );
        assert!(
            renamed("train ml|p[784,10]", "net").is_err_and(|said| said.contains("no name of this file"))
        );
    }
}
