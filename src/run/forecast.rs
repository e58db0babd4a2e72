//! How long the rest of a run takes: what the plan has foretold of the steps that are left, times how far it was off so
//! far. Against chance at the beginning the plan's own word counts as much as a twentieth of the run would.

use crate::check::Plan;
use crate::vocabulary::{Rates, StepId};
use std::collections::HashMap;

/// The share of the whole that the plan's word counts for.
const PRIOR: f64 = 0.05;

/// What is foretold and what was seen, in seconds.
pub struct Forecast {
    /// Of each step, once.
    once: Vec<f64>,
    /// Of everything that runs.
    total: f64,
    /// Of what has run.
    done: f64,
    /// The steps that run now, with the share of each that is done.
    running: HashMap<StepId, f64>,
}

impl Forecast {
    pub fn new(plan: &Plan, rates: &Rates) -> Self {
        let middle = |(low, high): (f64, f64)| (low.max(0.0) * high.max(0.0)).sqrt();
        let once: Vec<f64> = plan.steps.iter().map(|step| middle(step.cost.seconds(rates))).collect();
        let all = plan.steps.iter().zip(&once);
        let total = all.map(|(step, seconds)| plan.expected_runs_of(step) * seconds).sum();
        Forecast::of(once, total)
    }

    fn of(once: Vec<f64>, total: f64) -> Self {
        Forecast { once, total, done: 0.0, running: HashMap::new() }
    }

    fn of_step(&self, step: StepId) -> f64 {
        self.once.get(step).copied().unwrap_or(0.0)
    }

    pub fn starts(&mut self, step: StepId) {
        self.running.insert(step, 0.0);
    }

    /// So much of the steps that run is done; where several do, nobody tells which, and it counts for all.
    pub fn progress(&mut self, share: f64) {
        self.running.values_mut().for_each(|done| *done = share.clamp(0.0, 1.0));
    }

    pub fn ran(&mut self, step: StepId) {
        self.running.remove(&step);
        self.done += self.of_step(step);
    }

    /// A step that does not have to run takes no time.
    pub fn kept(&mut self, step: StepId) {
        self.total -= self.of_step(step);
    }

    /// The seconds that are left after so many; none where the plan foretells nothing.
    pub fn left(&self, gone: f64) -> Option<f64> {
        let running: f64 = self.running.iter().map(|(&step, share)| share * self.of_step(step)).sum();
        let (seen, prior) = (self.done + running, PRIOR * self.total);
        let wrong = (gone + prior) / (seen + prior);
        let left = wrong * (self.total - seen).max(0.0);
        (self.total > 0.0 && left.is_finite()).then_some(left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four steps of 10 s each: the plan is believed at first, then it counts for little beside what was seen.
    #[test]
    fn a_forecast_is_corrected_by_what_it_took() {
        let mut forecast = Forecast::of(vec![10.0; 4], 40.0);
        assert_eq!(forecast.left(0.0), Some(40.0));
        forecast.starts(0);
        forecast.ran(0);
        let left = forecast.left(20.0).expect("foretold");
        // Twice as long as foretold: (20 + 2) / (10 + 2) times the 30 s that are left.
        assert!((left - 55.0).abs() < 1e-9, "{left}");
        forecast.kept(1);
        forecast.starts(2);
        forecast.progress(0.5);
        let left = forecast.left(30.0).expect("foretold");
        assert!((left - 31.5 / 16.5 * 15.0).abs() < 1e-9, "{left}");
    }

    #[test]
    fn what_the_plan_does_not_price_is_not_foretold() {
        assert_eq!(Forecast::of(Vec::new(), 0.0).left(1.0), None);
        let mut forecast = Forecast::of(vec![1.0], 1.0);
        forecast.ran(7);
        forecast.ran(0);
        assert_eq!(forecast.left(9.0), Some(0.0));
    }
}
