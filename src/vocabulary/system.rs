//! Declared systems: models of physics that are stated, not trained: `ising(32, temperature: 2.269)`. Verbs find something
//! out about them by methods: `simulate ... by wolff`, `renormalize ... by trg`, `solve ... by kaufman`. All of them yield
//! measures of the same declaration, which is what lets `check energy against kaufman` hold one against the other.
//!
//! A system knows no method. A method asks a system for the plain struct of the science that it stands for, and
//! refuses those that it does not know: a new system is one word, a new method is one word.

use super::{Args, Cites, Cost, Fault, Measure, Model, Outcome, Reading};
use crate::models::Observer;
use crate::numeric::random::Seed;
use crate::numeric::tensors::Tensors;
use crate::source::Lint;
use ndarray::Array2;
use std::any::Any;
use std::fmt;
use std::sync::Arc;

/// Something that a step hands on for others of its family to take up: a memory, a state.
pub type Product = Arc<dyn Any + Send + Sync>;

/// A system with its arguments: `ising`, `hopfield`, `sandpile`.
pub trait SystemWord: Args {
    const NAME: &'static str;
    /// Goes up when the same arguments come to mean another system.
    const VERSION: u32 = 1;
    /// The publications behind it.
    const CITES: Cites = &[];
    const EXAMPLE: &'static str;

    /// The plain struct of the science.
    ///
    /// # Errors
    /// What is wrong with the arguments together, and a cure.
    fn declared(&self) -> Result<Declared, (String, String)>;
}

/// What is declared.
#[derive(Clone)]
pub struct Declared {
    /// The word.
    pub name: &'static str,
    /// The degrees of freedom, where there is a finite number.
    pub sites: Option<usize>,
    plain: Product,
}

/// One declaration is like no other, whatever it says.
impl PartialEq for Declared {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.plain, &other.plain)
    }
}

impl Declared {
    pub fn new<T: Send + Sync + 'static>(name: &'static str, sites: Option<usize>, plain: T) -> Self {
        Declared { name, sites, plain: Arc::new(plain) }
    }

    /// The plain struct, where it is of this type.
    pub fn plain<T: 'static>(&self) -> Option<&T> {
        self.plain.downcast_ref()
    }
}

impl fmt::Debug for Declared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// A system before anything runs: what is declared, and what the steps so far will have found out.
#[derive(Clone, Debug, PartialEq)]
pub struct SystemKind {
    pub declared: Declared,
    pub known: Vec<(&'static Measure, usize)>,
    /// Whether what is known was sampled and has errors.
    pub sampled: bool,
}

impl fmt::Display for SystemKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.declared.sites {
            Some(sites) => write!(f, "{} of {sites} sites", self.declared.name),
            None => write!(f, "{}, infinite", self.declared.name),
        }
    }
}

/// What a method is to find out.
pub struct Job<'a> {
    pub system: &'a Declared,
    /// Steps, sweeps or drops, where the sentence says how many.
    pub times: Option<usize>,
    /// What the step before has handed on.
    pub before: Option<Product>,
}

/// A method that finds something out about a system.
pub trait Treating {
    /// Why it can't, and a cure.
    fn refuses(&self, job: &Job) -> Option<(String, String)>;

    /// What is allowed but unwise: the page, what is said here, a cure.
    fn warns(&self, _job: &Job) -> Option<(&'static Lint, String, String)> {
        None
    }

    /// Whether what it finds has errors of sampling.
    fn samples(&self) -> bool {
        false
    }

    /// What `times` counts, where it takes any: `sweeps`, `drops`, `x` for repeats of one step.
    fn counts(&self) -> Option<Counted> {
        None
    }

    /// The measures it yields, with the number of values each has.
    fn yields(&self, job: &Job) -> Vec<(&'static Measure, usize)>;

    fn cost(&self, job: &Job) -> Cost;

    /// Finds it out; the value of the outcome is set by the verb.
    ///
    /// # Errors
    /// What the arithmetic refuses, and an interruption.
    fn treat(&self, job: &Job, seed: &Seed, observer: &dyn Observer) -> Result<Outcome, Fault>;

    /// Whether it hands out the states that it passes through.
    fn draws(&self) -> bool {
        false
    }

    /// States as rows of zeros and ones, (rows, sites), `apart` of its steps from each other.
    ///
    /// # Errors
    /// Where it hands out none, and an interruption.
    fn states(
        &self,
        _job: &Job,
        _rows: usize,
        _apart: usize,
        _seed: &Seed,
        _observer: &dyn Observer,
    ) -> Result<Array2<f32>, Fault> {
        Err(Fault::new("these states can't be drawn"))
    }
}

/// What a method is repeated by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    Sweeps,
    Drops,
    /// `x20`
    Steps,
}

impl Counted {
    pub const fn word(self) -> &'static str {
        match self {
            Counted::Sweeps => "sweeps",
            Counted::Drops => "drops",
            Counted::Steps => "steps",
        }
    }
}

/// What was found out: it flows on as a model that can be checked.
#[derive(Clone, Default)]
pub struct Treatment {
    pub readings: Vec<Reading>,
    pub product: Option<Product>,
}

impl Model for Treatment {
    fn treatment(&self) -> Option<&Treatment> {
        Some(self)
    }

    /// Each reading as value, standard error and number of values; an exact one has no error.
    fn tensors(&self) -> Tensors {
        let mut tensors = Tensors::default();
        for reading in &self.readings {
            let (error, n) = match reading.evidence {
                super::Evidence::Sample { standard_error, n, .. } => (standard_error, n as f64),
                super::Evidence::Binomial { .. } | super::Evidence::Exact => (f64::NAN, 1.0),
            };
            tensors.put(reading.name(), ndarray::arr1(&[reading.value, error, n]));
        }
        tensors
    }
}

impl Treatment {
    /// The same once more, from its tensors and the measures that it has.
    ///
    /// # Errors
    /// Where a measure is not among them.
    pub fn restored(kept: &Tensors, measures: &[(&'static Measure, usize)]) -> Result<Self, Fault> {
        let mut readings = Vec::new();
        for (measure, count) in measures {
            for index in 1..=*count {
                let index = (*count > 1).then_some(index);
                let mut reading = Reading::exact(measure, index, 0.0);
                let numbers: ndarray::Array1<f64> = kept.get(&reading.name())?;
                let [value, error, n] = numbers.to_vec()[..] else {
                    return Err(Fault::new(format!("`{}` is not kept as three numbers", reading.name())));
                };
                reading.value = value;
                if error.is_finite() {
                    reading.evidence =
                        super::Evidence::Sample { mean: value, standard_error: error, n: n as u64 };
                }
                readings.push(reading);
            }
        }
        Ok(Treatment { readings, product: None })
    }
}
