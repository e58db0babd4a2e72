//! Stores in bad shape: damaged, of other versions, from the future, read-only, full. What is wrong is never used, what
//! is right is never lost.

use super::damage::{self, Damage};
use super::kills;
use crate::cli::Bench;
use pipette::numeric::tensors::Tensors;
use pipette::run::store::Entry;
use std::path::{Path, PathBuf};
use std::process::Command;

const FILE: &str = "\
seed 2
use strokes(train: 60, test: 30)
net: train mlp[784,4,10] with sgd(batch: 20) for 1 epoch, then test
save net to \"net.npz\"
repeat 2 {
  small: fit ridge(penalty: 1) on gaussian(n: 20, p: 4, noise: 1, test: 20), then test
}
";

fn studied() -> Bench {
    let bench = Bench::new(FILE);
    bench.run(&[]).ends(0, &[]);
    bench
}

fn left(bench: &Bench) -> (Vec<u8>, Vec<u8>) {
    let read = |name: &str| std::fs::read(bench.path().join(name)).expect("the run has left it");
    (read("test.pipe.lock"), read("net.npz"))
}

/// Whether a run found everything in the store.
fn all_kept(bench: &Bench) -> bool {
    let said = bench.run(&["--format", "json"]);
    said.ends(0, &[]);
    let json: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
    let mut steps = json["steps"].as_array().expect("steps").iter();
    let is_kept = |words: &str| ["train", "fit", "test"].iter().any(|verb| words.starts_with(verb));
    steps.all(|step| step["cached"] == true || !step["words"].as_str().is_some_and(is_kept))
}

/// Files that the test damages at least.
pub const DAMAGED: u64 = 40;

/// Every object and every entry, damaged in every way: found by `cache verify`, found by a run that needs it, computed
/// again to the same bits.
#[test]
fn what_is_damaged_is_put_aside_said_and_computed_again() {
    let bench = studied();
    let (expected, store) = (left(&bench), bench.path().join(".pipette"));
    let mut damaged = 0;
    for kind in ["objects", "steps"] {
        for path in damage::files(&store.join(kind)) {
            for (at, how) in Damage::ALL.into_iter().enumerate() {
                // What no later run needed was not made again.
                if !path.exists() {
                    break;
                }
                how.does(&path);
                damaged += 1;
                let run_first = at % 2 == 0;
                let by_run = run_first && bench.run(&[]).err.contains("put aside");
                let by_verify = bench.call(&["cache", "verify"]).code == Some(3);
                assert!(by_run != by_verify, "{how:?} {path:?}: it is said, and once");
                bench.run(&[]).ends(0, &[]);
                assert!(left(&bench) == expected, "{how:?} {path:?}");
            }
        }
    }
    println!("{damaged} files damaged");
    assert!(damaged >= DAMAGED, "{damaged}");
    assert!(all_kept(&bench));
    bench.call(&["cache", "verify"]).ends(0, &[]);
}

/// The newest snapshot, or both: the run goes on from the one before, or from the beginning, and says so.
#[test]
fn damaged_snapshots_are_put_aside_and_cost_time_only() {
    let text = FILE.replace("1 epoch", "30 epochs");
    let undisturbed = Bench::new(&text);
    undisturbed.run(&[]).ends(0, &[]);
    let (expected, often) = (left(&undisturbed), ["--checkpoint-every", "0s"]);
    for how in Damage::ALL {
        for many in 1..=2 {
            let bench = Bench::new(&text);
            kills::cut_off(&bench);
            let mut kept: Vec<PathBuf> = kills::snapshots(bench.path()).into_iter().collect();
            kept.sort_by_key(|path| std::fs::metadata(path).and_then(|about| about.modified()).ok());
            kept.iter().rev().take(many).for_each(|path| how.does(path));
            bench.run(&often).ends(0, &["put aside"]);
            assert!(left(&bench) == expected, "{how:?}");
        }
    }
}

#[test]
fn a_store_of_the_first_layout_is_taken_over_and_a_newer_one_refused() {
    let bench = Bench::new(FILE);
    std::fs::create_dir_all(bench.path().join(".pipette/runs/20250101-000000-abcdefgh")).expect("made");
    bench.write(".pipette/runs/20250101-000000-abcdefgh/record.yaml", b"pipette: 0.1.0\n");
    bench.run(&[]).ends(0, &[]);
    let version = std::fs::read_to_string(bench.path().join(".pipette/VERSION")).expect("a version");
    assert_eq!(version, "1\n");
    let record = bench.path().join(".pipette/runs/20250101-000000-abcdefgh/record.yaml");
    assert_eq!(std::fs::read(record).expect("still there"), b"pipette: 0.1.0\n");
    for (version, words) in [("2\n", "version 2, this program knows 1"), ("\u{0}x", "is this a store?")] {
        bench.write(".pipette/VERSION", version.as_bytes());
        let before = bench.files();
        for command in [&["run", "test.pipe", "--offline"][..], &["verify", "test.pipe"]] {
            bench.call(command).ends(3, &[words]);
        }
        bench.call(&["cache", "verify"]).ends(2, &[words]);
        assert_eq!(bench.files(), before, "nothing is touched");
    }
}

