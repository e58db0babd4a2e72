//! A broken line costs that line: what stands around it is read, and every mistake is told at once.

use pipette::source::Source;
use pipette::syntax::ast::{File, Statement};
use pipette::syntax::{names_in_broken, parse};

fn read(text: &str) -> (File, Vec<&'static str>) {
    let (file, findings) = parse(&Source::new("test.pipe", text));
    (file, findings.iter().map(|finding| finding.code).collect())
}

/// Statements in the canonical form, `!` for a broken line, in order and across blocks.
fn outline(statements: &[Statement]) -> Vec<String> {
    let one = |statement: &Statement| match statement {
        Statement::Broken(_) => "!".to_owned(),
        Statement::Sweep(sweep) => format!("{{{}}}", outline(&sweep.body).join("; ")),
        whole => whole.to_string(),
    };
    statements.iter().map(one).collect()
}

#[test]
fn eight_mistakes_are_eight_findings_and_the_right_lines_stand() {
    let text = "seed 7\nlet small take 1000 of mnist\ntrain mlp[784,10, with sgd\nfit ridge on spambase\n\
                stack rbm x0 cd1\naugment mnist and then test\ntitle \"half\nexpect a == b\n\
                repeat 2 {\n  train mlp[784,10] wiht, with sgd\n  test\n}\n}\nplot error over n\n";
    let (file, codes) = read(text);
    assert_eq!(codes.len(), 8, "{codes:?}");
    assert_eq!(codes.iter().filter(|code| **code == "unit-count").count(), 1);
    let expected =
        ["seed 7", "!", "!", "fit ridge on spambase", "!", "!", "!", "!", "{!; test}", "plot error over n"];
    assert_eq!(outline(&file.statements), expected);
}

#[test]
fn an_open_bracket_ends_where_the_next_statement_plainly_begins() {
    for next in
        ["test big", "let a = 3", "big: train mlp[784,10]", "expect a > b", "repeat 2 { test }", "seed 7"]
    {
        for open in ["fit ridge(penalty: 1", "fit ridge(penalty: 1,", "fit ridge(", "train mlp[784,"] {
            let (file, codes) = read(&format!("{open}\n{next}\n"));
            assert_eq!(codes, ["broken-line"], "{open} / {next}");
            assert_eq!(file.statements.len(), 2, "{open} / {next}");
            assert!(!matches!(file.statements[1], Statement::Broken(_)), "{open} / {next}");
        }
    }
}

#[test]
fn a_broken_line_takes_its_continuations_with_it() {
    let (file, codes) = read("train mlp[784,10]] with sgd,\n  then test\n  with all\nfit ridge\n");
    assert_eq!((outline(&file.statements), codes.len()), (vec!["!".to_owned(), "fit ridge".to_owned()], 1));
}

#[test]
fn blocks_with_broken_heads_or_ends_keep_their_statements() {
    for (text, expected, findings) in [
        ("sweep n of [1] {\n test\n}\nseed 7", vec!["!", "test", "seed 7"], 1),
        ("sweep n in [1]\n test\n}\nseed 7", vec!["!", "test", "seed 7"], 1),
        ("repeat 2 {\n sweep n {\n test\n }\n seed 7\n}", vec!["{!; test; seed 7}"], 1),
        ("repeat 2 {\n test\n", vec!["{test}"], 1),
        ("repeat 2 {\n repeat 3 {\n test\n", vec!["{{test}}"], 2),
        ("test }\nseed 7", vec!["test", "seed 7"], 1),
        ("{ test }", vec!["!", "test"], 1),
        ("repeat 2 { test } seed 7", vec!["{test}", "seed 7"], 1),
    ] {
        let (file, codes) = read(text);
        assert_eq!(
            (outline(&file.statements), codes.len()),
            (expected.iter().map(|s| s.to_string()).collect(), findings),
            "{text}"
        );
    }
}

#[test]
fn the_names_a_broken_line_would_have_given_are_known() {
    for (text, expected) in [
        ("let small take 1000 of mnist", vec!["small"]),
        ("big: train mlp[784,10", vec!["big"]),
        ("sweep n in [1, p in [2]] {", vec!["n", "p"]),
        ("train mlp[784", vec![]),
        ("let 3 = 4", vec![]),
    ] {
        let source = Source::new("test.pipe", text);
        let (file, _) = parse(&source);
        let Some(Statement::Broken(span)) = file.statements.first() else { panic!("{text} is broken") };
        let names = names_in_broken(&source, *span);
        assert_eq!(names.iter().map(|name| name.as_str()).collect::<Vec<_>>(), expected, "{text}");
        assert!(names.iter().all(|name| source.slice(name.span) == name.value));
    }
}

#[test]
fn findings_stand_in_the_order_of_the_text_and_never_name_a_rule_of_the_grammar() {
    let text =
        "}\ntitle \"\u{202E}\"\nlet = 3\n# \u{1}\nfit a b c )\n! ? &\nexpect\nlet let\nsweep\nrepeat {\n";
    let (_, findings) = parse(&Source::new("test.pipe", text));
    assert!(findings.is_sorted_by_key(|finding| finding.span()));
    for finding in &findings {
        let said = format!("{} {}", finding.message, finding.help.as_deref().unwrap_or(""));
        assert!(!said.contains("_") && !said.contains("EOI") && !said.contains("-->"), "{said}");
    }
}
