//! What the ways to estimate a partition function share: which units they are made for, and what to say where they found
//! nothing.

use crate::models::boltzmann::partition::PartitionFault;
use crate::source::{Diagnostic, Span};
use crate::vocabulary::{Fault, TwoLayers};

/// What annealing and mean field say of units that it is not made for.
pub fn two_states_only(machine: &TwoLayers, place: Span) -> Option<Diagnostic> {
    if machine.has_two_states() {
        return None;
    }
    let message = "annealing and mean field are made for binary units and spins";
    let finding = Diagnostic::error("not-in-this-place", place, message).label("other units");
    Some(finding.help("write `by exact`: one of the layers can be summed over if its units are discrete"))
}

/// What to say when a partition function was not found.
pub fn partition_fault(fault: PartitionFault) -> Fault {
    match fault {
        PartitionFault::Interrupted => Fault::interrupted(),
        other => Fault::new(other.to_string()),
    }
}
