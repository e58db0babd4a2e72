//! `pipette plan FILE`: what would run.

use super::arguments::{Format, PlanOptions};
use super::{BAD_INPUT, complain, findings, hand_out, show};
use crate::check::Plan;
use crate::report::plain::plain;
use crate::report::{json, plan as shown};
use crate::run::{Store, why};
use std::path::Path;

pub fn plan(options: &PlanOptions) -> u8 {
    // On one of rayon's threads, so that all of them read and check.
    let (loaded, loader) = match rayon::scope(|_| options.file.load(options.threads)) {
        Ok(loaded) => loaded,
        Err(unreadable) => return complain(&unreadable.message, Some(&unreadable.help)),
    };
    let all_cores = loader.rates().clone();
    let rates = match options.threads {
        Some(threads) => all_cores.on(threads.into()),
        None => all_cores,
    };
    let root = loaded.store(options.store.as_deref());
    let kept = match Store::existing(&root) {
        Ok(store) => store.map(|store| kept(&loaded.plan, &store, &loaded.folder)).unwrap_or_default(),
        Err(fault) => return complain(&fault.to_string(), Some(&fault.help())),
    };
    let code = if loaded.is_runnable() { 0 } else { BAD_INPUT };
    let written = match options.file.format {
        Format::Json => {
            loaded.print_configuration();
            let list = loaded.findings.iter().map(|f| findings::to_json(&loaded.source, f)).collect();
            hand_out(format!("{}\n", json::plan(&loaded.source, &loaded.plan, list, &rates, &kept)))
        }
        Format::Text => {
            loaded.print();
            let written = show(&shown::plan(&loaded.plan, &rates, &kept));
            if code != 0 {
                loaded.refuse("only what is right in the file is planned");
            }
            written
        }
    };
    // The program ends, as after `lint`.
    std::mem::forget(loaded);
    code.max(written)
}

/// Which steps the store has; what it has no longer whole is said.
fn kept(plan: &Plan, store: &Store, folder: &Path) -> Vec<bool> {
    let kept = why::kept(plan, store, folder).unwrap_or_default();
    store.take_damage().iter().for_each(|line| anstream::eprintln!("{}", plain(line)));
    kept
}
