//! `estimate log-partition of machine by exact and ais and tap`: ln Z by one method, or by several side by side. The
//! model that flows on carries the first estimate, so that it gives likelihoods.

use crate::args;
use crate::data::Features;
use crate::models::Observer;
use crate::models::boltzmann::partition::Estimate as Found;
use crate::models::boltzmann::{ExactRbm, Units};
use crate::numeric::random::Seed;
use crate::numeric::tensors::Tensors;
use crate::vocabulary::{
    Abilities, Ability, Class, Context, Cost, DataInput, Evidence, Fault, Kind, Measure, Methods, Model,
    ModelInput, ModelKind, Outcome, Prediction, Reading, Scene, TwoLayers, Value, Verb,
};
use crate::words::lints::exact_is_cheaper;
use crate::words::measures::LOG_PARTITION;
use crate::words::methods::{ais::Ais, exact::Exact};
use ndarray::{Array1, Array2};
use std::sync::Arc;

crate::choice! {
    /// What is estimated.
    pub enum Quantity, "a quantity to estimate" {
        /// ln Z
        LogPartition = "log-partition",
    }
}

args! {
    /// Estimates the logarithm of a model's partition function.
    pub struct Estimate {
        /// What is estimated.
        quantity (object): Quantity = Quantity::LogPartition;
        /// The model.
        model (of): ModelInput;
        /// By which methods; left out, by enumeration where that ends, or else by annealing.
        methods (by): Methods = Methods::default();
        /// Data whose means are the base rates of annealing.
        data (on): Option<DataInput> = None;
    }
}

/// No smaller layer of more binary digits is enumerated unasked.
const UNASKED: usize = 24;
/// Base rates are kept this far from 0 and 1.
const LEAST: f64 = 0.001;
const ABILITIES: Abilities = &[
    Ability::Energy,
    Ability::Sample,
    Ability::Hidden,
    Ability::Fields,
    Ability::Reconstruct,
    Ability::Partition,
    Ability::Likelihood,
];

impl Estimate {
    fn machine(&self) -> Option<TwoLayers> {
        self.model.kind().machine
    }

    /// Log-odds of the means of the training rows, of visible units with two states; 0 where there are no data.
    fn base(&self, machine: &ExactRbm, context: &Context) -> Result<Array1<f64>, Fault> {
        let visible = machine.visible();
        let Some(input) = &self.data.value else { return Ok(Array1::zeros(visible)) };
        let data = context.data(input)?;
        let means = data.set.train.x.means().filter(|means| means.len() == visible);
        let means = means.unwrap_or_else(|| Array1::from_elem(visible, 0.5));
        let share = |mean: f64| match machine.visible_units {
            Units::Spin => 0.5 * (1.0 + mean),
            _ => mean,
        };
        let log_odds = |p: f64| (p / (1.0 - p)).ln();
        Ok(means.mapv(|mean| log_odds(share(mean).clamp(LEAST, 1.0 - LEAST))))
    }

    fn value(&self, found: Found, context: &Context) -> Result<Value, Fault> {
        let data = self.data.value.as_ref().map(|input| context.data(input)).transpose()?;
        let model: Arc<dyn Model> = Arc::new(Estimated { model: context.model(&self.model)?, found });
        Ok(Value { data, model: Some(model) })
    }
}

impl Verb for Estimate {
    const NAME: &'static str = "estimate";
    const METHODS: &'static [Class] = &[Class::PARTITION];
    const EXAMPLE: &'static str = "edition 1\nseed 1\nuse mnist with threshold(0.5)\ntrain rbm[784,20] with pcd1 for 3 epochs, then estimate log-partition by exact, then check log-likelihood";

