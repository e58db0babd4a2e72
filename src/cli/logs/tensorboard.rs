//! `pipette run FILE --tensorboard FOLDER`: what a run tells goes into logs of TensorBoard while it works, so that its curves are
//! seen as they grow.
//!
//! The logs of an experiment lie in one folder, named after its file and its identity: a run that goes on where an earlier one was
//! cut off goes on in the same curves, and no point is told twice. A line has a log, as its export has; so has each cell of a
//! sweep and of repeats. A run adds files and changes none, as TensorBoard wants it: `tfevents` of one folder are read as one.

use super::guarded::Guarded;
use super::places::Places;
use crate::check::Plan;
use crate::numeric::tensors::Tensors;
use crate::report::UNLABELLED;
use crate::report::plain::path_part;
use crate::report::tensorboard::{Growing, file_name, read, write_yield};
use crate::run::{Running, StepReport};
use crate::vocabulary::Outcome;
use std::collections::HashMap;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The logs of a run.
pub struct Tensorboard {
    folder: PathBuf,
    places: Places,
    /// The logs by their folders.
    pub(super) state: Guarded<HashMap<PathBuf, Open>>,
}

/// A log that is being written.
pub(super) struct Open {
    file: PathBuf,
    growing: Growing,
    /// Whether it was said that an earlier log has something else.
    is_said: bool,
}

impl Tensorboard {
    /// In a folder of this experiment below the folder that TensorBoard is shown.
    ///
    /// # Errors
    /// Where that can't be made.
    pub fn create(root: &Path, file: &Path, plan: &Plan) -> std::io::Result<Self> {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy();
        let folder = root.join(path_part(&format!("{stem}-{}", plan.identity().short())));
        std::fs::create_dir_all(&folder)?;
        Ok(Tensorboard { folder, places: Places::of(plan), state: Guarded::new("logs", HashMap::new()) })
    }

    /// A point of a curve of a step that runs.
    pub fn tells(&self, running: Running, curve: &str, epoch: usize, value: f64) {
        self.write(&self.path(running), |log| log.scalar(running.step, curve, epoch as i64, value));
    }

    /// What a step has come to; outside of sweeps with the arrays that are kept of it.
    pub fn yields(&self, running: Running, outcome: &Outcome, kept: &dyn Fn() -> Tensors) {
        let tensors = if self.places.cell(running).is_none() { kept() } else { Tensors::default() };
        if outcome.series.is_empty() && outcome.readings.is_empty() && tensors.iter().next().is_none() {
            return;
        }
        self.write(&self.path(running), |log| {
            write_yield(log, running.step, &outcome.series, &outcome.readings);
            tensors.iter().for_each(|(name, tensor)| log.tensor(running.step, name, tensor));
        });
    }

    /// What lines of sweeps and repeats have come to over all their cells, once the run is over.
    pub fn ends(&self, steps: &[StepReport]) {
        for (number, step) in steps.iter().enumerate() {
            if let Some(label) = step.label.as_deref().filter(|label| self.places.is_in_block(label)) {
                self.write(&folder(label), |log| write_yield(log, number, &step.series, &step.readings));
            }
        }
    }

    /// The folder of a step's log: `net`, `wide/n 5 repeat 2`.
    fn path(&self, running: Running) -> PathBuf {
        let folder = folder(self.places.label(running.step).unwrap_or(UNLABELLED));
        match self.places.cell(running) {
            Some(cell) => folder.join(path_part(&cell.replace(" = ", " ").replace(", ", " "))),
            None => folder,
        }
    }

    fn write(&self, path: &Path, tell: impl FnOnce(&mut Growing)) {
        let folder = self.folder.join(path);
        self.state.work(&folder, |logs, unsaid| {
            if !logs.contains_key(&folder) {
                logs.insert(folder.clone(), Open::new(&folder)?);
            }
            logs.get_mut(&folder).map_or(Ok(()), |open| open.write(&folder, tell, unsaid))
        });
    }
}

impl Open {
    /// Goes on from what lies in the folder.
    fn new(folder: &Path) -> std::io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
        files.retain(|path| path.is_file() && path.to_string_lossy().contains(".tfevents."));
        files.sort();
        let mut earlier = Vec::new();
        for path in files {
            earlier.extend(read(&std::fs::read(path)?));
        }
        let begun = format!("{}.{}", now() as u64, std::process::id());
        Ok(Open { file: folder.join(file_name(&begun)), growing: Growing::after(earlier), is_said: false })
    }

    fn write(
        &mut self,
        folder: &Path,
        tell: impl FnOnce(&mut Growing),
        unsaid: &mut Vec<String>,
    ) -> std::io::Result<()> {
        self.growing.at(now());
        tell(&mut self.growing);
        let bytes = self.growing.take();
        if !bytes.is_empty() {
            OpenOptions::new().append(true).create(true).open(&self.file)?.write_all(&bytes)?;
        }
        if let Some((tag, step)) = self.growing.differs().filter(|_| !self.is_said) {
            let folder = folder.display();
            unsaid.push(format!(
                "the logs in {folder} have another value of {tag} at {step}, and keep it; delete the folder to begin anew"
            ));
            self.is_said = true;
        }
        Ok(())
    }
}

/// Seconds since 1970.
fn now() -> f64 {
    jiff::Timestamp::now().as_millisecond() as f64 / 1000.0
}

/// The folder of a line's log.
fn folder(label: &str) -> PathBuf {
    PathBuf::from(path_part(label))
}
