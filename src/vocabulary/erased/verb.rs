//! Verbs with their argument types erased.

use super::WordInfo;
use crate::vocabulary::args::write_sentence;
use crate::vocabulary::{
    Binder, Context, Cost, Fault, Input, Kind, Measure, Outcome, Role, Scene, Settings, Slots, Style, Verb,
};

/// A verb of the vocabulary.
pub struct AnyVerb {
    pub info: WordInfo,
    pub role: Role,
    pub repeats: bool,
    pub bind: fn(Slots, &mut Binder) -> Option<Box<dyn BoundVerb>>,
}

impl AnyVerb {
    pub const fn of<V: Verb>() -> Self {
        AnyVerb {
            info: WordInfo { name: V::NAME, doc: V::DOC, example: V::EXAMPLE, params: V::params },
            role: V::ROLE,
            repeats: V::REPEATS,
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
    fn cost(&self) -> Cost;
    fn measures(&self) -> Vec<(&'static Measure, usize)>;
    fn run(&self, context: &mut Context) -> Result<Outcome, Fault>;
    fn completed_by(&self) -> Option<&'static str>;
    fn write(&self, style: Style) -> String;
    fn inputs(&self) -> Vec<Input>;
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
    fn cost(&self) -> Cost {
        self.0.cost()
    }
    fn measures(&self) -> Vec<(&'static Measure, usize)> {
        self.0.measures()
    }
    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        self.0.run(context)
    }
    fn completed_by(&self) -> Option<&'static str> {
        self.0.completed_by()
    }
    fn write(&self, style: Style) -> String {
        write_sentence(V::NAME, &self.0.write(style))
    }
    fn inputs(&self) -> Vec<Input> {
        self.0.inputs()
    }
}
