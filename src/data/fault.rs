//! What can go wrong with data: small records of figures, worded with both sides and their units.
//!
//! Rows, lines and columns are counted from 1, as editors and spreadsheets do. Names that come from
//! outside (paths, cells, labels, arrays) pass through [`printable`], so that none of them can carry
//! terminal escapes or reversed text into a message.

use std::fmt;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A file of a card that is not on this machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    pub name: String,
    /// SHA-256 that the file, or what it unpacks to, must have.
    pub sum: String,
    /// Where it was last known to be had.
    pub from: String,
}

/// Refuses two counts that differ; each with the name of what has it.
pub(crate) fn same(what: &'static str, left: (&str, usize), right: (&str, usize)) -> Result<(), DataFault> {
    if left.1 == right.1 {
        return Ok(());
    }
    Err(DataFault::Unpaired { what, left: (left.0.to_owned(), left.1), right: (right.0.to_owned(), right.1) })
}

/// Why data could not be read, fetched or transformed.
#[derive(Clone, Debug, PartialEq)]
pub enum DataFault {
    /// The system refused to read or write.
    Io { path: PathBuf, what: String },
    /// A file that is not there, and those in its folder that end alike.
    NotThere { path: PathBuf, beside: Vec<String> },
    /// A folder, a pipe or a device where a file was expected.
    NotAFile { path: PathBuf, kind: &'static str },
    /// A data folder that is not there.
    NotAFolder { path: PathBuf },
    /// Files that nobody may fetch: `--offline`.
    Missing { set: String, files: Vec<Wanted>, folder: PathBuf },
    /// Every mirror failed; each with its reason.
    Unreachable { set: String, file: Box<Wanted>, tried: Vec<(String, String)>, folder: PathBuf },
    /// A file that is not the one its card describes.
    WrongSum { path: PathBuf, wanted: Vec<String>, found: String },
    /// More bytes than are read, said before they are allocated.
    TooLarge { path: PathBuf, bytes: u128, limit: u64 },
    /// A packed file that unpacks to more than `limit` bytes.
    Endless { path: PathBuf, packed: u64, limit: u64 },
    /// A header that disagrees with the length of its file, in bytes.
    Length { path: PathBuf, claimed: u128, found: u64 },
    /// A file that is not of its kind.
    Format { path: PathBuf, what: String, help: Option<String> },
    /// One cell of a table.
    Cell { path: PathBuf, row: u64, column: usize, what: String },
    /// An array that an npz does not hold.
    NoArray { path: PathBuf, name: String, names: Vec<String> },
    /// A label column that a csv does not have.
    NoColumn { path: PathBuf, label: String, columns: usize, names: Vec<String> },
    /// No rows, or no columns beside the label.
    Empty { path: PathBuf },
    /// Two things that must have equally many rows, or columns.
    Unpaired { what: &'static str, left: (String, usize), right: (String, usize) },
    /// More rows asked for than a part has.
    TooManyRows { wanted: usize, rows: usize, part: &'static str },
    /// All rows asked for where some must be left.
    NoneLeft { wanted: usize, rows: usize, left_for: &'static str },
    /// A second validation part.
    AlreadySplit { rows: usize },
    /// A threshold that makes every value the same.
    Threshold { value: f64, low: f64, high: f64 },
    /// A number outside of what makes sense.
    Argument { name: &'static str, found: String, allowed: &'static str },
    /// The observer asked to stop.
    Interrupted,
}

/// `text` with control and bidirectional characters escaped, shortened to about `most` characters.
pub fn printable(text: &str, most: usize) -> String {
    let mut out = String::new();
    for (count, c) in text.chars().enumerate() {
        if count == most {
            out.push('…');
            break;
        }
        match c {
            '\'' | '"' | '\\' => out.push(c),
            _ => out.extend(c.escape_debug()),
        }
    }
    out
}

/// The system's words for an error, without its number.
fn said(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_string()
}

/// The files in the folder of a path that end as it does, in order; none where the folder can't be read.
fn beside(path: &Path) -> Vec<String> {
    /// A folder that holds more is no place to look for a slip of the pen.
    const MOST: usize = 10_000;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().take(MOST);
    let names = entries.map(|entry| PathBuf::from(entry.file_name()));
    let alike = names.filter(|name| name.extension() == path.extension());
    let mut names: Vec<String> = alike.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

pub(super) fn shown(path: &Path) -> String {
    printable(&path.to_string_lossy(), 300)
}

/// `names` as a list for people, at most twelve of them.
pub(super) fn listed(names: &[String]) -> String {
    let mut out: Vec<String> = names.iter().take(12).map(|name| printable(name, 40)).collect();
    if names.len() > out.len() {
        out.push(format!("and {} more", names.len() - out.len()));
    }
    out.join(", ")
}

/// A number of bytes in the unit that suits it.
pub fn bytes(count: u128) -> String {
    let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    let mut value = count as f64;
    let mut unit = 0;
    while value >= 1024.0 && unit + 1 < units.len() {
        value /= 1024.0;
        unit += 1;
    }
    if unit == 0 { format!("{count} B") } else { format!("{value:.1} {}", units[unit]) }
}

impl DataFault {
    pub(crate) fn io(path: &Path, error: &std::io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            ErrorKind::NotFound => DataFault::NotThere { beside: beside(&path), path },
            _ => DataFault::Io { path, what: said(error) },
        }
    }

    pub(crate) fn format(path: &Path, what: impl Into<String>) -> Self {
        DataFault::Format { path: path.to_owned(), what: what.into(), help: None }
    }

    /// The code of the finding that it is before a run.
    pub fn code(&self) -> &'static str {
        match self {
            DataFault::TooLarge { .. } | DataFault::TooManyRows { .. } => "too-large",
            DataFault::Argument { .. } | DataFault::Threshold { .. } | DataFault::NoneLeft { .. } => {
                "out-of-range"
            }
            DataFault::AlreadySplit { .. } => "no-effect",
            _ => "bad-data",
        }
    }
}

impl fmt::Display for DataFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DataFault::TooManyRows { wanted, rows, part } => {
                write!(f, "{wanted} rows are asked for, the {part} part has {rows}")
            }
            DataFault::NoneLeft { wanted, rows, left_for } => {
                write!(f, "{wanted} of {rows} rows leave none {left_for}")
            }
            DataFault::AlreadySplit { rows } => {
                write!(f, "there is a validation part of {rows} rows already")
            }
            DataFault::Threshold { value, low, high } => {
                write!(f, "threshold {value} makes all values equal: they lie in {low} to {high}")
            }
            DataFault::Argument { name, found, allowed } => {
                write!(f, "{name} is {found}, it must be {allowed}")
            }
            DataFault::Unpaired { what, left, right } => {
                let names = [&left.0, &right.0].map(|name| printable(name, 300));
                write!(f, "{} has {} {what}, {} has {}", names[0], left.1, names[1], right.1)
            }
            DataFault::Interrupted => write!(f, "stopped before the data were complete"),
            _ => self.about_a_file(f),
        }
    }
}

