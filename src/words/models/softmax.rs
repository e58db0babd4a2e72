//! `softmax(penalty: 1)`: multinomial logistic regression, one vector of weights for each class, that minimizes the sum of
//! -ln p(class) plus half the penalty times all squared weights, by Newton's method.

use super::linear::{self, Reading as ScoreReading};
use crate::args;
use crate::data::Targets;
use crate::models::regression::softmax;
use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Abilities, Ability, Cites, Class, Context, Cost, Data, Fault, Flag, Measure, ModelKind, ModelWord, Order,
    Outcome, Rate, Scene, Value,
};
use crate::words::measures::WEIGHT_NORM;
use crate::words::prices;
use crate::words::sources;

args! {
    /// Logistic regression of any number of classes at once.
    pub struct Softmax {
        /// Twice the factor of the squared norm of all weights; the loss is a sum over rows.
        penalty: Rate, usual 1e-12 ..= 1e6;
        /// Whether a constant is fitted for each class, free of the penalty.
        intercept: Flag = Flag::Off;
    }
}

impl ModelWord for Softmax {
    const NAME: &'static str = "softmax";
    const CLASS: Class = Class::REGRESSION;
    const MADE_BY: &'static [&'static str] = &["fit"];
    const ABILITIES: Abilities = &[Ability::Predict];
    const CITES: Cites = &[&sources::regularization::BOHNING];
    const EXAMPLE: &'static str =
        "use optdigits with scale(0, 1)\nfit softmax(penalty: 1, intercept: on), then test";

    fn kind(&self, order: &Order, scene: &mut Scene) -> Option<ModelKind> {
        let data = &order.data;
        let Some(classes) = data.shape.classes else {
            let message = format!("`{}` tells classes apart, `{}` has none", Self::NAME, data.name);
            let finding = Diagnostic::error("shape-mismatch", scene.verb, message).label("no classes");
            scene.findings.push(finding.help("values are fitted by `ridge`"));
            return None;
        };
        let kind = linear::unrestricted(Self::NAME, Self::ABILITIES, order);
        Some(ModelKind { parameters: (classes * (data.shape.columns + 1)) as u64, ..kind })
    }

    fn cost(&self, order: &Order) -> Cost {
        let shape = &order.data.shape;
        prices::converted(shape) + prices::softmax(shape.train, shape.columns, shape.classes.unwrap_or(2))
    }

    fn measures(&self, _order: &Order) -> Vec<(&'static Measure, usize)> {
        vec![(&WEIGHT_NORM, 1)]
    }

    fn train(&self, _order: &Order, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        let x = data.set.train.x.double();
        let Targets::Classes(y) = &data.set.train.y else {
            return Err(Fault::new("the data have no classes"));
        };
        let classes = data.set.class_names.len();
        let fits = softmax(x.view(), y, classes, self.penalty.get(), self.intercept.is_on());
        Ok(linear::outcome(fits.map_err(linear::fault)?, ScoreReading::Softmax, data, None))
    }

    fn restored(&self, _: &Order, data: &Data, kept: &Tensors, _: &mut Context) -> Result<Value, Fault> {
        linear::restored(ScoreReading::Softmax, data, kept, None)
    }
}
