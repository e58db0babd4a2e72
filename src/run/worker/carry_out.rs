//! A step carried out: once nobody else does, from where an earlier run has left it, in surroundings that give it its data,
//! its random numbers and somebody who watches.

use super::{Done, Worker, failure};
use crate::check::Step;
use crate::models::{NotKept, Observer};
use crate::numeric::allocator::give_back;
use crate::numeric::random::Seed;
use crate::numeric::tensors::Tensors;
use crate::run::store::Snapshots;
use crate::run::summary::Failure;
use crate::run::{Running, Watcher};
use crate::vocabulary::{Context, Fault, Outcome, StepId};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Bytes that steps have held one after the other before what they let go is given back: more would lie idle beside what the
/// next step holds, and filling so many takes as long as giving them back.
const LINGERING: u64 = 2 << 20;

impl<'a> Worker<'a, '_> {
    /// Runs a step, after the steps it takes from, and keeps what it yields.
    pub(super) fn run(&mut self, step: StepId) -> Result<(), Failure> {
        let it = &self.common.plan.steps[step];
        let options = self.common.options;
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
        let number = self.common.begun.fetch_add(1, Ordering::Relaxed) + 1;
        options.watcher.step_starts(step, &it.text, (number, self.common.total));
        self.make_room(it);
        let started = Instant::now();
        let outcome = self.carried_out(step, snapshots.as_ref())?;
        let seconds = started.elapsed().as_secs_f64();
        self.common.sums.expect_unchanged(it).map_err(|fault| failure(fault, it))?;
        options.watcher.step_ran(step);
        let kept = self.keep(step, &outcome, seconds);
        self.values.insert(step, outcome.value.clone());
        options.watcher.step_ends(&outcome.notes);
        let tensors = || if it.verb.is_kept() { it.verb.tensors(&outcome.value) } else { Tensors::default() };
        options.watcher.step_yields(self.running(step), &outcome, &tensors);
        // What was measured is shown even where no disk takes it.
        let result = kept.as_ref().ok().cloned().flatten();
        self.done.entry(step).or_insert(Done { outcome, seconds, cached: false, result });
        if let Some(snapshots) = snapshots.filter(|_| kept.is_ok()) {
            snapshots.forget();
        }
        kept.map(|_| ())
    }

    /// Before a step, what those before it have let go is given back, once that is worth the call.
    fn make_room(&self, step: &Step) {
        let peak = step.cost.peak as u64;
        if self.common.let_go.load(Ordering::Relaxed) >= LINGERING {
            self.common.let_go.store(0, Ordering::Relaxed);
            give_back();
        }
        self.common.let_go.fetch_add(peak.min(LINGERING), Ordering::Relaxed);
    }

    /// Carries a step out, from its newest snapshot where there is one. Snapshots that are whole and yet of something else are
    /// put aside, and it starts from the beginning.
    fn carried_out(&mut self, step: StepId, snapshots: Option<&Snapshots>) -> Result<Outcome, Failure> {
        let it = &self.common.plan.steps[step];
        let watcher = self.common.options.watcher;
        let running = self.running(step);
        let observer = StepObserver::of(watcher, running, snapshots);
        let ended = self.with_context(step, &observer, |context| it.verb.run(context));
        match (ended, snapshots) {
            (Err(failure), Some(snapshots)) if !failure.fault.interrupted && observer.has_refused() => {
                snapshots.reject(&failure.fault.message);
                let again = StepObserver::of(watcher, running, Some(snapshots));
                let afresh = StepObserver { afresh: true.into(), ..again };
                self.with_context(step, &afresh, |context| it.verb.run(context))
            }
            (ended, _) => ended,
        }
    }

    /// Where a step may take long, waits until nobody else runs it.
    fn begin(&mut self, step: StepId) -> Result<Begun<'a>, Failure> {
        let it = &self.common.plan.steps[step];
        let options = self.common.options;
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

    /// Does something with the surroundings of a running step.
    pub(super) fn with_context<T>(
        &mut self,
        step: StepId,
        observer: &StepObserver,
        act: impl FnOnce(&mut Context) -> Result<T, Fault>,
    ) -> Result<T, Failure> {
        let it = &self.common.plan.steps[step];
        let options = self.common.options;
        if options.watcher.cancelled() {
            return Err(failure(Fault::interrupted(), it));
        }
        let mut inputs = HashMap::new();
        for input in &it.inputs {
            inputs.insert(input.step, self.value(input.step)?);
        }
        let mut context = Context {
            seed: self.seed_of(it),
            shelf: options.shelf,
            folder: &options.folder.beside,
            observer,
            results: &mut self.kept,
            values: &|id| inputs.get(&id).cloned(),
            say: &|line| options.watcher.say(line),
            place: it.span,
            probe: options.probe,
        };
        act(&mut context).map_err(|fault| failure(fault, it))
    }

    /// The step in the repeat of this worker.
    pub(super) fn running(&self, step: StepId) -> Running {
        let in_block = self.common.plan.steps[step].cell.is_some();
        Running { step, repeat: if in_block { self.repeat } else { 0 } }
    }

    /// File seed, repeat, step: adding a step or a repeat changes no other step's numbers.
    fn seed_of(&self, step: &Step) -> Seed {
        let root = Seed::root(self.common.plan.settings.seed.unwrap_or(0));
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

/// The watcher of a run, with the snapshots of the step that runs.
pub(super) struct StepObserver<'a> {
    watcher: &'a dyn Watcher,
    running: Running,
    snapshots: Option<&'a Snapshots<'a>>,
    /// Whether it starts from the beginning whatever snapshots there are: what there is may be its own.
    afresh: AtomicBool,
    /// Whether it was said that the step goes on.
    said: AtomicBool,
    /// A snapshot was handed out, and nothing was heard since.
    handed_out: AtomicBool,
}

