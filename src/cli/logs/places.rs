//! Where the steps of a plan stand: the label of their line, their cell.

use crate::check::Plan;
use crate::run::Running;

/// By the number of the step.
pub struct Places(Vec<Place>);

/// Where a step stands. What a line takes from outside of its cell stands in none.
#[derive(Clone, Default)]
struct Place {
    label: Option<String>,
    /// Its cell, without the repeat, and whether there are several repeats; none outside of all blocks.
    cell: Option<(String, bool)>,
}

impl Places {
    pub fn of(plan: &Plan) -> Self {
        let cell = |(block, cell): (usize, usize)| {
            let block = plan.blocks.get(block)?;
            Some((block.place_of(cell), block.repeats > 1))
        };
        let mut places: Vec<Place> =
            plan.steps.iter().map(|step| Place { label: None, cell: step.cell.and_then(cell) }).collect();
        let in_blocks = plan.blocks.iter().flat_map(|block| &block.cells).flat_map(|cell| &cell.lines);
        let lines = plan.top_lines().map(|line| (line, true)).chain(in_blocks.map(|line| (line, false)));
        for (line, is_outside) in lines {
            for &step in line.steps.iter().filter(|step| is_outside || plan.steps[**step].cell.is_some()) {
                places[step].label.clone_from(&line.label);
            }
        }
        Places(places)
    }

    /// The label of the line that a step stands in, where it has one.
    pub fn label(&self, step: usize) -> Option<&str> {
        self.0.get(step)?.label.as_deref()
    }

    /// The cell of a step with its repeat, for people: `rate = 0.1, repeat 3`; none outside of all blocks.
    pub fn cell(&self, Running { step, repeat }: Running) -> Option<String> {
        let (cell, is_repeated) = self.0.get(step)?.cell.as_ref()?;
        let repeat = is_repeated.then(|| format!("repeat {}", repeat + 1));
        let parts = Some(cell.clone()).filter(|cell| !cell.is_empty()).into_iter().chain(repeat);
        Some(parts.collect::<Vec<_>>().join(", "))
    }

    /// Whether a line of this label stands in a block.
    pub fn is_in_block(&self, label: &str) -> bool {
        self.0.iter().any(|place| place.cell.is_some() && place.label.as_deref() == Some(label))
    }
}
