//! `svc(cost: 1)`: a support vector machine for classes, |w|^2 / 2 + cost sum max(0, 1 - y x.w) (Cortes and Vapnik 1995), over
//! inner products or a kernel; more than two classes are told apart one against the rest.

use super::kernel::{self, KernelOf, OverKernel};
use super::linear::{self, Reading as ScoreReading};
use crate::args;
use crate::models::regression::{Margin, support_vectors};
use crate::numeric::tensors::Tensors;
use crate::vocabulary::{
    Abilities, Ability, Cites, Class, Context, Cost, Count, Data, Fault, Flag, Measure, ModelKind, ModelWord,
    Order, Outcome, Positive, Scene, Value,
};
use crate::words::measures::{SUPPORT_SHARE, WEIGHT_NORM};
use crate::words::prices;
use crate::words::sources;

args! {
    /// The hyperplane with the widest margin between two classes, at a cost for rows within it.
    pub struct Svc {
        /// The factor of the sum of losses.
        cost: Positive = Positive::new(1.0), usual 1e-6 ..= 1e6;
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

impl Svc {
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

impl ModelWord for Svc {
    const NAME: &'static str = "svc";
    const CLASS: Class = Class::REGRESSION;
    const MADE_BY: &'static [&'static str] = &["fit"];
    const ABILITIES: Abilities = &[Ability::Predict];
    const CITES: Cites = &[&sources::regularization::CORTES_VAPNIK];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\ndraw 200 of spambase, then standardize, then fit svc(cost: 0.01), then test";

    fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind> {
        self.over_kernel().check(&self.width, &self.degree, scene)?;
        let kind = linear::against_the_rest(Self::NAME, Self::ABILITIES, order, true, scene)?;
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
        if self.over_kernel().kernel.is_some() {
            return self.over_kernel().fit(data, Margin::Classes);
        }
        linear::fit(data, ScoreReading::Value, None, |x, y| {
            support_vectors(x, y, Margin::Classes, self.cost.get(), self.intercept.is_on())
        })
    }

    fn restored(&self, _: &Order, data: &Data, kept: &Tensors, _: &mut Context) -> Result<Value, Fault> {
        if self.over_kernel().kernel.is_some() {
            return kernel::restored(data, kept);
        }
        linear::restored(ScoreReading::Value, data, kept, None)
    }
}
