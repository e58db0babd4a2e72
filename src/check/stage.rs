//! One stage: its verb looked up, its pieces evaluated and sorted, its arguments bound and settled,
//! its kind and cost computed. What comes out is a step of the plan.

use super::plan::{Step, sentence};
use super::statement::Checker;
use crate::source::amounts::gigabytes;
use crate::source::{Diagnostic, Level, Span};
use crate::syntax::ast;
use crate::vocabulary::{
    AnyVerb, Binder, BoundVerb, Call, Form, Identity, Input, Kind, Need, PREPOSITIONS, Param, Piece, Place,
    Role, Scene, Slots, StepId, Style,
};
use std::collections::HashMap;
use std::sync::Arc;

impl Checker<'_> {
    /// Checks a stage that the steps of its pipeline so far lead up to.
    pub fn stage(&mut self, stage: &ast::Stage, chain: &[StepId]) -> Option<StepId> {
        let verb = self.bound(stage, chain)?;
        self.add(verb, stage.span, stage.verb.span)
    }

    /// A verb with its arguments.
    pub fn bound(&mut self, stage: &ast::Stage, chain: &[StepId]) -> Option<Box<dyn BoundVerb>> {
        let verb = self.verb_of(stage);
        // Of a misspelt `expect` the comparison is not to blame.
        let pieces = if verb.is_none() && compares(stage) { None } else { self.pieces(stage) };
        let (verb, pieces) = (verb?, pieces?);
        let pieces = self.declared(pieces, (verb.info.params)())?;
        if !chain.is_empty() && verb.role != Role::Stage {
            let message = format!("`{}` starts a line of its own", stage.verb);
            let finding =
                Diagnostic::error("not-in-this-place", stage.verb.span, message).label("not after `then`");
            return self.refuse(finding.help("put it on a line above"));
        }
        let params = (verb.info.params)();
        let explicit = super::fill::results(&pieces);
        let mut binder = Binder::new(self.vocabulary);
        let mut slots = Slots::of_sentence(&stage.verb, pieces, params, &mut binder);
        let known = self.fill(&mut slots, params, chain, &explicit, stage.verb.span, &mut binder);
        let bound = if known { (verb.bind)(slots, &mut binder) } else { None };
        self.take_findings(binder.findings).then_some(bound)?
    }

    /// The pieces of a sentence with words of systems as steps, in the places that take a system.
    fn declared(&mut self, mut pieces: Vec<Piece>, params: &[Param]) -> Option<Vec<Piece>> {
        let takes = |place: Place| params.iter().any(|p| p.place == place && p.need == Some(Need::System));
        for given in pieces.iter_mut().filter(|piece| takes(piece.place)).flat_map(|piece| &mut piece.values)
        {
            if let Form::Call(call) = &given.form
                && self.vocabulary.system(&call.name).is_some()
            {
                given.form = Form::Result(self.data_step(&call.clone(), given.span)?);
            }
        }
        Some(pieces)
    }

    /// Reads a stage for mistakes of its own, where what leads up to it is broken.
    pub fn read_only(&mut self, stage: &ast::Stage) {
        let _ = self.verb_of(stage);
        let _ = self.pieces(stage);
    }

    fn verb_of(&mut self, stage: &ast::Stage) -> Option<&'static AnyVerb> {
        let found = self.vocabulary.verb(&stage.verb);
        if found.is_none() {
            self.findings.push(self.vocabulary.unknown_verb(&stage.verb, stage.verb.span));
        }
        found
    }

    fn pieces(&mut self, stage: &ast::Stage) -> Option<Vec<Piece>> {
        let object = stage.object.iter().map(|phrase| (Place::Object, phrase, phrase.span));
        let clauses =
            stage.clauses.iter().map(|c| (Place::Clause(preposition(&c.preposition)), &c.phrase, c.span));
        let mut pieces = Vec::new();
        let mut complete = true;
        for (place, phrase, span) in object.chain(clauses) {
            match self.phrase(phrase) {
                Some(values) => pieces.push(Piece { place, span, values }),
                None => complete = false,
            }
        }
        complete.then_some(pieces)
    }

    /// Keeps findings; true when no error is among them.
    pub fn take_findings(&mut self, findings: Vec<Diagnostic>) -> bool {
        let clean = findings.iter().all(|f| f.level < Level::Error);
        self.findings.extend(findings);
        clean
    }

    /// Fills in what a sentence left open and finds out what it yields.
    pub fn settled(&mut self, verb: &mut dyn BoundVerb, span: Span, place: Span) -> Option<Kind> {
        let mut findings = Vec::new();
        let (settings, folder) = (&self.plan.settings, &self.around.folder);
        let mut scene = Scene { span, verb: place, settings, folder, findings: &mut findings };
        verb.settle(&mut scene);
        let kind = verb.kind(&mut scene);
        if kind.is_some() && scene.findings.iter().all(|finding| finding.level < Level::Error) {
            verb.lint(&mut scene);
        }
        self.take_findings(findings).then_some(kind)?
    }

    /// Settles a bound verb and makes it a step.
    pub fn add(&mut self, mut verb: Box<dyn BoundVerb>, span: Span, place: Span) -> Option<StepId> {
        let kind = self.settled(&mut *verb, span, place)?;
        let kind = self.shared_kind(kind, span);
        let (mut cost, mut inputs) = (verb.cost(&kind), verb.inputs());
        cost.work.shrink_to_fit();
        inputs.shrink_to_fit();
        let held = self.plan.kept_by(&inputs) + cost.peak;
        if held > self.around.memory {
            let message = format!(
                "this step would hold {}, more than the {} of this machine",
                gigabytes(held),
                gigabytes(self.around.memory)
            );
            let finding = Diagnostic::error("too-large", span, message).label("too large");
            return self.refuse(finding.help("ask for fewer rows or narrower layers"));
        }
        let identity = self.identity(&*verb, &inputs);
        let verb: Arc<dyn BoundVerb> = verb.into();
        let (text, cell) = (sentence(&verb), self.cell);
        let step = Step { verb, text, span, kind, cost, inputs, identity, cell };
        let id = self.plan.steps.next();
        self.plan.steps.push(step);
        Some(id)
    }

    /// What the cell before yielded at this place, where this one yields the same: a sweep holds it once.
    fn shared_kind(&mut self, kind: Kind, span: Span) -> Arc<Kind> {
        match self.kinds.get(&span) {
            Some(known) if **known == kind => known.clone(),
            _ => {
                let kind = Arc::new(kind);
                self.kinds.insert(span, kind.clone());
                kind
            }
        }
    }

    /// The hash of what a step means; equal steps of one scope are told apart by their occurrence.
    fn identity(&mut self, verb: &dyn BoundVerb, inputs: &[Input]) -> Identity {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.plan.settings.edition.unwrap_or(1).to_le_bytes());
        hasher.update(verb.write(Style::Meaning).as_bytes());
        for input in inputs {
            hasher.update(&input.identity.0);
        }
        let key = *hasher.finalize().as_bytes();
        let scope = usize::from(self.cell.is_some()).min(self.occurrences.len().saturating_sub(1));
        let occurrence = self.occurrences[scope].entry(key).or_insert(0);
        *occurrence += 1;
        hasher.update(&occurrence.to_le_bytes());
        Identity(*hasher.finalize().as_bytes())
    }

    /// A data set or a system as a step; a set that needs no arguments is read once a file.
    pub fn data_step(&mut self, call: &Call, span: Span) -> Option<Input> {
        let word = self.vocabulary.start(&call.name)?;
        if let Some(known) = self.fixed.get(word.info.name).filter(|_| call.is_bare()) {
            return Some(known.clone());
        }
        let mut binder = Binder::new(self.vocabulary);
        let bound = word.bind(call, &mut binder);
        if !self.take_findings(binder.findings) {
            return None;
        }
        let fixed = (word.info.params)().is_empty();
        let outside = self.cell;
        if fixed {
            self.cell = None;
        }
        let step = self.add(bound?, span, span);
        self.cell = outside;
        let step = step?;
        let input = self.input(step, self.plan.steps[step].text.clone());
        if fixed {
            self.fixed.insert(word.info.name.to_string(), input.clone());
        }
        Some(input)
    }

    /// A step as another step's argument.
    pub fn input(&self, step: StepId, shown: String) -> Input {
        let it = &self.plan.steps[step];
        Input { step, kind: it.kind.clone(), identity: it.identity, shown }
    }

    /// A fresh scope for the occurrences of equal steps in a cell.
    pub fn open_cell(&mut self) {
        self.occurrences.truncate(1);
        self.occurrences.push(HashMap::new());
    }
}

/// Whether a comparison stands in a stage, as in a claim.
fn compares(stage: &ast::Stage) -> bool {
    let phrases = stage.object.iter().chain(stage.clauses.iter().map(|clause| &clause.phrase));
    phrases.flat_map(|phrase| &phrase.items).any(|item| matches!(item, ast::Item::Condition { .. }))
}

/// The grammar's prepositions are a closed list; its words live as long as the program.
fn preposition(word: &str) -> &'static str {
    PREPOSITIONS.iter().find(|known| **known == word).copied().unwrap_or("with")
}
