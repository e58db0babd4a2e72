//! Linear maps, flows and energies against numbers computed independently in NumPy from splitmix64, and identities.

use super::*;
use crate::models::Unwatched;
use crate::models::network::{Activation, Autoencoding, Decay, Init, Method, Output, Training, train_rows};
use crate::models::regression::SplitMix;
use crate::numeric::random::Seed;
use ndarray::{Array1, Array2, Axis, array};

/// 200 rows of 5 normal columns of widths 3, 2, 1, 1/2, 1/5, the first two turned by 0.6, centred.
fn rows() -> Array2<f64> {
    let x = Array2::from_shape_vec((200, 5), SplitMix::new(21).normals(1000)).expect("1000 numbers");
    let mut x = x * array![3.0, 2.0, 1.0, 0.5, 0.2];
    let (sine, cosine) = 0.6f64.sin_cos();
    for mut row in x.rows_mut() {
        let (a, b) = (row[0], row[1]);
        (row[0], row[1]) = (cosine * a - sine * b, sine * a + cosine * b);
    }
    let mean = x.mean_axis(Axis(0)).expect("rows");
    x - mean
}

fn recipe(units: usize, noise: f64, penalty: f64) -> LinearRecipe {
    LinearRecipe { units, noise, penalty }
}

/// Rounding of eigenvalues of size 9.
#[track_caller]
fn assert_close(found: &Array1<f64>, expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len());
    assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < tolerance), "{found} {expected:?}");
}

#[test]
fn the_loss_of_a_bottleneck_is_the_eigenvalues_it_leaves_out() {
    let x = rows();
    let losses = [4.96101663114982, 1.30435567922302, 0.304331203080792, 0.037580511769686, 0.0];
    for (units, loss) in losses.into_iter().enumerate() {
        let map = LinearMap::fit(x.view(), recipe(units + 1, 0.0, 0.0)).expect("rows");
        assert!((map.loss - loss).abs() < 1e-12);
        let error = map.reconstruct(x.view()) - &x;
        assert!((error.mapv(|e| e * e).sum() / 200.0 - loss).abs() < 1e-12);
        // A projector: a second time changes nothing.
        let once = map.reconstruct(x.view());
        assert!((map.reconstruct(once.view()) - once).iter().all(|e| e.abs() < 1e-12));
    }
}

#[test]
fn noise_and_contraction_have_the_gains_of_the_closed_forms() {
    let x = rows();
    let denoising = LinearMap::fit(x.view(), recipe(5, 0.5, 0.0)).expect("rows");
    let gains =
        [0.972675571934558, 0.936006732328103, 0.800003916106075, 0.516207710596967, 0.130678228293102];
    assert_close(&denoising.gains, &gains, 1e-12);
    assert!((denoising.loss - 0.838893039814701).abs() < 1e-12);
    let contractive = LinearMap::fit(x.view(), recipe(5, 0.0, 0.2)).expect("rows");
    let gains = [0.988763189349519, 0.972652646413032, 0.900002447554316, 0.625118122436759, 0.0];
    assert_close(&contractive.gains, &gains, 1e-12);
    assert!((contractive.loss - 0.786234152345049).abs() < 1e-12);
}

/// Both at once: no other gain of any direction has a lower loss.
#[test]
fn gains_are_minima() {
    let x = rows();
    let (noise, penalty) = (0.4, 0.3);
    let map = LinearMap::fit(x.view(), recipe(5, noise, penalty)).expect("rows");
    let plain = LinearMap::fit(x.view(), recipe(5, 0.0, 0.0)).expect("rows");
    let along = x.dot(&plain.directions);
    let variances = along.mapv(|a| a * a).mean_axis(Axis(0)).expect("rows");
    let loss = |gains: &Array1<f64>| {
        let terms = variances.iter().zip(gains);
        terms.map(|(e, g)| e * (1.0 - g) * (1.0 - g) + noise * noise * g * g + penalty * g).sum::<f64>()
    };
    assert!((loss(&map.gains) - map.loss).abs() < 1e-12);
    for direction in 0..5 {
        for change in [-0.01, 0.01] {
            let mut other = map.gains.clone();
            other[direction] = (other[direction] + change).max(0.0);
            assert!(loss(&other) >= map.loss);
        }
    }
}

fn followed(steps: usize) -> Followed {
    Followed { steps, rounding: 1e-8 }
}

#[test]
fn a_linear_denoiser_contracts_as_the_script_says() {
    let x = rows();
    let map = LinearMap::fit(x.view(), recipe(5, 0.5, 0.0)).expect("rows");
    let start = x.slice(ndarray::s![..1, ..]);
    let found = flow(start, followed(400), &|x| map.reconstruct(x.view()), &Unwatched).expect("to the end");
    let norms = [
        (1, 0.942686312610482),
        (2, 0.832122367279952),
        (5, 0.653374712233421),
        (10, 0.510753112716854),
        (50, 0.146526303372851),
    ];
    for (step, norm) in norms {
        assert!((found.norms[step] - norm).abs() < 1e-12, "{step}");
    }
    assert!((found.rate - 0.972675571934558).abs() < 1e-9, "{}", found.rate);
    // The projector of principal components is there after one step.
    let projector = LinearMap::fit(x.view(), recipe(2, 0.0, 0.0)).expect("rows");
    let found =
        flow(x.view(), followed(5), &|x| projector.reconstruct(x.view()), &Unwatched).expect("to the end");
    assert!(found.lengths[1] < 1e-14 && found.rate < 1e-14);
}

