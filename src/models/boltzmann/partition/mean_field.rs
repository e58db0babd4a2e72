//! ln Z expanded in the couplings at fixed magnetizations m (Plefka 1982; Georges and Yedidia 1991), for machines in two
//! layers of binary units (Gabrié, Tramel and Krzakala 2015), up to the third order:
//!
//! ```text
//! Γ(m) = S(m) + b.m_v + c.m_h + m_v W m_h + Σ W² u_i u_j / 2 + 2/3 Σ W³ u_i (1/2 - m_i) u_j (1/2 - m_j),  u = m (1 - m)
//! ```
//!
//! The first order is naive mean field, a lower bound; the second has the reaction term of Thouless, Anderson and Palmer.
//! The stationary point is found by damped iteration; errors are of the order 2, 3 and 4 in the couplings.

use super::PartitionFault;
use crate::models::Observer;
use crate::models::boltzmann::ExactRbm;
use crate::models::boltzmann::units::sigmoid;
use ndarray::{Array1, Array2};

/// Iterations at most.
const ITERATIONS: usize = 20_000;
/// Share of the new magnetizations.
const DAMPING: f64 = 0.3;
/// No magnetization moves further than this any more.
const STILL: f64 = 1e-14;

/// A stationary point of Γ.
#[derive(Clone, Debug, PartialEq)]
pub struct Expansion {
    /// Γ, nats.
    pub log_partition: f64,
    /// ⟨v⟩, of units that are 0 or 1.
    pub visible: Array1<f64>,
    /// ⟨h⟩, likewise.
    pub hidden: Array1<f64>,
    /// S, nats.
    pub entropy: f64,
    /// How far a magnetization still moved at the end.
    pub residual: f64,
    pub iterations: usize,
}

/// Powers of the couplings, as far as the order asks for them.
struct Couplings<'a> {
    machine: &'a ExactRbm,
    squares: Array2<f64>,
    cubes: Array2<f64>,
    order: usize,
}

impl Couplings<'_> {
    /// What drives a layer, given its own magnetizations and those of the other: `weights` act from the other layer.
    fn field(&self, bias: &Array1<f64>, own: &Array1<f64>, other: &Array1<f64>, up: bool) -> Array1<f64> {
        let through =
            |weights: &Array2<f64>, m: &Array1<f64>| if up { m.dot(weights) } else { weights.dot(m) };
        let mut field = bias + &through(&self.machine.weights, other);
        if self.order >= 2 {
            field -= &((own - 0.5) * through(&self.squares, &variance(other)));
        }
        if self.order >= 3 {
            let slope = own.mapv(|m| (1.0 - 6.0 * m + 6.0 * m * m) / 3.0);
            field += &(slope * through(&self.cubes, &skew(other)));
        }
        field
    }

    fn value(&self, v: &Array1<f64>, h: &Array1<f64>) -> f64 {
        let machine = self.machine;
        let mut value = entropy(v) + entropy(h) + machine.visible_bias.dot(v) + machine.hidden_bias.dot(h);
        value += v.dot(&machine.weights).dot(h);
        if self.order >= 2 {
            value += 0.5 * variance(v).dot(&self.squares).dot(&variance(h));
        }
        if self.order >= 3 {
            value += 2.0 / 3.0 * skew(v).dot(&self.cubes).dot(&skew(h));
        }
        value
    }
}

fn variance(m: &Array1<f64>) -> Array1<f64> {
    m.mapv(|m| m * (1.0 - m))
}

fn skew(m: &Array1<f64>) -> Array1<f64> {
    m.mapv(|m| m * (1.0 - m) * (0.5 - m))
}

/// -Σ m ln m + (1 - m) ln (1 - m), nats; units that are decided have none.
pub(in crate::models::boltzmann) fn entropy<'a>(m: impl IntoIterator<Item = &'a f64>) -> f64 {
    let part = |p: f64| if p > 0.0 { -p * p.ln() } else { 0.0 };
    m.into_iter().map(|&m| part(m) + part(1.0 - m)).sum()
}

