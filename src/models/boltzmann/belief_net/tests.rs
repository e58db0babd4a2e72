//! A belief net against enumeration, its update against hand arithmetic, and what it learns of two classes.

use super::step::Live;
use super::*;
use crate::models::Unwatched;
use crate::models::boltzmann::{ExactRbm, Falling, RbmFault, RbmTraining, train_stack};
use crate::models::panels::Precision;
use crate::numeric::random::Seed;
use ndarray::{Axis, array};

/// ln p(class | x) of the top machine alone is the ratio of its marginals over one class on at a time.
#[test]
fn classes_have_their_exact_probabilities() {
    let top = ExactRbm::binary(
        array![[0.5, -1.0], [0.3, 0.8], [1.0, 0.2], [-0.7, 0.4], [0.1, -0.6]],
        array![0.1, 0.2, -0.3, 0.4, 0.0],
        array![0.2, -0.5],
    );
    let mut net = BeliefNet::of(&Stack::default(), 3, 2);
    net.top = Rbm::from(&top);
    for x in [[0.0, 1.0], [1.0, 1.0]] {
        let weight = |class: usize| {
            let mut v = array![[x[0], x[1], 0.0, 0.0, 0.0]];
            v[[0, 2 + class]] = 1.0;
            (-top.free_energy(v.view())[0]).exp()
        };
        let total: f64 = (0..3).map(weight).sum();
        let rows = array![[x[0] as f32, x[1] as f32]];
        for (class, found) in net.log_probabilities(rows.view()).iter().enumerate() {
            // Rounding of single precision.
            assert!((f64::from(*found) - (weight(class) / total).ln()).abs() < 1e-6);
        }
    }
}

/// Where every probability is 0 or 1 the net gives back what it is shown and dreams of what it has seen: nothing is left to
/// learn, neither below nor on top.
#[test]
fn a_certain_net_learns_nothing() {
    let sure = 400.0f32;
    let copy = |units: usize| Rbm {
        weights: Array2::from_diag_elem(units, sure),
        visible_bias: Array1::from_elem(units, -0.5 * sure),
        hidden_bias: Array1::from_elem(units, -0.5 * sure),
    };
    let mut net = BeliefNet::of(&Stack { layers: vec![copy(3)] }, 2, 5);
    net.top = copy(5);
    let rows = array![[1.0, 0.0, 1.0], [0.0, 0.0, 1.0]];
    let mut live = Live::new(net.clone(), (2, true), Precision::Single);
    live.up_down(rows.view(), array![[1.0, 0.0], [0.0, 1.0]].view(), 3, 0.1, &Seed::root(1));
    let after = live.settled();
    // What is certain is certain up to e^-64 = 2e-28, the least that the logistic function has.
    let near = |a: &Array2<f32>, b: &Array2<f32>| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-27);
    assert!(near(&net.top.weights, &after.top.weights));
    assert!(near(&net.directed[0].recognition, &after.directed[0].recognition));
    assert!(near(&net.directed[0].generation, &after.directed[0].generation));
}

