//! A machine whose numbers are stated in the sentence, or drawn, without any data.

use super::training::is_precise;
use super::{HELD_OUT, Kind, Rbm};
use crate::models::boltzmann::{ExactRbm, Units};
use crate::numeric::random::Seed;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Abilities, Ability, Arg, LayerKind, ModelKind, ModelWord, Order, Reals, RestartedChains, Scene, TwoLayers,
};
use crate::words::methods::exact_gradient::ExactGradient;
use crate::words::prices;
use ndarray::{Array1, Array2};
use rand_distr::{Distribution, StandardNormal};

/// The smaller layer of a machine that gives likelihoods without further ado has at most 2^20 states.
const AT_ONCE: usize = 20;

/// The hidden states between two machines are looked at up to 2^16 of them.
const LOOKED_AT: usize = 16;

const TINY: Abilities = &KNOWN;
const SMALL: Abilities = KNOWN.split_at(KNOWN.len() - 1).0;
const SINGLE: Abilities = KNOWN.split_at(KNOWN.len() - 2).0;
/// What a machine of two layers can do, likelihoods last.
const KNOWN: [Ability; 8] = [
    Ability::Energy,
    Ability::Sample,
    Ability::Hidden,
    Ability::Fields,
    Ability::Reconstruct,
    Ability::Partition,
    Ability::Likelihood,
    Ability::Stacked,
];
/// What two small machines can do, one on the other.
const PAIR: Abilities = &[
    Ability::Energy,
    Ability::Sample,
    Ability::Hidden,
    Ability::Fields,
    Ability::Reconstruct,
    Ability::Stacked,
];

impl Rbm {
    /// What a single machine or a stack can do.
    pub(super) fn abilities(&self) -> Abilities {
        match self.two_layers().map(|machine| machine.smaller_first().0.bits()) {
            Some(Some(bits)) if bits <= AT_ONCE => match self.can_be_stacked() {
                true => TINY,
                false => SMALL,
            },
            None if self.can_be_stacked() => PAIR,
            Some(_) => SINGLE,
            None => Self::ABILITIES,
        }
    }

    /// Whether the states between two machines, this one upside down for the second, can be summed over.
    fn can_be_stacked(&self) -> bool {
        let hidden = self.hidden.value.unwrap_or(Kind::Binary);
        let between = match self.widths() {
            [_, hidden] => *hidden,
            [_, hidden, top] if (*hidden).min(*top) <= AT_ONCE => *hidden,
            _ => return false,
        };
        hidden.units(between).bits(between).is_some_and(|bits| bits <= LOOKED_AT)
    }

    /// Its layers, where it is one machine.
    pub(in crate::words) fn two_layers(&self) -> Option<TwoLayers> {
        let [visible, hidden] = self.widths() else { return None };
        let layer = |kind: &Arg<Option<Kind>>, columns: usize| {
            let units = kind.value.map_or(Units::Binary, |kind| kind.units(columns));
            LayerKind { units, columns }
        };
        Some(TwoLayers { visible: layer(&self.visible, *visible), hidden: layer(&self.hidden, *hidden) })
    }

    /// The kind of a machine that is stated or drawn.
    pub(super) fn stated(&self, scene: &mut Scene) -> Option<ModelKind> {
        let Some(machine) = self.two_layers() else {
            let message = "a machine without data needs two widths";
            let finding = Diagnostic::error("shape-mismatch", scene.place(self.widths.span), message);
            scene.findings.push(finding.label("how wide are its layers?").help("write `rbm[6,6]`"));
            return None;
        };
        let before = scene.findings.len();
        let drawn = self.spread.span.filter(|_| self.weights.value.is_some());
        // The share that the plan fills in is no wish of the file.
        let held_out = self.held_out.span.filter(|_| self.held_out.get() != HELD_OUT);
        for span in drawn.into_iter().chain(held_out) {
            let finding = Diagnostic::error("no-effect", span, "nothing is drawn or held out here");
            scene.findings.push(finding.label("has no effect").help("leave it out"));
        }
        for (stated, wanted, what) in numbers(self, &machine) {
            scene.findings.extend(miscounted(stated, wanted, what));
        }
        (scene.findings.len() == before).then(|| self.as_kind(None))
    }

    /// What is known of machines of these widths, trained by these chains.
    pub(super) fn as_kind(&self, chains: Option<RestartedChains>) -> ModelKind {
        let widths = self.widths();
        ModelKind {
            name: <Self as ModelWord>::NAME,
            inputs: widths.first().copied().unwrap_or(0),
            outputs: widths.last().copied(),
            layers: widths.len().saturating_sub(1),
            parameters: super::parameters(widths) as u64,
            row: prices::energies(widths),
            abilities: self.abilities(),
            settings: 1,
            chains,
            machine: self.two_layers(),
            stack: widths.to_vec(),
            refit: None,
        }
    }

