//! `pipette run FILE --on slurm` and `--on folder`: the cells of a file run elsewhere, or here and elsewhere, into
//! the same store. What is then left to do is a plain run, which finds them there.

use super::arguments::{RunOptions, Where};
use super::load::Loaded;
use super::signals::Signals;
use super::{RUN_FAILED, complain};
use crate::check::Plan;
use crate::report::plain::plain;
use crate::run::cluster::{
    Attendant, ClusterFault, Ended, Job, JobFolder, Leases, PERIOD, Request, Rules, Shared, Slurm, Sweep,
    Work, share, text, user, watch,
};
use crate::run::{self, Store};
use crate::source::amounts::counted;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How often a cell is submitted again whose job has gone without a result, unless something else is asked for.
const RETRIES: u32 = 2;

/// So many cells that failed are shown.
const SHOWN: usize = 5;

/// A run whose cells are run elsewhere.
pub struct Elsewhere<'a> {
    pub options: &'a RunOptions,
    pub loaded: &'a Loaded,
    pub store: &'a Store,
    pub run: &'a run::RunOptions<'a>,
    pub signals: &'a Signals,
    pub quiet: bool,
}

impl Elsewhere<'_> {
    /// Sees to it that all cells are in the store; an exit code where they are not.
    pub fn cells(&self) -> Option<u8> {
        let sweep = Sweep::new(&self.loaded.plan, self.store, self.run);
        let ended = match self.options.elsewhere.on {
            Where::Local => return None,
            _ if sweep.total() == 0 => Err(nothing_to_share()),
            Where::Slurm => self.on_slurm(&sweep),
            Where::Folder => self.on_folder(&sweep),
        };
        ended.unwrap_or_else(|fault| {
            complain(&fault.message, Some(&fault.help));
            Some(RUN_FAILED)
        })
    }

    fn on_slurm(&self, sweep: &Sweep) -> Result<Option<u8>, ClusterFault> {
        let plan = &self.loaded.plan;
        let threads = usize::from(self.options.resources.threads.unwrap_or(1));
        let request = Request::of(plan, &self.run.rates.clone().on(threads), threads);
        let own = &self.options.elsewhere.slurm_options;
        let job = Job {
            cells: sweep,
            site: &JobFolder::open(&self.store.root, &plan.identity().short())?,
            file: self.loaded.source.name().to_string(),
            identity: plan.identity().hex(),
            user: user()?,
            options: request.options().into_iter().chain(own.iter().cloned()).collect(),
            command: self.command(threads)?,
            rules: Rules {
                retries: self.options.cells.retry.unwrap_or(RETRIES),
                limit: self.options.cells.jobs.map(usize::from),
            },
        };
        Ok(match watch(&job, &Slurm, self)? {
            Ended::Complete => None,
            Ended::Interrupted { jobs } => {
                self.say(&format!("interrupted; the jobs go on: {jobs}"));
                self.say(&format!("the same command goes on watching, `scancel {jobs}` ends them"));
                Some(self.signals.exit_code())
            }
            Ended::Failed(cells) => Some(say_failed(sweep, &cells)),
        })
    }

    fn on_folder(&self, sweep: &Sweep) -> Result<Option<u8>, ClusterFault> {
        let mut leases = Leases::open(&self.store.root, PERIOD)?;
        let identity = self.loaded.plan.identity().short();
        let retries = self.options.cells.retry.unwrap_or(0);
        Ok(match share(sweep, (&mut leases, &identity), retries, self)? {
            Shared::Complete => None,
            Shared::Interrupted => Some(self.signals.exit_code()),
            Shared::Failed(cells) => {
                let cells: Vec<_> = cells.into_iter().map(|(cell, why)| (cell, vec![why])).collect();
                Some(say_failed(sweep, &cells))
            }
        })
    }

    /// This program on this file, wherever it is started, but for the cell.
    fn command(&self, threads: usize) -> Result<Vec<String>, ClusterFault> {
        let program = std::env::current_exe().map_err(|error| {
            ClusterFault::new(
                format!("this program does not know where it is: {error}"),
                "start it by its path",
            )
        })?;
        let mut words = vec![text(&program)?.to_string(), "run".into(), whole(&self.options.file.file)?];
        let mut add = |option: &str, value: String| words.extend([option.to_string(), value]);
        add("--store", whole(&self.store.root)?);
        add("--threads", threads.to_string());
        add("--expect", Expectation::here(&self.loaded.plan).0);
        for set in &self.options.file.sets {
            add("--set", set.clone());
        }
        if let Some(data) = &self.options.resources.data {
            add("--data", whole(data)?);
        }
        add("--checkpoint-every", format!("{}ms", self.run.every.as_millis()));
        if self.options.resources.offline {
            words.push("--offline".into());
        }
        Ok(words)
    }
}

