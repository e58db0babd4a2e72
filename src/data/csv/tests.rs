//! Tables that are right, and every way in which one can be wrong.

use super::*;
use crate::data::testing::gzip;

fn written(content: &[u8]) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), content).unwrap();
    file
}

fn read_text(content: &[u8], layout: &Layout) -> Result<Dataset, DataFault> {
    read(written(content).path(), layout)
}

fn labelled(label: Label) -> Layout {
    Layout { label, ..Layout::default() }
}

/// Row, column and message of a cell that is refused.
fn refused(content: &[u8]) -> (u64, usize, String) {
    match read_text(content, &Layout::default()).unwrap_err() {
        DataFault::Cell { row, column, what, .. } => (row, column, what),
        other => panic!("{other}"),
    }
}

/// The numbers have their place at once, and blank lines take no more than there is text.
#[test]
fn numbers_have_their_place_from_the_start() {
    let room = |content: &[u8]| {
        let table = Table::parse(content, true, Path::new("t.csv"), &labelled(Label::Last)).unwrap();
        (table.values.len(), table.values.capacity())
    };
    assert_eq!(room(b"a,b,c\n1,2,x\n3,4,y\n"), (4, 8));
    assert_eq!(room(b"1,2,x\r\n3,4,y"), (4, 4));
    let (numbers, capacity) = room(&[b"1,2,x\n".as_slice(), &[b'\n'; 1000]].concat());
    assert!(numbers == 2 && capacity <= 504, "{capacity}");
}

#[test]
fn the_label_may_be_anywhere_and_the_header_is_found() {
    let text = b"height,weight,kind\n1.5,2,a\n3,4e1,b\n";
    for label in [Label::Last, Label::Named("kind".into()), Label::At(3)] {
        let data = read_text(text, &labelled(label)).unwrap();
        assert_eq!(data.train.x.double(), ndarray::array![[1.5, 2.0], [3.0, 40.0]].into_shared());
        assert_eq!(data.train.y, Targets::Classes([0, 1].into()));
        assert_eq!(data.shape.range, Some((1.5, 40.0)));
    }
    let first = read_text(b"7,1\n8,2\n", &labelled(Label::First)).unwrap();
    assert_eq!(first.class_names[..], ["7".to_string(), "8".to_string()]);
    let none = read_text(b"7,1\n8,2\n", &labelled(Label::None)).unwrap();
    assert_eq!((none.shape.columns, none.train.y), (2, Targets::None));
}

#[test]
fn a_line_of_numbers_and_names_is_no_header() {
    let data = read_text(b"1,2,g\n3,4,b\n", &Layout::default()).unwrap();
    assert_eq!(data.train.rows(), 2);
    let forced = Layout { header: Header::Yes, ..Layout::default() };
    assert_eq!(read_text(b"1,2,g\n3,4,b\n", &forced).unwrap().train.rows(), 1);
}

#[test]
fn quotes_semicolons_tabs_marks_and_line_ends_are_understood() {
    let expected = ndarray::array![[1.0, 2.0], [3.0, 4.0]].into_shared();
    let texts: [&[u8]; 5] = [
        b"\"1\",\" 2 \",\"a, b\"\n3,4,\"c \"\"d\"\"\"\n",
        b"1;2;x\n3;4;y\n",
        b"1\t2\tx\r\n3\t4\ty\r\n",
        b"\xef\xbb\xbf1,2,x\n3,4,y",
        b"\n\n1,2,x\n\n3,4,y\n\n",
    ];
    for text in texts {
        let data = read_text(text, &Layout::default()).unwrap();
        assert_eq!(data.train.x.double(), expected, "{}", String::from_utf8_lossy(text));
        assert_eq!(data.train.y, Targets::Classes([0, 1].into()));
    }
}

#[test]
fn leading_columns_can_be_left_out() {
    let layout = Layout { label: Label::First, header: Header::No, skip: 1 };
    let data = read_text(b"id7,M,1,2\nid8,B,3,4\n", &layout).unwrap();
    assert_eq!((data.shape.columns, data.train.y), (2, Targets::Classes([1, 0].into())));
}

