//! The kernels whose speeds are measured: the program's own, on shapes as training and reading have them. A run of
//! a kernel gives the units of work that it did, or why it could not: a reader that fails at once is not a fast one.

use crate::data::deform::{Deformation, Sample, Workspace};
use crate::data::strokes::{SIDE, render};
use crate::data::warp::{Elastic, Warp, Warping};
use crate::data::{csv, idx};
use crate::models::boltzmann::Rbm;
use crate::models::spin::CRITICAL_COUPLING;
use crate::models::spin::monte_carlo::{torus::Torus, wolff::Wolff, words::Words};
use crate::numeric::blocks::{Rows, for_blocks};
use crate::numeric::brain::{self, DEPTH, EDGE, Sums, Tile, Unit};
use crate::numeric::exponentials::softplus;
use crate::numeric::lapack::{eigh, solve_positive_definite, svd};
use crate::numeric::random::Seed;
use crate::vocabulary::{SMALL_ORDER, Work};
use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, ArrayViewMut2, Zip, s};
use rand_distr::{Distribution, StandardNormal};
use std::hint::black_box;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// One run of a kernel.
pub type Kernel = Box<dyn FnMut() -> io::Result<f64>>;

/// Rows of a batch, columns of an image.
const BATCH: usize = 100;
const BELOW: usize = 784;
/// Inputs and outputs of the layers whose products are measured.
const WIDTHS: [(usize, usize); 2] = [(BELOW, 1000), (1000, 2000)];
/// Numbers of an array that no cache holds, 64 MiB, and of the arrays of all threads together, so that many cores do
/// not ask for more memory than there is.
const ARRAY: usize = 1 << 24;
const ARRAYS: usize = 1 << 28;
/// Numbers of an array that stays in a core's caches, 256 KiB.
const NEAR: usize = 1 << 16;
/// Rows or units so few that they do not count, or do not take long.
const FEW: usize = 8;

/// The kernel of a kind of work, with arrays of its own.
pub fn of(work: Work, files: &Files) -> Kernel {
    match work {
        Work::SingleFlop => training_products(),
        Work::BrainFlop => rounded_products(),
        Work::DoubleFlop => gram_matrix(),
        Work::FactorFlop => factorizations(),
        Work::Byte => momentum_pass(),
        Work::NearByte => near_pass(),
        Work::Element => sums(),
        Work::Exponential => layer_functions(),
        Work::Function => functions(),
        Work::DrawnUnit => drawn_units(),
        Work::Site => clusters(),
        Work::Uniform => uniforms(),
        Work::Normal => normals(),
        Work::AffinePixel => deformations(None),
        Work::ElasticPixel => deformations(Some(Elastic::fixed(5.5, 37.0))),
        Work::UnpackedByte => unpacking(files.packed.clone(), files.bytes),
        Work::ParsedNumber => parsing(files.table.clone(), files.numbers),
        Work::DrawnImage => drawings(),
        Work::Call => calls(),
    }
}

fn uniform(rows: usize, columns: usize) -> Array2<f32> {
    let mut values = Array2::zeros((rows, columns));
    if let Some(values) = values.as_slice_mut() {
        Seed::root(1).bulk().fill_uniform(values);
    }
    values
}

/// The products of two layers and a batch, one layer after the other: so each finds its operands where training leaves
/// them, behind those of the other.
fn training_products() -> Kernel {
    let mut layers = WIDTHS.map(|(inputs, outputs)| Layer::new(inputs, outputs));
    Box::new(move || Ok(layers.iter_mut().map(Layer::products).sum()))
}

/// A layer with a batch of its rows.
struct Layer {
    x: Array2<f32>,
    weights: Array2<f32>,
    delta: Array2<f32>,
    out: Array2<f32>,
    below: Array2<f32>,
    gradient: Array2<f32>,
}

