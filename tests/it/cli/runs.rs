//! `runs` and `show`: what a store has run, however the runs ended.

use super::{Bench, Said};
use serde_json::Value;
use std::time::{Duration, Instant};

const FILE: &str = "title \"Two lines\"\nseed 3\nuse strokes(train: 200, test: 100)\n\
a: train mlp[784,10,10] for 2 epochs, then test\nexpect a.error < 100 %\n";

fn json(said: &Said) -> Value {
    said.ends(0, &[]);
    serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}\n{}", said.out))
}

/// The values of a key of every listed run.
fn listed(bench: &Bench, more: &[&str], key: &str) -> Vec<String> {
    let said = json(&bench.call(&[&["runs", "--format", "json"], more].concat()));
    let runs = said["runs"].as_array().cloned().unwrap_or_default();
    runs.iter().map(|run| run[key].as_str().unwrap_or("null").to_string()).collect()
}

#[test]
fn runs_are_listed_filtered_and_shown() {
    let bench = Bench::new(FILE);
    bench.call(&["runs"]).ends(0, &["no such runs"]);
    bench.run(&[]).ends(0, &[]);
    bench.write(
        "other.pipe",
        b"seed 1\ntrain mlp[784,9,9,10] on strokes(train: 300, test: 100) with sgd(rate: 1e30)",
    );
    bench.call(&["run", "other.pipe", "--offline"]).ends(3, &[]);
    assert_eq!(listed(&bench, &[], "status"), ["failed", "done"], "newest first");
    assert_eq!(listed(&bench, &["--status", "done"], "file"), ["test.pipe"]);
    assert_eq!(listed(&bench, &["--file", "./other.pipe"], "status"), ["failed"]);
    assert_eq!(listed(&bench, &["--last", "1", "--since", "1h"], "file"), ["other.pipe"]);
    assert!(listed(&bench, &["--since", "2999-01-01"], "file").is_empty());
    bench.call(&["runs", "--since", "yesterday-ish"]).ends(2, &["neither a time span nor a day"]);
    bench.call(&["runs", "--status", "dead"]).ends(2, &["possible values"]);
    let table = bench.call(&["runs"]);
    table.ends(0, &[]);
    assert!(table.out.contains("1 held") && table.out.contains("a.error") && table.out.contains("failed"));

    let shown = bench.call(&["show", "test.pipe"]);
    shown.ends(0, &[]);
    for words in ["Two lines", "a: test", "95 %:", "held: expect a.error < 100 %", "training-loss", "seed 3"]
    {
        assert!(shown.out.contains(words), "{words} is not in\n{}", shown.out);
    }
    let last = json(&bench.call(&["show", "last", "--format", "json"]));
    assert_eq!(last["status"], "failed");
    assert!(last["record"]["fault"].is_string());
    bench.call(&["show", "2"]).ends(2, &["several runs begin with `2`"]);
    bench.call(&["show", "nobody"]).ends(2, &["there is no run `nobody`", "the newest are"]);
    bench.call(&["show", "last", "--store", "gone"]).ends(2, &["there are no runs here"]);
}

/// A run says that it works until it is killed, and nobody has to tell that it was.
#[cfg(unix)]
#[test]
fn a_killed_run_is_listed_as_killed() {
    let bench =
        Bench::new("seed 1\ntrain mlp[784,500,500,10] on strokes(train: 5000, test: 100) for 5000 epochs");
    let mut run =
        bench.program(&["run", "test.pipe", "--offline", "--format", "json"]).spawn().expect("it starts");
    let patience = Instant::now() + Duration::from_secs(60);
    while listed(&bench, &[], "status") != ["running"] {
        assert!(Instant::now() < patience, "it does not begin");
        std::thread::sleep(Duration::from_millis(20));
    }
    run.kill().expect("killed");
    run.wait().expect("ended");
    assert_eq!(listed(&bench, &[], "status"), ["killed"]);
    let shown = bench.call(&["show", "last"]);
    shown.ends(0, &["it has left no record"]);
    assert!(shown.out.contains("killed"));
}

/// An optimized program takes a tenth of this; what is bounded here is that no run's folder is read.
#[test]
fn ten_thousand_runs_are_listed_at_once() {
    let bench = Bench::new(FILE);
    let mut index = String::new();
    for number in 0..10_000 {
        let run = format!("20260101-{number:06}-0123abcd");
        std::fs::create_dir_all(bench.path().join(".pipette/runs").join(&run)).expect("a folder");
        let time = format!("2026-01-{:02}T{:02}:{:02}:00Z", number / 1440 + 1, number / 60 % 24, number % 60);
        index += &format!(
            "{{\"starts\":{{\"run\":\"{run}\",\"file\":\"test.pipe\",\"identity\":\"{}\",\"started\":\"{time}\",\
             \"host\":\"h\",\"pid\":1}}}}\n{{\"ends\":{{\"run\":\"{run}\",\"status\":\"done\",\"ended\":\"{time}\",\
             \"seconds\":1.5,\"claims\":[1,0,0],\"measures\":{{\"a.error\":0.5,\"a.accuracy\":0.5}}}}}}\n",
            "0".repeat(64)
        );
    }
    bench.write(".pipette/runs/index.jsonl", index.as_bytes());
    let started = Instant::now();
    let said = bench.call(&["runs"]);
    let took = started.elapsed();
    said.ends(0, &[]);
    assert_eq!(said.out.lines().count(), 10_001);
    assert!(said.out.lines().nth(1).is_some_and(|line| line.starts_with("20260101-009999")));
    println!("10,000 runs listed in {took:.3?}");
    assert!(took < Duration::from_secs(4), "{took:?}");
}

