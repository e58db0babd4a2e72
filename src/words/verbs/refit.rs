//! `refit 100 over 10..2000 log 40`: a learning curve. The training rows are put into a random order again and again, the
//! model is fitted to the first n of them for each number n, and each fit is tested on the test rows.
//!
//! The error at n is the mean over orders, with the interval of this mean; the test rows are the same throughout. What two
//! orders have in common are rows that both drew, n^2 / N of N on average.

use crate::args;
use crate::data::{Part, Shape, transform};
use crate::models::Observer;
use crate::models::regression::selection::Loss;
use crate::models::regression::{Coefficients, Refit as Way};
use crate::numeric::random::Seed;
use crate::numeric::tensors::Tensors;
use crate::vocabulary::{
    Ability, Charted, Context, Cost, Data, DataInput, DataKind, Draws, Fault, Kind, Measure, ModelInput,
    Open, Outcome, Reading, Scene, Series, Sizes, Value, Verb,
};
use crate::words::lints::{overlapping_draws, ridge_at_the_peak};
use crate::words::measures::{BEST_SIZE, LEARNING_CURVE, LEARNING_ERROR, LEARNING_SQUARED_ERROR, WORST_SIZE};
use crate::words::models::linear;
use crate::words::{prices, tested, transformed};
use ndarray::{ArcArray2, Array1, Array2, ArrayViewMut1};
use rayon::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};

args! {
    /// Fits a model again as rows are added, in random orders: a learning curve.
    pub struct Refit {
        /// How many random orders of the training rows.
        draws (object): Draws = Draws::new(100), usual 2 ..= 10000;
        /// The numbers of rows; left out, 60 from 10 to half of the training rows.
        sizes (over): Open<Sizes> = Open::Auto;
        /// The model.
        model (of): ModelInput;
        /// The data, which have a test part.
        data (on): DataInput;
    }
}

/// Numbers of rows of a curve that says none, and the first of them.
const SIZES: u64 = 60;
const FIRST: usize = 10;

impl Refit {
    /// At least one, once settled.
    fn sizes(&self) -> Vec<usize> {
        match &self.sizes.value {
            Open::Set(sizes) => sizes.rows(),
            Open::Auto => Vec::new(),
        }
    }

    fn largest(&self) -> usize {
        self.sizes().last().copied().unwrap_or(1)
    }

    fn measure(&self) -> &'static Measure {
        match self.data.kind().shape.classes {
            Some(_) => &LEARNING_ERROR,
            None => &LEARNING_SQUARED_ERROR,
        }
    }
}

impl Verb for Refit {
    const NAME: &'static str = "refit";
    const EXAMPLE: &'static str = "seed 1\nedition 1\n\
        curve: draw 4000 of spambase, then standardize, then fit ridge(penalty: 60), then refit 20 over 10..1000 log 15";

    fn settle(&mut self, _scene: &mut Scene) {
        let half = (self.data.kind().shape.train / 2).max(1);
        if matches!(self.sizes.value, Open::Auto) {
            self.sizes.value = Open::Set(Sizes::even(FIRST.min(half), half, SIZES));
        }
    }

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        let (model, data) = (self.model.kind(), self.data.kind());
        let (of_model, of_data) = (scene.place(self.model.span), scene.place(self.data.span));
        let finding = self.model.lacks(Ability::Refit, Self::NAME, of_model);
        let finding = finding.or_else(|| tested::without_test_part(data, of_data));
        if let Some(finding) = finding.or_else(|| tested::of_other_classes(model, data, of_data)) {
            scene.findings.push(finding);
            return None;
        }
        let drawn = transform::draw_shape(&data.shape, self.largest());
        transformed::reshaped(data, drawn, scene.place(self.sizes.span), scene)?;
        Some(Kind { data: Some(data.clone()), model: Some(model.clone()), ..Kind::default() })
    }

    fn lint(&self, scene: &mut Scene) {
        let (data, place) = (self.data.kind(), scene.place(self.sizes.span));
        scene.findings.extend(overlapping_draws::find(self.largest(), data.shape.train, place));
        let nearest = self.sizes().into_iter().min_by_key(|rows| rows.abs_diff(data.shape.columns));
        if let (Some(Way::Ridge { penalty, .. }), Some(train)) = (self.model.kind().refit, nearest) {
            let cut = DataKind { shape: Shape { train, ..data.shape.clone() }, ..data.clone() };
            scene.findings.extend(ridge_at_the_peak::find(penalty, place, &cut));
        }
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        let Some(way) = self.model.kind().refit else { return Cost::default() };
        prices::refits(way, &self.sizes(), &self.data.kind().shape, self.draws.get()).charted(Charted::Curves)
    }

    fn measures(&self) -> Vec<(&'static Measure, usize)> {
        vec![(self.measure(), self.sizes().len()), (&LEARNING_CURVE, 1), (&WORST_SIZE, 1), (&BEST_SIZE, 1)]
    }

    fn curves(&self) -> Vec<(&'static Measure, usize)> {
        vec![(&LEARNING_CURVE, 1)]
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        let (model, data) = (context.model(&self.model)?, context.data(&self.data)?);
        let way = self.model.kind().refit.ok_or_else(|| Fault::new("the model can't be fitted again"))?;
        let sizes = self.sizes();
        let orders = Orders { way, sizes: &sizes, data: &data, held: Held::of(&data)? };
        let curves = orders.curves(self.draws.get(), &context.seed, context.observer)?;
        let mut outcome = told(self.measure(), &sizes, &curves);
        outcome.value = Value { data: Some(data), model: Some(model) };
        Ok(outcome)
    }

    const KEPT: bool = true;

    /// Nothing: model and data flow on as they came.
    fn tensors(&self, _value: &Value) -> Tensors {
        Tensors::default()
    }

    fn restored(&self, _kept: &Tensors, context: &mut Context) -> Result<Value, Fault> {
        let (model, data) = (context.model(&self.model)?, context.data(&self.data)?);
        Ok(Value { data: Some(data), model: Some(model) })
    }
}

