//! Lock files: checked, kept, refused, merged; whatever has become of them, nothing is made up and nothing is lost.

use crate::cli::Bench;
use std::process::Command;

const FILE: &str = "\
seed 2
use strokes(train: 60, test: 30)
net: train mlp[784,4,10] with sgd(batch: 20) for 1 epoch, then test
expect net.error < 100 %
";

/// A folder in which the file has been run to its end, and its lock.
fn studied() -> (Bench, String) {
    let bench = Bench::new(FILE);
    bench.run(&[]).ends(0, &[]);
    let lock = lock(&bench);
    (bench, lock)
}

fn lock(bench: &Bench) -> String {
    std::fs::read_to_string(bench.path().join("test.pipe.lock")).expect("a lock")
}

fn write_lock(bench: &Bench, text: &str) {
    bench.write("test.pipe.lock", text.as_bytes());
}

#[test]
fn a_lock_is_verified_from_the_store_and_by_running_again() {
    let (bench, before) = studied();
    for more in [&["--strict"][..], &["--strict", "--rerun"]] {
        let said = bench.call(&[&["verify", "test.pipe", "--offline"], more].concat());
        said.ends(0, &[]);
        assert!(said.out.contains("the lock holds"), "{}", said.out);
    }
    // A figure that somebody has changed by hand is found, with or without running.
    let forged = before.replacen("value: 0.", "value: 0.1", 1);
    assert_ne!(forged, before);
    write_lock(&bench, &forged);
    for more in [&[][..], &["--rerun"]] {
        let said = bench.call(&[&["verify", "test.pipe", "--offline"], more].concat());
        assert!(said.code == Some(1) && said.out.contains("different"), "{}", said.out);
    }
}

#[test]
fn without_results_a_lock_is_unchecked_and_strictly_not_held() {
    let (bench, _) = studied();
    std::fs::remove_dir_all(bench.path().join(".pipette")).expect("deleted");
    let said = bench.call(&["verify", "test.pipe"]);
    assert!(said.code == Some(0) && said.out.contains("unchecked"), "{}", said.out);
    assert_eq!(bench.call(&["verify", "test.pipe", "--strict"]).code, Some(1));
}

/// A word that is carried out in another way has other keys; so has what was made before it was.
#[test]
fn a_lock_that_older_words_made_is_found_without_running() {
    let (bench, good) = studied();
    std::fs::remove_dir_all(bench.path().join(".pipette")).expect("deleted");
    let key = |of: &str| {
        let (_, after) = good.split_once(of).expect("the step");
        after.split_once("key: ").map(|(_, key)| key[..64].to_string()).expect("a key")
    };
    write_lock(&bench, &good.replace(&key("train mlp"), &"0".repeat(64)));
    let said = bench.call(&["verify", "test.pipe"]);
    assert_eq!(said.code, Some(1));
    assert!(
        said.out.contains("how `train mlp[784,4,10]") && !said.out.contains("how `test`"),
        "{}",
        said.out
    );
    bench.run(&["--locked"]).ends(2, &["by other versions of its words", "the lock would change"]);
}

#[test]
fn a_locked_run_leaves_the_lock_as_it_is() {
    let (bench, before) = studied();
    bench.run(&["--locked"]).ends(0, &[]);
    bench.write("test.pipe", FILE.replace("seed 2", "seed 3").as_bytes());
    bench.run(&["--locked"]).ends(2, &["seed: 2 in the lock, 3 now", "the lock would change"]);
    bench.write("test.pipe", FILE.as_bytes());
    let forged = before.replacen("value: 0.", "value: 0.1", 1);
    write_lock(&bench, &forged);
    bench.run(&["--locked"]).ends(3, &["different:", "which stays as it is"]);
    assert_eq!(lock(&bench), forged);
}

/// Everything that is known before is looked at before: data, machine, and whether there is a lock to be kept at all.
#[test]
fn a_locked_run_refuses_before_it_runs() {
    let bench =
        Bench::new("use csv(\"t.csv\", label: last), then draw 20\nfit logistic(penalty: 1), then test\n");
    let table = |last: u32| {
        let rows: String =
            (0..40).map(|row| format!("{},{},{}\n", row % 7, row * row % 11, row % 2)).collect();
        bench.write("t.csv", format!("a,b,class\n{rows}3,4,{last}\n").as_bytes());
    };
    let runs = || std::fs::read_dir(bench.path().join(".pipette/runs")).expect("runs").count();
    table(0);
    bench.run(&[]).ends(0, &[]);
    let good = lock(&bench);
    assert!(good.contains("csv(path: \"t.csv\""), "data that other data are drawn from are named: {good}");
    table(1);
    let before = runs();
    bench.run(&["--locked"]).ends(2, &["different: data", "the lock would change"]);
    table(0);
    write_lock(&bench, &good.replace("LAPACK on 1 thread", "LAPACK on 2 threads"));
    bench.run(&["--locked"]).ends(2, &["the numeric class", "the lock would change"]);
    std::fs::remove_file(bench.path().join("test.pipe.lock")).expect("removed");
    std::fs::create_dir(bench.path().join("test.pipe.lock")).expect("made");
    for more in [&[][..], &["--locked"]] {
        bench.run(more).ends(2, &["not run: the lock file can't be read", "is it a file"]);
    }
    bench.call(&["verify", "test.pipe"]).ends(2, &["can't be read"]);
    assert_eq!(runs(), before, "nothing was begun");
}

