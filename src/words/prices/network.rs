//! Training and asking a network: three products a layer and batch (forward, delta handed down, gradient), the
//! passes over weights that an update takes, elementwise functions, and the rows as they are made.
//!
//! A product of (batch, inputs) and (inputs, outputs) is 2 batch inputs outputs operations. Forward is cut into
//! strips of outputs, backward into blocks of inputs: a narrow layer is one block, which one thread does alone.
//! The update is part of the backward pass: weights come nearer while the products before them are summed up.

use super::{NEAR, SINGLE, SUMMED, autoencoder, flop};
use crate::models::network::{Activation, FORWARD_BLOCK, Method, PREDICTED_ROWS, Training, parts};
use crate::numeric::blocks::pieces;
use crate::vocabulary::{Amount, Cost, Work};

/// A product reads a weight once; an update reads and writes.
const READ: f64 = SINGLE;
const UPDATED: f64 = 2.0 * SINGLE;
/// Loop elements that a number of a batch takes as it is brought into the order that a product reads.
const ORDERED: f64 = 2.5;
/// Calls for which the start and the end of a pass stand that threads share: the others have to wake up.
const SHARED: f64 = 10.0;

/// Training on `rows` rows a pass, with `validation` rows predicted after each.
pub fn training(
    widths: &[usize],
    activation: Activation,
    plan: &Training,
    rows: usize,
    validation: usize,
) -> Cost {
    let batch = plan.batch.min(rows).max(1);
    let steps = rows.div_ceil(batch) as f64;
    let asked = prediction(widths, activation);
    let shown = asked.peak * (validation as f64).min(1.0);
    let epoch = step(widths, activation, plan, batch) * steps
        + asked * validation as f64
        + Amount::alone(Work::Element, 4.0 * rows as f64);
    let (weights, inputs) = (parameters(widths), widths.first().copied().unwrap_or(0) as f64);
    let units: f64 = widths.iter().skip(1).map(|&n| n as f64).sum();
    let masks = if dropped(plan) { inputs + units } else { 0.0 };
    // Values and deltas of every layer, and two batches of rows with their masks and as they were.
    let clean = if plan.autoencoding.is_some() { inputs } else { 0.0 };
    let buffers = 2.0 * SINGLE * batch as f64 * (units + inputs + clean + masks);
    // The network that is shown the validation rows is a copy.
    let judged = if validation > 0 { 1.0 } else { 0.0 };
    let held = SINGLE * (weights * (copies(plan) + judged) + written(widths, plan)) + buffers + shown;
    let start = Cost::alone(Work::Normal, weights);
    let work = start + epoch * plan.epochs as f64;
    Cost { peak: held, kept: SINGLE * weights, spared: spared(plan), ..work }
}

/// Of the epochs, what early stopping may leave out: after the best one, which is the first at the earliest, as many
/// follow as there is patience.
fn spared(plan: &Training) -> f64 {
    let least = plan.early_stopping.map_or(plan.epochs, |patience| patience.saturating_add(1));
    1.0 - least.min(plan.epochs) as f64 / plan.epochs.max(1) as f64
}

/// What is kept a weight while training: where it started, itself, gradient, what the method remembers, average, best so
/// far.
fn copies(plan: &Training) -> f64 {
    let optional = [plan.keeps_gradients(), plan.averaging.is_some(), plan.early_stopping.is_some()];
    2.0 + remembered(plan) + optional.into_iter().filter(|&kept| kept).count() as f64
}

/// Numbers of what is written down in between: a copy of all that training goes on with, the same once more as a file, and
/// the layer whose bytes are just made.
fn written(widths: &[usize], plan: &Training) -> f64 {
    let optional = [plan.averaging.is_some(), plan.early_stopping.is_some()];
    let arrays = 1.0 + remembered(plan) + optional.into_iter().filter(|&kept| kept).count() as f64;
    let largest = widths.windows(2).map(|pair| pair[0] as f64 * pair[1] as f64).fold(0.0, f64::max);
    2.0 * arrays * parameters(widths) + largest
}

/// Numbers a weight that the method keeps from step to step.
fn remembered(plan: &Training) -> f64 {
    match plan.method {
        Method::Sgd { momentum: 0.0, .. } => 0.0,
        Method::Sgd { .. } | Method::RmsProp { .. } => 1.0,
        Method::Adam { .. } => 2.0,
    }
}

