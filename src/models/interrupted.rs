//! Computations that are cut off before every single batch and gone on from their snapshot, written to bytes and read
//! back, end with the same bits as one that was left alone, and have told every epoch of their curves, in order.

use super::autoencoder;
use super::boltzmann::partition::{Annealing, Direction, Ladder, Spacing, anneal};
use super::boltzmann::{self, Ascent, Chains, ExactRbm, RbmTraining, Slope, Units, train_precisely};
use super::network::composed::{Composed, DropPath, Grid, Images, Normalize, Style};
use super::network::{self, Activation, Decay, Dropout, FixedRows, Init, Method, Mlp, Precision, Training};
use super::{NotKept, Observer, Unwatched};
use crate::numeric::random::Seed;
use crate::numeric::tensors::Tensors;
use ndarray::{Array1, Array2, s};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Asks for the end after so many batches; what is kept is handed to the next one.
struct Cut {
    after: AtomicUsize,
    kept: Mutex<Option<Vec<u8>>>,
    /// The epochs of each curve since it went on.
    told: Mutex<BTreeMap<String, Vec<usize>>>,
}

impl Observer for Cut {
    fn progress(&self, _done: u64, _total: u64, _note: &str) {
        self.after.fetch_sub(1, Ordering::Relaxed);
    }
    fn cancelled(&self) -> bool {
        self.after.load(Ordering::Relaxed) == 0
    }
    fn curve(&self, name: &str, epoch: usize, _value: f64) {
        self.told.lock().expect("one thread").entry(name.to_string()).or_default().push(epoch);
    }
    fn snapshot(&self) -> Option<Tensors> {
        let bytes = self.kept.lock().ok()?.clone()?;
        Some(Tensors::from_bytes(&bytes).expect("what was kept"))
    }
    fn keep(&self, snapshot: &Tensors) -> Result<(), NotKept> {
        *self.kept.lock().expect("one thread") = Some(snapshot.to_bytes());
        Ok(())
    }
}

/// Runs it anew after every `stride` batches until it comes to its end; how often it was cut off.
pub(super) fn piecewise<T>(stride: usize, run: impl Fn(&dyn Observer) -> Option<T>) -> (T, usize) {
    let mut cut = Cut { after: AtomicUsize::new(stride), kept: Mutex::new(None), told: Mutex::default() };
    for times in 0..10_000 {
        let result = run(&cut);
        for (name, epochs) in std::mem::take(cut.told.get_mut().expect("one thread")) {
            assert_eq!(epochs, (1..=epochs.len()).collect::<Vec<_>>(), "{name}, cut off {times} times");
        }
        if let Some(result) = result {
            return (result, times);
        }
        cut.after = AtomicUsize::new(stride);
    }
    panic!("it never ended");
}

fn images(rows: usize, seed: u64) -> Array2<f32> {
    let mut x = Array2::zeros((rows, 12));
    Seed::root(seed).bulk().fill_uniform(x.as_slice_mut().expect("contiguous"));
    x
}

fn labels(x: &Array2<f32>) -> Vec<u32> {
    x.rows().into_iter().map(|row| u32::from(row[0] + row[1] > 1.0) + u32::from(row[2] > 0.5)).collect()
}

