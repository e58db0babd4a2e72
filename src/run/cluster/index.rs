//! Which cell this process is to run: a number, or what the scheduler that started it has put into its
//! environment.
//!
//! Job arrays of Slurm, PBS, SGE and LSF, indexed jobs of Kubernetes and ranks of MPI number their processes.
//! SGE and LSF count from 1, so that the choice may move the number: `auto-1`. Slurm limits the numbers of one
//! array, so that the arrays of a large sweep start at `auto+1000` and so on.

use std::fmt;
use std::str::FromStr;

/// The cell that a command names: `7`, `auto`, `auto+1000`, `auto-1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellChoice {
    Number(usize),
    /// The number in the environment, moved by so much.
    Environment {
        offset: i64,
    },
}

/// Why it is not known which cell is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IndexFault {
    /// Not a number, nor `auto` with one.
    Unreadable,
    /// No scheduler has set a number.
    None,
    /// Two schedulers have set different ones.
    Disagree([(&'static str, u64); 2]),
    /// A variable holds no number.
    Strange(&'static str, String),
    /// It lies before the first cell.
    Negative(&'static str, i128),
}

impl FromStr for CellChoice {
    type Err = IndexFault;

    fn from_str(text: &str) -> Result<Self, IndexFault> {
        let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let refuse = |_| IndexFault::Unreadable;
        match text.strip_prefix("auto") {
            Some("") => Ok(CellChoice::Environment { offset: 0 }),
            Some(offset) if offset.starts_with(['+', '-']) && is_number(&offset[1..]) => {
                Ok(CellChoice::Environment { offset: offset.parse().map_err(refuse)? })
            }
            None if is_number(text) => text.parse().map(CellChoice::Number).map_err(refuse),
            _ => Err(IndexFault::Unreadable),
        }
    }
}

impl CellChoice {
    /// The number of the cell, where `variable` tells the environment.
    pub fn resolve(&self, variable: &dyn Fn(&str) -> Option<String>) -> Result<usize, IndexFault> {
        match self {
            CellChoice::Number(cell) => Ok(*cell),
            CellChoice::Environment { offset } => {
                let (name, index) = index(variable)?;
                let cell = i128::from(index) + i128::from(*offset);
                usize::try_from(cell).map_err(|_| IndexFault::Negative(name, cell))
            }
        }
    }
}

/// A variable that numbers processes.
struct Source {
    name: &'static str,
    /// What it holds in a process that is not numbered.
    unless: &'static str,
    /// The variables that tell how many processes there are: a rank among fewer than two is no number.
    among: &'static [&'static str],
}

impl Source {
    const fn array(name: &'static str, unless: &'static str) -> Self {
        Source { name, unless, among: &[] }
    }

    const fn rank(name: &'static str, among: &'static [&'static str]) -> Self {
        Source { name, unless: "", among }
    }

    fn read(&self, variable: &dyn Fn(&str) -> Option<String>) -> Result<Option<u64>, IndexFault> {
        let Some(text) = variable(self.name).filter(|text| text != self.unless && !text.is_empty()) else {
            return Ok(None);
        };
        let tasks = self.among.iter().find_map(|name| variable(name));
        let alone = tasks.and_then(|tasks| tasks.parse::<u64>().ok()).is_none_or(|tasks| tasks < 2);
        if !self.among.is_empty() && alone {
            return Ok(None);
        }
        text.trim().parse().map(Some).map_err(|_| IndexFault::Strange(self.name, text))
    }
}

const SOURCES: [Source; 9] = [
    Source::array("SLURM_ARRAY_TASK_ID", ""),
    Source::array("PBS_ARRAYID", ""),
    Source::array("PBS_ARRAY_INDEX", ""),
    Source::array("SGE_TASK_ID", "undefined"),
    Source::array("LSB_JOBINDEX", "0"),
    Source::array("JOB_COMPLETION_INDEX", ""),
    Source::rank("OMPI_COMM_WORLD_RANK", &["OMPI_COMM_WORLD_SIZE"]),
    Source::rank("PMI_RANK", &["PMI_SIZE"]),
    Source::rank("SLURM_PROCID", &["SLURM_STEP_NUM_TASKS", "SLURM_NTASKS"]),
];

/// The number that the environment gives this process, and the variable that says so.
fn index(variable: &dyn Fn(&str) -> Option<String>) -> Result<(&'static str, u64), IndexFault> {
    let mut found: Option<(&'static str, u64)> = None;
    for source in &SOURCES {
        let Some(number) = source.read(variable)? else { continue };
        match found {
            Some((name, other)) if other != number => {
                return Err(IndexFault::Disagree([(name, other), (source.name, number)]));
            }
            Some(_) => {}
            None => found = Some((source.name, number)),
        }
    }
    found.ok_or(IndexFault::None)
}

impl IndexFault {
    pub fn help(&self) -> &'static str {
        match self {
            IndexFault::Negative(..) => "cells count from 0: `--cell auto-1` is for arrays that count from 1",
            _ => "name the cell: `--cell 7`",
        }
    }
}

impl fmt::Display for IndexFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IndexFault::Unreadable => {
                f.write_str("a cell is a number, `auto`, or `auto` and what to add: `auto+1000`")
            }
            IndexFault::None => write!(
                f,
                "no scheduler has numbered this process: none of {} is set",
                SOURCES.each_ref().map(|source| source.name).join(", ")
            ),
            IndexFault::Disagree([(a, x), (b, y)]) => write!(f, "{a} says {x}, {b} says {y}"),
            IndexFault::Strange(name, text) => {
                write!(f, "{name} holds `{}`, which is no number", crate::data::printable(text, 40))
            }
            IndexFault::Negative(name, cell) => write!(f, "{name} and the offset give cell {cell}"),
        }
    }
}

impl std::error::Error for IndexFault {}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(choice: &str, environment: &[(&str, &str)]) -> Result<usize, IndexFault> {
        let variable = |name: &str| {
            environment.iter().find(|(known, _)| *known == name).map(|(_, value)| value.to_string())
        };
        choice.parse::<CellChoice>()?.resolve(&variable)
    }

    #[test]
    fn a_number_needs_no_scheduler() {
        assert_eq!(resolved("7", &[("SLURM_ARRAY_TASK_ID", "3")]), Ok(7));
        for wrong in ["", "-1", "+1", "auto+", "auto+x", "auto 1", "1.5", "99999999999999999999999"] {
            assert_eq!(resolved(wrong, &[]), Err(IndexFault::Unreadable), "{wrong}");
        }
    }

    #[test]
    fn every_scheduler_is_understood() {
        for name in ["SLURM_ARRAY_TASK_ID", "PBS_ARRAYID", "PBS_ARRAY_INDEX", "SGE_TASK_ID", "LSB_JOBINDEX"] {
            assert_eq!(resolved("auto", &[(name, "12")]), Ok(12), "{name}");
        }
        assert_eq!(resolved("auto", &[("JOB_COMPLETION_INDEX", "0")]), Ok(0));
        assert_eq!(resolved("auto", &[("OMPI_COMM_WORLD_RANK", "1"), ("OMPI_COMM_WORLD_SIZE", "4")]), Ok(1));
        assert_eq!(resolved("auto", &[("PMI_RANK", "2"), ("PMI_SIZE", "4")]), Ok(2));
        assert_eq!(resolved("auto", &[("SLURM_PROCID", "3"), ("SLURM_NTASKS", "4")]), Ok(3));
    }

    #[test]
    fn what_stands_there_without_an_array_is_no_number() {
        let plain = [("SGE_TASK_ID", "undefined"), ("LSB_JOBINDEX", "0"), ("SLURM_PROCID", "0")];
        assert_eq!(resolved("auto", &plain), Err(IndexFault::None));
        let single = [("SLURM_PROCID", "0"), ("SLURM_NTASKS", "1"), ("SLURM_ARRAY_TASK_ID", "5")];
        assert_eq!(resolved("auto", &single), Ok(5));
        assert_eq!(resolved("auto", &[("PMI_RANK", "0"), ("PMI_SIZE", "1")]), Err(IndexFault::None));
    }

    #[test]
    fn arrays_may_start_elsewhere() {
        assert_eq!(resolved("auto+1000", &[("SLURM_ARRAY_TASK_ID", "5")]), Ok(1005));
        assert_eq!(resolved("auto-1", &[("SGE_TASK_ID", "1")]), Ok(0));
        let before = resolved("auto-2", &[("SGE_TASK_ID", "1")]);
        assert_eq!(before, Err(IndexFault::Negative("SGE_TASK_ID", -1)));
    }

    #[test]
    fn two_that_disagree_are_an_error_and_two_that_agree_are_not() {
        let ranks =
            |mpi| [("PMI_RANK", mpi), ("PMI_SIZE", "4"), ("SLURM_PROCID", "3"), ("SLURM_NTASKS", "4")];
        assert_eq!(resolved("auto", &ranks("3")), Ok(3));
        let fault = resolved("auto", &ranks("2")).expect_err("they disagree");
        assert_eq!(fault.to_string(), "PMI_RANK says 2, SLURM_PROCID says 3");
        let strange = resolved("auto", &[("SLURM_ARRAY_TASK_ID", "two")]).expect_err("no number");
        assert!(strange.to_string().contains("`two`"), "{strange}");
    }
}
