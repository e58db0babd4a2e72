//! What the verbs that treat a system share: its one method settled, checked, priced and carried out.

use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{
    BoundMethod, Class, Context, Cost, Fault, Job, Kind, Measure, Methods, Outcome, Scene, SystemInput,
    SystemKind, Treating, Treatment, Value,
};
use std::sync::Arc;

/// A system, a method and how often.
pub struct Order<'a> {
    pub verb: &'static str,
    pub class: Class,
    pub system: &'a SystemInput,
    pub methods: &'a Methods,
    pub times: Option<usize>,
}

/// The job before it runs.
fn job<'a>(system: &'a SystemKind, times: Option<usize>) -> Job<'a> {
    Job { system: &system.declared, times, before: None }
}

/// The first of these methods that treats the system, where none is written.
pub fn choose(methods: &mut Methods, system: &SystemInput, candidates: &[fn(&mut Methods)]) {
    if !methods.0.is_empty() {
        return;
    }
    for candidate in candidates {
        let mut tried = Methods::default();
        candidate(&mut tried);
        let treats = |method: &BoundMethod| {
            method.treating().is_some_and(|it| it.refuses(&job(system.kind(), None)).is_none())
        };
        if tried.0.iter().all(treats) {
            *methods = tried;
            return;
        }
    }
}

/// A method that treats systems, of this class; a finding says why it is none.
pub fn method<'a>(
    methods: &'a Methods,
    class: Class,
    verb: &str,
    system: &SystemKind,
    times: Option<usize>,
    scene: &mut Scene,
) -> Option<&'a dyn Treating> {
    let Some(method) = methods.0.first() else {
        let message = format!("nothing says how to {verb} `{}`", system.declared.name);
        let finding = Diagnostic::error("missing-argument", scene.verb, message).label("how?");
        let help = format!("write `by` and a method for {}; `pipette vocabulary` lists them", class.0);
        scene.findings.push(finding.help(help));
        return None;
    };
    let before = scene.findings.len();
    methods.only(class, &format!("`{verb}`"), scene.findings);
    let treating = method.treating().filter(|_| scene.findings.len() == before)?;
    // A default stands nowhere in the file.
    let place = if method.span == Default::default() { scene.verb } else { method.span };
    let job = job(system, times);
    if let Some((message, help)) = treating.refuses(&job) {
        let finding = Diagnostic::error("not-in-this-place", place, message).label("not this system");
        scene.findings.push(finding.help(help));
        return None;
    }
    if let Some((page, message, help)) = treating.warns(&job) {
        scene.findings.push(page.at(place, message).label("here").help(help));
    }
    Some(treating)
}

impl Order<'_> {
    fn job(&self) -> Job<'_> {
        job(self.system.kind(), self.times)
    }

    fn treating(&self) -> Option<&dyn Treating> {
        self.methods.0.first()?.treating()
    }

    pub fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        let it = method(self.methods, self.class, self.verb, self.system.kind(), self.times, scene)?;
        let declared = self.system.kind().declared.clone();
        let system = SystemKind { declared, known: self.measures(), sampled: it.samples() };
        Some(Kind { system: Some(system), ..Kind::default() })
    }

    pub fn cost(&self) -> Cost {
        self.treating().map_or(Cost::default(), |it| it.cost(&self.job()))
    }

    pub fn measures(&self) -> Vec<(&'static Measure, usize)> {
        self.treating().map_or(Vec::new(), |it| it.yields(&self.job()))
    }

    pub fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        let treating = self.treating().ok_or_else(|| Fault::new("nothing says how the system is treated"))?;
        let mut outcome = treating.treat(&self.job(), &context.seed, context.observer)?;
        let treatment = Treatment { readings: outcome.readings.clone(), product: None };
        outcome.value = Value { data: None, model: Some(Arc::new(treatment)) };
        Ok(outcome)
    }

    pub fn restored(&self, kept: &Tensors) -> Result<Value, Fault> {
        let treatment = Treatment::restored(kept, &self.measures())?;
        Ok(Value { data: None, model: Some(Arc::new(treatment)) })
    }
}
