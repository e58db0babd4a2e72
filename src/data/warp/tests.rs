//! Shifts, quarter turns and borders are exact; ranges, seeds and workspaces keep their promises.

use super::generator::Parameters;
use super::*;
use crate::numeric::random::Seed;

const SIZE: (usize, usize) = (28, 28);

fn resampled(affine: &Affine, size: (usize, usize), input: &[f32]) -> Vec<f32> {
    filled(affine, size, input, Fill::Constant(0.0))
}

fn filled(affine: &Affine, size: (usize, usize), input: &[f32], fill: Fill) -> Vec<f32> {
    let mut workspace = Workspace::new();
    let mut out = vec![f32::NAN; input.len()];
    workspace.canvas.load(size, input, fill);
    draw::sample(size, affine, None, &workspace, &mut out);
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

fn made(
    deformation: &dyn Deformation,
    image: &[f32],
    class: Option<u32>,
    seed: u64,
    workspace: &mut Workspace,
) -> Vec<f32> {
    let mut out = vec![f32::NAN; image.len()];
    let sample = Sample { row: 0, rows: 1, epoch: 0, image, class, seed: &Seed::root(seed) };
    deformation.apply(&sample, workspace, &mut out);
    out
}

fn warped(warp: &Warp, image: &[f32], class: Option<u32>, seed: u64, workspace: &mut Workspace) -> Vec<f32> {
    made(&Warping::new(warp.clone(), SIZE), image, class, seed, workspace)
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
        let turn = Affine { matrix: [[0.0, 1.0], [-1.0, 0.0]], offset: [0.0, 0.0] };
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
        made(&Warping::new(Warp::ciresan(), size), &[], None, 1, &mut workspace);
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
    let other = Warp { elastic: Some(Elastic::fixed(2.0, 9.0)), ..Warp::identity() };
    made(&Warping::new(other, (2, 3)), &[1.0; 6], None, 1, &mut used);
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
        let (affine, _) = warp.draw_affine(None, &mut Seed::root(10).at(i).bulk());
        let [wide, high_of] = [1.0 / affine.matrix[0][0], 1.0 / affine.matrix[1][1]];
        for (k, v) in [wide, high_of, affine.offset[0] * wide].into_iter().enumerate() {
            (low[k], high[k]) = (low[k].min(v), high[k].max(v));
        }
    }
    for (k, (from, to)) in [(0.85, 1.15), (0.85, 1.15), (-3.0, 3.0)].into_iter().enumerate() {
        let slack = 0.01 * (to - from);
        assert!(
            low[k] >= from - 1e-5 && low[k] < from + slack && high[k] <= to + 1e-5 && high[k] > to - slack
        );
    }
}

/// What stands beyond the border, two pixels to either side of a line of three, and half a pixel beside it.
#[test]
fn each_fill_continues_the_image_in_its_way() {
    let image = [1.0, 2.0, 4.0];
    for (fill, before, behind) in [
        (Fill::Constant(9.0), [9.0, 9.0], [9.0, 9.0]),
        (Fill::Nearest, [1.0, 1.0], [4.0, 4.0]),
        (Fill::Reflect, [2.0, 1.0], [4.0, 2.0]),
        (Fill::Wrap, [2.0, 4.0], [1.0, 2.0]),
    ] {
        let moved = |by: f32| {
            let affine = Affine { matrix: [[1.0, 0.0], [0.0, 1.0]], offset: [by, 0.0] };
            filled(&affine, (1, 3), &image, fill)
        };
        assert_eq!(moved(-2.0), [before[0], before[1], 1.0], "{fill:?}");
        assert_eq!(moved(2.0), [4.0, behind[0], behind[1]], "{fill:?}");
        assert_eq!(moved(0.5)[2], (4.0 + behind[0]) / 2.0, "{fill:?}");
        assert_eq!(moved(6.0 + 60.0)[0], if fill == Fill::Nearest { 4.0 } else { moved(6.0)[0] }, "{fill:?}");
    }
}

fn at_rest() -> Parameters {
    Parameters { theta: 0.0, shift: (0.0, 0.0), shear: 0.0, zoom: (1.0, 1.0), flips: (false, false) }
}

