//! The program itself, killed: at every snapshot, at random moments, by signals, beside another one on the same store.
//! What it ends with is always what it would have ended with undisturbed, to the bit.

use crate::cli::{Bench, Said};
use pipette::numeric::random::Seed;
use rand::RngExt;
use serde_json::Value;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Networks with everything that a training carries along, chains that persist, chains that are sampled, a block.
const FILE: &str = "\
seed 5
use strokes(train: 120, test: 60), then split validation 20
net: train mlp[784,12,10] with sgd(batch: 20) and decay and dropout(20 %) and averaging and early-stopping for 3 epochs,
  then test
machine: train rbm[784,6] with pcd1(chains: 10, batch: 20) for 2 epochs
# allow density-from-cd: only looked at
sample 5 from machine after 15 steps
save net to \"net.npz\"
repeat 2 {
  small: train mlp[784,5,10] with adam(batch: 20) for 1 epoch, then test
}
expect small.error < 100 %
";

/// What a run leaves that has to be the same: the lock and the weights.
fn left(bench: &Bench) -> (String, Vec<u8>) {
    let read = |name: &str| std::fs::read(bench.path().join(name)).expect("the run has left it");
    (String::from_utf8(read("test.pipe.lock")).expect("a text"), read("net.npz"))
}

fn undisturbed() -> (String, Vec<u8>) {
    let bench = Bench::new(FILE);
    bench.run(&["--threads", "1"]).ends(0, &[]);
    left(&bench)
}

fn start(bench: &Bench, more: &[&str]) -> Child {
    let always = ["run", "test.pipe", "--offline", "--format", "json", "--checkpoint-every", "0s"];
    let mut command = bench.program(&[&always, more].concat());
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts")
}

fn end(child: Child) -> Said {
    Said::of(child.wait_with_output().expect("the program ends"))
}

/// Kills with the signal that nobody can catch; whether it was still at work.
fn kill(mut child: Child) -> bool {
    child.kill().expect("killed, or gone already");
    // A process that was killed has no exit code.
    child.wait().expect("a child").code().is_none()
}

/// Runs until a step has kept two snapshots, and kills.
pub fn cut_off(bench: &Bench) {
    for _ in 0..100 {
        let mut child = start(bench, &[]);
        await_snapshots(&mut child, bench.path(), 2);
        if kill(child) && snapshots(bench.path()).len() >= 2 {
            return;
        }
        std::fs::remove_dir_all(bench.path().join(".pipette")).expect("the store is removed");
    }
    panic!("it always ends before it can be killed");
}

/// The snapshots of the steps that are not done.
pub fn snapshots(folder: &Path) -> HashSet<PathBuf> {
    let below =
        |folder: PathBuf| std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let files = below(folder.join(".pipette/checkpoints")).flat_map(below);
    files.filter(|path| path.extension().is_some_and(|extension| extension == "snapshot")).collect()
}

/// Waits for so many snapshots that were not there; false where the run ends before.
fn await_snapshots(child: &mut Child, folder: &Path, many: usize) -> bool {
    let (mut seen, mut left) = (snapshots(folder), many);
    while left > 0 {
        if child.try_wait().expect("a child").is_some() {
            return false;
        }
        let now = snapshots(folder);
        left = left.saturating_sub(now.difference(&seen).count());
        seen.extend(now);
        std::thread::sleep(Duration::from_millis(1));
    }
    true
}

/// Kills that a test has to survive at least.
pub const AT_SNAPSHOTS: u64 = 20;
pub const AT_RANDOM: u64 = 20;

#[test]
fn killed_at_every_snapshot_it_ends_with_the_same_bits() {
    let bench = Bench::new(FILE);
    let mut kills = 0;
    loop {
        let mut child = start(&bench, &["--threads", "1"]);
        // The first one is that from which it goes on.
        let more = await_snapshots(&mut child, bench.path(), 2);
        if !more {
            end(child).ends(0, &[]);
            break;
        }
        kills += u64::from(kill(child));
        assert!(kills < 1000, "it gets on with every snapshot");
    }
    println!("{kills} kills at snapshots");
    assert!(kills >= AT_SNAPSHOTS, "{kills} kills");
    assert!(left(&bench) == undisturbed());
}