#[test]
fn each_bad_cell_is_named_with_its_place() {
    assert_eq!(refused(b"1,2,a\n3,x,b\n"), (2, 2, "'x' is not a number".into()));
    assert_eq!(refused(b"1,2,a\n3,,b\n"), (2, 2, "the value is missing ('')".into()));
    assert_eq!(refused(b"1,2,a\n3,?,b\n"), (2, 2, "the value is missing ('?')".into()));
    assert_eq!(refused(b"1,2,a\n3,inf,b\n"), (2, 2, "'inf' is not a finite number".into()));
    assert_eq!(refused(b"1,2,a\n3,4,\n"), (2, 3, "the value is missing ('')".into()));
    assert_eq!(refused(b"1,2,a\n3,4\n"), (2, 3, "2 cells here, 3 in line 1".into()));
    assert_eq!(refused(b"1,2,a\n3,4,b,5\n"), (2, 4, "4 cells here, 3 in line 1".into()));
    let (row, column, what) = refused(b"1,2,a\n\xff3,4,b\n");
    assert_eq!((row, column), (2, 1));
    assert!(what.contains("0xff"), "{what}");
}

#[test]
fn lines_are_counted_past_headers_blank_lines_and_quoted_breaks() {
    assert_eq!(refused(b"a,b,c\n1,2,x\n\n\n3,y,z\n").0, 5);
    assert_eq!(refused(b"\n\r\na,b,c\r\n1,2,x\r\n\r\n3,y,z\r\n").0, 6);
    assert_eq!(refused(b"1,2,\"a\nb\"\n3,y,z\n").0, 3);
}

#[test]
fn cells_cannot_carry_escapes_into_a_message() {
    let (_, _, what) = refused(b"1,2,a\n\x1b[31m,4,b\n");
    assert!(!what.contains('\u{1b}'), "{what}");
}

#[test]
fn absent_columns_and_tables_without_rows_are_refused() {
    let found = read_text(b"a,b\n1,2\n", &labelled(Label::Named("c".into()))).unwrap_err();
    assert!(found.to_string().ends_with("has no column c among its 2: a, b"), "{found}");
    let found = read_text(b"1,2\n", &labelled(Label::At(3))).unwrap_err();
    assert!(matches!(found, DataFault::NoColumn { columns: 2, .. }), "{found}");
    for text in [&b""[..], b"\n\n", b"a,b\n", b"1\n2\n"] {
        let found = read_text(text, &Layout::default()).unwrap_err();
        assert!(matches!(found, DataFault::Empty { .. }), "{found}");
    }
}

#[test]
fn a_small_file_is_known_exactly_before_it_is_read() {
    let text = b"a,b,c\n1,2,x\n3,4,y\n5,6,x\n";
    for content in [text.to_vec(), gzip(text)] {
        let file = written(&content);
        let data = read(file.path(), &Layout::default()).unwrap();
        assert_eq!(peek(file.path(), &Layout::default()).unwrap(), data.shape);
        assert_eq!(data.digest, bounded::sha256(text));
    }
}

/// Rows of a long file are estimated, never below the truth and at most a fifth above it.
#[test]
fn a_long_file_is_judged_by_its_beginning() {
    let rows = 200_000;
    let text: String = (0..rows).map(|i| format!("{},{},{}\n", i % 977, i % 10_007, i % 3)).collect();
    for content in [text.clone().into_bytes(), gzip(text.as_bytes())] {
        let shape = peek(written(&content).path(), &Layout::default()).unwrap();
        assert_eq!((shape.columns, shape.classes, shape.range), (2, Some(3), None));
        assert!((rows..rows * 6 / 5).contains(&shape.train), "{} of {rows}", shape.train);
    }
}

/// The mebibyte may end within a quoted cell that holds line breaks: no file is refused for that.
#[test]
fn a_record_cut_by_the_window_is_left_out() {
    let cell = "x\n".repeat(50);
    let text: String = (0..20_000).map(|i| format!("{i},\"{cell}\"\n")).collect();
    let shape = peek(written(text.as_bytes()).path(), &Layout::default()).unwrap();
    assert_eq!((shape.columns, shape.classes), (1, Some(1)));
    let one_line = "1,".repeat(1 << 20);
    let found = peek(written(one_line.as_bytes()).path(), &Layout::default()).unwrap_err();
    assert!(found.to_string().contains("1.0 MiB"), "{found}");
}
