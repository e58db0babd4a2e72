//! What the store has of a worker's steps: under which key, what is taken from there, what is put there.

use super::carry_out::StepObserver;
use super::{Done, Known, Worker, failure};
use crate::run::key;
use crate::run::store::{Entry, Origin, Store, is_stored};
use crate::run::summary::Failure;
use crate::vocabulary::{Outcome, StepId};
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

impl<'a> Worker<'a, '_> {
    /// Takes what people look at from the store; false where it is not there.
    pub(super) fn found(&mut self, step: StepId) -> Result<bool, Failure> {
        let it = &self.common.plan.steps[step];
        if !is_stored(&*it.verb) {
            return Ok(false);
        }
        let Some((store, entry)) = self.entry(step)? else { return Ok(false) };
        let Some(outcome) = store.outcome(&entry, &*it.verb) else { return Ok(false) };
        let number = self.common.begun.fetch_add(1, Ordering::Relaxed) + 1;
        self.common.options.watcher.step_kept(step, &it.text, (number, self.common.total));
        let tensors = || store.tensors(&entry).unwrap_or_default();
        self.common.options.watcher.step_yields(self.running(step), &outcome, &tensors);
        let key = entry.key();
        self.stored.push(key.clone());
        let result = Some((key, entry.result));
        self.done.insert(step, Done { outcome, seconds: entry.seconds, cached: true, result });
        Ok(true)
    }

    fn entry(&mut self, step: StepId) -> Result<Option<(&'a Store, Entry)>, Failure> {
        let Some(store) = self.common.options.store else { return Ok(None) };
        let key = self.key(step)?;
        Ok(store.entry(&key).map(|entry| (store, entry)))
    }

    /// Takes what flows on from the store; false where it is not kept there.
    pub(super) fn restore(&mut self, step: StepId) -> Result<bool, Failure> {
        let it = &self.common.plan.steps[step];
        if !it.verb.is_kept() {
            return Ok(false);
        }
        let Some((store, entry)) = self.entry(step)? else { return Ok(false) };
        let Some(tensors) = store.tensors(&entry) else { return Ok(false) };
        for input in &it.inputs {
            self.value(input.step)?;
        }
        let observer = StepObserver::of(self.common.options.watcher, self.running(step), None);
        match self.with_context(step, &observer, |context| it.verb.restored(&tensors, context)) {
            Ok(value) => {
                self.values.insert(step, value);
                Ok(true)
            }
            Err(failure) if failure.fault.interrupted => Err(failure),
            Err(failure) => {
                store.reject(&entry, &failure.fault.message);
                Ok(false)
            }
        }
    }

    /// The key of a step, from those of the steps that it takes from.
    pub(super) fn key(&mut self, step: StepId) -> Result<String, Failure> {
        self.by_owner(step, |owner| {
            if let Some(known) = owner.keys.get(&step) {
                return Ok(known.key.clone());
            }
            let it = &owner.common.plan.steps[step];
            let inputs = it.inputs.iter().map(|input| owner.key(input.step)).collect::<Result<_, _>>()?;
            let repeat = if it.cell.is_some() { owner.repeat } else { 0 };
            let made = key::ingredients(
                owner.common.plan,
                it,
                inputs,
                (repeat, key::numeric_class()),
                owner.common.sums,
            );
            let ingredients = made.map_err(|fault| failure(fault, it))?;
            let key = ingredients.key();
            owner.keys.insert(step, Known { ingredients, key: key.clone() });
            Ok(key)
        })
    }

    /// Keeps what a step has yielded where that is worth it; its key and the hash of the result.
    pub(super) fn keep(
        &mut self,
        step: StepId,
        outcome: &Outcome,
        seconds: f64,
    ) -> Result<Option<(String, String)>, Failure> {
        let it = &self.common.plan.steps[step];
        let Some(store) = self.common.options.store.filter(|_| is_stored(&*it.verb)) else { return Ok(None) };
        let key = self.key(step)?;
        let Some(origin) = self.origin(step) else { return Ok(None) };
        let origin = (origin, self.unkept(step));
        let tensors = it.verb.is_kept().then(|| it.verb.tensors(&outcome.value));
        let tensors = tensors.filter(|tensors| tensors.iter().next().is_some());
        let kept = store.keep(origin, (outcome, tensors), seconds);
        let entry = kept.map_err(|fault| failure(fault.into(), it))?;
        self.stored.push(key.clone());
        Ok(Some((key, entry.result)))
    }

    /// What a step is by its key, once that is known.
    fn origin(&mut self, step: StepId) -> Option<Origin> {
        let ingredients =
            self.by_owner(step, |owner| owner.keys.get(&step).map(|it| it.ingredients.clone()))?;
        Some(Origin { ingredients, words: self.common.plan.steps[step].text.to_string() })
    }

    /// What it takes from that the store has no entries of, near and far.
    fn unkept(&mut self, step: StepId) -> BTreeMap<String, Origin> {
        let (plan, mut found) = (self.common.plan, BTreeMap::new());
        let mut open: Vec<StepId> = plan.steps[step].inputs.iter().map(|input| input.step).collect();
        while let Some(id) = open.pop() {
            if is_stored(&*plan.steps[id].verb) {
                continue;
            }
            found.extend(self.origin(id).map(|origin| (origin.ingredients.key(), origin)));
            open.extend(plan.steps[id].inputs.iter().map(|input| input.step));
        }
        found
    }
}
