//! `bars-and-stripes(3)`: all images in which every row, or every column, is of one colour. Few enough that a Boltzmann
//! machine's likelihood of them is known exactly, and with a bound: -ln 14 nats for 3 x 3 pixels.

use crate::args;
use crate::data::bars::Bars;
use crate::data::{DataFault, Dataset, Shape};
use crate::vocabulary::{Cites, Context, Cost, Count, DataWord};
use crate::words::prices;
use crate::words::sources;
use std::path::Path;

crate::choice! {
    /// Which images are held out.
    pub enum HeldOut, "images to hold out" {
        None = "none",
        /// every second one, for validation
        Odd = "odd",
    }
}

args! {
    /// All images in which every row, or every column, is of one colour.
    pub struct BarsAndStripes {
        /// Pixels of a side.
        side: Count = Count::new(3), usual 2 ..= 8;
        /// How often each is a training row.
        copies: Count = Count::new(1), usual 1 ..= 1000;
        /// Which are kept for validation: none, or every second one.
        held_out: HeldOut = HeldOut::None;
    }
}

impl BarsAndStripes {
    fn plain(&self) -> Bars {
        let held_out = self.held_out.value == HeldOut::Odd;
        Bars { side: self.side.get(), copies: self.copies.get(), held_out }
    }
}

impl DataWord for BarsAndStripes {
    const NAME: &'static str = "bars-and-stripes";
    const CITES: Cites = &[&sources::data::MACKAY];
    const EXAMPLE: &'static str = "seed 1\nedition 1\ntrain rbm[9,8] on bars-and-stripes(3, copies: 20) with pcd1 for 100 epochs, then check log-likelihood";

    fn shape(&self, _folder: &Path) -> Result<Shape, DataFault> {
        self.plain().shape()
    }

    fn cost(&self, shape: &Shape) -> Cost {
        prices::normal(shape)
    }

    fn load(&self, _context: &mut Context) -> Result<Dataset, DataFault> {
        self.plain().draw()
    }
}
