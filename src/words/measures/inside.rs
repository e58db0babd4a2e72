//! `check moments`, `mixing`, `weight-spectrum`: what is inside a Boltzmann machine. Its two phases side by side, exactly where a layer
//! can be summed over and else from chains; how fast these chains forget; and the singular values of its weights.

use super::measure;
use crate::models::boltzmann::{ExactRbm, Moments, Watch, mixing};
use crate::numeric::lapack;
use crate::numeric::statistics::hill;
use crate::source::Lint;
use crate::vocabulary::{
    Ability, Better, Charted, Check, Context, Cost, Data, DataKind, Fault, Measure, MeasuredOn, Model,
    ModelKind, Outcome, Picture, Reading, Series, Unit, Work,
};
use crate::words::models::rbm::outcome;
use crate::words::{prices, treated};
use MeasuredOn::{Nothing, Training};
use ndarray::Array2;

pub static MOMENTS: Measure = Measure {
    check: Some(&PhaseMoments),
    ..measure(
        "moments",
        Training,
        Unit::Number,
        Better::Lower,
        "Root mean square over pairs of units of <v h> of the data less that of the machine: what is left to learn.",
    )
};
pub static POSITIVE_PHASE: Measure = measure(
    "positive-phase",
    Training,
    Unit::Number,
    Better::Neither,
    "Root mean square over pairs of units of <v h> of the data.",
);
pub static NEGATIVE_PHASE: Measure = measure(
    "negative-phase",
    Nothing,
    Unit::Number,
    Better::Neither,
    "Root mean square over pairs of units of <v h> of the machine: exact up to 2^16 states of its smaller layer, else from 50 chains.",
);
pub static MIXING: Measure = Measure {
    check: Some(&ChainMixing),
    ..measure(
        "mixing",
        Nothing,
        Unit::Number,
        Better::Lower,
        "Integrated autocorrelation time of the free energy along Gibbs chains, in steps: 1/2 where there is no correlation.",
    )
};
pub static EFFECTIVE_SAMPLES: Measure = measure(
    "effective-samples",
    Nothing,
    Unit::Number,
    Better::Higher,
    "What 50 chains of 1,000 steps are worth in independent states.",
);
pub static GELMAN_RUBIN: Measure = measure(
    "gelman-rubin",
    Nothing,
    Unit::Number,
    Better::Lower,
    "Spread of free energies between chains and along them over that along them: 1 where all chains have seen the same law.",
);
pub static WEIGHT_SPECTRUM: Measure = Measure {
    check: Some(&WeightSpectrum),
    ..measure(
        "weight-spectrum",
        Nothing,
        Unit::Number,
        Better::Neither,
        "Exponent of the density of the larger half of the eigenvalues of W'W as a power law: 1 + Hill's index of its tail.",
    )
};
pub static LARGEST_SINGULAR_VALUE: Measure = measure(
    "largest-singular-value",
    Nothing,
    Unit::Number,
    Better::Neither,
    "Largest singular value of the weights.",
);
pub static STABLE_RANK: Measure = measure(
    "stable-rank",
    Nothing,
    Unit::Number,
    Better::Neither,
    "Sum of the squared singular values of the weights over the largest one.",
);

/// Moments of data and machine.
pub struct PhaseMoments;
/// The forgetting of chains.
pub struct ChainMixing;
/// The singular values of the weights.
pub struct WeightSpectrum;

/// Chains that stand for the machine where it can't be summed over, and that are watched.
const WATCH: Watch = Watch { chains: 50, discarded: 1000, steps: 1000 };
/// The smaller layer of a machine whose moments are summed has at most 2^16 states.
const SUMMED: usize = 16;

fn machine(model: &dyn Model) -> Result<ExactRbm, Fault> {
    model.machine().ok_or_else(|| Fault::new("the model is no machine of two layers"))
}

fn chains(model: &ModelKind) -> Cost {
    prices::sampling(model.inputs, model.outputs.unwrap_or(0), WATCH.chains, WATCH.discarded + WATCH.steps)
}

/// Whether the smaller layer is small enough.
fn is_summed(machine: &ExactRbm) -> bool {
    let bits = [machine.visible_units.bits(machine.visible()), machine.hidden_units.bits(machine.hidden())];
    bits.into_iter().flatten().min().is_some_and(|bits| bits <= SUMMED)
}

impl Check for PhaseMoments {
    fn needs(&self) -> Ability {
        Ability::Partition
    }

    fn yields(&self, _model: &ModelKind) -> Vec<(&'static Measure, usize)> {
        [&MOMENTS, &POSITIVE_PHASE, &NEGATIVE_PHASE].map(|measure| (measure, 1)).to_vec()
    }

