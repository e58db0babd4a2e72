//! The measures of systems: what is known of them, by whatever way, under the same names.

use super::{FREE_ENERGY, measure, renormalized};
use crate::source::Lint;
use crate::vocabulary::{
    Ability, Better, Check, Context, Cost, Data, DataKind, Fault, Measure, MeasuredOn, Model, ModelKind,
    Outcome, Unit,
};
use Better::{Lower, Neither};
use MeasuredOn::Nothing;

/// `check` finds these in what the steps before have found out about a system; a trained model has none of them.
struct OfSystems;

impl Check for OfSystems {
    fn needs(&self) -> Ability {
        Ability::Treatment
    }
    fn yields(&self, _model: &ModelKind) -> Vec<(&'static Measure, usize)> {
        Vec::new()
    }
    fn without_validation(&self) -> Option<&'static Lint> {
        None
    }
    fn cost(&self, _model: &ModelKind, _data: &DataKind) -> Cost {
        Cost::default()
    }
    fn run(&self, _model: &dyn Model, _data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        Err(Fault::new("a trained model has no such measure"))
    }
}

pub(super) const fn known(name: &'static str, doc: &'static str) -> Measure {
    Measure { check: Some(&OfSystems), ..measure(name, Nothing, Unit::Number, Neither, doc) }
}

const fn distance(name: &'static str, doc: &'static str) -> Measure {
    measure(name, Nothing, Unit::Number, Lower, doc)
}

macro_rules! measures {
    ($(static $name:ident = $measure:expr;)*) => { $(pub static $name: Measure = $measure;)* };
}

measures! {
    static ENERGY = known("energy", "Energy a spin, in units of the coupling between neighbours.");
    static SPECIFIC_HEAT = known("specific-heat", "Derivative of the energy a spin by the temperature.");
    static MAGNETIZATION = known("magnetization", "Mean magnitude of the sum of the spins, a spin; of an infinite lattice the spontaneous magnetization.");
    static SUSCEPTIBILITY = known("susceptibility", "Spread of the magnetization, N (<m^2> - <|m|>^2) / T.");
    static BINDER = known("binder", "Binder's cumulant 1 - <m^4> / (3 <m^2>^2).");
    static AUTOCORRELATION_TIME = known("autocorrelation-time", "Integrated autocorrelation time of energy or magnetization, the longer one, in sweeps.");
    static ACCEPTANCE = known("acceptance", "Share of exchanges between neighbouring temperatures that were accepted.");
    static ENERGY_ERROR = distance("energy-error", "Distance of the energy from the result it is checked against.");
    static FREE_ENERGY_ERROR = distance("free-energy-error", "Distance of the free energy a spin from the result it is checked against, in nats.");
    static MAGNETIZATION_ERROR = distance("magnetization-error", "Distance of the magnetization from the result it is checked against.");
    static SPECIFIC_HEAT_ERROR = distance("specific-heat-error", "Distance of the specific heat from the result it is checked against.");
    static OVERLAP_ERROR = distance("overlap-error", "Distance of the overlap from the result it is checked against.");
    static AVALANCHE_SIZE_ERROR = distance("avalanche-size-error", "Distance of the mean size of avalanches from the result it is checked against.");
    static DEVIATION = distance("deviation", "Largest distance from the result that measures are checked against, in standard errors of each.");
    static FREE_ENERGY_DRIFT = distance("free-energy-drift", "Largest change of the free energy a spin along a flow that should keep it.");
    static TRUNCATION = known("truncation", "Largest share of squared singular values that a step of a tensor network cut off.");
    static COUPLING = known("coupling", "Coupling over temperature after the last step of a flow.");
    static CORRELATION_LENGTH = known("correlation-length", "Correlation length after the last step of a flow, in constants of its lattice.");
    static CRITICAL_COUPLING = known("critical-coupling", "Coupling over temperature at the unstable fixed point of a flow.");
    static VARIATIONAL_PARAMETER = known("variational-parameter", "Parameter p of a variational transformation at its best.");
    static EXPONENTS = known("exponents", "The exponents of a fixed point: all that are known.");
    static THERMAL_EXPONENT = known("thermal-exponent", "Exponent y_T of the temperature: an eigenvalue of the flow is b^y.");
    static MAGNETIC_EXPONENT = known("magnetic-exponent", "Exponent y_H of the field.");
    static CORRELATION_EXPONENT = known("correlation-exponent", "Exponent of the correlation length, 1 / y_T.");
    static HEAT_EXPONENT = known("heat-exponent", "Exponent of the specific heat, 2 - d / y_T.");
    static ORDER_EXPONENT = known("order-exponent", "Exponent of the magnetization, (d - y_H) / y_T.");
    static RESPONSE_EXPONENT = known("response-exponent", "Exponent of the susceptibility, (2 y_H - d) / y_T.");
    static ISOTHERM_EXPONENT = known("isotherm-exponent", "Exponent of the magnetization in a field, y_H / (d - y_H).");
    static ANOMALOUS_DIMENSION = known("anomalous-dimension", "Exponent of the correlations at the critical point, d + 2 - 2 y_H.");
    static BOUND_EXCESS = known("bound-excess", "How far the variational bound on ln Z a spin lies above the exact one; below 0 it would be no bound.");
    static PARAMETER_RATIO = known("parameter-ratio", "Feigenbaum's delta: the limit of ratios of parameter steps between doublings of the period.");
    static SIZE_RATIO = known("size-ratio", "Feigenbaum's alpha: the limit of ratios of orbit sizes, with its sign.");
    static SCALING_EXPONENT = known("scaling-exponent", "Real part of the exponents of a function that a change of scale multiplies, ln m / ln l.");
    static LOG_FREQUENCY = known("log-frequency", "Angular frequency of its oscillations in ln x, 2 pi / ln l.");
    static CRITICAL_TIME = known("critical-time", "Time at which a log-periodic power law ends.");
    static SQUARES = known("residual-squares", "Sum of the squared residuals of a fit.");
    static HARMONIC = known("harmonic", "Amplitude of the first oscillation in ln x over the mean.");
    static OVERLAP = known("overlap", "Overlap of the recalled state with the stored pattern, mean over patterns.");
    static SPURIOUS_SHARE = known("spurious-share", "Share of recalls that end in no stored pattern and no mirror image of one.");
    static SETTLED_SHARE = known("settled-share", "Share of recalls that end in a state that no longer moves.");
    static ENERGY_RISE = known("energy-rise", "Largest rise of the energy by an update at temperature 0; below 0, all lower it; 0 where no spin turned.");
    static UNSTABLE_SHARE = known("unstable-share", "Share of the bits of stored patterns whose field points the other way.");
    static CRITICAL_LOAD = known("critical-load", "Largest number of patterns a spin that can be recalled.");
    static CRITICAL_OVERLAP = known("critical-overlap", "Overlap at the largest load, at temperature 0.");
    static GLASS_TEMPERATURE = known("glass-temperature", "Temperature below which the memory is a spin glass.");
    static AVALANCHE_SIZE = known("avalanche-size", "Mean number of topplings of an avalanche, those without any among them.");
    static AVALANCHE_EXPONENT = known("avalanche-exponent", "Exponent tau of the distribution of sizes of avalanches, s^-tau, by maximum likelihood.");
    static AREA_EXPONENT = known("area-exponent", "Exponent of the distribution of areas of avalanches.");
    static DURATION_EXPONENT = known("duration-exponent", "Exponent of the distribution of durations of avalanches.");
    static HEIGHT = known("height", "Mean number of grains on a site.");
    static RECURRENT = known("recurrent-states", "Natural logarithm of the number of recurrent piles.");
}

