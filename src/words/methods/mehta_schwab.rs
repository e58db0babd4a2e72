//! `mehta-schwab`: a Boltzmann machine beside a system is a renormalization with T(v, h) = E(v) - E(v, h) (Mehta and Schwab 2014).
//! The machine's hidden energies are those of the renormalized system, whether it fits or not, and ΔF = ln Z - ln Z_machine says
//! nothing of the fit: a constant makes it 0 and changes no law.

use crate::args;
use crate::models::Observer;
use crate::models::boltzmann::{ExactRbm, Units};
use crate::models::renormalization::energy::{Coupled, Renormalized};
use crate::numeric::random::Seed;
use crate::vocabulary::{
    Arg, Cites, Class, Cost, Fault, Job, Measure, Method, Outcome, Reading, Real, Reals, Treating, Work,
};
use crate::words::measures::{LOG_PARTITION, renormalized as known};
use crate::words::sources;
use crate::words::{enumerated, treated};
use ndarray::{Array1, Array2};

args! {
    /// Sets a Boltzmann machine of hidden spins beside a system.
    pub struct MehtaSchwab {
        /// The weights, row by row: a row for each spin of the system.
        weights (object): Reals;
        /// The biases of the system's spins; left out, 0.
        visible_bias: Option<Reals> = None;
        /// The biases of the hidden spins; left out, 0.
        hidden_bias: Option<Reals> = None;
        /// What is added to every energy of the machine.
        constant: Real = Real::new(0.0);
    }
}

/// More hidden spins than these make tables that are too large.
const MOST_HIDDEN: usize = 10;

impl Method for MehtaSchwab {
    const NAME: &'static str = "mehta-schwab";
    const CLASSES: &'static [Class] = &[Class::RENORMALIZATION];
    const ROLE: Option<&'static str> = Some("transformations");
    const CITES: Cites = &[&sources::renormalization::MEHTA_SCHWAB];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        renormalize open-chain([0.6,0.6,0.6]) by mehta-schwab([[0.8,0.1],[0.7,-0.2],[0.1,0.9],[-0.3,0.6]]), then check partition and marginals";

    fn as_treating(&self) -> Option<&dyn Treating> {
        Some(self)
    }
}

/// What is found on each level, with the shift of its hidden energies.
pub fn readings(levels: &[(Renormalized, f64)]) -> Outcome {
    let mut outcome = Outcome::default();
    if let Some((first, _)) = levels.first() {
        outcome.readings.push(Reading::exact(&LOG_PARTITION, None, first.log_partition));
    }
    for (level, (found, shift)) in levels.iter().enumerate() {
        let extreme =
            |choose: fn(f64, f64) -> f64| found.trace.iter().copied().reduce(choose).unwrap_or(f64::NAN);
        let values: [(&'static Measure, f64); 7] = [
            (&known::JOINT_LOG_PARTITION, found.joint_log_partition),
            (&known::SHIFT, *shift),
            (&known::MARGINAL_DIVERGENCE, found.divergence),
            (&known::TOTAL_VARIATION, found.total_variation),
            (&known::MEAN_TRACE, found.mean_trace),
            (&known::LEAST_TRACE, extreme(f64::min)),
            (&known::LARGEST_TRACE, extreme(f64::max)),
        ];
        let index = (levels.len() > 1).then_some(level + 1);
        outcome.readings.extend(values.map(|(measure, value)| Reading::exact(measure, index, value)));
        let energies = found.hidden_energy.iter().take(LISTED).enumerate();
        let rows = energies.map(|(state, energy)| (state.to_string(), vec![*energy]));
        let title = format!("energies of hidden states, level {}", level + 1);
        outcome.tables.push(treated::table(&title, &["energy"], rows));
    }
    outcome
}

/// Rows of a table of states.
const LISTED: usize = 16;

/// The measures of so many levels.
pub fn yields(levels: usize) -> Vec<(&'static Measure, usize)> {
    let each: [&'static Measure; 7] = [
        &known::JOINT_LOG_PARTITION,
        &known::SHIFT,
        &known::MARGINAL_DIVERGENCE,
        &known::TOTAL_VARIATION,
        &known::MEAN_TRACE,
        &known::LEAST_TRACE,
        &known::LARGEST_TRACE,
    ];
    std::iter::once((&LOG_PARTITION, 1)).chain(each.map(|measure| (measure, levels))).collect()
}

impl MehtaSchwab {
    /// The machine of `visible` spins, where the lists fit it.
    fn machine(&self, visible: usize) -> Option<ExactRbm> {
        let hidden = self.weights.0.len().checked_div(visible)?;
        let bias = |stated: &Arg<Option<Reals>>, units: usize| match &stated.value {
            Some(list) => (list.0.len() == units).then(|| Array1::from(list.0.clone())),
            None => Some(Array1::zeros(units)),
        };
        Some(ExactRbm {
            weights: Array2::from_shape_vec((visible, hidden), self.weights.0.clone()).ok()?,
            visible_bias: bias(&self.visible_bias, visible)?,
            hidden_bias: bias(&self.hidden_bias, hidden)?,
            visible_units: Units::Spin,
            hidden_units: Units::Spin,
        })
    }
}

impl Treating for MehtaSchwab {
    fn refuses(&self, job: &Job) -> treated::Refusal {
        let refusal = enumerated::refuses(Self::NAME, job);
        refusal.or_else(|| {
            let spins = enumerated::spins(job);
            let Some(machine) = self.machine(spins) else {
                let message = format!("weights and biases do not fit {spins} spins");
                return Some((message, format!("state {spins} rows of weights, and a bias for each unit")));
            };
            let hidden = machine.hidden();
            (!(1..=MOST_HIDDEN).contains(&hidden)).then(|| {
                let message = format!("the machine has {hidden} hidden spins");
                (message, format!("1 to {MOST_HIDDEN} can be summed over"))
            })
        })
    }

    fn yields(&self, _job: &Job) -> Vec<(&'static Measure, usize)> {
        yields(1)
    }

    fn cost(&self, job: &Job) -> Cost {
        let states = (enumerated::spins(job).min(64) as f64).exp2();
        Cost::alone(Work::Exponential, 4.0 * states * (MOST_HIDDEN as f64).exp2())
    }

    fn treat(&self, job: &Job, seed: &Seed, _observer: &dyn Observer) -> Result<Outcome, Fault> {
        let table = enumerated::table(job.system, None, seed);
        let table = table.ok_or_else(|| Fault::new("the states of this system can't be looked at"))?;
        let machine = self.machine(table.states.ncols());
        let machine = machine.ok_or_else(|| Fault::new("weights and biases do not fit the system"))?;
        let joint = enumerated::joint(&table.states, &machine) + self.constant.get();
        Ok(readings(&[(Coupled::by_machine(table.energy, joint.view()).renormalized(), 0.0)]))
    }
}
