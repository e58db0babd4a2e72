//! Shifts, quarter turns and borders are exact; ranges, seeds and workspaces keep their promises.

use super::*;

const SIZE: (usize, usize) = (28, 28);

fn resampled(affine: &Affine, size: (usize, usize), input: &[f32]) -> Vec<f32> {
    let (mut positions, mut canvas) = (Positions::default(), Canvas::default());
    let mut out = vec![f32::NAN; input.len()];
    positions.fill(size, affine);
    canvas.load(size, input);
    canvas.sample(&positions, &mut out);
    out
}

fn still() -> Draw {
    Draw { rotation: 0.0, scale: (1.0, 1.0), shear: 0.0, translation: (0.0, 0.0) }
}

/// Distinct values that f32 holds exactly.
fn ramp(size: (usize, usize)) -> Vec<f32> {
    (0..size.0 * size.1).map(|i| i as f32 + 1.0).collect()
}

fn noise(seed: u64) -> Vec<f32> {
    let mut image = vec![0f32; SIZE.0 * SIZE.1];
    Seed::root(seed).bulk().fill_uniform(&mut image);
    image
}

fn warped(warp: &Warp, input: &[f32], class: Option<u32>, seed: u64, workspace: &mut Workspace) -> Vec<f32> {
    let mut out = vec![f32::NAN; input.len()];
    warp.apply(SIZE, input, class, &Seed::root(seed), workspace, &mut out);
    out
}

#[test]
fn zero_ranges_change_nothing() {
    let image = noise(1);
    assert_eq!(warped(&Warp::identity(), &image, Some(3), 2, &mut Workspace::new()), image);
}

/// Whole shifts are exact, and zeros follow them in; odd and even sides have their centre elsewhere.
#[test]
fn a_shift_by_whole_pixels_is_exact() {
    for size in [(28, 28), (5, 8), (1, 3)] {
        let (rows, cols) = size;
        let image = ramp(size);
        for (right, down) in [(3, 0), (0, -2), (-4, 1), (40, 0)] {
            let draw = Draw { translation: (right as f32, down as f32), ..still() };
            let out = resampled(&Affine::backward(&draw), size, &image);
            for (i, &value) in out.iter().enumerate() {
                let (y, x) = ((i / cols) as i32 - down, (i % cols) as i32 - right);
                let inside = (0..rows as i32).contains(&y) && (0..cols as i32).contains(&x);
                let expected = if inside { image[y as usize * cols + x as usize] } else { 0.0 };
                assert_eq!(value, expected, "{size:?} {right} {down} at {i}");
            }
        }
    }
}

#[test]
fn a_quarter_turn_is_an_exact_permutation() {
    for side in [28, 5] {
        let image = ramp((side, side));
        let turn = Affine { matrix: [[0.0, 1.0], [-1.0, 0.0]], shift: (0.0, 0.0) };
        let out = resampled(&turn, (side, side), &image);
        for y in 0..side {
            for x in 0..side {
                assert_eq!(out[y * side + x], image[(side - 1 - x) * side + y]);
            }
        }
    }
}

/// F · F^-1 = 1 for the closed form of the inverse, up to the rounding of f32.
#[test]
fn the_backward_map_inverts_rotation_shear_and_scaling() {
    let draw = Draw { rotation: 20.0, scale: (1.3, 0.8), shear: 10.0, translation: (0.0, 0.0) };
    let back = Affine::backward(&draw).matrix;
    let (sin, cos) = 20f32.to_radians().sin_cos();
    let tan = 10f32.to_radians().tan();
    let sheared = [[1.3, 0.8 * tan], [0.0, 0.8]];
    let column = |c: usize| [sheared[0][c], sheared[1][c]];
    let turned = |[x, y]: [f32; 2]| [cos * x - sin * y, sin * x + cos * y];
    for c in 0..2 {
        let [x, y] = turned(column(c));
        for (r, row) in back.iter().enumerate() {
            let identity = if r == c { 1.0 } else { 0.0 };
            assert!((row[0] * x + row[1] * y - identity).abs() < 1e-6);
        }
    }
}

