//! Texts that are made to hurt: each gets an answer, soon, on the small stack of a worker thread.

use std::time::{Duration, Instant};

use pipette::source::{Diagnostic, Source};
use pipette::syntax::ast::{File, Statement};
use pipette::syntax::{LARGEST_FILE, parse};

const MEGABYTE: usize = 1 << 20;

/// The bar is two seconds in a release build, and twice that in the dev profile, of the thread's own
/// time: what the machine does besides does not count. Quadratic work on ten megabytes takes hours.
const SOON: Duration = Duration::from_secs(4);

/// The time that this thread has spent on a processor, where the system tells (Linux: the first
/// number of schedstat, in nanoseconds); elsewhere the time that has passed.
fn own_time(begun: Instant) -> Duration {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = stat.split(' ').next().and_then(|number| number.parse().ok());
    nanoseconds.map_or_else(|| begun.elapsed(), Duration::from_nanos)
}

/// Reads a text in a thread with a stack of 2 MiB, and drops the tree there too.
fn read<T: Send + 'static>(text: String, look: fn(&File, &[Diagnostic]) -> T) -> T {
    let start: String = text.chars().take(20).collect();
    let small = std::thread::Builder::new().stack_size(2 * MEGABYTE);
    let worker = small.spawn(move || {
        let begun = Instant::now();
        let source = Source::new("hostile.pipe", text);
        let (file, findings) = parse(&source);
        let result = look(&file, &findings);
        drop(file);
        (result, own_time(begun))
    });
    let (result, time) = worker.expect("a thread").join().expect("no panic");
    assert!(time < SOON, "{time:?} for {start:?}...");
    result
}

fn codes(_: &File, findings: &[Diagnostic]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.code).collect()
}

fn repeated(piece: &str, bytes: usize) -> String {
    piece.repeat(bytes / piece.len())
}

#[test]
fn ten_megabytes_of_brackets_are_one_finding() {
    for piece in ["(", "[", "a(", "f(a: [", "let a = (", "(\n"] {
        assert_eq!(read(repeated(piece, 10 * MEGABYTE), codes), ["too-deep"], "{piece:?}");
    }
    assert_eq!(read(repeated(")", 10 * MEGABYTE), codes), ["too-large"]);
    let braces = read(repeated("{", 10 * MEGABYTE), codes);
    assert!(braces.len() < 100 && braces.contains(&"too-deep"), "{braces:?}");
    assert!(read(repeated("}", 10 * MEGABYTE), codes).len() > 1000);
}

#[test]
fn sixty_four_levels_are_read_and_sixty_five_are_refused() {
    for (open, close) in
        [("(", ")"), ("f(", ")"), ("[", "]"), ("(a at n = ", ")"), ("-(", ")"), ("f(k: [", "])")]
    {
        let brackets = open.matches(['(', '[']).count();
        let nested = |levels: usize| format!("let a = {}1{}", open.repeat(levels), close.repeat(levels));
        assert_eq!(read(nested(64 / brackets), codes), [""; 0], "{open}");
        assert_eq!(read(nested(64 / brackets + 1), codes), ["too-deep"], "{open}");
    }
    let blocks = |levels: usize| format!("{}test\n{}", "repeat 2 {\n".repeat(levels), "}\n".repeat(levels));
    assert_eq!(read(blocks(64), codes), [""; 0]);
    assert_eq!(read(blocks(65), codes), ["too-deep"]);
}

#[test]
fn long_sums_are_read_and_endless_ones_refused() {
    let sum = |operators: usize| format!("let a = 1{}", " + 1".repeat(operators));
    assert_eq!(read(sum(256), codes), [""; 0]);
    assert_eq!(read(sum(257), codes), ["too-deep"]);
    let product = |depth: usize| format!("let a = {}1{}", "1 * (".repeat(depth), ")".repeat(depth));
    assert_eq!(read(product(64), codes), [""; 0]);
    for piece in ["-", "- ", "a + ", "1-", "(1 - 2) - "] {
        let endless = format!("let a = {}1", repeated(piece, 10 * MEGABYTE));
        assert_eq!(read(endless, codes), ["too-deep"], "{piece:?}");
    }
    // Beside each other is not on each other: a list may hold as many sums as it likes.
    assert_eq!(read(format!("let a = [{}]", "1 + 2, ".repeat(2000)), codes), [""; 0]);
}

#[test]
fn one_line_of_ten_megabytes_is_refused_by_its_length() {
    for piece in ["a ", "1,", "a.", "é", "a, then ", "[1,2],", "\"", "\"a\" ", "a and "] {
        assert_eq!(read(repeated(piece, 10 * MEGABYTE), codes), ["too-large"], "{piece:?}");
    }
    assert_eq!(read("a".repeat(10 * MEGABYTE), codes), ["too-large"]);
    assert_eq!(read(repeated("# ", 10 * MEGABYTE), codes), [""; 0]);
    assert_eq!(read(repeated("\n", 10 * MEGABYTE), codes), [""; 0]);
}

#[test]
fn a_hundred_thousand_broken_lines_are_all_found_and_ten_thousand_explained() {
    for line in
        ["fit ridge on on spambase\n", "let a 3\n", "fit ridge(a: 1\n", "stack rbm x0\n", "a, with b\n"]
    {
        let (broken, findings) = read(line.repeat(100_000), |file, findings| {
            let broken = file.statements.iter().filter(|line| matches!(line, Statement::Broken(_))).count();
            (broken, findings.to_vec())
        });
        assert_eq!((broken, findings.len()), (100_000, 10_001), "{line}");
        assert!(findings[10_000].message.starts_with("90000 more lines"), "{}", findings[10_000].message);
    }
}

#[test]
fn files_that_are_dense_with_values_are_left_where_they_have_too_many() {
    let list = format!("plot [{}]\n", "1,".repeat(30_000));
    let calls = format!("plot f({}1)\n", "f(1),".repeat(10_000));
    for piece in [list.as_str(), &calls, "a b c d e f g h\n", "a\n", "sweep n in [1] {\n}\n", "\"\n"] {
        let codes = read(repeated(piece, 15 * MEGABYTE), codes);
        assert!(codes.contains(&"too-large"), "{piece:.20}: {:?}", codes.last());
    }
}

#[test]
fn a_file_beyond_the_limit_is_not_read() {
    assert_eq!(read("a\n".repeat(LARGEST_FILE / 2 + 1), codes), ["too-large"]);
}

#[test]
fn hidden_characters_are_found_wherever_they_stand() {
    for text in [
        "train\0mlp",
        "\0",
        "train mlp\rtest",
        "title \"a\u{202E}b\"",
        "# a \u{2066} comment",
        "title \"\u{1B}[31m red\"",
        "train \u{200B}mlp",
        "fit ridge # a\rfit lasso",
        "train mlp\u{FEFF}",
    ] {
        assert_eq!(read(text.to_owned(), codes), ["hidden-character"], "{text:?}");
    }
    let zeros = read(repeated("\0", 10 * MEGABYTE), codes);
    assert_eq!(zeros, ["hidden-character"]);
    // Joiners belong to some writings; between quotation marks and in comments they are at home.
    assert_eq!(read("title \"می\u{200C}خواهم\" # 👩\u{200D}🔬".to_owned(), codes), [""; 0]);
}

#[test]
fn a_byte_order_mark_and_both_line_ends_are_no_mistakes() {
    assert_eq!(read("\u{FEFF}augment mnist,\r\n  then test\r\n\r\ntest\n".to_owned(), codes), [""; 0]);
}
