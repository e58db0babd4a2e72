//! Training a Boltzmann machine, its free energies, and its chains.
//!
//! An update has a product up from the data, two a Gibbs step (down and up again), and one for the gradient over
//! the rows of both phases, all of them by the passes that networks have. Whatever is drawn costs a logistic function and a
//! uniform number a unit.

use super::{NEAR, SINGLE, SUMMED, flop};
use crate::models::Precision;
use crate::models::boltzmann::belief_net::UpDown;
use crate::models::boltzmann::partition::groups;
use crate::models::boltzmann::{Ascent, DRAWN_ROWS, LAYER_BLOCK, RbmTraining, Slope, WATCHED};
use crate::models::network::parts;
use crate::numeric::blocks::pieces;
use crate::vocabulary::{Amount, Cost, MANY, TwoLayers, Work};

/// Loop elements that a number of a batch takes as it is brought into the order that a product reads.
const ORDERED: f64 = 1.0;
/// Calls for which a loop over one row stands, and for which a pass does that threads share.
const CALLS_A_ROW: f64 = 0.2;
const CALLS_A_PASS: f64 = 4.0;

/// Training machines one on the other; each hands its hidden means up to the next.
pub fn stack(widths: &[usize], plan: &RbmTraining, rows: usize, held_out: usize) -> Cost {
    let all = rows.saturating_add(held_out);
    let mut total = Cost::default();
    let last = widths.len().saturating_sub(2);
    for (index, pair) in widths.windows(2).enumerate() {
        total = total + machine(pair[0], pair[1], plan, rows, held_out).with(beneath(index, pair[0], all));
        if index < last {
            total = total + carried(index, [pair[0], pair[1]], all);
        }
    }
    total
}

/// The means of units for so many rows.
fn means(units: usize, rows: usize) -> Cost {
    Cost::holding(SINGLE * rows as f64 * units as f64)
}

/// The means of the units below a layer's; below the lowest are the data, which somebody else holds.
fn beneath(layer: usize, units: usize, rows: usize) -> Cost {
    if layer > 0 { means(units, rows) } else { Cost::default() }
}

/// The means of the units above a layer's, made from those of the units below it.
fn carried(layer: usize, [below, above]: [usize; 2], rows: usize) -> Cost {
    let passed = passed_up(below as f64, above as f64) * rows as f64;
    passed.with(means(above, rows)).with(beneath(layer, below, rows))
}

/// Training the machine on top of a belief net by itself, on the means of the highest directed units beside the classes.
pub fn top_machine(widths: &[usize], classes: usize, plan: &RbmTraining, rows: usize) -> Cost {
    let [directed @ .., hidden] = widths else { return Cost::default() };
    let Some(highest) = directed.last() else { return Cost::default() };
    let pairs = directed.windows(2).enumerate();
    let recognized: Cost = pairs.map(|(layer, pair)| carried(layer, [pair[0], pair[1]], rows)).sum();
    // Beside each other the means and the classes are there twice, then once.
    let visible = means(highest + classes, rows);
    let beside = visible.clone().with(visible.clone());
    let trained = machine(highest + classes, *hidden, plan, rows, 0).with(visible);
    // What it keeps is counted with the net.
    let net = Cost::holding(SINGLE * belief_net_parameters(widths, classes));
    Cost { kept: 0.0, ..(recognized + beside + trained).with(net) }
}

