//! `pipette data list|fetch|verify`: data sets, their cards, where their files are.

use super::arguments::{DataCommand, DataOptions};
use super::load::Loader;
use super::{BAD_INPUT, complain, findings, hand_out};
use crate::data::{self, CARDS, Card, DataFault, Event, Shelf};
use crate::source::did_you_mean;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

pub fn data(options: &DataOptions) -> u8 {
    let configured = Loader::new().configured(Path::new("."));
    if !configured.findings.is_empty() {
        findings::print(&configured.source, &configured.findings);
        return BAD_INPUT;
    }
    let shelf = match configured.configuration.shelf(options.data.clone(), false) {
        Ok(shelf) => shelf,
        Err(fault) => return complain(&fault.to_string(), Some(&fault.help())),
    };
    match &options.command {
        DataCommand::List => hand_out(CARDS.iter().map(|card| listed(card, &shelf)).collect::<String>()),
        DataCommand::Fetch { words } => each(words, |card| fetch(card, &shelf)),
        DataCommand::Verify { words } => each(words, |card| verify(card, &shelf)),
    }
}

/// The named cards, or all; the worst exit code.
fn each(words: &[String], work: impl Fn(&Card) -> u8) -> u8 {
    if words.is_empty() {
        return CARDS.iter().map(|card| work(card)).max().unwrap_or(0);
    }
    words
        .iter()
        .map(|word| match data::card(word) {
            Some(card) => work(card),
            None => {
                let shown = data::printable(word, 60);
                complain(
                    &format!("`{shown}` is no data set with a card"),
                    did_you_mean(word, CARDS.iter().map(|c| c.word)).as_deref(),
                )
            }
        })
        .max()
        .unwrap_or(0)
}

fn listed(card: &Card, shelf: &Shelf) -> String {
    let shape = &card.shape;
    let rows = if shape.test > 0 {
        format!("{} + {} rows", shape.train, shape.test)
    } else {
        format!("{} rows", shape.train)
    };
    let classes = shape.classes.map_or(String::new(), |n| format!(", {n} classes"));
    let title = format!("{:12} {}: {rows} x {} columns{classes}", card.word, card.title, shape.columns);
    let mut out = format!("{title}\n             {}; {}\n", card.origin, card.licence);
    for (name, found) in data::status(card, shelf) {
        let place = match found {
            Ok(Some(path)) => path.display().to_string(),
            Ok(None) => format!("not here; `pipette data fetch {}`", card.word),
            Err(fault) => fault.to_string(),
        };
        out += &format!("             {name}: {place}\n");
    }
    out
}

fn fetch(card: &Card, shelf: &Shelf) -> u8 {
    let mut say = |event: Event| {
        if let Event::Note(line) = event {
            eprintln!("{line}");
        }
        ControlFlow::Continue(())
    };
    match data::fetch(card, shelf, &mut say) {
        Ok(paths) if paths.is_empty() => hand_out(format!("{}: all files are here\n", card.word)),
        Ok(paths) => {
            let line = |path: &PathBuf| format!("{}: {}\n", card.word, path.display());
            hand_out(paths.iter().map(line).collect::<String>())
        }
        Err(fault) => faulty(&fault),
    }
}

fn verify(card: &Card, shelf: &Shelf) -> u8 {
    let mut worst = 0;
    for (name, found) in data::status(card, shelf) {
        let word = card.word;
        let code = match found {
            Ok(Some(path)) => hand_out(format!("{word}: {name}: right, {}\n", path.display())),
            Ok(None) => hand_out(format!("{word}: {name}: not here\n")),
            Err(fault) => faulty(&fault),
        };
        worst = worst.max(code);
    }
    worst
}

fn faulty(fault: &DataFault) -> u8 {
    complain(&fault.to_string(), Some(&fault.help()));
    super::RUN_FAILED
}