#[test]
fn killed_at_random_moments_it_ends_with_the_same_bits() {
    let expected = undisturbed();
    let mut stream = Seed::root(13).stream();
    let (mut kills, mut ends) = (0, 0);
    let mut bench = Bench::new(FILE);
    while kills < AT_RANDOM {
        let child = start(&bench, &[]);
        std::thread::sleep(Duration::from_millis(stream.random_range(1..250)));
        if kill(child) {
            kills += 1;
            continue;
        }
        assert!(left(&bench) == expected, "after {kills} kills");
        bench = Bench::new(FILE);
        ends += 1;
        assert!(ends < 100, "it ends before it can be killed");
    }
    bench.run(&[]).ends(0, &[]);
    assert!(left(&bench) == expected);
}

/// A signal asks the run to end: it keeps a snapshot and says how it ended.
#[test]
fn a_signal_leaves_a_snapshot_and_the_next_run_goes_on() {
    let expected = undisturbed();
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let bench = Bench::new(FILE);
        let mut child = start(&bench, &[]);
        assert!(await_snapshots(&mut child, bench.path(), 2), "the run ended by itself");
        let sent = Command::new("kill").args(["-s", signal, &child.id().to_string()]).status();
        assert!(sent.is_ok_and(|status| status.success()), "kill could not be called");
        end(child).ends(code, &[]);
        assert!(!snapshots(bench.path()).is_empty(), "a snapshot is kept");
        bench.run(&["--checkpoint-every", "0s"]).ends(0, &["going on from a snapshot"]);
        assert!(left(&bench) == expected, "{signal}");
    }
}

/// What a step has kept itself, layer by layer, is no snapshot of an earlier run.
#[test]
fn an_undisturbed_run_does_not_say_that_it_goes_on() {
    let bench = Bench::new(
        "seed 5\nuse strokes(train: 60, test: 20)\n\
         layers: stack rbm[784,6,5](held-out: 0 %) with cd1(batch: 20) for 2 epochs\n\
         train dbn[784,6,5,4](top: 1 epoch) from layers with up-down3 for 1 epoch, then test\n",
    );
    let said = bench.run(&["--checkpoint-every", "0s"]);
    said.ends(0, &[]);
    assert!(!said.err.contains("going on from a snapshot"), "{}", said.err);
}

/// One lock on one thread, two, four, with one cell at a time or two, wherever it was killed.
#[test]
fn threads_jobs_and_kills_change_no_bit() {
    let expected = undisturbed();
    for (threads, jobs) in [("1", "1"), ("1", "2"), ("2", "1"), ("2", "2"), ("4", "1"), ("4", "2")] {
        let bench = Bench::new(FILE);
        let more = ["--threads", threads, "--jobs", jobs];
        for many in [3, 8] {
            let mut child = start(&bench, &more);
            if await_snapshots(&mut child, bench.path(), many) {
                kill(child);
            } else {
                end(child);
            }
        }
        bench.run(&more).ends(0, &[]);
        assert!(left(&bench) == expected, "{threads} threads, {jobs} jobs");
    }
}

/// The steps whose results are kept that a run had to carry out itself. None of them stands in a block.
fn ran(said: &Said) -> Vec<String> {
    let json: Value = serde_json::from_str(&said.out).expect("JSON");
    let steps = json["steps"].as_array().expect("steps").iter();
    let own = steps.filter(|step| step["cached"] == false).filter_map(|step| step["words"].as_str());
    own.filter(|words| ["train", "test", "sample"].iter().any(|verb| words.starts_with(verb)))
        .map(str::to_string)
        .collect()
}

#[test]
fn two_runs_on_one_store_share_the_work() {
    let expected = undisturbed();
    let apart = FILE.split("repeat 2").next().expect("lines before the block");
    let alone = Bench::new(apart);
    let mut all = ran(&end(start(&alone, &[])));
    all.sort();
    assert_eq!(all.len(), 4, "{all:?}");
    for _ in 0..3 {
        let bench = Bench::new(apart);
        let both = [start(&bench, &[]), start(&bench, &[])].map(end);
        both.iter().for_each(|said| said.ends(0, &[]));
        let mut shared: Vec<String> = both.iter().flat_map(ran).collect();
        shared.sort();
        assert_eq!(shared, all, "each step is run once, by one of them");
        assert!(left(&bench) == left(&alone));
        bench.write("test.pipe", FILE.as_bytes());
        let both = [start(&bench, &["--jobs", "2"]), start(&bench, &["--jobs", "2"])].map(end);
        both.iter().for_each(|said| said.ends(0, &[]));
        assert!(left(&bench) == expected);
    }
}