const FILLS: [Fill; 4] = [Fill::Constant(0.0), Fill::Nearest, Fill::Reflect, Fill::Wrap];

/// Row B22: nothing changes at zero ranges, whatever the fill; a shift by k pixels is exact inside; turned by 90
/// degrees, an image is permuted.
#[test]
fn keras_generator_is_exact_where_it_can_be() {
    let options = Generator {
        rotation: 0.0,
        shift: (0.0, 0.0),
        shear: 0.0,
        zoom: 0.0,
        horizontal_flip: false,
        vertical_flip: false,
        fill: Fill::Nearest,
    };
    let image = noise(9);
    for fill in FILLS {
        let generating = Generating { options: Generator { fill, ..options }, size: SIZE };
        assert_eq!(made(&generating, &image, None, 4, &mut Workspace::new()), image);
        let shifted = filled(&Parameters { shift: (3.0, -2.0), ..at_rest() }.affine(), SIZE, &image, fill);
        let turned = filled(&Parameters { theta: 90.0, ..at_rest() }.affine(), SIZE, &image, fill);
        for y in 0..28 {
            for x in 0..28 {
                if y + 3 < 28 && x >= 2 {
                    assert_eq!(shifted[y * 28 + x], image[(y + 3) * 28 + x - 2]);
                }
                assert_eq!(turned[y * 28 + x], image[(27 - x) * 28 + y], "{fill:?} {y} {x}");
            }
        }
    }
}

/// A wrapped shift permutes the whole image; flips turn it over exactly, together with it by 180 degrees.
#[test]
fn wrapped_shifts_and_flips_permute() {
    let image = noise(10);
    let wrapped = filled(&Parameters { shift: (5.0, 30.0), ..at_rest() }.affine(), SIZE, &image, Fill::Wrap);
    let over = |flips| filled(&Parameters { flips, ..at_rest() }.affine(), SIZE, &image, Fill::Nearest);
    let (across, down, both) = (over((true, false)), over((false, true)), over((true, true)));
    for y in 0..28 {
        for x in 0..28 {
            let at = y * 28 + x;
            assert_eq!(wrapped[at], image[(y + 5) % 28 * 28 + (x + 30) % 28]);
            assert_eq!(across[at], image[y * 28 + 27 - x]);
            assert_eq!(down[at], image[(27 - y) * 28 + x]);
            assert_eq!(both[at], image[783 - at]);
        }
    }
}

/// M = rotation · shift · shear · zoom of Keras on (row, column, 1), multiplied out as its source does.
#[test]
fn the_generators_map_is_the_product_of_keras_matrices() {
    let (theta, shear) = (20f64.to_radians(), 10f64.to_radians());
    let (h, w, zh, zw) = (2.0, -3.0, 0.9, 1.2);
    let factors = [
        [[theta.cos(), -theta.sin(), 0.0], [theta.sin(), theta.cos(), 0.0], [0.0, 0.0, 1.0]],
        [[1.0, 0.0, h], [0.0, 1.0, w], [0.0, 0.0, 1.0]],
        [[1.0, -shear.sin(), 0.0], [0.0, shear.cos(), 0.0], [0.0, 0.0, 1.0]],
        [[zh, 0.0, 0.0], [0.0, zw, 0.0], [0.0, 0.0, 1.0]],
    ]
    .map(|m| ndarray::arr2(&m));
    let product = factors.iter().skip(1).fold(factors[0].clone(), |product, factor| product.dot(factor));
    let drawn = Parameters {
        theta: 20.0,
        shift: (h as f32, w as f32),
        shear: 10.0,
        zoom: (zh as f32, zw as f32),
        flips: (false, false),
    };
    let affine = drawn.affine();
    for (ours, keras) in [(0, 1), (1, 0)] {
        let line = [affine.matrix[ours][1], affine.matrix[ours][0], affine.offset[ours]];
        for (column, value) in line.into_iter().enumerate() {
            assert!((f64::from(value) - product[[keras, column]]).abs() < 1e-6);
        }
    }
}
