//! Verbs with their argument types erased.

use super::WordInfo;
use crate::data::DataFault;
use crate::numeric::tensors::Tensors;
use crate::vocabulary::args::write_sentence;
use crate::vocabulary::{
    Binder, Class, Context, Cost, Fault, Input, Kind, Measure, Need, Outcome, Reproduction, Role, Scene,
    Settings, Shrink, ShrunkKinds, Slots, Style, Value, Verb,
};
use std::path::Path;

/// A verb of the vocabulary.
pub struct AnyVerb {
    pub info: WordInfo,
    pub role: Role,
    pub repeats: bool,
    pub leads: bool,
    pub included: bool,
    pub methods: &'static [Class],
    pub bind: fn(Slots, &mut Binder) -> Option<Box<dyn BoundVerb>>,
}

impl AnyVerb {
    pub const fn of<V: Verb>() -> Self {
        AnyVerb {
            info: word_info!(V),
            role: V::ROLE,
            repeats: V::REPEATS,
            leads: V::LEADS,
            included: V::INCLUDED,
            methods: V::METHODS,
            bind: |mut slots, binder| {
                V::bind(&mut slots, binder).map(|v| Box::new(Ready(v)) as Box<dyn BoundVerb>)
            },
        }
    }
}

/// A verb with its arguments.
pub trait BoundVerb: Send + Sync {
    fn settle(&mut self, scene: &mut Scene);
    fn set(&self, settings: &mut Settings);
    fn kind(&self, scene: &mut Scene) -> Option<Kind>;
    fn lint(&self, scene: &mut Scene);
    fn cost(&self, kind: &Kind) -> Cost;
    fn measures(&self) -> Vec<(&'static Measure, usize)>;
    fn curves(&self) -> Vec<(&'static Measure, usize)>;
    fn run(&self, context: &mut Context) -> Result<Outcome, Fault>;
    fn is_kept(&self) -> bool;
    fn tensors(&self, value: &Value) -> Tensors;
    fn restored(&self, kept: &Tensors, context: &mut Context) -> Result<Value, Fault>;
    /// Of a data set, the sum of what will be read, empty where it is made here; paths start from the folder.
    fn sum(&self, _folder: &Path) -> Result<Option<String>, DataFault> {
        Ok(None)
    }
    fn completed_by(&self) -> Option<&'static str>;
    fn alternative(&self) -> Option<(Cost, &'static str)> {
        None
    }
    fn has_effect(&self) -> bool;
    fn reproduces(&self) -> Option<Reproduction> {
        None
    }
    fn write(&self, style: Style) -> String;
    fn inputs(&self) -> Vec<Input>;
    /// The same for a run of seconds: `own` is what it yields in full, `kinds` what other steps yield now.
    fn shrunk(&self, own: &Kind, kinds: ShrunkKinds) -> Box<dyn BoundVerb>;
}

struct Ready<V>(V);

impl<V: Verb> BoundVerb for Ready<V> {
    fn settle(&mut self, scene: &mut Scene) {
        self.0.settle(scene);
    }
    fn set(&self, settings: &mut Settings) {
        self.0.set(settings);
    }
    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        self.0.kind(scene)
    }
    fn lint(&self, scene: &mut Scene) {
        self.0.lint(scene);
    }
    fn cost(&self, kind: &Kind) -> Cost {
        self.0.cost(kind)
    }
    fn measures(&self) -> Vec<(&'static Measure, usize)> {
        self.0.measures()
    }
    fn curves(&self) -> Vec<(&'static Measure, usize)> {
        self.0.curves()
    }
    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        self.0.run(context)
    }
    fn is_kept(&self) -> bool {
        self.0.is_kept()
    }
    fn sum(&self, folder: &Path) -> Result<Option<String>, DataFault> {
        self.0.sum(folder)
    }
    fn tensors(&self, value: &Value) -> Tensors {
        self.0.tensors(value)
    }
    fn restored(&self, kept: &Tensors, context: &mut Context) -> Result<Value, Fault> {
        self.0.restored(kept, context)
    }
    fn completed_by(&self) -> Option<&'static str> {
        self.0.completed_by()
    }
    fn alternative(&self) -> Option<(Cost, &'static str)> {
        self.0.alternative()
    }
    fn has_effect(&self) -> bool {
        self.0.has_effect()
    }
    fn reproduces(&self) -> Option<Reproduction> {
        self.0.reproduces()
    }
    fn write(&self, style: Style) -> String {
        write_sentence(&style.name(V::NAME, V::VERSION), &self.0.write(style))
    }
    fn inputs(&self) -> Vec<Input> {
        self.0.inputs()
    }
    /// Its amounts are parts of the data it takes; where it takes none, they are new rows.
    fn shrunk(&self, own: &Kind, kinds: ShrunkKinds) -> Box<dyn BoundVerb> {
        let takes_data = V::params().iter().any(|param| param.need == Some(Need::Data));
        let taken = if takes_data { self.0.inputs() } else { Vec::new() };
        let mut verb = self.0.clone();
        verb.shrink(&Shrink::new(own, &taken, kinds));
        Box::new(Ready(verb))
    }
}
