//! `cluster mnist by k-means(10)`, `cluster mnist by machine`: training rows parted into clusters, by a method or by the
//! hidden unit of a trained model that answers a row most.

use super::embed::{hidden, unfit};
use crate::args;
use crate::numeric::tensors::Tensors;
use crate::source::Diagnostic;
use crate::vocabulary::{
    Abilities, Ability, Class, Context, Cost, Data, DataInput, Fault, Kind, Means, Measure, Model, ModelKind,
    Outcome, Partition, Reading, Scene, Value, Verb, Work,
};
use crate::words::measures::CLUSTERS;
use ndarray::{Array1, ArrayView1};
use std::sync::Arc;

args! {
    /// Parts the training rows into clusters.
    pub struct Cluster {
        /// The data.
        data (object): DataInput;
        /// The method, or a trained model with hidden units.
        means (by): Means;
    }
}

const ABILITIES: Abilities = &[Ability::Cluster];

impl Cluster {
    /// Clusters at most.
    fn count(&self) -> usize {
        let method = self.means.method().and_then(|method| method.clustering());
        match self.means.model() {
            Some(model) => model.kind().outputs.unwrap_or(0),
            None => method.map_or(0, |method| method.clusters()),
        }
    }

    fn partition(&self, data: &Data, context: &Context) -> Result<Partition, Fault> {
        if let Some(input) = self.means.model() {
            let shown = hidden(&*context.model(input)?, &data.set.train.x)?.double();
            let of_row = shown.rows().into_iter().map(loudest).collect();
            return Ok(Partition { of_row, notes: Vec::new() });
        }
        let method = self.means.method().and_then(|method| method.clustering());
        method.ok_or_else(|| Fault::new("there is no way to cluster"))?.cluster(&data.set, context)
    }
}

/// The largest of hidden units, the first of equals.
fn loudest(units: ArrayView1<f64>) -> usize {
    let louder = |best: usize, (at, value): (usize, &f64)| if *value > units[best] { at } else { best };
    units.iter().enumerate().fold(0, louder)
}

impl Verb for Cluster {
    const NAME: &'static str = "cluster";
    const METHODS: &'static [Class] = &[Class::CLUSTERING];
    const EXAMPLE: &'static str = "seed 1\nedition 1\ncluster two-moons by spectral(2), then check purity";

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        let before = scene.findings.len();
        self.means.only(Class::CLUSTERING, "`cluster`", scene.findings);
        let (data, place) = (self.data.kind(), scene.place(self.means.span));
        match (self.means.model(), self.means.method().and_then(|method| method.clustering())) {
            (Some(model), _) => scene.findings.extend(unfit(model, data, Self::NAME, place)),
            (None, Some(method)) => {
                method.review(data, scene);
                if method.clusters() > data.shape.train {
                    let message = format!("{} clusters of {} rows", method.clusters(), data.shape.train);
                    let finding = Diagnostic::error("shape-mismatch", place, message);
                    scene.findings.push(finding.label("more than there are").help("ask for fewer clusters"));
                }
            }
            (None, None) => return None,
        }
        let model = ModelKind {
            name: "clusters",
            inputs: data.shape.columns,
            outputs: Some(self.count()),
            layers: 1,
            parameters: self.count() as u64,
            row: Cost::default(),
            abilities: ABILITIES,
            settings: 1,
            chains: None,
            machine: None,
            stack: Vec::new(),
            refit: None,
        };
        let kind = Kind { data: Some(data.clone()), model: Some(model), ..Kind::default() };
        (scene.findings.len() == before).then_some(kind)
    }

    fn cost(&self, _kind: &Kind) -> Cost {
        let shape = &self.data.kind().shape;
        if let Some(model) = self.means.model() {
            let rows = shape.train as f64;
            let compared = Cost::alone(Work::Element, rows * self.count() as f64);
            return model.kind().row.clone() * rows + compared;
        }
        let method = self.means.method().and_then(|method| method.clustering());
        method.map_or(Cost::default(), |method| method.cost(shape))
    }

    fn measures(&self) -> Vec<(&'static Measure, usize)> {
        vec![(&CLUSTERS, 1)]
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        let data = context.data(&self.data)?;
        let Partition { of_row, notes } = self.partition(&data, context)?;
        let mut held = of_row.clone();
        held.sort_unstable();
        held.dedup();
        let readings = vec![Reading::exact(&CLUSTERS, None, held.len() as f64)];
        let value = Value { data: Some(data), model: Some(Arc::new(Parted(of_row))) };
        Ok(Outcome { value, readings, notes, ..Outcome::default() })
    }

    const KEPT: bool = true;

    fn restored(&self, kept: &Tensors, context: &mut Context) -> Result<Value, Fault> {
        let of_row: Array1<u64> = kept.get("clusters")?;
        let parted = Parted(of_row.iter().map(|&cluster| cluster as usize).collect());
        Ok(Value { data: Some(context.data(&self.data)?), model: Some(Arc::new(parted)) })
    }
}

/// The cluster of each training row.
struct Parted(Vec<usize>);

impl Model for Parted {
    fn clusters(&self) -> Option<&[usize]> {
        Some(&self.0)
    }

    fn tensors(&self) -> Tensors {
        let mut tensors = Tensors::default();
        tensors.put("clusters", self.0.iter().map(|&cluster| cluster as u64).collect::<Array1<u64>>());
        tensors
    }
}
