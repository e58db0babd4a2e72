//! Rows a second of contrastive divergence (CD-1) with 784 visible and 500 hidden units, and temperatures a second of annealing
//! 100 chains. Usage: `cargo bench --bench rbm -- bf16 10 100 ais` prints one JSON line for each batch size and for `ais`
//! (f32 without the word). Rows are counted from the end of an epoch's first batch to that of its last, the measures after
//! an epoch not; four epochs or runs are timed.

use ndarray::{Array1, Array2};
use pipette::models::boltzmann::partition::{Annealing, Direction, Ladder, Spacing, anneal};
use pipette::models::boltzmann::{ExactRbm, Rbm, RbmTraining, train};
use pipette::models::{Observer, Precision, Unwatched};
use pipette::numeric::allocator::Allocator;
use pipette::numeric::random::Seed;
use std::sync::Mutex;
use std::time::Instant;

/// The allocator of the program, on which it depends how arrays lie in memory.
#[global_allocator]
static ALLOCATOR: Allocator = Allocator;

const VISIBLE: usize = 784;
const HIDDEN: usize = 500;
const ROWS: usize = 60_000;
const RUNS: usize = 4;
const CHAINS: usize = 100;
/// A tenth of what articles take.
const TEMPERATURES: usize = 1450;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let brain = words.iter().any(|word| word == "bf16");
    let precision = if brain { Precision::Brain } else { Precision::Single };
    let numbers = if brain { "bf16" } else { "f32" };
    let batches = words
        .iter()
        .filter_map(|word| word.parse::<usize>().ok())
        .filter(|batch| (1..ROWS / 2).contains(batch));
    for batch in batches {
        print(&format!("cd1 {numbers} B{batch}"), "rows", contrastive_divergence(batch, precision));
    }
    if words.iter().any(|word| word == "ais") {
        print(&format!("ais {numbers}"), "temperatures", annealing(precision));
    }
}

fn print(work: &str, unit: &str, mut rates: Vec<f64>) {
    rates.sort_by(f64::total_cmp);
    let (least, most) = (rates.first().copied().unwrap_or(0.0), rates.last().copied().unwrap_or(0.0));
    let median = 0.5 * (rates[(rates.len() - 1) / 2] + rates[rates.len() / 2]);
    println!(
        r#"{{"name": "pipette", "work": "{work}", "{unit}_per_second": {median:.0}, "spread": [{least:.0}, {most:.0}]}}"#
    );
}

/// When batches end.
struct Clock {
    batches: u64,
    start: Mutex<Instant>,
    /// Seconds of every epoch that is over.
    epochs: Mutex<Vec<f64>>,
}

impl Observer for Clock {
    fn progress(&self, done: u64, _total: u64, _note: &str) {
        let (Ok(mut start), Ok(mut epochs)) = (self.start.lock(), self.epochs.lock()) else { return };
        match done % self.batches {
            1 => *start = Instant::now(),
            0 => epochs.push(start.elapsed().as_secs_f64()),
            _ => {}
        }
    }

    fn cancelled(&self) -> bool {
        false
    }
}

/// Rows a second of each epoch.
fn contrastive_divergence(batch: usize, precision: Precision) -> Vec<f64> {
    let x = images();
    let mut rbm = Rbm::init(HIDDEN, x.view(), 0.01, &Seed::root(2));
    let clock = Clock {
        batches: ROWS.div_ceil(batch) as u64,
        start: Mutex::new(Instant::now()),
        epochs: Mutex::new(Vec::new()),
    };
    // The plain update, as those have it beside which it is timed.
    let plain =
        RbmTraining { momentum_start: 0.0, momentum_final: 0.0, weight_decay: 0.0, ..Default::default() };
    let plan = RbmTraining { epochs: RUNS, batch, rate: 0.05, precision, ..plain };
    train(&mut rbm, x.view(), None, &plan, &Seed::root(3), &clock).expect("rows that can be learnt");
    let epochs = clock.epochs.lock().expect("nobody else holds it");
    epochs.iter().map(|seconds| (ROWS - batch) as f64 / seconds).collect()
}

/// Black and white images of 28 x 28: three smooth spots each, a fifth of the pixels white.
fn images() -> Array2<f32> {
    let (mut random, mut numbers) = (Seed::root(1).bulk(), [0.0f32; 9]);
    let mut x = Array2::<f32>::zeros((ROWS, VISIBLE));
    for mut row in x.rows_mut() {
        random.fill_uniform(&mut numbers);
        for spot in numbers.chunks_exact(3) {
            let (x, y, width) = (6.0 + 16.0 * spot[0], 6.0 + 16.0 * spot[1], 1.5 + 2.5 * spot[2]);
            for (pixel, light) in row.iter_mut().enumerate() {
                let (dx, dy) = ((pixel % 28) as f32 - x, (pixel / 28) as f32 - y);
                *light += (-0.5 * (dx * dx + dy * dy) / (width * width)).exp();
            }
        }
        row.mapv_inplace(|light| if 255.0 * light > 97.0 { 1.0 } else { 0.0 });
    }
    x
}

/// Temperatures a second of each run.
fn annealing(precision: Precision) -> Vec<f64> {
    let mut numbers = Array2::<f32>::zeros((VISIBLE, HIDDEN));
    Seed::root(1).bulk().fill_uniform(numbers.as_slice_mut().expect("contiguous"));
    let mut rbm = Rbm::zeros(VISIBLE, HIDDEN);
    rbm.weights = numbers.mapv_into(|u| 0.17 * (u - 0.5));
    let machine = ExactRbm::from(&rbm);
    let (ladder, base) = (Ladder::new(TEMPERATURES, Spacing::Graded), Array1::zeros(VISIBLE));
    let plan = Annealing { chains: CHAINS, ladder, direction: Direction::Up, base, precision };
    let run = |_| {
        let start = Instant::now();
        anneal(&machine, &plan, &Seed::root(2), &Unwatched).expect("a machine of binary units");
        TEMPERATURES as f64 / start.elapsed().as_secs_f64()
    };
    (0..RUNS).map(run).collect()
}
