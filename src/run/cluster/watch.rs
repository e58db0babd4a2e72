//! The watcher: submits what is missing in the store, looks at the queue now and then, and ends when every
//! cell is in the store.
//!
//! It holds no state that counts. Killed or interrupted at any point, it leaves the jobs running, and another one
//! goes on from the note and the store.

use super::decide::{Decision, Rules, Sight};
use super::note::{Array, AtWork, Note};
use super::queue::Element;
use super::ranges::{CellSet, Share, ranges, split, written};
use super::site::JobFolder;
use super::slurm::{Refusal, Scheduler, Submission};
use super::{ClusterFault, Work, script};
use std::fs::File;
use std::path::Path;
use std::time::{Duration, Instant};

/// What the watcher needs to know of the sweep.
pub struct Job<'a> {
    pub cells: &'a dyn Work,
    pub site: &'a JobFolder,
    /// The name of the file, and the identity of its meaning.
    pub file: String,
    pub identity: String,
    /// The user whose jobs they are.
    pub user: String,
    /// Options of `sbatch`, those of the plan and then those of the user.
    pub options: Vec<String>,
    /// The program with its arguments but for the cell.
    pub command: Vec<String>,
    pub rules: Rules,
}

impl Job<'_> {
    fn fresh_note(&self) -> Note {
        Note::new(&self.file, &self.identity, &self.user)
    }
}

/// Who waits: is told what happens, and may stop the watch.
pub trait Attendant {
    fn say(&self, line: &str);
    fn stopped(&self) -> bool;
    /// Waits for so long, or until the watch is stopped.
    fn pause(&self, time: Duration);
}

/// How a watch ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Ended {
    /// Every cell is in the store.
    Complete,
    /// Stopped; these jobs go on.
    Interrupted { jobs: String },
    /// These cells have no result after all their attempts, each with the end of its log.
    Failed(Vec<(usize, Vec<String>)>),
}

/// Submits the cells that are not in the store, and watches until all are.
pub fn watch(job: &Job, scheduler: &dyn Scheduler, attendant: &dyn Attendant) -> Result<Ended, ClusterFault> {
    let mut watch = Watch::new(job, scheduler, attendant);
    let started = Instant::now();
    loop {
        if attendant.stopped() {
            return Ok(Ended::Interrupted { jobs: watch.note.jobs() });
        }
        match watch.look()? {
            Decision::Gather => return Ok(Ended::Complete),
            Decision::GiveUp(cells) => return Ok(Ended::Failed(watch.tails(&cells))),
            Decision::Submit(cells) => watch.submit(&cells)?,
            Decision::Wait => {}
        }
        attendant.pause(interval(started.elapsed()));
    }
}

/// A tenth of the time that has gone, from 2 to 60 seconds: a short sweep is not kept waiting, a long one asks
/// the scheduler once a minute.
fn interval(gone: Duration) -> Duration {
    (gone / 10).clamp(Duration::from_secs(2), Duration::from_secs(60))
}

struct Watch<'a> {
    job: &'a Job<'a>,
    scheduler: &'a dyn Scheduler,
    attendant: &'a dyn Attendant,
    note: Note,
    done: Vec<bool>,
    /// Cells that were neither done nor in the queue at the look before.
    missed: CellSet,
    /// Held while this watcher is the one that submits.
    lock: Option<File>,
    /// Whether the queue has answered yet.
    answered: bool,
    /// The state that was told last.
    said: String,
}

impl<'a> Watch<'a> {
    fn new(job: &'a Job, scheduler: &'a dyn Scheduler, attendant: &'a dyn Attendant) -> Self {
        let done = (0..job.cells.total()).map(|cell| job.cells.is_done(cell)).collect();
        let (note, missed, said) = (job.fresh_note(), CellSet::new(), String::new());
        Watch { job, scheduler, attendant, note, done, missed, lock: None, answered: false, said }
    }

    /// Looks at the queue, then at the store for cells that have left the queue.
    fn look(&mut self) -> Result<Decision, ClusterFault> {
        let takes_over = self.takes_over()?;
        let queue = match self.queue() {
            Ok(queue) => queue,
            // A scheduler that is busy or restarts: its silence says nothing about jobs.
            Err(fault) if self.answered => {
                self.say_once(format!("{fault}; asking again"));
                return Ok(Decision::Wait);
            }
            Err(fault) => return Err(fault),
        };
        self.answered = true;
        let alive = AtWork::of(&self.note, &queue);
        if takes_over {
            self.pick_up(&alive);
        }
        for cell in 0..self.done.len() {
            self.done[cell] = self.done[cell] || (!alive.has(cell) && self.job.cells.is_done(cell));
        }
        let sight = Sight { note: &self.note, alive: &alive, done: &self.done, missed: &self.missed };
        let (decision, missing) = (sight.decide(self.job.rules), sight.missing());
        self.missed = missing;
        self.say_once(state(&self.done, &alive, &queue));
        Ok(match decision {
            Decision::Submit(_) if self.lock.is_none() => Decision::Wait,
            other => other,
        })
    }

    /// Whether this watcher is from now on the one that submits; until then another one's note is read.
    fn takes_over(&mut self) -> Result<bool, ClusterFault> {
        if self.lock.is_some() {
            return Ok(false);
        }
        self.lock = self.job.site.lock()?;
        self.note = self.job.site.note()?.unwrap_or(self.job.fresh_note());
        if self.lock.is_none() {
            self.say_once("another watcher submits what is missing; this one looks on".to_string());
        }
        Ok(self.lock.is_some())
    }

