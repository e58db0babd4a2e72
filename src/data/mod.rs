//! Data sets: cards, readers, transformations, and where files come from.
//!
//! In reading order: [`Features`] and [`Dataset`] are data in memory, [`Shape`] what a check knows of
//! them; [`csv`], [`idx`] and [`npz`] read a user's own files (`peek` reads their headers, `read` all);
//! a [`Card`] describes a published set, a [`Shelf`] says where its files are, and [`load`] reads it,
//! fetching what is missing; [`transform`] changes data before a model sees them; [`gaussian`] makes
//! data up. Everything that can go wrong is a [`DataFault`].

pub mod align;
pub mod bars;
pub mod blocks;
mod bounded;
mod cards;
pub mod csv;
mod cures;
mod dataset;
pub mod deform;
pub mod designs;
pub mod elephant;
mod fault;
mod features;
mod fetch;
pub mod gaussian;
pub mod idx;
pub mod infimnist;
pub mod inverse;
mod labels;
pub mod majority;
pub mod npz;
mod numbers;
pub mod prototypes;
pub mod saved;
mod shelf;
pub mod strokes;
#[cfg(test)]
pub(crate) mod testing;
pub mod transform;
pub mod two_moons;
pub mod warp;

pub use bounded::{LARGEST, sha256, sum_of};
pub use cards::{CARDS, Card, Event, FileCard, Observer, Parts, card, fetch, load, status};
pub use dataset::{Dataset, Facts, Part, Shape, Targets, Truth};
pub use fault::{DataFault, Wanted, bytes, printable};
pub use features::Features;
pub use gaussian::Gaussian;
pub use inverse::Correlation;
pub use labels::MOST_CLASSES;
pub use shelf::{Content, Shelf};
