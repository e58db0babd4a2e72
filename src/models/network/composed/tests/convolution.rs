//! Convolutional fractals against the objective in f64, and on images that no linear model can tell apart.

use super::*;

/// Images of 5 x 4 places and two channels, blocks of 3 and 2 channels.
fn net(columns: usize, style: &Style) -> Composed {
    let images = Images { grid: Grid { height: 5, width: 4 }, channels: 2 };
    Composed::convolutional(images, (&[3, 2], columns, 3), style, &Seed::root(3))
}

/// The largest of each square, by its definition.
pub(super) fn pooled(pooling: Pooling, x: &Array2<f64>) -> Array2<f64> {
    let (left, channels) = (pooling.grid.pooled(), pooling.channels);
    Array2::from_shape_fn((x.nrows(), left.places() * channels), |(row, at)| {
        let (place, channel) = (at / channels, at % channels);
        let (i, j) = (2 * (place / left.width), 2 * (place % left.width));
        let value = |i, j| x[(row, (i * pooling.grid.width + j) * channels + channel)];
        value(i, j).max(value(i, j + 1)).max(value(i + 1, j)).max(value(i + 1, j + 1))
    })
}

#[test]
fn gradients_of_convolutions_are_those_of_the_objective() {
    let (tanh, drop) = (Unit::Each(Activation::Tanh), |share, global| Some(DropPath { share, global }));
    for (columns, unit, normalize, drop_path) in [
        (1, tanh, None, None),
        (1, tanh, Some(Normalize::Batch), None),
        (2, tanh, Some(Normalize::Layer), None),
        (2, Unit::Maxout(2), None, None),
        (2, Unit::Maxout(2), Some(Normalize::Batch), None),
        (3, tanh, None, drop(0.5, 0.0)),
        (3, tanh, Some(Normalize::Batch), drop(0.5, 0.0)),
        (3, tanh, Some(Normalize::Batch), drop(0.3, 1.0)),
    ] {
        let plain = (columns < 3).then(Training::default);
        for plan in plain.into_iter().chain([dropping()]) {
            agrees(net(columns, &style(unit, normalize)), &Training { drop_path, ..plan });
        }
    }
}

/// Of C columns: 2^C - 1 convolutions a block, the longest column 2^(C-1) of them, and 1, 2, 5, 26, 677 ways through.
#[test]
fn a_convolutional_block_has_what_the_recursion_counts() {
    /// The lengths of all ways through a block, one number a way.
    fn ways(block: &Fractal) -> Vec<usize> {
        match block {
            Fractal::One(layer) => vec![usize::from(layer.grid.is_some())],
            Fractal::Grown { short, first, second, .. } => {
                let (first, second) = (ways(first), ways(second));
                let both = first.iter().flat_map(|a| second.iter().map(move |b| a + b));
                both.chain([usize::from(short.grid.is_some())]).collect()
            }
        }
    }
    for (columns, count) in [(1, 1), (2, 2), (3, 5), (4, 26), (5, 677)] {
        let net = net(columns, &Style::default());
        let convolutions = net.layers().iter().filter(|layer| layer.grid.is_some()).count();
        assert_eq!(convolutions, 2 * (2usize.pow(columns as u32) - 1));
        assert_eq!(convolutions, 2 * layers(columns));
        for block in &net.blocks {
            let ways = ways(&block.fractal);
            assert_eq!((ways.len() as u64, ways.len()), (paths(columns), count));
            assert_eq!(ways.iter().max(), Some(&depth(columns)));
            assert_eq!((ways.iter().max(), ways.iter().min()), (Some(&(1 << (columns - 1))), Some(&1)));
        }
    }
}

/// By hand, for three columns: three layers of the first block read two channels, four read three.
#[test]
fn sizes_are_those_of_places_and_channels() {
    let net = net(3, &Style::default());
    let first = 3 * (9 * 2 + 1) * 3 + 4 * (9 * 3 + 1) * 3;
    let second = 3 * (9 * 3 + 1) * 2 + 4 * (9 * 2 + 1) * 2;
    // 5 x 4 places, then 2 x 2, then one.
    assert_eq!(net.parameters(), first + second + (2 + 1) * 3);
    assert_eq!((net.inputs(), net.classes(), net.hidden_units()), (40, 3, 7 * 20 * 3 + 7 * 4 * 2));
}

/// What a global column learns from is what that column alone says.
#[test]
fn a_global_column_is_the_convolutional_network_of_that_column() {
    one_column_is_learnt_from(&net(3, &Style::default()));
}

/// Noise of 8 x 8 places with one stroke of three bright places somewhere, lying (0) or standing (1): the mean image of both
/// classes is the same but for the border, so that no weighted sum of places tells them apart.
fn strokes(n: usize, seed: u64) -> (Array2<f32>, Vec<u32>) {
    let mut stream = Seed::root(seed).stream();
    let mut x = Array2::from_shape_simple_fn((n, 64), || stream.random_range(0.0f32..0.5));
    let mut labels = Vec::with_capacity(n);
    for mut row in x.rows_mut() {
        let (i, j) = (stream.random_range(1..7usize), stream.random_range(1..7usize));
        let standing = stream.random::<bool>();
        for step in 0..3 {
            let at = if standing { (i + step - 1, j) } else { (i, j + step - 1) };
            row[at.0 * 8 + at.1] = 1.0;
        }
        labels.push(u32::from(standing));
    }
    (x, labels)
}

/// What half of 400 new images are got wrong of by chance, a softmax of the places gets wrong still, and the convolutional
/// fractal hardly ever; on one thread and on three to the same bits.
#[test]
fn a_convolutional_fractal_learns_what_no_linear_model_can() {
    let (x, labels) = strokes(600, 21);
    let (unseen, wanted) = strokes(400, 22);
    let source = FixedRows::new(x.view(), &labels, 2);
    let method = Method::Sgd { rate: 0.05, momentum: 0.9, nesterov: false };
    let plan = Training { method, epochs: 6, batch: 20, ..Training::default() };
    let trained = |mut net: Composed, drop_path, threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let plan = Training { drop_path, ..plan.clone() };
        pool.install(|| train_composed(&mut net, &source, None, &plan, &Seed::root(1), &Unwatched)).unwrap();
        net
    };
    let linear = trained(Composed::chain(&[64, 2], &Style::default(), &Seed::root(3)), None, 1);
    assert!(evaluated(&linear, unseen.view(), &wanted).error() > 0.35);
    let style = Style { normalize: Some(Normalize::Batch), ..Style::default() };
    let images = Images { grid: Grid { height: 8, width: 8 }, channels: 1 };
    let net = || Composed::convolutional(images, (&[4, 8], 2, 2), &style, &Seed::root(3));
    let drop_path = Some(DropPath { share: 0.15, global: 0.5 });
    let (one, three) = (trained(net(), drop_path, 1), trained(net(), drop_path, 3));
    assert_eq!(one.tensors().to_bytes(), three.tensors().to_bytes());
    let error = evaluated(&one, unseen.view(), &wanted).error();
    assert!(error < 0.05, "{error}");
}
