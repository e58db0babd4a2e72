//! Who runs steps: one worker for what stands outside all blocks, one for each cell in each repeat. A step is asked for
//! by what needs it. Where the store has its result, the step does not run, and what it takes from is not even made.

use super::key;
use super::store::{Entry, Ingredients, Origin, Snapshots, Store, is_stored};
use super::summary::{Failure, StepReport};
use super::table::Row;
use super::{RunOptions, Watcher, results::Kept};
use crate::check::{Line, Plan, Step};
use crate::models::{NotKept, Observer};
use crate::numeric::random::Seed;
use crate::numeric::tensors::Tensors;
use crate::vocabulary::{Context, Fault, Outcome, StepId, Value};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// What all workers of a run share.
#[derive(Clone, Copy)]
pub struct Shared<'a> {
    pub plan: &'a Plan,
    pub options: &'a RunOptions<'a>,
    /// Steps that were begun, of so many.
    pub begun: &'a AtomicU64,
    pub total: u64,
}

/// A step that has yielded.
struct Done {
    outcome: Outcome,
    seconds: f64,
    /// Whether the store had it, or nothing needed it.
    cached: bool,
    /// The key, and the hash of the result, where the store keeps it.
    result: Option<(String, String)>,
}

impl Done {
    /// Data that nothing needed.
    fn unneeded() -> Self {
        Done { outcome: Outcome::default(), seconds: 0.0, cached: true, result: None }
    }
}

/// A key with what it was made of.
#[derive(Clone)]
struct Known {
    ingredients: Ingredients,
    key: String,
}

pub struct Worker<'a, 'o> {
    shared: Shared<'a>,
    repeat: u64,
    /// Who runs the steps outside the block; none for that worker itself.
    outer: Option<&'o Mutex<Worker<'a, 'a>>>,
    keys: HashMap<StepId, Known>,
    values: HashMap<StepId, Value>,
    done: HashMap<StepId, Done>,
    reported: HashSet<StepId>,
    pub kept: Kept<'a>,
    /// The keys of all results that the store has of these steps now.
    pub stored: Vec<String>,
}

impl<'a, 'o> Worker<'a, 'o> {
    pub fn outside(shared: Shared<'a>) -> Self {
        Worker {
            shared,
            repeat: 0,
            outer: None,
            keys: HashMap::new(),
            values: HashMap::new(),
            done: HashMap::new(),
            reported: HashSet::new(),
            kept: Kept::new(shared.plan, shared.options.folder),
            stored: Vec::new(),
        }
    }

    pub fn of_cell(shared: Shared<'a>, outer: &'o Mutex<Worker<'a, 'a>>, repeat: u64) -> Self {
        Worker { repeat, outer: Some(outer), ..Worker::outside(shared) }
    }

    /// The steps of a line; what was reached before a failure is reported all the same.
    pub fn line(
        &mut self,
        line: &Line,
        cell: Option<(usize, usize)>,
        reports: &mut Vec<StepReport>,
    ) -> Result<(), Failure> {
        let mut ended = Ok(());
        for (at, &step) in line.steps.iter().enumerate() {
            if ended.is_ok() && self.is_wanted(step, at + 1 == line.steps.len()) {
                ended = self.outcome(step);
            }
        }
        let (label, span, repeat) = (line.label.clone(), line.span, self.repeat);
        let mut row = Row { label, line: span, repeat, cell, readings: Vec::new(), series: Vec::new() };
        for &step in &line.steps {
            if self.is_outside(step) {
                continue;
            }
            if ended.is_ok() && !self.done.contains_key(&step) {
                // Data that nothing needed: they are made when they are.
                self.done.insert(step, Done::unneeded());
            }
            if let Some(report) = self.report(step, line.label.clone()) {
                row.readings.extend(report.readings.iter().cloned());
                row.series.extend(report.series.iter().cloned());
                reports.push(report);
            }
        }
        self.kept.table.rows.push(row);
        ended
    }

