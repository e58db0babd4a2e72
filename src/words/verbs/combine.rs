//! `combine a and b and c, then test`: a committee of trained classifiers. Its probability of a class is the mean of theirs, each
//! counting alike: in Bayesian words, a uniform mixture (Dietterich 2000; Meier, Cireşan, Gambardella and Schmidhuber 2011).

use crate::args;
use crate::data::Features;
use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Ability, Context, Cost, DataInput, Fault, Kind, Model, ModelInputs, ModelKind, Outcome, Prediction,
    Scene, Value, Verb,
};
use crate::words::mixture::Mixture;
use std::sync::Arc;

args! {
    /// Makes a committee of classifiers whose class probabilities are averaged.
    pub struct Combine {
        /// The members, by their labels.
        members (object): ModelInputs;
        /// The data that it is tested on.
        data (on): DataInput;
    }
}

const ABILITIES: &[Ability] = &[Ability::Predict];

impl Verb for Combine {
    const NAME: &'static str = "combine";
    /// 2: members that never name the last classes count as much as the others.
    const VERSION: u32 = 2;
    const EXAMPLE: &'static str = "one: train mlp[784,100,10] for 5 epochs\ntwo: train mlp[784,100,10] for 5 epochs\nboth: combine one and two, then test";

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        let place = scene.place(self.members.span);
        let members = self.members.members();
        let first = members.first()?.kind();
        let before = scene.findings.len();
        if members.len() < 2 {
            let finding = Diagnostic::error("no-effect", place, "a committee of one member is that member");
            scene
                .findings
                .push(finding.label("a single member").help("name two or more: `combine one and two`"));
        }
        for member in &members {
            scene.findings.extend(member.lacks(Ability::Predict, Self::NAME, place));
            let (kind, ends) = (member.kind(), |kind: &ModelKind| (kind.inputs, kind.outputs));
            if ends(kind) != ends(first) || kind.outputs.is_none() {
                let said = |kind: &ModelKind| match kind.outputs {
                    Some(classes) => format!("{} columns and {classes} classes", kind.inputs),
                    None => format!("{} columns and values", kind.inputs),
                };
                let message = format!(
                    "`{}` has {}, `{}` has {}",
                    members[0].0.shown,
                    said(first),
                    member.0.shown,
                    said(kind)
                );
                let finding = Diagnostic::error("shape-mismatch", place, message).label("no committee");
                scene.findings.push(finding.help("combine classifiers of the same columns and classes"));
                break;
            }
        }
        (scene.findings.len() == before).then(|| {
            let row = members.iter().map(|member| member.kind().row.clone()).sum();
            let parameters = members.iter().map(|member| member.kind().parameters).sum();
            let layers = members.len();
            let model = ModelKind {
                name: Self::NAME,
                layers,
                parameters,
                row,
                abilities: ABILITIES,
                ..first.clone()
            };
            Kind { data: Some(self.data.kind().clone()), model: Some(model), ..Kind::default() }
        })
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        Cost::default()
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        let members = self.members.members();
        let members = members.iter().map(|member| context.model(member)).collect::<Result<Vec<_>, _>>()?;
        let value =
            Value { data: Some(context.data(&self.data)?), model: Some(Arc::new(Committee(members))) };
        Ok(Outcome { value, ..Outcome::default() })
    }
}

struct Committee(Vec<Arc<dyn Model>>);

impl Model for Committee {
    fn predict(&self, x: &Features) -> Prediction {
        let mut mixture = Mixture::default();
        self.0.iter().for_each(|member| mixture.add(member.predict(x)));
        mixture.prediction()
    }

    fn tensors(&self) -> Tensors {
        let mut all = Tensors::default();
        self.0
            .iter()
            .enumerate()
            .for_each(|(m, member)| all.put_all(&format!("member{}.", m + 1), member.tensors()));
        all
    }
}
