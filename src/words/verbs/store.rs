//! `store 100 patterns in hopfield(1000)`: random patterns learnt by a memory.

use crate::args;
use crate::models::spin::hopfield::{Learning, Memory, random_patterns};
use crate::source::Diagnostic;
use crate::vocabulary::{
    Amount, Class, Context, Cost, Declared, Fault, Kind, Measure, Methods, Outcome, Patterns, Reading, Scene,
    SystemInput, SystemKind, Treatment, Value, Verb, Work,
};
use crate::words::lints::overloaded_memory;
use crate::words::measures::spins;
use crate::words::methods::{hebb::Hebb, projection::PseudoInverse, storkey::Storkey};
use crate::words::systems::hopfield::Blank;
use crate::words::treated;
use std::sync::Arc;

args! {
    /// Stores random patterns in a memory.
    pub struct Store {
        /// How many patterns, of spins that are up and down with equal chance.
        patterns (object): Patterns = Patterns::new(10), usual 1 ..= 100000;
        /// The memory.
        system (in): SystemInput;
        /// The rule of learning; left out, `hebb`.
        methods (with): Methods = Methods::default();
    }
}

/// A memory with patterns in it, before it runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stored {
    pub spins: usize,
    pub patterns: usize,
}

impl Store {
    fn blank(&self) -> Option<&Blank> {
        self.system.kind().declared.plain()
    }

    fn rule(&self) -> Learning {
        match () {
            _ if self.methods.find::<Storkey>().is_some() => Learning::Storkey,
            _ if self.methods.find::<PseudoInverse>().is_some() => Learning::PseudoInverse,
            _ => Learning::Hebb,
        }
    }
}

impl Verb for Store {
    const NAME: &'static str = "store";
    const METHODS: &'static [Class] = &[Class::STORAGE];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        store 100 patterns in hopfield(1000), then recall with noise(10 %), then check overlap";

    fn settle(&mut self, _scene: &mut Scene) {
        self.methods.value.or_preset::<Hebb>();
    }

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        let before = scene.findings.len();
        self.methods.only(Class::STORAGE, "`store`", scene.findings);
        let Some(blank) = self.blank() else {
            let name = self.system.kind().declared.name;
            let message = format!("patterns are stored in a memory, not in `{name}`");
            let finding = Diagnostic::error("not-in-this-place", scene.place(self.system.span), message);
            scene.findings.push(finding.label("no memory").help("write `in hopfield(1000)`"));
            return None;
        };
        let (spins, patterns) = (blank.spins, self.patterns.get());
        if self.rule() == Learning::PseudoInverse && patterns > spins {
            let message = format!("{patterns} patterns of {spins} spins are not linearly independent");
            let place = scene.place(self.patterns.span);
            let finding = Diagnostic::error("out-of-range", place, message).label("no projection");
            scene.findings.push(finding.help(format!("store at most {spins}")));
        }
        let declared = Declared::new("hopfield", Some(spins), Stored { spins, patterns });
        let system = SystemKind { declared, known: self.measures(), sampled: true };
        (scene.findings.len() == before).then_some(Kind { system: Some(system), ..Kind::default() })
    }

    fn lint(&self, scene: &mut Scene) {
        let Some(blank) = self.blank() else { return };
        let place = scene.place(self.patterns.span);
        scene.findings.extend(overloaded_memory::find(self.rule(), self.patterns.get(), blank.spins, place));
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        let (n, p) = (self.blank().map_or(0.0, |blank| blank.spins as f64), self.patterns.get() as f64);
        let flops = match self.rule() {
            Learning::Hebb => Amount::alone(Work::DoubleFlop, 4.0 * n * n * p),
            Learning::Storkey => Amount::alone(Work::Element, 8.0 * n * n * p),
            Learning::PseudoInverse => Amount::factorization(p, 9.0 * p * p * p + 6.0 * n * n * p),
        };
        // The fields of all patterns, and their products with the patterns, are there while unstable bits are counted.
        Cost::keeping(8.0 * n * (n + p)) + flops + Cost::holding(16.0 * n * p)
    }

    fn measures(&self) -> Vec<(&'static Measure, usize)> {
        vec![(&spins::UNSTABLE_SHARE, 1)]
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        let blank = self.blank().ok_or_else(|| Fault::new("this is no memory"))?;
        let patterns = random_patterns(self.patterns.get(), blank.spins, &context.seed.child("patterns"));
        let memory = Memory::learn(patterns, self.rule(), context.observer).map_err(treated::fault)?;
        let memory = memory.ok_or_else(Fault::interrupted)?;
        let readings = vec![Reading::mean(&spins::UNSTABLE_SHARE, None, &memory.unstable())];
        let treatment = Treatment { readings: readings.clone(), product: Some(Arc::new(memory)) };
        let value = Value { data: None, model: Some(Arc::new(treatment)) };
        Ok(Outcome { value, readings, ..Outcome::default() })
    }
}
