//! `check column-error`: the test error of each column of a fractal network alone, the shortest first (Larsson, Maire and
//! Shakhnarovich 2017, table 1, where the deepest column does about as well as the whole).

use super::COLUMN_ERROR;
use crate::data::Targets;
use crate::source::Lint;
use crate::vocabulary::{
    Ability, Check, Context, Cost, Data, DataKind, Fault, Measure, Model, ModelKind, Outcome,
};
use crate::words::tested;
use crate::words::verbs::test::share;

pub struct ColumnError;

impl Check for ColumnError {
    fn needs(&self) -> Ability {
        Ability::Columns
    }

    fn yields(&self, model: &ModelKind) -> Vec<(&'static Measure, usize)> {
        vec![(&COLUMN_ERROR, model.layers)]
    }

    fn lacks(&self, data: &DataKind) -> Option<(String, String)> {
        tested::lacking(data)
    }

    fn without_validation(&self) -> Option<&'static Lint> {
        None
    }

    fn cost(&self, model: &ModelKind, data: &DataKind) -> Cost {
        model.row.clone() * (model.layers * data.shape.test) as f64
    }

    fn run(&self, model: &dyn Model, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        let part = data.set.test.as_ref().ok_or_else(|| Fault::new("the data have no test part"))?;
        let Targets::Classes(truth) = &part.y else { return Err(Fault::new("the test part has no classes")) };
        let mut outcome = Outcome::default();
        for column in 0.. {
            let Some(classes) = model.column(&part.x, column).and_then(|it| it.classes) else { break };
            outcome.readings.push(share(&COLUMN_ERROR, Some(column + 1), truth, &classes, |a, b| a != b));
        }
        Ok(outcome)
    }
}