#[test]
fn a_verdict_on_a_lock_can_be_read_by_programs() {
    let (bench, good) = studied();
    let verified = |code| {
        let said = bench.call(&["verify", "test.pipe", "--format", "json"]);
        assert_eq!(said.code, Some(code), "{}", said.err);
        serde_json::from_str::<serde_json::Value>(&said.out).expect("JSON")
    };
    let json = verified(0);
    assert_eq!((&json["holds"], &json["different"]), (&true.into(), &serde_json::json!([])));
    write_lock(&bench, &good.replace("seed: 2", "seed: 3"));
    let json = verified(1);
    assert_eq!(json["different"], serde_json::json!([{ "fact": "the seed", "was": "3", "is": "2" }]));
    write_lock(&bench, &good);
    std::fs::remove_dir_all(bench.path().join(".pipette")).expect("deleted");
    let json = verified(0);
    assert!(json["holds"] == false && json["unchecked"].is_string(), "{json}");
}

/// Looking makes nothing, and says what it can't see.
#[test]
fn looking_into_a_store_makes_none() {
    let (bench, _) = studied();
    std::fs::remove_dir_all(bench.path().join(".pipette")).expect("deleted");
    let looks = [&["verify", "test.pipe"][..], &["why", "test.pipe"], &["plan", "test.pipe"]];
    for look in looks {
        bench.call(look).ends(0, &[]);
        assert!(!bench.path().join(".pipette").exists(), "{look:?}");
    }
    bench.call(&["cache", "show"]).ends(2, &["there is no store"]);
    bench.write(".pipette", b"a file");
    for look in [looks[0], looks[1], &["cache", "show"]] {
        let said = bench.call(look);
        assert!(said.code != Some(0) && said.err.contains("can't read"), "{look:?}: {}", said.err);
        assert!(said.err.contains("a store is a folder"), "{}", said.err);
    }
    bench.run(&[]).ends(3, &["a store is a folder"]);
    std::fs::remove_file(bench.path().join(".pipette")).expect("removed");
    bench.run(&[]).ends(0, &[]);
    std::fs::remove_dir_all(bench.path().join(".pipette/steps")).expect("deleted");
    bench.write(".pipette/steps", b"a file");
    bench.call(&["why", "test.pipe"]).ends(0, &["what it holds is not known"]);
}

/// What is asked to stop says so, and has verified nothing.
#[cfg(unix)]
#[test]
fn a_verification_that_is_stopped_has_not_succeeded() {
    let (bench, _) = studied();
    bench.write("test.pipe", FILE.replace("1 epoch", "100000 epochs").as_bytes());
    let mut child = bench.program(&["verify", "test.pipe", "--rerun", "--offline"]);
    let child = child.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn();
    let child = child.expect("the program starts");
    std::thread::sleep(std::time::Duration::from_millis(2500));
    let sent = Command::new("kill").args(["-s", "TERM", &child.id().to_string()]).status();
    assert!(sent.is_ok_and(|status| status.success()), "kill could not be called");
    let said = crate::cli::Said::of(child.wait_with_output().expect("it ends"));
    assert_eq!(said.code, Some(143), "{}", said.out);
    assert!(said.out.contains("unchecked  results and claims: interrupted"), "{}", said.out);
}