/// An image of ones shifted by a quarter pixel shows the weights: 3/4 in the first column, then ones.
#[test]
fn the_border_fades_to_zero_over_one_pixel() {
    let ones = vec![1.0; 12];
    let right = Affine::backward(&Draw { translation: (0.25, 0.0), ..still() });
    assert_eq!(resampled(&right, (3, 4), &ones), [0.75, 1.0, 1.0, 1.0].repeat(3));
    let left = Affine::backward(&Draw { translation: (-0.25, 0.0), ..still() });
    assert_eq!(resampled(&left, (3, 4), &ones), [1.0, 1.0, 1.0, 0.75].repeat(3));
}

#[test]
fn an_empty_image_stays_empty() {
    let mut workspace = Workspace::new();
    for size in [(0, 0), (0, 5), (5, 0)] {
        Warp::ciresan().apply(size, &[], None, &Seed::root(1), &mut workspace, &mut []);
    }
    let image = noise(3);
    assert_eq!(warped(&Warp::identity(), &image, None, 1, &mut workspace), image);
}

#[test]
fn ranges_without_sense_give_an_empty_image_instead_of_a_panic() {
    let image = noise(5);
    for broken in [f32::NAN, f32::INFINITY, 1e30] {
        let warp = Warp { translation: broken, ..Warp::identity() };
        assert!(warped(&warp, &image, None, 6, &mut Workspace::new()).iter().all(|&v| v == 0.0));
    }
}

/// The same image, class and seed give the same bits, whatever the workspace was used for before.
#[test]
fn an_image_depends_on_its_seed_and_not_on_the_workspace() {
    let (image, warp) = (noise(7), Warp::ciresan());
    let mut used = Workspace::new();
    let elastic = Some(Elastic { sigma: 2.0, alpha: 9.0 });
    let mut small = [0.0; 6];
    Warp { elastic, ..Warp::identity() }.apply(
        (2, 3),
        &[1.0; 6],
        None,
        &Seed::root(1),
        &mut used,
        &mut small,
    );
    let first = warped(&warp, &image, Some(4), 11, &mut used);
    assert_eq!(first, warped(&warp, &image, Some(4), 11, &mut Workspace::new()));
    assert_ne!(first, warped(&warp, &image, Some(4), 12, &mut used));
}

/// One horizontal line turned by a class' angle: where a class has a limit of its own, that one counts.
#[test]
fn a_class_can_have_its_own_rotation() {
    let warp = Warp { rotation: 90.0, rotation_of_class: vec![(1, 0.0)], ..Warp::identity() };
    let image = noise(8);
    let mut workspace = Workspace::new();
    assert_eq!(warped(&warp, &image, Some(1), 9, &mut workspace), image);
    assert_ne!(warped(&warp, &image, Some(2), 9, &mut workspace), image);
    assert_ne!(warped(&warp, &image, None, 9, &mut workspace), image);
}

/// Affine ranges reach their limits and keep to them: 4,000 draws of a uniform number miss the outer
/// 1 % of a side with probability e^-20.
#[test]
fn draws_fill_their_ranges() {
    let warp = Warp { scaling: 0.15, translation: 3.0, ..Warp::identity() };
    let (mut low, mut high) = ([f32::MAX; 3], [f32::MIN; 3]);
    for i in 0..4000 {
        let affine = warp.draw_affine(None, &mut Seed::root(10).at(i).bulk());
        for (k, v) in
            [1.0 / affine.matrix[0][0], 1.0 / affine.matrix[1][1], affine.shift.0].into_iter().enumerate()
        {
            (low[k], high[k]) = (low[k].min(v), high[k].max(v));
        }
    }
    for (k, (from, to)) in [(0.85, 1.15), (0.85, 1.15), (-3.0, 3.0)].into_iter().enumerate() {
        let slack = 0.01 * (to - from);
        assert!(
            low[k] >= from - 1e-6 && low[k] < from + slack && high[k] <= to + 1e-6 && high[k] > to - slack
        );
    }
}
