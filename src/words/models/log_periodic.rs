//! `log-periodic`: a power law of the time that is left, with oscillations in its logarithm, fitted to values over time
//! (Filimonov and Sornette 2013). The first column of the data is time, the label is the value; for prices, its logarithm.

use super::linear;
use crate::args;
use crate::data::Features;
use crate::models::renormalization::log_periodic::{self, LogPeriodic, Search};
use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Abilities, Ability, Cites, Class, Context, Cost, Data, Fault, MANY, Measure, Model, ModelKind, ModelWord,
    Order, Outcome, Positive, Prediction, Reading, Scene, Value, Work,
};
use crate::words::measures::spins;
use crate::words::sources;
use crate::words::treated::{fault, once};
use ndarray::arr1;
use std::sync::Arc;

args! {
    /// A power law of the time that is left until a critical time, with oscillations in its logarithm.
    pub struct Periodic {
        /// The least angular frequency that is searched.
        from: Positive = Positive::new(4.0), usual 1 ..= 20;
        /// The largest angular frequency that is searched.
        to: Positive = Positive::new(13.0), usual 2 ..= 50;
        /// How far behind the last time the critical one may lie, over the span of the data.
        horizon: Positive = Positive::new(0.2), usual 0.01 ..= 2;
    }
}

/// Published fits keep exponents between these (Sornette and others).
const EXPONENTS: (f64, f64) = (0.05, 0.95);
/// Seven parameters need more rows than these.
const LEAST_ROWS: usize = 8;

struct Fitted(LogPeriodic);

impl Model for Fitted {
    fn predict(&self, x: &Features) -> Prediction {
        let x = x.double();
        let values = x.rows().into_iter().map(|row| row.first().map_or(f64::NAN, |&t| self.0.at(t)));
        Prediction { values: Some(values.collect()), ..Prediction::default() }
    }

    fn tensors(&self) -> Tensors {
        let it = &self.0;
        let mut tensors = Tensors::default();
        tensors.put("nonlinear", arr1(&[it.exponent, it.frequency, it.critical_time, it.squares]));
        tensors.put("linear", arr1(&it.linear));
        tensors
    }
}

fn value(it: LogPeriodic, data: &Data) -> Value {
    Value { data: Some(data.clone()), model: Some(Arc::new(Fitted(it))) }
}

impl ModelWord for Periodic {
    const NAME: &'static str = "log-periodic";
    const CLASS: Class = Class::REGRESSION;
    const MADE_BY: &'static [&'static str] = &["fit"];
    const ABILITIES: Abilities = &[Ability::Predict];
    const CITES: Cites = &[&sources::regularization::FILIMONOV_SORNETTE];
    const EXAMPLE: &'static str =
        "edition 1\nseed 1\nfit log-periodic on csv(\"prices.csv\", label: last), then plot fit";

    fn settle(&mut self, _order: &mut Order) {}

    fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind> {
        if self.from.get() >= self.to.get() {
            let message = format!("no frequency lies from {} to {}", self.from.get(), self.to.get());
            let finding = Diagnostic::error("out-of-range", scene.place(self.to.span), message);
            scene.findings.push(finding.label("not above the least").help("choose `to` above `from`"));
            return None;
        }
        let rows = order.data.shape.train;
        if rows < LEAST_ROWS {
            let message = format!("seven parameters are not found in {rows} rows");
            let finding = Diagnostic::error("out-of-range", scene.verb, message).label("too few rows");
            scene.findings.push(finding.help(format!("take {LEAST_ROWS} rows or more")));
            return None;
        }
        let kind = linear::kind(Self::NAME, Self::ABILITIES, order, false, scene)?;
        Some(ModelKind { parameters: 7, ..kind })
    }

    fn cost(&self, order: &Order) -> Cost {
        // 72 starts of about 300 evaluations, each a thin decomposition of four columns, some 900 operations a row.
        let rows = order.data.shape.train as f64;
        Cost::shared(Work::FactorFlop, 72.0 * 300.0 * 900.0 * rows, MANY)
    }

    fn measures(&self, _order: &Order) -> Vec<(&'static Measure, usize)> {
        once(&[
            &spins::CRITICAL_TIME,
            &spins::SCALING_EXPONENT,
            &spins::LOG_FREQUENCY,
            &spins::HARMONIC,
            &spins::SQUARES,
        ])
    }

    fn train(&self, _order: &Order, data: &Data, context: &mut Context) -> Result<Outcome, Fault> {
        let y = linear::targets(&data.set.train, 0.0, 1.0)?.to_vec();
        let t: Vec<f64> = data.set.train.x.double().column(0).to_vec();
        let frequencies = (self.from.get(), self.to.get());
        let search = Search { exponents: EXPONENTS, frequencies, horizon: self.horizon.get() };
        let it = log_periodic::fit(&t, &y, &search, context.observer).map_err(fault)?;
        let it = it.ok_or_else(Fault::interrupted)?;
        let reading = |measure: &'static Measure, value: f64| Reading::exact(measure, None, value);
        let readings = vec![
            reading(&spins::CRITICAL_TIME, it.critical_time),
            reading(&spins::SCALING_EXPONENT, it.exponent),
            reading(&spins::LOG_FREQUENCY, it.frequency),
            reading(&spins::HARMONIC, it.amplitude()),
            reading(&spins::SQUARES, it.squares),
        ];
        let ratio = it.scaling_ratio();
        let notes =
            vec![format!("from one oscillation to the next the time that is left shrinks {ratio:.3} times")];
        Ok(Outcome { value: value(it, data), readings, notes, ..Outcome::default() })
    }

    fn restored(&self, _order: &Order, data: &Data, kept: &Tensors, _: &mut Context) -> Result<Value, Fault> {
        let (nonlinear, linear): (ndarray::Array1<f64>, ndarray::Array1<f64>) =
            (kept.get("nonlinear")?, kept.get("linear")?);
        let ([exponent, frequency, critical_time, squares], [a, b, c1, c2]) =
            (&nonlinear.to_vec()[..], &linear.to_vec()[..])
        else {
            return Err(Fault::new("the fit is not kept as eight numbers"));
        };
        let it = LogPeriodic {
            exponent: *exponent,
            frequency: *frequency,
            critical_time: *critical_time,
            linear: [*a, *b, *c1, *c2],
            squares: *squares,
        };
        Ok(value(it, data))
    }
}
