//! Means of correlated series, with errors. A series is cut into bins longer than its correlations; what depends on
//! several means takes its error from leaving one bin out at a time (jackknife).
//!
//! Integrated autocorrelation time: `tau = 1/2 + sum over t >= 1 of rho(t)`, cut at the first t above 5 tau (Madras and
//! Sokal 1988). The error of a mean of n values is that of n / (2 tau) independent ones.

/// A value and how sure it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    pub value: f64,
    pub standard_error: f64,
    /// The number of bins that the error rests on.
    pub bins: usize,
}

/// The integrated autocorrelation time of a series, in its steps: 1/2 where there is no correlation.
pub fn autocorrelation_time(series: &[f64]) -> f64 {
    const WINDOW: f64 = 5.0;
    let n = series.len();
    let mean = series.iter().sum::<f64>() / n.max(1) as f64;
    let variance = series.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n.max(1) as f64;
    if variance <= 0.0 {
        return 0.5;
    }
    let mut tau = 0.5;
    for lag in 1..n / 2 {
        let products = series.iter().zip(&series[lag..]).map(|(a, b)| (a - mean) * (b - mean));
        tau += products.sum::<f64>() / (n - lag) as f64 / variance;
        if lag as f64 >= WINDOW * tau {
            break;
        }
    }
    tau.max(0.5)
}

/// Means of several quantities over each of the bins: (bin, quantity).
pub fn binned(rows: &[Vec<f64>], bins: usize) -> Vec<Vec<f64>> {
    let (n, quantities) = (rows.len(), rows.first().map_or(0, Vec::len));
    let bins = bins.clamp(1, n.max(1));
    (0..bins)
        .map(|bin| {
            let part = &rows[bin * n / bins..(bin + 1) * n / bins];
            let mean = |q: usize| part.iter().map(|row| row[q]).sum::<f64>() / part.len().max(1) as f64;
            (0..quantities).map(mean).collect()
        })
        .collect()
}

/// A function of the means over all bins, with the jackknife's error and its bias taken off.
pub fn jackknife(bins: &[Vec<f64>], f: impl Fn(&[f64]) -> f64) -> Estimate {
    let (b, quantities) = (bins.len(), bins.first().map_or(0, Vec::len));
    let total: Vec<f64> = (0..quantities).map(|q| bins.iter().map(|bin| bin[q]).sum()).collect();
    let whole = f(&total.iter().map(|x| x / b as f64).collect::<Vec<_>>());
    if b < 2 {
        return Estimate { value: whole, standard_error: f64::INFINITY, bins: b };
    }
    let without =
        |bin: &Vec<f64>| f(&total.iter().zip(bin).map(|(x, y)| (x - y) / (b - 1) as f64).collect::<Vec<_>>());
    let left: Vec<f64> = bins.iter().map(without).collect();
    let mean = left.iter().sum::<f64>() / b as f64;
    let spread = left.iter().map(|x| (x - mean).powi(2)).sum::<f64>();
    let value = b as f64 * whole - (b - 1) as f64 * mean;
    Estimate { value, standard_error: (spread * (b - 1) as f64 / b as f64).sqrt(), bins: b }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::Seed;
    use rand_distr::{Distribution, StandardNormal};

    /// x' = a x + noise has rho(t) = a^t, so tau = 1/2 + a / (1 - a): 4.5 for a = 0.8. Forty thousand steps give it to about
    /// 5 %, and the error of the mean within a quarter.
    #[test]
    fn correlated_series_have_their_time_and_their_error() {
        let (a, n) = (0.8, 40_000);
        let mut stream = Seed::root(5).stream();
        let mut x = 0.0;
        let series: Vec<f64> = (0..n)
            .map(|_| {
                let z: f64 = StandardNormal.sample(&mut stream);
                x = a * x + z;
                x
            })
            .collect();
        let tau = autocorrelation_time(&series);
        assert!((tau - 4.5).abs() < 0.5, "{tau}");
        let rows: Vec<Vec<f64>> = series.iter().map(|x| vec![*x]).collect();
        let mean = jackknife(&binned(&rows, 64), |m| m[0]);
        let exact = (1.0 / (1.0 - a * a) * 2.0 * 4.5 / n as f64).sqrt();
        assert!((mean.standard_error / exact - 1.0).abs() < 0.3 && mean.value.abs() < 4.0 * exact);
    }
}
