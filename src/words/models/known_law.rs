//! `known-law`: the numbers of a column against the law that they are known to follow, and whether their means settle.
//!
//! The distance of Kolmogorov and Smirnov with its probability; the distance of the quartiles of the numbers, and that
//! of the means of ten of them in turn. With a variance the second is sqrt 10 times smaller; of a Cauchy law it is the same.

use super::sample;
use crate::args;
use crate::numeric::statistics::{kolmogorov_smirnov, quantile};
use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Abilities, Class, Context, Cost, Data, Fault, Measure, ModelKind, ModelWord, Order, Outcome, Reading,
    Scene, Value,
};
use crate::words::measures::{INTERQUARTILE_RANGE, LAW_DISTANCE, LAW_PROBABILITY, MEANS_RANGE};
use crate::words::prices;

args! {
    /// The law that a column of numbers is known to follow.
    pub struct KnownLaw {}
}

impl ModelWord for KnownLaw {
    const NAME: &'static str = "known-law";
    const CLASS: Class = Class::REGRESSION;
    const MADE_BY: &'static [&'static str] = &["fit"];
    const ABILITIES: Abilities = &[];
    const EXAMPLE: &'static str = "seed 1\nedition 1\nfit known-law on designs(n: 10, p: 10)";

    fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind> {
        if !order.data.shape.facts.law_known {
            let message = format!("nobody knows the law of `{}`", order.data.name);
            let finding =
                Diagnostic::error("missing-part", scene.verb, message).label("no law to compare with");
            scene
                .findings
                .push(finding.help("fit it on `designs(...)`: errors, or smallest eigenvalues at n = p"));
            return None;
        }
        sample::kind(Self::NAME, order, scene)
    }

    fn cost(&self, order: &Order) -> Cost {
        prices::converted(&order.data.shape)
    }

    fn measures(&self, _order: &Order) -> Vec<(&'static Measure, usize)> {
        [&LAW_DISTANCE, &LAW_PROBABILITY, &INTERQUARTILE_RANGE, &MEANS_RANGE].map(|m| (m, 1)).to_vec()
    }

    fn train(&self, _order: &Order, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        let values = sample::values(data);
        let law = data.set.law.ok_or_else(|| Fault::new("nobody knows the law of these numbers"))?;
        let (distance, probability) =
            kolmogorov_smirnov(&values, law).ok_or_else(|| Fault::new("there are no numbers"))?;
        let range = |values: &[f64]| quantile(values, 0.75) - quantile(values, 0.25);
        let means: Vec<f64> = values.chunks_exact(10).map(|ten| ten.iter().sum::<f64>() / 10.0).collect();
        let mut readings = vec![
            Reading::exact(&LAW_DISTANCE, None, distance),
            Reading::exact(&LAW_PROBABILITY, None, probability),
            Reading::exact(&INTERQUARTILE_RANGE, None, range(&values)),
        ];
        if !means.is_empty() {
            readings.push(Reading::exact(&MEANS_RANGE, None, range(&means)));
        }
        Ok(Outcome { value: sample::made(data), readings, ..Outcome::default() })
    }

    fn restored(&self, _: &Order, data: &Data, _: &Tensors, _: &mut Context) -> Result<Value, Fault> {
        Ok(sample::made(data))
    }
}
