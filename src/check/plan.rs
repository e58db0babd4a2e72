//! The typed plan: steps with every argument filled in, their kinds and costs, the blocks that
//! repeat them, the claims that judge them.

use super::ClaimPlan;
use crate::source::Span;
use crate::vocabulary::{BoundVerb, Cost, Identity, Input, Kind, Measure, Settings, StepId};
use std::sync::Arc;

/// One step.
pub struct Step {
    pub verb: Arc<dyn BoundVerb>,
    /// The sentence with every default filled in.
    pub text: String,
    pub span: Span,
    pub kind: Arc<Kind>,
    pub cost: Cost,
    pub inputs: Vec<Input>,
    pub identity: Identity,
    /// The cell it belongs to, as (block, cell); the steps of a cell run once a repeat.
    pub cell: Option<(usize, usize)>,
}

/// A pipeline: its steps in order, under its label.
#[derive(Clone, Debug)]
pub struct Line {
    pub label: Option<String>,
    pub steps: Vec<StepId>,
    pub span: Span,
}

/// The values of the axes and the lines of one cell of a sweep.
#[derive(Clone, Debug)]
pub struct Cell {
    pub values: Vec<f64>,
    pub lines: Vec<Line>,
}

/// A sweep or a repeat; a plain repeat has one cell and no axes.
#[derive(Clone, Debug)]
pub struct Block {
    pub axes: Vec<String>,
    pub repeats: u64,
    pub cells: Vec<Cell>,
    pub span: Span,
}

/// What runs, in order.
#[derive(Clone, Debug)]
pub enum Item {
    Line(Line),
    Block(usize),
}

/// The whole plan.
#[derive(Default)]
pub struct Plan {
    pub settings: Settings,
    pub steps: Vec<Step>,
    pub blocks: Vec<Block>,
    pub items: Vec<Item>,
    pub claims: Vec<ClaimPlan>,
}

impl Plan {
    /// The measures that a line yields, the last step's first.
    pub fn measures(&self, line: &Line) -> Vec<(&'static Measure, usize)> {
        line.steps.iter().rev().flat_map(|&id| self.steps[id].verb.measures()).collect()
    }

    /// Every line with this label: one, or one a cell.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        let top = self.items.iter().filter_map(|item| match item {
            Item::Line(line) => Some(line),
            Item::Block(_) => None,
        });
        top.chain(self.blocks.iter().flat_map(|block| block.cells.iter().flat_map(|cell| &cell.lines)))
    }

    /// The identity of the whole file: of every line and block, in order, of every claim, of the seed.
    pub fn identity(&self) -> Identity {
        let mut hasher = blake3::Hasher::new();
        for item in &self.items {
            match item {
                Item::Line(line) => self.hash_line(line, &mut hasher),
                Item::Block(index) => self.hash_block(&self.blocks[*index], &mut hasher),
            }
        }
        for claim in &self.claims {
            hasher.update(b"claim").update(claim.meaning().as_bytes());
        }
        hasher.update(&self.settings.seed.unwrap_or(0).to_le_bytes());
        Identity(*hasher.finalize().as_bytes())
    }

    /// Lengths go in first, so that no two plans are told apart by nothing but where a line ends.
    fn hash_line(&self, line: &Line, hasher: &mut blake3::Hasher) {
        hasher.update(b"line").update(&(line.steps.len() as u64).to_le_bytes());
        for &id in &line.steps {
            hasher.update(&self.steps[id].identity.0);
        }
    }

    fn hash_block(&self, block: &Block, hasher: &mut blake3::Hasher) {
        hasher.update(b"block").update(&block.repeats.to_le_bytes());
        for cell in &block.cells {
            hasher.update(b"cell").update(&(cell.lines.len() as u64).to_le_bytes());
            cell.values.iter().for_each(|value| {
                hasher.update(&value.to_le_bytes());
            });
            cell.lines.iter().for_each(|line| self.hash_line(line, hasher));
        }
    }

    /// How often a step runs.
    pub fn runs_of(&self, step: &Step) -> u64 {
        step.cell.map_or(1, |(block, _)| self.blocks[block].repeats)
    }

    /// The price of everything.
    pub fn cost(&self) -> Cost {
        self.steps.iter().fold(Cost::default(), |sum, step| {
            let runs = self.runs_of(step) as f64;
            let cost = step.cost;
            sum + Cost { flops: cost.flops * runs, other_seconds: cost.other_seconds * runs, ..cost }
        })
    }
}
