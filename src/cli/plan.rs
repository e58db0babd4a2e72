//! `pipette plan FILE`: what would run.

use super::arguments::{Format, PlanOptions};
use super::{BAD_INPUT, complain, findings, hand_out, show};
use crate::report::{json, plan as shown};
use crate::run::{Store, why};

pub fn plan(options: &PlanOptions) -> u8 {
    let (loaded, loader) = match options.file.load(options.threads) {
        Ok(loaded) => loaded,
        Err(unreadable) => return complain(&unreadable.message, Some(&unreadable.help)),
    };
    let all_cores = loader.rates().clone();
    let rates = match options.threads {
        Some(threads) => all_cores.on(threads.into()),
        None => all_cores,
    };
    let root = loaded.store(options.store.as_deref());
    let store = Store::existing(&root);
    let kept = store.and_then(|store| why::kept(&loaded.plan, &store, &loaded.folder)).unwrap_or_default();
    let code = if loaded.is_runnable() { 0 } else { BAD_INPUT };
    let written = match options.file.format {
        Format::Json => {
            loaded.print_configuration();
            let list = loaded.findings.iter().map(|f| findings::to_json(&loaded.source, f)).collect();
            hand_out(format!("{}\n", json::plan(&loaded.source, &loaded.plan, list, &rates, &kept)))
        }
        Format::Text => {
            loaded.print();
            show(&shown::plan(&loaded.plan, &rates, &kept))
        }
    };
    code.max(written)
}