impl Layer {
    fn new(inputs: usize, outputs: usize) -> Self {
        Layer {
            x: uniform(BATCH, inputs),
            weights: uniform(inputs, outputs),
            delta: uniform(BATCH, outputs),
            out: uniform(BATCH, outputs / 2),
            below: uniform(BATCH, inputs / 4),
            gradient: uniform(inputs / 4, outputs),
        }
    }

    /// Forward over half of the outputs, the delta handed down and the gradient over a quarter of the inputs, as wide as
    /// the blocks that training cuts. Gives the operations.
    fn products(&mut self) -> f64 {
        let (half, quarter) = (self.out.ncols(), self.below.ncols());
        let block = self.weights.slice(s![..quarter, ..]);
        general_mat_mul(1.0, &self.x, &self.weights.slice(s![.., ..half]), 0.0, &mut self.out);
        general_mat_mul(1.0, &self.delta, &block.t(), 0.0, &mut self.below);
        let rows = self.x.slice(s![.., ..quarter]);
        general_mat_mul(1e-6, &rows.t(), &self.delta, 1.0, &mut self.gradient);
        2.0 * (BATCH * self.weights.len()) as f64
    }
}

/// A layer's weights rounded, a strip of 32 columns after the other, and a batch of rows multiplied by each, as the passes
/// of training do it.
fn rounded_products() -> Kernel {
    let (inputs, outputs) = WIDTHS[1];
    let (unit, depth, pairs) = (Unit::best(), inputs / DEPTH, BATCH.div_ceil(brain::SIDE));
    let weights = uniform(inputs, outputs);
    let rows = vec![[Tile::ZERO; 2]; pairs * depth];
    let mut rounded = vec![[Tile::ZERO; 2]; depth];
    let mut sums = vec![[[Sums::ZERO; 2]; 2]; pairs];
    Box::new(move || {
        let session = unit.session();
        for weights in weights.as_slice().unwrap_or_default().chunks_exact(2 * depth * DEPTH * EDGE) {
            for (weights, to) in weights.chunks_exact(DEPTH * EDGE).zip(rounded.as_flattened_mut()) {
                unit.pairs(weights, EDGE, to);
            }
            for (rows, sums) in rows.chunks_exact(depth).zip(&mut sums) {
                session.block(rows, &rounded, sums, true, &[]);
            }
        }
        black_box(&sums);
        Ok(2.0 * (BATCH * inputs * outputs) as f64)
    })
}

fn doubles(rows: usize, columns: usize) -> Array2<f64> {
    uniform(rows, columns).mapv(|value| f64::from(value) - 0.5)
}

/// A Gram matrix of 400 rows and 100 columns.
fn gram_matrix() -> Kernel {
    let (n, p) = (400, 100);
    let x = doubles(n, p);
    Box::new(move || {
        black_box(x.t().dot(&x));
        Ok((2 * n * p * p) as f64)
    })
}

/// A thin singular value decomposition, 6 m n k + 20 k^3 operations, a symmetric eigenproblem, 9 n^3, and a Cholesky
/// factor with the inverse, n^3.
fn factorizations() -> Kernel {
    let (m, n) = (2 * SMALL_ORDER, SMALL_ORDER);
    let x = doubles(m, n);
    let symmetric = x.t().dot(&x) + Array2::<f64>::eye(n);
    let y = Array1::ones(n);
    Box::new(move || {
        let failed =
            |fault: &dyn std::fmt::Debug| io::Error::other(format!("a factorization failed: {fault:?}"));
        black_box(solve_positive_definite(symmetric.view(), y.view(), 1e-12).map_err(|f| failed(&f))?);
        black_box(svd(x.view()).map_err(|f| failed(&f))?);
        black_box(eigh(symmetric.view()).map_err(|f| failed(&f))?);
        Ok((6 * m * n * n + (20 + 9 + 1) * n.pow(3)) as f64)
    })
}