/// Training one machine of (visible, hidden) units on `rows` rows, watched on `held_out` others.
fn machine(visible: usize, hidden: usize, plan: &RbmTraining, rows: usize, held_out: usize) -> Cost {
    let batch = plan.batch.min(rows).max(1);
    let steps = rows.div_ceil(batch) as f64;
    let (v, h) = (visible as f64, hidden as f64);
    let watched = (rows.min(WATCHED) as f64, held_out.min(WATCHED) as f64);
    let epoch = update(visible, hidden, plan, batch) * steps
        + watching(v, h, watched)
        + Cost::alone(Work::Element, 4.0 * rows as f64);
    let negative = plan.persistent.unwrap_or(batch);
    // Rows of both phases, what is drawn, and the same in the orders of products; sums of each block of weights.
    let rows_held = (2 * (batch + negative) + 3 * batch.max(negative)) as f64 * (v + h);
    let buffers = SINGLE * (rows_held + batch.max(negative) as f64 * h * parts(visible, hidden).1 as f64);
    // The watched rows are copies; their reconstruction is made at once.
    let held = SINGLE * ((watched.0 + watched.1) * v + watched.0 * (v + h));
    let start = Cost::alone(Work::Normal, v * h) + Cost::alone(Work::Element, 2.0 * rows as f64 * v);
    let work = start + epoch * plan.epochs as f64;
    Cost { peak: arrays(plan) * SINGLE * v * h + buffers + held, kept: SINGLE * v * h, ..work }
}

/// Weights, and their velocity where they have one.
fn arrays(plan: &RbmTraining) -> f64 {
    if plan.rolls() { 2.0 } else { 1.0 }
}

/// One batch through both phases, and the step of the weights.
fn update(visible: usize, hidden: usize, plan: &RbmTraining, batch: usize) -> Cost {
    let (v, h, n) = (visible as f64, hidden as f64, batch as f64);
    let chains = plan.persistent.map_or(0.0, |chains| chains as f64);
    let negative = plan.persistent.unwrap_or(batch) as f64;
    let steps = plan.mean_steps();
    let (ups, downs, both) = (n + chains + steps * negative, steps * negative, n + negative);
    let (strips, blocks) = parts(visible, hidden);
    let flop = flop(plan.precision);
    let operations = 2.0 * (ups + downs + both) * v * h;
    // Every product reads the weights once; the step reads and writes them, and their velocity where they have one, and looks
    // at them.
    let stepped = 1.0 + 2.0 * arrays(plan);
    let climbs = 1.0 + steps + if chains > 0.0 { 1.0 } else { 0.0 };
    let passes = SINGLE * v * h * (climbs + steps + stepped);
    let read = ups * v + downs * h + both * (v + h);
    let passed = SINGLE * (both * 3.0 * (v + h) + ups * h * (2.0 * blocks as f64 + 2.0));
    let drawn = pieces(negative as usize, DRAWN_ROWS);
    Cost::shared(flop, operations, blocks)
        + match arrays(plan) * SINGLE * v * h <= NEAR {
            true => Amount::shared(Work::NearByte, passes, blocks),
            false => Amount::ahead(passes, (flop, operations), blocks),
        }
        + Amount::shared(Work::NearByte, SUMMED * v * h + passed, blocks)
        + Amount::shared(Work::Exponential, (negative + if chains > 0.0 { n } else { 0.0 }) * h, strips)
        + Amount::shared(Work::DrawnUnit, downs * (v + h), drawn)
        + Amount::shared(Work::Element, ORDERED * read, blocks)
        + Amount::shared(Work::Call, CALLS_A_ROW * (2.0 * n + 3.0 * downs), drawn)
        + Amount::alone(Work::Call, CALLS_A_PASS * (5.0 + 2.0 * climbs + 3.0 * steps))
}

/// Free energies of both watched sets and the reconstruction of the first.
fn watching(v: f64, h: f64, (training, held_out): (f64, f64)) -> Cost {
    free_energy(v, h) * (training + held_out)
        + passed_up(v, h) * (2.0 * training)
        + Cost::shared(Work::Element, training * v, MANY)
}

/// The free energy of one row: a product, and a softplus a hidden unit.
fn free_energy(v: f64, h: f64) -> Cost {
    Cost::shared(Work::SingleFlop, 2.0 * v * h, MANY)
        + Cost::shared(Work::Exponential, h, MANY)
        + Cost::shared(Work::Byte, 2.0 * SINGLE * v, MANY)
}

