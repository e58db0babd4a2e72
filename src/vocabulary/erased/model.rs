//! Models, not yet trained, with their argument types erased.

use super::WordInfo;
use crate::data::Shape;
use crate::numeric::random::Seed;
use crate::numeric::tensors::Tensors;
use crate::vocabulary::args::write_word;
use crate::vocabulary::{
    Abilities, Args, Argument, Binder, Class, Context, Cost, Data, Fault, Form, Given, Input, Measure, Model,
    ModelKind, ModelWord, Noun, Order, Outcome, Scene, Shrink, Slots, Style, Value,
};
use std::sync::Arc;

/// A model of the vocabulary.
pub struct AnyModelWord {
    pub info: WordInfo,
    pub made_by: &'static [&'static str],
    pub class: Class,
    bind: fn(&mut Slots, &mut Binder) -> Option<Box<dyn ModelObject>>,
}

impl AnyModelWord {
    pub const fn of<M: ModelWord>() -> Self {
        AnyModelWord {
            info: word_info!(M),
            made_by: M::MADE_BY,
            class: M::CLASS,
            bind: |slots, binder| M::bind(slots, binder).map(|m| Box::new(m) as Box<dyn ModelObject>),
        }
    }
}

trait ModelObject: Send + Sync {
    fn name(&self) -> &'static str;
    fn made_by(&self) -> &'static [&'static str];
    fn class(&self) -> Class;
    fn abilities(&self) -> Abilities;
    fn write(&self, style: Style) -> String;
    fn cloned(&self) -> Box<dyn ModelObject>;
    fn inputs(&self) -> Vec<Input>;
    fn shrink(&mut self, shrink: &Shrink);
    fn settle(&mut self, order: &mut Order);
    fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind>;
    fn lint(&self, order: &Order, scene: &mut Scene);
    fn shape(&self, order: &Order) -> Shape;
    fn cost(&self, order: &Order) -> Cost;
    fn measures(&self, order: &Order) -> Vec<(&'static Measure, usize)>;
    fn curves(&self, order: &Order) -> Vec<(&'static Measure, usize)>;
    fn assumed_kind(&self, scene: &mut Scene) -> Option<ModelKind>;
    fn assumed(&self, seed: &Seed) -> Result<Arc<dyn Model>, Fault>;
    fn stored_kind(&self, scene: &mut Scene) -> Option<ModelKind>;
    fn stored(&self, kept: &Tensors) -> Result<Arc<dyn Model>, Fault>;
    fn train(&self, order: &Order, data: &Data, context: &mut Context) -> Result<Outcome, Fault>;
    fn restored(
        &self,
        order: &Order,
        data: &Data,
        kept: &Tensors,
        context: &mut Context,
    ) -> Result<Value, Fault>;
}

impl<M: ModelWord> ModelObject for M {
    fn name(&self) -> &'static str {
        M::NAME
    }
    fn made_by(&self) -> &'static [&'static str] {
        M::MADE_BY
    }
    fn class(&self) -> Class {
        M::CLASS
    }
    fn abilities(&self) -> Abilities {
        M::ABILITIES
    }
    fn write(&self, style: Style) -> String {
        write_word(&style.name(M::NAME, M::VERSION), &Args::write(self, style))
    }
    fn cloned(&self) -> Box<dyn ModelObject> {
        Box::new(self.clone())
    }
    fn inputs(&self) -> Vec<Input> {
        Args::inputs(self)
    }
    fn shrink(&mut self, shrink: &Shrink) {
        Args::shrink(self, shrink);
    }
    fn settle(&mut self, order: &mut Order) {
        ModelWord::settle(self, order);
    }
    fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind> {
        ModelWord::kind(self, order, scene)
    }
    fn lint(&self, order: &Order, scene: &mut Scene) {
        ModelWord::lint(self, order, scene);
    }
    fn shape(&self, order: &Order) -> Shape {
        ModelWord::shape(self, order)
    }
    fn cost(&self, order: &Order) -> Cost {
        ModelWord::cost(self, order)
    }
    fn measures(&self, order: &Order) -> Vec<(&'static Measure, usize)> {
        ModelWord::measures(self, order)
    }
    fn curves(&self, order: &Order) -> Vec<(&'static Measure, usize)> {
        ModelWord::curves(self, order)
    }
    fn assumed_kind(&self, scene: &mut Scene) -> Option<ModelKind> {
        ModelWord::assumed_kind(self, scene)
    }
    fn assumed(&self, seed: &Seed) -> Result<Arc<dyn Model>, Fault> {
        ModelWord::assumed(self, seed)
    }
    fn stored_kind(&self, scene: &mut Scene) -> Option<ModelKind> {
        ModelWord::stored_kind(self, scene)
    }
    fn stored(&self, kept: &Tensors) -> Result<Arc<dyn Model>, Fault> {
        ModelWord::stored(self, kept)
    }
    fn train(&self, order: &Order, data: &Data, context: &mut Context) -> Result<Outcome, Fault> {
        ModelWord::train(self, order, data, context)
    }
    fn restored(
        &self,
        order: &Order,
        data: &Data,
        kept: &Tensors,
        context: &mut Context,
    ) -> Result<Value, Fault> {
        ModelWord::restored(self, order, data, kept, context)
    }
}

