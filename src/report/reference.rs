//! The reference of the language, derived from the declarations of its words: a page a kind of
//! word in Markdown, and a list for the terminal.

use super::explain;
use crate::vocabulary::{AnyDataWord, AnyMethod, Measure, Param, Place, Published, Vocabulary, WordInfo};
use std::fmt::Write;

/// The pages of docs/reference, by file name.
pub fn pages(vocabulary: &Vocabulary) -> Vec<(&'static str, String)> {
    let infos = |list: &[WordInfo]| list.iter().map(|info| entry(info, "")).collect::<String>();
    let verbs: Vec<WordInfo> = vocabulary.verbs.iter().map(|w| w.info).collect();
    let models: Vec<WordInfo> = vocabulary.models.iter().map(|w| w.info).collect();
    let data: String = vocabulary.data.iter().map(|w| entry(&w.info, &facts(w))).collect();
    let systems: String = vocabulary.systems.iter().map(|w| entry(&w.info, "")).collect();
    let methods: String = vocabulary.methods.iter().map(|m| entry(&m.info, &serves(m))).collect();
    let measures: String = vocabulary.measures.iter().map(|m| measure(m)).collect();
    let numbers: String = vocabulary.published.iter().map(published).collect();
    let findings: String = crate::lint::pages(vocabulary).map(explain::page).collect();
    vec![
        ("verbs.md", page("Verbs", "What a stage does.", &infos(&verbs))),
        ("data.md", page("Data sets", "What a pipeline starts from.", &data)),
        (
            "systems.md",
            page("Systems", "What `simulate`, `renormalize`, `solve` and `store` treat.", &systems),
        ),
        ("models.md", page("Models", "What `train`, `stack` and `fit` make.", &infos(&models))),
        ("methods.md", page("Methods", "What stands after `with`, joined by `and`.", &methods)),
        ("measures.md", page("Measures", "What is measured, claimed and plotted.", &measures)),
        ("published.md", page("Published numbers", "What `reproduce` holds a line against.", &numbers)),
        ("findings.md", page("Findings", "What is said of a file, by code.", &findings)),
    ]
}

/// Every word with the first line of what it means.
pub fn list(vocabulary: &Vocabulary) -> String {
    let mut out = String::new();
    let mut section = |title: &str, words: Vec<(&str, &str)>| {
        let _ = writeln!(out, "{title}");
        for (name, doc) in words {
            let _ = writeln!(out, "  {name:22} {}", first_line(doc));
        }
    };
    section("verbs", vocabulary.verbs.iter().map(|w| (w.info.name, w.info.doc)).collect());
    section("data sets", vocabulary.data.iter().map(|w| (w.info.name, w.info.doc)).collect());
    section("systems", vocabulary.systems.iter().map(|w| (w.info.name, w.info.doc)).collect());
    section("models", vocabulary.models.iter().map(|w| (w.info.name, w.info.doc)).collect());
    section("methods", vocabulary.methods.iter().map(|w| (w.info.name, w.info.doc)).collect());
    section("measures", vocabulary.measures.iter().map(|m| (m.name, m.doc)).collect());
    out
}

fn page(title: &str, about: &str, entries: &str) -> String {
    format!(
        "# {title}\n\n{about} `pipette vocabulary --write docs/reference` writes this page.\n\n{}\n",
        entries.trim_end()
    )
}

pub(super) fn serves(method: &AnyMethod) -> String {
    format!("For {}.\n\n", crate::vocabulary::Class::list(method.classes))
}

/// What the card of a data set says.
pub(super) fn facts(data: &AnyDataWord) -> String {
    let Some(card) = data.has_card() else { return String::new() };
    let shape = &card.shape;
    let rows = match shape.test {
        0 => format!("{} rows", shape.train),
        test => format!("{} training and {test} test rows", shape.train),
    };
    let classes = shape.classes.map_or(String::new(), |n| format!(", {n} classes"));
    format!("{rows} of {} columns{classes}. {}. Licence: {}.\n\n", shape.columns, card.origin, card.licence)
}

fn entry(info: &WordInfo, more: &str) -> String {
    let mut out = format!("## `{}`\n\n{}\n\n{more}", info.name, sentence(info.doc));
    let params = (info.params)();
    if !params.is_empty() {
        out += "| where | argument | type | default | usual | meaning |\n|---|---|---|---|---|---|\n";
        params.iter().for_each(|param| out += &row(param));
        out += "\n";
    }
    if !info.example.is_empty() {
        let _ = write!(out, "```pipe\n{}\n```\n\n", info.example);
    }
    out
}

fn row(param: &Param) -> String {
    let place = match param.place {
        Place::Key => "in brackets".to_string(),
        Place::List => "list".into(),
        Place::Count => "digits".into(),
        Place::Object => "object".into(),
        Place::Clause(preposition) => format!("`{preposition}`"),
    };
    let usual = param.usual_range().unwrap_or_default();
    let (name, doc) = (param.name(), sentence(param.doc));
    format!("| {place} | `{name}` | {} | {} | {usual} | {doc} |\n", kind(param), default(param))
}

/// What stands in a place: its words, where there are only a few.
pub(super) fn kind(param: &Param) -> String {
    if param.words.is_empty() { param.kind.to_string() } else { param.words.join(", ") }
}

/// What a sentence means that leaves a place empty.
pub(super) fn default(param: &Param) -> String {
    match (param.default, param.need) {
        (Some(default), _) if default().is_empty() => "left open".to_string(),
        (Some(default), _) => shortened(&default()),
        (None, Some(_)) => "from the stage before".to_string(),
        (None, None) => "required".to_string(),
    }
}

/// A default as text; a long number, such as a sixth in percent, by its first four digits.
fn shortened(default: &str) -> String {
    let (number, unit) = default.split_at(default.find(' ').unwrap_or(default.len()));
    let short = |x: f64| format!("{x:.3e}").parse::<f64>().ok();
    match number.parse().ok().filter(|_| number.len() > 10).and_then(short) {
        Some(x) => format!("about `{x}{unit}`"),
        None => format!("`{default}`"),
    }
}

fn measure(measure: &Measure) -> String {
    format!("## `{}`\n\n{}\n\n", measure.name, about_measure(measure))
}

/// What a measure is, its unit, and how it is asked for.
pub(super) fn about_measure(measure: &Measure) -> String {
    let unit = measure.unit.word();
    let unit = if unit.is_empty() { String::new() } else { format!(" In {unit}.") };
    let check = if measure.check.is_some() {
        format!(" `check {}` computes it.", measure.name)
    } else {
        String::new()
    };
    format!("{}{unit}{check}", measure.doc)
}

fn published(number: &Published) -> String {
    let value = super::text::value(number.value, number.measure.unit);
    let rows = number.rows.map_or(String::new(), |rows| format!(" of {rows} test rows"));
    format!(
        "## {}\n\n`{}` {value}{rows}: {}.\n\nSource: {}.\n\n",
        number.name, number.measure.name, number.protocol, number.source
    )
}

/// Documentation lines as running text.
pub(super) fn sentence(doc: &str) -> String {
    doc.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn first_line(doc: &str) -> String {
    sentence(doc).split_inclusive(". ").next().unwrap_or("").trim().to_string()
}