/// Awake the units above copy the row (1, 0), and generation gives 1/2 for each: an error of (1/2, -1/2) for the unit that is on. Asleep
/// the row is (1/2, 1/2), for which recognition gives 1/2 where states are (1, 0). On top states are certain, and of the
/// wrong class.
#[test]
fn an_update_is_the_delta_rule_of_every_layer() {
    let sure = 400.0f32;
    let layer = Directed {
        recognition: array![[sure, -sure], [-sure, sure]],
        above_bias: Array1::zeros(2),
        generation: Array2::zeros((2, 2)),
        below_bias: Array1::zeros(2),
    };
    let mut top = Rbm::zeros(4, 3);
    top.visible_bias = array![sure, -sure, sure, -sure];
    top.hidden_bias = array![sure, -sure, sure];
    let net = BeliefNet { directed: vec![layer], top, classes: 2 };
    for precision in [Precision::Single, Precision::Brain] {
        let mut live = Live::new(net.clone(), (5, true), precision);
        let (rows, classes) = (array![[1.0, 0.0], [1.0, 0.0]], array![[0.0, 1.0], [0.0, 1.0]]);
        live.up_down(rows.view(), classes.view(), 2, 0.1, &Seed::root(1));
        let after = live.settled();
        // Roundings of single precision near 400.
        let moved = |after: &Array2<f32>, before: &Array2<f32>, wanted: Array2<f32>| {
            let off = (after - before - 0.1 * wanted).iter().fold(0.0f32, |most, x| most.max(x.abs()));
            assert!(off < 5e-5, "{off}: {after} was {before}");
        };
        let (new, old) = (&after.directed[0], &net.directed[0]);
        let column = |bias: &Array1<f32>| bias.clone().insert_axis(Axis(1));
        moved(&new.generation, &old.generation, array![[0.5, 0.0], [-0.5, 0.0]]);
        moved(&column(&new.below_bias), &column(&old.below_bias), array![[0.5], [-0.5]]);
        moved(&new.recognition, &old.recognition, array![[0.25, -0.25], [0.25, -0.25]]);
        moved(&column(&new.above_bias), &column(&old.above_bias), array![[0.5], [-0.5]]);
        let wanted = array![[0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [-1.0, 0.0, -1.0], [1.0, 0.0, 1.0]];
        moved(&after.top.weights, &net.top.weights, wanted);
        let wanted = array![[0.0], [0.0], [-1.0], [1.0]];
        moved(&column(&after.top.visible_bias), &column(&net.top.visible_bias), wanted);
    }
}

/// Of a top machine without weights every hidden unit has the mean 1/2 awake and asleep: units learn alike, and their biases
/// nothing.
#[test]
fn the_top_learns_from_means() {
    let mut net = BeliefNet::of(&Stack::default(), 2, 8);
    net.top = Rbm::zeros(6, 8);
    let mut live = Live::new(net, (5, true), Precision::Single);
    let rows = array![[1.0, 0.0, 1.0, 0.0], [0.0, 0.0, 1.0, 1.0], [1.0, 1.0, 1.0, 0.0]];
    let classes = array![[0.0, 1.0], [1.0, 0.0], [0.0, 1.0]];
    live.up_down(rows.view(), classes.view(), 2, 0.1, &Seed::root(1));
    let top = live.settled().top;
    assert!(top.hidden_bias.iter().all(|&bias| bias == 0.0));
    assert!(top.weights.iter().any(|&weight| weight != 0.0));
    assert!(top.weights.outer_iter().all(|row| row.iter().all(|&weight| weight == row[0])));
}

/// Half of the rows have their left units on, half their right ones, each unit wrong in one case of ten.
fn halves(rows: usize, seed: &Seed) -> (Array2<f32>, Vec<u32>) {
    let mut noise = Array2::<f32>::zeros((rows, 12));
    seed.bulk().fill_uniform(noise.as_slice_mut().expect("contiguous"));
    let x = Array2::from_shape_fn((rows, 12), |(row, unit)| {
        let on = (unit < 6) == (row % 2 == 0);
        f32::from(u8::from(on != (noise[[row, unit]] < 0.1)))
    });
    (x, (0..rows).map(|row| (row % 2) as u32).collect())
}

fn trained(observer: &dyn crate::models::Observer) -> Option<(BeliefNet, Vec<BeliefEpoch>)> {
    let (x, classes) = halves(200, &Seed::root(2));
    let training = RbmTraining { epochs: 60, batch: 20, ..RbmTraining::default() };
    let (stack, _) = train_stack(&[8], x.view(), None, &training, &Seed::root(3), &Unwatched).ok()?;
    let mut net = BeliefNet::of(&stack, 2, 10);
    let (falling, precision) = (Falling::default(), Precision::Single);
    let fine = UpDown { epochs: 3, batch: 20, rate: 0.05, falling, steps: (1, 3), precision };
    let data = Labelled { rows: x.view(), classes: &classes };
    let (_, epochs) = train_belief_net(&mut net, data, &training, &fine, &Seed::root(4), observer).ok()?;
    Some((net, epochs))
}

/// Two patterns six bits apart on each side: at one flip in ten fewer than one row in a thousand is nearer to the other one.
#[test]
fn two_classes_are_learnt_and_dreamt_of() {
    let (net, epochs) = trained(&Unwatched).unwrap();
    assert_eq!(epochs.len(), 3);
    let (x, classes) = halves(400, &Seed::root(5));
    let wrong = net.predict(x.view()).iter().zip(&classes).filter(|(a, b)| a != b).count();
    assert!(wrong <= 8, "{wrong} of 400");
    let dreams = net.sample(50, 200, &Seed::root(6), &Unwatched).unwrap();
    let sides = dreams
        .map_axis(Axis(1), |row| (row.iter().take(6).sum::<f32>() - row.iter().skip(6).sum::<f32>()).abs());
    // Of a row that the net has seen it is 4.8 on average, of chance 1.4.
    assert!(sides.mean().unwrap() > 3.0, "{sides}");
}

/// Cut off before every batch, above and below, it ends with the same bits.
#[test]
fn what_is_cut_off_goes_on_to_the_same_bits() {
    let whole = trained(&Unwatched);
    assert!(whole.is_some());
    let (pieces, cuts) = crate::models::interrupted::piecewise(97, trained);
    assert!(Some(pieces) == whole && cuts > 3, "{cuts}");
}

/// A parameter anywhere that is no number any more ends the training in its batch.
#[test]
fn a_divergence_has_its_place() {
    let (x, classes) = halves(40, &Seed::root(2));
    let training = RbmTraining { epochs: 1, batch: 20, ..RbmTraining::default() };
    let (stack, _) = train_stack(&[8], x.view(), None, &training, &Seed::root(3), &Unwatched).unwrap();
    let mut net = BeliefNet::of(&stack, 2, 10);
    let (falling, precision) = (Falling::default(), Precision::Single);
    let fine = UpDown { epochs: 2, batch: 10, rate: 1e39, falling, steps: (1, 1), precision };
    let data = Labelled { rows: x.view(), classes: &classes };
    let found = train_belief_net(&mut net, data, &training, &fine, &Seed::root(4), &Unwatched);
    assert_eq!(found.err(), Some(RbmFault::Diverged { epoch: 1, batch: 1 }));
    let mut net = BeliefNet::of(&stack, 2, 10);
    let is_finite = |net: &BeliefNet| Live::new(net.clone(), (10, true), Precision::Single).is_finite();
    assert!(is_finite(&net));
    net.directed[0].generation[[0, 0]] = f32::NAN;
    assert!(!is_finite(&net));
}

/// The tensors are the net.
#[test]
fn a_net_is_its_tensors() {
    let (net, _) = trained(&Unwatched).unwrap();
    assert_eq!(BeliefNet::from_tensors(&net.tensors(), 1, 2).unwrap(), net);
}