/// A model with its arguments, not yet trained: an argument of `train`, `stack` and `fit`.
pub struct BoundModel(Box<dyn ModelObject>);

impl BoundModel {
    pub fn name(&self) -> &'static str {
        self.0.name()
    }
    pub fn made_by(&self) -> &'static [&'static str] {
        self.0.made_by()
    }
    pub fn class(&self) -> Class {
        self.0.class()
    }
    pub fn abilities(&self) -> Abilities {
        self.0.abilities()
    }
    pub fn settle(&mut self, order: &mut Order) {
        self.0.settle(order);
    }
    pub fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind> {
        self.0.kind(order, scene)
    }
    pub fn lint(&self, order: &Order, scene: &mut Scene) {
        self.0.lint(order, scene);
    }
    pub fn shape(&self, order: &Order) -> Shape {
        self.0.shape(order)
    }
    pub fn cost(&self, order: &Order) -> Cost {
        self.0.cost(order)
    }
    pub fn measures(&self, order: &Order) -> Vec<(&'static Measure, usize)> {
        self.0.measures(order)
    }
    pub fn curves(&self, order: &Order) -> Vec<(&'static Measure, usize)> {
        self.0.curves(order)
    }
    pub fn assumed_kind(&self, scene: &mut Scene) -> Option<ModelKind> {
        self.0.assumed_kind(scene)
    }
    pub fn assumed(&self, seed: &Seed) -> Result<Arc<dyn Model>, Fault> {
        self.0.assumed(seed)
    }
    pub fn stored_kind(&self, scene: &mut Scene) -> Option<ModelKind> {
        self.0.stored_kind(scene)
    }
    pub fn stored(&self, kept: &Tensors) -> Result<Arc<dyn Model>, Fault> {
        self.0.stored(kept)
    }
    pub fn train(&self, order: &Order, data: &Data, context: &mut Context) -> Result<Outcome, Fault> {
        self.0.train(order, data, context)
    }
    pub fn restored(
        &self,
        order: &Order,
        data: &Data,
        kept: &Tensors,
        context: &mut Context,
    ) -> Result<Value, Fault> {
        self.0.restored(order, data, kept, context)
    }
}

impl Clone for BoundModel {
    fn clone(&self) -> Self {
        BoundModel(self.0.cloned())
    }
}

impl std::fmt::Debug for BoundModel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.write(Style::Shown))
    }
}

impl Argument for BoundModel {
    const KIND: &'static str = "a model such as `mlp[784,100,10]`";
    const NOUN: Option<Noun> = Some(Noun::Model);

    fn accepts(given: &Given) -> bool {
        matches!(given.form, Form::Call(_))
    }

    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        let Form::Call(call) = &given.form else { return binder.wrong_type(given, Self::KIND) };
        let vocabulary = binder.vocabulary;
        let Some(word) = vocabulary.model(&call.name) else {
            return binder.refuse(vocabulary.unknown_model(call, given.span));
        };
        let before = binder.findings.len();
        let mut slots = Slots::of_call(call, None, (word.info.params)(), binder);
        let sorted = binder.findings.len() == before;
        (word.bind)(&mut slots, binder).filter(|_| sorted).map(BoundModel)
    }

    fn write(&self, style: Style) -> String {
        self.0.write(style)
    }

    fn inputs(&self, inputs: &mut Vec<Input>) {
        inputs.extend(self.0.inputs());
    }

    fn shrink(&mut self, shrink: &Shrink) {
        self.0.shrink(shrink);
    }
}
