//! `pipette show RUN`: one run, from its record.

use super::arguments::{Format, ShowOptions};
use super::run::screen;
use super::{BAD_INPUT, complain, hand_out, show as print, stores};
use crate::report::show as shown;
use crate::run::{Record, RecordFault};

pub fn show(options: &ShowOptions) -> u8 {
    let (index, run) = match stores::run(&options.run, options.store.as_deref()) {
        Ok(found) => found,
        Err(code) => return code,
    };
    let record = match Record::read(&index.folder(run.id())) {
        Ok(record) => Some(record),
        // A run that works, or was killed, has none: what is known of it is shown.
        Err(RecordFault::Missing) => None,
        Err(fault) => {
            complain(&format!("run {}: {fault}", run.id()), Some(&fault.help()));
            return BAD_INPUT;
        }
    };
    match (options.format, &record) {
        (Format::Json, _) => hand_out(format!("{}\n", shown::to_json(&run, record.as_ref()))),
        (Format::Text, Some(record)) => print(&shown::show(&run, record, screen())),
        (Format::Text, None) => {
            let code = print(&shown::head(&run));
            anstream::eprintln!("it has left no record");
            code
        }
    }
}
