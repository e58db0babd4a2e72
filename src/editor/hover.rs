//! What a word means where it stands, in Markdown.

use super::cards;
use super::document::Document;
use super::names;
use super::outline::Outline;
use super::place::{Head, Place};
use super::reading::{Role, Word};
use crate::source::{Span, Spanned};
use crate::vocabulary::{Choice, ClaimFunction, Param, unit_named};
use crate::words::VOCABULARY;

/// The word at an offset and what it means; nothing for signs, texts and words that nobody knows.
pub fn hover(document: &Document, offset: usize) -> Option<(Span, String)> {
    let outline = document.outline();
    let word = outline.word_at(offset)?;
    let place = outline.place_of(document.text(), word.span)?;
    let text = meaning(document, outline, word, &place)?;
    Some((word.span, text))
}

fn meaning(document: &Document, outline: &Outline, word: Word, place: &Place) -> Option<String> {
    let written = document.source.slice(word.span);
    match word.role {
        Role::Verb => VOCABULARY.verb(written).map(cards::verb),
        Role::Model => VOCABULARY.model(written).map(cards::model),
        Role::Data => VOCABULARY.start(written).map(cards::data),
        Role::Method => VOCABULARY
            .method(&Spanned::new(written.to_owned(), word.span))
            .map(|(method, _)| cards::method(method)),
        Role::Measure => VOCABULARY.measure(written).map(|(measure, _)| cards::measure(measure)),
        Role::Name | Role::Definition(_) => {
            outline.resolve(written, word.span.start).map(|definition| names::card(document, definition))
        }
        Role::Argument => argument(written, place),
        Role::Number => owned(place, place.param_of_number()?),
        Role::Choice => chosen(written, place),
        Role::Unit => unit_named(written).map(cards::unit),
        Role::Preposition => preposition(written, place),
        Role::Keyword => keyword(written).map(str::to_owned),
        Role::Function => function(written),
        Role::Text | Role::Comment | Role::Operator | Role::Sign | Role::Unknown => None,
    }
}

fn argument(key: &str, place: &Place) -> Option<String> {
    let owner = place.bracket()?.owner?;
    let param =
        (owner.params)().iter().find(|param| super::place::in_brackets(param) && param.name() == key)?;
    Some(cards::param(owner.name, param))
}

/// The argument at a place, with the word that it belongs to.
fn owned(place: &Place, param: &Param) -> Option<String> {
    let owner = match place.bracket() {
        Some(bracket) => bracket.owner?.name,
        None => place.verb?.info.name,
    };
    Some(cards::param(owner, param))
}

fn chosen(written: &str, place: &Place) -> Option<String> {
    let mut params = place.param().into_iter().chain(place.objects());
    owned(place, params.find(|param| param.words.contains(&written))?)
}

/// What the verb takes behind a preposition.
fn preposition(written: &str, place: &Place) -> Option<String> {
    let mut behind = place.clone();
    behind.brackets.clear();
    behind.preposition = Some(written.to_owned());
    if let Some(param) = behind.param() {
        return owned(&behind, param);
    }
    let text = match (place.head, written) {
        (Head::Tries, "by") => "`by net.validation-error`: the measure that chooses, on validation rows",
        (Head::AxisValues, "in") => "`sweep n in [10, 20]`: the values that the block runs with",
        (Head::Claim, "in") => "`in 50..60`: the range that the value has to lie in",
        (Head::Claim, "of") => "`within 0.01 of 0.95`: the value that is aimed at",
        (Head::Claim, "over") => "`argmin(a.error over n)`: the swept value that the function runs along",
        (Head::Claim, "at") => "`at n = 57`: the swept value at which the measure is read",
        (Head::Claim, "with") => "`with 95 % confidence`: how sure the claim has to be",
        _ => return None,
    };
    Some(text.to_owned())
}

