//! What the tests of this room share: toy data, and real data or a loud excuse.

use super::cards::{Card, FileCard, Parts, card};
use super::csv::{self, Layout};
use super::dataset::{Dataset, Part, Shape, Targets};
use super::features::Features;
use super::shelf::Shelf;
use ndarray::Array2;
use std::io::Write;
use std::ops::ControlFlow;

/// `content` packed.
pub fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// One column that counts the rows: `train` from 0, `test` (none for 0 rows) from `train` on.
pub fn counting(train: usize, test: usize) -> Dataset {
    let part = |start: usize, rows: usize| {
        let x = Array2::from_shape_fn((rows, 1), |(row, _)| (start + row) as f64);
        let y = (start..start + rows).map(|row| row as f64).collect();
        Part { x: Features::Double(x.into_shared()), y: Targets::Values(y) }
    };
    Dataset::new("counting", part(0, train), (test > 0).then(|| part(train, test)), Vec::new())
}

/// A card of one file, `toy.data` with two rows, from these mirrors.
pub fn toy_card(mirrors: &[String]) -> &'static Card {
    let content = b"1,2,a\n3,4,b\n";
    let leak = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
    let file = FileCard {
        name: "toy.data",
        packed: None,
        raw: Some(leak(super::bounded::sha256(content))),
        bytes: content.len() as u64,
    };
    let mirrors: Vec<&'static str> = mirrors.iter().map(|url| leak(url.clone())).collect();
    Box::leak(Box::new(Card {
        word: "toy",
        title: "Toy",
        folders: &["family"],
        shape: Shape { columns: 2, classes: Some(2), range: Some((1.0, 4.0)), train: 2, ..Shape::default() },
        files: Box::leak(Box::new([file])),
        mirrors: Box::leak(mirrors.into_boxed_slice()),
        origin: "made here",
        licence: "none",
        reader: |contents| {
            let (train, class_names) =
                csv::part(&contents[0].bytes, true, &contents[0].path, &Layout::default())?;
            Ok(Parts { train, test: None, class_names })
        },
    }))
}

/// The real set of this word out of `PIPETTE_DATA`; without it the test is skipped, loudly, and under
/// `CI=true` it fails.
pub fn real(word: &str) -> Option<Dataset> {
    let Some(folder) = std::env::var_os("PIPETTE_DATA") else {
        let reason = format!("PIPETTE_DATA is not set: the test on {word} did not run");
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{reason}");
        eprintln!("SKIPPED: {reason}");
        return None;
    };
    let shelf =
        Shelf { folders: std::env::split_paths(&folder).collect(), offline: true, ..Shelf::default() };
    let card = card(word).expect("a card of this word");
    Some(
        super::load(card, &shelf, &mut |_| ControlFlow::Continue(()))
            .unwrap_or_else(|fault| panic!("{fault}")),
    )
}
