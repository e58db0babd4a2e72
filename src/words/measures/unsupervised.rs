//! Measures without targets: clusters against classes (`check purity`), eigenvalues of a graph, the misfit of a
//! factorization.

use super::measure;
use crate::data::Targets;
use crate::models::manifold::Agreement;
use crate::source::Lint;
use crate::vocabulary::{
    Ability, Better, Check, Context, Cost, Data, DataKind, Fault, Measure, MeasuredOn, Model, ModelKind,
    Outcome, Reading, Table, Unit, Work,
};

pub static PURITY: Measure = Measure {
    check: Some(&Purity),
    ..measure(
        "purity",
        MeasuredOn::Training,
        Unit::Fraction,
        Better::Higher,
        "Share of training rows whose class is the most frequent one of their cluster; more clusters than classes make it easy.",
    )
};
pub static ADJUSTED_RAND: Measure = measure(
    "adjusted-rand",
    MeasuredOn::Training,
    Unit::Number,
    Better::Higher,
    "Agreement of clusters and classes by pairs of rows, 1 for the same partition and 0 on average by chance (Hubert and Arabie 1985).",
);
pub static CLUSTERS: Measure = measure(
    "clusters-used",
    MeasuredOn::Training,
    Unit::Number,
    Better::Neither,
    "Clusters that hold a training row.",
);
pub static EIGENVALUE: Measure = measure(
    "eigenvalue",
    MeasuredOn::Training,
    Unit::Number,
    Better::Neither,
    "Eigenvalue of the graph's Laplacian that belongs to a coordinate; without the constant one, smallest first.",
);
pub static MISFIT: Measure = measure(
    "misfit",
    MeasuredOn::Training,
    Unit::Number,
    Better::Lower,
    "What a factorization leaves over: |X - C B| / |X|, or the Kullback-Leibler divergence in nats per unit of the sum of X.",
);

/// Clusters against classes.
pub struct Purity;

impl Check for Purity {
    fn needs(&self) -> Ability {
        Ability::Cluster
    }

    fn yields(&self, _model: &ModelKind) -> Vec<(&'static Measure, usize)> {
        vec![(&PURITY, 1), (&ADJUSTED_RAND, 1)]
    }

    fn lacks(&self, data: &DataKind) -> Option<(String, String)> {
        let message = format!("clusters are compared with classes, `{}` has none", data.name);
        let help = "cluster data with a label: `csv(\"...\", label: last)`".to_string();
        data.shape.classes.is_none().then_some((message, help))
    }

    fn without_validation(&self) -> Option<&'static Lint> {
        None
    }

    fn cost(&self, _model: &ModelKind, data: &DataKind) -> Cost {
        Cost::alone(Work::Element, 4.0 * data.shape.train as f64)
    }

    fn run(&self, model: &dyn Model, data: &Data, _context: &mut Context) -> Result<Outcome, Fault> {
        let clusters = model.clusters().ok_or_else(|| Fault::new("the model has no clusters"))?;
        let Targets::Classes(classes) = &data.set.train.y else {
            return Err(Fault::new("the data have no classes"));
        };
        if clusters.len() != classes.len() {
            let message = format!("{} rows were clustered, the data have {}", clusters.len(), classes.len());
            return Err(Fault::new(message).help("check the clusters on the rows that were clustered"));
        }
        let classes = classes.iter().map(|&class| class as usize);
        let agreement = Agreement::new(clusters.iter().copied(), classes);
        let readings = vec![
            Reading::exact(&PURITY, None, agreement.purity()),
            Reading::exact(&ADJUSTED_RAND, None, agreement.adjusted_rand()),
        ];
        let tables = vec![counted(&agreement, &data.set.class_names)];
        Ok(Outcome { readings, tables, ..Outcome::default() })
    }
}

/// Clusters in the table.
const SHOWN: usize = 50;

fn counted(agreement: &Agreement, names: &[String]) -> Table {
    let named = |class: usize| names.get(class).cloned().unwrap_or_else(|| class.to_string());
    let columns = (0..agreement.counts.ncols()).map(named).collect();
    let held = agreement.counts.rows().into_iter().enumerate().filter(|(_, row)| row.sum() > 0);
    let rows = held
        .take(SHOWN)
        .map(|(cluster, row)| ((cluster + 1).to_string(), row.iter().map(u64::to_string).collect()));
    Table { title: "rows of each cluster by class".into(), columns, rows: rows.collect() }
}
