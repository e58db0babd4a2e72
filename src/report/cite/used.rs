//! The words of a plan, as its filled-in sentences have them.

use crate::check::Plan;
use crate::source::{Span, Spanned};
use crate::vocabulary::{Cites, Vocabulary};

/// The words that have publications behind them, in the order of their first use.
pub fn words(plan: &Plan, vocabulary: &'static Vocabulary) -> Vec<(&'static str, Cites)> {
    let mut found: Vec<(&'static str, Cites)> = Vec::new();
    for step in plan.needed() {
        for name in names(&plan.steps[step].text) {
            let new =
                infos(name, vocabulary).filter(|(word, _)| found.iter().all(|(known, _)| known != word));
            found.extend(new.collect::<Vec<_>>());
        }
    }
    found
}

/// What a name may mean, where that has publications.
fn infos(name: &str, vocabulary: &'static Vocabulary) -> impl Iterator<Item = (&'static str, Cites)> {
    let spanned = Spanned { value: name.to_string(), span: Span::default() };
    let verb = vocabulary.verb(name).map(|word| word.info);
    let model = vocabulary.model(name).map(|word| word.info);
    let start = vocabulary.start(name).map(|word| word.info);
    let method = vocabulary.method(&spanned).map(|(word, _)| word.info);
    let all = [verb, model, start, method].into_iter().flatten();
    all.filter(|info| !info.cites.is_empty()).map(|info| (info.name, info.cites))
}

/// The names in a sentence, without what stands in quotes, without names of arguments (`rate:`) and the words that
/// are their values (`init: he`).
pub fn names(sentence: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for bare in sentence.split('"').step_by(2) {
        let inside = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        let mut rest = bare;
        let mut before = "";
        while let Some(start) = rest.find(inside) {
            before = if start > 0 { &rest[..start] } else { before };
            let name = &rest[start..];
            let end = name.find(|c| !inside(c)).unwrap_or(name.len());
            let (name, after) = name.split_at(end);
            if !after.starts_with(':') && !before.ends_with(": ") {
                names.push(name);
            }
            rest = after;
        }
    }
    names
}