    /// Reports of steps that no line has reported: what `let` and `use` name, and what cells take from outside.
    pub fn others(&mut self) -> Vec<StepReport> {
        let mut left: Vec<StepId> = self.done.keys().copied().collect();
        left.sort_unstable();
        left.into_iter().filter_map(|step| self.report(step, None)).collect()
    }

    fn report(&mut self, step: StepId, label: Option<String>) -> Option<StepReport> {
        let done = self.done.get(&step)?;
        if !self.reported.insert(step) {
            return None;
        }
        let it = &self.shared.plan.steps[step];
        let Outcome { readings, series, tables, pictures, notes, .. } = done.outcome.clone();
        let (seconds, cached, result) = (done.seconds, u64::from(done.cached), done.result.clone());
        let predicted = it.cost.seconds(self.shared.options.rates);
        let (text, cost) = (it.text.clone(), it.cost.clone());
        Some(StepReport {
            label,
            text,
            seconds,
            cost,
            predicted,
            readings,
            series,
            tables,
            pictures,
            notes,
            runs: 1,
            cached,
            result,
        })
    }

    /// Whether people look at what it yields. Data are only made where something needs them, or where they are all that a
    /// line comes to.
    fn is_wanted(&self, step: StepId, last: bool) -> bool {
        let verb = &self.shared.plan.steps[step].verb;
        is_stored(&**verb) || (!self.shared.options.dry && (last || verb.has_effect()))
    }

    fn is_outside(&self, step: StepId) -> bool {
        self.outer.is_some() && self.shared.plan.steps[step].cell.is_none()
    }

    /// Does something with the worker that runs this step.
    fn by_owner<T>(&mut self, step: StepId, act: impl FnOnce(&mut Worker<'a, '_>) -> T) -> T {
        match self.outer.filter(|_| self.is_outside(step)) {
            // A worker that panicked has ended the program.
            Some(outer) => act(&mut outer.lock().unwrap_or_else(|poisoned| poisoned.into_inner())),
            None => act(self),
        }
    }

    /// Sees to it that a step has yielded what people look at.
    fn outcome(&mut self, step: StepId) -> Result<(), Failure> {
        self.by_owner(step, |owner| match owner.done.contains_key(&step) || owner.found(step)? {
            true => Ok(()),
            false => owner.run(step),
        })
    }

    /// What flows on from a step: as it is in memory, as the store has it, or made.
    fn value(&mut self, step: StepId) -> Result<Value, Failure> {
        self.by_owner(step, |owner| {
            if let Some(value) = owner.values.get(&step) {
                return Ok(value.clone());
            }
            if !owner.restore(step)? {
                owner.run(step)?;
            }
            Ok(owner.values.get(&step).cloned().unwrap_or_default())
        })
    }

    /// Takes what people look at from the store; false where it is not there.
    fn found(&mut self, step: StepId) -> Result<bool, Failure> {
        let it = &self.shared.plan.steps[step];
        if !is_stored(&*it.verb) {
            return Ok(false);
        }
        let Some((store, entry)) = self.entry(step)? else { return Ok(false) };
        let Some(outcome) = store.outcome(&entry, &*it.verb) else { return Ok(false) };
        let number = self.shared.begun.fetch_add(1, Ordering::Relaxed) + 1;
        self.shared.options.watcher.step_kept(&it.text, (number, self.shared.total));
        let key = entry.key();
        self.stored.push(key.clone());
        let result = Some((key, entry.result));
        self.done.insert(step, Done { outcome, seconds: entry.seconds, cached: true, result });
        Ok(true)
    }

    fn entry(&mut self, step: StepId) -> Result<Option<(&'a Store, Entry)>, Failure> {
        let Some(store) = self.shared.options.store else { return Ok(None) };
        let key = self.key(step)?;
        Ok(store.entry(&key).map(|entry| (store, entry)))
    }

    /// Takes what flows on from the store; false where it is not kept there.
    fn restore(&mut self, step: StepId) -> Result<bool, Failure> {
        let it = &self.shared.plan.steps[step];
        if !it.verb.is_kept() {
            return Ok(false);
        }
        let Some((store, entry)) = self.entry(step)? else { return Ok(false) };
        let Some(tensors) = store.tensors(&entry) else { return Ok(false) };
        let value = self.with_context(step, None, |context| it.verb.restored(&tensors, context))?;
        self.values.insert(step, value);
        Ok(true)
    }