fn dropped(plan: &Training) -> bool {
    plan.dropout.input > 0.0 || plan.dropout.hidden > 0.0
}

/// Whether the weights stay near from step to step.
fn near(widths: &[usize], plan: &Training) -> bool {
    SINGLE * parameters(widths) * (1.0 + remembered(plan)) <= NEAR
}

/// One batch: rows fetched, forward, loss, backward with the update.
fn step(widths: &[usize], activation: Activation, plan: &Training, batch: usize) -> Cost {
    let layers = widths.windows(2).enumerate();
    let last = widths.len().saturating_sub(2);
    let near = near(widths, plan);
    let of_layers: Cost =
        layers.map(|(l, pair)| layer(pair, (l, last), activation, plan, (batch, near))).sum();
    let inputs = widths.first().copied().unwrap_or(0) as f64;
    let classes = widths.last().copied().unwrap_or(0) as f64;
    let rows = batch as f64;
    let mut cost = of_layers + Amount::shared(Work::Byte, 2.0 * SINGLE * rows * inputs, pieces(batch, 16));
    cost = match plan.autoencoding {
        Some(of) => cost + autoencoder::step(widths, of, batch),
        // The softmax and its logarithm, and what is made of them.
        None => {
            cost + Amount::alone(Work::Function, 2.0 * rows * classes)
                + Amount::alone(Work::Element, 4.0 * rows * classes)
        }
    };
    if dropped(plan) {
        let units: f64 = widths[..widths.len() - 1].iter().map(|&n| n as f64).sum();
        cost = cost
            + Amount::shared(Work::Uniform, rows * units, pieces(batch, 16))
            + Amount::shared(Work::Byte, 6.0 * SINGLE * rows * units, pieces(batch, 16));
    }
    cost
}

fn layer(
    pair: &[usize],
    (index, last): (usize, usize),
    activation: Activation,
    plan: &Training,
    (batch, near): (usize, bool),
) -> Cost {
    let (inputs, outputs, rows) = (pair[0], pair[1], batch as f64);
    let product = 2.0 * rows * inputs as f64 * outputs as f64;
    let (forward, backward) = parts(inputs, outputs);
    let handed_down = if index > 0 { product } else { 0.0 };
    let weights = inputs as f64 * outputs as f64;
    let passes = bytes_a_weight(plan) * weights;
    // What the products read is brought into order first by one thread: rows once, what is handed down two ways, and summed up for
    // the biases.
    let ways = if index > 0 { 3.0 } else { 2.0 };
    let ordered = ORDERED * rows * (inputs as f64 + ways * outputs as f64);
    let flop = flop(plan.precision);
    let mut cost = Cost::shared(flop, product, forward)
        + Amount::shared(flop, product + handed_down, backward)
        + match near {
            true => Amount::shared(Work::NearByte, passes, backward),
            false => Amount::ahead(passes, (flop, product + handed_down), backward),
        }
        + Amount::shared(Work::NearByte, SUMMED * weights, backward)
        + Amount::alone(Work::Element, ordered)
        + Amount::shared(Work::Exponential, roots(plan) * weights, backward)
        + Amount::shared(Work::Call, forward as f64, forward)
        + Amount::shared(Work::Call, 2.0 * backward as f64, backward)
        + Amount::alone(
            Work::Call,
            SHARED * [forward, backward].into_iter().filter(|&parts| parts > 1).count() as f64,
        );
    if index < last {
        // Activation and slope read and write the layer's values.
        let values = rows * outputs as f64;
        cost = cost + Amount::shared(Work::NearByte, 6.0 * SINGLE * values, forward);
        if activation != Activation::Relu {
            cost = cost + Amount::shared(Work::Exponential, values, forward);
        }
    }
    cost + norms(plan, weights, backward)
}

/// Bytes of all passes over one weight and what belongs to it, in one step.
fn bytes_a_weight(plan: &Training) -> f64 {
    let update = UPDATED * (1.0 + remembered(plan));
    let delayed = if plan.clip.is_some() { 2.0 * READ + SINGLE } else { 0.0 };
    let averaged = if plan.averaging.is_some() { UPDATED + READ } else { 0.0 };
    READ + update + delayed + averaged
}