    /// Goes on with jobs that still wait or run; where there are none, every cell has all its attempts again.
    fn pick_up(&mut self, alive: &AtWork) {
        if alive.is_empty() {
            self.note = self.job.fresh_note();
        } else {
            self.attendant.say(&format!("submitted before as job {}: going on from there", self.note.jobs()));
        }
    }

    fn queue(&self) -> Result<Vec<Element>, ClusterFault> {
        let names: Vec<String> = self.note.arrays.iter().map(|array| array.name.clone()).collect();
        match names.is_empty() {
            true => Ok(Vec::new()),
            false => self.scheduler.queue(&self.note.user, &names),
        }
    }

    fn submit(&mut self, cells: &CellSet) -> Result<(), ClusterFault> {
        let script = self.job.site.write_script(&self.job.command)?;
        let shares = match self.scheduler.largest_array() {
            Ok(size) => split(cells, size),
            Err(fault) => return self.later(fault),
        };
        let mut before = None;
        for share in shares {
            let submission = self.submission(&share, &script, before)?;
            self.note.arrays.push(Array::new(submission.name.clone(), &share));
            self.job.site.keep(&self.note)?;
            match self.scheduler.submit(&submission) {
                Ok(job) => self.submitted(job, &share)?,
                Err(Refusal { fault, unanswered: true }) => return self.later(fault),
                Err(Refusal { fault, .. }) => {
                    self.note.arrays.pop();
                    self.job.site.keep(&self.note)?;
                    return self.later(fault);
                }
            }
            before = self.note.arrays.last().and_then(|array| array.job);
        }
        self.missed.clear();
        Ok(())
    }

    fn submitted(&mut self, job: u64, share: &Share) -> Result<(), ClusterFault> {
        if let Some(array) = self.note.arrays.last_mut() {
            array.job = Some(job);
        }
        let cells = shortened(&written(&ranges(&share.cells)));
        self.attendant.say(&format!("submitted cells {cells} as job {job}"));
        self.job.site.keep(&self.note)
    }

    /// A site allows only so many jobs of a user: while some are in the queue, the rest waits for room.
    fn later(&mut self, fault: ClusterFault) -> Result<(), ClusterFault> {
        match self.note.arrays.is_empty() || AtWork::of(&self.note, &self.queue()?).is_empty() {
            true => Err(fault),
            false => {
                self.say_once(format!("{fault}; trying again later"));
                Ok(())
            }
        }
    }

    fn submission(
        &self,
        share: &Share,
        script: &Path,
        before: Option<u64>,
    ) -> Result<Submission, ClusterFault> {
        let stem = self.job.file.rsplit('/').next().unwrap_or_default().trim_end_matches(".pipe");
        // Arrays are looked up by name: two watchers may submit files of the same name in the same millisecond.
        let (moment, process) = (jiff::Timestamp::now().as_millisecond(), std::process::id());
        let name = format!("{}-{moment:x}-{process:x}-{}", script::job_name(stem), self.note.arrays.len());
        let limit = self.job.rules.limit.map_or(String::new(), |limit| format!("%{limit}"));
        let mut options = vec![
            format!("--array={}{limit}", share.elements()),
            format!("--output={}", script::log_pattern(&self.job.site.logs(), &name)?),
            "--open-mode=append".to_string(),
            "--requeue".to_string(),
        ];
        // The limit is one for all arrays: they run one after the other.
        if let Some(before) = before.filter(|_| self.job.rules.limit.is_some()) {
            options.push(format!("--dependency=afterany:{before}"));
        }
        options.extend(self.job.options.iter().cloned());
        let script = [script::text(script)?.to_string(), share.offset.to_string()];
        Ok(Submission { name, options, script })
    }

    fn tails(&self, cells: &CellSet) -> Vec<(usize, Vec<String>)> {
        let tail = |cell: usize| {
            let array = self.note.last_with(cell);
            array.map(|array| self.job.site.tail(&array.name, cell - array.offset)).unwrap_or_default()
        };
        cells.iter().map(|&cell| (cell, tail(cell))).collect()
    }

    fn say_once(&mut self, line: String) {
        if line != self.said {
            self.attendant.say(&line);
            self.said = line;
        }
    }
}

/// `12 of 30 cells done, 4 running, 14 waiting (Resources)`
fn state(done: &[bool], alive: &AtWork, queue: &[Element]) -> String {
    let finished = done.iter().filter(|done| **done).count();
    let mut text = format!("{finished} of {} cells done", done.len());
    if !alive.running.is_empty() {
        text.push_str(&format!(", {} running", alive.running.len()));
    }
    if !alive.waiting.is_empty() {
        let reason = queue.iter().find(|element| !element.runs && !element.reason.is_empty());
        let reason = reason.map_or(String::new(), |element| format!(" ({})", element.reason));
        text.push_str(&format!(", {} waiting{reason}", alive.waiting.len()));
    }
    text
}

/// The beginning of a long list of cells.
fn shortened(list: &str) -> String {
    match list.char_indices().nth(60) {
        None => list.to_string(),
        Some((at, _)) => format!("{}...", &list[..at]),
    }
}

#[cfg(test)]
mod tests;