/// The exponents that `check exponents` looks for.
static OF_FIXED_POINTS: &[&Measure] = &[
    &CRITICAL_COUPLING,
    &VARIATIONAL_PARAMETER,
    &THERMAL_EXPONENT,
    &MAGNETIC_EXPONENT,
    &CORRELATION_EXPONENT,
    &HEAT_EXPONENT,
    &ORDER_EXPONENT,
    &RESPONSE_EXPONENT,
    &ISOTHERM_EXPONENT,
    &ANOMALOUS_DIMENSION,
    &PARAMETER_RATIO,
    &SIZE_RATIO,
];

/// The measures that a word of `check` stands for.
pub fn members(word: &'static Measure) -> &'static [&'static Measure] {
    static EXPONENT_GROUP: &[(&Measure, &[&Measure])] = &[(&EXPONENTS, OF_FIXED_POINTS)];
    let groups = EXPONENT_GROUP.iter().chain(renormalized::GROUPS);
    groups.into_iter().find(|(group, _)| group.name == word.name).map_or(&[], |(_, members)| members)
}

/// The measure of the distance from an exact result.
pub fn distance_of(measure: &Measure) -> Option<&'static Measure> {
    let pairs: [(&Measure, &'static Measure); 6] = [
        (&ENERGY, &ENERGY_ERROR),
        (&FREE_ENERGY, &FREE_ENERGY_ERROR),
        (&MAGNETIZATION, &MAGNETIZATION_ERROR),
        (&SPECIFIC_HEAT, &SPECIFIC_HEAT_ERROR),
        (&OVERLAP, &OVERLAP_ERROR),
        (&AVALANCHE_SIZE, &AVALANCHE_SIZE_ERROR),
    ];
    pairs.into_iter().find(|(known, _)| known.name == measure.name).map(|(_, distance)| distance)
}
