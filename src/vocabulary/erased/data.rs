//! What a line may start from, with its argument types erased: the card of a data set, a data set with arguments, a
//! declared system. Each becomes a step of its own, in which data are read or made.

use super::{BoundVerb, WordInfo, system};
use crate::data::{self, Card, DataFault, Dataset, Shape};
use crate::numeric::tensors::Tensors;
use crate::source::{Diagnostic, Span};
use crate::vocabulary::args::write_word;
use crate::vocabulary::{
    Args, Binder, Call, Cites, Context, Cost, Data, DataKind, DataWord, Fault, Input, Kind, Measure, Outcome,
    Scene, Settings, Shrink, ShrunkKinds, Slots, Style, SystemWord, Value, rows_of_set,
};
use std::path::Path;
use std::sync::Arc;

/// A data set of the vocabulary, a card or a word with arguments; or a system.
pub struct AnyDataWord {
    pub info: WordInfo,
    source: DataSource,
}

enum DataSource {
    Card(&'static Card, fn(&Card) -> Cost),
    Word(fn(&mut Slots, &mut Binder) -> Option<Box<dyn DataObject>>),
    System(system::Bind),
}

impl AnyDataWord {
    pub const fn of<D: DataWord>() -> Self {
        AnyDataWord {
            info: word_info!(D),
            source: DataSource::Word(|slots, binder| {
                D::bind(slots, binder).map(|d| Box::new(d) as Box<dyn DataObject>)
            }),
        }
    }

    /// A declared system.
    pub const fn system<S: SystemWord>() -> Self {
        let (info, bind) = system::of::<S>();
        AnyDataWord { info, source: DataSource::System(bind) }
    }

    /// A card's word takes no arguments.
    pub const fn card(
        card: &'static Card,
        cost: fn(&Card) -> Cost,
        doc: &'static str,
        example: &'static str,
        cites: Cites,
    ) -> Self {
        AnyDataWord {
            info: WordInfo { name: card.word, doc, example, cites, params: || &[] },
            source: DataSource::Card(card, cost),
        }
    }

    /// The card, where the word has one.
    pub const fn has_card(&self) -> Option<&'static Card> {
        match self.source {
            DataSource::Card(card, _) => Some(card),
            DataSource::Word(_) | DataSource::System(_) => None,
        }
    }

    pub fn bind(&self, call: &Call, binder: &mut Binder) -> Option<Box<dyn BoundVerb>> {
        let before = binder.findings.len();
        let mut slots = Slots::of_call(call, None, (self.info.params)(), binder);
        let sorted = binder.findings.len() == before;
        let object: Box<dyn DataObject> = match &self.source {
            DataSource::Card(card, cost) => Box::new(CardWord(card, *cost)),
            DataSource::Word(bind) => bind(&mut slots, binder)?,
            DataSource::System(bind) => return bind(&mut slots, call.name.span, binder).filter(|_| sorted),
        };
        let bound = BoundData { object, span: call.name.span, limits: None };
        sorted.then(|| Box::new(bound) as Box<dyn BoundVerb>)
    }
}

trait DataObject: Send + Sync {
    fn write(&self, style: Style) -> String;
    fn cost(&self, shape: &Shape) -> Cost;
    fn shape(&self, folder: &Path) -> Result<Shape, DataFault>;
    fn sum(&self, folder: &Path) -> Result<String, DataFault>;
    fn load(&self, context: &mut Context) -> Result<Dataset, DataFault>;
    fn shrunk(&self, shrink: &Shrink) -> Box<dyn DataObject>;
}

