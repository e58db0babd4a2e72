//! `simulate ising(32, temperature: 2.269) by wolff for 10000 sweeps`: states of a system drawn one after the other, and
//! what their means say, with errors.

use crate::args;
use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Class, Context, Cost, Counted, Duration, Fault, Kind, Measure, Methods, Open, Outcome, Scene,
    SystemInput, Value, Verb,
};
use crate::words::methods::{toppling::Toppling, wolff::Wolff};
use crate::words::treating::{self, Order};

args! {
    /// Simulates a system and measures it.
    pub struct Simulate {
        /// The system.
        system (object): SystemInput;
        /// How its states follow each other; left out, what suits the system.
        methods (by): Methods = Methods::default();
        /// How long it is measured; left out, 10000 sweeps or drops.
        duration (for): Open<Duration> = Open::Auto, usual 100 ..= 100000000;
    }
}

impl Simulate {
    fn order(&self) -> Order<'_> {
        let times = match self.duration.value {
            Open::Auto => None,
            Open::Set(duration) => Some(duration.count),
        };
        Order {
            verb: Self::NAME,
            class: Class::SIMULATION,
            system: &self.system,
            methods: &self.methods,
            times,
        }
    }

    fn counted(&self) -> Counted {
        let treating = self.methods.0.first().and_then(|method| method.treating());
        treating.and_then(|it| it.counts()).unwrap_or(Counted::Sweeps)
    }
}

impl Verb for Simulate {
    const NAME: &'static str = "simulate";
    const METHODS: &'static [Class] = &[Class::SIMULATION];
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        simulate ising(32, temperature: 2.269) by wolff for 10000 sweeps, then check energy against onsager";

    fn settle(&mut self, _scene: &mut Scene) {
        let candidates: [fn(&mut Methods); 2] = [Methods::or_preset::<Wolff>, Methods::or_preset::<Toppling>];
        treating::choose(&mut self.methods.value, &self.system, &candidates);
        let counted = self.counted();
        self.duration.value.settle(Duration { count: 10_000, counted });
    }

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        let kind = self.order().kind(scene)?;
        let counted = self.counted();
        if let Open::Set(duration) = self.duration.value
            && duration.counted != counted
        {
            let word = counted.word();
            let message = format!(
                "`{}` counts {word}, not {}",
                self.system.kind().declared.name,
                duration.counted.word()
            );
            let place = scene.place(self.duration.span);
            let finding = Diagnostic::error("wrong-unit", place, message).label("the wrong unit here");
            scene.findings.push(finding.help(format!("write `for {} {word}`", duration.count)));
            return None;
        }
        Some(kind)
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        self.order().cost()
    }

    fn measures(&self) -> Vec<(&'static Measure, usize)> {
        self.order().measures()
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        self.order().run(context)
    }

    const KEPT: bool = true;

    fn restored(&self, kept: &Tensors, _context: &mut Context) -> Result<Value, Fault> {
        self.order().restored(kept)
    }
}
