//! Systems with their argument types erased: a declaration becomes a step of its own, which costs nothing.

use super::{BoundVerb, WordInfo};
use crate::data::DataFault;
use crate::numeric::tensors::Tensors;
use crate::source::{Diagnostic, Span};
use crate::vocabulary::args::write_word;
use crate::vocabulary::{
    Binder, Context, Cost, Declared, Fault, Input, Kind, Measure, Outcome, Scene, Settings, Shrink,
    ShrunkKinds, Slots, Style, SystemKind, SystemWord, Treatment, Value,
};
use std::path::Path;
use std::sync::Arc;

pub(super) type Bind = fn(&mut Slots, Span, &mut Binder) -> Option<Box<dyn BoundVerb>>;

/// The word's information, and how it is bound.
pub(super) const fn of<S: SystemWord>() -> (WordInfo, Bind) {
    (word_info!(S), |slots, span, binder| {
        S::bind(slots, binder).map(|word| Box::new(BoundSystem { word, span }) as Box<dyn BoundVerb>)
    })
}

/// A system with its arguments.
struct BoundSystem<S> {
    word: S,
    span: Span,
}

impl<S: SystemWord> BoundSystem<S> {
    fn declared(&self) -> Result<Declared, (String, String)> {
        self.word.declared()
    }
}

impl<S: SystemWord> BoundVerb for BoundSystem<S> {
    fn settle(&mut self, _scene: &mut Scene) {}
    fn lint(&self, _scene: &mut Scene) {}
    fn set(&self, _settings: &mut Settings) {}

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        match self.declared() {
            Ok(declared) => {
                let system = SystemKind { declared, known: Vec::new(), sampled: false };
                Some(Kind { system: Some(system), ..Kind::default() })
            }
            Err((message, help)) => {
                let finding = Diagnostic::error("out-of-range", self.span, message).label("not possible");
                scene.findings.push(finding.help(help));
                None
            }
        }
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        Cost::default()
    }
    fn measures(&self) -> Vec<(&'static Measure, usize)> {
        Vec::new()
    }
    fn curves(&self) -> Vec<(&'static Measure, usize)> {
        Vec::new()
    }
    fn completed_by(&self) -> Option<&'static str> {
        None
    }
    fn has_effect(&self) -> bool {
        false
    }

    fn run(&self, _context: &mut Context) -> Result<Outcome, Fault> {
        let value = Value { data: None, model: Some(Arc::new(Treatment::default())) };
        Ok(Outcome { value, ..Outcome::default() })
    }

    fn is_kept(&self) -> bool {
        false
    }
    fn tensors(&self, _value: &Value) -> Tensors {
        Tensors::default()
    }
    fn restored(&self, _kept: &Tensors, context: &mut Context) -> Result<Value, Fault> {
        self.run(context).map(|outcome| outcome.value)
    }
    fn sum(&self, _folder: &Path) -> Result<Option<String>, DataFault> {
        Ok(Some(String::new()))
    }
    fn write(&self, style: Style) -> String {
        write_word(&style.name(S::NAME, S::VERSION), &self.word.write(style))
    }
    fn inputs(&self) -> Vec<Input> {
        Vec::new()
    }

    fn shrunk(&self, own: &Kind, kinds: ShrunkKinds) -> Box<dyn BoundVerb> {
        let mut word = self.word.clone();
        word.shrink(&Shrink::new(own, &[], kinds));
        Box::new(BoundSystem { word, span: self.span })
    }
}