/// The expansion of order 1, 2 or 3 at its stationary point, reached from the units without couplings. Spins are taken
/// as binary units, which changes no order.
///
/// # Errors
/// [`PartitionFault`] for units of another kind, parameters that are no numbers, and an interruption.
pub fn expand(
    machine: &ExactRbm,
    order: usize,
    observer: &dyn Observer,
) -> Result<Expansion, PartitionFault> {
    let (machine, constant) = machine.as_binary().ok_or(PartitionFault::Units)?;
    let squares = machine.weights.mapv(|w| w * w);
    let cubes = &squares * &machine.weights;
    let couplings = Couplings { machine: &machine, squares, cubes, order };
    let mut v = machine.visible_bias.mapv(sigmoid);
    let mut h = machine.hidden_bias.mapv(sigmoid);
    let (mut residual, mut iterations) = (f64::INFINITY, 0);
    while residual > STILL && iterations < ITERATIONS {
        if observer.cancelled() {
            return Err(PartitionFault::Interrupted);
        }
        let to_v = couplings.field(&machine.visible_bias, &v, &h, false).mapv_into(sigmoid) - &v;
        let to_h = couplings.field(&machine.hidden_bias, &h, &v, true).mapv_into(sigmoid) - &h;
        residual = to_v.iter().chain(&to_h).fold(0.0, |most: f64, step| most.max(step.abs()));
        if !residual.is_finite() || to_v.iter().chain(&to_h).any(|step| step.is_nan()) {
            return Err(PartitionFault::NotFinite);
        }
        v.scaled_add(DAMPING, &to_v);
        h.scaled_add(DAMPING, &to_h);
        iterations += 1;
        observer.progress(iterations as u64, ITERATIONS as u64, "");
    }
    let log_partition = couplings.value(&v, &h) + constant;
    let entropy = entropy(&v) + entropy(&h);
    Ok(Expansion { log_partition, visible: v, hidden: h, entropy, residual, iterations })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::Unwatched;
    use crate::models::boltzmann::Units;
    use ndarray::{Array2, array};

    /// W = 0.6 + 0.5 sin(1.3 i + 0.7 j + 0.2), b = -1 + 0.5 cos i, c = -0.8 + 0.4 sin(j + 1), with W times beta.
    fn medium(beta: f64) -> ExactRbm {
        ExactRbm::binary(
            Array2::from_shape_fn((8, 6), |(i, j)| {
                beta * (0.6 + 0.5 * (1.3 * i as f64 + 0.7 * j as f64 + 0.2).sin())
            }),
            Array1::from_shape_fn(8, |i| -1.0 + 0.5 * (i as f64).cos()),
            Array1::from_shape_fn(6, |j| -0.8 + 0.4 * (j as f64 + 1.0).sin()),
        )
    }

    fn gamma(machine: &ExactRbm, order: usize) -> f64 {
        expand(machine, order, &Unwatched).unwrap().log_partition
    }

    /// Values of an independent program, which iterates to 1e-14 as well; of the third order by Newton's method on Γ.
    #[test]
    fn all_orders_at_several_couplings() {
        let reference = [
            (0.25, 6.0090193504413, [5.96965093145127, 6.00831955820275, 6.00842350237599]),
            (0.5, 7.89517017395851, [7.74460107245065, 7.88551092157906, 7.88682263799943]),
            (1.0, 17.4012283912928, [17.3649658172406, 17.3944921401918, 17.400106783244]),
            (2.0, 44.7713898180608, [44.771252351284, 44.7713289610522, 44.7713675747874]),
        ];
        for (beta, exact, orders) in reference {
            let machine = medium(beta);
            assert!((machine.log_partition().unwrap() - exact).abs() < 1e-11);
            for (order, expected) in (1..=3).zip(orders) {
                let found = gamma(&machine, order);
                assert!((found - expected).abs() < 1e-8, "order {order} at {beta}: {found}");
            }
            assert!(gamma(&machine, 1) < exact, "mean field is a lower bound");
        }
    }

    /// Where the iteration stops, Γ does not change with any magnetization, by differences of the second order.
    #[test]
    fn the_value_is_stationary() {
        let machine = medium(1.0);
        let squares = machine.weights.mapv(|w| w * w);
        let cubes = &squares * &machine.weights;
        for order in 1..=3 {
            let at = expand(&machine, order, &Unwatched).unwrap();
            let couplings =
                Couplings { machine: &machine, squares: squares.clone(), cubes: cubes.clone(), order };
            let step = 1e-5;
            for unit in 0..14 {
                let moved = |by: f64| {
                    let (mut v, mut h) = (at.visible.clone(), at.hidden.clone());
                    if unit < 8 {
                        v[unit] += by
                    } else {
                        h[unit - 8] += by
                    }
                    couplings.value(&v, &h)
                };
                let slope = (moved(step) - moved(-step)) / (2.0 * step);
                assert!(slope.abs() < 1e-6, "order {order}, unit {unit}: {slope}");
            }
        }
    }

    /// Halving weak couplings divides the error of order n by 2^(n + 1), within 0.15 of the exponent.
    #[test]
    fn errors_vanish_with_their_order() {
        let error =
            |beta: f64, order| (gamma(&medium(beta), order) - medium(beta).log_partition().unwrap()).abs();
        for order in 1..=3 {
            let slope = (error(1.0 / 32.0, order) / error(1.0 / 64.0, order)).log2();
            assert!((slope - (order as f64 + 1.0)).abs() < 0.15, "order {order}: {slope}");
        }
    }

    /// Three machines without couplings between them have three times the value: the expansion is extensive.
    #[test]
    fn the_second_order_is_extensive() {
        let one = ExactRbm::binary(array![[0.8, -0.3], [0.4, 1.1]], array![0.2, -0.1], array![0.0, 0.5]);
        let mut weights = Array2::zeros((6, 6));
        for at in [0, 2, 4] {
            weights.slice_mut(ndarray::s![at..at + 2, at..at + 2]).assign(&one.weights);
        }
        let copies = |bias: &Array1<f64>| ndarray::concatenate![ndarray::Axis(0), *bias, *bias, *bias];
        let three = ExactRbm::binary(weights, copies(&one.visible_bias), copies(&one.hidden_bias));
        assert!((gamma(&one, 2) - 3.90598249601285).abs() < 1e-12);
        assert!((gamma(&three, 2) - 11.7179474880386).abs() < 1e-12);
    }

    /// Spins without couplings: ln 2 cosh b for each, at every order.
    #[test]
    fn free_spins_are_exact() {
        let (visible_units, hidden_units) = (Units::Spin, Units::Spin);
        let free = ExactRbm {
            visible_units,
            hidden_units,
            ..ExactRbm::binary(Array2::zeros((2, 1)), array![0.3, -1.0], array![0.7])
        };
        let expected: f64 = [0.3f64, 1.0, 0.7].iter().map(|b| (2.0 * b.cosh()).ln()).sum();
        for order in 1..=3 {
            assert!((gamma(&free, order) - expected).abs() < 1e-12);
        }
    }
}
