//! Whether a run draws charts when all is over: pictures with axes, curves that steps tell, and the curves of a block over its
//! axis. Of a search the best cell alone is told, and nothing is drawn.

use super::Plan;
use super::plan::{Block, Step};
use crate::vocabulary::Charted;

impl Plan {
    /// Whether a chart is drawn.
    pub(super) fn draws_charts(&self) -> bool {
        let of_step = |step: &Step| match step.cell.map(|(block, _)| &self.blocks[block]) {
            None => step.cost.charted != Charted::Not,
            Some(block) => step.cost.charted == Charted::Picture && block.search.is_none(),
        };
        self.steps.iter().any(of_step) || self.blocks.iter().any(|block| self.has_curves(block))
    }

    /// Whether measures of a labelled line are told over several values of the first axis.
    fn has_curves(&self, block: &Block) -> bool {
        let Some(first) = block.cells.first().filter(|_| block.search.is_none()) else { return false };
        let value = first.values.first();
        let measured = |&step: &usize| !self.steps[step].verb.measures().is_empty();
        block.cells.iter().any(|cell| cell.values.first() != value)
            && first.lines.iter().any(|line| line.label.is_some() && line.steps.iter().any(measured))
    }
}
