//! What trimming a store may take, and what it must not: results that a lock names, wherever lock and store lie.

use super::damage;
use crate::cli::Bench;
use std::path::Path;

const FILE: &str = "\
use csv(\"table.csv\", label: last), then draw 20
fit logistic(penalty: 1), then test
";

/// Two files of one text on different data, in one store that lies elsewhere.
fn studied() -> Bench {
    let bench = Bench::new(FILE);
    for (name, last) in [("one", "0"), ("two", "1")] {
        std::fs::create_dir(bench.path().join(name)).expect("made");
        let rows: String =
            (0..40).map(|row| format!("{},{},{}\n", row % 7, row * row % 11, row % 2)).collect();
        bench.write(&format!("{name}/table.csv"), format!("a,b,class\n{rows}3,4,{last}\n").as_bytes());
        bench.write(&format!("{name}/test.pipe"), FILE.as_bytes());
        bench.call(&["run", &format!("{name}/test.pipe"), "--store", "far/store"]).ends(0, &[]);
    }
    bench
}

fn results(bench: &Bench) -> usize {
    damage::files(&bench.path().join("far/store/steps")).len()
}

fn trim(bench: &Bench, more: &[&str]) -> String {
    let said = bench.call(&[&["cache", "trim", "--down-to", "0", "--store", "far/store"], more].concat());
    said.ends(0, &[]);
    said.out
}

#[test]
fn what_a_lock_names_stays_wherever_the_lock_lies() {
    let bench = studied();
    let before = results(&bench);
    assert!(trim(&bench, &["--unpin"]).contains("a lock names them"));
    assert_eq!(results(&bench), before);
    for name in ["one", "two"] {
        let file = format!("{name}/test.pipe");
        bench.call(&["verify", &file, "--strict", "--store", "far/store"]).ends(0, &[]);
    }
    // A lock that is no longer there may have been moved: what it named goes when that is asked for.
    std::fs::remove_file(bench.path().join("one/test.pipe.lock")).expect("removed");
    assert!(trim(&bench, &[]).contains("`--unpin` lets them go"));
    assert_eq!(results(&bench), before);
    trim(&bench, &["--unpin"]);
    assert!(results(&bench) < before && results(&bench) > 0);
    bench.call(&["verify", "two/test.pipe", "--strict", "--store", "far/store"]).ends(0, &[]);
    // A lock that says something else by now names what it says.
    bench.write("two/test.pipe", FILE.replace("penalty: 1", "penalty: 2").as_bytes());
    bench.call(&["run", "two/test.pipe", "--store", "far/store"]).ends(0, &[]);
    assert_eq!(results(&bench), before);
    trim(&bench, &[]);
    assert_eq!(results(&bench), before / 2);
    bench.call(&["verify", "two/test.pipe", "--strict", "--store", "far/store"]).ends(0, &[]);
}

/// Records of runs can't be trimmed, so they push no result out; damaged files go first.
#[test]
fn down_to_counts_what_can_go() {
    let bench = studied();
    let store = bench.path().join("far/store");
    for name in ["one", "two"] {
        std::fs::remove_file(bench.path().join(name).join("test.pipe.lock")).expect("removed");
    }
    let fill = |folder: &Path| {
        std::fs::create_dir_all(folder).expect("made");
        std::fs::write(folder.join("large"), vec![0; 4 << 20]).expect("written");
    };
    fill(&store.join("runs/20250101-000000-abcdefgh"));
    fill(&store.join("damaged"));
    let before = results(&bench);
    let call = |size: &str| {
        bench.call(&["cache", "trim", "--unpin", "--down-to", size, "--store", "far/store"]).ends(0, &[]);
    };
    call("1MiB");
    assert_eq!((results(&bench), store.join("damaged/large").exists()), (before, false));
    assert!(store.join("runs/20250101-000000-abcdefgh/large").exists());
    call("0");
    assert_eq!(results(&bench), 0);
}

#[test]
fn sizes_are_read_as_they_are_printed() {
    let bench = studied();
    for size in ["1KiB", "1.5 MiB", "2G", "10"] {
        let said = bench.call(&["cache", "trim", "--dry-run", "--down-to", size, "--store", "far/store"]);
        said.ends(0, &[]);
    }
    let said = bench.call(&["cache", "trim", "--down-to", "1Ki", "--store", "far/store"]);
    said.ends(2, &["write a number of bytes"]);
    let shown = bench.call(&["cache", "show", "--store", "far/store"]).out;
    assert!(
        ["objects", "locked", "leases", "submissions"].iter().all(|kind| shown.contains(kind)),
        "{shown}"
    );
}