const SWEPT: &str = "seed 3\nuse strokes(train: 200, test: 100)\na: train mlp[784,10,10] for 2 epochs, then test\n\
sweep n in [5, 8], repeat 2 { b: train mlp[784,n,10] for 1 epoch, then test }\n";

/// What PyTorch makes of the bytes of a safetensors file is what NumPy reads from the npz.
const TENSORS: &str = "\
import torch, json, struct, numpy as np
b = open('m.safetensors', 'rb').read()
n = struct.unpack('<Q', b[:8])[0]
h = json.loads(b[8:8 + n])
z = np.load('m.npz')
assert sorted(k for k in h if k != '__metadata__') == sorted(z)
for k in z:
    x, y = h[k]['data_offsets']
    t = torch.frombuffer(bytearray(b[8 + n + x:8 + n + y]), dtype=torch.float32).reshape(h[k]['shape'])
    assert h[k]['dtype'] == 'F32' and (t.numpy() == z[k]).all(), k
";

#[test]
fn runs_are_exported_for_other_tools() {
    let nowhere = Bench::new("seed 1\nfit ridge(penalty: 1) on gaussian(n: 20, p: 4), then test\n");
    nowhere.run(&[]).ends(0, &[]);
    let said = nowhere.call(&["export", "last", "--output", "gone/a.csv"]);
    said.ends(3, &["gone/a.csv can't be written: entity not found", "is the folder there"]);
    assert!(!said.err.contains("tmp") && !said.err.contains(".pipette-"), "{}", said.err);
    let bench = Bench::new(SWEPT);
    bench.run(&[]).ends(0, &[]);
    let export = |more: &[&str]| bench.call(&[&["export", "test.pipe", "--output"], more].concat());
    let read = |name: &str| std::fs::read_to_string(bench.path().join(name)).expect("exported");
    export(&["measures.csv"]).ends(0, &[]);
    let table = read("measures.csv");
    let mut lines = table.lines();
    assert_eq!(lines.next(), Some("line,label,n,repeat,measure,value,low,high,n,unit"));
    let of = |start: &str| table.lines().filter(|line| line.starts_with(start)).collect::<Vec<_>>();
    assert_eq!((of("3,a,,0,error,").len(), of("4,b,8,1,error,").len()), (1, 1), "{table}");
    assert_eq!(of("4,b,").len(), 4 * 5, "two cells, two repeats, five measures");
    export(&["curves.csv", "--curves"]).ends(0, &[]);
    assert!(read("curves.csv").contains("a,training-loss,epoch,1,"), "{}", read("curves.csv"));
    export(&["m.safetensors"]).ends(0, &[]);
    let bytes = std::fs::read(bench.path().join("m.safetensors")).expect("exported");
    // The format: the length of a JSON header, the header, the numbers (huggingface/safetensors).
    let length = u64::from_le_bytes(bytes[..8].try_into().expect("eight bytes")) as usize;
    let header: Value = serde_json::from_slice(&bytes[8..8 + length]).expect("a header");
    let weights: Vec<&String> = header.as_object().expect("an object").keys().collect();
    assert!(!weights.is_empty() && weights.iter().all(|name| name.starts_with("a.")), "{weights:?}");
    let ends = header.as_object().into_iter().flatten().filter_map(|(_, it)| it["data_offsets"][1].as_u64());
    assert_eq!(ends.max(), Some((bytes.len() - 8 - length) as u64), "the numbers fill the file");
    export(&["m.npz"]).ends(0, &[]);
    python(
        &bench,
        "import numpy as np\nz = np.load('m.npz')\nassert any(z[k].shape == (784, 10) or z[k].shape == (10, 784) for k in z), [z[k].shape for k in z]",
    );
    python(&bench, TENSORS);
    export(&["m.txt"]).ends(2, &["format of m.txt is not known"]);
    export(&["gone/m.csv"]).ends(3, &["gone/m.csv can't be written"]);
    export(&["m.npz", "--curves"]).ends(2, &["as `.csv` only"]);
    bench.no_temporary_file_is_left();
}

/// Runs a program of Python where Python has what it imports; the bytes themselves are looked at above and in
/// `data::npz`.
fn python(bench: &Bench, program: &str) {
    let call = |program: &str| {
        let mut command = std::process::Command::new("python3");
        command.args(["-c", program]).current_dir(bench.path()).output()
    };
    let imports: String =
        program.lines().filter(|line| line.contains("import")).map(|line| format!("{line}\n")).collect();
    if !call(&imports).is_ok_and(|output| output.status.success()) {
        println!("SKIPPED: python3 can't do\n{imports}");
        return;
    }
    let output = call(program).expect("python3 runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
