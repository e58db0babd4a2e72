//! `check false-alarms` and `check r-squared`: test rows judged by more than the share of errors or the mean square. Of two classes the
//! second is the one that is looked for; of values R squared is 1 less the sum of squared differences over that of the
//! deviations from the mean.

use super::measure;
use crate::data::Targets;
use crate::source::Lint;
use crate::vocabulary::{
    Ability, Better, Check, Context, Cost, Data, DataKind, Fault, Measure, MeasuredOn, Model, ModelKind,
    Outcome, Reading, Unit,
};
use crate::words::tested;
use crate::words::verbs::test::share;

pub static FALSE_ALARMS: Measure = Measure {
    check: Some(&Alarms),
    ..super::share(
        "false-alarms",
        Better::Lower,
        "Of the test rows of the first of two classes, the share taken for the second.",
    )
};
pub static MISSES: Measure = super::share(
    "misses",
    Better::Lower,
    "Of the test rows of the second of two classes, the share taken for the first.",
);
pub static R_SQUARED: Measure = Measure {
    check: Some(&Explained),
    ..measure(
        "r-squared",
        MeasuredOn::Test,
        Unit::Number,
        Better::Higher,
        "Share of the variance of the test values that predictions explain; below 0 where their mean would do better.",
    )
};
pub static ABSOLUTE_ERROR: Measure = measure(
    "absolute-error",
    MeasuredOn::Test,
    Unit::Number,
    Better::Lower,
    "Mean distance of predicted and true test values.",
);

/// Two classes, of which one is looked for.
struct Alarms;
/// Values.
struct Explained;

impl Check for Alarms {
    fn needs(&self) -> Ability {
        Ability::Predict
    }

    fn yields(&self, _model: &ModelKind) -> Vec<(&'static Measure, usize)> {
        vec![(&FALSE_ALARMS, 1), (&MISSES, 1)]
    }

    fn lacks(&self, data: &DataKind) -> Option<(String, String)> {
        let other = data.shape.classes != Some(2);
        let two = || {
            (format!("`{}` has not two classes", data.name), "`test` has the confusion of all classes".into())
        };
        other.then(two).or_else(|| tested::lacking(data))
    }

    fn without_validation(&self) -> Option<&'static Lint> {
        None
    }

    fn cost(&self, model: &ModelKind, data: &DataKind) -> Cost {
        model.row.clone() * data.shape.test as f64
    }

    fn run(&self, model: &dyn Model, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        let part = data.set.test.as_ref().ok_or_else(|| Fault::new("the data have no test part"))?;
        let Targets::Classes(truth) = &part.y else { return Err(Fault::new("the test part has no classes")) };
        let predicted =
            model.predict(&part.x).classes.ok_or_else(|| Fault::new("the model predicts no classes"))?;
        let of = |measure, class: u32| {
            let rows = truth.iter().zip(&predicted).filter(|(truth, _)| **truth == class);
            let (truth, predicted): (Vec<u32>, Vec<u32>) =
                rows.map(|(&truth, &predicted)| (truth, predicted)).unzip();
            share(measure, None, &truth, &predicted, |a, b| a != b)
        };
        let readings = vec![of(&FALSE_ALARMS, 0), of(&MISSES, 1)];
        Ok(Outcome { readings, ..Outcome::default() })
    }
}

impl Check for Explained {
    fn needs(&self) -> Ability {
        Ability::Predict
    }

    fn yields(&self, _model: &ModelKind) -> Vec<(&'static Measure, usize)> {
        vec![(&R_SQUARED, 1), (&ABSOLUTE_ERROR, 1)]
    }

    fn lacks(&self, data: &DataKind) -> Option<(String, String)> {
        let classes = data.shape.classes.is_some();
        let no_values =
            || (format!("`{}` has classes, and no values", data.name), "classes are judged by `test`".into());
        classes.then(no_values).or_else(|| tested::lacking(data))
    }

    fn without_validation(&self) -> Option<&'static Lint> {
        None
    }

    fn cost(&self, model: &ModelKind, data: &DataKind) -> Cost {
        model.row.clone() * data.shape.test as f64
    }

    fn run(&self, model: &dyn Model, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        let part = data.set.test.as_ref().ok_or_else(|| Fault::new("the data have no test part"))?;
        let Targets::Values(truth) = &part.y else { return Err(Fault::new("the test part has no values")) };
        let predicted =
            model.predict(&part.x).values.ok_or_else(|| Fault::new("the model predicts no values"))?;
        let apart: Vec<f64> = truth.iter().zip(&predicted).map(|(a, b)| (a - b).abs()).collect();
        let mean = truth.iter().sum::<f64>() / truth.len().max(1) as f64;
        let around = truth.iter().map(|y| (y - mean).powi(2)).sum::<f64>();
        if around == 0.0 {
            return Err(Fault::new("the test values are all equal: there is no variance to explain"));
        }
        let left = apart.iter().map(|distance| distance * distance).sum::<f64>();
        let readings = vec![
            Reading::exact(&R_SQUARED, None, 1.0 - left / around),
            Reading::mean(&ABSOLUTE_ERROR, None, &apart),
        ];
        Ok(Outcome { readings, ..Outcome::default() })
    }
}