/// A step of momentum over weights and velocities: both are read and written. The arrays are larger than any cache, as
/// weights are to a batch that comes after all other layers', or after another core wrote them.
fn momentum_pass() -> Kernel {
    let numbers = (ARRAYS / rayon::current_num_threads().max(1)).min(ARRAY);
    let (mut weights, mut velocity) = (Array1::<f32>::ones(numbers), Array1::<f32>::zeros(numbers));
    Box::new(move || {
        Zip::from(&mut weights).and(&mut velocity).for_each(|weight, velocity| {
            *velocity = 0.9 * *velocity - 1e-4 * *weight;
            *weight += *velocity;
        });
        Ok(16.0 * weights.len() as f64)
    })
}

/// The same over arrays that stay in the caches, as a loop over slices: there memory no longer hides what the loop takes.
fn near_pass() -> Kernel {
    let (mut weights, mut velocity) = (vec![1f32; NEAR], vec![0f32; NEAR]);
    Box::new(move || {
        for (weight, velocity) in weights.iter_mut().zip(&mut velocity) {
            *velocity = 0.9 * *velocity - 1e-7 * *weight;
            *weight += *velocity;
        }
        black_box((&mut weights, &mut velocity));
        Ok(16.0 * weights.len() as f64)
    })
}

fn sums() -> Kernel {
    let values = uniform(100, BELOW);
    Box::new(move || {
        black_box(values.iter().map(|&value| f64::from(value)).sum::<f64>());
        Ok(values.len() as f64)
    })
}

const HIDDEN: usize = 512;
/// Rows so few that what the layer functions return is memory used before, as in training.
const ROWS: usize = 25;

/// Means and free energies of a Boltzmann machine: a logistic function and a softplus a hidden unit.
fn layer_functions() -> Kernel {
    let (rbm, rows) =
        (Rbm::init(HIDDEN, uniform(BATCH, FEW).view(), 0.01, &Seed::root(7)), uniform(ROWS, FEW));
    Box::new(move || {
        black_box((rbm.hidden_given_visible(rows.view()), rbm.free_energy(rows.view())));
        Ok(2.0 * (ROWS * HIDDEN) as f64)
    })
}

/// Softplus functions of double precision: an exponential and a logarithm each.
fn functions() -> Kernel {
    let values = doubles(ROWS, HIDDEN);
    Box::new(move || {
        black_box(values.iter().map(|&value| softplus(value)).sum::<f64>());
        Ok(2.0 * values.len() as f64)
    })
}

/// Sweeps of Wolff's clusters over a torus at the critical point: each spin is visited about once a sweep.
fn clusters() -> Kernel {
    const ROW: usize = 64;
    const SWEEPS: usize = 20;
    let mut torus = Torus::start(ROW, ROW, true, &mut Words::new(&Seed::root(10)));
    let mut wolff = Wolff::new(&torus, CRITICAL_COUPLING);
    let mut words = Words::new(&Seed::root(11));
    Box::new(move || {
        let mut visited = 0;
        while visited < SWEEPS * ROW * ROW {
            visited += wolff.flip(&mut torus, &mut words);
        }
        black_box(torus.sums());
        Ok(visited as f64)
    })
}

fn drawn_units() -> Kernel {
    let (rbm, rows) =
        (Rbm::init(HIDDEN, uniform(BATCH, FEW).view(), 0.01, &Seed::root(8)), uniform(ROWS, FEW));
    let mut seed = Seed::root(9);
    Box::new(move || {
        seed = seed.at(0);
        black_box(rbm.sample_h_given_v(rows.view(), &seed));
        Ok((ROWS * HIDDEN) as f64)
    })
}

fn uniforms() -> Kernel {
    let mut values = vec![0f32; BATCH * 500];
    let mut random = Seed::root(2).bulk();
    Box::new(move || {
        random.fill_uniform(black_box(&mut values));
        Ok(values.len() as f64)
    })
}

fn normals() -> Kernel {
    let mut stream = Seed::root(3).stream();
    Box::new(move || {
        let count = 50_000;
        let numbers: Vec<f64> = StandardNormal.sample_iter(&mut stream).take(count).collect();
        black_box(numbers);
        Ok(count as f64)
    })
}

