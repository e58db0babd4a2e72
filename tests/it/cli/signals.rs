//! Ctrl-C and the order to terminate: the run ends, says so in its record, and leaves nothing half-written.

use super::{Bench, Said};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn stopped_by(signal: &str) -> (Bench, Said, Duration) {
    let bench = Bench::new(
        "seed 1\nuse strokes(train: 2000, test: 100)\na: train mlp[784,100,10] for 1 epoch, then test\n\
         b: train mlp[784,300,10] for 100000 epochs, then test, then save to \"b.npz\"",
    );
    let mut child = bench
        .program(&["run", "test.pipe", "--offline"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // Until the second line trains: the first is done and in the record's reach.
    std::thread::sleep(Duration::from_millis(2500));
    assert!(child.try_wait().expect("a child").is_none(), "the run ended by itself");
    let sent = Instant::now();
    let status = Command::new("kill").args(["-s", signal, &child.id().to_string()]).status();
    assert!(status.is_ok_and(|status| status.success()), "kill could not be called");
    let said = Said::of(child.wait_with_output().expect("the program ends"));
    (bench, said, sent.elapsed())
}

#[test]
fn an_interrupted_run_says_so() {
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let (bench, said, after) = stopped_by(signal);
        said.ends(
            code,
            &["interrupted in: train mlp[784,300,10]", "the same command goes on from there", "record:"],
        );
        assert!(after < Duration::from_secs(5), "{signal}: {after:?}");
        let record = bench.record();
        assert_eq!(record["status"], "interrupted");
        let steps = record["steps"].as_sequence().expect("steps");
        assert!(
            steps.iter().any(|step| step["measures"]["error"]["value"].is_f64()),
            "the first line is kept"
        );
        assert!(!bench.path().join("b.npz").exists());
        bench.no_temporary_file_is_left();
    }
}
