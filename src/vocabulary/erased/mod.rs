//! Words with their argument types erased: what the checker, the plan and the interpreter hold.
//! `AnyX` is a word of the vocabulary, `BoundX` a word with its arguments in place.

/// What a word says of itself, of whichever kind it is.
macro_rules! word_info {
    ($word:ident) => {
        crate::vocabulary::WordInfo {
            name: $word::NAME,
            doc: $word::DOC,
            example: $word::EXAMPLE,
            cites: $word::CITES,
            params: $word::params,
        }
    };
}

mod data;
mod method;
mod model;
mod system;
mod verb;

pub use data::{AnyDataWord, BoundData};
pub use method::{AnyMethod, BoundMethod};
pub use model::{AnyModelWord, BoundModel};
pub use verb::{AnyVerb, BoundVerb};

use super::{Cites, Param};

/// What the reference, hover and completion know of a word.
#[derive(Clone, Copy)]
pub struct WordInfo {
    pub name: &'static str,
    pub doc: &'static str,
    pub example: &'static str,
    pub cites: Cites,
    pub params: fn() -> &'static [Param],
}