impl DataFault {
    fn about_a_file(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DataFault::Io { path, what } => write!(f, "{}: {}", shown(path), printable(what, 300)),
            DataFault::NotThere { path, .. } => write!(f, "there is no file {}", shown(path)),
            DataFault::NotAFile { path, kind } => write!(f, "{} is {kind}, a file is expected", shown(path)),
            DataFault::NotAFolder { path } => write!(f, "there is no folder {}", shown(path)),
            DataFault::Missing { set, files, .. } => {
                let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
                write!(f, "{set}: not on this machine, and --offline forbids fetching: {}", listed(&names))
            }
            DataFault::Unreachable { set, file, tried, .. } => {
                write!(f, "{set}: {} could not be fetched", file.name)?;
                tried.iter().try_for_each(|(url, why)| write!(f, "\n  {url}: {}", printable(why, 200)))
            }
            DataFault::WrongSum { path, wanted, found } => {
                write!(f, "{} has sha256 {found}, the card says {}", shown(path), wanted.join(" or "))
            }
            DataFault::TooLarge { path, bytes: size, limit } => {
                write!(f, "{} holds {}, the limit is {}", shown(path), bytes(*size), bytes((*limit).into()))
            }
            DataFault::Endless { path, packed, limit } => {
                let (packed, limit) = (bytes((*packed).into()), bytes((*limit).into()));
                write!(
                    f,
                    "{} has {packed} and unpacks to more than {limit}, where reading stops",
                    shown(path)
                )
            }
            DataFault::Length { path, claimed, found } => {
                write!(f, "the header of {} claims {claimed} bytes, there are {found}", shown(path))
            }
            DataFault::Format { path, what, .. } => write!(f, "{}: {}", shown(path), printable(what, 300)),
            DataFault::Cell { path, row, column, what } => {
                write!(f, "{}, row {row}, column {column}: {}", shown(path), printable(what, 300))
            }
            DataFault::NoArray { path, name, names } => {
                write!(f, "{} has no array {}, it has: {}", shown(path), printable(name, 40), listed(names))
            }
            DataFault::NoColumn { path, label, columns, names } => {
                let label = printable(label, 40);
                write!(f, "{} has no column {label} among its {columns}", shown(path))?;
                if names.is_empty() { Ok(()) } else { write!(f, ": {}", listed(names)) }
            }
            DataFault::Empty { path } => write!(f, "{} holds no row with a feature", shown(path)),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for DataFault {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_outside_cannot_carry_escapes() {
        let fault =
            DataFault::Format { path: "a\u{1b}[31m\u{202e}.csv".into(), what: "x".into(), help: None };
        let text = fault.to_string();
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text}");
        assert_eq!(printable(&"x".repeat(50), 4), "xxxx…");
    }

    #[test]
    fn sizes_are_said_in_units() {
        assert_eq!(bytes(10), "10 B");
        assert_eq!(bytes(3 << 40), "3.0 TiB");
    }

    #[test]
    fn a_file_that_is_not_there_names_those_that_end_alike() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["table.csv", "other.csv", "notes.txt"] {
            std::fs::write(folder.path().join(name), "1,2\n").unwrap();
        }
        let fault = DataFault::io(&folder.path().join("tabel.csv"), &ErrorKind::NotFound.into());
        assert!(fault.to_string().starts_with("there is no file /"), "{fault}");
        let DataFault::NotThere { beside, .. } = fault else { panic!("{fault}") };
        assert_eq!(beside, ["other.csv", "table.csv"]);
    }

    #[test]
    fn the_system_is_quoted_without_its_numbers() {
        let refused = DataFault::io(Path::new("a.csv"), &std::io::Error::from_raw_os_error(13));
        assert_eq!(refused.to_string(), "a.csv: Permission denied");
    }
}
