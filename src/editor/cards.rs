//! What hover and completion say of the words of the language, in Markdown, from their declarations.

use crate::vocabulary::{
    AnyDataWord, AnyMethod, AnyModelWord, AnyVerb, Better, Class, Measure, Param, Place, UnitWord, WordInfo,
    units_of,
};

pub fn verb(verb: &AnyVerb) -> String {
    word(&verb.info, "verb", "")
}

pub fn model(model: &AnyModelWord) -> String {
    let made: Vec<String> = model.made_by.iter().map(|verb| format!("`{verb}`")).collect();
    let takes = format!("Made by {}; takes methods for {}.", made.join(", "), model.class.0);
    word(&model.info, "model", &takes)
}

pub fn method(method: &AnyMethod) -> String {
    let role = method
        .role
        .map_or(String::new(), |role| format!(" One of the {role}: a sentence takes one of them."));
    word(&method.info, "method", &format!("For {}.{role}", Class::list(method.classes)))
}

pub fn system(system: &AnyDataWord) -> String {
    word(&system.info, "system", "")
}

/// The card: rows, columns, classes, range, origin, licence.
pub fn data(data: &AnyDataWord) -> String {
    let Some(card) = data.has_card() else { return word(&data.info, "data set", "") };
    let shape = &card.shape;
    let classes = shape.classes.map_or(String::new(), |classes| format!(", {classes} classes"));
    let range = shape.range.map_or(String::new(), |(low, high)| format!(", values in {low}..{high}"));
    let test = if shape.test > 0 { format!(" and {} test", shape.test) } else { String::new() };
    let facts = format!(
        "- rows: {} training{test}\n- columns: {}{classes}{range}\n- origin: {}\n- licence: {}",
        shape.train, shape.columns, card.origin, card.licence
    );
    word(&data.info, "data set", &facts)
}

pub fn measure(measure: &Measure) -> String {
    let unit = measure.unit.word();
    let unit = if unit.is_empty() { String::new() } else { format!(" In {unit}.") };
    let better = match measure.better {
        Better::Lower => " Lower is better.",
        Better::Higher => " Higher is better.",
        Better::Neither => "",
    };
    format!("**`{}`**: measure\n\n{}{unit}{better}", measure.name, running(measure.doc))
}

/// An argument of a word: where it stands, what it takes, its default, usual range and meaning.
pub fn param(owner: &str, param: &Param) -> String {
    let place = match param.place {
        Place::Key => format!("argument of `{owner}`"),
        Place::List => format!("in the square brackets of `{owner}`"),
        Place::Count => format!("the digits at the end of `{owner}`"),
        Place::Object => format!("stands beside `{owner}`"),
        Place::Clause(preposition) => format!("behind `{preposition}` of `{owner}`"),
    };
    format!("**`{}`**: {place}\n\n{}\n\n{}", param.name(), running(param.doc), facts(param))
}

fn facts(param: &Param) -> String {
    let mut lines = vec![format!("- {}", takes(param))];
    if !param.unit.is_empty() {
        lines.push(format!("- unit: {}", units(param)));
    }
    lines.push(format!("- default: {}", default(param)));
    if let Some(usual) = param.usual_range() {
        lines.push(format!("- usual: {usual}"));
    }
    lines.join("\n")
}

/// The type of an argument in words.
pub fn takes(param: &Param) -> String {
    match param.words {
        [] => param.kind.to_owned(),
        words => words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "),
    }
}

/// What stands in an argument's place when nothing is written.
pub fn default(param: &Param) -> String {
    match (param.default, param.need) {
        (Some(default), _) if default().is_empty() => "left open, chosen when the data are known".into(),
        (Some(default), _) => format!("`{}`", default()),
        (None, Some(_)) => "what the stage before yields".into(),
        (None, None) => "none, it has to be given".into(),
    }
}

fn units(param: &Param) -> String {
    let same = symbols_like(param.unit);
    if same.is_empty() { format!("`{}`", param.unit) } else { ticked(&same) }
}

fn ticked(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// The units that measure the same as this one, itself among them.
pub fn symbols_like(symbol: &str) -> Vec<&'static str> {
    let known = crate::vocabulary::unit_named(symbol);
    known.map_or(Vec::new(), |unit| units_of(unit.dimension).map(|unit| unit.symbol).collect())
}

pub fn unit(unit: &UnitWord) -> String {
    let first = unit.dimension.symbol();
    let same = ticked(&symbols_like(unit.symbol));
    if unit.symbol == "%" {
        return "**`%`**: unit of a share; `20 %` is `0.2`".into();
    }
    if unit.symbol == first || unit.factor == 1.0 {
        return format!("**`{}`**: unit, one of {same}", unit.symbol);
    }
    format!("**`{}`**: unit, one of {same}; `1 {}` is `{:.6} {first}`", unit.symbol, unit.symbol, unit.factor)
}

fn word(info: &WordInfo, class: &str, more: &str) -> String {
    let mut parts = vec![format!("**`{}`**: {class}", info.name), running(info.doc), more.to_owned()];
    let params: Vec<String> = (info.params)().iter().map(line).collect();
    parts.push(params.join("\n"));
    if !info.example.is_empty() {
        parts.push(format!("```pipe\n{}\n```", info.example));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

/// One argument in the card of its word.
fn line(param: &Param) -> String {
    let name = match param.place {
        Place::Clause(preposition) => format!("`{preposition}`"),
        _ => format!("`{}`", param.name()),
    };
    format!("- {name}: {} Default: {}.", running(param.doc), default(param))
}

/// Documentation lines as running text.
pub fn running(doc: &str) -> String {
    doc.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first sentence of a documentation.
pub fn brief(doc: &str) -> String {
    running(doc).split_inclusive(". ").next().unwrap_or("").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::VOCABULARY;

    #[test]
    fn a_card_of_data_tells_what_the_licence_and_the_shape_are() {
        let card =
            VOCABULARY.data.iter().find(|data| data.has_card().is_some()).map(data).unwrap_or_default();
        for fact in ["rows: 60000 training and 10000 test", "columns: 784, 10 classes", "origin", "licence"] {
            assert!(card.contains(fact), "{fact} is missing in\n{card}");
        }
    }

    #[test]
    fn every_word_and_argument_has_a_card_with_its_default() {
        for verb in VOCABULARY.verbs {
            for one in (verb.info.params)() {
                let card = param(verb.info.name, one);
                assert!(card.contains(&running(one.doc)) && card.contains("- default: "), "{card}");
            }
        }
        assert!(VOCABULARY.methods.iter().all(|it| method(it).contains("```pipe\n")));
    }

    #[test]
    fn a_unit_says_what_it_is_in_the_first_of_its_kind() {
        let radian = crate::vocabulary::unit_named("rad").map(unit).unwrap_or_default();
        // 180 / pi degrees.
        assert!(radian.contains("`1 rad` is `57.295780 deg`"), "{radian}");
    }
}
