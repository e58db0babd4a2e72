//! The golden indices of the original program, its ways at the sides, and what a step along tangents does.

use super::*;

/// i, k1, k2, a, code of the translation, for 60,000 training images; worked out from the published program's rule.
#[test]
fn indices_are_those_of_the_original() {
    let golden: [(u64, usize, usize, u64, u32); 10] = [
        (70_000, 1010, 987, 0, 2),
        (70_001, 1275, 1254, 1, 6),
        (70_002, 19, 0, 2, 1),
        (100_000, 1306, 403, 30_000, 1),
        (130_000, 1039, 778, 0, 4),
        (1_000_000, 892, 985, 30_000, 1),
        (8_109_999, 200, 245, 59_999, 2),
        (1 << 31, 479, 970, 13_648, 2),
        ((1 << 32) + 70_000, 1010, 445, 47_296, 2),
        (1_000_000_000_000, 243, 1432, 30_000, 0),
    ];
    for (i, k1, k2, image, shift) in golden {
        let expected = Index { fields: [k1, k2], image, negative: true, shift };
        assert_eq!(Index::of(i, 60_000), Some(expected), "{i}");
    }
    assert_eq!(Index::of(69_999, 60_000), None);
    assert_eq!(Index::of(u64::MAX, 0), None);
}

/// k1 + k2 is odd for every index, so the sign of the original is always the negative one.
#[test]
fn the_sign_is_always_negative() {
    let far = (0..100_000u64).map(|i| i * 92_233_720_368_547);
    assert!((70_000..270_000).chain(far).filter_map(|i| Index::of(i, 60_000)).all(|index| index.negative));
}

fn moved(shift: u32) -> Vec<f32> {
    // Three rows of four columns.
    let mut image: Vec<f32> = (1..=12).map(|v| v as f32).collect();
    Index { fields: [0, 0], image: 0, negative: true, shift }.translate(4, &mut image);
    image
}

/// Each code by hand, with what comes round at the sides.
#[test]
fn translations_have_the_originals_ways_at_the_sides() {
    assert_eq!(moved(0), [5., 6., 7., 8., 9., 10., 11., 12., 0., 0., 0., 0.]);
    assert_eq!(moved(1), [0., 0., 0., 0., 1., 2., 3., 4., 5., 6., 7., 8.]);
    assert_eq!(moved(2), [0., 3., 4., 5., 0., 7., 8., 9., 0., 11., 12., 0.]);
    assert_eq!(moved(3), [0., 0., 2., 3., 4., 0., 6., 7., 8., 0., 10., 11.]);
    assert_eq!(moved(4), [0., 7., 8., 9., 0., 11., 12., 0., 0., 0., 0., 0.]);
    assert_eq!(moved(5), [0., 0., 6., 7., 8., 0., 10., 11., 12., 0., 0., 0.]);
    assert_eq!(moved(6), [0., 0., 0., 1., 0., 3., 4., 5., 0., 7., 8., 0.]);
    assert_eq!(moved(7), [0., 0., 0., 0., 0., 0., 2., 3., 4., 0., 6., 7.]);
    assert_eq!(moved(8), (1..=12).map(|v| v as f32).collect::<Vec<_>>());
}

const SIZE: (usize, usize) = (28, 28);

/// A plane a + b column + c row: its tangents are b and c exactly away from the border, so the step is
/// a + b column + c row + s (F1 b - F2 c), cut to a whole level.
#[test]
fn on_a_plane_the_step_is_the_displacement_times_the_slope() {
    let level = |i: usize| 20.0 + 3.0 * (i % 28) as f32 + 4.0 * (i / 28) as f32;
    let plane: Vec<f32> = (0..784).map(|i| level(i) / 255.0).collect();
    let (f1, f2) = (vec![0.75f32; 784], vec![-0.5f32; 784]);
    let mut out = vec![0f32; 784];
    tangents::bend_along_own(SIZE, &plane, (&f1, &f2), -1.0, &mut Vec::new(), &mut out);
    for row in 1..27 {
        for column in 1..27 {
            let i = row * 28 + column;
            // 0.75 · 3 + 0.5 · 4 = 4.25 less is cut to 5 less.
            assert_eq!(out[i], (level(i) - 5.0) * (1.0 / 255.0), "{row} {column}");
        }
    }
}