fn keyword(written: &str) -> Option<&'static str> {
    Some(match written {
        "let" => "`let name = ...` gives stages, methods or a number a name; it runs only where it is used",
        "then" => "`, then` feeds the next stage with what this one yields",
        "and" => "`and` joins methods, measures or models of one phrase",
        "sweep" => "`sweep n in [10, 20] { ... }` runs its lines for every value",
        "search" => {
            "`search rate in 0.01..1 log, try 20 by net.validation-error { ... }` draws values, and chooses the best"
        }
        "try" => "`try 20 by net.validation-error`: as many draws, and the measure that chooses among them",
        "halving" => {
            "`epochs in 1..27 halving 3`: the best third of the tries goes on to three times as much"
        }
        "best" => "`at best`: in the cell that the search has chosen",
        "repeat" => "`repeat 20` runs with as many seeds; every measure becomes a mean with an interval",
        "expect" => "`expect a.error < 5 %` is a claim: it is judged when the file has run",
        "within" => "`within 0.01 of 0.95`: the largest distance from the value that is aimed at",
        "log" => "`1e-3..1 log 4`: so many values, each the same factor above the one before",
        "linear" => "`0..1 linear 5`: so many values at equal distances",
        "per" => "`0.997 per epoch`: what the number is counted for",
        _ => return None,
    })
}

fn function(written: &str) -> Option<String> {
    let known = <ClaimFunction as Choice>::WORDS.contains(&written);
    known
        .then(|| format!("**`{written}`**: {}; `{written}(a.error over n)`", <ClaimFunction as Choice>::KIND))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::testing::at_cursor;

    /// What is said at the cursor, without line ends.
    fn said(text: &str) -> String {
        let (document, offset) = at_cursor(text);
        hover(&document, offset).map_or(String::new(), |(_, text)| text.replace('\n', " "))
    }

    #[track_caller]
    fn says(text: &str, wanted: &[&str]) {
        let said = said(text);
        wanted.iter().for_each(|part| assert!(said.contains(part), "{part:?} is not said in {said:?}"));
    }

    #[test]
    fn words_are_told_by_where_they_stand() {
        says("tra|in mlp[784,10]", &["`train`**: verb"]);
        says("train m|lp[784,10]", &["`mlp`**: model", "Made by `train`"]);
        says("use mnist with threshold|(0.5)", &["`threshold`**: method", "preparing data"]);
        says("thresho|ld 0.5", &["`threshold`**: verb"]);
        says("train rbm[784,10] with cd|10", &["`cd`**: method"]);
        says("test big on fash|ion", &["data set", "60000 training", "licence"]);
        says("check free-en|ergy", &["measure", "nats"]);
    }

    #[test]
    fn numbers_arguments_units_and_prepositions_name_their_argument() {
        says(
            "train mlp[784,10] with sgd(ra|te: 0.1)",
            &["argument of `sgd`", "default: `0.05`", "usual: 0.000001 to 2"],
        );
        says("train mlp[784,10] with sgd(0.|1)", &["`rate`", "argument of `sgd`"]);
        says("augment mnist with rotation(15| deg)", &["`rotation`", "unit: `deg`, `rad`"]);
        says("train mlp[784,10] for 2|0 epochs", &["`epochs`", "behind `for` of `train`"]);
        says("train mlp[784,10] for 20 epo|chs", &["unit, one of `epochs`, `epoch`"]);
        says("train mlp[784,1|0] for 20 epochs", &["`widths`", "square brackets of `mlp`"]);
        says("train mlp[784,10] wi|th sgd", &["behind `with` of `train`"]);
        says("train mlp[784,10](activation: ta|nh)", &["`activation`", "`scaled-tanh`"]);
    }

    #[test]
    fn names_say_what_they_stand_for_even_in_broken_files() {
        let file = "big: train mlp[784,100,10] on mnist\nlet a = (\nexpect bi|g.error < 5 %";
        says(file, &["the result of a line", "mlp of 79510 parameters", "`error`, `accuracy`, `loss`"]);
        says(
            "let small = take 1000 of mnist\ntrain mlp[784,10] on sm|all",
            &["defined by `let`", "1000 x 784"],
        );
    }

    #[test]
    fn claims_and_sweeps_have_words_of_their_own() {
        says("expect arg|min(a.error over n) in 1..2", &["function of a measure"]);
        says("expect a.error < 5 % at n = 57 wi|th 95 % confidence", &["how sure"]);
        says("sweep n i|n [1, 2] { }", &["values that the block runs with"]);
        says("sea|rch n in 1..2, try 3 by a.error { }", &["draws values, and chooses the best"]);
        says("search n in 1..2, tr|y 3 by a.error { }", &["as many draws"]);
        says("search n in 1..2, try 3 b|y a.error { }", &["the measure that chooses"]);
        says("expect a.error < 5 % at be|st", &["the cell that the search has chosen"]);
        says("title \"a tit|le\"", &[""]);
        assert_eq!(said("# a com|ment"), "");
    }
}