    fn without_validation(&self) -> Option<&'static Lint> {
        None
    }

    fn cost(&self, model: &ModelKind, data: &DataKind) -> Cost {
        let bits = model.machine.and_then(|machine| machine.smaller_first().0.bits());
        let negative = match bits.filter(|bits| *bits <= SUMMED) {
            Some(bits) => model.row.clone() * (3.0 * (bits as f64).exp2()),
            None => chains(model),
        };
        model.row.clone() * (2.0 * data.shape.train as f64) + negative
    }

    fn run(&self, model: &dyn Model, data: &Data, context: &mut Context) -> Result<Outcome, Fault> {
        let machine = machine(model)?;
        let positive = machine.data_moments(data.set.train.x.double().view());
        let mut outcome = Outcome::default();
        let negative = match is_summed(&machine) {
            true => machine.model_moments().map_err(|why| Fault::new(why.to_string()))?,
            false => {
                let found =
                    mixing(&machine, WATCH, &context.seed, context.observer).map_err(outcome::fault)?;
                let (count, steps) = (WATCH.chains, WATCH.discarded + WATCH.steps);
                outcome
                    .notes
                    .push(format!("the negative phase is that of {count} chains after {steps} steps"));
                machine.data_moments(found.states.view())
            }
        };
        outcome.readings = phases(&positive, &negative);
        Ok(outcome)
    }
}

/// Root mean squares of ⟨v h⟩ in both phases, and of their difference.
fn phases(positive: &Moments, negative: &Moments) -> Vec<Reading> {
    let size = |x: &Array2<f64>| x.mapv(|x| x * x).mean().unwrap_or(f64::NAN).sqrt();
    vec![
        Reading::exact(&MOMENTS, None, size(&(positive - negative).visible_hidden)),
        Reading::exact(&POSITIVE_PHASE, None, size(&positive.visible_hidden)),
        Reading::exact(&NEGATIVE_PHASE, None, size(&negative.visible_hidden)),
    ]
}

impl Check for ChainMixing {
    fn needs(&self) -> Ability {
        Ability::Partition
    }

    fn yields(&self, _model: &ModelKind) -> Vec<(&'static Measure, usize)> {
        [&MIXING, &EFFECTIVE_SAMPLES, &GELMAN_RUBIN].map(|measure| (measure, 1)).to_vec()
    }

    fn without_validation(&self) -> Option<&'static Lint> {
        None
    }

    fn cost(&self, model: &ModelKind, _data: &DataKind) -> Cost {
        chains(model)
    }

    fn run(&self, model: &dyn Model, _data: &Data, context: &mut Context) -> Result<Outcome, Fault> {
        let found =
            mixing(&machine(model)?, WATCH, &context.seed, context.observer).map_err(outcome::fault)?;
        let values =
            [(&MIXING, found.time), (&EFFECTIVE_SAMPLES, found.effective), (&GELMAN_RUBIN, found.between)];
        Ok(treated::exact(&values))
    }
}

impl Check for WeightSpectrum {
    fn needs(&self) -> Ability {
        Ability::Energy
    }

    fn yields(&self, model: &ModelKind) -> Vec<(&'static Measure, usize)> {
        [&WEIGHT_SPECTRUM, &LARGEST_SINGULAR_VALUE, &STABLE_RANK]
            .map(|measure| (measure, model.layers))
            .to_vec()
    }

    fn without_validation(&self) -> Option<&'static Lint> {
        None
    }

    fn cost(&self, model: &ModelKind, _data: &DataKind) -> Cost {
        let of_pair = |pair: &[usize]| {
            let (most, least) = (pair[0].max(pair[1]) as f64, pair[0].min(pair[1]) as f64);
            Cost::alone(Work::DoubleFlop, 10.0 * most * least * least)
        };
        model.stack.windows(2).map(of_pair).sum::<Cost>().charted(Charted::Picture)
    }

    fn run(&self, model: &dyn Model, _data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        let machines = model.machines().unwrap_or_default();
        let (mut readings, mut lines) = (Vec::new(), Vec::new());
        for (layer, machine) in machines.iter().enumerate() {
            let values = lapack::svd(machine.weights.view()).map_err(treated::fault)?.singular_values;
            let squares: Vec<f64> = values.iter().map(|s| s * s).collect();
            let largest = squares.iter().copied().fold(0.0, f64::max);
            let index = (machines.len() > 1).then_some(layer + 1);
            let tail = hill(&squares, squares.len() / 2).map_or(f64::NAN, |tail| tail.alpha);
            readings.push(Reading::exact(&WEIGHT_SPECTRUM, index, 1.0 + tail));
            readings.push(Reading::exact(&LARGEST_SINGULAR_VALUE, index, largest.sqrt()));
            readings.push(Reading::exact(&STABLE_RANK, index, squares.iter().sum::<f64>() / largest));
            let ranks = (1..=values.len()).map(|rank| rank as f64).collect();
            lines.push(Series::line(format!("machine {}", layer + 1), "rank", ranks, values.to_vec()));
        }
        let picture = Picture::Curves {
            title: "singular values of the weights".into(),
            x: "rank".into(),
            y: String::new(),
            log_x: true,
            log_y: true,
            lines,
        };
        Ok(Outcome { readings, pictures: vec![picture], ..Outcome::default() })
    }
}
