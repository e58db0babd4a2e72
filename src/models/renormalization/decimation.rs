//! Decimation of the chain: every other spin is summed over, exactly (Nelson and Fisher 1975; Kadanoff 1976). With
//! coupling K and field h, both over the temperature, the field on each site,
//!
//! ```text
//! 2 cosh(2K + h), 2 cosh(2K - h), 2 cosh h  ->  K', h', g;   ln Z / N = (g + ln Z' / N') / 2
//! ```
//! where g is what the sum leaves besides the new couplings. Without a field tanh K' = tanh^2 K.

use crate::models::spin::Chain;
use crate::models::spin::exact::chain;
use crate::numeric::exponentials::ln_two_cosh;

/// One stage of the flow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stage {
    pub coupling: f64,
    pub field: f64,
    /// In lattice constants of this stage: it halves with every step.
    pub correlation_length: f64,
    /// ln Z per spin of the first stage, from the constants so far and the chain that is left: the same at every stage.
    pub log_partition: f64,
}

/// One step: the new coupling, the new field and g.
pub fn step(coupling: f64, field: f64) -> (f64, f64, f64) {
    let (up, down) = (ln_two_cosh(2.0 * coupling + field), ln_two_cosh(2.0 * coupling - field));
    let between = ln_two_cosh(field);
    (0.25 * (up + down - 2.0 * between), field + 0.5 * (up - down), 0.25 * (up + down + 2.0 * between))
}

/// The chain and `steps` decimations of it.
pub fn flow(start: &Chain, steps: usize) -> Vec<Stage> {
    let (mut coupling, mut field) = (start.coupling, start.field);
    let (mut constants, mut weight) = (0.0, 1.0);
    let mut stages = Vec::with_capacity(steps + 1);
    for _ in 0..=steps {
        let left = chain::log_partition(&Chain { length: None, coupling, field });
        let correlation_length = chain::correlation_length(coupling, field);
        stages.push(Stage { coupling, field, correlation_length, log_partition: constants + weight * left });
        let (next, next_field, g) = step(coupling, field);
        weight /= 2.0;
        constants += weight * g;
        (coupling, field) = (next, next_field);
    }
    stages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flow_from_coupling_one_is_known_and_keeps_the_free_energy() {
        let stages = flow(&Chain { length: None, coupling: 1.0, field: 0.0 }, 5);
        let known = [
            1.0,
            0.662_501_373_678_932,
            0.350_061_138_945_253,
            0.113_672_067_460_211,
            0.012_811_542_035_819_7,
        ];
        for (index, (stage, k)) in stages.iter().zip(known).enumerate() {
            assert!((stage.coupling - k).abs() < 1e-14);
            assert!((stage.log_partition - 1.126_928_011_042_97).abs() < 1e-14);
            let halved = stages[0].correlation_length / 2f64.powi(index as i32);
            assert!((stage.correlation_length - halved).abs() < 1e-9 * halved);
        }
    }

    /// With a field, by an independent program: K' and h', and the free energy kept.
    #[test]
    fn a_field_flows_along() {
        let stages = flow(&Chain { length: None, coupling: 0.8, field: 0.1 }, 4);
        assert!((stages[1].coupling - 0.471_284_520_808_856).abs() < 1e-14);
        assert!((stages[2].field - 0.332_803_702_050_766).abs() < 1e-14);
        assert!(stages.iter().all(|s| (s.log_partition - stages[0].log_partition).abs() < 1e-14));
    }
}
