//! Methods with their argument types erased. A verb or model asks for the ones it knows by type.

use super::WordInfo;
use crate::source::Span;
use crate::vocabulary::args::write_word;
use crate::vocabulary::{
    Args, Binder, Call, Choosing, Class, Clustering, Deforming, Embedding, Estimating, Factoring, Given,
    Growing, Imaging, Input, Method, Shrink, Slots, Style, Transform, Treating,
};
use std::any::Any;

/// A method of the vocabulary.
pub struct AnyMethod {
    pub info: WordInfo,
    pub classes: &'static [Class],
    pub role: Option<&'static str>,
    bind: fn(&mut Slots, Span, &mut Binder) -> Option<BoundMethod>,
}

impl AnyMethod {
    pub const fn of<M: Method>() -> Self {
        AnyMethod {
            info: word_info!(M),
            classes: M::CLASSES,
            role: M::ROLE,
            bind: |slots, span, binder| {
                let method = M::bind(slots, binder)?;
                method.check(&mut binder.findings);
                Some(BoundMethod { object: Box::new(method), span })
            },
        }
    }

    pub fn bind(
        &self,
        call: &Call,
        digits: Option<Given>,
        span: Span,
        binder: &mut Binder,
    ) -> Option<BoundMethod> {
        let before = binder.findings.len();
        let mut slots = Slots::of_call(call, digits, (self.info.params)(), binder);
        let sorted = binder.findings.len() == before;
        (self.bind)(&mut slots, span, binder).filter(|_| sorted)
    }
}

trait MethodObject: Any + Send + Sync {
    fn name(&self) -> &'static str;
    fn classes(&self) -> &'static [Class];
    fn role(&self) -> Option<&'static str>;
    fn write(&self, style: Style) -> String;
    fn inputs(&self) -> Vec<Input>;
    fn shrink(&mut self, shrink: &Shrink);
    fn cloned(&self) -> Box<dyn MethodObject>;
    fn any(&self) -> &dyn Any;
    fn any_mut(&mut self) -> &mut dyn Any;
    fn transform(&self) -> Option<&dyn Transform>;
    fn deformation(&self) -> Option<&dyn Deforming>;
    fn imaging(&self) -> Option<&dyn Imaging>;
    fn growing(&self) -> Option<&dyn Growing>;
    fn choice(&self) -> Option<&dyn Choosing>;
    fn treating(&self) -> Option<&dyn Treating>;
    fn factoring(&self) -> Option<&dyn Factoring>;
    fn embedding(&self) -> Option<&dyn Embedding>;
    fn clustering(&self) -> Option<&dyn Clustering>;
    fn estimator(&self) -> Option<&dyn Estimating>;
}

impl<M: Method> MethodObject for M {
    fn name(&self) -> &'static str {
        M::NAME
    }
    fn classes(&self) -> &'static [Class] {
        M::CLASSES
    }
    fn role(&self) -> Option<&'static str> {
        M::ROLE
    }
    fn write(&self, style: Style) -> String {
        write_word(&style.name(M::NAME, M::VERSION), &Args::write(self, style))
    }
    fn inputs(&self) -> Vec<Input> {
        Args::inputs(self)
    }
    fn shrink(&mut self, shrink: &Shrink) {
        Args::shrink(self, shrink);
    }
    fn cloned(&self) -> Box<dyn MethodObject> {
        Box::new(self.clone())
    }
    fn any(&self) -> &dyn Any {
        self
    }
    fn any_mut(&mut self) -> &mut dyn Any {
        self
    }
    fn transform(&self) -> Option<&dyn Transform> {
        self.as_transform()
    }
    fn deformation(&self) -> Option<&dyn Deforming> {
        self.as_deformation()
    }
    fn imaging(&self) -> Option<&dyn Imaging> {
        self.as_imaging()
    }
    fn growing(&self) -> Option<&dyn Growing> {
        self.as_growing()
    }
    fn choice(&self) -> Option<&dyn Choosing> {
        self.as_choice()
    }
    fn treating(&self) -> Option<&dyn Treating> {
        self.as_treating()
    }
    fn factoring(&self) -> Option<&dyn Factoring> {
        self.as_factoring()
    }
    fn embedding(&self) -> Option<&dyn Embedding> {
        self.as_embedding()
    }
    fn clustering(&self) -> Option<&dyn Clustering> {
        self.as_clustering()
    }
    fn estimator(&self) -> Option<&dyn Estimating> {
        self.as_estimator()
    }
}

/// A method with its arguments and the place where it was written.
pub struct BoundMethod {
    object: Box<dyn MethodObject>,
    pub span: Span,
}

impl BoundMethod {
    /// A method that stands nowhere in the file: a default.
    pub fn of<M: Method>(method: M) -> Self {
        BoundMethod { object: Box::new(method), span: Span::default() }
    }
    /// Where it was written, if it was.
    pub fn written(&self) -> Option<Span> {
        Some(self.span).filter(|span| *span != Span::default())
    }
    pub fn args<M: Method>(&self) -> Option<&M> {
        self.object.any().downcast_ref()
    }
    pub fn args_mut<M: Method>(&mut self) -> Option<&mut M> {
        self.object.any_mut().downcast_mut()
    }
    pub fn name(&self) -> &'static str {
        self.object.name()
    }
    pub fn classes(&self) -> &'static [Class] {
        self.object.classes()
    }
    pub fn role(&self) -> Option<&'static str> {
        self.object.role()
    }
    pub fn is_role(&self, role: Option<&str>) -> bool {
        role.is_some() && self.role() == role
    }
    pub fn clashes_with(&self, other: &BoundMethod) -> bool {
        self.name() == other.name() || self.is_role(other.role())
    }
    pub fn write(&self, style: Style) -> String {
        self.object.write(style)
    }
    pub fn inputs(&self) -> Vec<Input> {
        self.object.inputs()
    }
    pub fn shrink(&mut self, shrink: &Shrink) {
        self.object.shrink(shrink);
    }
    pub fn transform(&self) -> Option<&dyn Transform> {
        self.object.transform()
    }
    pub fn deformation(&self) -> Option<&dyn Deforming> {
        self.object.deformation()
    }
    pub fn factoring(&self) -> Option<&dyn Factoring> {
        self.object.factoring()
    }
    pub fn embedding(&self) -> Option<&dyn Embedding> {
        self.object.embedding()
    }
    pub fn clustering(&self) -> Option<&dyn Clustering> {
        self.object.clustering()
    }
    pub fn imaging(&self) -> Option<&dyn Imaging> {
        self.object.imaging()
    }
    pub fn growing(&self) -> Option<&dyn Growing> {
        self.object.growing()
    }
    pub fn choice(&self) -> Option<&dyn Choosing> {
        self.object.choice()
    }
    pub fn treating(&self) -> Option<&dyn Treating> {
        self.object.treating()
    }

    pub fn estimator(&self) -> Option<&dyn Estimating> {
        self.object.estimator()
    }
}

impl Clone for BoundMethod {
    fn clone(&self) -> Self {
        BoundMethod { object: self.object.cloned(), span: self.span }
    }
}

impl std::fmt::Debug for BoundMethod {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.write(Style::Shown))
    }
}
