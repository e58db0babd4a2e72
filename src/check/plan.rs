//! The typed plan: steps with every argument filled in, their kinds and costs, the blocks that
//! repeat them, the claims that judge them.

use super::ClaimPlan;
use super::search::Search;
use super::steps::Steps;
use crate::source::{Span, amounts::whole};
use crate::vocabulary::{BoundVerb, Cost, Identity, Input, Kind, Measure, Settings, StepId, Style};
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

/// One step.
pub struct Step {
    pub verb: Arc<dyn BoundVerb>,
    /// The sentence with every default filled in.
    pub text: Sentence,
    pub span: Span,
    pub kind: Arc<Kind>,
    pub cost: Cost,
    pub inputs: Vec<Input>,
    pub identity: Identity,
    /// The cell it belongs to, as (block, cell); the steps of a cell run once a repeat.
    pub cell: Option<(usize, usize)>,
}

/// A sentence that is written when somebody reads it: a linter seldom does.
pub type Sentence = LazyLock<String, Box<dyn FnOnce() -> String + Send>>;

/// The sentence of a verb, with every default filled in.
pub fn sentence(verb: &Arc<dyn BoundVerb>) -> Sentence {
    let verb = verb.clone();
    LazyLock::new(Box::new(move || verb.write(Style::Shown)))
}

impl Clone for Step {
    fn clone(&self) -> Self {
        let Step { verb, text: _, span, kind, cost, inputs, identity, cell } = self;
        Step {
            text: sentence(verb),
            verb: verb.clone(),
            span: *span,
            kind: kind.clone(),
            cost: cost.clone(),
            inputs: inputs.clone(),
            identity: *identity,
            cell: *cell,
        }
    }
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
    /// From the first word to the opening brace.
    pub head: Span,
    /// What a search chooses by; none where every cell is run.
    pub search: Option<Search>,
}

impl Block {
    /// How often its lines run: cells times repeats.
    pub fn runs(&self) -> u64 {
        self.cells.len() as u64 * self.repeats
    }

    /// A cell in a repeat, for people: `rate = 0.1, repeat 3`.
    pub fn name_of(&self, cell: usize, repeat: u64) -> String {
        let repeat = (self.repeats > 1).then(|| format!("repeat {}", repeat + 1));
        let place = Some(self.place_of(cell)).filter(|place| !place.is_empty());
        place.into_iter().chain(repeat).collect::<Vec<_>>().join(", ")
    }

    /// A cell in all its repeats, for people: `rate = 0.1, size = 5`.
    pub fn place_of(&self, cell: usize) -> String {
        let values = self.axes.iter().zip(&self.cells[cell].values);
        values.map(|(axis, value)| format!("{axis} = {}", whole(*value))).collect::<Vec<_>>().join(", ")
    }

    /// The values of an axis of this block, in order; none where it has no such axis.
    pub fn values_of(&self, axis: &str) -> Option<Vec<f64>> {
        let at = self.axes.iter().position(|name| name == axis)?;
        let mut values: Vec<f64> = self.cells.iter().map(|cell| cell.values[at]).collect();
        values.sort_by(f64::total_cmp);
        values.dedup();
        Some(values)
    }
}

/// What runs, in order.
#[derive(Clone, Debug)]
pub enum Item {
    Line(Line),
    Block(usize),
}

/// The whole plan.
#[derive(Clone, Default)]
pub struct Plan {
    pub settings: Settings,
    /// Where another setting could be written, as an offset into the file.
    pub head: usize,
    pub steps: Steps,
    pub blocks: Vec<Block>,
    pub items: Vec<Item>,
    pub claims: Vec<ClaimPlan>,
    /// The labels whose measures a claim or a step looks at.
    pub read: BTreeSet<String>,
}

impl Plan {
    /// The measures that a line yields, the last step's first.
    pub fn measures(&self, line: &Line) -> Vec<(&'static Measure, usize)> {
        line.steps.iter().rev().flat_map(|&id| self.steps[id].verb.measures()).collect()
    }

    /// The lines outside all blocks.
    pub fn top_lines(&self) -> impl Iterator<Item = &Line> {
        self.items.iter().filter_map(|item| match item {
            Item::Line(line) => Some(line),
            Item::Block(_) => None,
        })
    }

    /// Every line: those outside all blocks, then those of each cell.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.top_lines()
            .chain(self.blocks.iter().flat_map(|block| block.cells.iter().flat_map(|cell| &cell.lines)))
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
        if let Some(search) = &block.search {
            hasher.update(b"search").update(search.meaning().as_bytes());
        }
        for cell in &block.cells {
            hasher.update(b"cell").update(&(cell.lines.len() as u64).to_le_bytes());
            cell.values.iter().for_each(|value| {
                hasher.update(&value.to_le_bytes());
            });
            cell.lines.iter().for_each(|line| self.hash_line(line, hasher));
        }
    }

    /// The values of an axis in the sweep of a label; none where it does not vary with it.
    pub fn swept(&self, label: &str, axis: &str) -> Option<Vec<f64>> {
        let holds = |block: &&Block| {
            let mut lines = block.cells.iter().flat_map(|cell| &cell.lines);
            lines.any(|line| line.label.as_deref() == Some(label))
        };
        self.blocks.iter().find(holds)?.values_of(axis)
    }

    /// The steps of lines and those that they take from, in order.
    pub fn needed(&self) -> Vec<StepId> {
        let mut needed = vec![false; self.steps.len()];
        self.lines().flat_map(|line| &line.steps).for_each(|&step| needed[step] = true);
        // A step takes only from steps before it.
        for step in (0..self.steps.len()).rev() {
            if needed[step] {
                self.steps[step].inputs.iter().for_each(|input| needed[input.step] = true);
            }
        }
        (0..self.steps.len()).filter(|&step| needed[step]).collect()
    }

    /// How often a step runs, where its cell does.
    pub fn runs_of(&self, step: &Step) -> u64 {
        step.cell.map_or(1, |(block, _)| self.blocks[block].repeats)
    }

    /// How often a step runs on average: of the cells of a search that halves its tries, not all do.
    pub fn expected_runs_of(&self, step: &Step) -> f64 {
        let share =
            step.cell.and_then(|(block, cell)| Some(self.blocks[block].search.as_ref()?.share_of(cell)));
        self.runs_of(step) as f64 * share.unwrap_or(1.0)
    }
}
