//! Data that are not what they are said to be, and data that are hardly any.

use super::Bench;
use flate2::{Compression, write::GzEncoder};
use std::io::Write;

/// The findings of one line on a csv file.
fn on_csv(csv: &str, line: &str) -> super::Said {
    let bench = Bench::new(&format!("seed 1\nuse csv(\"a.csv\")\n{line}\n"));
    bench.write("a.csv", csv.as_bytes());
    bench.run(&[])
}

#[test]
fn a_table_that_is_none_is_refused_with_row_and_column() {
    let line = "train mlp[2,2] for 1 epoch";
    on_csv("a,b,y\n1,2,0\n1,2\n", line).ends(2, &["row 3, column 3", "2 cells here, 3 in line 1"]);
    on_csv("a,b,y\n1,2,0\n1,zwei,1\n", line).ends(2, &["row 3, column 2", "'zwei' is not a number"]);
    on_csv("a,b,y\n1,2,0\n1,,1\n", line).ends(2, &["row 3, column 2", "missing"]);
    on_csv("a,b,y\n1,2,0\n1,inf,1\n", line).ends(2, &["row 3, column 2"]);
    on_csv("a,b,y\n", line).ends(2, &["holds no row"]);
    on_csv("", line).ends(2, &["holds no row"]);
    on_csv("a,b,y\n1,2,0\n1,\"2,0\n", line).ends(2, &["a.csv"]);
}

#[test]
fn tables_with_hardly_anything_in_them() {
    let one_class = "a,b,y\n1,5,0\n2,5,0\n3,5,0\n";
    on_csv(one_class, "fit ridge(penalty: 1)").ends(2, &["tells two classes apart", "has 1"]);
    on_csv(one_class, "train mlp[2,2] for 1 epoch").ends(2, &["end with 1"]);
    let constant = "a,b,y\n7,5,0\n7,5,1\n7,5,0\n7,5,1\n";
    on_csv(constant, "standardize, then fit logistic(penalty: 1e-3)").ends(0, &["weight-norm"]);
    on_csv(constant, "standardize, then train mlp[2,3,2] for 1 epoch").ends(0, &["training-loss"]);
    on_csv("a,b,y\n1,2,0\n", "draw 1, then fit ridge(penalty: 0), then test")
        .ends(2, &["leave none to test on"]);
    on_csv("a,b\n1,2\n2,3\n", "standardize, then fit ridge(penalty: 1)").ends(0, &["weight-norm"]);
    let unlabelled = "seed 1\nfit ridge(penalty: 1) on csv(\"a.csv\", label: none)";
    let bench = Bench::new(unlabelled);
    bench.write("a.csv", b"a,b\n1,2\n2,3\n");
    bench.run(&[]).ends(3, &["neither classes nor values", "label: last"]);
}

#[test]
fn fewer_rows_than_columns_are_fitted() {
    let bench = Bench::new(
        "seed 1\na: fit ridge(penalty: 0) on gaussian(n: 5, p: 50), then test\nexpect a.squared-error > 0",
    );
    bench.run(&[]).ends(0, &["squared-error"]);
}

#[test]
fn headers_that_lie_are_refused() {
    let bench = Bench::new("seed 1\nuse idx(\"images\")\ntrain rbm[784,9] for 1 epoch");
    // Four thousand million images of 28 x 28 in a file of sixteen bytes.
    bench.write("images", &[0, 0, 8, 3, 255, 255, 255, 255, 0, 0, 0, 28, 0, 0, 0, 28]);
    bench.run(&[]).ends(2, &["images"]);
    bench.write("images", &[0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 28, 0, 0, 0, 28, 7, 7]);
    bench.run(&[]).ends(2, &["claims 1584 bytes, there are 18"]);
    bench.write("images", b"PNG");
    bench.run(&[]).ends(2, &["images"]);
}

#[test]
fn a_gzip_without_end_is_stopped() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(&[0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2]).expect("packed");
    (0..64).for_each(|_| packed.write_all(&vec![0; 1 << 20]).expect("packed"));
    let bench = Bench::new("seed 1\nuse idx(\"images.gz\")\ntrain rbm[4,9] for 1 epoch");
    bench.write("images.gz", &packed.finish().expect("packed"));
    let said = bench.run(&[]);
    assert!(matches!(said.code, Some(2 | 3)), "{}", said.err);
    assert!(said.err.contains("images.gz"), "{}", said.err);
}

/// An npz whose array holds Python objects, which only a pickle can read.
#[test]
fn pickles_are_not_opened() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("x.npy", zip::write::SimpleFileOptions::default()).expect("an entry");
    let mut header = b"{'descr': '|O', 'fortran_order': False, 'shape': (2, 2), }".to_vec();
    header.resize(117, b' ');
    header.push(b'\n');
    let array =
        [b"\x93NUMPY\x01\x00".as_slice(), &118u16.to_le_bytes(), &header, b"\x80\x03]q\x00."].concat();
    zip.write_all(&array).expect("written");
    let bench = Bench::new("seed 1\nuse npz(\"a.npz\")\ntrain mlp[2,2] for 1 epoch");
    bench.write("a.npz", &zip.finish().expect("an archive").into_inner());
    bench.run(&[]).ends(2, &["a.npz", "object"]);
}

#[test]
fn offline_says_which_file_to_put_where() {
    let bench = Bench::new("seed 1\nuse mnist\ntrain mlp[784,10] for 1 epoch");
    bench.run(&[]).ends(
        3,
        &[
            "not on this machine, and --offline forbids fetching",
            "train-images-idx3-ubyte.gz",
            "sha256",
            "pipette/mnist",
        ],
    );
    assert_eq!(bench.record()["status"], "failed");
}

#[test]
fn a_data_file_with_a_wrong_sum_is_refused() {
    let bench = Bench::new("seed 1\nuse mnist\ntrain mlp[784,10] for 1 epoch");
    std::fs::create_dir_all(bench.path().join("data/mnist")).expect("a folder");
    bench.write("data/mnist/train-images-idx3-ubyte.gz", b"not what the card says");
    bench
        .run(&["--data", "data"])
        .ends(3, &["train-images-idx3-ubyte.gz has sha256", "the card says", "move this file away"]);
}