    /// Stated numbers have no part in training; and not every machine is trained in every way.
    pub(super) fn check_start(&self, order: &Order, scene: &mut Scene) {
        for stated in [&self.weights, &self.visible_bias, &self.hidden_bias] {
            if let (Some(_), Some(span)) = (&stated.value, stated.span) {
                let message = "training starts from weights that are drawn, and from biases of the data";
                let finding = Diagnostic::error("no-effect", span, message).label("has no effect here");
                scene.findings.push(finding.help("a machine with these numbers: `consider rbm[...](...)`"));
            }
        }
        if self.widths().len() > 2
            && (is_precise(order) || self.visible.value.or(self.hidden.value).is_some())
        {
            let message = "machines of a stack are of binary units, and trained by chains of one temperature";
            let finding = Diagnostic::error("not-in-this-place", scene.verb, message).label("one by one");
            scene
                .findings
                .push(finding.help("train a single machine like this, or the stack by `cd1` or `pcd1`"));
        }
        self.check_enumerable(order, scene);
    }

    /// The exact gradient needs a layer that can be summed over at every step.
    fn check_enumerable(&self, order: &Order, scene: &mut Scene) {
        let Some(span) = order.methods.span_of::<ExactGradient>() else { return };
        let bits = self.two_layers().and_then(|machine| machine.smaller_first().0.bits());
        if bits.is_some_and(|bits| bits <= AT_ONCE) {
            return;
        }
        let message = format!(
            "the exact gradient sums over the smaller layer at every step: at most 2^{AT_ONCE} states"
        );
        let finding = Diagnostic::error("too-large", span, message).label("would not end");
        scene.findings.push(finding.help("train it by `pcd1`, or take a smaller hidden layer"));
    }

    /// The machine: stated numbers, drawn weights, biases of 0.
    pub(in crate::words) fn with_its_numbers(&self, seed: &Seed) -> ExactRbm {
        let (visible, hidden) = (self.widths().first().copied(), self.widths().get(1).copied());
        let (visible, hidden) = (visible.unwrap_or(1), hidden.unwrap_or(1));
        let mut random = seed.child("weights").stream();
        let spread = self.spread();
        let mut drawn = || -> f64 { spread * Distribution::<f64>::sample(&StandardNormal, &mut random) };
        let stated = self.weights.value.as_ref();
        let stated = stated.and_then(|w| Array2::from_shape_vec((visible, hidden), w.0.clone()).ok());
        let bias = |stated: &Arg<Option<Reals>>, units: usize| {
            stated
                .value
                .as_ref()
                .map_or_else(|| Array1::zeros(units), |numbers| numbers.0.iter().copied().collect())
        };
        let layers = self.two_layers();
        let units = |layer: Option<LayerKind>| layer.map_or(Units::Binary, |layer| layer.units);
        ExactRbm {
            weights: stated.unwrap_or_else(|| Array2::from_shape_simple_fn((visible, hidden), &mut drawn)),
            visible_bias: bias(&self.visible_bias, visible),
            hidden_bias: bias(&self.hidden_bias, hidden),
            visible_units: units(layers.map(|two| two.visible)),
            hidden_units: units(layers.map(|two| two.hidden)),
        }
    }
}

/// The lists that a sentence may state, with the lengths that fit.
pub(super) fn numbers<'a>(
    rbm: &'a Rbm,
    machine: &TwoLayers,
) -> [(&'a Arg<Option<Reals>>, usize, &'static str); 3] {
    let (visible, hidden) = (machine.visible.columns, machine.hidden.columns);
    [
        (&rbm.weights, visible.saturating_mul(hidden), "weights"),
        (&rbm.visible_bias, visible, "visible biases"),
        (&rbm.hidden_bias, hidden, "hidden biases"),
    ]
}

/// A list of numbers that is too long or too short.
fn miscounted(stated: &Arg<Option<Reals>>, wanted: usize, what: &str) -> Option<Diagnostic> {
    let found = stated.value.as_ref()?.0.len();
    let span = stated.span.filter(|_| found != wanted)?;
    let message = format!("the machine has {wanted} {what}, the list has {found}");
    let finding = Diagnostic::error("shape-mismatch", span, message).label(format!("{found} numbers"));
    Some(finding.help(format!("state {wanted}")))
}
