//! `check free-energy`: measures of a trained model that need more than its predictions.

use crate::args;
use crate::numeric::tensors::Tensors;
use crate::source::{Diagnostic, Lint, nearest};
use crate::vocabulary::{
    Argument, Binder, Context, Cost, Data, DataInput, DataKind, Examined, Fault, Form, Given, Kind, Measure,
    Methods, Model, ModelInput, Noun, Outcome, Scene, Style, SystemKind, Value, Verb,
};
use crate::words::checking::SystemCheck;
use std::sync::Arc;

/// Measures joined by `and`.
#[derive(Clone, Debug)]
pub struct Measures(pub Vec<&'static Measure>);

impl Argument for Measures {
    const KIND: &'static str = "a measure such as `free-energy`";
    const NOUN: Option<Noun> = Some(Noun::Measure);
    const MANY: bool = true;

    fn accepts(given: &Given) -> bool {
        matches!(given.form, Form::Call(_))
    }

    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        let Some(word) = given.bare_word() else { return binder.wrong_type(given, Self::KIND) };
        let checkable: Vec<_> = binder.vocabulary.measures.iter().filter(|m| m.check.is_some()).collect();
        if let Some(measure) = checkable.iter().find(|m| m.name == word) {
            return Some(Measures(vec![measure]));
        }
        let names: Vec<&str> = checkable.iter().map(|m| m.name).collect();
        let message = format!("`{word}` is not something that `check` measures");
        let near = nearest(word, names.iter().copied());
        let finding = Diagnostic::error("unknown-word", given.word_span(), message).label("not known");
        binder.refuse(finding.did_you_mean(near, format!("it measures {}", names.join(", "))))
    }

    fn read_all(values: &[Given], binder: &mut Binder) -> Option<Self> {
        let read: Vec<Option<Measures>> = values.iter().map(|value| Self::read(value, binder)).collect();
        let measures = read.into_iter().collect::<Option<Vec<_>>>()?;
        Some(Measures(measures.into_iter().flat_map(|m| m.0).collect()))
    }

    fn write(&self, _style: Style) -> String {
        self.0.iter().map(|m| m.name).collect::<Vec<_>>().join(" and ")
    }
}

args! {
    /// Measures a trained model, or holds what was found out about a system against what is known.
    pub struct CheckVerb {
        /// What is measured.
        measures (object): Measures;
        /// The model, or what was found out about a system.
        model (of): Examined;
        /// The data that a model is measured on.
        data (on): Option<DataInput> = None;
        /// What a system is held against: any way to solve it.
        against (against): Methods = Methods::default();
    }
}

impl CheckVerb {
    fn without_validation(&self, data: &DataKind, page: &Lint, scene: &Scene) -> Diagnostic {
        let message = format!(
            "`{}` has {} training rows and no held-out rows to compare them with",
            data.name, data.shape.train
        );
        let finding =
            page.at(scene.place(self.measures.span), message).label("compares training with held-out rows");
        let share = (data.shape.train / 6).max(1);
        finding.help(format!(
            "split some off before training: `use {}, then split validation {share}`",
            data.name
        ))
    }
}

