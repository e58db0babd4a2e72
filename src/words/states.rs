//! `sample 10000 from ising(40, temperature: 2.269) by wolff after 5 steps`: states of a declared system as rows of data,
//! zeros and ones, one row for each spin pattern that its dynamics passes through.

use super::{treated, treating};
use crate::data::{Dataset, Facts, Features, Part, Shape, Targets};
use crate::source::Diagnostic;
use crate::vocabulary::{
    Charted, Class, Context, Cost, Data, DataKind, Fault, Job, Kind, Methods, Scene, SystemInput, SystemKind,
    Treating, Value, Work,
};
use crate::words::prices;
use std::sync::Arc;

/// Rows where nothing is said.
pub const ROWS: usize = 10_000;
/// Sweeps between rows where nothing is said.
pub const APART: usize = 1;

/// A system whose states are drawn, and how.
pub struct States<'a> {
    pub system: &'a SystemInput,
    pub methods: &'a Methods,
    pub rows: usize,
    pub apart: usize,
}

impl States<'_> {
    fn declared(&self) -> &SystemKind {
        self.system.kind()
    }

    fn job(&self) -> Job<'_> {
        let times = self.rows.saturating_mul(self.apart);
        Job { system: &self.declared().declared, times: Some(times), before: None }
    }

    fn treating(&self) -> Option<&dyn Treating> {
        self.methods.0.first()?.treating()
    }

    fn data_kind(&self) -> DataKind {
        let torus = treated::torus(&self.job());
        let shape = Shape {
            columns: self.declared().declared.sites.unwrap_or(0),
            classes: None,
            range: Some((0.0, 1.0)),
            image: torus.map(|(_, size)| size),
            train: self.rows,
            test: 0,
            validation: 0,
            facts: Facts { torus: torus.is_some(), ..Facts::NONE },
        };
        DataKind { name: "states".into(), shape, augmented: None, redrawn: false, row: Cost::default() }
    }

    pub fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        let times = self.job().times;
        let it = treating::method(self.methods, Class::SIMULATION, "sample", self.declared(), times, scene)?;
        if !it.draws() {
            let method = &self.methods.0[0];
            let place = scene.place(method.written());
            let message = format!("`{}` hands out no states to make data of", method.name());
            let finding = Diagnostic::error("not-in-this-place", place, message).label("no states");
            scene.findings.push(finding.help("write `by wolff`, `by metropolis` or another dynamics"));
            return None;
        }
        Some(Kind { data: Some(self.data_kind()), ..Kind::default() })
    }

    pub fn cost(&self) -> Cost {
        let values = self.rows as f64 * self.declared().declared.sites.unwrap_or(0) as f64;
        let dynamics = self.treating().map_or(Cost::default(), |it| it.cost(&self.job()));
        // As numbers that flow on, and as the bytes that they are made from, one by one.
        let made = Cost::alone(Work::Element, 25.0 * values) + prices::touched(5.0 * values);
        // What the dynamics draw themselves is not looked at.
        let charted = Charted::Not;
        Cost { kept: 4.0 * values, peak: dynamics.peak + 5.0 * values, charted, ..dynamics.with(made) }
    }

    pub fn run(&self, context: &Context) -> Result<Value, Fault> {
        let none = || Fault::new("nothing says how states are drawn");
        let treating = self.treating().ok_or_else(none)?;
        let rows = treating.states(&self.job(), self.rows, self.apart, &context.seed, context.observer)?;
        let part = Part { x: Features::Single(rows.into_shared()), y: Targets::None };
        let mut set = Dataset::new("states", part, None, Vec::new());
        set.shape = self.data_kind().shape;
        Ok(Value { data: Some(Data { set: Arc::new(set), deformation: None }), model: None })
    }
}
