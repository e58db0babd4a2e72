//! `shaw(32, noise: 1e-3)` and its kind: integral equations whose solution is known and hard to find (Hansen 1994,
//! Regularization Tools). Rows are the discretized equations, columns the unknowns, targets carry the noise.

use crate::args;
use crate::data::inverse::{Inverse, Problem};
use crate::data::{self, DataFault, Dataset, Shape};
use crate::vocabulary::{Cites, Context, Cost, Count, DataWord, Rate};
use crate::words::prices;
use crate::words::sources;
use std::path::Path;

crate::choice! {
    /// How the noise of neighbouring rows goes together.
    pub enum Correlation, "how noise goes together" {
        /// Not at all.
        White = "white",
        /// Smoothed by the weights 1, 2, 3, 2, 1.
        Smoothed = "smoothed",
    }
}

impl Correlation {
    fn plain(self) -> data::Correlation {
        match self {
            Correlation::White => data::Correlation::White,
            Correlation::Smoothed => data::Correlation::Smoothed,
        }
    }
}

/// Declares the word of a problem: its name, its argument struct, what it is and how many points it has by default.
macro_rules! problem {
    ($word:literal, $problem:ident, $points:literal, $about:literal) => {
        args! {
            #[doc = $about]
            pub struct $problem {
                /// Rows, and columns.
                points: Count = Count::new($points), usual 8 ..= 1000;
                /// Standard deviation of the noise.
                noise: Rate = Rate::new(1e-3);
                /// Whether the noise of neighbouring rows goes together.
                correlation: Correlation = Correlation::White;
            }
        }

        impl $problem {
            fn plain(&self) -> Inverse {
                Inverse {
                    name: $word,
                    problem: Problem::$problem,
                    points: self.points.get(),
                    noise: self.noise.get(),
                    correlation: self.correlation.plain(),
                }
            }
        }

        impl DataWord for $problem {
            const NAME: &'static str = $word;
            const CITES: Cites = &[&sources::data::HANSEN_1994];
            const EXAMPLE: &'static str = concat!(
                "seed 1\nedition 1\nfit tikhonov on ",
                $word,
                "(",
                $points,
                ", noise: 1e-3) by l-curve, then compare with optimum"
            );

            fn shape(&self, _folder: &Path) -> Result<Shape, DataFault> {
                self.plain().shape()
            }

            fn cost(&self, shape: &Shape) -> Cost {
                prices::normal(shape)
            }

            fn load(&self, context: &mut Context) -> Result<Dataset, DataFault> {
                self.plain().draw(&context.seed)
            }
        }
    };
}

problem!("shaw", Shaw, 32, "An image of light that went through a slit (Shaw 1972).");
problem!("phillips", Phillips, 64, "A convolution with a raised cosine (Phillips 1962).");
problem!("heat", Heat, 64, "The inverse heat equation: a temperature from what arrives of it later.");
problem!(
    "deriv2",
    Deriv2,
    64,
    "The second derivative of a function from the function, by its Green's function."
);
problem!("foxgood", Foxgood, 32, "An equation with the kernel of distances (Fox and Goodwin 1953).");
problem!("gravity", Gravity, 32, "Masses below the ground from the gravity above it.");
problem!("baart", Baart, 32, "An equation with an exponential kernel (Baart 1982).");