/// The means of one layer given one row of the other.
fn passed_up(v: f64, h: f64) -> Cost {
    let ordered = 2.0 * SINGLE * v * pieces(h as usize, LAYER_BLOCK) as f64;
    Cost::shared(Work::SingleFlop, 2.0 * v * h, MANY)
        + Cost::shared(Work::Exponential, h, MANY)
        + Cost::shared(Work::Byte, ordered, MANY)
}

/// Free energies of one row in every machine of a stack, and the row carried to the top.
pub fn energies(widths: &[usize]) -> Cost {
    let pairs = widths.windows(2).map(|pair| (pair[0] as f64, pair[1] as f64));
    let work: Cost = pairs.map(|(v, h)| free_energy(v, h) + passed_up(v, h)).sum();
    // A layer of hidden means is there while the next one is made.
    let hidden: Vec<f64> = widths.iter().skip(1).map(|&n| n as f64).collect();
    let two = hidden
        .windows(2)
        .map(|pair| pair[0] + pair[1])
        .fold(hidden.first().copied().unwrap_or(0.0), f64::max);
    work + Cost::holding(SINGLE * two)
}

/// `chains` chains of the top machine for `steps` steps.
pub fn sampling(visible: usize, hidden: usize, chains: usize, steps: usize) -> Cost {
    let (v, h, n) = (visible as f64, hidden as f64, chains as f64);
    let (up, down) = (pieces(hidden, LAYER_BLOCK), pieces(visible, LAYER_BLOCK));
    let one = |units: f64, parts: usize| {
        Cost::shared(Work::SingleFlop, 2.0 * n * v * h, parts)
            + Cost::shared(Work::DrawnUnit, n * units, parts)
            + Cost::shared(Work::Byte, 2.0 * SINGLE * n * (v + h - units) * parts as f64, parts)
            + Cost::shared(Work::Call, parts as f64 + CALLS_A_ROW * n, parts)
    };
    let work = (one(h, up) + one(v, down)) * steps as f64;
    // States and means of both layers; the means of the visible one are kept.
    Cost { peak: 2.0 * SINGLE * n * (v + h), kept: SINGLE * n * v, ..work }
}

/// ln Z by the products of all states: a number read, two multiplications and an addition a state and unit of the larger
/// layer.
pub fn enumeration(machine: &TwoLayers) -> Cost {
    let (smaller, larger) = machine.smaller_first();
    let states = smaller.bits().map_or(f64::INFINITY, |bits| (bits as f64).exp2());
    let table = 8.0 * 256.0 * larger.columns as f64;
    Cost::shared(Work::Byte, 8.0 * states * larger.columns as f64, 64).with(Cost::holding(table))
}

/// What `check log-likelihood` sums where no estimate came before.
pub fn likelihood(machine: &TwoLayers) -> Cost {
    let bits = machine.smaller_first().0.bits();
    if bits.is_some_and(|bits| bits <= 20) { enumeration(machine) } else { Cost::default() }
}

/// So many chains from one machine to the other over so many temperatures: up, down, and a difference of two softplus.
pub fn annealing(machine: &TwoLayers, chains: usize, temperatures: usize, precision: Precision) -> Cost {
    let (v, h, n) = (machine.visible.columns as f64, machine.hidden.columns as f64, chains as f64);
    let groups = groups(chains);
    let flop = flop(precision);
    let step = Cost::shared(flop, 4.0 * n * v * h, groups)
        + Amount::shared(Work::Exponential, 2.0 * n * h, groups)
        + Amount::shared(Work::DrawnUnit, n * (v + h), groups)
        + Amount::shared(Work::Element, ORDERED * n * (v + h), groups)
        + Amount::shared(Work::NearByte, 2.0 * SINGLE * v * h * groups as f64, groups)
        + Amount::shared(Work::Call, CALLS_A_ROW * 12.0 * n, groups);
    Cost { peak: SINGLE * n * (v + 2.0 * h) + 2.0 * SINGLE * v * h, ..step * temperatures as f64 }
}

