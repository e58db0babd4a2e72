//! `pipette man`: the manual as pages for `man`, made from the definition of the command line. The page of
//! the program goes to stdout; `--write DIR` writes it, and a page for each command, into a folder.

use super::arguments::{Arguments, ManOptions};
use super::{RUN_FAILED, complain, hand_out};
use clap::CommandFactory;
use std::path::Path;

pub fn man(options: &ManOptions) -> u8 {
    match &options.write {
        None => hand_out(page()),
        Some(folder) => match write(folder) {
            Ok(()) => 0,
            Err(error) => {
                complain(&format!("can't write to {}: {error}", folder.display()), None);
                RUN_FAILED
            }
        },
    }
}

/// The page of the program. Writing into memory cannot fail.
fn page() -> Vec<u8> {
    let mut page = Vec::new();
    let _ = clap_mangen::Man::new(Arguments::command()).render(&mut page);
    page
}

fn write(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    clap_mangen::generate_to(Arguments::command(), folder)
}
