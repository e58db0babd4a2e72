//! Archives written by an independent implementation (ndarray-npy) and by hand.

use super::*;
use ndarray::{Array1, Array2, Array3, ArrayD, IxDyn, ShapeBuilder, array};
use ndarray_npy::NpzWriter;
use std::fs::File;
use std::io::Write;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// An npz with one member of these bytes.
fn archive(name: &str, member: &[u8]) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = folder();
    let path = folder.path().join("made.npz");
    let mut zip = zip::ZipWriter::new(File::create(&path).unwrap());
    zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(member).unwrap();
    zip.finish().unwrap();
    (folder, path)
}

fn npy(descr: &str, shape: &str, numbers: &[u8]) -> Vec<u8> {
    let text = format!("{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}\n");
    let mut out = b"\x93NUMPY\x01\x00".to_vec();
    out.extend((text.len() as u16).to_le_bytes());
    out.extend(text.as_bytes());
    out.extend(numbers);
    out
}

#[test]
fn the_usual_names_become_parts() {
    let folder = folder();
    let path = folder.path().join("mnist.npz");
    let mut out = NpzWriter::new_compressed(File::create(&path).unwrap());
    out.add_array("x_train", &Array3::from_elem((3, 2, 2), 255u8)).unwrap();
    out.add_array("y_train", &Array1::from(vec![4i64, 2, 4])).unwrap();
    out.add_array("x_test", &Array3::from_elem((1, 2, 2), 0u8)).unwrap();
    out.add_array("y_test", &Array1::from(vec![2i64])).unwrap();
    out.finish().unwrap();
    let data = read(&path, None, None).unwrap();
    assert_eq!(data.train.y, Targets::Classes([1, 0, 1].into()));
    assert_eq!((data.shape.test, data.shape.image, data.shape.range), (1, Some((2, 2)), Some((0.0, 1.0))));
    assert_eq!(peek(&path, None, None).unwrap(), data.shape);
}

#[test]
fn named_arrays_of_any_layout_are_read() {
    let folder = folder();
    let path = folder.path().join("a.npz");
    let mut out = NpzWriter::new(File::create(&path).unwrap());
    let columns = ArrayD::from_shape_vec(IxDyn(&[2, 2]).f(), vec![1.0, 2.0, 3.0, 4.0]).unwrap();
    out.add_array("design", &columns).unwrap();
    out.add_array("response", &array![0.5f32, 1.5]).unwrap();
    out.finish().unwrap();
    let data = read(&path, Some("design"), Some("response")).unwrap();
    assert_eq!(data.train.x.double(), array![[1.0, 3.0], [2.0, 4.0]].into_shared());
    assert_eq!(data.train.y, Targets::Values([0.5, 1.5].into()));
    let found = read(&path, Some("X"), None).unwrap_err();
    assert!(found.to_string().ends_with("has no array X, it has: design, response"), "{found}");
}

#[test]
fn rows_of_features_and_targets_must_agree() {
    let folder = folder();
    let path = folder.path().join("a.npz");
    let mut out = NpzWriter::new(File::create(&path).unwrap());
    out.add_array("x", &Array2::<f64>::zeros((3, 1))).unwrap();
    out.add_array("y", &array![1i32, 2]).unwrap();
    out.finish().unwrap();
    for found in [read(&path, None, None).map(|_| ()), peek(&path, None, None).map(|_| ())] {
        assert!(matches!(found, Err(DataFault::Unpaired { .. })), "{found:?}");
    }
}

#[test]
fn pickles_text_and_records_are_refused() {
    for descr in ["'|O'", "'<U3'", "[('a', '<f8')]", "'<c16'"] {
        let (_folder, path) = archive("x.npy", &npy(descr, "(1,)", &[0; 16]));
        let found = read(&path, None, None).unwrap_err();
        assert!(matches!(found, DataFault::Format { help: Some(_), .. }), "{found}");
    }
    let (_folder, path) = archive("x.npy", &npy("'|O'", "(1,)", &[0; 16]));
    assert!(peek(&path, None, None).unwrap_err().to_string().contains("pickled"));
}

#[test]
fn headers_that_lie_are_refused_before_anything_is_allocated() {
    for shape in ["(2, 2)", "(1000000000000, 1000000000000)", "(18446744073709551615, 9)"] {
        let (_folder, path) = archive("x.npy", &npy("'<f8'", shape, &[0; 8]));
        for found in [read(&path, None, None).map(|_| ()), peek(&path, None, None).map(|_| ())] {
            assert!(matches!(found, Err(DataFault::Length { .. })), "{found:?}");
        }
    }
    let nested = npy(&"[".repeat(60_000), "(1,)", &[]);
    let (_folder, path) = archive("x.npy", &nested);
    assert!(matches!(read(&path, None, None), Err(DataFault::Format { .. })));
}

#[test]
fn other_files_are_refused() {
    let (folder, path) = archive("x.npy", b"not an array");
    assert!(matches!(read(&path, None, None), Err(DataFault::Format { .. })));
    assert!(matches!(read(folder.path(), None, None), Err(DataFault::NotAFile { .. })));
    std::fs::write(&path, "1,2,3\n").unwrap();
    assert!(read(&path, None, None).unwrap_err().to_string().contains("not an npz"));
}
