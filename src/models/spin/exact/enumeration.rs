//! Every state of a small system, in the order of a Gray code: one spin flips between neighbours in the list.
//!
//! Counted are the states of each energy and magnetization of a torus, from which everything follows at any temperature.

use super::super::Thermodynamics;
use crate::models::Observer;
use std::collections::BTreeMap;

/// Systems of more spins have too many states.
pub const MOST_SPINS: usize = 25;

/// States by energy (in units of `J`) and by the magnitude of the magnetization.
pub type States = BTreeMap<(i64, u64), u64>;

/// The states of a torus without a field; none once the observer wants the end. A side of two has its bonds twice.
pub fn count(rows: usize, columns: usize, observer: &dyn Observer) -> Option<States> {
    let spins = rows * columns;
    let index = |r: usize, c: usize| (r % rows) * columns + c % columns;
    let neighbours: Vec<[usize; 4]> = (0..spins)
        .map(|i| {
            let (r, c) = (i / columns, i % columns);
            [index(r + 1, c), index(r + rows - 1, c), index(r, c + 1), index(r, c + columns - 1)]
        })
        .collect();
    let mut s = vec![-1i64; spins];
    let (mut energy, mut sum) = (-2 * spins as i64, -(spins as i64));
    let (width, mut table) = (4 * spins + 1, vec![0u64; (4 * spins + 1) * (spins + 1)]);
    let place =
        |energy: i64, sum: i64| (energy + 2 * spins as i64) as usize + width * sum.unsigned_abs() as usize;
    table[place(energy, sum)] += 1;
    for step in 1..1u64 << spins {
        if step % (1 << 20) == 0 && observer.cancelled() {
            return None;
        }
        let i = step.trailing_zeros() as usize;
        energy += 2 * s[i] * neighbours[i].iter().map(|&j| s[j]).sum::<i64>();
        sum -= 2 * s[i];
        s[i] = -s[i];
        table[place(energy, sum)] += 1;
    }
    let all = table.into_iter().enumerate().filter(|(_, states)| *states > 0);
    Some(all.map(|(at, n)| (((at % width) as i64 - 2 * spins as i64, (at / width) as u64), n)).collect())
}

/// Everything, from the states of a system of so many spins.
pub fn thermodynamics(states: &States, spins: usize, temperature: f64) -> Thermodynamics {
    let n = spins as f64;
    let lowest = states.keys().map(|(energy, _)| *energy).min().unwrap_or(0);
    let weight = |energy: i64, count: u64| count as f64 * (-((energy - lowest) as f64) / temperature).exp();
    let z: f64 = states.iter().map(|(&(energy, _), &count)| weight(energy, count)).sum();
    let mean = |f: &dyn Fn(f64, f64) -> f64| {
        let terms = states.iter().map(|(&(e, m), &count)| weight(e, count) * f(e as f64 / n, m as f64 / n));
        terms.sum::<f64>() / z
    };
    let energy = mean(&|e, _| e);
    let variance = mean(&|e, _| (e - energy).powi(2));
    let magnetization = mean(&|_, m| m);
    let (square, fourth) = (mean(&|_, m| m * m), mean(&|_, m| m.powi(4)));
    Thermodynamics {
        free_energy: Some(-(z.ln() - lowest as f64 / temperature) / n),
        energy: Some(energy),
        specific_heat: Some(n * variance / (temperature * temperature)),
        magnetization: Some(magnetization),
        susceptibility: Some(n * (square - magnetization * magnetization) / temperature),
        binder: Some(1.0 - fourth / (3.0 * square * square)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::Unwatched;

    /// The number of states of each energy, and averages at T = 2; computed independently by enumeration in NumPy.
    #[test]
    fn the_four_by_four_torus_is_known() {
        let states = count(4, 4, &Unwatched).unwrap();
        let of = |energy: i64| states.iter().filter(|((e, _), _)| *e == energy).map(|(_, n)| n).sum::<u64>();
        let known = [
            (-32, 2),
            (-28, 0),
            (-24, 32),
            (-20, 64),
            (-16, 424),
            (-12, 1728),
            (-8, 6688),
            (-4, 13568),
            (0, 20524),
        ];
        for (energy, number) in known {
            assert_eq!((of(energy), of(-energy)), (number, number), "{energy}");
        }
        let it = thermodynamics(&states, 16, 2.0);
        let close = |a: Option<f64>, b: f64| assert!((a.unwrap() - b).abs() < 1e-12, "{a:?} {b}");
        close(it.energy, -1.755_380_288_777_48);
        close(it.specific_heat, 0.605_532_657_209_244);
        close(it.magnetization, 0.918_943_267_401_982);
        close(it.susceptibility, 16.0 * (0.868_921_681_642_321 - 0.918_943_267_401_982f64.powi(2)) / 2.0);
        close(it.binder, 0.644_810_791_187_849);
        close(it.free_energy, super::super::kaufman::thermodynamics(4, 4, 0.5).free_energy.unwrap());
    }
}
