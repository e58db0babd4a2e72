//! A filled-in sentence as what it says: its verb, and for each word in it the arguments that it has.

use super::Change;
use crate::run::experiment::Sentence;
use crate::source::{Source, Spanned};
use crate::syntax;
use crate::syntax::ast::{Call, Expr, Item, LetBody, Phrase, Statement};

/// A sentence taken apart.
pub struct Words {
    pub verb: String,
    groups: Vec<Group>,
}

/// A word of a sentence with its arguments.
struct Group {
    /// The preposition before it; none beside the verb.
    place: String,
    /// Of a call: `sgd` of `sgd(rate: 0.1)`. A number, or the name of another sentence, has none.
    name: String,
    text: String,
    arguments: Vec<(String, String)>,
    /// The sentence that it stands for.
    refers: Option<usize>,
}

impl Words {
    pub fn of(sentence: &Sentence) -> Self {
        let stage = Source::new("sentence", sentence.sentence.as_str());
        if let [Statement::Pipeline(line)] = syntax::parse(&stage).0.statements.as_slice()
            && let [stage_of_it] = line.stages.as_slice()
        {
            let mut reader = Reader { source: &stage, sentence, groups: Vec::new() };
            stage_of_it.object.iter().for_each(|phrase| reader.phrase("", phrase));
            stage_of_it.clauses.iter().for_each(|clause| reader.phrase(&clause.preposition, &clause.phrase));
            return Words { verb: stage_of_it.verb.value.clone(), groups: reader.groups };
        }
        // A data set with arguments is a step, and no stage: it is read as what a name may stand for.
        let data = Source::new("sentence", format!("let it = {}", sentence.sentence));
        let mut reader = Reader { source: &data, sentence, groups: Vec::new() };
        if let [Statement::Let(meaning)] = syntax::parse(&data).0.statements.as_slice()
            && let LetBody::Phrase(phrase) = &meaning.body
        {
            reader.phrase("", phrase);
        }
        Words { verb: String::new(), groups: reader.groups }
    }

    /// What makes two sentences alike before their arguments are looked at: verb and first word.
    pub fn head(&self) -> String {
        let first = self.groups.first().map_or("", |group| &group.name);
        format!("{} {first}", self.verb).trim().to_string()
    }

    /// What `other` says in another way; `same` tells whether two sentences that are referred to are one.
    pub fn changes(&self, other: &Words, same: impl Fn(usize, usize) -> bool) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut left: Vec<&Group> = other.groups.iter().collect();
        let mut order = Vec::new();
        for group in &self.groups {
            let Some(at) = left.iter().position(|it| it.place == group.place && it.name == group.name) else {
                changes.push(group.alone(&self.verb, true));
                continue;
            };
            let partner = left.remove(at);
            order.push(at);
            group.compare(partner, &self.verb, &same, &mut changes);
        }
        changes.extend(left.iter().map(|group| group.alone(&self.verb, false)));
        if changes.is_empty() && order.iter().any(|&at| at != 0) {
            let text = |words: &Words| {
                words.groups.iter().map(|group| group.text.as_str()).collect::<Vec<_>>().join(" and ")
            };
            changes.push(Change::new("order", Some(text(self)), Some(text(other))));
        }
        changes
    }
}

impl Group {
    /// What it is called in a list of changes.
    fn called(&self, verb: &str) -> String {
        let parts = [self.name.as_str(), self.place.as_str(), verb];
        parts.into_iter().find(|part| !part.is_empty()).unwrap_or("it").to_string()
    }

    fn alone(&self, verb: &str, before: bool) -> Change {
        let text = Some(self.text.clone());
        let (from, to) = if before { (text, None) } else { (None, text) };
        Change::new(self.called(verb), from, to)
    }

    fn compare(
        &self,
        other: &Group,
        verb: &str,
        same: &impl Fn(usize, usize) -> bool,
        out: &mut Vec<Change>,
    ) {
        let called = self.called(verb);
        match (self.refers, other.refers) {
            (Some(a), Some(b)) if same(a, b) => return,
            (None, None) if !self.name.is_empty() => {}
            _ if self.text == other.text && self.refers.is_some() == other.refers.is_some() => return,
            _ => return out.push(Change::new(called, Some(self.text.clone()), Some(other.text.clone()))),
        }
        let value = |group: &Group, key: &str| {
            group.arguments.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone())
        };
        let keys = self.arguments.iter().chain(&other.arguments).map(|(key, _)| key);
        let mut seen: Vec<&String> = Vec::new();
        for key in keys {
            let (from, to) = (value(self, key), value(other, key));
            if from != to && !seen.contains(&key) {
                out.push(Change::new(format!("{called}{key}"), from, to));
            }
            seen.push(key);
        }
    }
}

struct Reader<'a> {
    source: &'a Source,
    sentence: &'a Sentence,
    groups: Vec<Group>,
}

impl Reader<'_> {
    fn phrase(&mut self, place: &str, phrase: &Phrase) {
        for item in &phrase.items {
            match item {
                Item::Condition { .. } => self.plain(place, self.source.slice(item.span())),
                Item::Operands(operands) => operands.iter().for_each(|it| match &it.value {
                    Expr::Call(call) => self.call(place, call, self.source.slice(it.span)),
                    _ => self.plain(place, self.source.slice(it.span)),
                }),
            }
        }
    }

    fn plain(&mut self, place: &str, text: &str) {
        let (place, text) = (place.to_string(), text.to_string());
        let refers = self.sentence.takes.get(&text).copied();
        self.groups.push(Group { place, name: String::new(), text, arguments: Vec::new(), refers });
    }

    fn call(&mut self, place: &str, call: &Call, text: &str) {
        if self.sentence.takes.contains_key(text) {
            return self.plain(place, text);
        }
        let slice = |value: &Spanned<Expr>| self.source.slice(value.span).to_string();
        let mut arguments = Vec::new();
        if let Some(list) = &call.list {
            arguments.push((String::new(), self.source.slice(list.span).to_string()));
        }
        for (number, argument) in call.arguments.iter().flat_map(|list| list.value.iter()).enumerate() {
            let key = argument.key.as_ref().map_or_else(|| (number + 1).to_string(), |key| key.value.clone());
            arguments.push((format!(".{key}"), slice(&argument.value)));
        }
        let name = call.path.iter().map(|part| part.value.as_str()).collect::<Vec<_>>().join(".");
        self.groups.push(Group { place: place.into(), name, text: text.into(), arguments, refers: None });
    }
}
