//! Energies that are renormalized by hand: the same partition function with other marginals, and what of it can be read off
//! the trace condition (Mehta and Schwab 2014; Lin, Tegmark and Rolnick 2017, appendix, and the answer of Schwab and Mehta 2016).
//!
//! A table E(v) over the states of a system, with Z = Σ e^-E and p = e^-E / Z, is coupled to hidden states by T(v, h):
//!
//! ```text
//! E(v, h) = E(v) - T(v, h),   e^-E(h) = Σ_v e^(T - E(v)),   Tr_h e^T = Σ_h e^T(v, h)
//! ```
//!
//! Z of the joint system is Z ⟨Tr_h e^T⟩_p: it is kept when the trace is 1 on average over p, and the law of v is kept
//! when the trace is the same for every v. The first does not follow from the second being violated, nor the other way round up to
//! a constant. Energies in nats; tables (v) and (v, h).

use crate::numeric::exponentials::log_sum_exp;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};

/// A system with hidden states, as tables.
#[derive(Clone, Debug, PartialEq)]
pub struct Coupled {
    /// E(v)
    pub energy: Array1<f64>,
    /// T(v, h); minus infinity where v and h exclude each other.
    pub coupling: Array2<f64>,
}

/// What becomes of a system when its hidden states are kept and its visible ones summed over, or the other way round.
#[derive(Clone, Debug, PartialEq)]
pub struct Renormalized {
    /// ln Z of the system alone.
    pub log_partition: f64,
    /// ln Z of the joint system.
    pub joint_log_partition: f64,
    /// E(h): the effective energy of the hidden states.
    pub hidden_energy: Array1<f64>,
    /// Tr_h e^T for every v.
    pub trace: Array1<f64>,
    /// The mean of the trace over p.
    pub mean_trace: f64,
    /// KL(p || marginal of the joint system), nats.
    pub divergence: f64,
}

impl Coupled {
    /// Lin and Tegmark's counterexample: hidden states are a copy with the energies `hidden`, and the visible ones get
    /// E(v) + K(v) instead, with the constant that keeps the partition function: -T = E(h) + K(v) + ln Z̃ + ln(Z_h / Z),
    /// Z̃ = Σ_v e^-(E + K). For hidden states of another number ln(Z_h / Z) is the shift that a copy does not need.
    pub fn distorted(energy: Array1<f64>, distortion: ArrayView1<f64>, hidden: ArrayView1<f64>) -> Self {
        let tilted = log_sum_exp(&-(&energy + &distortion));
        let shift = log_sum_exp(&-&hidden) - log_sum_exp(&-&energy);
        let coupling = Array2::from_shape_fn((energy.len(), hidden.len()), |(v, h)| {
            -(hidden[h] + distortion[v] + tilted + shift)
        });
        Coupled { energy, coupling }
    }

    /// A machine with the joint energies `joint` (v, h) beside a system: T = E(v) - E(v, h) (Mehta and Schwab 2014).
    pub fn by_machine(energy: Array1<f64>, joint: ArrayView2<f64>) -> Self {
        let coupling = &energy.view().insert_axis(Axis(1)) - &joint;
        Coupled { energy, coupling }
    }

    /// Both partition functions, the effective energy, the trace condition and the distance of the laws.
    pub fn renormalized(&self) -> Renormalized {
        let minus = -&self.energy;
        let log_partition = log_sum_exp(&minus);
        let log_trace = self.coupling.map_axis(Axis(1), |terms| log_sum_exp(&terms));
        let visible = &minus + &log_trace;
        let joint_log_partition = log_sum_exp(&visible);
        let joint = &self.coupling + &minus.view().insert_axis(Axis(1));
        let p = minus.mapv(|x| (x - log_partition).exp());
        let trace = log_trace.mapv(f64::exp);
        // ln p - ln p̃ with p̃ = e^(-E) Tr_h e^T over the joint Z.
        let apart = log_trace.mapv(|log| joint_log_partition - log_partition - log);
        Renormalized {
            log_partition,
            joint_log_partition,
            hidden_energy: -joint.map_axis(Axis(0), |terms| log_sum_exp(&terms)),
            mean_trace: p.dot(&trace),
            divergence: p.dot(&apart),
            trace,
        }
    }
}

