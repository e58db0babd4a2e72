//! `recall with noise(10 %)`: stored patterns, disturbed, are left to a memory's dynamics.

use crate::args;
use crate::models::spin::hopfield::Memory;
use crate::models::spin::hopfield::recall::{Dynamics, Recalled, recall};
use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Amount, Class, Context, Cost, Fault, Kind, MANY, Measure, Methods, Open, Outcome, Patterns, Reading,
    Scene, SystemInput, SystemKind, Table, Treatment, Value, Verb, Work,
};
use crate::words::measures::spins;
use crate::words::methods::{glauber::Glauber, noise::Noise};
use crate::words::treated::{once, table};
use crate::words::verbs::store::Stored;
use std::sync::Arc;

args! {
    /// Recalls stored patterns.
    pub struct Recall {
        /// How many recalls, from the first pattern on and around; left out, one a pattern, at most 20.
        patterns (object): Open<Patterns> = Open::Auto, usual 1 ..= 100000;
        /// What disturbs patterns, and how spins move; left out, nothing does, and each follows its field.
        methods (with): Methods = Methods::default();
        /// The memory.
        system (from): SystemInput;
    }
}

/// Recalls where nothing is said.
const RECALLS: usize = 20;

impl Recall {
    fn stored(&self) -> Option<&Stored> {
        self.system.kind().declared.plain()
    }

    fn dynamics(&self) -> Dynamics {
        match self.methods.find::<Glauber>() {
            Some(g) => Dynamics::Glauber { temperature: g.temperature.get(), sweeps: g.sweeps.get() },
            None => Dynamics::Asynchronous,
        }
    }

    fn probes(&self) -> usize {
        self.patterns.value.or(Patterns::new(RECALLS)).get()
    }
}

impl Verb for Recall {
    const NAME: &'static str = "recall";
    /// 2: where no spin turns, no energy rises.
    const VERSION: u32 = 2;
    const METHODS: &'static [Class] = &[Class::RECALL];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        store 100 patterns in hopfield(1000), then recall with noise(10 %), then check overlap";

    fn settle(&mut self, _scene: &mut Scene) {
        let all = self.stored().map_or(RECALLS, |stored| stored.patterns.min(RECALLS));
        self.patterns.value.settle(Patterns::new(all));
    }

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        let before = scene.findings.len();
        self.methods.only(Class::RECALL, "`recall`", scene.findings);
        if self.stored().is_none() {
            let message = format!("nothing is stored in `{}`", self.system.kind().declared.name);
            let finding =
                Diagnostic::error("not-in-this-place", scene.verb, message).label("nothing to recall");
            scene.findings.push(
                finding.help("store something first: `store 100 patterns in hopfield(1000), then recall`"),
            );
        }
        let declared = self.system.kind().declared.clone();
        let system = SystemKind { declared, known: self.measures(), sampled: true };
        (scene.findings.len() == before).then_some(Kind { system: Some(system), ..Kind::default() })
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        let stored = self.stored().map(|stored| (stored.spins as f64, stored.patterns as f64));
        let (n, patterns) = stored.unwrap_or((0.0, 0.0));
        let probes = self.probes() as f64;
        let sweeps = match self.dynamics() {
            Dynamics::Asynchronous => 20.0,
            Dynamics::Glauber { sweeps, .. } => sweeps as f64,
        };
        // A field for every spin, then a row of couplings for each spin that turns, about one in ten.
        let flips = Amount::shared(Work::Element, probes * n * n * (0.1 * sweeps).max(1.0), MANY);
        // What is kept of each is where it ends, and its overlaps with the patterns.
        Cost::holding(8.0 * (n + patterns) * probes)
            + Amount::shared(Work::DoubleFlop, 2.0 * n * n * probes, MANY)
            + flips
    }

    fn measures(&self) -> Vec<(&'static Measure, usize)> {
        let mut all = once(&[&spins::OVERLAP, &spins::SPURIOUS_SHARE, &spins::SETTLED_SHARE]);
        if self.dynamics() == Dynamics::Asynchronous {
            all.push((&spins::ENERGY_RISE, 1));
        }
        all
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        let before = context.treatment(&self.system.0)?;
        let memory = before.product.as_ref().and_then(|product| product.downcast_ref::<Memory>());
        let memory = memory.ok_or_else(|| Fault::new("nothing is stored here"))?;
        let noise = self.methods.find::<Noise>().map_or(0.0, |noise| noise.share.get());
        let all = recall(memory, self.probes(), noise, self.dynamics(), &context.seed, context.observer);
        let all = all.ok_or_else(Fault::interrupted)?;
        let readings = self.readings(&all);
        let treatment = Treatment { readings: readings.clone(), product: None };
        let value = Value { data: None, model: Some(Arc::new(treatment)) };
        Ok(Outcome { value, readings, tables: vec![ends(&all)], ..Outcome::default() })
    }

    const KEPT: bool = true;

    fn restored(&self, kept: &Tensors, _context: &mut Context) -> Result<Value, Fault> {
        let treatment = Treatment::restored(kept, &self.measures())?;
        Ok(Value { data: None, model: Some(Arc::new(treatment)) })
    }
}

impl Recall {
    fn readings(&self, all: &[Recalled]) -> Vec<Reading> {
        let share = |f: fn(&Recalled) -> bool| {
            all.iter().map(|one| if f(one) { 1.0 } else { 0.0 }).collect::<Vec<f64>>()
        };
        let overlaps: Vec<f64> = all.iter().map(|one| one.overlap).collect();
        let mut readings = vec![
            Reading::mean(&spins::OVERLAP, None, &overlaps),
            Reading::mean(&spins::SPURIOUS_SHARE, None, &share(Recalled::is_spurious)),
            Reading::mean(&spins::SETTLED_SHARE, None, &share(|one| one.settled)),
        ];
        if self.dynamics() == Dynamics::Asynchronous {
            let rises = all.iter().map(|one| one.largest_rise).filter(|rise| rise.is_finite());
            let rise = rises.reduce(f64::max).unwrap_or(0.0);
            readings.push(Reading::exact(&spins::ENERGY_RISE, None, rise));
        }
        readings
    }
}

/// Where recalls ended: the three largest overlaps of each, so that mixtures show.
fn ends(all: &[Recalled]) -> Table {
    let row = |(index, one): (usize, &Recalled)| {
        let mut sizes: Vec<f64> = one.overlaps.iter().map(|m| m.abs()).collect();
        sizes.sort_by(|a, b| b.total_cmp(a));
        let at = |rank: usize| sizes.get(rank).copied().unwrap_or(f64::NAN);
        ((index + 1).to_string(), vec![one.overlap, at(0), at(1), at(2), one.sweeps as f64])
    };
    let columns = ["overlap", "largest", "second", "third", "sweeps"];
    table("where recalls ended", &columns, all.iter().take(20).enumerate().map(row))
}
