//! `pipette cite FILE`: what an article has to say of a file: a paragraph on its methods, and the publications behind every
//! data set, model and method in it.

use super::arguments::{CiteFormat, CiteOptions};
use super::load::Loader;
use super::{complain, hand_out};
use crate::report::cite::{Account, bibtex, latex, markdown};
use crate::report::plain::plain;
use crate::run::{Lock, LockFault};
use crate::words::VOCABULARY;

pub fn cite(options: &CiteOptions) -> u8 {
    let loaded = match Loader::new().load(&options.file, &[]) {
        Ok(loaded) => loaded,
        Err(unreadable) => return complain(&unreadable.message, Some(&unreadable.help)),
    };
    if !loaded.is_runnable() {
        loaded.print();
        return loaded.refuse("nothing to cite");
    }
    let lock = match Lock::read(&Lock::path(&options.file)) {
        Ok(lock) => Some(lock),
        Err(LockFault::Missing) => None,
        Err(fault) => {
            let message = format!("{}: {fault}", plain(&options.file.to_string_lossy()));
            return complain(&message, Some(fault.help()));
        }
    };
    let stale = lock.as_ref().is_some_and(|lock| lock.identity != loaded.plan.identity().hex());
    if stale {
        anstream::eprintln!("the lock is of another version of the file: what it found is left out");
    }
    let account = Account::of(&loaded.plan, lock.as_ref().filter(|_| !stale), &VOCABULARY);
    hand_out(match options.format {
        CiteFormat::Markdown => markdown::methods(&account),
        CiteFormat::Latex => latex::methods(&account),
        CiteFormat::Bibtex => bibtex::references(&account),
    })
}
