//! `pareto`: the exponent of the tail of the only column, P(> x) ~ x^-alpha, by Hill's estimate (1975) from the largest
//! values. Below 1 there is no mean, below 2 no variance.

use super::sample;
use crate::args;
use crate::numeric::statistics::hill;
use crate::numeric::tensors::Tensors;
use crate::vocabulary::{
    Abilities, Cites, Class, Context, Cost, Data, Evidence, Fault, Measure, ModelKind, ModelWord, Open,
    Order, Outcome, Reading, Rows, Scene, Value,
};
use crate::words::measures::TAIL_INDEX;
use crate::words::prices;
use crate::words::sources;

args! {
    /// The tail of a column of numbers as a power law.
    pub struct Pareto {
        /// The largest values that count; left out, one in twenty.
        largest: Open<Rows> = Open::Auto;
    }
}

impl ModelWord for Pareto {
    const NAME: &'static str = "pareto";
    const CLASS: Class = Class::REGRESSION;
    const MADE_BY: &'static [&'static str] = &["fit"];
    const ABILITIES: Abilities = &[];
    const CITES: Cites = &[&sources::regularization::HILL];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\nfit pareto(largest: 200) on designs(n: 10, p: 10, statistic: variance)";

    fn settle(&mut self, order: &mut Order) {
        self.largest.value.settle(Rows::new((order.data.shape.train / 20).max(1)));
    }

    fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind> {
        sample::kind(Self::NAME, order, scene)
    }

    fn cost(&self, order: &Order) -> Cost {
        prices::converted(&order.data.shape)
    }

    fn measures(&self, _order: &Order) -> Vec<(&'static Measure, usize)> {
        vec![(&TAIL_INDEX, 1)]
    }

    fn train(&self, _order: &Order, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        let values = sample::values(data);
        let largest = self.largest.value.or(Rows::new(1)).get();
        let found = hill(&values, largest).ok_or_else(|| {
            Fault::new(format!("{} numbers have no tail of {largest} that could be measured", values.len()))
                .help("take fewer of the largest values, or data that differ")
        })?;
        let evidence =
            Evidence::Sample { mean: found.alpha, standard_error: found.standard_error, n: largest as u64 };
        let reading = Reading { measure: &TAIL_INDEX, index: None, value: found.alpha, evidence };
        Ok(Outcome { value: sample::made(data), readings: vec![reading], ..Outcome::default() })
    }

    fn restored(&self, _: &Order, data: &Data, _: &Tensors, _: &mut Context) -> Result<Value, Fault> {
        Ok(sample::made(data))
    }
}
