//! `pipette runs`: what a store has run, newest first.

use super::arguments::{Format, RunsOptions};
use super::{complain, hand_out, show, stores};
use crate::report::runs as shown;
use crate::run::Index;
use crate::run::index::Listed;

pub fn runs(options: &RunsOptions) -> u8 {
    let since = match options.since.as_deref().map(moment).transpose() {
        Ok(since) => since,
        Err(code) => return code,
    };
    let store = stores::store(options.store.as_deref(), options.file.as_deref());
    let mut runs = match stores::runs(&Index::of(&store), &store) {
        Ok(runs) => runs,
        Err(code) => return code,
    };
    let begun = |run: &Listed| run.started.started.parse::<jiff::Timestamp>().ok();
    runs.retain(|run| {
        options.file.as_ref().is_none_or(|file| stores::is_of(run, file))
            && options.status.as_ref().is_none_or(|status| status == run.status.word())
            && since.is_none_or(|since| begun(run).is_some_and(|time| time >= since))
    });
    runs.truncate(options.last.unwrap_or(usize::MAX));
    match options.format {
        Format::Json => hand_out(format!("{}\n", shown::to_json(&runs))),
        Format::Text if runs.is_empty() => {
            anstream::eprintln!("no such runs in {}", crate::data::printable(&store.to_string_lossy(), 200));
            0
        }
        Format::Text => show(&shown::table(&runs)),
    }
}

/// `2d`, `3 h`, `30 min` before now, or the beginning of a day: `2026-11-01`.
fn moment(text: &str) -> Result<jiff::Timestamp, u8> {
    let now = jiff::Zoned::now();
    let ago = text.parse::<jiff::Span>().ok().and_then(|span| now.checked_sub(span.abs()).ok());
    let day = || text.parse::<jiff::civil::Date>().ok()?.to_zoned(now.time_zone().clone()).ok();
    ago.or_else(day).map(|time| time.timestamp()).ok_or_else(|| {
        let message = format!("`--since {text}` is neither a time span nor a day");
        complain(&message, Some("write `--since 2d`, `--since \"3 h\"` or `--since 2026-11-01`"))
    })
}
