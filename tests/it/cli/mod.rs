//! The program as it is called: exit codes, what it writes where, and what it does when files, data,
//! disks and people misbehave.

mod bridges;
mod calibration;
mod cluster;
mod configuration;
mod curves;
mod data;
mod diff;
mod faults;
mod fixes;
mod formats;
mod hostile;
mod include;
mod manners;
mod manual;
mod new;
mod output;
mod repeat;
mod runs;
mod schemas;
mod search;
mod seeing;
mod signals;
mod smoke;

use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// A folder with a pipe file, in which the program is run.
pub struct Bench {
    folder: TempDir,
}

/// What the program said and how it ended.
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Bench {
    pub fn new(text: &str) -> Self {
        let bench = Bench { folder: tempfile::tempdir().expect("a temporary folder") };
        bench.write("test.pipe", text.as_bytes());
        bench
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.path().join(name), bytes).expect("a file is written");
    }

    /// The program, to be called in the folder; it looks for data nowhere else and speaks UTF-8.
    pub fn program(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pipette"));
        command.args(arguments).current_dir(self.path());
        command
            .env("XDG_DATA_HOME", self.path())
            .env("HOME", self.path())
            .env("PIPETTE_CACHE", self.path().join("cache"))
            .env("LC_ALL", "C.UTF-8");
        command.env_remove("PIPETTE_DATA").env_remove("NO_COLOR");
        command
    }

    pub fn call(&self, arguments: &[&str]) -> Said {
        Said::of(self.program(arguments).output().expect("the program runs"))
    }

    /// `pipette run test.pipe --offline` with more arguments.
    pub fn run(&self, more: &[&str]) -> Said {
        self.call(&[&["run", "test.pipe", "--offline"], more].concat())
    }

    /// The record of the only run.
    pub fn record(&self) -> serde_yaml::Value {
        let runs = std::fs::read_dir(self.path().join(".pipette/runs")).expect("runs are kept");
        let paths = runs.map(|run| run.expect("an entry").path());
        let paths: Vec<_> = paths.filter(|path| path.is_dir()).collect();
        assert_eq!(paths.len(), 1, "{paths:?}");
        let text = std::fs::read_to_string(paths[0].join("record.yaml")).expect("the record is kept");
        serde_yaml::from_str(&text).expect("the record is YAML")
    }

    /// The names of every file below the folder, relative to it.
    pub fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut folders = vec![self.path().to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                let name = path.strip_prefix(self.path()).expect("below").display().to_string();
                if path.is_dir() { folders.push(path) } else { found.push(name) }
            }
        }
        found
    }

    pub fn no_temporary_file_is_left(&self) {
        let left: Vec<_> = self.files().into_iter().filter(|name| name.contains(".tmp")).collect();
        assert!(left.is_empty(), "{left:?}");
    }
}

impl Said {
    pub fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Said { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    pub fn ends(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code, Some(code), "{}\n{}", self.out, self.err);
        // Long lines are broken and indented for people: compared without white space.
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '│').collect::<String>();
        let said = bare(&self.err);
        words.iter().for_each(|w| assert!(said.contains(&bare(w)), "{w:?} is not said in\n{}", self.err));
    }
}
