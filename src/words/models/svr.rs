//! `svr(cost: 1, epsilon: 0.1)`: linear support vector regression, |w|^2 / 2 + cost sum max(0, |y - x.w| - epsilon)
//! (Vapnik 1995), or the same over a kernel: errors within the tube cost nothing. Two classes are fitted as -1 and +1.

use super::kernel::{self, KernelOf, OverKernel};
use super::linear::{self, Reading as ScoreReading};
use crate::args;
use crate::models::regression::{Margin, support_vectors};
use crate::numeric::tensors::Tensors;
use crate::vocabulary::{
    Abilities, Ability, Cites, Class, Context, Cost, Count, Data, Fault, Flag, Measure, ModelKind, ModelWord,
    Order, Outcome, Positive, Rate, Scene, Value,
};
use crate::words::measures::{SUPPORT_SHARE, WEIGHT_NORM};
use crate::words::prices;
use crate::words::sources;

args! {
    /// Regression in which small errors cost nothing, and large ones in proportion.
    pub struct Svr {
        /// The factor of the sum of losses.
        cost: Positive = Positive::new(1.0), usual 1e-6 ..= 1e6;
        /// Errors up to this cost nothing.
        epsilon: Rate = Rate::new(0.1);
        /// Whether a constant is fitted, penalized with the weights.
        intercept: Flag = Flag::Off;
        /// What stands for inner products of rows; left out, these themselves.
        kernel: Option<KernelOf> = None;
        /// The width of the kernel; left out, the data say: the root of half the columns times the variance of the values.
        width: Option<Positive> = None, usual 1e-3 ..= 1e3;
        /// The degree of a polynomial kernel; left out, 3.
        degree: Option<Count> = None, usual 1 ..= 10;
    }
}

impl Svr {
    fn over_kernel(&self) -> OverKernel {
        OverKernel {
            kernel: self.kernel.value,
            width: self.width.value.map(Positive::get),
            degree: self.degree.value.map(Count::get),
            cost: self.cost.get(),
            intercept: self.intercept.is_on(),
        }
    }
}

impl ModelWord for Svr {
    const NAME: &'static str = "svr";
    const CLASS: Class = Class::REGRESSION;
    const MADE_BY: &'static [&'static str] = &["fit"];
    const ABILITIES: Abilities = &[Ability::Predict];
    const CITES: Cites = &[&sources::regularization::VAPNIK];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\nuse gaussian(n: 200, p: 20, noise: 1)\nfit svr(cost: 0.1), then test";

    fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind> {
        self.over_kernel().check(&self.width, &self.degree, scene)?;
        let kind = linear::against_the_rest(Self::NAME, Self::ABILITIES, order, false, scene)?;
        Some(self.over_kernel().priced(kind, order))
    }

    fn cost(&self, order: &Order) -> Cost {
        let shape = &order.data.shape;
        let sweeps = match self.over_kernel().kernel {
            Some(_) => prices::kernel_machine(shape.train, shape.columns),
            None => prices::sweeps(shape.train, shape.columns),
        };
        prices::converted(shape) + sweeps * linear::fits(order)
    }

    fn measures(&self, _order: &Order) -> Vec<(&'static Measure, usize)> {
        vec![(if self.over_kernel().kernel.is_some() { &SUPPORT_SHARE } else { &WEIGHT_NORM }, 1)]
    }

    fn train(&self, _order: &Order, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        let margin = Margin::Values { epsilon: self.epsilon.get() };
        if self.over_kernel().kernel.is_some() {
            return self.over_kernel().fit(data, margin);
        }
        linear::fit(data, ScoreReading::Value, None, |x, y| {
            support_vectors(x, y, margin, self.cost.get(), self.intercept.is_on())
        })
    }

    fn restored(&self, _: &Order, data: &Data, kept: &Tensors, _: &mut Context) -> Result<Value, Fault> {
        if self.over_kernel().kernel.is_some() {
            return kernel::restored(data, kept);
        }
        linear::restored(ScoreReading::Value, data, kept, None)
    }
}
