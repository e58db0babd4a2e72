//! Training speed of the big network, mlp[784,2500,2000,1500,1000,500,10] with scaled tanh and plain gradient
//! descent. Usage: `cargo bench --bench mlp -- bf16 100 256` prints one JSON line a batch size (f32 without the word): the
//! median rate of three timed runs after 200 steps of warm-up. The rows are fixed, so this is the step and not the data.

use ndarray::Array2;
use pipette::models::Unwatched;
use pipette::models::network::{Activation, FixedRows, Init, Method, Mlp, Precision, Training, train};
use pipette::numeric::allocator::Allocator;
use pipette::numeric::brain::Unit;
use pipette::numeric::random::Seed;
use std::time::Instant;

/// The allocator of the program, on which it depends how arrays lie in memory.
#[global_allocator]
static ALLOCATOR: Allocator = Allocator;

const SIZES: [usize; 7] = [784, 2500, 2000, 1500, 1000, 500, 10];
const WARM_UP: usize = 200;

fn main() {
    let mut batches: Vec<usize> = std::env::args().filter_map(|arg| arg.parse().ok()).collect();
    if batches.is_empty() {
        batches.push(100);
    }
    let brain = std::env::args().any(|arg| arg == "bf16");
    let (precision, numbers) = match brain {
        true => (Precision::Brain, format!("bf16 ({})", Unit::best().name())),
        false => (Precision::Single, "f32".into()),
    };
    for batch in batches {
        let mut net = Mlp::new(&SIZES, Activation::ScaledTanh, Init::Uniform(0.05), &Seed::root(0));
        let mut run = |steps: usize| seconds(&mut net, (batch, steps), precision);
        run(WARM_UP);
        let steps = ((4.0 / (run(20) / 20.0)) as usize).max(3);
        let mut rates: Vec<f64> = (0..3).map(|_| (batch * steps) as f64 / run(steps)).collect();
        rates.sort_by(f64::total_cmp);
        println!(
            r#"{{"name": "pipette", "work": "mlp {numbers} B{batch}", "samples_per_second": {:.1}, "spread": [{:.1}, {:.1}]}}"#,
            rates[1], rates[0], rates[2]
        );
    }
}

/// Time of `steps` steps on rows that can be told apart.
fn seconds(net: &mut Mlp, (batch, steps): (usize, usize), precision: Precision) -> f64 {
    let x = Array2::from_shape_fn((batch, 784), |(i, j)| (((i * 31 + j * 7) % 255) as f32) / 127.5 - 1.0);
    let x = x.select(ndarray::Axis(0), &(0..batch * steps).map(|i| i % batch).collect::<Vec<_>>());
    let labels: Vec<u32> = (0..batch * steps).map(|i| (i % batch % 10) as u32).collect();
    let method = Method::Sgd { rate: 1e-3, momentum: 0.0, nesterov: false };
    let plan = Training { epochs: 1, batch, method, precision, ..Training::default() };
    let rows = FixedRows::new(x.view(), &labels, 10);
    let start = Instant::now();
    match train(net, &rows, None, &plan, &Seed::root(1), &Unwatched) {
        Ok(_) => start.elapsed().as_secs_f64(),
        Err(fault) => panic!("{fault}"),
    }
}
