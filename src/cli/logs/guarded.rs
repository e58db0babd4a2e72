//! A log that several threads write to: what it has to say is kept until somebody asks, and where it can't be written it is given up.

use crate::run::store::reason;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A log of this kind, such as `curves`.
pub struct Guarded<T> {
    kind: &'static str,
    state: Mutex<State<T>>,
}

struct State<T> {
    log: T,
    /// Why nothing is written any more.
    fault: Option<String>,
    /// Lines for whoever watches that were not said yet.
    unsaid: Vec<String>,
}

impl<T> Guarded<T> {
    pub fn new(kind: &'static str, log: T) -> Self {
        Guarded { kind, state: Mutex::new(State { log, fault: None, unsaid: Vec::new() }) }
    }

    /// Works on a log that is not given up; lines that are to be said go into the list. A failure at this path ends it.
    pub fn work(&self, path: &Path, work: impl FnOnce(&mut T, &mut Vec<String>) -> std::io::Result<()>) {
        let mut state = self.state();
        let State { log, fault: None, unsaid } = &mut *state else { return };
        if let Err(error) = work(log, unsaid) {
            let fault =
                format!("no {} are written any more: {}: {}", self.kind, path.display(), reason(&error));
            state.unsaid.push(fault.clone());
            state.fault = Some(fault);
        }
    }

    /// Lines that were not said yet.
    pub fn unsaid(&self) -> Vec<String> {
        std::mem::take(&mut self.state().unsaid)
    }

    /// Why the log is not whole, where it is not.
    pub fn fault(&self) -> Option<String> {
        self.state().fault.clone()
    }

    fn state(&self) -> MutexGuard<'_, State<T>> {
        // A watcher that panicked while it wrote has ended the program.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
