//! What lies outside the text of a pipe file: data files, folders, the run itself. No file alone
//! can show these, so their pages have no examples.

use super::said;
use crate::source::{Level, Lint, Phase};

pub static PAGES: &[Lint] = &[
    said(
        Level::Error,
        "bad-data",
        "a data file that is missing or is not what its name says",
        "The header of a csv, idx or npz file is read when the file is checked: whether it is there, has the shape \
         that is asked for, and holds numbers.",
        "",
        "",
    ),
    said(
        Level::Error,
        "missing-folder",
        "a file that is to be saved into a folder that is not there",
        "`save` makes files and no folders: a misspelt one would be noticed when everything has been computed, so it is \
         looked for before.",
        "",
        "",
    ),
    said(
        Level::Error,
        "bad-include",
        "a file that can't be included, or that includes itself",
        "`include` brings the `let`s of another file to its place. That file has to be there, and to be a pipe file; files \
         that include one another in a circle, or hundreds of them, are a mistake.",
        "",
        "",
    ),
    said(
        Level::Error,
        "unreadable-file",
        "a pipe file that can't be read",
        "The file is missing, is a folder or a device, is larger than any pipe file, or is not UTF-8 text.",
        "",
        "",
    ),
    said(
        Level::Error,
        "bad-configuration",
        "a `pipette.yaml` with a key or a value that it does not have",
        "The folder's `pipette.yaml` sets levels of findings, a budget, the data folder and mirrors. A misspelt key \
         would be a setting without effect, so it is an error.",
        "",
        "",
    ),
    Lint {
        code: "oversubscribed",
        level: Level::Warning,
        phase: Phase::Run,
        finds: "a run on more threads than the machine has cores",
        why: "Threads beyond the cores wait for each other: the run gets slower, and never faster. Results do not \
              depend on the number of threads, so `--threads` is best left out.",
        bad: "",
        good: "",
        see: "",
    },
    Lint {
        code: "run-failed",
        level: Level::Error,
        phase: Phase::Run,
        finds: "a step that could not be carried out",
        why: "Something that no check could know: training diverged, a matrix is singular, a file could not be written. \
              The message says what, and what to change.",
        bad: "",
        good: "",
        see: "",
    },
];
