//! Exports for TensorBoard and MLflow, the magic for notebooks, and what an article cites: what is written, and where. Whether
//! the tools read it is for tests/bridges.sh.

use super::Bench;
use std::fs;
use std::path::PathBuf;

const FILE: &str = "edition 1\nseed 1\nuse strokes(train: 200, test: 100)\n\
net: train mlp[784,10,10] with adam for 2 epochs, then test\nexpect net.error < 99 %\n";

fn run(text: &str) -> Bench {
    let bench = Bench::new(text);
    bench.run(&[]).ends(0, &[]);
    bench
}

/// The files below a folder of the bench.
fn below(bench: &Bench, folder: &str) -> Vec<String> {
    let start = format!("{folder}/");
    bench.files().into_iter().filter(|name| name.starts_with(&start)).collect()
}

#[test]
fn a_run_is_exported_as_logs_of_tensorboard() {
    let bench = run(FILE);
    let export = |more: &[&str]| bench.call(&[&["export", "last", "--format", "tensorboard"], more].concat());
    export(&["--output", "logs"]).ends(0, &["tensorboard --logdir logs"]);
    let logs = below(&bench, "logs");
    assert!(matches!(&logs[..], [log] if log.contains("/net/events.out.tfevents.")), "{logs:?}");
    let bytes = fs::read(bench.path().join(&logs[0])).expect("a log");
    for tag in ["brain.Event:2", "training-loss", "error", "layer1.weights", "\u{89}PNG"] {
        let tag: Vec<u8> = tag.chars().map(|c| c as u8).collect();
        assert!(bytes.windows(tag.len()).any(|piece| piece == tag), "{tag:?}");
    }
    // Once more changes nothing; a file is in the way; a single curve is no log.
    export(&["--output", "logs"]).ends(0, &[]);
    assert_eq!(below(&bench, "logs"), logs);
    export(&["--output", "test.pipe"]).ends(3, &["test.pipe"]);
    export(&["--output", "logs", "--curves"]).ends(2, &["as `.csv` only"]);
    bench.no_temporary_file_is_left();
}

/// The store may have been trimmed: curves are in the record.
#[test]
fn curves_are_exported_without_the_store() {
    let bench = run(FILE);
    fs::remove_dir_all(bench.path().join(".pipette/steps")).expect("results");
    let said = bench.call(&["export", "last", "--format", "tensorboard", "--output", "logs"]);
    said.ends(0, &["the store has no longer"]);
    let nothing = run("edition 1\nseed 1\nuse strokes(train: 50, test: 50)\ntake 20, then plot images\n");
    let said = nothing.call(&["export", "last", "--format", "tensorboard", "--output", "logs"]);
    said.ends(2, &["has no curves, measures or models"]);
}

#[test]
fn a_run_is_exported_for_mlflow() {
    let bench = run(FILE);
    for _ in 0..2 {
        bench
            .call(&["export", "last", "--format", "mlflow", "--output", "runs of mine"])
            .ends(0, &["mlflow ui"]);
    }
    let files = below(&bench, "runs of mine");
    let read = |ending: &str| {
        let found: Vec<_> = files.iter().filter(|name| name.ends_with(ending)).collect();
        assert_eq!(found.len(), 1, "{ending} in {files:?}");
        fs::read_to_string(bench.path().join(found[0])).expect("a text")
    };
    assert_eq!(read("params/seed"), "1");
    assert!(read("params/net.train").starts_with("train mlp[784,10,10]("));
    let loss = read("metrics/net.training-loss");
    let steps: Vec<_> = loss.lines().filter_map(|line| line.rsplit(' ').next()).collect();
    assert_eq!(steps, ["1", "2"]);
    assert!(read("tags/claim.1").starts_with("held: expect net.error < 99 %"));
    assert!(read("artifacts/record.yaml").contains("seed: 1"));
    let metas: Vec<_> = files.iter().filter(|name| name.ends_with("meta.yaml")).collect();
    assert_eq!(metas.len(), 2);
    for meta in metas {
        let text = fs::read_to_string(bench.path().join(meta)).expect("a text");
        assert!(text.contains("file:///") && text.contains("runs%20of%20mine"), "{text}");
    }
}

#[test]
fn the_magic_is_written_where_it_is_wanted() {
    let bench = Bench::new("");
    let said = bench.call(&["jupyter"]);
    said.ends(0, &[]);
    assert!(said.out.contains("def load_ipython_extension"));
    bench.call(&["jupyter", "--write", "."]).ends(0, &[]);
    let written = fs::read_to_string(bench.path().join("pipette_magic.py")).expect("written");
    assert_eq!(written, said.out);
    bench.call(&["jupyter", "--write", "gone"]).ends(3, &["gone/pipette_magic.py"]);
}

#[test]
fn an_article_cites_what_a_file_uses() {
    let bench = run(FILE);
    let cite = |format: &str| bench.call(&["cite", "test.pipe", "--format", format]).out;
    let (page, tex, entries) = (cite("markdown"), cite("latex"), cite("bibtex"));
    assert!(
        page.contains("`adam` (Kingma and Ba 2015)")
            && page.contains("- Kingma, Diederik P.; Ba, Jimmy (2015)")
    );
    assert!(page.contains("`expect net.error < 99 %`: held"), "{page}");
    assert!(tex.contains("\\cite{KingmaBa2015}") && tex.contains("\\texttt{net}"), "{tex}");
    assert!(entries.contains("@inproceedings{KingmaBa2015,") && !entries.contains("Hinton2002"), "{entries}");
    // Every key of the paragraph has its entry.
    for keys in tex.split("\\cite{").skip(1).filter_map(|rest| rest.split('}').next()) {
        keys.split(',').for_each(|key| assert!(entries.contains(&format!("{{{key},")), "{key}"));
    }
    bench.write("test.pipe", FILE.replace("seed 1", "seed 2").as_bytes());
    let said = bench.call(&["cite", "test.pipe"]);
    said.ends(0, &["the lock is of another version"]);
    assert!(!said.out.contains("held"), "{}", said.out);
    bench.write("test.pipe", b"trian x\n");
    bench.call(&["cite", "test.pipe"]).ends(2, &["nothing to cite: 1 error"]);
    bench.call(&["cite", "gone.pipe"]).ends(2, &["gone.pipe"]);
}

/// The entries of every pipeline have balanced braces.
#[test]
fn every_pipeline_can_be_cited() {
    let bench = Bench::new("");
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("pipelines");
    for (path, _) in crate::pipelines::files(&folder) {
        let said = bench.call(&["cite", &path.display().to_string(), "--format", "bibtex"]);
        said.ends(0, &[]);
        let unescaped = said.out.replace("\\{", "").replace("\\}", "");
        assert_eq!(unescaped.matches('{').count(), unescaped.matches('}').count(), "{}", path.display());
        assert!(said.out.starts_with("@software{Pipette,"), "{}", path.display());
    }
}