/// Whole by its hash, and of something else: put aside, said, and computed from the beginning.
#[test]
fn snapshots_and_results_that_do_not_fit_cost_time_only() {
    let text = FILE.replace("1 epoch", "30 epochs");
    let undisturbed = Bench::new(&text);
    undisturbed.run(&[]).ends(0, &[]);
    let bench = Bench::new(&text);
    kills::cut_off(&bench);
    let mut strange = Tensors::default();
    strange.put_number("n", 1u64);
    let bytes = strange.to_bytes();
    let sealed = [blake3::hash(&bytes).as_bytes().as_slice(), &bytes].concat();
    for path in kills::snapshots(bench.path()) {
        std::fs::write(path, &sealed).expect("written");
    }
    bench.run(&["--checkpoint-every", "0s"]).ends(0, &["is no snapshot of this step", "put aside"]);
    assert!(left(&bench) == left(&undisturbed));
    // The tensors of the model that `save` takes.
    let name = blake3::hash(&bytes).to_hex().to_string();
    std::fs::create_dir_all(bench.path().join(".pipette/objects").join(&name[..2])).expect("made");
    bench.write(&format!(".pipette/objects/{}/{name}", &name[..2]), &bytes);
    rewrite(&bench, |entry| {
        if entry.tensors.is_some() {
            entry.tensors = Some(name.clone());
        }
    });
    bench.run(&[]).ends(0, &["is of no use here", "put aside"]);
    assert!(left(&bench) == left(&undisturbed));
    assert!(all_kept(&bench));
}

/// The plan tells what a run finds: a result that is damaged has to be computed again.
#[test]
fn a_plan_does_not_count_on_damaged_results() {
    let bench = studied();
    let kept = || bench.call(&["plan", "test.pipe"]).out.matches("kept").count();
    let before = kept();
    let path = damage::files(&bench.path().join(".pipette/steps")).remove(0);
    std::fs::write(path, b"nothing").expect("written");
    let said = bench.call(&["plan", "test.pipe"]);
    said.ends(0, &["put aside"]);
    assert!(before > 0 && said.out.matches("kept").count() < before, "{}", said.out);
}

/// The entries of the store, each changed and sealed again under the key that it then has.
fn rewrite(bench: &Bench, change: impl Fn(&mut Entry)) {
    for path in damage::files(&bench.path().join(".pipette/steps")) {
        let text = std::fs::read_to_string(&path).expect("an entry");
        let json = text.split_once('\n').expect("behind its sum").1;
        let mut entry: Entry = serde_json::from_str(json).expect("an entry");
        change(&mut entry);
        std::fs::remove_file(&path).expect("removed");
        let (key, json) = (entry.key(), serde_json::to_string(&entry).expect("JSON"));
        let folder = bench.path().join(".pipette/steps").join(&key[..2]);
        std::fs::create_dir_all(&folder).expect("made");
        let text = format!("{}\n{json}\n", blake3::hash(json.as_bytes()).to_hex());
        std::fs::write(folder.join(key), text).expect("written");
    }
}

#[test]
fn results_of_another_numeric_class_are_not_used() {
    let bench = studied();
    let expected = left(&bench);
    rewrite(&bench, |entry| entry.origin.ingredients.numeric = "another machine".into());
    let why = bench.call(&["why", "test.pipe", "net"]);
    assert!(why.out.contains("numeric class: another machine -> "), "{}", why.out);
    assert!(!all_kept(&bench));
    assert!(left(&bench) == expected);
    assert!(all_kept(&bench));
}

/// Results and files that were made, as it seems, in the next century: used, and not deleted for their age.
#[test]
fn a_clock_that_was_set_back_changes_nothing() {
    let bench = studied();
    let expected = left(&bench);
    let future = std::time::SystemTime::now() + std::time::Duration::from_secs(86400 * 365 * 50);
    rewrite(&bench, |entry| entry.made = "2090-01-01T00:00:00Z".parse().expect("a time"));
    for path in damage::files(&bench.path().join(".pipette")) {
        let file = std::fs::File::options().write(true).open(&path).expect("opened");
        file.set_modified(future).expect("the time is set");
    }
    assert!(all_kept(&bench));
    assert!(left(&bench) == expected);
    std::fs::remove_file(bench.path().join("test.pipe.lock")).expect("removed");
    let before = damage::files(&bench.path().join(".pipette/steps"));
    bench.call(&["cache", "trim", "--older-than", "1s"]).ends(0, &[]);
    assert_eq!(damage::files(&bench.path().join(".pipette/steps")), before);
    bench.call(&["runs"]).ends(0, &[]);
}

