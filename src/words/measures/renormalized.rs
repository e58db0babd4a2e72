//! Measures of what a renormalization keeps of a system whose states can all be looked at, and of two arguments of the first
//! article beside it: size-extensivity, and neurons that multiply.

use super::spins::known;
use crate::vocabulary::{Measure, Unit};

macro_rules! measures {
    ($(static $name:ident = $word:literal, $unit:ident, $doc:literal;)*) => {
        $(pub static $name: Measure = Measure { unit: Unit::$unit, ..known($word, $doc) };)*
    };
}

measures! {
    static PARTITION = "partition", Nats, "Partition functions of a system and of what it was coupled to: both logarithms, and the shift of the hidden energies.";
    static JOINT_LOG_PARTITION = "joint-log-partition", Nats, "Logarithm of the partition function of a system with its hidden states, in nats.";
    static SHIFT = "shift", Nats, "What is added to the energies of hidden states so that they have the system's partition function, ln (Z_h / Z), in nats.";
    static MARGINALS = "marginals", Nats, "Laws of the visible states, alone and with the hidden ones: divergence and total variation.";
    static MARGINAL_DIVERGENCE = "marginal-divergence", Nats, "KL(p || p~) of the law of a system and that of its states among hidden ones, in nats.";
    static TOTAL_VARIATION = "total-variation", Number, "Half the summed difference of these laws.";
    static TRACE_CONDITION = "trace-condition", Number, "Tr_h e^T over the visible states: its mean over their law, the least and the largest value.";
    static MEAN_TRACE = "mean-trace", Number, "Mean of Tr_h e^T over the law of the system: 1 where the partition function is kept.";
    static LEAST_TRACE = "least-trace", Number, "Least Tr_h e^T of a visible state: 1, like the largest, where the law is kept.";
    static LARGEST_TRACE = "largest-trace", Number, "Largest Tr_h e^T of a visible state.";
    static CORRELATION_ENERGY = "correlation-energy", Number, "Energy below that of the uncorrelated ground state, of the whole system.";
    static GATE_ERROR = "gate-error", Number, "Largest distance between the output of a gate and the product of its inputs, inputs from -1 to 1.";
}

/// The measures that these words of `check` stand for.
pub static GROUPS: &[(&Measure, &[&Measure])] = &[
    (&PARTITION, &[&super::LOG_PARTITION, &JOINT_LOG_PARTITION, &SHIFT]),
    (&MARGINALS, &[&MARGINAL_DIVERGENCE, &TOTAL_VARIATION]),
    (&TRACE_CONDITION, &[&MEAN_TRACE, &LEAST_TRACE, &LARGEST_TRACE]),
];