/// Iterations of the expansion are seldom more than this.
const ITERATIONS: f64 = 1000.0;

/// Mean field and its corrections: a product with each power of the weights, both ways, an iteration.
pub fn expansion(machine: &TwoLayers, order: usize) -> Cost {
    let weights = machine.visible.columns as f64 * machine.hidden.columns as f64;
    let iteration = Cost::alone(Work::Byte, 2.0 * 8.0 * weights * order as f64);
    Cost { peak: 3.0 * 8.0 * weights, spared: 0.9, ..iteration * ITERATIONS }
}

/// One row: the free energy of the row, and that with each unit changed.
pub fn pseudo_likelihood(machine: &TwoLayers) -> Cost {
    let (v, h) = (machine.visible.columns as f64, machine.hidden.columns as f64);
    Cost::shared(Work::DoubleFlop, 2.0 * v * h, MANY) + Cost::shared(Work::Element, 20.0 * v * h, MANY)
}

/// Training one machine in double precision: products of doubles, and a sum over states where the gradient is exact.
pub fn precise(machine: Option<&TwoLayers>, plan: &Ascent, rows: usize) -> Cost {
    let Some(machine) = machine else { return Cost::default() };
    let (v, h) = (machine.visible.columns as f64, machine.hidden.columns as f64);
    let updates = rows.div_ceil(plan.batch.max(1)) as f64;
    let n = rows as f64;
    // What the elements of a pass take besides: drawn states and exchanges most, magnetizations that settle least.
    let (passes, elements) = match plan.slope {
        Slope::Likelihood => {
            let states = machine.smaller_first().0.bits().map_or(0.0, |bits| (bits as f64).exp2());
            (n * 2.0 + updates * states * 4.0, 15.0)
        }
        Slope::Expansion(expanded) => {
            (n * (3.0 + expanded.order as f64 * (2.0 * expanded.iterations as f64 + 1.0)), 5.0)
        }
        Slope::Chains(chains) => {
            let walkers = chains.persistent.map_or(n, |chains| chains as f64 * updates);
            let steps = 0.5 * (chains.first_steps.unwrap_or(chains.steps) + chains.steps) as f64;
            (n * 2.0 + walkers * (chains.temperatures as f64 * 2.0 * steps + 2.0), 18.0)
        }
    };
    let epoch = Cost::alone(Work::DoubleFlop, 2.0 * v * h * passes)
        + Cost::alone(Work::Element, elements * (v + h) * passes + 10.0 * v * h * updates);
    Cost { peak: 8.0 * (4.0 * v * h + n * v), kept: 8.0 * v * h, ..epoch * plan.epochs as f64 }
}

/// Both directions of the directed layers, and the top machine with its classes.
pub fn belief_net_parameters(widths: &[usize], classes: usize) -> f64 {
    let (directed, top) = split_net(widths, classes);
    2.0 * directed + top
}

/// Weights of the directed layers in one direction, and those of the top machine.
fn split_net(widths: &[usize], classes: usize) -> (f64, f64) {
    let product = |pair: &[usize]| pair[0] as f64 * pair[1] as f64;
    let directed = widths.windows(2).rev().skip(1).map(product).sum();
    let top = match widths {
        [.., highest, hidden] => (highest + classes) as f64 * *hidden as f64,
        _ => 0.0,
    };
    (directed, top)
}

/// One row carried up, and the free energy of each class.
pub fn belief_net_row(widths: &[usize], classes: usize) -> Cost {
    let (directed, top) = split_net(widths, classes);
    let hidden = widths.last().map_or(0.0, |&units| units as f64);
    Cost::shared(Work::SingleFlop, 2.0 * (directed + top), MANY)
        + Cost::shared(Work::Exponential, 2.0 * classes as f64 * hidden, MANY)
}