/// Images deformed as a batch of training rows is.
fn deformations(elastic: Option<Elastic>) -> Kernel {
    let warp = Warp { rotation: 15.0, scaling: 0.15, elastic, ..Warp::identity() };
    let warping = Warping::new(warp, (SIDE, SIDE));
    let (images, mut out) = (uniform(FEW, SIDE * SIDE), vec![0f32; SIDE * SIDE]);
    let mut workspace = Workspace::new();
    let mut epoch = 0;
    Box::new(move || {
        epoch += 1;
        let seed = &Seed::root(epoch);
        for (row, image) in images.rows().into_iter().enumerate() {
            let image = image.as_slice().unwrap_or_default();
            let sample = Sample { row: row as u64, rows: FEW as u64, epoch, image, class: None, seed };
            warping.apply(&sample, &mut workspace, &mut out);
        }
        black_box(&mut out);
        Ok(images.len() as f64)
    })
}

fn unpacking(path: PathBuf, bytes: f64) -> Kernel {
    Box::new(move || {
        black_box(idx::read(&path).map_err(|fault| io::Error::other(fault.to_string()))?);
        Ok(bytes)
    })
}

fn parsing(path: PathBuf, numbers: f64) -> Kernel {
    Box::new(move || {
        let table = csv::read(&path, &csv::Layout::default());
        black_box(table.map_err(|fault| io::Error::other(fault.to_string()))?);
        Ok(numbers)
    })
}

fn drawings() -> Kernel {
    let seed = Seed::root(4);
    let mut next = 0;
    Box::new(move || {
        let count = 20;
        for _ in 0..count {
            next += 1;
            black_box(render(next, &seed));
        }
        Ok(count as f64)
    })
}

/// Products too small to count, each with a random stream of its own, as the blocks of a small layer have.
fn calls() -> Kernel {
    let (x, weights) = (uniform(16, 16), uniform(16, 16));
    let mut out = uniform(128, 16);
    Box::new(move || {
        for_blocks(Rows(out.view_mut()), 16, &|Rows(mut out): Rows<ArrayViewMut2<f32>>| {
            let mut random = Seed::root(5).at(1).bulk();
            black_box(random.next_words());
            let rows = out.nrows().min(16);
            general_mat_mul(1.0, &x.slice(s![..rows, ..]), &weights, 0.0, &mut out);
        });
        Ok(8.0)
    })
}

/// Files for the readers: packed images as the idx format has them, and a table of text.
pub struct Files {
    packed: PathBuf,
    bytes: f64,
    table: PathBuf,
    numbers: f64,
    _folder: tempfile::TempDir,
}

impl Files {
    /// Writes them into a folder of their own below `folder`, which is gone afterwards.
    pub fn write(folder: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let own = tempfile::tempdir_in(folder)?;
        let (packed, table) = (own.path().join("images.gz"), own.path().join("table.csv"));
        let images = 400u32;
        let side = SIDE as u32;
        let mut file =
            flate2::write::GzEncoder::new(std::fs::File::create(&packed)?, flate2::Compression::default());
        file.write_all(&[0, 0, 8, 3])?;
        [images, side, side].into_iter().try_for_each(|count| file.write_all(&count.to_be_bytes()))?;
        for index in 0..images {
            let (pixels, _) = render(index.into(), &Seed::root(6));
            file.write_all(&pixels.map(|pixel| (255.0 * pixel) as u8))?;
        }
        file.finish()?;
        let (rows, columns) = (300, 20);
        let text: String = uniform(rows, columns)
            .rows()
            .into_iter()
            .map(|row| row.iter().map(f32::to_string).collect::<Vec<_>>().join(",") + "\n")
            .collect();
        std::fs::write(&table, text)?;
        let bytes = f64::from(images) * f64::from(side * side);
        Ok(Files { packed, bytes, table, numbers: (rows * columns) as f64, _folder: own })
    }
}
