//! What a run leaves behind: exit codes, the record, and output that carries no escapes.

use super::Bench;

const SMALL: &str =
    "seed 3\nuse strokes(train: 300, test: 200)\na: train mlp[784,10] for 2 epochs, then test\n";

#[test]
fn exit_codes_follow_the_claims() {
    let code = |claim: &str, more: &[&str]| Bench::new(&format!("{SMALL}{claim}")).run(more).code;
    assert_eq!(code("expect a.error < 99 %", &[]), Some(0));
    assert_eq!(code("expect a.error < 0 %", &[]), Some(1));
    // A share of 200 can't be told from itself: undecided, which only `--strict` minds.
    let undecided = "expect a.training-loss < 100 with 95 % confidence";
    assert_eq!(code(undecided, &[]), Some(0));
    assert_eq!(code(undecided, &["--strict"]), Some(1));
    assert_eq!(code("expect a.eror < 1 %", &[]), Some(2));
}

/// Two lines on the same rows are compared row by row, and the text says what was tested and what would decide.
#[test]
fn claims_say_their_test_and_their_cure() {
    let lines = "b: train mlp[784,20,10] for 2 epochs, then test\nexpect a.error < b.error with 95 % confidence\n\
                 expect a.error > 0.1 % with 95 % confidence\nexpect b.loss < 9 with 95 % confidence\n";
    let bench = Bench::new(&format!("{SMALL}{lines}"));
    let said = bench.run(&[]);
    said.ends(
        said.code.unwrap_or(2),
        &["McNemar, exact", "exact binomial", "would decide it: put the line into `repeat 5"],
    );
    let claims = bench.record()["claims"].clone();
    assert_eq!(claims[0]["test"].as_str(), Some("McNemar, exact"));
    assert_eq!(claims[1]["verdict"].as_str(), Some("held"));
    assert!(claims[1]["p"].as_f64().is_some_and(|p| p < 0.05) && claims[1]["corrected"].as_f64().is_some());
    assert!(claims[2]["cure"].as_str().is_some() && claims[2].get("test").is_none());
}

#[test]
fn the_record_holds_what_repeats_the_run() {
    let bench = Bench::new(&format!(
        "title \"A title\"\n{SMALL}let epochs = 2\nb: train mlp[784,10] for epochs, then test\n"
    ));
    bench.run(&["--set", "epochs=1", "--threads", "2"]).ends(0, &["record:"]);
    let record = bench.record();
    assert_eq!(record["status"], "done");
    assert_eq!((record["seed"].as_u64(), record["edition"].as_u64()), (Some(3), Some(1)));
    assert_eq!(record["pipette"].as_str(), Some(env!("CARGO_PKG_VERSION")));
    assert_eq!((record["title"].as_str(), record["file"].as_str()), (Some("A title"), Some("test.pipe")));
    assert_eq!(record["machine"]["threads"].as_u64(), Some(2));
    assert_eq!(record["identity"].as_str().map(str::len), Some(64));
    assert_eq!(record["overrides"]["epochs"].as_str(), Some("1"));
    for time in ["started", "ended"] {
        assert!(record[time].as_str().is_some_and(|t| t.ends_with('Z')), "{time}");
    }
    let data = record["data"].as_mapping().expect("data");
    assert!(data.values().all(|sum| sum.as_str().is_some_and(|s| !s.is_empty())), "{data:?}");
    let steps = record["steps"].as_sequence().expect("steps");
    let train = steps
        .iter()
        .find(|s| s["sentence"].as_str().is_some_and(|s| s.starts_with("train")))
        .expect("a step");
    assert!(
        train["sentence"].as_str().is_some_and(|s| s.contains("batch: 100") && s.contains("for 2 epochs"))
    );
    assert!(train["seconds"].as_f64().is_some_and(|s| s > 0.0));
    let tested = steps.iter().find(|s| s["sentence"].as_str() == Some("test")).expect("a test");
    let error = &tested["measures"]["error"];
    let at = |key: &str| error[key].as_f64().expect("a number");
    assert!(at("low") <= at("value") && at("value") <= at("high"));
    assert_eq!(error["n"].as_u64(), Some(200));
    bench.no_temporary_file_is_left();
}

