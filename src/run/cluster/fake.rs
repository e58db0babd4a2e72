//! Stand-ins for tests: a sweep without work, a scheduler without machines, an attendant without patience.

use super::queue::Element;
use super::slurm::{Refusal, Scheduler, Submission};
use super::watch::Attendant;
use super::{ClusterFault, Work, WorkEnd};
use std::cell::RefCell;
use std::sync::Mutex;
use std::time::Duration;

/// A sweep whose cells do nothing but be counted.
pub struct Sweep {
    runs: Mutex<Vec<u32>>,
    pub fails: Option<usize>,
}

impl Sweep {
    pub fn new(total: usize) -> Self {
        Sweep { runs: Mutex::new(vec![0; total]), fails: None }
    }

    pub fn runs(&self) -> Vec<u32> {
        self.runs.lock().expect("no panic").clone()
    }
}

impl Work for Sweep {
    fn total(&self) -> usize {
        self.runs().len()
    }

    fn is_done(&self, cell: usize) -> bool {
        self.runs()[cell] > 0 && self.fails != Some(cell)
    }

    fn run(&self, cell: usize) -> WorkEnd {
        self.runs.lock().expect("no panic")[cell] += 1;
        if self.fails == Some(cell) { WorkEnd::Failed("it does".into()) } else { WorkEnd::Done }
    }
}

/// A queue in which every element waits for one look, runs for one, and is gone.
#[derive(Default)]
pub struct Machines<'a> {
    pub sweep: Option<&'a Sweep>,
    pub state: RefCell<State>,
}

#[derive(Default)]
pub struct State {
    /// The elements in the queue, each with the cell it stands for and its log.
    queue: Vec<(Element, usize, String)>,
    /// The lists of elements that were submitted.
    pub submitted: Vec<String>,
    /// Cells whose next job dies.
    pub kills: Vec<usize>,
    /// So many of the next questions about the queue fail.
    pub silent: usize,
    /// So many of the next submissions are accepted without an answer.
    pub unanswered: usize,
    /// Nothing is accepted while so many elements are in the queue.
    pub room: Option<usize>,
}

impl Scheduler for Machines<'_> {
    fn largest_array(&self) -> Result<usize, ClusterFault> {
        Ok(4)
    }

    fn submit(&self, submission: &Submission) -> Result<u64, Refusal> {
        let mut state = self.state.borrow_mut();
        let refuse = |unanswered| {
            let fault = ClusterFault::new("sbatch: Socket timed out or no room", "wait");
            Err(Refusal { fault, unanswered })
        };
        if state.room.is_some_and(|room| state.queue.len() >= room) {
            return refuse(false);
        }
        let list = submission.options[0].trim_start_matches("--array=").to_string();
        let offset: usize = submission.script[1].parse().expect("an offset");
        let logs = submission.options[1].trim_start_matches("--output=");
        for part in list.split('%').next().unwrap_or_default().split(',') {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            for index in first.parse().expect("a number")..=last.parse::<usize>().expect("a number") {
                let (name, reason) = (submission.name.clone(), "Resources".to_string());
                let log = logs.replace("%a", &index.to_string());
                state.queue.push((Element { name, index, runs: false, reason }, index + offset, log));
            }
        }
        state.submitted.push(list);
        if state.unanswered > 0 {
            state.unanswered -= 1;
            return refuse(true);
        }
        Ok(state.submitted.len() as u64)
    }

    fn queue(&self, _user: &str, names: &[String]) -> Result<Vec<Element>, ClusterFault> {
        let mut state = self.state.borrow_mut();
        if state.silent > 0 {
            state.silent -= 1;
            return Err(ClusterFault::new("squeue: no answer", ""));
        }
        let shown = state.queue.iter().map(|(element, ..)| element.clone());
        let shown = shown.filter(|element| names.contains(&element.name)).collect();
        let (ran, mut waited): (Vec<_>, Vec<_>) =
            state.queue.drain(..).partition(|(element, ..)| element.runs);
        waited.iter_mut().for_each(|(element, ..)| element.runs = true);
        state.queue = waited;
        for (_, cell, log) in ran {
            match state.kills.iter().position(|killed| *killed == cell) {
                Some(at) => {
                    state.kills.remove(at);
                    std::fs::write(log, "out of memory\n").expect("written");
                }
                None => drop(self.sweep.map(|sweep| sweep.run(cell))),
            }
        }
        Ok(shown)
    }
}

/// Somebody who waits a little, and hears everything.
#[derive(Default)]
pub struct Bystander {
    pub stops: bool,
    /// Stops after so many pauses.
    pub patience: Option<usize>,
    pub pauses: Mutex<usize>,
    pub heard: Mutex<Vec<String>>,
}

impl Attendant for Bystander {
    fn say(&self, line: &str) {
        self.heard.lock().expect("no panic").push(line.to_string());
    }

    fn stopped(&self) -> bool {
        self.stops || self.patience.is_some_and(|most| *self.pauses.lock().expect("no panic") >= most)
    }

    fn pause(&self, time: Duration) {
        *self.pauses.lock().expect("no panic") += 1;
        std::thread::sleep(time.min(Duration::from_millis(5)));
    }
}
