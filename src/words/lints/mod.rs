//! What words find by themselves: the lints of the science, a file each with its page and, where one
//! word alone can see it, the function that the word calls. The tests of the list run every page.

use crate::source::Lint;

pub mod batch_beyond_rows;
pub mod correlated_errors;
pub mod criteria_disagree;
pub mod critical_slowing_down;
pub mod decay_never;
pub mod deep_sigmoid_cold;
pub mod density_from_cd;
pub mod disconnected_graph;
pub mod diverging_rate;
pub mod dropout_at_test;
pub mod exact_is_cheaper;
pub mod gap_without_validation;
pub mod grid_edge;
pub mod identity_autoencoder;
pub mod kernel_width;
pub mod label_breaking;
pub mod normalized_over_few;
pub mod overlapping_draws;
pub mod overloaded_memory;
pub mod partition_infeasible;
pub mod patience_beyond_epochs;
pub mod penalty_below_precision;
pub mod rate_underflow;
pub mod rbm_visible_range;
pub mod reconstruction_only;
pub mod ridge_at_the_peak;
pub mod saturated_init;
pub mod warm_up_beyond_epochs;

/// Every lint of a word, in the order of the reference.
pub static LINTS: &[&Lint] = &[
    &ridge_at_the_peak::LINT,
    &penalty_below_precision::LINT,
    &grid_edge::LINT,
    &criteria_disagree::LINT,
    &correlated_errors::LINT,
    &overlapping_draws::LINT,
    &rbm_visible_range::LINT,
    &reconstruction_only::LINT,
    &diverging_rate::LINT,
    &gap_without_validation::LINT,
    &density_from_cd::LINT,
    &exact_is_cheaper::LINT,
    &partition_infeasible::LINT,
    &label_breaking::LINT,
    &saturated_init::LINT,
    &deep_sigmoid_cold::LINT,
    &rate_underflow::LINT,
    &decay_never::LINT,
    &warm_up_beyond_epochs::LINT,
    &patience_beyond_epochs::LINT,
    &batch_beyond_rows::LINT,
    &normalized_over_few::LINT,
    &dropout_at_test::LINT,
    &critical_slowing_down::LINT,
    &overloaded_memory::LINT,
    &identity_autoencoder::LINT,
    &disconnected_graph::LINT,
    &kernel_width::LINT,
];
