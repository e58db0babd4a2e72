//! `mellin`: complex exponents of a function that a change of scale multiplies, and its oscillations in ln x.

use crate::args;
use crate::models::Observer;
use crate::models::renormalization::scale_invariance::Rescaling;
use crate::numeric::random::Seed;
use crate::vocabulary::{
    Charted, Class, Cost, Fault, Job, Measure, Method, Outcome, Picture, Series, Treating, Work,
};
use crate::words::measures::spins;
use crate::words::treated;

args! {
    /// Finds exponents, frequency and harmonics of a function with discrete scale invariance.
    pub struct Mellin {}
}

impl Method for Mellin {
    const NAME: &'static str = "mellin";
    const CLASSES: &'static [Class] = &[Class::SOLUTION];
    const ROLE: Option<&'static str> = Some("ways to a solution");
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\nsolve weierstrass(2, factor: 3) by mellin, then check log-frequency and harmonic";

    fn as_treating(&self) -> Option<&dyn Treating> {
        Some(self)
    }
}

impl Treating for Mellin {
    fn refuses(&self, job: &Job) -> treated::Refusal {
        let none = job.system.plain::<Rescaling>().is_none();
        none.then(|| treated::only(Self::NAME, job, "a function that rescales", "weierstrass(2, factor: 3)"))
    }

    fn yields(&self, _job: &Job) -> Vec<(&'static Measure, usize)> {
        treated::once(&[&spins::SCALING_EXPONENT, &spins::LOG_FREQUENCY, &spins::HARMONIC])
    }

    fn cost(&self, _job: &Job) -> Cost {
        Cost::alone(Work::Element, 1e6).charted(Charted::Picture)
    }

    fn treat(&self, job: &Job, _seed: &Seed, _observer: &dyn Observer) -> Result<Outcome, Fault> {
        let it = job.system.plain::<Rescaling>().ok_or_else(|| Fault::new("this does not rescale"))?;
        let mut outcome = treated::exact(&[
            (&spins::SCALING_EXPONENT, it.exponent()),
            (&spins::LOG_FREQUENCY, it.frequency()),
            (&spins::HARMONIC, it.harmonics()[0]),
        ]);
        let x: Vec<f64> = (0..=400).map(|i| it.ratio.powf(f64::from(i) / 100.0)).collect();
        let y = x.iter().map(|&x| it.weierstrass(x) / x.powf(it.exponent())).collect();
        let lines = vec![Series::line("f(x) / x^a", "x", x, y)];
        let (title, over) = ("oscillations in ln x".into(), "x".into());
        outcome.pictures.push(Picture::Curves {
            title,
            x: over,
            y: String::new(),
            log_x: true,
            log_y: false,
            lines,
        });
        Ok(outcome)
    }
}
