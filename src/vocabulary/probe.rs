//! What a smoke run asks of words beside their work: to look whether a long run would go well. A word that knows
//! how finds something or not, and the time it takes to look is not counted as work.

use crate::source::Diagnostic;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Findings of words while they run, and the time spent on looking for them.
#[derive(Default)]
pub struct Probe {
    findings: Mutex<Vec<Diagnostic>>,
    aside: Mutex<Duration>,
}

impl Probe {
    /// Keeps what was found, if anything was.
    pub fn find(&self, finding: Option<Diagnostic>) {
        if let Ok(mut findings) = self.findings.lock() {
            findings.extend(finding);
        }
    }

    /// Does what a normal run would not do.
    pub fn aside<T>(&self, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let done = work();
        if let Ok(mut aside) = self.aside.lock() {
            *aside += start.elapsed();
        }
        done
    }

    /// What was found so far, in order.
    pub fn findings(&self) -> Vec<Diagnostic> {
        self.findings.lock().map(|findings| findings.clone()).unwrap_or_default()
    }

    /// Time spent aside so far.
    pub fn time_aside(&self) -> Duration {
        self.aside.lock().map(|aside| *aside).unwrap_or_default()
    }
}
