//! Speed of deformations on images of 28 x 28, on one thread and on two: the rate of the best of five passes, one JSON
//! line each. Usage: `cargo bench --bench deform`, or with names: `cargo bench --bench deform -- elastic infimnist`.
//! `elastic` has Cireşan's ranges; `simard` is what other tools were measured with: sigma 4, alpha 34, 2 pixels.

use pipette::data::align::{Align, Border};
use pipette::data::deform::{Deformation, Fill, Sample, Workspace};
use pipette::data::infimnist::Infimnist;
use pipette::data::warp::{Elastic, Generating, Generator, Warp, Warping};
use pipette::numeric::random::Seed;
use rayon::prelude::*;
use std::hint::black_box;
use std::time::Instant;

const SIZE: (usize, usize) = (28, 28);
const PIXELS: usize = 784;
const IMAGES: usize = 10_000;
/// Images that a task of rayon's makes with one workspace.
const TASK: usize = 100;

fn main() {
    let named: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let images = digits();
    let affine = Warp { rotation: 15.0, scaling: 0.15, ..Warp::identity() };
    let elastic = Warp { elastic: Some(Elastic::fixed(6.0, 36.0)), ..affine.clone() };
    let simard = Warp { elastic: Some(Elastic::fixed(4.0, 34.0)), translation: 2.0, ..affine.clone() };
    let options = Generator {
        rotation: 15.0,
        shift: (2.0 / 28.0, 2.0 / 28.0),
        shear: 0.0,
        zoom: 0.15,
        horizontal_flip: false,
        vertical_flip: false,
        fill: Fill::Nearest,
    };
    let all: [(&str, Box<dyn Deformation>); 6] = [
        ("affine", Box::new(Warping::new(affine, SIZE))),
        ("elastic", Box::new(Warping::new(elastic, SIZE))),
        ("simard", Box::new(Warping::new(simard, SIZE))),
        ("generator", Box::new(Generating { options, size: SIZE })),
        ("infimnist", Box::new(Infimnist::made(1.0, SIZE, 4.0, 1.0, &Seed::root(2)))),
        ("align", fitted(&images)),
    ];
    for (name, deformation) in
        all.iter().filter(|(name, _)| named.is_empty() || named.iter().any(|n| n == name))
    {
        for threads in [1, 2] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            let mut out = vec![0f32; images.len()];
            let pass = |epoch: u64| pool.install(|| seconds(deformation.as_ref(), epoch, &images, &mut out));
            let best = (1..=5).map(pass).fold(f64::INFINITY, f64::min);
            let rate = IMAGES as f64 / best;
            println!(
                r#"{{"name": "pipette", "work": "{name} 28x28", "threads": {threads}, "images_per_second": {rate:.0}}}"#
            );
        }
    }
}

/// One pass over all images, a workspace for every hundred.
fn seconds(deformation: &dyn Deformation, epoch: u64, images: &[f32], out: &mut [f32]) -> f64 {
    let seed = Seed::root(1).at(epoch);
    let start = Instant::now();
    let tasks = images.par_chunks(TASK * PIXELS).zip(out.par_chunks_mut(TASK * PIXELS)).enumerate();
    tasks.for_each(|(task, (images, out))| {
        let mut workspace = Workspace::new();
        for (i, (image, out)) in images.chunks_exact(PIXELS).zip(out.chunks_exact_mut(PIXELS)).enumerate() {
            let row = (task * TASK + i) as u64;
            let class = Some((row % 10) as u32);
            let sample = Sample { row, rows: IMAGES as u64, epoch, image, class, seed: &seed };
            deformation.apply(&sample, &mut workspace, out);
        }
    });
    let time = start.elapsed().as_secs_f64();
    black_box(out);
    time
}

/// Bright ellipses in the middle of dark images, each of its own form.
fn digits() -> Vec<f32> {
    let pixel = |image: usize, i: usize| {
        let (x, y) = ((i % 28) as f32 - 13.5, (i / 28) as f32 - 13.5);
        let (wide, high) = (3.0 + (image % 7) as f32, 4.0 + (image % 5) as f32);
        (8.0 - 4.0 * ((x / wide).hypot(y / high) - 1.0).abs() * 4.0).clamp(0.0, 1.0)
    };
    (0..IMAGES).flat_map(|image| (0..PIXELS).map(move |i| pixel(image, i))).collect()
}

fn fitted(images: &[f32]) -> Box<dyn Deformation> {
    let align = Align {
        cells: 4,
        border: Border::Outside,
        keeps_areas: false,
        pairs: 100,
        rounds: 30,
        noise: 0.2,
        strength: 1.0,
    };
    let x = ndarray::ArrayView2::from_shape((IMAGES, PIXELS), images).expect("a table");
    let labels: Vec<u32> = (0..IMAGES as u32).map(|row| row % 10).collect();
    let start = Instant::now();
    let aligned = align.fit(SIZE, x, &labels, 10, &Seed::root(3), &|| true).expect("a fit");
    println!(
        r#"{{"name": "pipette", "work": "align: 1000 pairs fitted", "seconds": {:.2}}}"#,
        start.elapsed().as_secs_f64()
    );
    Box::new(aligned)
}