impl Attendant for Elsewhere<'_> {
    fn say(&self, line: &str) {
        if !self.quiet {
            anstream::eprintln!("{}", plain(line));
        }
    }

    fn stopped(&self) -> bool {
        self.signals.asked()
    }

    fn pause(&self, time: Duration) {
        let start = Instant::now();
        while !self.stopped() && start.elapsed() < time {
            std::thread::sleep(Duration::from_millis(100).min(time));
        }
    }
}

/// The cells that a command is to run here.
///
/// # Errors
/// Where it was submitted for something else, or it is not known which cell is meant, or there is none.
pub fn wanted(options: &RunOptions, plan: &Plan) -> Result<run::Cells, ClusterFault> {
    let expected = options.elsewhere.expect.as_ref();
    if let Some(fault) = expected.and_then(|expected| Expectation::refusal(plan, expected)) {
        return Err(fault);
    }
    let cells = options.cells.cells().map_err(|fault| ClusterFault::new(fault.to_string(), fault.help()))?;
    let elsewhere = !matches!(options.elsewhere.on, Where::Local);
    if (cells.only.is_some() || elsewhere) && halves(plan) {
        return Err(ClusterFault::new(
            "a search of this file halves its tries: which of its cells run depends on the results of the others",
            "run the file whole, on one machine: without `--cell` and `--on`; `--jobs` runs cells side by side",
        ));
    }
    let total: u64 = plan.blocks.iter().map(|block| block.runs()).sum();
    if cells.only.is_some() && total == 0 {
        return Err(ClusterFault::new(
            "this file has no sweep and no repeat: there are no cells",
            "run it without `--cell`",
        ));
    }
    match cells.only.filter(|only| *only >= total) {
        Some(only) => Err(ClusterFault::new(
            format!("there is no cell {only}: this file has {}", counted(total as usize, "cell")),
            "cells count from 0, each repeat of a cell is one of its own",
        )),
        None => Ok(cells),
    }
}

fn halves(plan: &Plan) -> bool {
    plan.blocks.iter().filter_map(|block| block.search.as_ref()).any(|search| search.rungs.len() > 1)
}

/// What a job was submitted for: the meaning of the file, and the numeric class of who waits for its results.
pub struct Expectation(String);

impl Expectation {
    pub fn here(plan: &Plan) -> Self {
        Expectation(format!("{} {}", plan.identity().hex(), run::numeric_class()))
    }

    /// Why this machine would not yield what is expected.
    pub fn refusal(plan: &Plan, expected: &str) -> Option<ClusterFault> {
        let (identity, class) = expected.split_once(' ').unwrap_or((expected, ""));
        if identity != plan.identity().hex() {
            return Some(ClusterFault::new(
                "the file, or what it includes, has changed since this job was submitted",
                "submit it again: `pipette run FILE --on slurm`",
            ));
        }
        (class != run::numeric_class()).then(|| {
            ClusterFault::new(
                format!("this machine computes by `{}`, the one that waits by `{class}`", run::numeric_class()),
                "their last digits differ: submit from a machine of the same kind as the nodes, or choose nodes by \
                 `--slurm-option=--constraint=...`",
            )
        })
    }
}

fn nothing_to_share() -> ClusterFault {
    ClusterFault::new(
        "this file has no sweep and no repeat: there are no cells to run elsewhere",
        "run it without `--on`, or write `repeat 1 { ... }` around its lines",
    )
}

fn say_failed(sweep: &Sweep, cells: &[(usize, Vec<String>)]) -> u8 {
    complain(&format!("{} have no result", counted(cells.len(), "cell")), None);
    for (cell, lines) in cells.iter().take(SHOWN) {
        anstream::eprintln!("cell {cell} ({}):", plain(&sweep.name(*cell)));
        let lines = if lines.is_empty() {
            &["there is no log: does every node see the store?".to_string()][..]
        } else {
            lines
        };
        lines.iter().for_each(|line| anstream::eprintln!("    {}", plain(line)));
    }
    RUN_FAILED
}

/// A path that means the same from every folder.
fn whole(path: &Path) -> Result<String, ClusterFault> {
    let whole: PathBuf = std::path::absolute(path).map_err(|error| {
        ClusterFault::new(
            format!("can't tell where {} lies: {error}", path.display()),
            "name it by its whole path",
        )
    })?;
    text(&whole).map(str::to_string)
}