/// Random orders of the training rows, gone through side by side.
struct Orders<'a> {
    way: Way,
    sizes: &'a [usize],
    data: &'a Data,
    held: Held,
}

impl Orders<'_> {
    /// The error at each size, for each of `draws` orders.
    fn curves(&self, draws: usize, seed: &Seed, observer: &dyn Observer) -> Result<Vec<Vec<f64>>, Fault> {
        let done = AtomicU64::new(0);
        let one = |draw: usize| {
            let curve = self.curve(seed.at(draw as u64), observer);
            observer.progress(done.fetch_add(1, Ordering::Relaxed) + 1, draws as u64, "orders");
            curve
        };
        let curves: Vec<Result<Vec<f64>, Fault>> = (0..draws).into_par_iter().map(one).collect();
        curves.into_iter().collect()
    }

    fn curve(&self, seed: Seed, observer: &dyn Observer) -> Result<Vec<f64>, Fault> {
        let largest = self.sizes.last().copied().unwrap_or(1);
        let drawn = transform::draw(&self.data.set, largest, seed)?.train;
        let low = if matches!(self.way, Way::Logistic { .. }) { 0.0 } else { -1.0 };
        let (x, y) = (drawn.x.double(), linear::targets(&drawn, low, 1.0)?);
        let fits = self.way.along(x.view(), y.view(), self.sizes, observer).map_err(linear::fault)?;
        Ok(self.held.errors(&fits.ok_or_else(Fault::interrupted)?))
    }
}

/// The rows that every fit is tested on.
struct Held {
    x: ArcArray2<f64>,
    /// Values, or +1 and -1 for classes.
    y: Array1<f64>,
    loss: Loss,
}

impl Held {
    fn of(data: &Data) -> Result<Self, Fault> {
        let part: &Part = data.set.test.as_ref().ok_or_else(|| Fault::new("the data have no test part"))?;
        let (x, y) = (part.x.double(), linear::targets(part, -1.0, 1.0)?);
        let loss = if data.set.shape.classes.is_some() { Loss::Sign } else { Loss::Squared };
        Ok(Held { x, y, loss })
    }

    /// Of each fit the share of rows on the wrong side, or the mean squared error.
    fn errors(&self, fits: &[Coefficients]) -> Vec<f64> {
        let mut weights = Array2::zeros((self.x.ncols(), fits.len()));
        for (mut column, fit) in weights.columns_mut().into_iter().zip(fits) {
            column.assign(&fit.weights);
        }
        let mut scores = self.x.dot(&weights);
        let of = |(mut scores, fit): (ArrayViewMut1<f64>, &Coefficients)| {
            scores += fit.intercept;
            self.loss.of(scores.view(), self.y.view())
        };
        scores.columns_mut().into_iter().zip(fits).map(of).collect()
    }
}

/// The mean over orders at each size, as numbers and as a curve; where it is largest and smallest.
fn told(measure: &'static Measure, sizes: &[usize], curves: &[Vec<f64>]) -> Outcome {
    let at = |place: usize| curves.iter().map(|curve| curve[place]).collect::<Vec<f64>>();
    let index = |place: usize| (sizes.len() > 1).then_some(place + 1);
    let errors: Vec<Reading> =
        (0..sizes.len()).map(|place| Reading::mean(measure, index(place), &at(place))).collect();
    let bounds: Vec<(f64, f64)> = errors.iter().map(|error| error.interval(0.95)).collect();
    let series = Series {
        name: LEARNING_CURVE.name.into(),
        over: "rows".into(),
        x: sizes.iter().map(|&rows| rows as f64).collect(),
        y: errors.iter().map(|error| error.value).collect(),
        low: bounds.iter().map(|bounds| bounds.0).collect(),
        high: bounds.iter().map(|bounds| bounds.1).collect(),
    };
    let size =
        |place: Option<usize>| place.and_then(|place| sizes.get(place)).map_or(f64::NAN, |&n| n as f64);
    let by = |a: &usize, b: &usize| errors[*a].value.total_cmp(&errors[*b].value);
    let (worst, best) = ((0..errors.len()).rev().max_by(by), (0..errors.len()).min_by(by));
    let last = errors.last().map(|error| Reading { measure: &LEARNING_CURVE, index: None, ..error.clone() });
    let sizes =
        [Reading::exact(&WORST_SIZE, None, size(worst)), Reading::exact(&BEST_SIZE, None, size(best))];
    let readings = errors.into_iter().chain(last).chain(sizes).collect();
    Outcome { readings, series: vec![series], ..Outcome::default() }
}