/// KL(p || q) in nats, over states that p has.
pub fn divergence(p: &[f64], q: &[f64]) -> f64 {
    p.iter().zip(q).filter(|(p, _)| **p > 0.0).map(|(p, q)| p * (p / q).ln()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    const ROUNDING: f64 = 1e-12;

    /// Four spins in an open chain, coupling 1/2, field 1/5; bit i of the number is spin i.
    fn chain() -> (Array2<f64>, Array1<f64>) {
        let spins = spins(4);
        let energy =
            spins.map_axis(Axis(1), |s| -0.5 * (s[0] * s[1] + s[1] * s[2] + s[2] * s[3]) - 0.2 * s.sum());
        (spins, energy)
    }

    fn spins(count: usize) -> Array2<f64> {
        Array2::from_shape_fn((1 << count, count), |(number, i)| 2.0 * (number >> i & 1) as f64 - 1.0)
    }

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < ROUNDING, "{found} is not {expected}");
    }

    /// K(v) = a s_0: ln Z is the same for every a, the law is not; the trace is 1 on average and not pointwise.
    #[test]
    fn the_same_partition_function_does_not_make_the_same_law() {
        let reference = [
            (0.0, 0.0, 1.0, 1.0),
            (0.1, 0.0045312102442669, 0.93147974701842, 1.13771193217864),
            (0.5, 0.119397976810412, 0.636579426059866, 1.73040228622942),
            (1.0, 0.474218384449835, 0.320230382443533, 2.36620026045728),
            (2.0, 1.60528371041668, 0.0531691926607199, 2.90293955803114),
        ];
        let (spins, energy) = chain();
        for (a, kl, least, most) in reference {
            let distortion = spins.column(0).mapv(|s| a * s);
            let found = Coupled::distorted(energy.clone(), distortion.view(), energy.view()).renormalized();
            close(found.log_partition, 3.28455350532082);
            close(found.joint_log_partition, found.log_partition);
            close(found.divergence, kl);
            close(found.mean_trace, 1.0);
            let bounds = |f: fn(f64, f64) -> f64, start| found.trace.iter().copied().fold(start, f);
            close(bounds(f64::min, f64::INFINITY), least);
            close(bounds(f64::max, 0.0), most);
            // Tr_h e^T = Z e^-K / Z̃, where the article leaves the hidden energy out of T.
            let tilted = log_sum_exp(&-(&energy + &distortion));
            for (trace, k) in found.trace.iter().zip(&distortion) {
                close(*trace, (found.log_partition - k - tilted).exp());
            }
        }
    }

    /// Hidden states of another number need the shift ln(Z_h / Z), and have it.
    #[test]
    fn hidden_layers_of_another_size_need_a_shift() {
        let (spins, energy) = chain();
        let distortion = spins.column(1).mapv(|s| 0.7 * s);
        let hidden = array![0.3, -1.0, 2.0];
        let found = Coupled::distorted(energy, distortion.view(), hidden.view()).renormalized();
        close(found.joint_log_partition, found.log_partition);
        close(found.mean_trace, 1.0);
        assert!(found.divergence > 0.1);
    }

    /// Two hidden spins that copy the first and third one: the trace is 1 for every v, and nothing is lost.
    #[test]
    fn decimation_fulfils_the_trace_condition() {
        let ((visible, energy), hidden) = (chain(), spins(2));
        let coupling = Array2::from_shape_fn((16, 4), |(v, h)| {
            let same = visible[[v, 0]] == hidden[[h, 0]] && visible[[v, 2]] == hidden[[h, 1]];
            if same { 0.0 } else { f64::NEG_INFINITY }
        });
        let found = Coupled { energy, coupling }.renormalized();
        found.trace.iter().for_each(|trace| close(*trace, 1.0));
        close(found.divergence, 0.0);
        let effective = [-1.32138869137422, -1.45050320288584, -1.6334326623184, -2.6072535620724];
        found.hidden_energy.iter().zip(effective).for_each(|(a, b)| close(*a, b));
    }

    /// Kadanoff's T = p Σ s h - ln 2 cosh(p Σ s) over two blocks: the trace is 1 for any p.
    #[test]
    fn a_normalized_block_kernel_fulfils_the_trace_condition() {
        let ((visible, energy), hidden) = (chain(), spins(2));
        for p in [0.3, 0.8, 4.0] {
            let block = |v: usize, j: usize| visible[[v, 2 * j]] + visible[[v, 2 * j + 1]];
            let term = |v: usize, h: usize, j: usize| {
                p * block(v, j) * hidden[[h, j]] - (2.0 * (p * block(v, j)).cosh()).ln()
            };
            let coupling = Array2::from_shape_fn((16, 4), |(v, h)| term(v, h, 0) + term(v, h, 1));
            let found = Coupled { energy: energy.clone(), coupling }.renormalized();
            found.trace.iter().for_each(|trace| close(*trace, 1.0));
            close(found.joint_log_partition, found.log_partition);
            if p == 0.8 {
                let effective = [-1.38570003513206, -1.57457331328996, -1.57457331328996, -2.56818078201001];
                found.hidden_energy.iter().zip(effective).for_each(|(a, b)| close(*a, b));
            }
        }
    }

    /// A machine beside a chain: its hidden energies are those of the renormalized system, ln Z - ln Z_machine is
    /// -ln⟨Tr_h e^T⟩, and a constant that makes the difference vanish changes no law.
    #[test]
    fn a_machine_is_a_renormalization_whether_it_fits_or_not() {
        let (visible, hidden) = (spins(4), spins(2));
        let energy = visible.map_axis(Axis(1), |s| -0.6 * (s[0] * s[1] + s[1] * s[2] + s[2] * s[3]));
        let weights = array![[0.8, 0.1], [0.7, -0.2], [0.1, 0.9], [-0.3, 0.6]];
        let field = hidden.sum_axis(Axis(1)) * 0.1;
        let joint = -visible.dot(&weights).dot(&hidden.t()) - field.insert_axis(Axis(0));
        let found = Coupled::by_machine(energy.clone(), joint.view()).renormalized();
        let effective = [-3.53065525957316, -4.01027337185894, -4.01027337185894, -3.93065525957316];
        found.hidden_energy.iter().zip(effective).for_each(|(a, b)| close(*a, b));
        close(found.log_partition, 3.28299458257404);
        close(found.joint_log_partition, 5.27510286985859);
        close(found.mean_trace, 7.33097327886965);
        close(found.log_partition - found.joint_log_partition, -found.mean_trace.ln());
        close(found.divergence, 0.306939677422126);
        let shifted = joint + found.mean_trace.ln();
        let shifted = Coupled::by_machine(energy, shifted.view()).renormalized();
        close(shifted.joint_log_partition, shifted.log_partition);
        close(shifted.divergence, 0.306939677422126);
    }

    /// Configuration interaction with double excitations of N dimers is not extensive: its energy a dimer falls to 0 as
    /// N^-1/2 (Szabo and Ostlund, section 4.6), where the exact one is N times that of one.
    #[test]
    fn truncated_configuration_interaction_is_not_extensive() {
        let (gap, coupling) = (0.7f64, 0.2f64);
        let truncated = |n: f64| gap - (gap * gap + n * coupling * coupling).sqrt();
        for (n, expected) in
            [(1.0, -0.0280109889280518), (10.0, -0.24339811320566), (1000.0, -5.66317530797321)]
        {
            close(truncated(n), expected);
        }
        let slope = (truncated(4e8) / 4e8 / (truncated(1e8) / 1e8)).log2() / 2.0;
        assert!((slope + 0.5).abs() < 1e-3, "{slope}");
    }

    /// Two laws of four states, both ways.
    #[test]
    fn divergences_of_small_laws() {
        let (p, q) = ([0.5, 0.25, 0.125, 0.125], [0.4, 0.3, 0.2, 0.1]);
        close(divergence(&p, &q), 0.0351338767171755);
        close(divergence(&q, &p), 0.0371254172302286);
        close(divergence(&p, &p), 0.0);
    }
}
