//! `factor mnist by convex-nmf(25), then plot images`: a table into few rows, the basis, and the shares that every row has
//! of them. The basis flows on as data, the factorization as a model that gives shares and rows back.

use crate::args;
use crate::data::{Dataset, Features, Part, Shape, Targets};
use crate::models::factor::{Signs, fold_in};
use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Abilities, Ability, Charted, Class, Context, Cost, Data, DataInput, DataKind, Factoring, Fault, Kind,
    Measure, Methods, Model, ModelKind, Outcome, Reading, Scene, Series, Value, Verb, Work,
};
use crate::words::measures::MISFIT;
use ndarray::{Array2, ArrayView2};
use std::sync::Arc;

args! {
    /// Factors the training rows into shares of few rows, which flow on.
    pub struct Factor {
        /// The data.
        data (object): DataInput;
        /// The factorization.
        methods (by): Methods;
    }
}

const ABILITIES: Abilities = &[Ability::Hidden, Ability::Reconstruct];

impl Factor {
    fn method(&self) -> Option<&dyn Factoring> {
        self.methods.0.first()?.factoring()
    }

    fn shape(&self) -> Shape {
        let from = &self.data.kind().shape;
        let train = self.method().map_or(0, Factoring::factors);
        Shape { columns: from.columns, image: from.image, train, ..Shape::default() }
    }

    fn value(&self, data: &Data, basis: Array2<f64>) -> Value {
        let shares =
            Shares { basis: basis.clone(), signs: self.method().map_or(Signs::Free, Factoring::signs) };
        let part = Part { x: Features::Double(basis.into_shared()), y: Targets::None };
        let mut set = Dataset::new(&named(&data.set.name), part, None, Vec::new());
        set.shape.image = data.set.shape.image;
        let data = Data { set: Arc::new(set), deformation: None };
        Value { data: Some(data), model: Some(Arc::new(shares)) }
    }
}

fn named(data: &str) -> String {
    format!("factors of {data}")
}

impl Verb for Factor {
    const NAME: &'static str = "factor";
    const METHODS: &'static [Class] = &[Class::FACTORING];
    const EXAMPLE: &'static str =
        "seed 1\nedition 1\ntake 1000 of mnist, then factor by convex-nmf(25), then plot images";

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        let before = scene.findings.len();
        self.methods.only(Class::FACTORING, "`factor`", scene.findings);
        let (data, method) = (self.data.kind(), self.method()?);
        let (factors, shape) = (method.factors(), &data.shape);
        let place = scene.place(self.methods.span);
        if let Some((message, help)) = method.lacks(data) {
            let finding = Diagnostic::error("range-mismatch", place, message);
            scene.findings.push(finding.label("values below 0").help(help));
        }
        if factors > shape.columns.min(shape.train) {
            let message = format!("{factors} factors of {} rows and {} columns", shape.train, shape.columns);
            let finding = Diagnostic::error("shape-mismatch", place, message).label("more than there are");
            let most = shape.columns.min(shape.train);
            scene.findings.push(finding.help(format!("ask for {most} or fewer")));
        }
        let cost = Cost::alone(Work::DoubleFlop, 2.0 * (shape.columns * factors) as f64);
        let model = ModelKind {
            name: "factorization",
            inputs: shape.columns,
            outputs: Some(factors),
            layers: 1,
            parameters: (factors * shape.columns) as u64,
            row: cost + Cost::alone(Work::Element, 200.0 * (factors * factors) as f64),
            abilities: ABILITIES,
            settings: 1,
            chains: None,
            machine: None,
            stack: Vec::new(),
            refit: None,
        };
        let data = DataKind {
            name: named(&data.name),
            shape: self.shape(),
            augmented: None,
            redrawn: false,
            row: Cost::default(),
        };
        (scene.findings.len() == before).then_some(Kind {
            data: Some(data),
            model: Some(model),
            ..Kind::default()
        })
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        self.method()
            .map_or(Cost::default(), |method| method.cost(&self.data.kind().shape).charted(Charted::Curves))
    }

    fn measures(&self) -> Vec<(&'static Measure, usize)> {
        vec![(&MISFIT, 1)]
    }

    fn curves(&self) -> Vec<(&'static Measure, usize)> {
        self.measures()
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        let data = context.data(&self.data)?;
        let method = self.method().ok_or_else(|| Fault::new("there is no factorization"))?;
        let factored = method.factor(&data.set.train.x, &context.seed, context.observer)?;
        let x = (0..factored.history.len()).map(|iteration| iteration as f64).collect();
        let last = factored.history.last().copied().unwrap_or(f64::NAN);
        Ok(Outcome {
            value: self.value(&data, factored.basis),
            readings: vec![Reading::exact(&MISFIT, None, last)],
            series: vec![Series::line(MISFIT.name, "iteration", x, factored.history)],
            ..Outcome::default()
        })
    }

    const KEPT: bool = true;

    fn restored(&self, kept: &Tensors, context: &mut Context) -> Result<Value, Fault> {
        Ok(self.value(&context.data(&self.data)?, kept.get("basis")?))
    }
}

/// A basis, in which rows have shares.
struct Shares {
    /// (factors, columns)
    basis: Array2<f64>,
    signs: Signs,
}

impl Shares {
    fn of(&self, x: ArrayView2<f64>) -> Array2<f64> {
        fold_in(x, self.basis.view(), self.signs)
    }
}

impl Model for Shares {
    fn hidden(&self, x: &Features) -> Option<Features> {
        Some(Features::Double(self.of(x.double().view()).into_shared()))
    }

    fn reconstruct(&self, x: &Features) -> Option<Features> {
        Some(Features::Double(self.of(x.double().view()).dot(&self.basis).into_shared()))
    }

    fn tensors(&self) -> Tensors {
        let mut tensors = Tensors::default();
        tensors.put("basis", self.basis.clone());
        tensors
    }
}
