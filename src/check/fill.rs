//! What a sentence leaves out: data and models come from the stage before, from what is named in
//! the same sentence, or, for data, from the file's default.

use super::statement::Checker;
use crate::source::{Diagnostic, Span, Spanned};
use crate::vocabulary::{Binder, Call, Form, Given, Input, Need, Param, Piece, Slots, StepId};

/// The results that a sentence names.
pub fn results(pieces: &[Piece]) -> Vec<Input> {
    let values = pieces.iter().flat_map(|piece| &piece.values);
    values
        .filter_map(|given| match &given.form {
            Form::Result(input) => Some(input.clone()),
            _ => None,
        })
        .collect()
}

impl Checker<'_> {
    /// Fills the places of a sentence that take data or a model and stand empty; false where the
    /// file's default was said with a mistake, so that nothing can be known of the sentence.
    pub fn fill(
        &mut self,
        slots: &mut Slots,
        params: &'static [Param],
        chain: &[StepId],
        explicit: &[Input],
        place: Span,
        binder: &mut Binder,
    ) -> bool {
        for param in params {
            if param.need == Some(Need::Data) {
                slots.change(param, |given| self.as_data(given, binder));
            }
            let Some(need) = param.need.filter(|_| !slots.is_filled(param)) else { continue };
            let found = self.chained(need, chain).or_else(|| from_sentence(need, explicit));
            let input = match (found, need) {
                (Some(input), _) => Some(input),
                (None, Need::Data) if !param.optional && self.default_is_broken => return false,
                (None, Need::Data) if !param.optional => self.default_data(place),
                (None, _) => None,
            };
            if let Some(input) = input {
                slots.fill(param, vec![Given { form: Form::Result(input), span: place }], place, binder);
            }
        }
        true
    }

    /// A system where data are wanted stands for states of it: drawing them becomes a step.
    fn as_data(&mut self, given: Given, binder: &mut Binder) -> Given {
        let Form::Result(input) = &given.form else { return given };
        if Need::Data.is_met_by(&input.kind) || !Need::System.is_met_by(&input.kind) {
            return given;
        }
        let (span, shown) = (given.span, input.shown.clone());
        match self.drawing_step(given.clone(), span, binder) {
            Some(step) => Given { form: Form::Result(self.input(step, shown)), span },
            None => given,
        }
    }

    fn drawing_step(&mut self, system: Given, span: Span, binder: &mut Binder) -> Option<StepId> {
        let verb = self.vocabulary.verb(self.vocabulary.drawing)?;
        let param = (verb.info.params)().iter().find(|param| param.need.is_some())?;
        let mut slots = Slots::new(Spanned::new(verb.info.name.to_string(), span));
        slots.fill(param, vec![system], span, binder);
        let bound = (verb.bind)(slots, binder)?;
        self.add(bound, span, span)
    }

    fn chained(&self, need: Need, chain: &[StepId]) -> Option<Input> {
        let step = chain.iter().rev().find(|&&id| need.is_met_by(&self.plan.steps[id].kind))?;
        Some(self.input(*step, String::new()))
    }

    /// What `use` said, else the default data set, which is worth a note.
    fn default_data(&mut self, place: Span) -> Option<Input> {
        self.default_used = true;
        if let Some(input) = &self.default {
            return Some(input.clone());
        }
        let word = self.vocabulary.default_data;
        if !self.default_was_assumed {
            self.default_was_assumed = true;
            let message = format!("no data is named: `{word}` is assumed");
            let finding = Diagnostic::note("default-data", place, message).label("starts from nothing");
            let finding = finding.help(format!("write `use {word}` on a line above, or name the data"));
            let head = Span::new(self.plan.head, self.plan.head);
            // Not safe: such a line is a step, and the steps that start from it get other random numbers.
            self.findings.push(finding.fix(false, head, format!("use {word}\n")));
        }
        let name = crate::source::Spanned::new(word.to_string(), place);
        self.data_step(&Call { name, list: None, arguments: Vec::new() }, place)
    }
}

fn from_sentence(need: Need, explicit: &[Input]) -> Option<Input> {
    explicit
        .iter()
        .find(|input| need.is_met_by(&input.kind))
        .map(|input| Input { shown: String::new(), ..input.clone() })
}
