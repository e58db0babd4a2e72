//! `pipette plan FILE`: what would run.

use super::arguments::{Format, PlanOptions};
use super::{BAD_INPUT, complain, findings};
use crate::check::is_runnable;
use crate::report::{json, plan as shown};

pub fn plan(options: &PlanOptions) -> u8 {
    let loaded = match options.file.load() {
        Ok(loaded) => loaded,
        Err(unreadable) => return complain(&unreadable.message, Some(unreadable.help)),
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    match options.file.format {
        Format::Json => {
            let list = loaded.findings.iter().map(|f| findings::to_json(&loaded.source, f)).collect();
            println!("{}", json::plan(&loaded.source, &loaded.plan, list, cores));
        }
        Format::Text => {
            findings::print(&loaded.source, &loaded.findings);
            anstream::print!("{}", shown::plan(&loaded.plan, cores));
        }
    }
    if is_runnable(&loaded.findings) { 0 } else { BAD_INPUT }
}