impl Verb for CheckVerb {
    const NAME: &'static str = "check";
    const EXAMPLE: &'static str = "train rbm[784,100] with cd1 for 3 epochs, then check free-energy";

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        match (self.model.system(), self.model.model()) {
            (Some(system), _) => self.system_check(system).kind(scene),
            (None, Some(model)) => self.model_kind(&model, scene),
            (None, None) => None,
        }
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        if let Some(system) = self.model.system() {
            return self.system_check(system).cost();
        }
        let (Some(model), Some(data)) = (self.model.model(), &self.data.value) else {
            return Cost::default();
        };
        let checks = self.measures.0.iter().filter_map(|m| m.check);
        checks.map(|check| check.cost(model.kind(), data.kind())).sum()
    }

    fn measures(&self) -> Vec<(&'static Measure, usize)> {
        if let Some(system) = self.model.system() {
            return self.system_check(system).measures();
        }
        let Some(model) = self.model.model() else { return Vec::new() };
        self.measures.0.iter().filter_map(|m| m.check).flat_map(|c| c.yields(model.kind())).collect()
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        if let Some(system) = self.model.system() {
            return self.system_check(system).run(&self.model.0, context);
        }
        let (model, data) = self.inputs_of_model(context)?;
        let mut all = Outcome::default();
        for check in self.measures.0.iter().filter_map(|m| m.check) {
            let outcome = check.run(&*model, &data, context)?;
            all.readings.extend(outcome.readings);
            all.series.extend(outcome.series);
            all.tables.extend(outcome.tables);
            all.pictures.extend(outcome.pictures);
            all.notes.extend(outcome.notes);
        }
        all.value = Value { data: Some(data), model: Some(model) };
        Ok(all)
    }

    const KEPT: bool = true;

    /// Nothing: model and data flow on as they came.
    fn tensors(&self, _value: &Value) -> Tensors {
        Tensors::default()
    }

    fn restored(&self, _kept: &Tensors, context: &mut Context) -> Result<Value, Fault> {
        if self.model.system().is_some() {
            let treatment = context.treatment(&self.model.0)?;
            return Ok(Value { data: None, model: Some(Arc::new(treatment)) });
        }
        let (model, data) = self.inputs_of_model(context)?;
        Ok(Value { data: Some(data), model: Some(model) })
    }
}

impl CheckVerb {
    fn system_check<'a>(&'a self, system: &'a SystemKind) -> SystemCheck<'a> {
        let places =
            (self.measures.span, self.against.span, self.data.span.filter(|_| self.data.value.is_some()));
        SystemCheck { system, words: &self.measures.0, against: &self.against, places }
    }

    fn inputs_of_model(&self, context: &Context) -> Result<(Arc<dyn Model>, Data), Fault> {
        let (model, data) = (self.model.model(), self.data.value.as_ref());
        let (Some(model), Some(data)) = (model, data) else {
            return Err(Fault::new("there is no model with its data"));
        };
        Ok((context.model(&model)?, context.data(data)?))
    }

    fn model_kind(&self, input: &ModelInput, scene: &mut Scene) -> Option<Kind> {
        if let Some(method) = self.against.0.first() {
            let message = format!("a trained model is not held against `{}`", method.name());
            let finding =
                Diagnostic::error("not-in-this-place", method.span, message).label("not taken here");
            scene.findings.push(
                finding.help(
                    "leave `against` out: it is for systems that were simulated, renormalized or solved",
                ),
            );
            return None;
        }
        let Some(data) = self.data.value.as_ref().map(DataInput::kind) else {
            let finding = Diagnostic::error("missing-argument", scene.verb, "`check` needs `on` and data");
            scene.findings.push(
                finding.label("on which data?").help("add `on` and the data that the model is measured on"),
            );
            return None;
        };
        let model = input.kind();
        for check in self.measures.0.iter().filter_map(|m| m.check) {
            if let Some(finding) = input.lacks(check.needs(), Self::NAME, scene.place(self.measures.span)) {
                scene.findings.push(finding);
                return None;
            }
            if let Some((message, help)) = check.lacks(data) {
                let place = scene.place(self.data.span);
                let finding = Diagnostic::error("missing-part", place, message).label("not in these data");
                scene.findings.push(finding.help(help));
                return None;
            }
            if let Some(page) = check.without_validation().filter(|_| data.shape.validation == 0) {
                scene.findings.push(self.without_validation(data, page, scene));
                return None;
            }
        }
        if data.shape.columns != model.inputs {
            let message =
                format!("the model takes {} columns, the data have {}", model.inputs, data.shape.columns);
            let finding = Diagnostic::error("shape-mismatch", scene.place(self.data.span), message);
            let help = format!("check it on data with {} columns", model.inputs);
            scene.findings.push(finding.label(format!("{} columns", data.shape.columns)).help(help));
            return None;
        }
        Some(Kind { data: Some(data.clone()), model: Some(model.clone()), ..Kind::default() })
    }
}
