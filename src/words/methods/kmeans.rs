//! `k-means(10)`: clusters of least squared distance to their means (Lloyd 1982), from centres drawn far from each other
//! (k-means++, Arthur and Vassilvitskii 2007), the best of several starts.

use crate::args;
use crate::data::{Dataset, Shape};
use crate::models::Observer;
use crate::models::manifold::{ManifoldFault, kmeans};
use crate::numeric::random::Seed;
use crate::vocabulary::{Cites, Class, Clustering, Context, Cost, Count, Draws, Fault, Method, Partition};
use crate::words::prices;
use crate::words::sources;
use ndarray::ArrayView2;

args! {
    /// Parts rows into clusters around their means.
    pub struct KMeans {
        /// The number of clusters.
        clusters (object): Count, usual 2 ..= 1000;
        /// Starts, of which the best is kept.
        starts: Draws = Draws::new(10), usual 1 ..= 100;
    }
}

impl Method for KMeans {
    const NAME: &'static str = "k-means";
    const CLASSES: &'static [Class] = &[Class::CLUSTERING];
    const ROLE: Option<&'static str> = Some("ways to cluster");
    const CITES: Cites = &[&sources::unsupervised::LLOYD, &sources::unsupervised::ARTHUR_VASSILVITSKII];
    const EXAMPLE: &'static str = "seed 1\nedition 1\ncluster optdigits by k-means(10), then check purity";

    fn as_clustering(&self) -> Option<&dyn Clustering> {
        Some(self)
    }
}

impl Clustering for KMeans {
    fn clusters(&self) -> usize {
        self.clusters.get()
    }

    fn cost(&self, shape: &Shape) -> Cost {
        prices::converted(shape)
            + prices::kmeans(shape.train, shape.columns, self.clusters.get(), self.starts.get())
    }

    fn cluster(&self, set: &Dataset, context: &Context) -> Result<Partition, Fault> {
        let x = set.train.x.double();
        let seed = context.seed.child("k-means");
        let found = kmeans(x.view(), self.clusters.get(), self.starts.get(), &seed, context.observer);
        Ok(Partition { of_row: found.map_err(fault)?.of_row, notes: Vec::new() })
    }
}

/// Starts of k-means for factorizations that begin with clusters.
const STARTS: usize = 3;

/// The clusters from which a factorization starts.
pub fn started(
    x: ArrayView2<f64>,
    clusters: usize,
    seed: &Seed,
    observer: &dyn Observer,
) -> Result<Vec<usize>, Fault> {
    Ok(kmeans(x, clusters, STARTS, &seed.child("start"), observer).map_err(fault)?.of_row)
}

/// What a graph or a clustering says when it fails.
pub fn fault(fault: ManifoldFault) -> Fault {
    match fault {
        ManifoldFault::Interrupted => Fault::interrupted(),
        ManifoldFault::NoWeights => Fault::new(fault.to_string()).help("raise `sigma`, or leave it out"),
        ManifoldFault::TooMany { what, .. } => {
            Fault::new(fault.to_string()).help(format!("ask for fewer {what}"))
        }
        ManifoldFault::NoLabels => Fault::new(fault.to_string()).help("give labels of both classes"),
        other => Fault::new(other.to_string()),
    }
}
