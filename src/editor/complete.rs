//! What may be written at a place, as the text before it tells. A sentence that does not parse yet is
//! the usual case.

use super::cards;
use super::document::Document;
use super::names;
use super::offers::{Offers, Rank};
use super::outline::{Cursor, Definition, contains};
use super::place::{Bracket, Head, Place, in_brackets};
use super::reading::{Defined, Role};
use crate::source::Span;
use crate::syntax::token::Kind;
use crate::vocabulary::{
    BEST, CONFIDENCE, Choice, ClaimFunction, Form, Given, MeasureRef, Need, Noun, Param, Place as Slot,
};

pub use super::offers::Offer;

/// The part of the text that is replaced, and what may stand there instead.
pub struct Completions {
    pub replace: Span,
    pub offers: Vec<Offer>,
}

/// What may be written at an offset; nothing inside comments and texts.
pub fn complete(document: &Document, offset: usize) -> Option<Completions> {
    let Cursor { place, sentence, start } = document.outline().place_at(document.text(), offset)?;
    let mut completer = Completer { document, place, sentence, offers: Offers::default() };
    completer.offer();
    Some(Completions { replace: Span::new(start, offset), offers: completer.offers.0 })
}

struct Completer<'d> {
    document: &'d Document,
    place: Place,
    /// Where the sentence at hand begins.
    sentence: usize,
    offers: Offers,
}

