//! Spectra in closed form, the two moons of an independent script, partitions and fits with known answers.

use super::*;
use crate::models::Unwatched;
use crate::models::regression::SplitMix;
use crate::numeric::random::Seed;
use ndarray::{Array1, Array2, array, s};
use std::f64::consts::PI;

fn spectrum(graph: &Graph) -> Vec<f64> {
    let laplacian = Laplacian::new(graph, Normalization::Unnormalized);
    crate::numeric::lapack::eigh(laplacian.dense().view()).expect("a symmetric table").values.to_vec()
}

fn path(n: usize) -> Graph {
    Graph::of_edges(n, (1..n).map(|i| (i - 1, i, 1.0)))
}

fn cycle(n: usize) -> Graph {
    Graph::of_edges(n, (0..n).map(|i| (i, (i + 1) % n, 1.0)))
}

/// Rounding of an eigensolver of tables of norm 4 and order 12 at most.
#[track_caller]
fn assert_spectrum(graph: &Graph, mut expected: Vec<f64>) {
    expected.sort_by(f64::total_cmp);
    let found = spectrum(graph);
    assert!(found.iter().zip(&expected).all(|(a, b)| (a - b).abs() < 1e-12), "{found:?} {expected:?}");
}

#[test]
fn spectra_are_those_of_the_closed_forms() {
    let path_values = |n: usize| (0..n).map(move |k| 2.0 - 2.0 * (PI * k as f64 / n as f64).cos());
    assert_spectrum(&path(10), path_values(10).collect());
    assert_spectrum(
        &cycle(10),
        (0..10).map(|k| 2.0 - 2.0 * (2.0 * PI * f64::from(k) / 10.0).cos()).collect(),
    );
    let across = (0..12).filter(|i| i % 4 != 3).map(|i| (i, i + 1, 1.0));
    let grid = Graph::of_edges(12, across.chain((0..8).map(|i| (i, i + 4, 1.0))));
    assert_spectrum(&grid, path_values(4).flat_map(|a| path_values(3).map(move |b| a + b)).collect());
    let complete = (0..5).flat_map(|i| (0..i).map(move |j| (i, j, 1.0)));
    assert_spectrum(&Graph::of_edges(5, complete), vec![0.0, 5.0, 5.0, 5.0, 5.0]);
}

/// The normalized operators have one spectrum, 1 - cos(2 pi k / n) on a cycle, and eigenvectors D^-1/2 v.
#[test]
fn normalized_operators_agree_with_their_definitions() {
    let graph =
        Graph::of_edges(6, [(0, 1, 1.0), (1, 2, 0.5), (2, 3, 2.0), (3, 4, 1.0), (4, 5, 0.3), (5, 0, 1.0)]);
    let degrees = graph.degrees();
    let random_walk =
        embed(&graph, 3, Normalization::RandomWalk, &Seed::root(1), &Unwatched).expect("a graph");
    let plain = Laplacian::new(&graph, Normalization::Unnormalized).dense();
    for (column, value) in random_walk.coordinates.columns().into_iter().zip(&random_walk.eigenvalues) {
        let error = plain.dot(&column) / &degrees - &column * *value;
        assert!(error.iter().all(|error| error.abs() < 1e-12));
    }
    let ring = embed(&cycle(12), 2, Normalization::Symmetric, &Seed::root(1), &Unwatched).expect("a graph");
    assert!(ring.eigenvalues.iter().all(|value| (value - 1.0 + (PI / 6.0).cos()).abs() < 1e-12));
}

/// Lanczos on a path of more rows than a table is made for: eigenvalues of 1e-5, residuals of 1e-9 of the bound 4.
#[test]
fn large_graphs_are_embedded_without_a_table() {
    let n = DENSE + 200;
    let found = embed(&path(n), 3, Normalization::Unnormalized, &Seed::root(1), &Unwatched).expect("a graph");
    for (k, (value, column)) in found.eigenvalues.iter().zip(found.coordinates.columns()).enumerate() {
        let exact = 2.0 - 2.0 * (PI * (k + 1) as f64 / n as f64).cos();
        assert!((value - exact).abs() < 1e-11, "{value} {exact}");
        let shape =
            |i: usize| (PI * (k + 1) as f64 * (i as f64 + 0.5) / n as f64).cos() * (2.0 / n as f64).sqrt();
        let along: f64 = column.iter().enumerate().map(|(i, v)| v * shape(i)).sum();
        // The residual over the gap to the next eigenvalue, 4e-9 / 1e-4, bounds the angle.
        assert!((along.abs() - 1.0).abs() < 1e-8, "{along}");
    }
}

