//! One word for the terminal: what it is, its arguments one below the other as they are written, an example.

use super::reference::{about_measure, default, facts, kind, sentence, serves};
use crate::vocabulary::{Param, Place, Vocabulary, WordInfo};
use std::fmt::Write;
use textwrap::{Options, WordSeparator, WordSplitter};

/// Columns before the text of a word, and before that of an argument.
const INDENTS: [&str; 2] = ["    ", "        "];

/// Everything that a name means in the language, in lines of at most so many columns.
pub fn card(vocabulary: &Vocabulary, name: &str, width: usize) -> Option<String> {
    let word = |class: &str, info: &WordInfo, more: String| of_word(class, info, &more, width);
    let verb = vocabulary.verb(name).map(|w| word("a verb", &w.info, String::new()));
    let model = vocabulary.model(name).map(|w| word("a model", &w.info, String::new()));
    let data = vocabulary.data_set(name).map(|w| word("a data set", &w.info, facts(w)));
    let system = vocabulary.system(name).map(|w| word("a system", &w.info, String::new()));
    let method = vocabulary.methods.iter().find(|m| m.info.name == name);
    let method = method.map(|m| word("a method", &m.info, serves(m)));
    let measure = vocabulary.measures.iter().find(|m| m.name == name);
    let measure =
        measure.map(|m| format!("{name}, a measure\n{}", wrapped(&about_measure(m), INDENTS[0], width)));
    let found: Vec<String> = [verb, model, data, system, method, measure].into_iter().flatten().collect();
    (!found.is_empty()).then(|| found.join("\n"))
}

fn of_word(class: &str, info: &WordInfo, more: &str, width: usize) -> String {
    let about = format!("{} {}", sentence(info.doc), sentence(more));
    let mut out = format!("{}, {class}\n{}", info.name, wrapped(about.trim_end(), INDENTS[0], width));
    for param in (info.params)() {
        let written = written(param, info.name, class == "a verb");
        let usual = param.usual_range().map_or(String::new(), |usual| format!("; usually {usual}"));
        let _ = write!(out, "\n{}{written}\n", INDENTS[0]);
        out += &wrapped(&format!("{}; {}{usual}", kind(param), by_default(param)), INDENTS[1], width);
        out += &wrapped(&sentence(param.doc), INDENTS[1], width);
    }
    if !info.example.is_empty() {
        let _ = write!(out, "\n{}for example\n", INDENTS[0]);
        info.example.lines().for_each(|line| out += &format!("{}{line}\n", INDENTS[1]));
    }
    out
}

/// An argument as it stands in a sentence.
fn written(param: &Param, word: &str, is_verb: bool) -> String {
    match param.place {
        Place::List => format!("{word}[...]"),
        Place::Count => format!("{word}1, {word}2, ..."),
        Place::Clause(preposition) => format!("{preposition} ...  ({})", param.name()),
        Place::Object if is_verb => format!("{word} ...  ({})", param.name()),
        Place::Key | Place::Object => format!("{word}({}: ...)", param.name()),
    }
}

fn by_default(param: &Param) -> String {
    match (default(param), param.default) {
        (open, Some(_)) if open == "left open" => "may be left out".to_string(),
        (value, Some(_)) => format!("{value} without it"),
        (other, None) => other,
    }
}

fn wrapped(text: &str, indent: &str, width: usize) -> String {
    let options = Options::new(width).initial_indent(indent).subsequent_indent(indent).break_words(false);
    let options =
        options.word_separator(WordSeparator::AsciiSpace).word_splitter(WordSplitter::NoHyphenation);
    textwrap::fill(text, options) + "\n"
}

#[cfg(test)]
mod tests {
    use super::card;
    use crate::words::VOCABULARY;

    /// What is asked of every word: its arguments, on lines that fit.
    #[test]
    fn every_word_fits_on_a_narrow_screen() {
        for name in VOCABULARY.names() {
            let text = card(&VOCABULARY, name, 60).unwrap_or_else(|| panic!("{name} has no card"));
            assert!(text.starts_with(name) && text.ends_with('\n'), "{text}");
            let examples = text.lines().skip_while(|line| line.trim() != "for example").count();
            let lines = text.lines().take(text.lines().count() - examples);
            let wide = lines.filter(|line| line.chars().count() > 60 && line.trim().contains(' ')).count();
            assert!(wide <= 2, "{text}");
        }
        assert!(card(&VOCABULARY, "nothing-like-it", 60).is_none());
    }

    #[test]
    fn an_argument_stands_as_it_is_written() {
        let text = card(&VOCABULARY, "mlp", 80).unwrap();
        for part in [
            "mlp, a model\n",
            "    mlp[...]\n",
            "required",
            "    mlp(activation: ...)\n",
            "`relu` without it",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
        let text = card(&VOCABULARY, "train", 80).unwrap();
        assert!(text.contains("    for ...  (epochs)\n"), "{text}");
    }
}