impl Completer<'_> {
    fn offer(&mut self) {
        match self.place.last_kind() {
            Some(Kind::Dot) => return self.measures_of_label(),
            Some(Kind::Number) => self.units(),
            Some(Kind::Dots | Kind::Text | Kind::OpenText) => return,
            Some(Kind::Word) if self.place.last_word == "per" => {
                return self.offers.plain("epoch", Role::Unit);
            }
            _ => {}
        }
        if let Some(bracket) = self.place.bracket().cloned() {
            return self.in_brackets(&bracket);
        }
        match self.place.head {
            Head::Nothing => self.offers.statements(),
            Head::Verb => self.offers.stages(),
            Head::LetBody => self.let_body(),
            Head::Stages => self.in_stage(),
            Head::Claim => self.in_claim(),
            Head::AxisName if self.place.last_kind() == Some(Kind::Comma) => {
                ["repeat", "try"].iter().for_each(|word| self.offers.plain(word, Role::Keyword))
            }
            Head::Tries => self.in_tries(),
            Head::AxisValues => self.in_sweep(),
            Head::AxisName | Head::LetName | Head::LetSign | Head::Repeat => {}
        }
    }

    /// What a word of the file stands for, before the sentence at hand.
    fn known(&self, wanted: impl Fn(&Document, &Definition) -> bool) -> Vec<Definition> {
        let outline = self.document.outline();
        outline.known_at(self.sentence).filter(|it| wanted(self.document, it)).cloned().collect()
    }

    fn names(&mut self, wanted: impl Fn(&Document, &Definition) -> bool) {
        for definition in self.known(wanted) {
            let card = names::card(self.document, &definition);
            self.offers.add(Rank::Name, &definition.name, Role::Name, "name of this file", card);
        }
    }

    // ---- stages --------------------------------------------------------------------------------

    fn in_stage(&mut self) {
        if self.place.last_kind() == Some(Kind::Comma) {
            return self.offers.plain("then", Role::Keyword);
        }
        let is_first = self.place.operands == 0;
        match self.place.preposition.is_some() {
            true => {
                let param = self.place.param();
                if let Some(param) = param.filter(|_| is_first) {
                    return self.operands(param);
                }
                self.and(param.is_some_and(|param| param.many));
            }
            false => {
                let objects: Vec<_> = self.place.objects().collect();
                let behind = objects.iter().skip(if is_first { 0 } else { self.place.operands });
                behind.for_each(|param| self.operands(param));
                self.and(!is_first && objects.iter().any(|param| param.many));
            }
        }
        self.prepositions();
    }

    fn and(&mut self, offered: bool) {
        if offered {
            self.offers.plain("and", Role::Keyword);
        }
    }

    /// The prepositions that the verb takes and that have not been said.
    fn prepositions(&mut self) {
        for param in self.place.params() {
            let Slot::Clause(preposition) = param.place else { continue };
            if !self.place.prepositions.iter().any(|said| said == preposition) {
                let card = cards::param(self.place.verb.map_or("", |verb| verb.info.name), param);
                self.offers.add(Rank::Joint, preposition, Role::Preposition, &cards::brief(param.doc), card);
            }
        }
    }

    /// What may stand in the place of an argument.
    fn operands(&mut self, param: &'static Param) {
        match (param.noun, param.need) {
            (Some(Noun::Model), _) => self.models(),
            (Some(Noun::Method), _) => self.methods(),
            (Some(Noun::Measure), _) => self.offers.checks(),
            (None, Some(need)) => self.results(need),
            (None, None) => {}
        }
        param.words.iter().for_each(|word| self.offers.plain(word, Role::Choice));
        let over = self.place.preposition.as_deref() == Some("over");
        let inside = self.axes_around();
        self.names(|_, it| match it.defined {
            Defined::Let => holds(it, param),
            Defined::Label => takes_measures(param),
            Defined::Axis => over || takes_values(param) && inside.contains(&it.name),
        });
        self.default_of(param);
    }

    /// The axes of the blocks around: below its block an axis has no value.
    fn axes_around(&self) -> Vec<String> {
        let outline = self.document.outline();
        let around = |block: &&Span| contains(**block, self.sentence);
        let heads: Vec<usize> = outline.blocks.iter().filter(around).map(|block| block.start).collect();
        let axes = outline.definitions.iter().filter(|it| heads.contains(&it.sentence.start));
        axes.filter(|it| it.defined == Defined::Axis).map(|it| it.name.clone()).collect()
    }

    /// The default, where no word says it.
    fn default_of(&mut self, param: &Param) {
        let default = param.default.map(|default| default()).unwrap_or_default();
        if takes_values(param) && !default.is_empty() {
            self.offers.add(Rank::Last, &default, Role::Number, "default", cards::running(param.doc));
        }
    }

    fn models(&mut self) {
        let Some(verb) = self.place.verb else { return };
        self.offers.models(|model| model.made_by.contains(&verb.info.name));
    }

    /// The methods that this verb and model take, but for those that are there and their rivals.
    fn methods(&mut self) {
        let Some(verb) = self.place.verb else { return };
        self.offers.methods(verb, self.place.model, &self.place.words);
    }

    fn results(&mut self, need: Need) {
        match need {
            Need::Data => self.offers.data(),
            Need::System | Need::Examined => self.offers.systems(),
            Need::Model => {}
        }
        self.names(|document, it| names::yields(document, it, need));
    }

    fn let_body(&mut self) {
        if self.place.operands > 0 {
            return self.and(true);
        }
        if self.place.last_kind() == Some(Kind::Comparison) {
            self.offers.stages();
            self.offers.data();
            self.offers.systems();
        }
        self.offers.every_method(&self.place.words);
        self.names(|_, it| it.defined == Defined::Let);
    }

    // ---- brackets ------------------------------------------------------------------------------

    fn in_brackets(&mut self, bracket: &Bracket) {
        let Some(owner) = bracket.owner else { return self.in_function() };
        let is_open = bracket.is_empty;
        if let Some(param) = self.place.param().filter(|_| is_open) {
            param.words.iter().for_each(|word| self.offers.plain(word, Role::Choice));
            if bracket.key.is_some() {
                self.default_of(param);
            }
            let inside = self.axes_around();
            self.names(|_, it| holds(it, param) || takes_values(param) && inside.contains(&it.name));
        }
        if is_open && !bracket.square && bracket.key.is_none() {
            let unnamed = (owner.params)().iter().filter(|param| in_brackets(param)).skip(bracket.unnamed);
            let missing = unnamed.filter(|param| !bracket.given.contains(&param.name()));
            missing.for_each(|param| self.offers.argument(owner.name, param));
        }
    }

    /// In the brackets of a claim's function.
    fn in_function(&mut self) {
        match (self.place.last_kind(), self.place.last_word.as_str()) {
            (Some(Kind::Word), "over") => self.names(|_, it| it.defined == Defined::Axis),
            (Some(Kind::Word), _) => self.offers.plain("over", Role::Preposition),
            _ => self.names(|_, it| it.defined == Defined::Label),
        }
    }

    /// The units of the number before, where its argument has some.
    fn units(&mut self) {
        let Some(param) = self.place.param_of_number() else { return };
        for symbol in cards::symbols_like(param.unit) {
            self.offers.add(Rank::First, symbol, Role::Unit, "unit", cards::running(param.doc));
        }
        if param.unit.starts_with("per ") {
            self.offers.add(Rank::First, param.unit, Role::Unit, "unit", cards::running(param.doc));
        }
    }

    // ---- claims, sweeps, measures --------------------------------------------------------------

    fn in_claim(&mut self) {
        if matches!(self.place.last_kind(), Some(Kind::Number | Kind::Percent))
            && self.place.preposition.as_deref() == Some("with")
        {
            return self.offers.plain(CONFIDENCE, Role::Keyword);
        }
        let preposition = self.place.preposition.clone();
        match (self.place.operands, preposition.as_deref()) {
            (0, Some("at")) => {
                self.names(|_, it| it.defined == Defined::Axis);
                self.offers.plain(BEST, Role::Keyword);
            }
            (0, Some("with")) => {
                self.offers.insert("95 % confidence", Role::Choice, "how sure the claim has to be")
            }
            (0, _) => {
                <ClaimFunction as Choice>::WORDS
                    .iter()
                    .for_each(|word| self.offers.plain(word, Role::Function));
                self.names(|_, it| it.defined == Defined::Label || it.holds == Some(Role::Number));
            }
            (_, None) => {
                ["in", "within", "at", "with"].iter().for_each(|word| self.offers.plain(word, Role::Keyword))
            }
            (_, Some(_)) => {
                ["at", "with", "and"].iter().for_each(|word| self.offers.plain(word, Role::Keyword))
            }
        }
    }

    fn in_sweep(&mut self) {
        match self.place.last_kind() {
            Some(Kind::Word) if self.place.operands == 0 && self.place.preposition.is_none() => {
                self.offers.plain("in", Role::Keyword)
            }
            Some(Kind::Number) => {
                ["log", "linear", "halving"].iter().for_each(|word| self.offers.plain(word, Role::Keyword))
            }
            _ => {}
        }
    }

    /// Behind `try 20`.
    fn in_tries(&mut self) {
        match (self.place.last_kind(), self.place.last_word.as_str()) {
            (Some(Kind::Number), _) => self.offers.plain("by", Role::Preposition),
            (_, "by") => self.names(|_, it| it.defined == Defined::Label),
            _ => {}
        }
    }

    /// What can be asked of the label before the dot.
    fn measures_of_label(&mut self) {
        let label = self.place.last_word.clone();
        let outline = self.document.outline();
        let Some(definition) = outline.resolve(&label, self.sentence) else { return };
        for (measure, count) in names::measures_of(self.document, definition) {
            self.offers.measure(measure, count);
        }
    }
}

/// Whether a `let` holds what an argument takes.
fn holds(definition: &Definition, param: &Param) -> bool {
    match definition.holds {
        Some(Role::Method) => param.noun == Some(Noun::Method),
        Some(Role::Model) => param.noun == Some(Noun::Model),
        Some(Role::Number) => takes_values(param),
        _ => false,
    }
}

/// Whether an argument takes numbers, lists or texts: no words of the language.
fn takes_values(param: &Param) -> bool {
    param.noun.is_none() && param.need.is_none() && param.words.is_empty()
}

/// Whether an argument takes measures such as `big.error`.
fn takes_measures(param: &Param) -> bool {
    let measure = MeasureRef::default();
    let given = Given { form: Form::Measure(measure), span: Span::default() };
    param.noun.is_none() && param.need.is_none() && !param.words.is_empty() && (param.accepts)(&given)
}

#[cfg(test)]
mod tests;
