//! What a job asks of a scheduler: time, memory and processors, from what the dearest cell is foretold to cost.

use crate::check::Plan;
use crate::vocabulary::{Rates, StepId};
use std::collections::BTreeSet;

/// Resources of one element of an array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    pub minutes: u64,
    pub mebibytes: u64,
    pub processors: usize,
}

/// How long before the end of its time a job is warned, in seconds.
pub const WARNING: u64 = 120;

/// Foretold is the time of a machine that may be faster, and the memory of a step: twice as much is asked for.
const MARGIN: f64 = 2.0;

/// Seconds for the start of a job, besides those of the warning.
const START: f64 = 60.0;

/// Less memory than this no job asks for: the program, its libraries, the threads.
const LEAST_MEMORY: f64 = 512.0;

impl Request {
    /// For any cell of a plan, on so many threads.
    pub fn of(plan: &Plan, rates: &Rates, threads: usize) -> Self {
        let cells = (0..plan.blocks.len())
            .flat_map(|block| (0..plan.blocks[block].cells.len()).map(move |cell| (block, cell)));
        let mut dearest = (0.0_f64, 0.0_f64);
        for (block, cell) in cells {
            let (seconds, bytes) = price(plan, (block, cell), rates);
            dearest = (dearest.0.max(seconds), dearest.1.max(bytes));
        }
        Request::from_price(dearest, threads)
    }

    fn from_price((seconds, bytes): (f64, f64), processors: usize) -> Self {
        let seconds = MARGIN * seconds + START + WARNING as f64;
        let mebibytes = (MARGIN * bytes / 1_048_576.0).max(LEAST_MEMORY);
        // Float to integer saturates, so that no estimate overflows.
        Request { minutes: (seconds / 60.0).ceil() as u64, mebibytes: mebibytes.ceil() as u64, processors }
    }

    /// As options of `sbatch`.
    pub fn options(&self) -> [String; 5] {
        [
            format!("--time={}", self.minutes),
            format!("--mem={}M", self.mebibytes),
            "--ntasks=1".to_string(),
            format!("--cpus-per-task={}", self.processors),
            format!("--signal=B:USR1@{WARNING}"),
        ]
    }
}

/// The longest time and the most memory of one repeat of a cell, with all that it takes from.
fn price(plan: &Plan, (block, cell): (usize, usize), rates: &Rates) -> (f64, f64) {
    let mut known = BTreeSet::new();
    let lines = &plan.blocks[block].cells[cell].lines;
    let mut open: Vec<StepId> = lines.iter().flat_map(|line| line.steps.clone()).collect();
    let (mut seconds, mut kept, mut peak) = (0.0, 0.0, 0.0_f64);
    while let Some(id) = open.pop() {
        if known.insert(id) {
            let step = &plan.steps[id];
            seconds += step.cost.seconds(rates).1;
            kept += step.cost.kept;
            peak = peak.max(step.cost.peak);
            open.extend(step.inputs.iter().map(|input| input.step));
        }
    }
    (seconds, kept + peak)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trifle_gets_the_least() {
        let least = Request::from_price((0.01, 1e6), 1);
        assert_eq!(least, Request { minutes: 4, mebibytes: 512, processors: 1 });
    }

    #[test]
    fn twice_what_is_foretold_is_asked_for() {
        let request = Request::from_price((3600.0, 4.0 * 1_073_741_824.0), 4);
        assert_eq!(request, Request { minutes: 123, mebibytes: 8192, processors: 4 });
        assert_eq!(request.options()[..2], ["--time=123", "--mem=8192M"]);
        assert!(Request::from_price((f64::INFINITY, f64::INFINITY), 1).minutes > 0);
    }
}
