//! A command line that can't be read, where more can be said than that: a file without its command, an option of other
//! tools whose place here is in the file.

use super::complain;
use super::read::instead;
use crate::data::printable;
use crate::run::cluster::shell_word;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use std::path::Path;

/// Options of other tools, and what stands for them here.
const OPTIONS: &[(&str, &str)] = &[
    ("--seed", "the seed is a line of the file: `seed 3`"),
    (
        "--epochs",
        "epochs stand in the file: `... for 5 epochs`; with `let epochs = 5` in it, `--set epochs=3` changes them",
    ),
    (
        "--lr",
        "the rate stands in the file: `with sgd(rate: 0.05)`; with a `let` for it, `--set NAME=VALUE` changes it",
    ),
    ("--dry-run", "`pipette plan FILE` shows what would run, `pipette smoke FILE` tries it out"),
    ("--force", "what is kept is not computed again; `pipette verify FILE --rerun` computes everything anew"),
    ("--output", "`pipette report` and `pipette export` write files; `--store DIR` says where runs are kept"),
    ("--verbose", "`pipette plan FILE` shows every default, `pipette show` what a run has left"),
    ("--quiet", "`--format json` prints the result and nothing else"),
    ("--device", "runs use the processor: `--threads N` says how much of it"),
    ("--gpu", "runs use the processor: `--threads N` says how much of it"),
];

/// Says what was probably meant, if that is known here; an exit code.
pub fn answered(error: &clap::Error) -> Option<u8> {
    let given = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        _ => None,
    };
    match error.kind() {
        ErrorKind::InvalidSubcommand => no_command(&given(ContextKind::InvalidSubcommand)?),
        ErrorKind::UnknownArgument => no_option(&given(ContextKind::InvalidArg)?),
        _ => None,
    }
}

/// `pipette study.pipe`
fn no_command(word: &str) -> Option<u8> {
    let path = Path::new(word);
    if !path.is_file() && path.extension().is_none_or(|ending| ending != "pipe") {
        return None;
    }
    let shown = printable(word, 200);
    let help = match path.is_file() {
        true => format!(
            "`pipette run {0}` runs it, `pipette lint {0}` says what is wrong with it",
            shell_word(&shown)
        ),
        false => format!("`pipette run FILE` runs a file; there is no {shown}: {}", instead(path)),
    };
    Some(complain(&format!("`{shown}` is not a command"), Some(&help)))
}

fn no_option(word: &str) -> Option<u8> {
    let (option, help) = OPTIONS.iter().find(|(option, _)| *option == word)?;
    Some(complain(&format!("`{option}` is not an option of this command"), Some(help)))
}