/// Two normal densities of variance .05 at -1 and 1, noise of variance .2: steps, fixed point and slope of the script.
#[test]
fn a_double_well_has_two_basins() {
    let wells = Denoiser { centres: array![[-1.0], [1.0]], width: 0.05, noise: 0.2 };
    let map = |x: Array2<f64>| wells.reconstruct(x.view());
    let mut x = array![[0.3]];
    for expected in
        [0.726923685609724, 0.940628805793728, 0.987263166860658, 0.99685853942046, 0.998821496834695]
    {
        x = map(x);
        assert!((x[(0, 0)] - expected).abs() < 1e-12);
    }
    let start = array![[0.3], [-0.2], [2.0], [-0.01], [0.0]];
    let found = flow(start.view(), followed(60), &map, &Unwatched).expect("to the end");
    // 0 is a fixed point that nothing runs into.
    assert_eq!((found.fixed_points, found.settled), (3, 5));
    assert_eq!(found.basins, [Some(0), Some(1), Some(0), Some(1), Some(2)]);
    assert!((found.ends[(0, 0)] - 0.999325673015108).abs() < 1e-12);
    let slope = |at: f64| (map(array![[at + 1e-5]]) - map(array![[at - 1e-5]]))[(0, 0)] / 2e-5;
    assert!((slope(0.999325673015108) - 0.204314237609283).abs() < 1e-9);
    assert!(slope(0.0) > 1.0);
    let alone = flow(array![[0.3]].view(), followed(60), &map, &Unwatched).expect("to the end");
    // The ratio of the last two steps above 1e-8 of the scale: the curvature of the map enters at that size.
    assert!((alone.rate - 0.204314237609283).abs() < 1e-7, "{}", alone.rate);
}

/// r(x) - x = s^2 grad ln p_s(x), by central differences of 1e-5.
#[test]
fn denoising_follows_the_gradient_of_the_blurred_density() {
    let wells = Denoiser { centres: array![[-1.0, 0.2], [1.0, -0.3], [0.4, 0.9]], width: 0.1, noise: 0.3 };
    let x = array![[0.1, 0.4]];
    let field = wells.reconstruct(x.view()) - &x;
    for column in 0..2 {
        let at = |change: f64| {
            let mut moved = x.clone();
            moved[(0, column)] += change;
            wells.log_density(moved.view())[0]
        };
        let slope = (at(1e-5) - at(-1e-5)) / 2e-5;
        assert!((field[(0, column)] - 0.3 * slope).abs() < 1e-9);
    }
}

/// The example of the script: W as (columns, hidden) here.
#[test]
fn a_tied_autoencoder_climbs_its_energy() {
    let weights = array![[0.5, 1.2], [-1.0, 0.4], [0.3, -0.7]];
    let (hidden, visible) = (array![0.1, -0.2], array![0.05, 0.0, -0.1]);
    let x = array![[0.3, -0.4, 0.9]];
    let value = |x: &Array2<f64>| energy(x.view(), weights.view(), hidden.view(), visible.view())[0];
    assert!((value(&x) - 1.07112413874161).abs() < 1e-13);
    let logistic = |a: f64| 1.0 / (1.0 + (-a).exp());
    let back = (x.dot(&weights) + &hidden).mapv(logistic).dot(&weights.t()) + &visible;
    assert_close(
        &back.row(0).to_owned(),
        &[0.824533698219202, -0.576037890578088, -0.128744744754782],
        1e-13,
    );
    for column in 0..3 {
        let moved = |change: f64| {
            let mut moved = x.clone();
            moved[(0, column)] += change;
            value(&moved)
        };
        let slope = (moved(1e-5) - moved(-1e-5)) / 2e-5;
        assert!((slope - (back[(0, column)] - x[(0, column)])).abs() < 1e-9);
    }
    assert!((contraction(x.view(), weights.view(), hidden.view())[0] - 0.163088255616085).abs() < 1e-13);
}

/// A trained linear network comes to the exact minimum: single precision leaves some 1e-6 of it.
#[test]
fn training_finds_the_linear_minimum() {
    let x = rows();
    let single = x.mapv(|value| value as f32);
    let autoencoding =
        Autoencoding { output: Output::Linear, tied: true, contraction: 0.0, corruption: None };
    let plan = Training {
        epochs: 1200,
        batch: 200,
        method: Method::Sgd { rate: 0.01, momentum: 0.9, nesterov: false },
        schedule: Decay::Constant,
        autoencoding: Some(autoencoding),
        ..Training::default()
    };
    let mut net = deep(&[5, 2], Activation::Linear, Init::Glorot, true, &Seed::root(3));
    let history = train_rows(&mut net, single.view(), None, &plan, &Seed::root(4), &Unwatched).expect("rows");
    let last = history.epochs[history.epochs.len() - 1].train_loss;
    assert!((last - 1.30435567922302).abs() < 3e-6, "{last}");
    assert_eq!(net.layers[1].weights, net.layers[0].weights.t());
    // The contractive one: the penalty is that of the encoder's norm, slope 1 of linear units.
    let plan = Training { autoencoding: Some(Autoencoding { contraction: 0.2, ..autoencoding }), ..plan };
    let mut net = deep(&[5, 5], Activation::Linear, Init::Glorot, true, &Seed::root(3));
    let history = train_rows(&mut net, single.view(), None, &plan, &Seed::root(4), &Unwatched).expect("rows");
    let last = history.epochs[history.epochs.len() - 1].train_loss;
    assert!((last - 0.786234152345049).abs() < 3e-6, "{last}");
}
