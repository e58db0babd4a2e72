//! idx files that are right, that lie, and that are something else.

use super::*;
use crate::data::testing::gzip;

fn file(kind: u8, axes: &[u32], numbers: &[u8]) -> Vec<u8> {
    let mut out = vec![0, 0, kind, axes.len() as u8];
    out.extend(axes.iter().flat_map(|axis| axis.to_be_bytes()));
    out.extend(numbers);
    out
}

/// Two training images of 1 x 2 pixels with labels 7 and 3, one test image with label 3.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, content: Vec<u8>| std::fs::write(folder.path().join(name), content).unwrap();
    write("train-images-idx3-ubyte", file(8, &[2, 1, 2], &[0, 255, 51, 102]));
    write("train-labels-idx1-ubyte.gz", gzip(&file(8, &[2], &[7, 3])));
    write("t10k-images-idx3-ubyte.gz", gzip(&file(8, &[1, 1, 2], &[255, 0])));
    write("t10k-labels-idx1-ubyte", file(8, &[1], &[3]));
    folder
}

fn written(content: &[u8]) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), content).unwrap();
    file
}

#[test]
fn a_folder_becomes_parts_with_classes_numbered_together() {
    let folder = folder();
    let data = read(folder.path()).unwrap();
    assert_eq!(data.train.x.single(), ndarray::array![[0.0, 1.0], [0.2, 0.4]].into_shared());
    assert_eq!(data.train.y, Targets::Classes([1, 0].into()));
    assert_eq!(data.test.as_ref().unwrap().y, Targets::Classes([0].into()));
    assert_eq!(data.class_names[..], ["3".to_string(), "7".to_string()]);
    assert_eq!(data.digest.len(), 64);
    assert_eq!(peek(folder.path()).unwrap(), data.shape);
    assert_eq!(data.shape.image, Some((1, 2)));
}

#[test]
fn a_single_file_has_no_targets() {
    let images = written(&file(0x0d, &[1, 2], &[1.5f32.to_be_bytes(), 2f32.to_be_bytes()].concat()));
    let data = read(images.path()).unwrap();
    assert_eq!((data.train.y, data.shape.classes), (Targets::None, None));
    assert_eq!(data.shape.range, Some((1.5, 2.0)));
}

#[test]
fn a_header_that_claims_terabytes_is_refused_by_both() {
    let axes = [u32::MAX, u32::MAX, u32::MAX];
    for content in [file(8, &axes, &[1, 2, 3]), gzip(&file(8, &axes, &[1, 2, 3]))] {
        let lie = written(&content);
        for found in [read(lie.path()).map(|_| ()), peek(lie.path()).map(|_| ())] {
            assert!(matches!(found, Err(DataFault::Length { .. })), "{found:?}");
        }
    }
}

#[test]
fn content_shorter_or_longer_than_the_header_is_refused_with_both_figures() {
    for numbers in [&[1, 2, 3][..], &[1, 2, 3, 4, 5]] {
        for content in [file(8, &[2, 2], numbers), gzip(&file(8, &[2, 2], numbers))] {
            let found = read(written(&content).path()).unwrap_err();
            assert!(matches!(found, DataFault::Length { claimed: 16, .. }), "{found}");
        }
    }
}

#[test]
fn labels_and_images_must_be_equally_many() {
    let folder = folder();
    std::fs::write(folder.path().join("train-labels-idx1-ubyte.gz"), file(8, &[3], &[1, 2, 3])).unwrap();
    for found in [read(folder.path()).map(|_| ()), peek(folder.path()).map(|_| ())] {
        let text = found.unwrap_err().to_string();
        assert!(text.contains("has 2 rows") && text.ends_with("has 3"), "{text}");
    }
}

#[test]
fn other_files_and_empty_arrays_are_refused() {
    for content in [&b"1,2,3\n"[..], &[], &[0, 0, 8], &file(7, &[1], &[1]), &[0, 0, 8, 3, 0, 0]] {
        let found = read(written(content).path()).unwrap_err();
        assert!(matches!(found, DataFault::Format { .. }), "{found}");
    }
    let empty = read(written(&file(8, &[0, 2], &[])).path()).unwrap_err();
    assert!(matches!(empty, DataFault::Empty { .. }), "{empty}");
    let folder = tempfile::tempdir().unwrap();
    assert!(read(folder.path()).unwrap_err().to_string().contains("train-images"));
}