/// A recipe in which everything that a training can carry along is carried.
fn recipes() -> Vec<Training> {
    let base = Training { epochs: 4, batch: 16, ..Training::default() };
    let sgd = Method::Sgd { rate: 0.1, momentum: 0.9, nesterov: true };
    let adam = Method::Adam { rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
    let dropout = Dropout { input: 0.1, hidden: 0.3 };
    vec![
        Training {
            method: sgd,
            rising_momentum: Some(3),
            schedule: Decay::Cosine,
            warm_up: 1.0,
            clip: Some(0.5),
            ..base.clone()
        },
        Training { method: adam, averaging: Some(0.9), dropout, weight_decay: 1e-3, ..base.clone() },
        Training { method: sgd, precision: Precision::Brain, averaging: Some(0.9), ..base.clone() },
        Training { epochs: 30, early_stopping: Some(2), max_norm: Some(1.0), ..base },
    ]
}

#[test]
fn networks_go_on_to_the_same_bits() {
    let (x, validation) = (images(70, 1), images(30, 2));
    let (y, watched) = (labels(&x), labels(&validation));
    for training in recipes() {
        let run = |observer: &dyn Observer| {
            let mut mlp = Mlp::new(&[12, 9, 3], Activation::Tanh, Init::Glorot, &Seed::root(3));
            let rows = FixedRows::new(x.view(), &y, 3);
            let validation = Some((validation.view(), watched.as_slice()));
            let history =
                network::train(&mut mlp, &rows, validation, &training, &Seed::root(4), observer).ok()?;
            let curves: Vec<_> =
                history.epochs.iter().map(|e| (e.train_loss, e.train_error, e.validation_error)).collect();
            Some((mlp, curves, history.best_epoch, history.stopped_early))
        };
        let whole = run(&Unwatched).expect("not interrupted");
        for stride in [1, 3, 7] {
            let (pieces, cuts) = piecewise(stride, run);
            assert!(pieces == whole && cuts > 4 / stride, "{training:?} cut every {stride}");
        }
    }
}

/// A composed network carries running moments along, and draws what its joins leave out; of rows and of images.
#[test]
fn composed_networks_go_on_to_the_same_bits() {
    let x = images(50, 1);
    let y = labels(&x);
    let style = Style { normalize: Some(Normalize::Batch), ..Style::default() };
    let drop_path = Some(DropPath { share: 0.3, global: 0.5 });
    let places = Images { grid: Grid { height: 4, width: 3 }, channels: 1 };
    let nets = [
        Composed::fractal((12, 6, 3), (1, 2), &style, &Seed::root(3)),
        Composed::convolutional(places, (&[3], 2, 3), &style, &Seed::root(3)),
    ];
    for (training, net) in
        recipes().into_iter().flat_map(|training| nets.each_ref().map(|n| (training.clone(), n)))
    {
        let training = Training { drop_path, early_stopping: None, epochs: 3, ..training };
        let run = |observer: &dyn Observer| {
            let mut net = net.clone();
            let rows = FixedRows::new(x.view(), &y, 3);
            network::train_composed(&mut net, &rows, None, &training, &Seed::root(4), observer).ok()?;
            Some(net.tensors().to_bytes())
        };
        let whole = run(&Unwatched).expect("not interrupted");
        let (pieces, cuts) = piecewise(3, run);
        assert!(pieces == whole && cuts >= 3, "{training:?}");
    }
}

/// Chains that persist and chains that restart, in a stack whose layers are trained one after the other.
#[test]
fn machines_and_stacks_go_on_to_the_same_bits() {
    let (x, held_out) = (images(50, 5), images(20, 6));
    let centered = boltzmann::Shape { centered: true, ..boltzmann::Shape::default() };
    let plans = [
        (None, Precision::Single, boltzmann::Shape::default()),
        (Some(7), Precision::Brain, boltzmann::Shape::default()),
        (Some(7), Precision::Single, centered),
    ];
    for (persistent, precision, shape) in plans {
        let plan = RbmTraining { epochs: 3, batch: 16, persistent, steps: 2, ..RbmTraining::default() };
        let training = RbmTraining { precision, shape, ..plan };
        let run = |observer: &dyn Observer| {
            let held_out = Some(held_out.view());
            boltzmann::train_stack(&[8, 5], x.view(), held_out, &training, &Seed::root(7), observer).ok()
        };
        let whole = run(&Unwatched).expect("not interrupted");
        for stride in [1, 5] {
            let (pieces, cuts) = piecewise(stride, run);
            assert!(pieces == whole && cuts >= 4, "{persistent:?} cut every {stride}");
        }
    }
}

#[test]
fn sampling_goes_on_to_the_same_bits() {
    let machine = boltzmann::Rbm::init(6, images(40, 8).view(), 0.01, &Seed::root(9));
    let run =
        |observer: &dyn Observer| boltzmann::sample(&machine, 5, 20, None, &Seed::root(10), observer).ok();
    let (pieces, cuts) = piecewise(3, run);
    assert_eq!((Some(pieces), cuts), (run(&Unwatched), 6));
}

/// Annealing up and down, the chains that start it among it.
#[test]
fn annealing_goes_on_to_the_same_bits() {
    let machine = ExactRbm::from(&boltzmann::Rbm::init(6, images(40, 8).view(), 0.5, &Seed::root(9)));
    let ways = [(Direction::Up, Precision::Brain), (Direction::Down { steps: 20 }, Precision::Single)];
    for (direction, precision) in ways {
        let ladder = Ladder::new(400, Spacing::Even);
        let base = Array1::zeros(12);
        let annealing = Annealing { chains: 40, ladder, direction, base, precision };
        let run = |observer: &dyn Observer| anneal(&machine, &annealing, &Seed::root(12), observer).ok();
        let whole = run(&Unwatched).expect("not interrupted");
        for stride in [1, 3] {
            let (pieces, cuts) = piecewise(stride, run);
            assert!(pieces == whole && cuts >= 2, "{direction:?} cut every {stride}: {cuts}");
        }
    }
}

/// In double precision, along every slope.
#[test]
fn precise_training_goes_on_to_the_same_bits() {
    let x = images(40, 13).mapv(f64::from);
    let units = (Units::Binary, Units::Binary);
    let start = ExactRbm::init(units, 5, x.view(), 0.1, &Seed::root(14));
    let chains = Chains { steps: 1, first_steps: None, persistent: Some(6), temperatures: 3 };
    for slope in [Slope::Likelihood, Slope::Chains(chains)] {
        let plan = Ascent { epochs: 3, batch: 16, momentum_final: 0.5, ..Ascent::plain(slope) };
        let run = |observer: &dyn Observer| {
            let mut machine = start.clone();
            let seed = Seed::root(15);
            let history = train_precisely(&mut machine, x.view(), None, &plan, &seed, observer).ok()?;
            Some((machine, history))
        };
        let whole = run(&Unwatched).expect("not interrupted");
        let (pieces, cuts) = piecewise(2, run);
        assert!(pieces == whole && cuts >= 3, "{slope:?}: {cuts}");
    }
}

/// A snapshot of other shapes is refused, not half used.
#[test]
fn a_foreign_snapshot_is_refused() {
    let x = images(40, 11);
    let training = RbmTraining { epochs: 2, batch: 10, ..RbmTraining::default() };
    let cut = Cut { after: AtomicUsize::new(1), kept: Mutex::new(None), told: Mutex::default() };
    let train = |hidden: usize, rows: &Array2<f32>| {
        boltzmann::train_stack(&[hidden], rows.view(), None, &training, &Seed::root(1), &cut)
    };
    assert_eq!(train(4, &x), Err(boltzmann::RbmFault::Interrupted));
    assert!(matches!(train(5, &x), Err(boltzmann::RbmFault::NotKept(_))));
    let narrow = x.slice(s![.., ..6]).to_owned();
    assert!(matches!(train(4, &narrow), Err(boltzmann::RbmFault::NotKept(_))));
}

#[test]
fn a_stack_of_autoencoders_goes_on_where_it_was() {
    let x = images(50, 3);
    let corruption = Some(network::Corruption::Masking(0.2));
    let output = network::Output::Logistic;
    let of = network::Autoencoding { output, tied: true, contraction: 0.1, corruption };
    let plan = Training { epochs: 2, batch: 16, autoencoding: Some(of), ..Training::default() };
    let start = (Activation::Logistic, Init::Glorot);
    let run = |observer: &dyn Observer| {
        autoencoder::stack(x.view(), &[12, 7, 5], start, &plan, &Seed::root(1), observer).ok()
    };
    let (whole, _) = run(&Unwatched).expect("to the end");
    for stride in [1, 3] {
        let ((pieces, histories), times) = piecewise(stride, run);
        assert!(times > 2 && pieces == whole, "{times}");
        assert_eq!(histories.len(), 2);
    }
}