#[test]
fn the_parts_of_a_graph_are_its_first_coordinates() {
    let edges = (1..4).map(|i| (i - 1, i, 1.0)).chain((5..9).map(|i| (i - 1, i, 1.0)));
    let graph = Graph::of_edges(9, edges);
    assert_eq!(graph.components().1, 2);
    for normalization in [Normalization::Unnormalized, Normalization::Symmetric, Normalization::RandomWalk] {
        let found = embed(&graph, 2, normalization, &Seed::root(1), &Unwatched).expect("a graph");
        assert_eq!((found.parts, found.eigenvalues[0]), (2, 0.0));
        let first = found.coordinates.column(0);
        assert!((0..9).all(|row| (first[row] > 0.0) == (first[0] > 0.0) || row >= 4));
        assert!((4..9).all(|row| (first[row] > 0.0) != (first[0] > 0.0)));
    }
}

/// 100 points a moon with noise .08 from splitmix64(5), as an independent NumPy script draws them.
fn moons() -> (Array2<f64>, Array1<f64>) {
    let mut points = Array2::zeros((200, 2));
    for i in 0..100 {
        let t = PI * (i as f64 + 0.5) / 100.0;
        points.slice_mut(s![2 * i, ..]).assign(&array![t.cos(), t.sin()]);
        points.slice_mut(s![2 * i + 1, ..]).assign(&array![1.0 - t.cos(), 0.5 - t.sin()]);
    }
    let noise = Array2::from_shape_vec((200, 2), SplitMix::new(5).normals(400)).expect("400 numbers");
    let labels = (0..200).map(|row| if row % 2 == 0 { 1.0 } else { -1.0 }).collect();
    (points + 0.08 * noise, labels)
}

/// Computed independently in NumPy: edges, the second eigenvalue, the sign of its vector, and the parts with 6 neighbours.
#[test]
fn the_two_moons_have_the_spectrum_of_the_script() {
    let (x, y) = moons();
    let (ten, _) = Graph::neighbours(x.view(), 10, None).expect("200 rows");
    assert_eq!((ten.edges(), ten.components().1), (1136, 1));
    let plain = embed(&ten, 2, Normalization::Unnormalized, &Seed::root(1), &Unwatched).expect("a graph");
    assert!((plain.eigenvalues[0] - 0.0287196699471917).abs() < 1e-12);
    assert!((plain.eigenvalues[1] - 0.085671784168739).abs() < 1e-12);
    let symmetric = embed(&ten, 1, Normalization::Symmetric, &Seed::root(1), &Unwatched).expect("a graph");
    assert!((symmetric.eigenvalues[0] - 0.00252571215541409).abs() < 1e-12);
    let signs = symmetric.coordinates.column(0).mapv(f64::signum) * &y;
    assert_eq!(signs.sum().abs(), 200.0);
    let walk = embed(&ten, 1, Normalization::RandomWalk, &Seed::root(1), &Unwatched).expect("a graph");
    let clusters = kmeans(walk.coordinates.view(), 2, 3, &Seed::root(1), &Unwatched).expect("200 rows");
    let classes = y.iter().map(|&y| usize::from(y > 0.0));
    assert_eq!(Agreement::new(clusters.of_row, classes).purity(), 1.0);
    let (six, _) = Graph::neighbours(x.view(), 6, None).expect("200 rows");
    assert_eq!((six.edges(), six.components().1), (715, 2));
}

