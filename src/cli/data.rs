//! `pipette data list|fetch|verify`: data sets, their cards, where their files are.

use super::arguments::{DataCommand, DataOptions};
use super::complain;
use crate::data::{self, CARDS, Card, DataFault, Event, Shelf};
use crate::source::did_you_mean;
use std::ops::ControlFlow;

pub fn data(options: &DataOptions) -> u8 {
    let shelf = match Shelf::usual(options.data.clone(), false) {
        Ok(shelf) => shelf,
        Err(fault) => return complain(&fault.to_string(), fault.help().as_deref()),
    };
    match &options.command {
        DataCommand::List => {
            CARDS.iter().for_each(|card| list(card, &shelf));
            0
        }
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

fn list(card: &Card, shelf: &Shelf) {
    let shape = &card.shape;
    let rows = if shape.test > 0 {
        format!("{} + {} rows", shape.train, shape.test)
    } else {
        format!("{} rows", shape.train)
    };
    let classes = shape.classes.map_or(String::new(), |n| format!(", {n} classes"));
    println!("{:12} {}: {rows} x {} columns{classes}", card.word, card.title, shape.columns);
    println!("             {}; {}", card.origin, card.licence);
    for (name, found) in data::status(card, shelf) {
        match found {
            Ok(Some(path)) => println!("             {name}: {}", path.display()),
            Ok(None) => println!("             {name}: not here; `pipette data fetch {}`", card.word),
            Err(fault) => println!("             {name}: {fault}"),
        }
    }
}

fn fetch(card: &Card, shelf: &Shelf) -> u8 {
    let mut say = |event: Event| {
        if let Event::Note(line) = event {
            eprintln!("{line}");
        }
        ControlFlow::Continue(())
    };
    match data::fetch(card, shelf, &mut say) {
        Ok(paths) if paths.is_empty() => println!("{}: all files are here", card.word),
        Ok(paths) => paths.iter().for_each(|path| println!("{}: {}", card.word, path.display())),
        Err(fault) => return faulty(&fault),
    }
    0
}

fn verify(card: &Card, shelf: &Shelf) -> u8 {
    let mut worst = 0;
    for (name, found) in data::status(card, shelf) {
        match found {
            Ok(Some(path)) => println!("{}: {name}: right, {}", card.word, path.display()),
            Ok(None) => println!("{}: {name}: not here", card.word),
            Err(fault) => worst = worst.max(faulty(&fault)),
        }
    }
    worst
}

fn faulty(fault: &DataFault) -> u8 {
    complain(&fault.to_string(), fault.help().as_deref());
    super::RUN_FAILED
}