/// Titles, texts, paths and column names with what would move a cursor, rename a window, or turn text round.
#[test]
fn no_escape_reaches_the_terminal() {
    let evil = "\u{1b}[31m\u{9b}2J\u{202e}\u{1b}]0;x\u{7}";
    let bench = Bench::new("");
    bench
        .write("evil.csv", format!("{evil}a,b,y{evil}\n1,2,{evil}k\n3,4,m\n5,6,m\n8,6,{evil}k\n").as_bytes());
    for text in [
        format!("title \"{evil}\"\ntrain mlp[784,10] on strokes(train: 100, test: 100) for 1 epoch"),
        "seed 1\na: train mlp[2,2] on csv(\"evil.csv\") for 1 epoch\ndraw 2 of csv(\"evil.csv\"), then fit ridge(penalty: 1), then test".into(),
        format!("train mlp[2,2] on csv(\"{evil}.csv\")"),
        format!("train{evil} mlp[2,2]"),
        format!("train mlp[784,10] on strokes(train: 100, test: 9) for 1 epoch, then save to \"{evil}/x.npz\""),
    ] {
        bench.write("test.pipe", text.as_bytes());
        for arguments in [vec!["lint", "test.pipe"], vec!["plan", "test.pipe"], vec!["run", "test.pipe"]] {
            let said = bench.call(&arguments);
            let shown = said.out + &said.err;
            let bad = shown.chars().find(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}');
            assert_eq!(bad, None, "{arguments:?} of {text:?}\n{shown:?}");
        }
    }
    bench.write(&format!("{evil}.pipe"), b"train mlp[784,");
    let said = bench.call(&["lint", &format!("{evil}.pipe")]);
    assert!(!said.err.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{:?}", said.err);
}

/// `pipette ... | head` ends when `head` has seen enough.
#[test]
fn a_closed_pipe_is_no_fault() {
    let bench = Bench::new("edition 1\nseed 1\ntrain mlp[784,10] on mnist for 1 epoch\n");
    bench.write("untidy.pipe", b"seed   1\nlet spare = 1\n");
    for call in [
        "lint test.pipe --format json",
        "lint test.pipe --format sarif",
        "lint untidy.pipe --format github",
        "lint untidy.pipe --diff",
        "plan test.pipe",
        "plan test.pipe --format json",
        "explain",
        "explain unseeded",
        "vocabulary",
        "vocabulary mlp",
        "data list",
        "man",
        "completions bash",
    ] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let arguments: Vec<&str> = call.split(' ').collect();
        let output = bench.program(&arguments).stdout(writer).output().expect("the program runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && !said.contains("panicked"), "{call}: {said}");
    }
}

/// The other character of a line end is none of the text.
#[test]
fn lines_may_end_as_on_windows() {
    let said = Bench::new("seed 1\r\ntrian mlp[784,10]\r\n").call(&["lint", "test.pipe"]);
    said.ends(2, &["`trian` is not a verb"]);
    let shown: Vec<&str> = said.err.lines().filter(|line| line.contains("mlp")).map(str::trim_end).collect();
    assert_eq!(shown, [" 2 │ trian mlp[784,10]"]);
    assert!(!said.err.contains('\r'));
}

#[test]
fn words_of_the_grammar_are_known() {
    let bench = Bench::new("");
    for (word, title) in [
        ("let", "Names"),
        ("expect", "Claims"),
        ("sweep", "Sweeps and repeats"),
        ("repeat", "Sweeps"),
        ("with", "Stages"),
    ] {
        let said = bench.call(&["vocabulary", word]);
        assert!(said.code == Some(0) && said.out.contains(title), "{word}: {}{}", said.out, said.err);
        let guide = include_str!("../../../docs/guide.md");
        assert!(guide.contains(&format!("\n## {title}")), "{title} is a part of the guide");
    }
    bench.call(&["vocabulary", "expet"]).ends(2, &["did you mean `expect`?"]);
}

#[test]
fn colour_stays_away_from_pipes_and_no_color() {
    let bench = Bench::new(&format!("{SMALL}expect a.error < 0 %"));
    let with = |name: &str, value: &str| {
        let output =
            bench.program(&["run", "test.pipe"]).env(name, value).output().expect("the program runs");
        [output.stdout, output.stderr].concat()
    };
    assert!(!with("NO_COLOR", "1").contains(&0x1b));
    assert!(!with("TERM", "xterm-256color").contains(&0x1b));
}
