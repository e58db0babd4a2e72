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
    /// Half the summed difference of both laws.
    pub total_variation: f64,
}

impl Coupled {
    /// A kernel ln κ(h | v) of the shape (v, h), broken by K(v): T = ln κ - K - ln⟨e^-K⟩. The constant keeps the partition function, and
    /// Tr_h e^T = e^-K / ⟨e^-K⟩ is 1 on average over p; with the kernel that is a copy of hidden states this is Lin and Tegmark's
    /// -T = E(h) + K(v) + ln Z̃ + ln(Z_h / Z), Z̃ = Σ_v e^-(E + K), whose last term a copy of the same size does not need.
    pub fn broken(energy: Array1<f64>, kernel: Array2<f64>, distortion: ArrayView1<f64>) -> Self {
        let mean = log_sum_exp(&-(&energy + &distortion)) - log_sum_exp(&-&energy);
        let coupling = kernel - (&distortion + mean).insert_axis(Axis(1));
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
            total_variation: 0.5 * (&p - &(&p * &apart.mapv(|x| (-x).exp()))).mapv(f64::abs).sum(),
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
    use crate::models::renormalization::kernels::{self, OpenChain, spin_states};
    use ndarray::array;

    const ROUNDING: f64 = 1e-12;

    /// Four spins in an open chain, coupling 1/2, field 1/5; bit i of the number is spin i.
    fn chain() -> (Array2<f64>, Array1<f64>) {
        (spin_states(4), OpenChain { couplings: vec![0.5; 3], field: 0.2 }.energies())
    }

    fn close(found: f64, expected: f64) {
        assert!((found - expected).abs() < ROUNDING, "{found} is not {expected}");
    }

    /// K(v) = a s_0: ln Z is the same for every a, the law is not; the trace is 1 on average and not pointwise.
    #[test]
    fn the_same_partition_function_does_not_make_the_same_law() {
        let reference = [
            (0.0, 0.0, 0.0, 1.0, 1.0),
            (0.1, 0.0045312102442669, 0.0457545286839283, 0.93147974701842, 1.13771193217864),
            (0.5, 0.119397976810412, 0.242674776451038, 0.636579426059866, 1.73040228622942),
            (1.0, 0.474218384449835, 0.453917449389913, 0.320230382443533, 2.36620026045728),
            (2.0, 1.60528371041668, 0.632248064595997, 0.0531691926607199, 2.90293955803114),
        ];
        let (spins, energy) = chain();
        for (a, kl, variation, least, most) in reference {
            let distortion = spins.column(0).mapv(|s| a * s);
            let copy = kernels::copy(16, &energy);
            let found = Coupled::broken(energy.clone(), copy, distortion.view()).renormalized();
            close(found.log_partition, 3.28455350532082);
            close(found.joint_log_partition, found.log_partition);
            close(found.divergence, kl);
            close(found.total_variation, variation);
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
        let copy = kernels::copy(16, &hidden);
        let found = Coupled::broken(energy, copy, distortion.view()).renormalized();
        close(found.joint_log_partition, found.log_partition);
        close(found.mean_trace, 1.0);
        assert!(found.divergence > 0.1);
    }

    /// Two hidden spins that copy the first and third one: the trace is 1 for every v, and nothing is lost.
    #[test]
    fn decimation_fulfils_the_trace_condition() {
        let (visible, energy) = chain();
        let coupling = kernels::decimation(visible.view());
        let found = Coupled { energy, coupling }.renormalized();
        found.trace.iter().for_each(|trace| close(*trace, 1.0));
        close(found.divergence, 0.0);
        let effective = [-1.32138869137422, -1.45050320288584, -1.6334326623184, -2.6072535620724];
        found.hidden_energy.iter().zip(effective).for_each(|(a, b)| close(*a, b));
    }

    /// Kadanoff's T = p Σ s h - ln 2 cosh(p Σ s) over two blocks: the trace is 1 for any p.
    #[test]
    fn a_normalized_block_kernel_fulfils_the_trace_condition() {
        let (visible, energy) = chain();
        for p in [0.3, 0.8, 4.0] {
            let coupling = kernels::blocks(visible.view(), p);
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
        let (visible, hidden) = (spin_states(4), spin_states(2));
        let energy = OpenChain { couplings: vec![0.6; 3], field: 0.0 }.energies();
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

    /// Two laws of four states, both ways.
    #[test]
    fn divergences_of_small_laws() {
        let (p, q) = ([0.5, 0.25, 0.125, 0.125], [0.4, 0.3, 0.2, 0.1]);
        close(divergence(&p, &q), 0.0351338767171755);
        close(divergence(&q, &p), 0.0371254172302286);
        close(divergence(&p, &p), 0.0);
    }
}
