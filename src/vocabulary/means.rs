//! `by spectral(2)`, `by machine`: a place that takes a method or a trained model.

use super::{
    Argument, Binder, BoundMethod, Class, Form, Given, Input, Methods, ModelInput, Noun, Shrink, Style,
};
use crate::source::Diagnostic;

/// By what something is done.
#[derive(Clone, Debug)]
pub enum Means {
    /// A method of the language; two of one role are refused when they are read.
    Method(Methods),
    /// A model that a line has yielded.
    Model(ModelInput),
}

impl Means {
    /// The method, unless a model stands here.
    pub fn method(&self) -> Option<&BoundMethod> {
        match self {
            Means::Method(methods) => methods.0.first(),
            Means::Model(_) => None,
        }
    }

    pub fn model(&self) -> Option<&ModelInput> {
        match self {
            Means::Method(_) => None,
            Means::Model(model) => Some(model),
        }
    }

    /// Says every method that does not belong to this class.
    pub fn only(&self, class: Class, whose: &str, findings: &mut Vec<Diagnostic>) {
        if let Means::Method(methods) = self {
            methods.only(class, whose, findings);
        }
    }
}

impl Argument for Means {
    const KIND: &'static str = "a method, or a trained model";
    const NOUN: Option<Noun> = Some(Noun::Method);
    const MANY: bool = true;

    fn accepts(given: &Given) -> bool {
        Methods::accepts(given) || ModelInput::accepts(given)
    }

    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        match given.form {
            Form::Result(_) => ModelInput::read(given, binder).map(Means::Model),
            _ => Methods::read(given, binder).map(Means::Method),
        }
    }

    fn read_all(values: &[Given], binder: &mut Binder) -> Option<Self> {
        match values {
            [one] => Self::read(one, binder),
            _ => Methods::read_all(values, binder).map(Means::Method),
        }
    }

    fn write(&self, style: Style) -> String {
        match self {
            Means::Method(methods) => methods.write(style),
            Means::Model(model) => model.write(style),
        }
    }

    fn inputs(&self, inputs: &mut Vec<Input>) {
        match self {
            Means::Method(methods) => methods.inputs(inputs),
            Means::Model(model) => model.inputs(inputs),
        }
    }

    fn shrink(&mut self, shrink: &Shrink) {
        match self {
            Means::Method(methods) => methods.shrink(shrink),
            Means::Model(model) => model.shrink(shrink),
        }
    }
}
