//! The extended mean field of Gabrié, Tramel and Krzakala (2015): magnetizations of binary units that settle under the
//! expansion of ln Z in the couplings, from the data on, without any random number.
//!
//! ```text
//! m_v <- m_v / 2 + σ(b + W m_h - (m_v - 1/2) W² u_h + (1 - 6 m_v + 6 m_v²) W³ (u_h (1/2 - m_h)) / 3) / 2,   u = m (1 - m)
//! ```
//!
//! and likewise m_h from the new m_v; the W² term from the second order on, the W³ term from the third. The gradient by W_ij is
//! ⟨v_i h_j⟩ of the data less m_i m_j + W u_i u_j + 2 W² u_i (1/2 - m_i) u_j (1/2 - m_j). Of a row at these
//! magnetizations, free energy = internal energy - entropy in nats, with the reaction terms in the internal energy.

use ndarray::{Array1, Array2, ArrayView2, Axis};

use super::partition::PartitionFault;
use super::units::sigmoid;
use super::{ExactRbm, Moments, Units};

/// Magnetizations are kept this far from 0 and 1 where their entropy is taken.
const EDGE: f64 = 1e-8;

/// The expansion that magnetizations settle under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expanded {
    /// 1 for mean field, 2 with the reaction term of Thouless, Anderson and Palmer, 3.
    pub order: usize,
    pub iterations: usize,
}

/// Mean energies of rows, in nats.
#[derive(Clone, Debug, PartialEq)]
pub struct Energies {
    /// -b.m - c.m - m W m
    pub internal: Array1<f64>,
    /// Minus the terms of the second and third order in the couplings.
    pub reaction: Array1<f64>,
    pub entropy: Array1<f64>,
}

impl Energies {
    /// Internal energy, with the reaction, less entropy, of each row.
    pub fn free(&self) -> Array1<f64> {
        &self.internal + &self.reaction - &self.entropy
    }
}

fn variance(m: &Array2<f64>) -> Array2<f64> {
    m.mapv(|m| m * (1.0 - m))
}

fn skew(m: &Array2<f64>) -> Array2<f64> {
    m.mapv(|m| m * (1.0 - m) * (0.5 - m))
}

/// Powers of the couplings of a machine of binary units, each (visible, hidden).
struct Powers<'a> {
    machine: &'a ExactRbm,
    squares: Array2<f64>,
    cubes: Option<Array2<f64>>,
    order: usize,
}

impl<'a> Powers<'a> {
    fn of(machine: &'a ExactRbm, order: usize) -> Result<Self, PartitionFault> {
        if machine.visible_units != Units::Binary || machine.hidden_units != Units::Binary {
            return Err(PartitionFault::NotBinary);
        }
        let squares = machine.weights.mapv(|w| w * w);
        let cubes = (order >= 3).then(|| &squares * &machine.weights);
        Ok(Powers { machine, squares, cubes, order })
    }

    /// Moves the magnetizations of a layer (rows, units) halfway to what drives them.
    fn settle(&self, own: &Array2<f64>, other: &Array2<f64>, bias: &Array1<f64>, down: bool) -> Array2<f64> {
        let through = |m: &Array2<f64>, w: &Array2<f64>| if down { m.dot(&w.t()) } else { m.dot(w) };
        let mut field = through(other, &self.machine.weights) + bias;
        if self.order >= 2 {
            field = field + through(&variance(other), &self.squares) * own.mapv(|m| 0.5 - m);
        }
        if let Some(cubes) = &self.cubes {
            let slope = own.mapv(|m| (1.0 - 6.0 * m + 6.0 * m * m) / 3.0);
            field = field + through(&skew(other), cubes) * slope;
        }
        0.5 * field.mapv_into(sigmoid) + 0.5 * own
    }

    /// Magnetizations of both layers after so many iterations, from rows (rows, visible) and their hidden means.
    fn equilibrium(&self, v: Array2<f64>, h: Array2<f64>, iterations: usize) -> (Array2<f64>, Array2<f64>) {
        (0..iterations).fold((v, h), |(v, h), _| {
            let v = self.settle(&v, &h, &self.machine.visible_bias, true);
            let h = self.settle(&h, &v, &self.machine.hidden_bias, false);
            (v, h)
        })
    }
}

/// The gradient of the mean of what stands for the log-likelihood of `rows` (rows, visible).
///
/// # Errors
/// [`PartitionFault::NotBinary`] for units that are not binary.
pub fn gradient(
    machine: &ExactRbm,
    rows: ArrayView2<f64>,
    expanded: Expanded,
) -> Result<Moments, PartitionFault> {
    let powers = Powers::of(machine, expanded.order)?;
    let up = machine.hidden_given_visible(rows);
    let (v, h) = powers.equilibrium(rows.to_owned(), up.clone(), expanded.iterations);
    let mut weights = rows.t().dot(&up) - v.t().dot(&h);
    if expanded.order >= 2 {
        weights = weights - variance(&v).t().dot(&variance(&h)) * &machine.weights;
    }
    if powers.cubes.is_some() {
        weights = weights - skew(&v).t().dot(&skew(&h)) * &powers.squares * 2.0;
    }
    let n = rows.nrows().max(1) as f64;
    let visible = (&rows - &v).sum_axis(Axis(0)) / n;
    let hidden = (up - h).sum_axis(Axis(0)) / n;
    Ok(Moments { visible_hidden: weights / n, visible, hidden })
}

/// Energies of rows (rows, visible) at the magnetizations that settle from them.
///
/// # Errors
/// [`PartitionFault::NotBinary`] for units that are not binary.
pub fn energies(
    machine: &ExactRbm,
    rows: ArrayView2<f64>,
    expanded: Expanded,
) -> Result<Energies, PartitionFault> {
    let powers = Powers::of(machine, expanded.order)?;
    let up = machine.hidden_given_visible(rows);
    let (v, h) = powers.equilibrium(rows.to_owned(), up, expanded.iterations);
    let (v, h) = (v.mapv_into(inside), h.mapv_into(inside));
    let over = |a: Array2<f64>, b: &Array2<f64>| (a * b).sum_axis(Axis(1));
    let internal =
        -v.dot(&machine.visible_bias) - h.dot(&machine.hidden_bias) - over(v.dot(&machine.weights), &h);
    let mut reaction = Array1::zeros(rows.nrows());
    if expanded.order >= 2 {
        reaction = reaction - 0.5 * over(variance(&v).dot(&powers.squares), &variance(&h));
    }
    if let Some(cubes) = &powers.cubes {
        reaction = reaction - 2.0 / 3.0 * over(skew(&v).dot(cubes), &skew(&h));
    }
    let entropy = |m: &Array2<f64>| m.mapv(|p| -p * p.ln() - (1.0 - p) * (1.0 - p).ln()).sum_axis(Axis(1));
    Ok(Energies { internal, reaction, entropy: entropy(&v) + entropy(&h) })
}

fn inside(m: f64) -> f64 {
    m.clamp(EDGE, 1.0 - EDGE)
}