/// Makes files old.
fn age(folder: &Path) {
    let past = std::time::SystemTime::now() - std::time::Duration::from_secs(3600);
    for path in damage::files(folder) {
        let file = std::fs::File::options().write(true).open(&path).expect("opened");
        file.set_modified(past).expect("the time is set");
    }
}

#[test]
fn trimming_keeps_what_a_lock_names_even_where_the_lock_cannot_be_read() {
    let bench = studied();
    let lock = std::fs::read_to_string(bench.path().join("test.pipe.lock")).expect("a lock");
    let store = bench.path().join(".pipette");
    let results = || -> Vec<PathBuf> {
        ["objects", "steps"].into_iter().flat_map(|kind| damage::files(&store.join(kind))).collect()
    };
    let before = results();
    for text in
        [lock.clone(), format!("<<<<<<< ours\n{lock}=======\n{lock}>>>>>>> theirs\n"), lock[..99].into()]
    {
        bench.write("test.pipe.lock", text.as_bytes());
        bench.write("other.lock", b"of another program");
        age(&store);
        bench.call(&["cache", "trim", "--older-than", "0s", "--down-to", "0"]).ends(0, &[]);
        assert_eq!(results(), before);
    }
    std::fs::remove_file(bench.path().join("test.pipe.lock")).expect("removed");
    bench.call(&["cache", "trim", "--down-to", "0", "--unpin"]).ends(0, &[]);
    assert_eq!(results(), Vec::<PathBuf>::new(), "nothing names them any more");
    bench.run(&[]).ends(0, &[]);
    assert_eq!(std::fs::read_to_string(bench.path().join("test.pipe.lock")).expect("a lock"), lock);
}

#[test]
fn nothing_is_trimmed_under_a_run_at_work() {
    let bench = studied();
    bench.write(
        "long.pipe",
        b"use strokes(train: 2000, test: 100)\nrepeat 2 {\ntrain mlp[784,300,10] for 100000 epochs, then test\n}",
    );
    let usage = bench.path().join(".pipette/in-use");
    for more in [&[][..], &["--cell", "1"]] {
        std::fs::remove_file(&usage).expect("a run has made it");
        let mut child = bench.program(&[&["run", "long.pipe", "--offline"], more].concat());
        let mut child = child.stderr(std::process::Stdio::null()).spawn().expect("the program starts");
        while !usage.exists() {
            assert!(child.try_wait().expect("a child").is_none(), "the run ended by itself");
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        // Between making the file and locking it.
        std::thread::sleep(std::time::Duration::from_millis(100));
        let trim = bench.call(&["cache", "trim", "--down-to", "0"]);
        child.kill().expect("killed");
        child.wait().expect("a child");
        trim.ends(2, &["a run is at work"]);
        bench.call(&["cache", "trim", "--down-to", "0"]).ends(0, &[]);
    }
}

/// A store that can only be read, and one on a disk without room: said, with what to do; results can be looked at; with
/// room again, the run ends as ever.
#[test]
fn read_only_and_full_disks_are_said_and_lose_nothing() {
    let bench = Bench::new(FILE);
    let disk = bench.path().join("disk");
    std::fs::create_dir(&disk).expect("a folder");
    let mount = |options: &str| {
        Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(&disk).output()
    };
    if !mount("size=600k").is_ok_and(|output| output.status.success()) {
        assert!(std::env::var_os("CI").is_none() || !is_root(), "a tmpfs can't be mounted");
        eprintln!(
            "SKIPPED: read_only_and_full_disks_are_said_and_lose_nothing needs the right to mount a tmpfs"
        );
        return;
    }
    let filling = disk.join("filling");
    std::fs::write(&filling, vec![0u8; 580 << 10]).expect("the disk is filled");
    let full = bench.run(&["--store", "disk/store"]);
    std::fs::remove_file(&filling).expect("there is room again");
    let roomy = bench.run(&["--store", "disk/store"]);
    let read_only = mount("remount,ro").is_ok_and(|output| output.status.success());
    let denied = bench.run(&["--store", "disk/store"]);
    let looked = [
        bench.call(&["verify", "test.pipe", "--strict", "--store", "disk/store"]),
        bench.call(&["why", "test.pipe", "--store", "disk/store"]),
        bench.call(&["cache", "verify", "--store", "disk/store"]),
    ];
    let _ = Command::new("umount").arg(&disk).status();
    full.ends(3, &["can't write", "the disk is full"]);
    roomy.ends(0, &[]);
    assert!(left(&bench) == left(&studied()));
    assert!(read_only, "the disk can be made read-only");
    denied.ends(3, &["can't write", "keep runs elsewhere with `--store DIR`"]);
    looked.iter().for_each(|said| said.ends(0, &[]));
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n")
}