/// One label a class, in the middle of each moon; the accuracies of the NumPy script on all 200 points.
#[test]
fn smoothness_on_the_graph_does_what_labels_alone_cannot() {
    let (x, y) = moons();
    let order: Vec<usize> = [100, 101].into_iter().chain(0..100).chain(102..200).collect();
    let (x, y) = (x.select(ndarray::Axis(0), &order), y.select(ndarray::Axis(0), &order));
    let accuracy = |loss, sigma, ambient, intrinsic, neighbours| {
        let recipe = Regularized { loss, sigma, ambient, intrinsic, neighbours, heat: None };
        let (fitted, _) =
            recipe.fit(x.slice(s![..2, ..]), y.slice(s![..2]), x.slice(s![2.., ..])).expect("two labels");
        let hits = fitted.scores(x.view()).iter().zip(&y).filter(|(f, y)| **f * **y > 0.0).count();
        hits as f64 / 200.0
    };
    assert_eq!(accuracy(Loss::Squares, 0.2, 1e-5, 0.0, 10), 0.84);
    assert_eq!(accuracy(Loss::Squares, 0.2, 1e-5, 1.0, 10), 0.995);
    assert_eq!(accuracy(Loss::Squares, 0.2, 1e-5, 1.0, 6), 1.0);
    assert_eq!(accuracy(Loss::Squares, 0.35, 1e-5, 1.0, 10), 0.97);
    // No script gave numbers for the hinge loss: Belkin et al. 2006 show the moons parted.
    assert!(accuracy(Loss::Hinge, 0.2, 1e-5, 1.0, 10) >= 0.98);
    assert!(accuracy(Loss::Hinge, 0.2, 1e-5, 0.0, 10) <= 0.9);
}

/// The hinge loss at its optimum: labelled rows lie at margin 1 where their dual variable is free.
#[test]
fn support_vectors_lie_on_the_margin() {
    let (x, y) = moons();
    let recipe = Regularized {
        loss: Loss::Hinge,
        sigma: 0.5,
        ambient: 1e-3,
        intrinsic: 0.1,
        neighbours: 8,
        heat: None,
    };
    let (fitted, parts) =
        recipe.fit(x.slice(s![..40, ..]), y.slice(s![..40]), x.slice(s![40.., ..])).expect("40 labels");
    assert_eq!(parts, 1);
    let margins = fitted.scores(x.slice(s![..40, ..])) * y.slice(s![..40]);
    assert!(margins.iter().all(|&margin| margin > 1.0 - 1e-6), "{margins}");
    assert!(margins.iter().any(|&margin| margin < 1.0 + 1e-6));
}

#[test]
fn kmeans_finds_separate_heaps_and_keeps_every_cluster() {
    let mut heaps = Array2::zeros((60, 2));
    for (row, noise) in SplitMix::new(1).normals(120).chunks(2).enumerate() {
        let centre = [[0.0, 0.0], [10.0, 0.0], [0.0, 10.0]][row % 3];
        heaps[(row, 0)] = centre[0] + 0.3 * noise[0];
        heaps[(row, 1)] = centre[1] + 0.3 * noise[1];
    }
    let found = kmeans(heaps.view(), 3, 5, &Seed::root(1), &Unwatched).expect("60 rows");
    let agreement = Agreement::new(found.of_row, (0..60).map(|row| row % 3));
    assert_eq!((agreement.purity(), agreement.adjusted_rand()), (1.0, 1.0));
    let same = Array2::ones((6, 2));
    assert_eq!(kmeans(same.view(), 4, 2, &Seed::root(1), &Unwatched).expect("6 rows").inertia, 0.0);
    assert!(kmeans(same.view(), 7, 1, &Seed::root(1), &Unwatched).is_err());
}

/// A 2 x 2 table with 5, 1 / 2, 4 rows: 9 of 12 pure; the index by hand from 17, 30 / 31 and 66 pairs.
#[test]
fn agreement_is_that_of_a_small_table() {
    let clusters = [0; 6].into_iter().chain([1; 6]);
    let classes = [0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 1, 1];
    let agreement = Agreement::new(clusters, classes);
    assert_eq!(agreement.purity(), 0.75);
    let expected = 30.0 * 31.0 / 66.0;
    assert!((agreement.adjusted_rand() - (17.0 - expected) / (30.5 - expected)).abs() < 1e-15);
}
