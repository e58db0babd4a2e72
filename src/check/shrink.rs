//! A plan shrunk to one that runs in seconds by the same code: each sentence on fewer rows, for one epoch; of
//! every swept axis the first, the middle and the last value; of repeats at most two. Claims are left out: nothing
//! could be judged on it.
//!
//! Steps keep their numbers and their identities. So a step starts from the same random numbers as in the full
//! run: a network starts with the very weights that it will have. Shrinking begins at the checked plan and not at the
//! text because a number of rows has a meaning only beside the full number that it is taken from.

use super::plan::{Block, Cell, Plan, Step, sentence};
use crate::source::Diagnostic;
use crate::vocabulary::{BoundVerb, Scene, StepId};
use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

/// Repeats that are left.
const REPEATS: u64 = 2;

/// A shrunk plan.
pub struct Shrunk {
    pub plan: Plan,
    /// Whether each step still runs; what does not has stayed as it was.
    pub runs: Vec<bool>,
}

/// Shrinks a plan without errors, whose paths start from `folder`.
///
/// # Errors
/// The findings of a sentence that means nothing once it is shrunk.
pub fn shrunk(plan: &Plan, folder: &Path) -> Result<Shrunk, Vec<Diagnostic>> {
    let kept: Vec<Vec<bool>> = plan.blocks.iter().map(kept_cells).collect();
    let runs: Vec<bool> =
        plan.steps.iter().map(|step| step.cell.is_none_or(|(block, cell)| kept[block][cell])).collect();
    let mut small = Plan {
        settings: plan.settings.clone(),
        blocks: plan.blocks.iter().zip(&kept).map(|(block, kept)| thinned(block, kept)).collect(),
        items: plan.items.clone(),
        ..Plan::default()
    };
    for (step, runs) in plan.steps.iter().zip(&runs) {
        let step = if *runs { shrunk_step(step, &small, folder)? } else { step.clone() };
        small.steps.push(step);
    }
    Ok(Shrunk { plan: small, runs })
}

/// The step on what the steps before it yield in the shrunk plan so far.
fn shrunk_step(step: &Step, plan: &Plan, folder: &Path) -> Result<Step, Vec<Diagnostic>> {
    let kinds = |id: StepId| plan.steps.get(id).map(|step| step.kind.clone());
    let verb: Arc<dyn BoundVerb> = step.verb.shrunk(&step.kind, &kinds).into();
    let mut findings = Vec::new();
    let kind = {
        let (span, settings) = (step.span, &plan.settings);
        verb.kind(&mut Scene { span, verb: span, settings, folder, findings: &mut findings })
    };
    match kind {
        Some(kind) => Ok(Step {
            cost: verb.cost(&kind),
            kind: Arc::new(kind),
            inputs: verb.inputs(),
            text: sentence(&verb),
            verb,
            ..step.clone()
        }),
        None => Err(findings),
    }
}

/// Of each axis the first, the middle and the last value, and of the cells those where all axes have such.
fn kept_cells(block: &Block) -> Vec<bool> {
    let kept: Vec<Vec<f64>> = (0..block.axes.len()).map(|axis| ends_and_middle(block, axis)).collect();
    let is_kept = |cell: &Cell| cell.values.iter().zip(&kept).all(|(value, kept)| kept.contains(value));
    block.cells.iter().map(is_kept).collect()
}

fn ends_and_middle(block: &Block, axis: usize) -> Vec<f64> {
    let mut seen = HashSet::new();
    let of_axis = block.cells.iter().map(|cell| cell.values[axis]);
    let values: Vec<f64> = of_axis.filter(|value| seen.insert(value.to_bits())).collect();
    let last = values.len().saturating_sub(1);
    [0, last / 2, last].iter().filter_map(|&at| values.get(at).copied()).collect()
}

fn thinned(block: &Block, kept: &[bool]) -> Block {
    let cells = block.cells.iter().zip(kept).filter(|(_, kept)| **kept).map(|(cell, _)| cell.clone());
    Block {
        axes: block.axes.clone(),
        repeats: block.repeats.min(REPEATS),
        cells: cells.collect(),
        head: block.head,
        // What is left is run as a sweep: nothing is chosen on so few rows.
        search: None,
    }
}
