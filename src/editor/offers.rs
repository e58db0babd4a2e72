//! The offers of a completion: words of the language from their declarations, each with its card.

use super::cards;
use super::reading::Role;
use crate::vocabulary::{
    AnyMethod, AnyModelWord, AnyVerb, Class, Measure, Param, Place, Role as Part, WordInfo,
};
use crate::words::VOCABULARY;

/// What may be written.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The word as it is shown and filtered by.
    pub label: String,
    pub role: Role,
    /// A few words beside the label.
    pub detail: String,
    /// What it means, in Markdown.
    pub card: String,
    /// The text that is written.
    pub insert: String,
    pub rank: Rank,
}

/// The order in which offers are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    First,
    Name,
    Word,
    Joint,
    Last,
}

#[derive(Default)]
pub struct Offers(pub Vec<Offer>);

impl Offers {
    pub fn add(&mut self, rank: Rank, label: &str, role: Role, detail: &str, card: String) {
        if self.0.iter().all(|offer| offer.label != label) {
            let (label, detail) = (label.to_owned(), detail.to_owned());
            self.0.push(Offer { insert: label.clone(), label, role, detail, card, rank });
        }
    }

    /// A word that says enough by itself.
    pub fn plain(&mut self, word: &str, role: Role) {
        self.insert(word, role, "");
    }

    pub fn insert(&mut self, text: &str, role: Role, detail: &str) {
        let rank = if matches!(role, Role::Keyword | Role::Preposition) { Rank::Joint } else { Rank::First };
        self.add(rank, text, role, detail, String::new());
    }

    fn word(&mut self, info: &WordInfo, role: Role, card: String) {
        self.add(Rank::Word, info.name, role, &cards::brief(info.doc), card);
    }

    /// What a line may begin with.
    pub fn statements(&mut self) {
        VOCABULARY.verbs.iter().for_each(|verb| self.word(&verb.info, Role::Verb, cards::verb(verb)));
        ["let", "sweep", "search", "repeat", "expect"]
            .iter()
            .for_each(|word| self.plain(word, Role::Keyword));
    }

    /// What a line may go on with: verbs that are steps.
    pub fn stages(&mut self) {
        let stages = VOCABULARY.verbs.iter().filter(|verb| verb.role == Part::Stage);
        stages.for_each(|verb| self.word(&verb.info, Role::Verb, cards::verb(verb)));
    }

    pub fn models(&mut self, wanted: impl Fn(&AnyModelWord) -> bool) {
        let models = VOCABULARY.models.iter().filter(|model| wanted(model));
        models.for_each(|model| self.word(&model.info, Role::Model, cards::model(model)));
    }

    pub fn data(&mut self) {
        VOCABULARY.data.iter().for_each(|data| self.word(&data.info, Role::Data, cards::data(data)));
    }

    pub fn systems(&mut self) {
        let systems = VOCABULARY.systems.iter();
        systems.for_each(|system| self.word(&system.info, Role::Data, cards::system(system)));
    }

    /// The measures that can be computed of a model that stands there.
    pub fn checks(&mut self) {
        for measure in VOCABULARY.measures.iter().filter(|measure| measure.check.is_some()) {
            self.measure(measure, 1);
        }
    }

    /// A measure; of several values each.
    pub fn measure(&mut self, measure: &Measure, count: usize) {
        let card = || cards::measure(measure);
        self.add(Rank::Word, measure.name, Role::Measure, &cards::brief(measure.doc), card());
        for index in (1..=count).filter(|_| count > 1) {
            let name = format!("{}{index}", measure.name);
            self.add(Rank::Last, &name, Role::Measure, "of one layer", card());
        }
    }

    /// The methods that a verb takes for a model, without those that are there and their rivals.
    pub fn methods(&mut self, verb: &AnyVerb, model: Option<&AnyModelWord>, there: &[String]) {
        let made = |model: &&AnyModelWord| model.made_by.contains(&verb.info.name);
        let classes: Vec<Class> = match model {
            Some(model) => vec![model.class],
            None if !verb.methods.is_empty() => verb.methods.to_vec(),
            None => VOCABULARY.models.iter().filter(made).map(|model| model.class).collect(),
        };
        self.methods_where(there, |method| method.classes.iter().any(|class| classes.contains(class)));
    }

    pub fn every_method(&mut self, there: &[String]) {
        self.methods_where(there, |_| true);
    }

    fn methods_where(&mut self, there: &[String], wanted: impl Fn(&AnyMethod) -> bool) {
        let is_there = |method: &&AnyMethod| there.iter().any(|word| word == method.info.name);
        let roles: Vec<_> =
            VOCABULARY.methods.iter().filter(is_there).filter_map(|method| method.role).collect();
        let free =
            |method: &&AnyMethod| !is_there(method) && method.role.is_none_or(|role| !roles.contains(&role));
        for method in VOCABULARY.methods.iter().filter(|method| wanted(method)).filter(free) {
            let name = format!("{}{}", method.info.name, digits(&method.info));
            self.add(Rank::Word, &name, Role::Method, &cards::brief(method.info.doc), cards::method(method));
        }
    }

    /// An argument that can be named in the brackets of a word.
    pub fn argument(&mut self, owner: &str, param: &Param) {
        let name = param.name();
        let before = self.0.len();
        self.add(
            Rank::First,
            &name,
            Role::Argument,
            &cards::default(param).replace('`', ""),
            cards::param(owner, param),
        );
        self.0[before..].iter_mut().for_each(|offer| offer.insert = format!("{name}: "));
    }
}

/// The digits that a word ends with by default: the `1` of `cd1`.
fn digits(info: &WordInfo) -> String {
    let count = (info.params)().iter().find(|param| param.place == Place::Count);
    count.and_then(|param| param.default).map_or(String::new(), |default| default())
}
