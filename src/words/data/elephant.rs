//! `elephant`: the outline that four complex parameters draw, and a fifth for the trunk (Mayer, Khairy and Howard 2010,
//! American Journal of Physics 78:648). Columns are 1, cos kt and sin kt of the angle t up to an order, the target is
//! one coordinate of the outline: with order 5 least squares fits it exactly.

use crate::args;
use crate::data::elephant::{self, Coordinate, Elephant};
use crate::data::{DataFault, Dataset, Shape};
use crate::vocabulary::{Cites, Context, Cost, Count, DataWord, Rows};
use crate::words::prices;
use crate::words::sources;
use std::path::Path;

crate::choice! {
    /// A coordinate of the outline.
    pub enum Which, "a coordinate" { X = "x", Y = "y" }
}

args! {
    /// The outline of an elephant as a sum of sines and cosines.
    pub struct ElephantOutline {
        /// The highest frequency among the columns; the outline has 5.
        order: Count = Count::new(5), usual 1 ..= 20;
        /// The coordinate that is to be fitted.
        coordinate: Which = Which::X;
        /// Points along the outline.
        points: Rows = Rows::new(100);
    }
}

impl ElephantOutline {
    fn plain(&self) -> Elephant {
        let coordinate = match self.coordinate.value {
            Which::X => Coordinate::X,
            Which::Y => Coordinate::Y,
        };
        Elephant { order: self.order.get(), coordinate, points: self.points.get() }
    }
}

impl DataWord for ElephantOutline {
    const NAME: &'static str = "elephant";
    const CITES: Cites = &[&sources::data::MAYER_KHAIRY_HOWARD];
    const EXAMPLE: &'static str = "seed 1\nedition 1\nfit pseudo-inverse on elephant(order: 4), then test";

    fn shape(&self, _folder: &Path) -> Result<Shape, DataFault> {
        self.plain().shape()
    }

    fn cost(&self, shape: &Shape) -> Cost {
        prices::normal(shape)
    }

    fn load(&self, _context: &mut Context) -> Result<Dataset, DataFault> {
        elephant::outline(&self.plain())
    }
}