    /// The key of a step, from those of the steps that it takes from.
    fn key(&mut self, step: StepId) -> Result<String, Failure> {
        self.by_owner(step, |owner| {
            if let Some(known) = owner.keys.get(&step) {
                return Ok(known.key.clone());
            }
            let it = &owner.shared.plan.steps[step];
            let inputs = it.inputs.iter().map(|input| owner.key(input.step)).collect::<Result<_, _>>()?;
            let repeat = if it.cell.is_some() { owner.repeat } else { 0 };
            let folder = &owner.shared.options.folder.beside;
            let made = key::ingredients(owner.shared.plan, it, inputs, repeat, folder);
            let ingredients = made.map_err(|fault| failure(fault, it))?;
            let key = ingredients.key();
            owner.keys.insert(step, Known { ingredients, key: key.clone() });
            Ok(key)
        })
    }

    /// Runs a step, after the steps it takes from, and keeps what it yields.
    fn run(&mut self, step: StepId) -> Result<(), Failure> {
        let it = &self.shared.plan.steps[step];
        let options = self.shared.options;
        if options.dry {
            return Err(failure(Fault::new("the store has no result of this step"), it));
        }
        for input in &it.inputs {
            self.value(input.step)?;
        }
        let snapshots = match self.begin(step)? {
            Begun::Alone(snapshots) => snapshots,
            Begun::ByOthers => return Ok(()),
        };
        let number = self.shared.begun.fetch_add(1, Ordering::Relaxed) + 1;
        options.watcher.step_starts(&it.text, (number, self.shared.total));
        let started = Instant::now();
        let outcome = self.with_context(step, snapshots.as_ref(), |context| it.verb.run(context))?;
        let seconds = started.elapsed().as_secs_f64();
        self.expect_unchanged(step)?;
        options.watcher.step_ran(step);
        let kept = self.keep(step, &outcome, seconds);
        self.values.insert(step, outcome.value.clone());
        options.watcher.step_ends(&outcome.notes);
        // What was measured is shown even where no disk takes it.
        let result = kept.as_ref().ok().cloned().flatten();
        self.done.entry(step).or_insert(Done { outcome, seconds, cached: false, result });
        if let Some(snapshots) = snapshots.filter(|_| kept.is_ok()) {
            snapshots.forget();
        }
        kept.map(|_| ())
    }

    /// Data that were changed between the moment at which they were summed and that at which they were read are those of no
    /// key.
    fn expect_unchanged(&self, step: StepId) -> Result<(), Failure> {
        let (it, folder) = (&self.shared.plan.steps[step], &self.shared.options.folder.beside);
        let Some(summed) = self.keys.get(&step).and_then(|known| known.ingredients.data.as_ref()) else {
            return Ok(());
        };
        match it.verb.sum(folder) {
            Ok(Some(sum)) if sum == *summed => Ok(()),
            _ => {
                let fault = Fault::new("the data were changed while they were read");
                Err(failure(fault.help("run it again once nothing writes to them any more"), it))
            }
        }
    }

