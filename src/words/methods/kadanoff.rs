//! `kadanoff`: hidden states are tied to a system by T(v, h), and visible ones summed over. Kadanoff's kernels fulfil the trace
//! condition Tr_h e^T = 1, so that law and partition function are kept (Kadanoff 1975; Mehta and Schwab 2014). With a K(v) added
//! (`strength`, `seed`) the condition holds on average only: the partition function is kept, the law is not (Lin, Tegmark and
//! Rolnick 2017, appendix; Schwab and Mehta 2016).

use super::mehta_schwab::{readings, yields};
use crate::args;
use crate::models::Observer;
use crate::models::renormalization::energy::Coupled;
use crate::models::renormalization::kernels::{self, spin_states};
use crate::numeric::exponentials::log_sum_exp;
use crate::numeric::random::Seed;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Cites, Class, Cost, Count, Counted, Fault, Findings, Job, Measure, Method, Outcome, Real, Treating, Work,
};
use crate::words::enumerated::{self, Enumerated};
use crate::words::measures::spins::FREE_ENERGY_DRIFT;
use crate::words::sources;
use crate::words::{flows, treated};
use ndarray::Array1;
use rand_distr::{Distribution, StandardNormal};

crate::choice! {
    /// How hidden states are tied to visible ones.
    pub enum Kernel, "a kernel" {
        /// a hidden spin for each two neighbours, which follows their sum
        Pairs = "pairs",
        /// a hidden spin that is the first of each two neighbours
        Decimation = "decimation",
        /// hidden states with energies of their own, which know nothing of the visible ones
        Copy = "copy",
    }
}

args! {
    /// Ties hidden states to a system and sums over the visible ones, with or without a breach of the trace condition.
    pub struct Kadanoff {
        /// How hidden states are tied to visible ones.
        kernel (object): Kernel = Kernel::Pairs;
        /// How surely a hidden spin follows its pair, of `pairs`.
        parameter: Option<Real> = None, usual 0 ..= 10;
        /// Units of the copy, of `copy`; left out, as many as the system has.
        hidden: Option<Count> = None;
        /// The size of K(v), which is this times the first spin; left out, nothing is broken, or 1 where there is a seed.
        strength: Option<Real> = None, usual -10 ..= 10;
        /// The number of a draw: K(v) is then normal, one number for each visible state.
        seed: Option<Count> = None;
    }
}

/// Where nothing is said, a hidden spin follows a pair of equal ones in 98 cases of 100.
const PARAMETER: f64 = 1.0;

impl Method for Kadanoff {
    const NAME: &'static str = "kadanoff";
    const CLASSES: &'static [Class] = &[Class::RENORMALIZATION];
    const ROLE: Option<&'static str> = Some("transformations");
    const CITES: Cites = &[&sources::renormalization::KADANOFF_1975];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        renormalize open-chain([0.5,0.5,0.5], field: 0.2) by kadanoff(copy, strength: 1), then check marginals";

    fn as_treating(&self) -> Option<&dyn Treating> {
        Some(self)
    }

    fn check(&self, findings: &mut Findings) {
        let wrong = [
            (self.parameter.span, Kernel::Pairs, "the parameter is that of `pairs`"),
            (self.hidden.span, Kernel::Copy, "the number of hidden units is that of a `copy`"),
        ];
        for (span, kernel, message) in wrong {
            if let Some(span) = span.filter(|_| self.kernel.value != kernel) {
                let finding = Diagnostic::error("no-effect", span, message).label("has no effect");
                findings.push(finding.help("leave it out"));
            }
        }
    }
}

impl Kadanoff {
    fn strength(&self) -> f64 {
        let unsaid = if self.seed.value.is_some() { 1.0 } else { 0.0 };
        self.strength.value.map_or(unsaid, Real::get)
    }

    /// K(v) of every state of a level.
    fn distortion(&self, table: &Enumerated, seed: &Seed) -> Array1<f64> {
        let strength = self.strength();
        match self.seed.value {
            None => table.states.column(0).mapv(|s| strength * s),
            Some(number) => {
                let mut random = seed.child("distortion").at(number.get() as u64).stream();
                let mut draw = || strength * Distribution::<f64>::sample(&StandardNormal, &mut random);
                Array1::from_shape_simple_fn(table.energy.len(), &mut draw)
            }
        }
    }

    fn coupled(&self, table: &Enumerated, seed: &Seed) -> Coupled {
        let kernel = match self.kernel.value {
            Kernel::Pairs => {
                kernels::blocks(table.states.view(), self.parameter.value.map_or(PARAMETER, Real::get))
            }
            Kernel::Decimation => kernels::decimation(table.states.view()),
            Kernel::Copy => kernels::copy(table.energy.len(), &table.hidden),
        };
        Coupled::broken(table.energy.clone(), kernel, self.distortion(table, seed).view())
    }

    /// Spins of a level from those of the one before.
    fn next(&self, spins: usize) -> usize {
        if self.kernel.value == Kernel::Copy { spins } else { spins.div_ceil(2) }
    }
}

impl Treating for Kadanoff {
    fn refuses(&self, job: &Job) -> treated::Refusal {
        let refusal = enumerated::refuses(Self::NAME, job);
        refusal.or_else(|| {
            let (steps, spins) = (flows::steps(job, 1), enumerated::spins(job));
            let most = if self.kernel.value == Kernel::Copy {
                1
            } else {
                spins.next_power_of_two().ilog2() as usize
            };
            if !(1..=most.max(1)).contains(&steps) {
                let message = format!("{spins} spins can't be made fewer {steps} times");
                return Some((message, format!("at most x{}", most.max(1))));
            }
            let wide = self.hidden.value.map(Count::get).filter(|hidden| *hidden > spins)?;
            Some((format!("the copy has {wide} units, the system {spins}"), "take a smaller one".into()))
        })
    }

    fn counts(&self) -> Option<Counted> {
        Some(Counted::Steps)
    }

    fn yields(&self, job: &Job) -> Vec<(&'static Measure, usize)> {
        yields(flows::steps(job, 1)).into_iter().chain([(&FREE_ENERGY_DRIFT, 1)]).collect()
    }

    fn cost(&self, job: &Job) -> Cost {
        let states = (enumerated::spins(job).min(64) as f64).exp2();
        Cost { peak: 16.0 * states * states, ..Cost::alone(Work::Exponential, 4.0 * states * states) }
    }

    fn treat(&self, job: &Job, seed: &Seed, _observer: &dyn Observer) -> Result<Outcome, Fault> {
        let table = enumerated::table(job.system, self.hidden.value.map(Count::get), seed);
        let mut table = table.ok_or_else(|| Fault::new("the states of this system can't be looked at"))?;
        let log_partition = log_sum_exp(&-&table.energy);
        let (mut levels, mut drift) = (Vec::new(), 0.0f64);
        for level in 0..flows::steps(job, 1) {
            let found = self.coupled(&table, &seed.at(level as u64)).renormalized();
            let shift = log_sum_exp(&-&table.hidden) - log_sum_exp(&-&table.energy);
            drift = drift.max((found.joint_log_partition - log_partition).abs());
            let states = spin_states(self.next(table.states.ncols()));
            let energy = found.hidden_energy.clone();
            table = Enumerated { states, hidden: energy.clone(), energy };
            levels.push((found, shift));
        }
        let mut outcome = readings(&levels);
        outcome.readings.extend(treated::exact(&[(&FREE_ENERGY_DRIFT, drift)]).readings);
        Ok(outcome)
    }
}
