//! The pages that are served: the list of runs, a run, two of them side by side. A run is looked up in the list by its whole
//! name, which never becomes a path before it was found there.

use super::guard::Refusal;
use crate::cli::{diff, shown};
use crate::report::html::{self, Now, Shown};
use crate::run::compare::compare;
use crate::run::index::Listed;
use crate::run::live::Live;
use crate::run::{Index, Record, RecordFault};
use std::path::Path;

/// The page of an address behind the token.
///
/// # Errors
/// [`Refusal::Missing`] where there is none.
pub fn page(store: &Path, address: &str) -> Result<String, Refusal> {
    let index = Index::of(store);
    let runs = index.all().map_err(|_| Refusal::Missing)?;
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    match path.split_once('/') {
        None if path.is_empty() => Ok(html::runs(&store.to_string_lossy(), &runs)),
        None if path == "compare" => Ok(compared(&index, &runs, query)),
        Some(("run", id)) => Ok(one(&index, found(&runs, id)?)),
        _ => Err(Refusal::Missing),
    }
}

fn found<'r>(runs: &'r [Listed], id: &str) -> Result<&'r Listed, Refusal> {
    runs.iter().find(|run| run.id() == id).ok_or(Refusal::Missing)
}

/// A run by its record; one that works or was killed by what it has told.
fn one(index: &Index, run: &Listed) -> String {
    const HOME: &str = "../";
    let folder = index.folder(run.id());
    match Record::read(&folder) {
        Ok(record) => html::report(&Shown { home: Some(HOME), ..shown::of_run(&folder, record) }),
        Err(RecordFault::Missing) => html::live(&Now { run, moments: &Live::read(&folder) }, HOME),
        Err(fault) => html::refusal(&format!("run {}: {fault}", run.id())),
    }
}

/// `run=A&run=B`, as the form of the list sends it.
fn compared(index: &Index, runs: &[Listed], query: &str) -> String {
    let ids: Vec<&str> = query.split('&').filter_map(|pair| pair.strip_prefix("run=")).collect();
    let [a, b] = ids.as_slice() else {
        return html::refusal("Go back and tick the two runs that are to be compared.");
    };
    let side = |id: &str| {
        let run = found(runs, id).map_err(|refusal| refusal.to_string())?;
        let record =
            Record::read(&index.folder(run.id())).map_err(|fault| format!("run {}: {fault}", run.id()))?;
        diff::recorded(record)
            .ok_or_else(|| format!("run {} keeps no plan: its record is of an older version", run.id()))
    };
    match side(a).and_then(|a| Ok((a, side(b)?))) {
        Ok((a, b)) => html::compare(&a, &b, &compare(&a, &b), Some("./")),
        Err(message) => html::refusal(&message),
    }
}
