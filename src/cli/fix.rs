//! `lint --fix`, `--unsafe-fixes`, `--diff`: files mended before what remains in them is said.
//! What is said of a file is always said of its text on the disk.

use super::arguments::LintOptions;
use super::load::{Loaded, Loader};
use super::read::{self, Unreadable};
use super::rewrite::rewrite;
use super::{BAD_INPUT, complain, hand_out, unified};
use crate::source::amounts::counted;
use crate::source::{Cure, Mended, Source, mend};
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// Mends files as they are loaded, and counts.
pub struct Mender<'l> {
    loader: &'l Loader,
    /// Which fixes are made, if any.
    cure: Option<Cure>,
    /// Whether changes are shown and not made.
    only_shown: bool,
    fixes: usize,
    files: usize,
    waiting: usize,
    unwritten: usize,
}

impl<'l> Mender<'l> {
    pub fn new(loader: &'l Loader, options: &LintOptions) -> Self {
        let cure = match (options.unsafe_fixes, options.fix || options.diff) {
            (true, _) => Some(Cure::Suggested),
            (false, true) => Some(Cure::Safe),
            (false, false) => None,
        };
        Mender { loader, cure, only_shown: options.diff, fixes: 0, files: 0, waiting: 0, unwritten: 0 }
    }

    /// Files with what is found in them, in order, each handed to `keep`; after their fixes, where they were made.
    /// Files that stay as they are are looked at side by side.
    pub fn load<T: Send>(
        &mut self,
        files: &[PathBuf],
        keep: impl Fn(Loaded) -> T + Sync,
    ) -> Vec<Result<T, Unreadable>> {
        match self.cure {
            Some(cure) => files.iter().map(|path| self.mended(path, cure).map(&keep)).collect(),
            None => {
                let load = |path: &PathBuf| self.loader.load(path, &[]).map(&keep);
                rayon::scope(|_| files.par_iter().map(load).collect())
            }
        }
    }

    fn mended(&mut self, path: &Path, cure: Cure) -> Result<Loaded, Unreadable> {
        let source = read::pipe_file(path)?;
        let named = |text: &str| Source::new(source.name(), text);
        let check = |text: &str| self.loader.checked(named(text), path, Vec::new());
        let mended = mend(source.text(), cure, |text| check(text).findings);
        self.waiting += mended.waiting;
        if mended.text != source.text() && self.change(path, &source, &mended) {
            return Ok(self.loader.checked(named(&mended.text), path, Vec::new()));
        }
        Ok(self.loader.checked(source, path, Vec::new()))
    }

    /// Whether the file has been changed.
    fn change(&mut self, path: &Path, source: &Source, mended: &Mended) -> bool {
        if self.only_shown {
            hand_out(unified::unified(source.name(), source.text(), &mended.text));
        } else if let Err(unwritable) = rewrite(path, source, &mended.text) {
            complain(&unwritable.message, Some(unwritable.help));
            self.unwritten += 1;
            return false;
        }
        self.fixes += mended.fixes;
        self.files += 1;
        !self.only_shown
    }

    /// Says how much was mended, and how much was not; an exit code.
    pub fn say(&self) -> u8 {
        if self.cure.is_some() {
            let verb = if self.only_shown { "would be made" } else { "made" };
            let of = format!("{} in {}", counted(self.fixes, "fix"), counted(self.files, "file"));
            anstream::eprintln!("{of} {verb}");
        }
        if self.waiting > 0 {
            let verb = if self.waiting == 1 { "waits" } else { "wait" };
            anstream::eprintln!("{} {verb} until the errors are mended", counted(self.waiting, "fix"));
        }
        if self.unwritten == 0 {
            return 0;
        }
        anstream::eprintln!("{} could not be written", counted(self.unwritten, "file"));
        BAD_INPUT
    }
}