impl<'a> StepObserver<'a> {
    pub(super) fn of(
        watcher: &'a dyn Watcher,
        running: Running,
        snapshots: Option<&'a Snapshots<'a>>,
    ) -> Self {
        let [afresh, said, handed_out] = [false; 3].map(AtomicBool::new);
        StepObserver { watcher, running, snapshots, afresh, said, handed_out }
    }

    /// Whether the step has ended on being given a snapshot, before any work of its own.
    fn has_refused(&self) -> bool {
        self.handed_out.load(Ordering::Relaxed)
    }

    fn hears(&self) {
        self.handed_out.store(false, Ordering::Relaxed);
    }
}

impl Observer for StepObserver<'_> {
    fn progress(&self, done: u64, total: u64, note: &str) {
        self.hears();
        self.watcher.progress(done, total, note);
    }
    fn cancelled(&self) -> bool {
        self.hears();
        self.watcher.cancelled()
    }
    fn curve(&self, name: &str, epoch: usize, value: f64) {
        self.watcher.step_tells(self.running, name, epoch, value);
    }
    fn snapshot(&self) -> Option<Tensors> {
        let latest = self.snapshots.filter(|_| !self.afresh.load(Ordering::Relaxed))?.latest();
        if latest.is_some() {
            self.handed_out.store(true, Ordering::Relaxed);
            if !self.said.swap(true, Ordering::Relaxed) {
                self.watcher.say("going on from a snapshot of an earlier run");
            }
        }
        latest
    }
    fn snapshot_due(&self) -> bool {
        self.hears();
        self.snapshots.is_some_and(Snapshots::due)
    }
    fn keep(&self, snapshot: &Tensors) -> Result<(), NotKept> {
        self.hears();
        self.afresh.store(true, Ordering::Relaxed);
        self.snapshots.map_or(Ok(()), |snapshots| snapshots.keep(snapshot))
    }
}