impl<D: DataWord> DataObject for D {
    fn write(&self, style: Style) -> String {
        write_word(&style.name(D::NAME, D::VERSION), &Args::write(self, style))
    }
    fn cost(&self, shape: &Shape) -> Cost {
        DataWord::cost(self, shape)
    }
    fn shape(&self, folder: &Path) -> Result<Shape, DataFault> {
        DataWord::shape(self, folder)
    }
    fn sum(&self, folder: &Path) -> Result<String, DataFault> {
        DataWord::sum(self, folder)
    }
    fn load(&self, context: &mut Context) -> Result<Dataset, DataFault> {
        DataWord::load(self, context)
    }
    fn shrunk(&self, shrink: &Shrink) -> Box<dyn DataObject> {
        let mut word = self.clone();
        word.shrink(shrink);
        Box::new(word)
    }
}

/// A card, and how its price is counted.
struct CardWord(&'static Card, fn(&Card) -> Cost);

impl DataObject for CardWord {
    fn write(&self, _style: Style) -> String {
        self.0.word.to_string()
    }
    fn cost(&self, _shape: &Shape) -> Cost {
        self.1(self.0)
    }
    fn shape(&self, _folder: &Path) -> Result<Shape, DataFault> {
        Ok(self.0.shape.clone())
    }
    fn sum(&self, _folder: &Path) -> Result<String, DataFault> {
        Ok(self.0.sum())
    }
    fn load(&self, context: &mut Context) -> Result<Dataset, DataFault> {
        data::load(self.0, context.shelf, &mut |event| context.hear(event))
    }
    fn shrunk(&self, _shrink: &Shrink) -> Box<dyn DataObject> {
        Box::new(CardWord(self.0, self.1))
    }
}

/// A data set with its arguments: a step of its own, in which it is read or made.
pub struct BoundData {
    object: Box<dyn DataObject>,
    span: Span,
    /// The most rows to train and to test on that are kept, where the set is shrunk.
    limits: Option<(usize, usize)>,
}

impl BoundVerb for BoundData {
    fn settle(&mut self, _scene: &mut Scene) {}
    fn lint(&self, _scene: &mut Scene) {}
    fn set(&self, _settings: &mut Settings) {}

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        match self.object.shape(scene.folder) {
            Ok(mut shape) => {
                if let Some((train, test)) = self.limits {
                    shape = data::transform::thin_shape(&shape, train, test);
                }
                let data = DataKind {
                    name: self.write(Style::Shown),
                    shape,
                    augmented: None,
                    redrawn: false,
                    row: Cost::default(),
                };
                Some(Kind { data: Some(data), ..Kind::default() })
            }
            Err(fault) => {
                scene.findings.push(finding(&fault, self.span));
                None
            }
        }
    }

    fn cost(&self, kind: &Kind) -> Cost {
        kind.data.as_ref().map_or(Cost::default(), |data| self.object.cost(&data.shape))
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

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        let mut set = self.object.load(context)?;
        if let Some((train, test)) = self.limits {
            set = data::transform::thin(&set, train, test, &context.seed.child("thin"));
        }
        let value = Value { data: Some(Data { set: Arc::new(set), deformation: None }), model: None };
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

    fn sum(&self, folder: &Path) -> Result<Option<String>, DataFault> {
        self.object.sum(folder).map(Some)
    }

    fn write(&self, style: Style) -> String {
        self.object.write(style)
    }

    fn inputs(&self) -> Vec<Input> {
        Vec::new()
    }

    /// What takes a number of rows makes fewer; what is left above the limits is thinned once it is read.
    fn shrunk(&self, own: &Kind, kinds: ShrunkKinds) -> Box<dyn BoundVerb> {
        let limits = own.data.as_ref().map(|data| {
            let kept = |rows| rows_of_set(rows, data.shape.columns);
            (kept(data.shape.train), kept(data.shape.test))
        });
        let object = self.object.shrunk(&Shrink::new(own, &[], kinds));
        Box::new(BoundData { object, span: self.span, limits })
    }
}

/// A data fault with a place becomes a finding.
fn finding(fault: &DataFault, span: Span) -> Diagnostic {
    Diagnostic::error(fault.code(), span, fault.to_string()).label(fault.label()).help(fault.help())
}
