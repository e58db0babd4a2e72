//! The same file with the same seed gives the same bits, however many threads there are.

use super::Bench;
use serde_json::Value;

/// A network on deformed digits with dropout, and a stack of machines: every kernel that is parallel.
const FILE: &str = "\
seed 5
use strokes(train: 600, test: 300)
net: augment strokes(train: 600, test: 300) with rotation(10 deg) and elastic,
  then train mlp[784,50,10] with sgd and decay and dropout(20 %) for 3 epochs, then test
stack: stack rbm[784,60,30] with cd1 for 2 epochs, then check free-energy
save net to \"net.npz\"
save stack to \"stack.safetensors\"
";

/// Measures and curves of a run, and the files that it saved.
fn outcome(threads: &str) -> (Vec<(Value, Value)>, Vec<u8>, Vec<u8>) {
    let bench = Bench::new(FILE);
    let said = bench.run(&["--threads", threads, "--format", "json"]);
    said.ends(0, &[]);
    let json: Value = serde_json::from_str(&said.out).expect("JSON");
    let steps = json["steps"].as_array().expect("steps").clone();
    let read = |name: &str| std::fs::read(bench.path().join(name)).expect("saved");
    let measures = steps.into_iter().map(|step| (step["measures"].clone(), step["series"].clone())).collect();
    (measures, read("net.npz"), read("stack.safetensors"))
}

#[test]
fn threads_and_repetition_change_no_bit() {
    let first = outcome("1");
    assert!(first.0.iter().any(|(measures, _)| measures["error"]["value"].is_f64()), "{:?}", first.0);
    for threads in ["1", "2"] {
        let again = outcome(threads);
        assert_eq!(first.0, again.0, "{threads} threads: measures");
        assert!(first.1 == again.1 && first.2 == again.2, "{threads} threads: weights");
    }
}
