//! The vocabulary: the lists of words, looked up by name. The lists stand in the `words` room;
//! the checker is handed a vocabulary and names no word itself.

use super::{
    AnyDataWord, AnyMethod, AnyModelWord, AnyVerb, Call, Check, Form, Given, Measure, ModelKind, Need,
    Number, Place, Published, WordInfo,
};
use crate::source::{Diagnostic, Lint, Span, nearest};
use std::collections::HashMap;
use std::sync::OnceLock;

/// Every word of the language.
pub struct Vocabulary {
    pub verbs: &'static [AnyVerb],
    pub models: &'static [AnyModelWord],
    pub data: &'static [AnyDataWord],
    /// Systems that are declared.
    pub systems: &'static [AnyDataWord],
    pub methods: &'static [AnyMethod],
    pub measures: &'static [&'static Measure],
    /// Published numbers that a line can be held against.
    pub published: &'static [Published],
    /// What words find by themselves.
    pub lints: &'static [&'static Lint],
    /// Words of other tools, and what they are called here: for "did you mean".
    pub elsewhere: &'static [(&'static str, &'static str)],
    /// The data set of a file that names none.
    pub default_data: &'static str,
    /// What each word is; made from the lists when it is asked for.
    pub classes: Classes,
    /// The verb that makes data of a system.
    pub drawing: &'static str,
}

/// Words with what they are, in words.
pub type Classes = OnceLock<HashMap<&'static str, &'static str>>;

/// The prepositions of the grammar, for "did you mean".
pub const PREPOSITIONS: &[&str] = &[
    "with", "without", "for", "on", "by", "from", "to", "of", "in", "at", "as", "over", "after", "against",
    "until", "under",
];

/// The words that begin a statement of their own form.
pub const OPENINGS: [&str; 5] = ["let", "expect", "sweep", "search", "repeat"];