/// A root and a quotient a weight take about as long as an exponential.
fn roots(plan: &Training) -> f64 {
    if matches!(plan.method, Method::Sgd { .. }) { 0.0 } else { 1.0 }
}

/// Sums of squares, of the gradient for clipping and of columns for the largest norm.
fn norms(plan: &Training, weights: f64, parts: usize) -> Cost {
    let clipped = if plan.clip.is_some() { weights } else { 0.0 };
    let bounded = if plan.max_norm.is_some() { weights } else { 0.0 };
    Cost::shared(Work::Element, clipped, parts) + Amount::shared(Work::Byte, 3.0 * SINGLE * bounded, parts)
}

/// Showing a network one row: products and activations, and a share of the buffers.
pub fn prediction(widths: &[usize], activation: Activation) -> Cost {
    let last = widths.len().saturating_sub(2);
    let mut cost = Cost::default();
    for (index, pair) in widths.windows(2).enumerate() {
        let (inputs, outputs) = (pair[0] as f64, pair[1] as f64);
        let parts = pieces(pair[1], FORWARD_BLOCK);
        cost = cost + Amount::shared(Work::SingleFlop, 2.0 * inputs * outputs, parts);
        cost = cost + Amount::shared(Work::Byte, 2.0 * SINGLE * outputs, parts);
        if index < last && activation != Activation::Relu {
            cost = cost + Amount::shared(Work::Exponential, outputs, parts);
        }
    }
    let classes = widths.last().copied().unwrap_or(0) as f64;
    let units: f64 = widths.iter().skip(1).map(|&n| n as f64).sum();
    let buffers = SINGLE * PREDICTED_ROWS as f64 * units;
    cost + Amount::alone(Work::Element, 10.0 * classes) + Cost::holding(buffers)
}

/// Weights and biases.
pub fn parameters(widths: &[usize]) -> f64 {
    widths.windows(2).map(|pair| (pair[0] as f64 + 1.0) * pair[1] as f64).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two forwards and four backwards a weight and row, less the delta that the lowest layer needs not hand down.
    #[test]
    fn the_products_of_training_are_six_operations_a_weight_and_row() {
        let plan = Training { epochs: 3, batch: 10, ..Training::default() };
        let cost = training(&[7, 20, 5], Activation::Relu, &plan, 40, 0);
        assert_eq!(cost.flops(), 3.0 * 40.0 * (4.0 * 140.0 + 6.0 * 100.0));
        let shown = prediction(&[7, 20, 5], Activation::Relu);
        assert_eq!(shown.flops(), 2.0 * 240.0);
        let watched = training(&[7, 20, 5], Activation::Relu, &plan, 40, 30);
        assert_eq!(watched.flops() - cost.flops(), 3.0 * 30.0 * 480.0);
    }

    #[test]
    fn early_stopping_takes_its_patience_and_an_epoch_at_least() {
        let spared = |early_stopping, epochs| {
            let plan = Training { early_stopping, epochs, ..Training::default() };
            training(&[7, 5], Activation::Relu, &plan, 40, 30).spared
        };
        assert_eq!((spared(None, 20), spared(Some(4), 20), spared(Some(20), 20)), (0.0, 0.75, 0.0));
    }

    #[test]
    fn a_narrow_layer_is_the_work_of_one_thread() {
        let shown = prediction(&[784, 2048, 10], Activation::Relu);
        let parts: Vec<_> = shown.work.iter().filter(|a| a.work.is_flop()).map(|a| a.parts).collect();
        assert_eq!(parts, [4, 1]);
    }

    /// Adam keeps where a weight started, the weight and two averages, and writes the last three down; plain descent keeps the first two
    /// and writes one. What is written is there twice, and one layer, here the only one, a third time.
    #[test]
    fn memory_counts_what_the_method_remembers() {
        let held = |method| {
            let plan = Training { method, batch: 1, epochs: 1, ..Training::default() };
            training(&[1000, 1000], Activation::Relu, &plan, 1, 0).peak / 4e6
        };
        let adam = Method::Adam { rate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
        assert!((held(adam) - 11.0).abs() < 0.02, "{}", held(adam));
        let plain = Method::Sgd { rate: 0.1, momentum: 0.0, nesterov: false };
        assert!((held(plain) - 5.0).abs() < 0.02, "{}", held(plain));
    }
}