/// A claim is judged anew from what the store has: nothing is trained again.
#[test]
fn a_changed_claim_trains_nothing() {
    let (bench, _) = studied();
    bench.write("test.pipe", FILE.replace("< 100 %", "< 99.9 %").as_bytes());
    let said = bench.run(&["--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
    let steps = json["steps"].as_array().expect("steps");
    assert!(steps.iter().all(|step| step["cached"] == true), "{steps:?}");
    assert!(lock(&bench).contains("99.9 %"));
}

#[test]
fn locks_in_conflict_and_cut_off_are_refused_and_written_anew_by_a_run() {
    let (bench, good) = studied();
    let conflict = format!("<<<<<<< ours\n{good}=======\n{good}>>>>>>> theirs\n");
    for (text, words) in
        [(conflict, "merge conflict in line 1"), (good[..good.len() / 2].into(), "is damaged")]
    {
        for command in [&["verify", "test.pipe"][..], &["run", "test.pipe", "--locked"]] {
            write_lock(&bench, &text);
            bench.call(command).ends(2, &[words]);
            assert_eq!(lock(&bench), text, "it is left alone");
        }
        bench.run(&[]).ends(0, &[words, "written anew"]);
        assert_eq!(lock(&bench), good);
    }
}

#[test]
fn a_lock_of_a_newer_program_is_never_overwritten() {
    let (bench, good) = studied();
    let newer = good.replace("lock: 1\n", "lock: 2\nunheard: of\n");
    write_lock(&bench, &newer);
    bench.run(&[]).ends(2, &["not run", "this program knows 1", "leaves the lock alone"]);
    bench.call(&["verify", "test.pipe"]).ends(2, &["has form 2"]);
    assert_eq!(lock(&bench), newer);
}

/// Which argument, from what to what.
#[test]
fn why_says_what_has_changed() {
    let swept = Bench::new(
        "sweep n in [12, 30], repeat 2 { l: fit ridge(penalty: 1) on gaussian(n: n, p: 4), then test }\n",
    );
    swept.call(&["why", "test.pipe", "zzz"]).ends(2, &["the labels are: l; or write"]);
    let (bench, _) = studied();
    assert!(bench.call(&["why", "test.pipe"]).out.contains("is in the store"));
    for (from, to, words) in [
        ("mlp[784,4,10]", "mlp[784,5,10]", &["[784,4,10]", "[784,5,10]"][..]),
        ("seed 2", "seed 9", &["seed: 2 -> 9"]),
        ("train: 60", "train: 61", &["60", "61"]),
    ] {
        bench.write("test.pipe", FILE.replace(from, to).as_bytes());
        let said = bench.call(&["why", "test.pipe", "net"]);
        words.iter().for_each(|word| assert!(said.out.contains(word), "{word}: {}", said.out));
    }
}

fn git(bench: &Bench, arguments: &[&str]) -> bool {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]);
    command.args(arguments).current_dir(bench.path());
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    command.output().expect("git runs").status.success()
}

/// Runs the file with another line and commits it with its lock.
fn committed(bench: &Bench, edit: (&str, &str)) {
    bench.write("test.pipe", FILE.replace(edit.0, edit.1).as_bytes());
    bench.run(&[]).ends(0, &[]);
    assert!(git(bench, &["add", "test.pipe", "test.pipe.lock", ".gitattributes"]));
    assert!(git(bench, &["commit", "-q", "-m", edit.1]));
}

/// Two branches with a lock each, merged by git with the driver: one side whole, or a conflict that is named.
#[test]
fn git_merges_locks_by_sides_and_never_mixes_them() {
    let bench = Bench::new(FILE);
    let driver = format!("'{}' merge-lock %O %A %B", env!("CARGO_BIN_EXE_pipette"));
    bench.write(".gitattributes", b"*.lock merge=pipette\n");
    assert!(git(&bench, &["init", "-q", "-b", "main"]));
    assert!(git(&bench, &["config", "merge.pipette.driver", &driver]));
    committed(&bench, ("seed 2", "seed 2"));
    assert!(git(&bench, &["checkout", "-q", "-b", "other"]));
    committed(&bench, ("1 epoch", "2 epochs"));
    let theirs = lock(&bench);
    assert!(git(&bench, &["checkout", "-q", "main"]));
    assert!(git(&bench, &["merge", "-q", "other"]), "one side has changed");
    assert_eq!(lock(&bench), theirs);
    committed(&bench, ("1 epoch", "3 epochs"));
    let ours = lock(&bench);
    assert!(git(&bench, &["checkout", "-q", "other"]));
    committed(&bench, ("[784,4,10]", "[784,6,10]"));
    let theirs = lock(&bench);
    assert!(!git(&bench, &["merge", "-q", "main"]), "both sides have changed");
    assert_eq!(lock(&bench), format!("<<<<<<< ours\n{theirs}=======\n{ours}>>>>>>> theirs\n"));
    bench.write("test.pipe", FILE.replace("1 epoch", "3 epochs").as_bytes());
    bench.call(&["verify", "test.pipe"]).ends(2, &["merge conflict"]);
    bench.run(&[]).ends(0, &["written anew"]);
    assert_eq!(lock(&bench), ours, "settled by running what was settled in the file");
}
