//! From a path to a checked plan with everything that was found on the way.

use super::arguments::{FileOptions, Resources};
use super::findings;
use super::folders::{Configured, Folders};
use super::read::{self, Unreadable};
use crate::check::{self, Override, Plan, Reader, Surroundings};
use crate::data::{DataFault, Shelf, printable};
use crate::lint::{self, Examined, Policy};
use crate::run::Machine;
use crate::run::cluster::shell_word;
use crate::source::{Diagnostic, Part, Source, Span};
use crate::syntax::{self, ast};
use crate::vocabulary::Rates;
use crate::words::VOCABULARY;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// Reads and checks files. What files share is read once: the configurations of folders, the machine.
pub struct Loader {
    /// Bytes of memory that a step may plan to hold.
    memory: f64,
    rates: OnceLock<Rates>,
    folders: Folders,
}

/// A file that was read and checked.
pub struct Loaded {
    pub source: Source,
    pub file: ast::File,
    pub plan: Plan,
    pub findings: Vec<Diagnostic>,
    /// The folder of the file.
    pub folder: PathBuf,
    pub overrides: Vec<Override>,
    pub configured: Arc<Configured>,
    policy: Policy,
}

impl Loader {
    pub fn new() -> Self {
        let (rates, folders) = (OnceLock::new(), Folders::default());
        Loader { memory: Machine::here(1).memory as f64, rates, folders }
    }

    /// The speeds of this machine on all its cores.
    pub fn rates(&self) -> &Rates {
        self.rates.get_or_init(super::rates::here)
    }

    /// The configuration that counts in a folder.
    pub fn configured(&self, folder: &Path) -> Arc<Configured> {
        self.folders.configured(folder)
    }

    /// Reads and checks a file.
    pub fn load(&self, path: &Path, sets: &[String]) -> Result<Loaded, Unreadable> {
        let source = read::pipe_file(path)?;
        let overrides = sets.iter().map(|set| parse_override(set)).collect::<Result<Vec<_>, _>>()?;
        Ok(self.checked(source, path, overrides))
    }

    /// Checks a text as that of the file at `path`.
    pub fn checked(&self, source: Source, path: &Path, overrides: Vec<Override>) -> Loaded {
        self.checked_among(source, path, overrides, read::reader())
    }

    /// The same with what it includes as `read` gives it.
    pub fn checked_among(
        &self,
        source: Source,
        path: &Path,
        overrides: Vec<Override>,
        read: Reader,
    ) -> Loaded {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let configured = self.configured(folder);
        let policy = self.policy_of(folder);
        let around = Surroundings { folder: folder.to_path_buf(), memory: self.memory, overrides, read };
        let Examined { file, plan, findings, parts } = lint::examine(&source, &VOCABULARY, &around, &policy);
        let source = source.including(parts);
        let Surroundings { folder, overrides, .. } = around;
        Loaded { source, file, plan, findings, folder, overrides, configured, policy }
    }

    /// How a folder judges; the machine is asked for its speeds only where a time has to be told.
    pub fn policy_of(&self, folder: &Path) -> Policy {
        let policy = self.configured(folder).configuration.policy.clone();
        match policy.budget.seconds {
            Some(_) => Policy { rates: self.rates().clone(), ..policy },
            None => policy,
        }
    }
}

impl Loaded {
    /// The store that is named, else `.pipette` beside the file.
    pub fn store(&self, named: Option<&Path>) -> PathBuf {
        named.map_or_else(|| self.folder.join(".pipette"), Path::to_path_buf)
    }

    /// Where its data are looked for.
    pub fn shelf(&self, resources: &Resources) -> Result<Shelf, DataFault> {
        self.configured.configuration.shelf(resources.data.clone(), resources.offline)
    }

    /// What a later phase finds in it, as its folder and its comments judge that.
    pub fn judged(&self, findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
        lint::judged((&self.file, &self.source), &VOCABULARY, &self.policy, findings)
    }

    /// Whether neither the file nor the configuration of its folder has errors.
    pub fn is_runnable(&self) -> bool {
        check::is_runnable(&self.findings) && self.configured.findings.is_empty()
    }

    /// Prints what is wrong with the configuration of its folder, then its own findings.
    pub fn print(&self) {
        self.print_configuration();
        findings::print(&self.source, &self.findings);
    }

    pub fn print_configuration(&self) {
        findings::print(&self.configured.source, &self.configured.findings);
    }

    /// The files that it includes, with the BLAKE3 sums of their texts.
    pub fn included(&self) -> BTreeMap<String, String> {
        let sum = |part: &Part| blake3::hash(part.source.text().as_bytes()).to_hex().to_string();
        self.source.parts().iter().map(|part| (part.source.name().to_string(), sum(part))).collect()
    }

    /// Counts all of these.
    pub fn count(&self) -> String {
        let all = [&self.configured.findings[..], &self.findings].concat();
        findings::count(&all).unwrap_or_default()
    }

    /// Says that nothing is done with a file that has errors, and which of them need no editor.
    pub fn refuse(&self, what: &str) -> u8 {
        let lint = format!("pipette lint {}", shell_word(&printable(self.source.name(), 200)));
        let help = findings::mendable(&self.findings, &lint);
        super::complain(&format!("{what}: {}", self.count()), help.as_deref())
    }

    /// Takes note of a run on more threads than there are cores.
    fn judge_threads(&mut self, threads: Option<u16>) {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        if let Some(threads) = threads.map(usize::from).filter(|threads| *threads > cores) {
            let message = format!("{threads} threads on {cores} cores are slower than {cores}");
            let finding = Diagnostic::warning("oversubscribed", Span::default(), message);
            let finding = finding.label("a run of this file").help("leave `--threads` out");
            let judged = self.judged(vec![finding]);
            self.findings.splice(0..0, judged);
        }
    }
}

impl FileOptions {
    /// The file, to be run on so many threads, all cores without a number; with the loader that read it.
    pub fn load(&self, threads: Option<u16>) -> Result<(Loaded, Loader), Unreadable> {
        let loader = Loader::new();
        let mut loaded = loader.load(&self.file, &self.sets)?;
        loaded.judge_threads(threads);
        Ok((loaded, loader))
    }
}

/// `NAME=VALUE`, where the value is anything that may follow `let NAME =`.
fn parse_override(text: &str) -> Result<Override, Unreadable> {
    let message = format!("`--set {text}` is not NAME=VALUE");
    let refuse = || Unreadable { message: message.clone(), help: "write `--set epochs=3`".into() };
    let (name, value) = text.split_once('=').ok_or_else(refuse)?;
    let (file, findings) = syntax::parse(&Source::new("--set", format!("let {name} = {value}")));
    match (file.statements.as_slice(), findings.is_empty()) {
        ([ast::Statement::Let(ast::Let { body: ast::LetBody::Phrase(phrase), name: parsed, .. })], true) => {
            let (name, text) = (parsed.value.clone(), value.trim().to_string());
            Ok(Override { name, value: phrase.clone(), text })
        }
        _ => Err(refuse()),
    }
}
