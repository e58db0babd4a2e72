//! How clusters agree with classes: purity, the share of rows whose class is the most frequent one of their cluster, and
//! the adjusted Rand index, 1 for the same partition and 0 on average for a random one (Hubert and Arabie 1985).

use ndarray::{Array2, Axis};

/// Rows of each cluster and class.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// (clusters, classes)
    pub counts: Array2<u64>,
}

impl Agreement {
    /// Clusters and classes of the same rows, each numbered from 0.
    pub fn new(clusters: impl IntoIterator<Item = usize>, classes: impl IntoIterator<Item = usize>) -> Self {
        let pairs: Vec<(usize, usize)> = clusters.into_iter().zip(classes).collect();
        let size =
            |of: fn(&(usize, usize)) -> usize| pairs.iter().map(|pair| of(pair) + 1).max().unwrap_or(0);
        let mut counts = Array2::zeros((size(|pair| pair.0), size(|pair| pair.1)));
        pairs.iter().for_each(|pair| counts[*pair] += 1);
        Agreement { counts }
    }

    pub fn rows(&self) -> u64 {
        self.counts.sum()
    }

    /// Clusters that hold a row.
    pub fn used(&self) -> usize {
        self.counts.rows().into_iter().filter(|row| row.sum() > 0).count()
    }

    /// The share of rows in the class that prevails in their cluster.
    pub fn purity(&self) -> f64 {
        let prevailing = |row: ndarray::ArrayView1<u64>| row.iter().copied().max().unwrap_or(0);
        self.counts.rows().into_iter().map(prevailing).sum::<u64>() as f64 / self.rows().max(1) as f64
    }

    /// Pairs of rows that are together in both partitions, beyond what chance gives.
    pub fn adjusted_rand(&self) -> f64 {
        let pairs = |n: u64| n as f64 * (n as f64 - 1.0) / 2.0;
        let both: f64 = self.counts.iter().map(|&n| pairs(n)).sum();
        let of = |axis| self.counts.sum_axis(Axis(axis)).iter().map(|&n| pairs(n)).sum::<f64>();
        let (clusters, classes) = (of(1), of(0));
        let expected = clusters * classes / pairs(self.rows()).max(1.0);
        let largest = (clusters + classes) / 2.0;
        if largest == expected { 1.0 } else { (both - expected) / (largest - expected) }
    }
}
