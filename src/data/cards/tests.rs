//! Cards that agree with themselves, and the real sets where they are.

use super::*;
use crate::data::testing::{real, toy_card};
use crate::data::{Features, Targets};

#[test]
fn every_card_is_complete() {
    for card in CARDS {
        assert!(!card.mirrors.is_empty() && !card.origin.is_empty() && !card.licence.is_empty());
        assert!(card.mirrors.iter().all(|url| url.ends_with('/') || url.ends_with(".zip")), "{}", card.word);
        for file in card.files {
            let sums = file.sums();
            assert!(!sums.is_empty(), "{} has no sum", file.name);
            assert!(sums.iter().all(|sum| sum.len() == 64 && sum.bytes().all(|b| b.is_ascii_hexdigit())));
        }
        assert_eq!(super::card(card.word).map(|found| found.title), Some(card.title));
    }
}

#[test]
fn offline_says_which_file_to_put_where() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf { downloads: folder.path().to_owned(), offline: true, ..Shelf::default() };
    let fault = load(&images::MNIST, &shelf, &mut |_| ControlFlow::Continue(())).unwrap_err();
    let (text, help) = (fault.to_string(), fault.help());
    for file in images::MNIST.files {
        assert!(text.contains(file.name) && help.contains(file.name) && help.contains(file.packed.unwrap()));
    }
    assert!(help.contains(&folder.path().join("mnist").display().to_string()), "{help}");
    assert!(status(&images::MNIST, &shelf).iter().all(|(_, found)| found == &Ok(None)));
}

#[test]
fn a_set_on_the_shelf_is_read_with_its_digest() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("toy.data"), b"1,2,a\n3,4,b\n").unwrap();
    let card = toy_card(&[]);
    let shelf = Shelf { folders: vec![folder.path().to_owned()], offline: true, ..Shelf::default() };
    let data = load(card, &shelf, &mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(data.shape, card.shape);
    assert_eq!(Some(data.digest.as_str()), card.files[0].raw);
}

/// Counts of the ten digits as published with the set.
#[test]
fn mnist_has_its_published_label_counts() {
    let Some(data) = real("mnist") else { return };
    let train = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949];
    let test = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009];
    assert_eq!(data.train.y.counts(10), train);
    assert_eq!(data.test.as_ref().unwrap().y.counts(10), test);
    assert!(matches!(data.train.x, Features::Single(_)));
    assert_eq!(data.train.x.range(), Some((0.0, 1.0)));
    assert_eq!(data.class_names[9], "9");
}

/// Rows, columns, ranges and class counts of the UCI documentation of each set.
#[test]
fn the_tables_are_what_their_cards_say() {
    let expected: [(&str, &[usize], [&str; 2]); 3] = [
        ("spambase", &[2788, 1813], ["mail", "spam"]),
        ("ionosphere", &[126, 225], ["b", "g"]),
        ("wdbc", &[357, 212], ["B", "M"]),
    ];
    for (word, counts, names) in expected {
        let Some(data) = real(word) else { return };
        assert_eq!(data.train.y.counts(2), counts, "{word}");
        assert_eq!(data.class_names[..], names.map(str::to_owned), "{word}");
        assert_eq!(data.train.x.range(), data.shape.range, "{word}");
    }
}

#[test]
fn optdigits_are_what_their_card_says() {
    let Some(data) = real("optdigits") else { return };
    assert_eq!(data.train.y.counts(10), [376, 389, 380, 389, 387, 376, 377, 387, 380, 382]);
    let test = data.test.as_ref().unwrap();
    assert_eq!(test.y.counts(10), [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
    assert_eq!(data.train.x.range(), data.shape.range);
    let Targets::Classes(y) = &test.y else { panic!("classes") };
    assert_eq!(y.len(), 1797);
}