impl Vocabulary {
    pub fn verb(&self, name: &str) -> Option<&'static AnyVerb> {
        self.verbs.iter().find(|verb| verb.info.name == name)
    }

    pub fn model(&self, name: &str) -> Option<&'static AnyModelWord> {
        self.models.iter().find(|model| model.info.name == name)
    }

    pub fn data_set(&self, name: &str) -> Option<&'static AnyDataWord> {
        self.data.iter().find(|data| data.info.name == name)
    }

    pub fn system(&self, name: &str) -> Option<&'static AnyDataWord> {
        self.systems.iter().find(|system| system.info.name == name)
    }

    /// What becomes a step where it is named: a data set or a system.
    pub fn start(&self, name: &str) -> Option<&'static AnyDataWord> {
        self.data_set(name).or_else(|| self.system(name))
    }

    /// A method as it stands, or without the digits that end it: `l2`, then `cd` of `cd10`.
    pub fn method(
        &self,
        name: &crate::source::Spanned<String>,
    ) -> Option<(&'static AnyMethod, Option<Given>)> {
        let find = |word: &str| self.methods.iter().find(|method| method.info.name == word);
        if let Some(method) = find(name) {
            return Some((method, None));
        }
        let (stem, digits) = split_digits(name)?;
        let span = Span::new(name.span.start + stem.len(), name.span.end);
        let number = Number::plain(digits.parse().unwrap_or(f64::INFINITY));
        find(stem).map(|method| (method, Some(Given { form: Form::Number(number), span })))
    }

    /// A measure as it stands, or with the number of one of several at its end.
    pub fn measure(&self, name: &str) -> Option<(&'static Measure, Option<usize>)> {
        let find = |word: &str| self.measures.iter().find(|measure| measure.name == word).copied();
        if let Some(measure) = find(name) {
            return Some((measure, None));
        }
        let (stem, digits) = split_digits(name)?;
        Some((find(stem)?, Some(digits.parse().ok()?)))
    }

    /// Every word that a name of a file must not be.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        let verbs = self.verbs.iter().map(|w| w.info.name);
        let models = self.models.iter().map(|w| w.info.name);
        let data = self.data.iter().chain(self.systems).map(|w| w.info.name);
        let methods = self.methods.iter().map(|w| w.info.name);
        verbs.chain(models).chain(data).chain(methods).chain(self.measures.iter().map(|m| m.name))
    }

    /// The words that hold a sentence together, which are easily misspelt as operands.
    pub fn connecting_words(&self) -> impl Iterator<Item = &'static str> {
        PREPOSITIONS.iter().copied().chain(["and", "then"])
    }

    pub fn unknown_verb(&self, name: &str, span: Span) -> Diagnostic {
        let finding =
            Diagnostic::error("unknown-word", span, format!("`{name}` is not a verb")).label("not a verb");
        let translated = |known: &dyn Fn(&str) -> bool| self.translated(name).find(|ours| known(ours));
        let near = nearest(name, self.verbs.iter().map(|v| v.info.name))
            .or_else(|| translated(&|word| self.verb(word).is_some()));
        let opening = || nearest(name, OPENINGS).or_else(|| translated(&|word| OPENINGS.contains(&word)));
        // What begins a statement of another form is named and not written in: the rest would have to change, too.
        if let (None, Some(opening)) = (near, opening()) {
            return finding.help(format!("did you mean `{opening}`?"));
        }
        finding.did_you_mean(near, "a line starts with a verb, `let`, `sweep`, `search`, `repeat` or `expect`; `pipette vocabulary` lists the verbs")
    }

    /// What a word of other tools is called here.
    pub fn translated(&self, name: &str) -> impl Iterator<Item = &'static str> {
        let name = name.to_lowercase().replace('_', "-");
        self.elsewhere.iter().filter(move |(theirs, _)| *theirs == name).map(|(_, ours)| *ours)
    }

    /// The stage that a line lacks for a model to yield a measure, where it would be computed on demand.
    pub fn asking_for(&self, measure: &str, model: &ModelKind) -> Option<String> {
        let (wanted, _) = self.measure(measure)?;
        let yields = |check: &dyn Check| {
            let can = model.abilities.contains(&check.needs());
            can && check.yields(model).iter().any(|(yielded, _)| yielded.name == wanted.name)
        };
        let by = self.measures.iter().find(|measure| measure.check.is_some_and(yields))?;
        Some(format!("check {}", by.name))
    }

    pub fn unknown_method(&self, call: &Call, span: Span) -> Diagnostic {
        let names = self.methods.iter().map(|m| m.info.name);
        let finding = self.unknown(call, span, "a method", names);
        match self.holder_of(&call.name) {
            Some(word) if finding.fix.is_none() => {
                let argument = &call.name;
                finding.help(format!(
                    "`{argument}` is an argument: its word holds it in brackets, `{word}({argument}: ...)`"
                ))
            }
            _ => finding,
        }
    }

    /// The first method or model that has an argument of this name in brackets.
    fn holder_of(&self, argument: &str) -> Option<&'static str> {
        let mut infos = self.methods.iter().map(|m| &m.info).chain(self.models.iter().map(|m| &m.info));
        let has = |info: &&WordInfo| {
            (info.params)()
                .iter()
                .any(|p| matches!(p.place, Place::Key | Place::Object) && p.name() == argument)
        };
        infos.find(has).map(|info| info.name)
    }

    pub fn unknown_model(&self, call: &Call, span: Span) -> Diagnostic {
        let names = self.models.iter().map(|m| m.info.name);
        self.unknown(call, span, "a model", names)
    }

    /// A word where data or a trained model is wanted.
    pub fn unknown_operand(&self, call: &Call, span: Span, need: Need) -> Diagnostic {
        match need {
            Need::Data => self.unknown(
                call,
                span,
                "a data set or a name of this file",
                self.data.iter().map(|d| d.info.name),
            ),
            Need::System => {
                self.unknown(call, span, "a system", self.systems.iter().map(|system| system.info.name))
            }
            Need::Model | Need::Examined => {
                self.unknown(call, span, "a name of this file", std::iter::empty())
            }
        }
    }

    /// A misspelt word is wrong where it is written, perhaps in a `let`; one of another class at `span`, where it
    /// is used.
    fn unknown<'a>(
        &self,
        call: &Call,
        span: Span,
        what: &str,
        names: impl Iterator<Item = &'a str>,
    ) -> Diagnostic {
        let name = &call.name;
        let (message, place) = match self.class_of(name) {
            Some(class) => (format!("`{name}` is {class}, not {what}"), span),
            None => (format!("`{name}` is not {what}"), name.span),
        };
        let otherwise = format!("{what} belongs here; `pipette vocabulary` lists the words");
        let names: Vec<&str> = names.collect();
        let translated = || self.translated(name).find(|ours| names.contains(ours));
        let near = nearest(name, names.iter().copied()).or_else(translated);
        Diagnostic::error("unknown-word", place, message)
            .label(format!("not {what}"))
            .did_you_mean(near, otherwise)
    }

    /// Why a word can't be a name of a file. A verb can: it stands only where a stage starts, and a name never does,
    /// so that `let sample = draw ...` is clear.
    pub fn refuses_name(&self, name: &crate::source::Spanned<String>) -> Option<String> {
        let class = self.class_of(name).filter(|class| *class != "a verb")?;
        Some(format!("`{name}` is {class} of the language and can't be a name"))
    }

    /// What a known word is, in words; the digits that may end a method or a measure left aside.
    pub fn class_of(&self, name: &str) -> Option<&'static str> {
        let classes = self.classes.get_or_init(|| self.classified());
        if let Some(class) = classes.get(name) {
            return Some(class);
        }
        let (stem, _) = split_digits(name)?;
        classes.get(stem).copied().filter(|class| NUMBERED.contains(class))
    }

    /// A word that is of two classes counts as the first.
    fn classified(&self) -> HashMap<&'static str, &'static str> {
        let of = |class, names: Vec<&'static str>| names.into_iter().map(move |name| (name, class));
        let measures = of("a measure", self.measures.iter().map(|w| w.name).collect());
        let methods = of("a method", self.methods.iter().map(|w| w.info.name).collect());
        let systems = of("a system", self.systems.iter().map(|w| w.info.name).collect());
        let data = of("a data set", self.data.iter().map(|w| w.info.name).collect());
        let models = of("a model", self.models.iter().map(|w| w.info.name).collect());
        let verbs = of("a verb", self.verbs.iter().map(|w| w.info.name).collect());
        measures.chain(methods).chain(systems).chain(data).chain(models).chain(verbs).collect()
    }
}

/// What may end in digits: `cd10`.
const NUMBERED: [&str; 2] = ["a method", "a measure"];

/// `cd10` into `cd` and `10`.
fn split_digits(name: &str) -> Option<(&str, &str)> {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    (!stem.is_empty() && stem.len() < name.len()).then(|| name.split_at(stem.len()))
}
