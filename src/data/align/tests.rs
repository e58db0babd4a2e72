//! What is drawn has the class' covariance; the opposite draw undoes it; nothing drawn changes nothing; files of blocks.

use super::*;
use crate::data::DataFault;
use ndarray::{Array1, Array2};

const SIZE: (usize, usize) = (12, 12);
const ALIGN: Align = Align {
    cells: 2,
    border: Border::Outside,
    keeps_areas: false,
    pairs: 3,
    rounds: 6,
    noise: 0.2,
    strength: 1.0,
};

/// Bars that stand, and bars that lie, at different places.
fn images() -> (Array2<f32>, Vec<u32>) {
    let labels: Vec<u32> = (0..12).map(|row| row % 2).collect();
    let value = |(row, i): (usize, usize)| {
        let (at, along) = if labels[row] == 0 { (i % 12, i / 12) } else { (i / 12, i % 12) };
        f32::from(u8::from((2..10).contains(&along) && (3 + row / 3..6 + row / 3).contains(&at)))
    };
    (Array2::from_shape_fn((12, 144), value), labels)
}

fn fitted(align: &Align) -> Aligned {
    let (x, labels) = images();
    align.fit(SIZE, x.view(), &labels, 3, &Seed::root(1), &|| true).expect("a fit")
}

fn shown(aligned: &Aligned, class: Option<u32>, row: u64) -> Vec<f32> {
    let (x, _) = images();
    let (image, mut out) = (x.row(0).to_vec(), vec![f32::NAN; 144]);
    let sample = Sample { row, rows: 12, epoch: 0, image: &image, class, seed: &Seed::root(5) };
    aligned.apply(&sample, &mut Workspace::new(), &mut out);
    out
}

/// Pairs of one class differ, and so do the fields of the classes; a class without images has none and shows them as
/// they are, to the bit.
#[test]
fn classes_have_fields_of_their_own() {
    let aligned = fitted(&ALIGN);
    let of = |class: usize| aligned.fields.slice(s![class, .., ..]).to_owned();
    assert!(of(0) != of(1) && of(0).iter().any(|&v| v != 0.0) && of(2).iter().all(|&v| v == 0.0));
    let still = images().0.row(0).to_vec();
    assert_ne!(shown(&aligned, Some(0), 1), still);
    assert_ne!(shown(&aligned, Some(0), 1), shown(&aligned, Some(0), 2));
    for class in [None, Some(2), Some(7)] {
        assert_eq!(shown(&aligned, class, 1), still);
    }
    assert_eq!(shown(&fitted(&Align { strength: 0.0, ..ALIGN }), Some(0), 1), still);
}

/// The covariance of 20,000 draws against the mean of the products of the class' fields, entry by entry: each within five
/// standard errors.
#[test]
fn draws_have_the_covariance_of_the_aligned_pairs() {
    let aligned = fitted(&ALIGN);
    let fields: Array2<f64> = aligned.fields.slice(s![0, .., ..]).to_owned();
    let exact = fields.t().dot(&fields);
    let mut found = Array2::<f64>::zeros(exact.dim());
    let draws = 20_000;
    for i in 0..draws {
        let v = Array1::from_vec(aligned.draw(0, &Seed::root(9).at(i)).expect("a field"));
        let column = v.clone().insert_axis(Axis(1));
        found += &column.dot(&column.t());
    }
    found /= draws as f64;
    for ((i, j), value) in exact.indexed_iter() {
        let error = ((exact[[i, i]] * exact[[j, j]] + value * value) / draws as f64).sqrt();
        assert!((found[[i, j]] - value).abs() <= 5.0 * error + 1e-15, "{i} {j}");
    }
}

/// The same fit on any number of threads, and from what was kept of it.
#[test]
fn a_kept_fit_is_the_fit() {
    let aligned = fitted(&ALIGN);
    let again = ALIGN.restored(SIZE, 3, &aligned.tensors()).expect("kept");
    assert_eq!(shown(&aligned, Some(1), 4), shown(&again, Some(1), 4));
    assert_eq!(aligned.fields, fitted(&ALIGN).fields);
    assert!(Align { cells: 3, ..ALIGN }.restored(SIZE, 3, &aligned.tensors()).is_err());
    assert!(ALIGN.restored(SIZE, 2, &aligned.tensors()).is_err());
    assert_eq!(ALIGN.dimension(), Ok(20));
}

/// Between every second pixel the flow is interpolated: for cells of six pixels nowhere farther off than a quarter of one.
#[test]
fn positions_between_nodes_are_close_to_the_flow() {
    let aligned = fitted(&Align { pairs: 6, ..ALIGN });
    let velocities = aligned.draw(0, &Seed::root(4)).expect("a field");
    let flow = Flow::new(&aligned.mesh, &velocities, DRAWN);
    let (nodes, across) = (aligned.nodes(&flow), SIZE.1 / 2 + 1);
    for (row, column) in (0..SIZE.0).flat_map(|row| (0..SIZE.1).map(move |column| (row, column))) {
        let exact = flow.carry([(column as f64 + 0.5) / 12.0, (row as f64 + 0.5) / 12.0]);
        let corner = |down: usize, right: usize| nodes[down * across + right];
        let (a, b) = (corner(row / 2, column / 2), corner(row / 2, column.div_ceil(2)));
        let (c, d) = (corner(row.div_ceil(2), column / 2), corner(row.div_ceil(2), column.div_ceil(2)));
        for axis in 0..2 {
            let between = 0.25 * (a[axis] + b[axis] + c[axis] + d[axis]);
            assert!((f64::from(between) - (exact[axis] * 12.0 - 0.5)).abs() < 0.25, "{row} {column}");
        }
    }
}

/// A file of two blocks: epoch 0 and 2 show the first, epoch 1 the second; other labels and sizes are refused.
#[test]
fn published_images_come_block_by_block() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("alignmnist.npz");
    let mut writer = ndarray_npy::NpzWriter::new(std::fs::File::create(&path).expect("created"));
    let x = Array3::from_shape_fn((4, 2, 2), |(image, row, column)| (image * 4 + row * 2 + column) as u8);
    writer.add_array("x", &x).expect("x");
    writer.add_array("y", &ndarray::arr1(&[3.0f64, 1.0, 3.0, 1.0])).expect("y");
    writer.finish().expect("written");
    let published = Published::read(&path, (2, 2), &[3, 1]).expect("read");
    assert_eq!(published.rows(), Some(2));
    for (epoch, first) in [(0u64, 4.0f32), (1, 12.0), (2, 4.0)] {
        let mut out = [0f32; 4];
        let sample = Sample { row: 1, rows: 2, epoch, image: &[0.0; 4], class: None, seed: &Seed::root(1) };
        published.apply(&sample, &mut Workspace::new(), &mut out);
        assert_eq!(out.map(|v| (v * 255.0).round()), [first, first + 1.0, first + 2.0, first + 3.0]);
    }
    assert!(matches!(Published::read(&path, (2, 2), &[3, 2]), Err(DataFault::Format { .. })));
    assert!(check(&path, 3, (2, 2)).is_err() && check(&path, 2, (4, 1)).is_err());
}
