//! The vocabulary looked at as a whole: what every word owes to whoever reads, completes and runs it.

use crate::checking::{checked, complaints, write_example_files};
use pipette::check::Plan;
use pipette::vocabulary::{PREPOSITIONS, Place, WordInfo};
use pipette::words::VOCABULARY;
use std::collections::HashSet;

/// Words of the grammar that begin statements or hold them together.
const RESERVED: [&str; 7] = ["let", "sweep", "repeat", "expect", "and", "then", "per"];

/// Every word with its kind, but for measures, which take no arguments.
fn infos() -> Vec<(&'static str, WordInfo)> {
    let verbs = VOCABULARY.verbs.iter().map(|word| ("verb", word.info));
    let data = VOCABULARY.data.iter().map(|word| ("data set", word.info));
    let systems = VOCABULARY.systems.iter().map(|word| ("system", word.info));
    let models = VOCABULARY.models.iter().map(|word| ("model", word.info));
    let methods = VOCABULARY.methods.iter().map(|word| ("method", word.info));
    verbs.chain(data).chain(systems).chain(models).chain(methods).collect()
}

/// Every name with its kind.
fn names() -> Vec<(&'static str, &'static str)> {
    let measures = VOCABULARY.measures.iter().map(|measure| ("measure", measure.name));
    infos().into_iter().map(|(kind, info)| (kind, info.name)).chain(measures).collect()
}

#[track_caller]
fn expect_none(findings: &[String]) {
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

/// Whether prose starts with a capital, or with a name in code, and ends with a full stop.
fn is_sentence(doc: &str) -> bool {
    let doc = doc.trim();
    doc.starts_with(|c: char| c.is_uppercase() || c == '`') && doc.ends_with('.')
}

#[test]
fn every_word_and_every_argument_is_documented() {
    let mut findings = Vec::new();
    for (kind, info) in infos() {
        if !is_sentence(info.doc) {
            findings.push(format!("{kind} {}: {:?}", info.name, info.doc));
        }
        for param in (info.params)().iter().filter(|param| !is_sentence(param.doc)) {
            findings.push(format!("{kind} {}, argument {}: {:?}", info.name, param.name(), param.doc));
        }
    }
    let measures = VOCABULARY.measures.iter().filter(|measure| !is_sentence(measure.doc));
    findings.extend(measures.map(|measure| format!("measure {}: {:?}", measure.name, measure.doc)));
    expect_none(&findings);
}

#[test]
fn names_are_lower_case_with_hyphens() {
    let good = |name: &str| {
        let letters = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        letters && name.starts_with(|c: char| c.is_ascii_lowercase()) && !name.ends_with('-')
    };
    let arguments = infos()
        .into_iter()
        .flat_map(|(_, info)| (info.params)().iter().map(move |param| ("argument", param.name())));
    let words = names().into_iter().map(|(kind, name)| (kind, name.to_owned()));
    let bad = words.chain(arguments).filter(|(_, name)| !good(name));
    expect_none(&bad.map(|(kind, name)| format!("{kind} {name}")).collect::<Vec<_>>());
}

#[test]
fn no_two_words_of_a_kind_share_a_name() {
    let mut seen = HashSet::new();
    let twice = names().into_iter().filter(|word| !seen.insert(*word));
    expect_none(&twice.map(|(kind, name)| format!("{kind} {name}")).collect::<Vec<_>>());
}

#[test]
fn no_word_is_a_word_of_the_grammar() {
    let taken = |name: &str| RESERVED.contains(&name) || PREPOSITIONS.contains(&name);
    let bad = names().into_iter().filter(|(_, name)| taken(name));
    expect_none(&bad.map(|(kind, name)| format!("{kind} {name}")).collect::<Vec<_>>());
}

/// `cd10` is `cd` with a count, `x3` a repeat: no word may be spelt like either.
#[test]
fn words_that_end_in_digits_are_not_ambiguous() {
    let all: HashSet<&str> = names().into_iter().map(|(_, name)| name).collect();
    let stem = |name: &'static str| name.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = all.iter().filter(|name| stem(name).len() < name.len());
    let bad = digits.filter(|name| all.contains(stem(name)) || stem(name) == "x");
    expect_none(&bad.map(|name| format!("{name} is also {} with a count", stem(name))).collect::<Vec<_>>());
}

/// Digits at the end of a word mean nothing where the word takes no count.
#[test]
fn only_methods_take_counts() {
    let counted = infos().into_iter().filter(|(kind, info)| {
        *kind != "method" && (info.params)().iter().any(|param| param.place == Place::Count)
    });
    expect_none(&counted.map(|(kind, info)| format!("{kind} {}", info.name)).collect::<Vec<_>>());
}

#[test]
fn usual_ranges_are_ranges() {
    let mut findings = Vec::new();
    for (kind, info) in infos() {
        let empty = |range: Option<(f64, f64)>| range.is_some_and(|(low, high)| low >= high);
        for param in (info.params)().iter().filter(|param| empty(param.usual)) {
            findings.push(format!("{kind} {}, argument {}: {:?}", info.name, param.name(), param.usual));
        }
    }
    expect_none(&findings);
}

/// Every example is a whole file in which nothing is wrong, unusual or without effect, and uses its word.
#[test]
fn every_example_is_clean() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write_example_files(folder.path()).expect("the files that examples name");
    let mut findings = Vec::new();
    for (kind, info) in infos() {
        let name = format!("{kind} {}", info.name);
        if !info.example.contains(info.name) {
            findings.push(format!("{name}: the example does not show it"));
        }
        findings.extend(complaints(&name, &checked(info.example, folder.path()).1));
    }
    expect_none(&findings);
}

/// The file that a plan fills in: what pipelines start from on a line of its own, then each line.
fn filled_in(plan: &Plan) -> String {
    let shown = |steps: &mut dyn Iterator<Item = usize>| {
        steps.map(|id| plan.steps[id].text.clone()).collect::<Vec<_>>().join(", then ")
    };
    let of_lines: HashSet<usize> = plan.lines().flat_map(|line| line.steps.iter().copied()).collect();
    let made = |id: &usize| !plan.steps[*id].inputs.is_empty() && !of_lines.contains(id);
    let start = shown(&mut (0..plan.steps.len()).filter(made));
    let lines = plan.lines().map(|line| {
        let label = line.label.as_ref().map_or(String::new(), |label| format!("{label}: "));
        label + &shown(&mut line.steps.iter().copied())
    });
    let seed = format!("seed {}", plan.settings.seed.unwrap_or(0));
    [seed, start].into_iter().chain(lines).collect::<Vec<_>>().join("\n")
}

/// What `pipette plan` prints with every default filled in is the same experiment.
#[test]
fn filled_in_sentences_mean_the_same() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write_example_files(folder.path()).expect("the files that examples name");
    let mut findings = Vec::new();
    for (kind, info) in infos() {
        let (plan, _) = checked(info.example, folder.path());
        let text = filled_in(&plan);
        let (again, complaint) = checked(&text, folder.path());
        findings.extend(complaints(&format!("{kind} {}: {text}", info.name), &complaint));
        if plan.steps.is_empty() || plan.identity() != again.identity() {
            findings.push(format!("{kind} {}: means something else: {text}", info.name));
        }
    }
    expect_none(&findings);
}
