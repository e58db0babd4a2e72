//! `sandpile(64)`: grains on a square that topple where there are four (Bak, Tang and Wiesenfeld 1987).

use crate::args;
use crate::vocabulary::{Cites, Count, Declared, SystemWord};
use crate::words::sources;

args! {
    /// A square of sand with open sides: a site with four grains gives one to each neighbour.
    pub struct Sandpile {
        /// Sites along a side.
        side (object): Count = Count::new(64), usual 2 ..= 1024;
    }
}

/// A square without sand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Square {
    pub side: usize,
}

impl SystemWord for Sandpile {
    const NAME: &'static str = "sandpile";
    const CITES: Cites = &[&sources::spins::BAK_TANG_WIESENFELD];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\nsimulate sandpile(64) for 100000 drops, then check avalanche-exponent";

    fn declared(&self) -> Result<Declared, (String, String)> {
        let side = self.side.get();
        match side.checked_mul(side).filter(|sites| *sites <= u32::MAX as usize) {
            Some(sites) => Ok(Declared::new(Self::NAME, Some(sites), Square { side })),
            None => Err(("more than 2^32 sites do not fit".into(), "choose a smaller side".into())),
        }
    }
}
