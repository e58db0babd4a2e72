//! What docs/reliability.md promises: nothing that is lost, torn, killed or damaged changes a result.

mod damage;
mod faults;
mod keys;
mod kills;
mod locks;
mod page;
mod stores;
mod study;
mod sweeps;
mod trimming;