/// Fine-tuning: every directed layer is passed four times and learns twice; the top is passed once up and twice a Gibbs step, and
/// learns from both phases.
pub fn up_down(widths: &[usize], classes: usize, plan: &UpDown, rows: usize) -> Cost {
    let (directed, top) = split_net(widths, classes);
    let steps = 0.5 * (plan.steps.0 + plan.steps.1) as f64;
    let (batch, updates) = (plan.batch.min(rows) as f64, rows.div_ceil(plan.batch.max(1)) as f64);
    let units: f64 = widths.iter().map(|&units| units as f64).sum();
    let highest: f64 = widths.iter().rev().take(2).map(|&units| units as f64).sum();
    let (flop, operations) = (flop(plan.precision), 12.0 * directed + (6.0 + 4.0 * steps) * top);
    let (_, blocks) = parts(widths.first().copied().unwrap_or(1), 1);
    let drawn = pieces(plan.batch, DRAWN_ROWS);
    // A pass reads the weights once, a step reads and writes them, and all of them are looked at.
    let passed = SINGLE * (10.0 * directed + (4.0 + 2.0 * steps) * top);
    let update = Cost::shared(flop, operations * batch, blocks)
        + Amount::ahead(passed, (flop, operations * batch), blocks)
        + Amount::shared(Work::NearByte, SUMMED * (2.0 * directed + top), blocks)
        + Amount::shared(Work::DrawnUnit, (4.0 * units + 2.0 * steps * highest) * batch, drawn)
        + Amount::shared(Work::Element, ORDERED * (6.0 * units + 4.0 * steps * highest) * batch, blocks)
        + Amount::alone(Work::Call, CALLS_A_PASS * 4.0 * (widths.len() as f64 + 2.0 * steps));
    let watched = belief_net_row(widths, classes) * rows.min(WATCHED) as f64;
    let weights = SINGLE * (2.0 * directed + top);
    // The net as it was given, at work, as it is measured, and while a snapshot is written its arrays and the file.
    let held = 5.0 * weights + 10.0 * SINGLE * batch * units;
    Cost { peak: held, kept: weights, ..(update * updates + watched) * plan.epochs as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CD-1: up, down, up (6) and the gradient over twice the rows (4); each further Gibbs step adds 4.
    #[test]
    fn contrastive_divergence_is_ten_operations_a_weight_and_row() {
        let flops = |steps| {
            let plan = RbmTraining { steps, batch: 10, ..RbmTraining::default() };
            update(30, 20, &plan, 10).flops() / (10.0 * 30.0 * 20.0)
        };
        assert_eq!((flops(1), flops(2), flops(5)), (10.0, 14.0, 26.0));
        let plan = RbmTraining { persistent: Some(10), batch: 10, ..RbmTraining::default() };
        assert_eq!(update(30, 20, &plan, 10).flops() / 6000.0, 12.0);
    }

    /// Longer chains cost the top machine what they cost any, and of many rows the means lie twice beside their classes.
    #[test]
    fn the_top_of_a_belief_net_costs_its_chains_and_holds_the_highest_means() {
        let top = |steps, rows| {
            let plan = RbmTraining { steps, epochs: 3, batch: 10, ..RbmTraining::default() };
            top_machine(&[8, 6, 5, 7], 2, &plan, rows)
        };
        assert_eq!(top(5, 100).flops() - top(1, 100).flops(), 4.0 * 4.0 * (7.0 * 7.0) * 100.0 * 3.0);
        let a_row = (top(1, 200_000).peak - top(1, 100_000).peak) / 100_000.0;
        assert_eq!((a_row, top(1, 100).kept), (SINGLE * 2.0 * (5.0 + 2.0), 0.0));
    }

    #[test]
    fn a_stack_costs_what_its_machines_cost() {
        let stack = energies(&[784, 500, 300]);
        assert_eq!(stack.flops(), 4.0 * (784.0 * 500.0 + 500.0 * 300.0));
        assert_eq!(stack.peak, 4.0 * 800.0);
    }
}