    fn settle(&mut self, _scene: &mut Scene) {
        if self.methods.0.is_empty() {
            let bits = self.machine().and_then(|machine| machine.smaller_first().0.bits());
            match bits.is_none_or(|bits| bits <= UNASKED) {
                true => self.methods.or_preset::<Exact>(),
                false => self.methods.or_preset::<Ais>(),
            }
        }
    }

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        if let Some(finding) = self.model.lacks(Ability::Partition, Self::NAME, scene.place(self.model.span))
        {
            scene.findings.push(finding);
            return None;
        }
        self.methods.only(Class::PARTITION, "`estimate`", scene.findings);
        let before = scene.findings.len();
        let machine = self.machine()?;
        for method in &self.methods.0 {
            let place = Some(method.span).filter(|span| *span != Default::default());
            let found = method.estimator().and_then(|by| by.review(&machine, scene.place(place)));
            scene.findings.extend(found);
        }
        if scene.findings.len() > before {
            return None;
        }
        let model = ModelKind { abilities: ABILITIES, ..self.model.kind().clone() };
        Some(Kind {
            data: self.data.value.as_ref().map(|data| data.kind().clone()),
            model: Some(model),
            ..Kind::default()
        })
    }

    fn lint(&self, scene: &mut Scene) {
        if let Some(machine) = self.machine() {
            scene.findings.extend(exact_is_cheaper::find(&self.methods, &machine));
        }
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        let Some(machine) = self.machine() else { return Cost::default() };
        self.methods.0.iter().filter_map(|method| method.estimator()).map(|by| by.cost(&machine)).sum()
    }

    fn measures(&self) -> Vec<(&'static Measure, usize)> {
        vec![(&LOG_PARTITION, self.methods.0.len().max(1))]
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        let model = context.model(&self.model)?;
        let machine = model.machine().ok_or_else(|| Fault::new("the model is no machine of two layers"))?;
        let base = self.base(&machine, context)?;
        let several = self.methods.0.len() > 1;
        let mut outcome = Outcome::default();
        let mut first = None;
        for (at, method) in self.methods.0.iter().enumerate() {
            let Some(by) = method.estimator() else { continue };
            // A snapshot belongs to one method: of several, each starts anew.
            let observer = Alone { observer: context.observer, keeps: !several };
            let seed = context.seed.child(method.name());
            let found = by.estimate(&machine, &base, &seed, &observer)?;
            first.get_or_insert(found);
            outcome.readings.push(reading(&found, several.then_some(at + 1)));
            if several {
                outcome.notes.push(format!("log-partition{}: by {}", at + 1, method.name()));
            }
        }
        let first = first.ok_or_else(|| Fault::new("no method was named"))?;
        outcome.value = self.value(first, context)?;
        Ok(outcome)
    }

    const KEPT: bool = true;

    fn tensors(&self, value: &Value) -> Tensors {
        let mut tensors = Tensors::default();
        if let Some(found) = value.model.as_ref().and_then(|model| model.log_partition()) {
            put(&found, &mut tensors);
        }
        tensors
    }

    fn restored(&self, kept: &Tensors, context: &mut Context) -> Result<Value, Fault> {
        let standard_error = kept.number::<f64>("standard-error")?;
        let found = Found {
            log_partition: kept.number("log-partition")?,
            standard_error: Some(standard_error).filter(|error| !error.is_nan()),
            chains: kept.number::<u64>("chains")? as usize,
        };
        self.value(found, context)
    }
}

fn put(found: &Found, tensors: &mut Tensors) {
    tensors.put_number("log-partition", found.log_partition);
    tensors.put_number("standard-error", found.standard_error.unwrap_or(f64::NAN));
    tensors.put_number("chains", found.chains as u64);
}

/// The estimate with its standard error, where it is sampled.
fn reading(found: &Found, index: Option<usize>) -> Reading {
    let (measure, value) = (&LOG_PARTITION, found.log_partition);
    match found.standard_error {
        None => Reading::exact(measure, index, value),
        Some(standard_error) => {
            let evidence = Evidence::Sample { mean: value, standard_error, n: found.chains as u64 };
            Reading { measure, index, value, evidence }
        }
    }
}

/// Passes on what is watched, and snapshots only where they are of one computation.
struct Alone<'a> {
    observer: &'a dyn Observer,
    keeps: bool,
}

impl Observer for Alone<'_> {
    fn progress(&self, done: u64, total: u64, note: &str) {
        self.observer.progress(done, total, note);
    }
    fn cancelled(&self) -> bool {
        self.observer.cancelled()
    }
    fn snapshot(&self) -> Option<Tensors> {
        self.observer.snapshot().filter(|_| self.keeps)
    }
    fn snapshot_due(&self) -> bool {
        self.keeps && self.observer.snapshot_due()
    }
    fn keep(&self, snapshot: &Tensors) -> Result<(), crate::models::NotKept> {
        if self.keeps { self.observer.keep(snapshot) } else { Ok(()) }
    }
}

/// A model that knows its ln Z.
struct Estimated {
    model: Arc<dyn Model>,
    found: Found,
}

impl Model for Estimated {
    fn predict(&self, x: &Features) -> Prediction {
        self.model.predict(x)
    }

    fn free_energies(&self, x: &Features) -> Option<Vec<Array1<f64>>> {
        self.model.free_energies(x)
    }

    fn hidden(&self, x: &Features) -> Option<Features> {
        self.model.hidden(x)
    }

    fn weights(&self) -> Option<Vec<Array2<f32>>> {
        self.model.weights()
    }

    fn reconstruct(&self, x: &Features) -> Option<Features> {
        self.model.reconstruct(x)
    }

    fn sample(
        &self,
        n: usize,
        steps: usize,
        seed: &Seed,
        observer: &dyn Observer,
    ) -> Option<Result<Array2<f32>, Fault>> {
        self.model.sample(n, steps, seed, observer)
    }

    fn machines(&self) -> Option<Vec<ExactRbm>> {
        self.model.machines()
    }

    fn log_partition(&self) -> Option<Found> {
        Some(self.found)
    }

    fn tensors(&self) -> Tensors {
        let mut tensors = self.model.tensors();
        put(&self.found, &mut tensors);
        tensors
    }
}
