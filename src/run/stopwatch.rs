//! Where the time of a trial goes: of each step, what it takes once (reading, the first weights) and what grows
//! with its work. The two are told apart by the step's own progress: work of which a share s was done at the first
//! sign of it, t seconds after the start, and the rest in u seconds, took u / (1 - s), and what was before it t - u s / (1 - s).

use super::Watcher;
use crate::models::Observer;
use crate::vocabulary::{Probe, StepId};
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Instant;

/// Seconds of a step, over all its runs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spent {
    /// Before its work began.
    pub once: f64,
    pub working: f64,
}

impl Spent {
    /// A step of `seconds` that showed a share of its work done after the first of them.
    fn told_apart(seconds: f64, first: Option<(f64, f64)>) -> Self {
        let once = match first {
            Some((at, share)) if share < 1.0 => (at - (seconds - at) * share / (1.0 - share)).max(0.0),
            _ => 0.0,
        };
        Spent { once, working: seconds - once }
    }
}

/// A watcher that measures and hands everything on to another one.
pub struct Stopwatch<'a> {
    pub probe: Probe,
    next: &'a dyn Watcher,
    /// How many steps run.
    steps: u64,
    state: Mutex<State>,
}

struct State {
    started: Instant,
    /// Seconds spent aside when the step began.
    aside: f64,
    /// When the step showed progress first, and the share that was done.
    first: Option<(f64, f64)>,
    spent: HashMap<StepId, Spent>,
}

impl State {
    fn elapsed(&self, probe: &Probe) -> f64 {
        self.started.elapsed().as_secs_f64() - (probe.time_aside().as_secs_f64() - self.aside)
    }
}

impl<'a> Stopwatch<'a> {
    /// For a run of so many steps.
    pub fn new(next: &'a dyn Watcher, steps: u64) -> Self {
        let state = State { started: Instant::now(), aside: 0.0, first: None, spent: HashMap::new() };
        Stopwatch { probe: Probe::default(), next, steps, state: Mutex::new(state) }
    }

    /// What each step that ran has taken.
    pub fn spent(&self) -> HashMap<StepId, Spent> {
        self.state.lock().map(|state| state.spent.clone()).unwrap_or_default()
    }
}

impl Observer for Stopwatch<'_> {
    fn progress(&self, done: u64, total: u64, note: &str) {
        if let Ok(mut state) = self.state.lock()
            && state.first.is_none()
        {
            state.first = Some((state.elapsed(&self.probe), done as f64 / total.max(1) as f64));
        }
        self.next.progress(done, total, note);
    }

    fn cancelled(&self) -> bool {
        self.next.cancelled()
    }
}

impl Watcher for Stopwatch<'_> {
    fn step_starts(&self, step: StepId, text: &str, (number, _): (u64, u64)) {
        if let Ok(mut state) = self.state.lock() {
            state.started = Instant::now();
            state.aside = self.probe.time_aside().as_secs_f64();
            state.first = None;
        }
        self.next.step_starts(step, text, (number, self.steps));
    }

    fn step_ran(&self, step: StepId) {
        if let Ok(mut state) = self.state.lock() {
            let spent = Spent::told_apart(state.elapsed(&self.probe), state.first);
            let sum = state.spent.entry(step).or_default();
            sum.once += spent.once;
            sum.working += spent.working;
        }
    }

    fn step_ends(&self, notes: &[String]) {
        self.next.step_ends(notes);
    }

    fn say(&self, line: &str) {
        self.next.say(line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two seconds of preparation, then ten pieces of work of a second each.
    #[test]
    fn preparation_and_work_are_told_apart() {
        let spent = Spent::told_apart(12.0, Some((3.0, 0.1)));
        assert!((spent.once - 2.0).abs() < 1e-12 && (spent.working - 10.0).abs() < 1e-12, "{spent:?}");
        assert_eq!(Spent::told_apart(5.0, None), Spent { once: 0.0, working: 5.0 });
        assert_eq!(Spent::told_apart(5.0, Some((5.0, 1.0))), Spent { once: 0.0, working: 5.0 });
    }
}