    /// Where a step may take long, waits until nobody else runs it.
    fn begin(&mut self, step: StepId) -> Result<Begun<'a>, Failure> {
        let it = &self.shared.plan.steps[step];
        let options = self.shared.options;
        let short = it.cost.seconds(options.rates).1 < options.every.as_secs_f64().min(1.0);
        let Some(store) = options.store.filter(|_| it.verb.is_kept()) else {
            return Ok(Begun::Alone(None));
        };
        let key = self.key(step)?;
        if short {
            return Ok(Begun::Alone(Some(store.late_snapshots(&key, options.every))));
        }
        let mut said = false;
        let give_up = || {
            if !std::mem::replace(&mut said, true) {
                options.watcher.say("waiting for another run that is making this");
            }
            options.watcher.cancelled()
        };
        let snapshots = store.snapshots(&key, options.every, give_up);
        match snapshots.map_err(|fault| failure(fault.into(), it))? {
            None => Err(failure(Fault::interrupted(), it)),
            Some(snapshots) if self.is_there(step)? => {
                snapshots.forget();
                Ok(Begun::ByOthers)
            }
            Some(snapshots) => Ok(Begun::Alone(Some(snapshots))),
        }
    }

    /// Takes all of a step from the store, where somebody else has run it meanwhile.
    fn is_there(&mut self, step: StepId) -> Result<bool, Failure> {
        Ok((self.done.contains_key(&step) || self.found(step)?) && self.restore(step)?)
    }

    /// Keeps what a step has yielded where that is worth it; its key and the hash of the result.
    fn keep(
        &mut self,
        step: StepId,
        outcome: &Outcome,
        seconds: f64,
    ) -> Result<Option<(String, String)>, Failure> {
        let it = &self.shared.plan.steps[step];
        let Some(store) = self.shared.options.store.filter(|_| is_stored(&*it.verb)) else { return Ok(None) };
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
        Some(Origin { ingredients, words: self.shared.plan.steps[step].text.to_string() })
    }

    /// What it takes from that the store has no entries of, near and far.
    fn unkept(&mut self, step: StepId) -> BTreeMap<String, Origin> {
        let (plan, mut found) = (self.shared.plan, BTreeMap::new());
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

    /// Does something with the surroundings of a running step.
    fn with_context<T>(
        &mut self,
        step: StepId,
        snapshots: Option<&Snapshots>,
        act: impl FnOnce(&mut Context) -> Result<T, Fault>,
    ) -> Result<T, Failure> {
        let it = &self.shared.plan.steps[step];
        let options = self.shared.options;
        if options.watcher.cancelled() {
            return Err(failure(Fault::interrupted(), it));
        }
        let mut inputs = HashMap::new();
        for input in &it.inputs {
            inputs.insert(input.step, self.value(input.step)?);
        }
        let observer = StepObserver { watcher: options.watcher, snapshots };
        let mut context = Context {
            seed: self.seed_of(it),
            shelf: options.shelf,
            folder: &options.folder.beside,
            observer: &observer,
            results: &mut self.kept,
            values: &|id| inputs.get(&id).cloned(),
            say: &|line| options.watcher.say(line),
            place: it.span,
            probe: options.probe,
        };
        act(&mut context).map_err(|fault| failure(fault, it))
    }

    /// File seed, repeat, step: adding a step or a repeat changes no other step's numbers.
    fn seed_of(&self, step: &Step) -> Seed {
        let root = Seed::root(self.shared.plan.settings.seed.unwrap_or(0));
        let root = if step.cell.is_some() { root.child("repeat").at(self.repeat) } else { root };
        root.child(&step.identity.hex())
    }
}

/// What there is to do before a step runs.
enum Begun<'a> {
    Alone(Option<Snapshots<'a>>),
    /// Somebody else has run it meanwhile, and it is taken from the store.
    ByOthers,
}

fn failure(fault: Fault, step: &Step) -> Failure {
    Failure { fault, span: step.span, text: step.text.clone() }
}

/// The watcher of a run, with the snapshots of the step that runs.
struct StepObserver<'a> {
    watcher: &'a dyn Watcher,
    snapshots: Option<&'a Snapshots<'a>>,
}

impl Observer for StepObserver<'_> {
    fn progress(&self, done: u64, total: u64, note: &str) {
        self.watcher.progress(done, total, note);
    }
    fn cancelled(&self) -> bool {
        self.watcher.cancelled()
    }
    fn snapshot(&self) -> Option<Tensors> {
        let latest = self.snapshots?.latest();
        if latest.is_some() {
            self.watcher.say("going on from a snapshot of an earlier run");
        }
        latest
    }
    fn snapshot_due(&self) -> bool {
        self.snapshots.is_some_and(Snapshots::due)
    }
    fn keep(&self, snapshot: &Tensors) -> Result<(), NotKept> {
        self.snapshots.map_or(Ok(()), |snapshots| snapshots.keep(snapshot))
    }
}
