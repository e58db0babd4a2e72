//! The sums of the data that a run reads: each is made once, goes into all keys, and is compared with what the files are like
//! when they are read and when the run ends. So no run mixes two states of its data, however long it takes.

use crate::check::{Plan, Step};
use crate::vocabulary::{Fault, Style};
use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::Mutex;

pub struct Sums<'a> {
    /// Where paths of data start from.
    folder: &'a Path,
    /// By the sentence of the step that reads the data.
    known: Mutex<BTreeMap<String, Option<String>>>,
}

impl<'a> Sums<'a> {
    pub fn new(folder: &'a Path) -> Self {
        Sums { folder, known: Mutex::default() }
    }

    /// The sum of what a step reads: empty for data that no file holds, none where it reads nothing.
    ///
    /// # Errors
    /// A [`Fault`] where a file can't be read.
    pub fn of(&self, step: &Step) -> Result<Option<String>, Fault> {
        // What takes from other steps reads no files.
        if !step.inputs.is_empty() {
            return Ok(None);
        }
        if let Some(known) = self.known(step) {
            return Ok(known);
        }
        let sum = step.verb.sum(self.folder)?;
        match self.known.lock() {
            // Where two have made it at the same time, the first one counts for both.
            Ok(mut known) => Ok(known.entry(step.verb.write(Style::Key)).or_insert(sum).clone()),
            Err(_) => Ok(sum),
        }
    }

    /// The sum that was made of what a step reads; none where none was, or where it takes from other steps.
    fn known(&self, step: &Step) -> Option<Option<String>> {
        if !step.inputs.is_empty() {
            return None;
        }
        self.known.lock().ok()?.get(&step.verb.write(Style::Key)).cloned()
    }

    /// What a step has just read has to be what its key says, where it was summed for one.
    ///
    /// # Errors
    /// A [`Fault`] where it is not.
    pub fn expect_unchanged(&self, step: &Step) -> Result<(), Fault> {
        let Some(summed) = self.known(step) else { return Ok(()) };
        if summed.as_ref().is_none_or(String::is_empty) || step.verb.sum(self.folder)? == summed {
            return Ok(());
        }
        let fault = Fault::new("the data were changed while the run was at work");
        Err(fault.help("run it again once nothing writes to them any more"))
    }

    /// The first step of a plan whose data are not what they were when they were summed.
    pub fn changed<'p>(&self, plan: &'p Plan) -> Option<(&'p Step, Fault)> {
        let mut seen = HashSet::new();
        let readers = plan.needed().into_iter().map(|id| &plan.steps[id]).filter(|it| it.inputs.is_empty());
        let mut first = readers.filter(|step| seen.insert(step.verb.write(Style::Key)));
        first.find_map(|step| self.expect_unchanged(step).err().map(|fault| (step, fault)))
    }
}
