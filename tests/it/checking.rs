//! What several modules need: a text checked and linted as the program does it, and small files of
//! every kind that a text may name.

use ndarray::{Array1, Array2};
use ndarray_npy::NpzWriter;
use pipette::check::{Plan, Reader, Surroundings};
use pipette::data::Shelf;
use pipette::lint::{self, Examined, Policy};
use pipette::models::Observer;
use pipette::numeric::tensors::Tensors;
use pipette::run::{Cells, Report, RunFolder, RunOptions, Watcher, run};
use pipette::source::{Diagnostic, Level, Source};
use pipette::vocabulary::Rates;
use pipette::words::VOCABULARY;
use std::fs;
use std::path::Path;

/// A text whose paths start from `folder`, read, checked and linted.
pub fn examined(text: &str, folder: &Path) -> Examined {
    let read = Reader::new(|path| fs::read_to_string(path).map_err(|error| error.to_string()));
    let around = Surroundings { folder: folder.to_path_buf(), memory: 64e9, overrides: Vec::new(), read };
    lint::examine(&Source::new("test.pipe", text), &VOCABULARY, &around, &Policy::default())
}

/// Its plan, and everything that is found.
pub fn checked(text: &str, folder: &Path) -> (Plan, Vec<Diagnostic>) {
    let examined = examined(text, folder);
    (examined.plan, examined.findings)
}

/// Errors and warnings as text, with the name of what they were found in.
pub fn complaints(name: &str, findings: &[Diagnostic]) -> Vec<String> {
    let bad = findings.iter().filter(|finding| finding.level >= Level::Warning);
    bad.map(|finding| format!("{name}: {}: {}", finding.code, finding.message)).collect()
}

/// The files that the examples of the reference and of the guide name: `table.csv`, `prices.csv`, `digits/`,
/// `arrays.npz`. Each row is a class and a few numbers that go with it.
pub fn write_example_files(folder: &Path) -> std::io::Result<()> {
    const ROWS: usize = 120;
    const COLUMNS: usize = 64;
    let class = |row: usize| (row * 7 + row / 10) % 10;
    let pixel = |row: usize, column: usize| ((class(row) * 11 + column * 5 + row) % 17) as u8;
    let table = (0..ROWS).map(|row| {
        let cells: Vec<String> = (0..4).map(|column| f64::from(pixel(row, column)).to_string()).collect();
        format!("{},{}\n", cells.join(","), if class(row) < 5 { "low" } else { "high" })
    });
    fs::write(folder.join("table.csv"), format!("a,b,c,d,class\n{}", table.collect::<String>()))?;
    let price = |day: usize| 7.0 - 0.5 * (1.05 - day as f64 / 100.0).powf(0.45);
    let prices = (0..100).map(|day| format!("{},{}\n", day as f64 / 100.0, price(day)));
    fs::write(folder.join("prices.csv"), format!("time,price\n{}", prices.collect::<String>()))?;
    fs::create_dir_all(folder.join("digits"))?;
    for part in ["train", "t10k"] {
        let pixels = (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| pixel(row, column)));
        let images = idx(&[ROWS as u32, 8, 8], pixels);
        fs::write(folder.join(format!("digits/{part}-images-idx3-ubyte")), images)?;
        let labels = idx(&[ROWS as u32], (0..ROWS).map(|row| class(row) as u8));
        fs::write(folder.join(format!("digits/{part}-labels-idx1-ubyte")), labels)?;
    }
    let mut machine = Tensors::default();
    machine.put("weights", Array2::<f64>::from_elem((3, 2), 0.5));
    machine.put("visible_bias", Array1::<f64>::zeros(3));
    machine.put("hidden_bias", Array1::<f64>::zeros(2));
    fs::write(folder.join("tiny.safetensors"), machine.to_bytes())?;
    fs::write(folder.join("lets.pipe"), "let epochs = 5\nlet rate = 0.1\n")?;
    let x = Array2::from_shape_fn((ROWS, 4), |(row, column)| f64::from(pixel(row, column)));
    let y = Array1::from_shape_fn(ROWS, |row| i64::from(class(row) < 5));
    let mut archive = NpzWriter::new(fs::File::create(folder.join("arrays.npz"))?);
    let fault = |error: ndarray_npy::WriteNpzError| std::io::Error::other(error.to_string());
    archive.add_array("x", &x).map_err(fault)?;
    archive.add_array("y", &y).map_err(fault)?;
    archive.finish().map_err(fault)?;
    Ok(())
}

/// An idx file of bytes.
fn idx(axes: &[u32], content: impl Iterator<Item = u8>) -> Vec<u8> {
    let head = [0, 0, 8, axes.len() as u8].into_iter();
    head.chain(axes.iter().flat_map(|axis| axis.to_be_bytes())).chain(content).collect()
}

struct Silent;

impl Observer for Silent {
    fn progress(&self, _done: u64, _total: u64, _note: &str) {}
    fn cancelled(&self) -> bool {
        false
    }
}

impl Watcher for Silent {
    fn step_starts(&self, _step: usize, _text: &str, _of: (u64, u64)) {}
    fn step_ends(&self, _notes: &[String]) {}
    fn say(&self, _line: &str) {}
}

/// The report of a plan that has no errors, with paths from this folder.
pub fn ran(plan: &Plan, folder: &Path) -> Report {
    watched(plan, folder, &Silent)
}

/// The same, with somebody who watches.
pub fn watched(plan: &Plan, folder: &Path, watcher: &dyn Watcher) -> Report {
    let downloads = folder.join("none");
    let shelf = Shelf { folders: Vec::new(), downloads, offline: true, extra_mirrors: Vec::new() };
    let run_folder = RunFolder::scratch(folder).expect("a folder");
    let options = RunOptions {
        shelf: &shelf,
        folder: &run_folder,
        store: None,
        rates: &Rates::built_in(1),
        watcher,
        probe: None,
        cells: Cells::default(),
        dry: false,
        every: RunOptions::EVERY,
    };
    run(plan, &options)
}
