//! What would be right where data are wrong: the cure of each fault, and what is said at its place in a file.

use super::fault::{DataFault, Wanted, listed, shown};
use std::path::Path;

impl DataFault {
    /// What is said at the place that asks for it.
    pub fn label(&self) -> &'static str {
        match self {
            DataFault::TooManyRows { .. } | DataFault::NoneLeft { .. } => "too many",
            DataFault::TooLarge { .. } | DataFault::Endless { .. } => "too large",
            DataFault::AlreadySplit { .. } => "a second time",
            DataFault::Argument { .. } | DataFault::Threshold { .. } => "not possible here",
            DataFault::Unpaired { .. } => "what does not fit",
            DataFault::NotThere { .. } | DataFault::Missing { .. } => "what is not there",
            _ => "what can't be used",
        }
    }

    /// What would be right.
    pub fn help(&self) -> String {
        match self {
            DataFault::Missing { set, files, folder } => fetched_elsewhere(set, files, folder),
            DataFault::Unreachable { set, file, folder, .. } => {
                fetched_elsewhere(set, std::slice::from_ref(&**file), folder)
            }
            DataFault::NotThere { beside, .. } => not_there(beside),
            DataFault::NoneLeft { rows, .. } => format!("ask for at most {}", rows.saturating_sub(1)),
            DataFault::TooManyRows { rows, .. } => format!("ask for at most {rows}"),
            DataFault::Threshold { low, high, .. } => format!("choose between {low} and {high}"),
            DataFault::Argument { allowed, .. } => format!("it has to be {allowed}"),
            DataFault::Format { help: Some(help), .. } => help.clone(),
            other => other.standing().to_string(),
        }
    }

    /// The cures that need no figures.
    fn standing(&self) -> &'static str {
        match self {
            DataFault::Io { .. } => "may this file be read, and is it whole?",
            DataFault::NotAFile { .. } => "name an ordinary file",
            DataFault::WrongSum { .. } => {
                "move this file away: it is then fetched anew; or put the original in its place, packed as it is given"
            }
            DataFault::NotAFolder { .. } => "name a folder that exists in --data or PIPETTE_DATA",
            DataFault::TooLarge { .. } => "ask for fewer rows or columns, or for a smaller file",
            DataFault::Endless { .. } => "unpack it first, if it is meant to be this large",
            DataFault::Length { .. } => {
                "the file was cut short or is not what its header says: copy it again"
            }
            DataFault::Cell { .. } => {
                "every cell but the labels is a number with a decimal point: write words as numbers, \
                 and fill in or delete what is missing; `label` names the column of classes"
            }
            DataFault::NoArray { .. } => "name one of these",
            DataFault::NoColumn { .. } => {
                "name a column in quotes, or give its number from 1, `first`, `last` or `none`"
            }
            DataFault::Empty { .. } => "is this the file that is meant, with its rows below the header?",
            DataFault::Unpaired { .. } => {
                "both have to come from the same rows: is one of them another version?"
            }
            DataFault::AlreadySplit { .. } => "split once",
            DataFault::Interrupted => "what was fetched is kept: the next run goes on from there",
            _ => "is this the file that is meant, and is it whole?",
        }
    }
}

fn not_there(beside: &[String]) -> String {
    let from = "a path starts from the folder of the pipe file";
    match beside {
        [] => from.to_string(),
        names => format!("is it one of these: {}? {from}", listed(names)),
    }
}

/// How files come to a machine without a network.
fn fetched_elsewhere(set: &str, files: &[Wanted], folder: &Path) -> String {
    let mut out = format!(
        "where there is a network, `pipette data fetch {set}` gets them; by hand, put into {} (or a folder that --data \
         or PIPETTE_DATA names):",
        shown(folder)
    );
    for file in files {
        out += &format!("\n{}\n  from {}\n  sha256 {}", file.name, file.from, file.sum);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_offline_message_says_which_file_to_put_where() {
        let file = Wanted { name: "a.gz".into(), sum: "00ff".into(), from: "http://x/a.gz".into() };
        let fault =
            DataFault::Missing { set: "mnist".into(), files: vec![file], folder: "/data/mnist".into() };
        assert!(fault.to_string().contains("a.gz") && fault.to_string().contains("--offline"));
        let help = fault.help();
        for part in ["/data/mnist", "a.gz", "00ff", "http://x/a.gz", "pipette data fetch mnist"] {
            assert!(help.contains(part), "{help}");
        }
    }

    #[test]
    fn a_path_that_leads_nowhere_is_held_against_its_neighbours() {
        let fault = |beside: &[&str]| DataFault::NotThere {
            path: "tabel.csv".into(),
            beside: beside.iter().map(|name| name.to_string()).collect(),
        };
        assert!(fault(&["table.csv"]).help().starts_with("is it one of these: table.csv?"));
        assert!(fault(&[]).help().starts_with("a path starts from"));
    }
}
