//! `decompose shaw(32), then check picard`: the singular value decomposition of the training rows, with the coefficients
//! of the targets in it.

use crate::args;
use crate::models::regression::{Filter, Regularized};
use crate::numeric::tensors::Tensors;
use crate::vocabulary::{
    Abilities, Ability, Charted, Context, Cost, DataInput, DataKind, Fault, Kind, Measure, Model, ModelKind,
    Outcome, Picture, Reading, Scene, Series, Value, Verb,
};
use crate::words::measures::NUMERICAL_RANK;
use crate::words::models::path;
use crate::words::prices;
use std::sync::Arc;

args! {
    /// Decomposes the training rows into singular vectors.
    pub struct Decompose {
        /// The data.
        data (object): DataInput;
    }
}

const ABILITIES: Abilities = &[Ability::Filter];
const FILTER: Filter = Filter::Tikhonov { penalty: 0.0 };

/// Keeps every singular vector whole.
struct Decomposition(Regularized);

impl Model for Decomposition {
    fn regularized(&self) -> Option<&Regularized> {
        Some(&self.0)
    }

    fn tensors(&self) -> Tensors {
        Tensors::default()
    }
}

fn kind(data: &DataKind) -> ModelKind {
    ModelKind {
        name: "decomposition",
        inputs: data.shape.columns,
        outputs: data.shape.classes,
        layers: 1,
        parameters: data.shape.columns as u64,
        row: Cost::default(),
        abilities: ABILITIES,
        settings: 1,
        chains: None,
        machine: None,
        stack: Vec::new(),
        refit: None,
    }
}

impl Verb for Decompose {
    const NAME: &'static str = "decompose";
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\ndecompose shaw(32, noise: 1e-3), then check picard and condition";

    fn kind(&self, _scene: &mut Scene) -> Option<Kind> {
        let data = self.data.kind();
        Some(Kind { data: Some(data.clone()), model: Some(kind(data)), ..Kind::default() })
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        let shape = &self.data.kind().shape;
        (prices::converted(shape) + prices::factorized(shape.train, shape.columns)).charted(Charted::Picture)
    }

    fn measures(&self) -> Vec<(&'static Measure, usize)> {
        vec![(&NUMERICAL_RANK, 1)]
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        let data = context.data(&self.data)?;
        let (spectral, _, regularized) = path::given(FILTER, false, &data.set.train)?;
        let s = spectral.singular_values.to_vec();
        let index = (1..=s.len()).map(|i| i as f64).collect();
        let lines = vec![Series::line("singular value", "i", index, s)];
        let (title, x, y) = ("singular values".into(), "i".into(), String::new());
        let picture = Picture::Curves { title, x, y, log_x: false, log_y: true, lines };
        let readings = vec![Reading::exact(&NUMERICAL_RANK, None, spectral.rank() as f64)];
        let value = Value { data: Some(data), model: Some(Arc::new(Decomposition(regularized))) };
        Ok(Outcome { value, readings, pictures: vec![picture], ..Outcome::default() })
    }
}