/// Made and stored tangents take the same step; the cut is a cut, below and above too.
#[test]
fn levels_are_cut_and_clipped() {
    let mut out = [9f32; 6];
    let x = [10.0, 10.0, 10.0, 250.0, 5.0, 255.0f32].map(|level| level / 255.0);
    let f1 = [0.5, -0.5, 1.0, 20.0, -20.0, 0.0];
    let zero = [0f32; 6];
    tangents::bend(&x, (&f1, &zero), (&[1.0; 6], &zero), 1.0, &mut out);
    assert_eq!(out, [10.0, 9.0, 11.0, 255.0, 0.0, 255.0f32].map(|level| level * (1.0 / 255.0)));
    let half = vec![1f32; 784];
    let image: Vec<f32> = (0..784).map(|i| ((i * 37) % 256) as f32 * (1.0 / 255.0)).collect();
    let mut made = vec![0f32; 784];
    tangents::bend_along_own(SIZE, &image, (&half, &half), 0.0, &mut Vec::new(), &mut made);
    assert_eq!(made, image, "no step along no tangent");
}

fn image() -> Vec<f32> {
    (0..784)
        .map(|i| if (8..20).contains(&(i % 28)) && (5..22).contains(&(i / 28)) { 1.0 } else { 0.0 })
        .collect()
}

fn shown(epoch: u64, row: u64) -> Vec<f32> {
    let infimnist = Infimnist::made(1.0, SIZE, 4.0, 1.0, &Seed::root(1));
    let mut out = vec![f32::NAN; 784];
    let sample = Sample { row, rows: 60_000, epoch, image: &image(), class: Some(1), seed: &Seed::root(2) };
    infimnist.apply(&sample, &mut Workspace::new(), &mut out);
    out
}

/// Epoch 0 is the training set as it is; later ones hold whole grey levels and change from epoch to epoch.
#[test]
fn the_first_epoch_is_the_training_set() {
    assert_eq!(shown(0, 5), image());
    let (one, two) = (shown(1, 5), shown(2, 5));
    assert_ne!(one, two);
    for value in one.iter().chain(&two) {
        let level = value * 255.0;
        assert!((0.0..=255.0).contains(&level) && (level - level.round()).abs() < 1e-3, "{level}");
    }
}

/// The fields' standard deviation is what was asked for: 1522 fields hold some ten thousand independent
/// values, whose standard error is 0.7 %.
#[test]
fn fields_of_our_own_have_the_displacement_that_is_asked_for() {
    let infimnist = Infimnist::made(1.0, SIZE, 4.0, 1.5, &Seed::root(3));
    assert_eq!(infimnist.fields.len(), FIELDS * 784);
    let squares: f64 = infimnist.fields.iter().map(|&v| f64::from(v).powi(2)).sum();
    let deviation = (squares / infimnist.fields.len() as f64).sqrt();
    assert!((deviation / 1.5 - 1.0).abs() < 0.03, "{deviation}");
}

#[test]
fn files_of_another_length_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(matches!(check(folder.path()), Err(DataFault::NotThere { .. })));
    std::fs::write(folder.path().join(FIELDS_FILE), vec![0u8; 4 * FIELDS * 784]).expect("written");
    std::fs::write(folder.path().join(TANGENTS_FILE), [0u8; 12]).expect("written");
    let fault = check(folder.path()).expect_err("too short");
    assert!(matches!(fault, DataFault::Length { claimed: 376_320_000, found: 12, .. }), "{fault}");
    assert!(Infimnist::read(1.0, folder.path()).is_err());
}
