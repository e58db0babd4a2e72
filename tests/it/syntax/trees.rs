//! What sentences mean: the shape of the trees that they become.

use pipette::syntax::ast::*;

use super::sentences::clean;

fn one(text: &str) -> Statement {
    let mut statements = clean(text);
    assert_eq!(statements.len(), 1, "{text}");
    statements.remove(0)
}

fn pipeline(text: &str) -> Pipeline {
    match one(text) {
        Statement::Pipeline(pipeline) => pipeline,
        other => panic!("{text}: {other:?}"),
    }
}

fn body(text: &str) -> LetBody {
    match one(text) {
        Statement::Let(binding) => binding.body,
        other => panic!("{text}: {other:?}"),
    }
}

fn claim(text: &str) -> Claim {
    match one(text) {
        Statement::Claim(claim) => claim,
        other => panic!("{text}: {other:?}"),
    }
}

/// The verbs of the stages.
fn verbs(stages: &[Stage]) -> Vec<&str> {
    stages.iter().map(|stage| stage.verb.as_str()).collect()
}

/// The prepositions of clauses, each with its phrase.
fn clauses(clauses: &[Clause]) -> Vec<String> {
    clauses.iter().map(Clause::to_string).collect()
}

#[test]
fn the_first_fixed_sentence_has_two_stages_and_one_clause_with_two_methods() {
    let text = "augment mnist, then train mlp[784,2500,2000,1500,1000,500,10] with sgd and decay";
    let stages = pipeline(text).stages;
    assert_eq!(verbs(&stages), ["augment", "train"]);
    assert_eq!(clauses(&stages[1].clauses), ["with sgd and decay"]);
    assert_eq!(stages[1].clauses[0].phrase.items.len(), 2);
    let Some(Item::Operands(operands)) = stages[1].object.as_ref().map(|phrase| &phrase.items[0]) else {
        panic!("train has an object")
    };
    let Expr::Call(call) = &operands[0].value else { panic!("a call") };
    assert_eq!(call.list.as_ref().map(|list| list.len()), Some(7));
}

#[test]
fn the_second_fixed_sentence_has_a_count_beside_its_model() {
    let stages = pipeline("stack rbm x3 cd1, then check free-energy").stages;
    let Some(Item::Operands(operands)) = stages[0].object.as_ref().map(|phrase| &phrase.items[0]) else {
        panic!("stack has an object")
    };
    assert_eq!(operands.len(), 3);
    assert!(matches!(operands[1].value, Expr::Times(3)));
    assert_eq!(verbs(&stages), ["stack", "check"]);
}

#[test]
fn a_clause_belongs_to_its_stage_and_and_to_the_nearest_phrase() {
    let text = "estimate log-partition of machine by ais(chains: 100) and tap and mean-field";
    let stages = pipeline(text).stages;
    assert_eq!(clauses(&stages[0].clauses), ["of machine", "by ais(chains: 100) and tap and mean-field"]);
}

#[test]
fn the_word_after_a_number_is_its_unit_unless_it_joins() {
    for (text, number, unit, per) in [
        ("rotate by 15 deg", "15", Some("deg"), None),
        ("rotate by 15deg", "15", Some("deg"), None),
        ("rotate by 20 %", "20", Some("%"), None),
        ("rotate by 0.997 per epoch", "0.997", None, Some("epoch")),
        ("rotate by 2 MiB per s", "2", Some("MiB"), Some("s")),
        ("rotate by 10_000 for x", "10_000", None, None),
        ("rotate by -1e-3 px", "-1e-3", Some("px"), None),
    ] {
        let stages = pipeline(text).stages;
        let Item::Operands(operands) = &stages[0].clauses[0].phrase.items[0] else { panic!("{text}") };
        let Expr::Quantity(quantity) = &operands[0].value else { panic!("{text}") };
        assert_eq!(quantity.text, number);
        assert_eq!(quantity.number, number.replace('_', "").parse::<f64>().unwrap());
        assert_eq!(quantity.unit.as_ref().map(|unit| unit.as_str()), unit, "{text}");
        assert_eq!(quantity.per.as_ref().map(|per| per.as_str()), per, "{text}");
    }
}

#[test]
fn a_let_holds_stages_where_a_verb_acts_and_a_phrase_elsewhere() {
    for text in [
        "let a = take 1000 of mnist",
        "let a = draw n of spambase, then standardize",
        "let a = standardize, then test",
        "let a = mnist with threshold(0.5)",
        "let a =\n  train mlp[784,10] with sgd",
    ] {
        assert!(matches!(body(text), LetBody::Stages(_)), "{text}");
    }
    for text in [
        "let a = mnist",
        "let a = 30",
        "let a = 15 deg",
        "let a = [1, 2, 3]",
        "let a = sgd(rate: 0.01, batch: 100) and decay(0.997 per epoch)",
        "let a = sgd and decay",
        "let a = b - 3",
        "let a = b * 2 + 1",
        "let a = 1e-6..1e2 log 9",
        "let a = b..c",
        "let a = mlp[784,10](activation: tanh)",
        "let a = loss < 3 %",
        "let a = \"a text\"",
    ] {
        assert!(matches!(body(text), LetBody::Phrase(_)), "{text}");
    }
}

#[test]
fn products_bind_tighter_than_sums_and_both_fold_from_the_left() {
    for (text, full) in [
        ("let a = 1 + 2 * 3", "1 + (2 * 3)"),
        ("let a = 1 - 2 - 3", "(1 - 2) - 3"),
        ("let a = 1 / 2 * 3", "(1 / 2) * 3"),
        ("let a = (1 + 2) * 3", "(1 + 2) * 3"),
        ("let a = 1 * 2 + 3 * 4 - 5", "((1 * 2) + (3 * 4)) - 5"),
        ("let a = -b * 2", "-b * 2"),
        ("let a = -(b * 2)", "-(b * 2)"),
        ("let a = b - -2", "b - -2"),
        ("let a = - 2", "-2"),
    ] {
        let LetBody::Phrase(phrase) = body(text) else { panic!("{text}") };
        let Item::Operands(operands) = &phrase.items[0] else { panic!("{text}") };
        assert_eq!(bracketed(&operands[0].value, false), full, "{text}");
    }
}

/// An expression with every sum and product in brackets but the outermost.
fn bracketed(expr: &Expr, inside: bool) -> String {
    match expr {
        Expr::Binary { left, operator, right } => {
            let text = format!("{} {operator} {}", bracketed(left, true), bracketed(right, true));
            if inside { format!("({text})") } else { text }
        }
        other => other.to_string(),
    }
}

#[test]
fn a_claim_has_one_relation_and_its_clauses() {
    let compared = claim("expect a.accuracy > b.accuracy at n = 57 with 95 % confidence");
    assert!(
        matches!(compared.relation, Relation::Compare(ref symbol, _) if symbol.value == Comparison::Greater)
    );
    assert_eq!(clauses(&compared.clauses), ["at n = 57", "with 95 % confidence"]);
    let Item::Condition { path, symbol, .. } = &compared.clauses[0].phrase.items[0] else {
        panic!("a condition")
    };
    assert_eq!((path[0].as_str(), symbol.value), ("n", Comparison::Equal));

    let member = claim("expect argmin(squares.accuracy over n) in 50..60");
    assert!(matches!(member.relation, Relation::In(ref range) if matches!(range.value, Expr::Range { .. })));
    let Expr::Call(call) = &member.left.value else { panic!("a call") };
    let argument = &call.arguments.as_ref().expect("arguments")[0];
    assert!(matches!(argument.value.value, Expr::Qualified { .. }));

    let within = claim("expect a.energy within 2 % of -1.4142 with 99 % confidence and 3 repeats");
    assert!(matches!(within.relation, Relation::Within { .. }));
    assert_eq!(clauses(&within.clauses), ["with 99 % confidence and 3 repeats"]);
}

#[test]
fn a_sweep_has_axes_a_repeat_and_a_body_and_nests() {
    let text = "sweep n in [1, 2], p in 10..300 linear 50,\n  repeat 1e3 {\n  repeat 2 { fit a }\n  fit b\n}";
    let Statement::Sweep(sweep) = one(text) else { panic!("a sweep") };
    assert_eq!(sweep.axes.iter().map(|axis| axis.name.as_str()).collect::<Vec<_>>(), ["n", "p"]);
    assert_eq!(sweep.repeat.as_ref().map(|count| count.value), Some(1000));
    assert_eq!(sweep.body.len(), 2);
    let Statement::Sweep(inner) = &sweep.body[0] else { panic!("a sweep in a sweep") };
    assert!(inner.axes.is_empty() && inner.body.len() == 1);
    let Expr::Range { spacing: Some(spacing), .. } = &sweep.axes[1].values.value else { panic!("a range") };
    assert_eq!((spacing.scale, spacing.count.value), (Scale::Linear, 50));
    assert!(text[..sweep.head.end].ends_with('{') && sweep.span.end == text.len());
}

#[test]
fn lines_go_on_after_commas_signs_in_brackets_and_before_joining_words() {
    for text in [
        "augment mnist,\n  then test",
        "augment mnist  # a comment, then\n\n  with rotation(15 deg)\n  and scaling(15 %),\n  then test",
        "train mlp[\n  784, # pixels\n  10\n] with sgd(\n  rate: 0.1,\n  from: 3,\n)",
        "let a = 1 +\n  2",
        "expect a >\n  b\n  at n = 57",
        "sweep n in [1],\n  p in [2]\n{ test }",
        "augment mnist\n, then test",
        "\ttrain\tmlp\twith\tsgd\t",
        "title \"# not a comment, then {\"",
        "augment mnist,\r\n  then test\r\n",
        "\u{FEFF}augment mnist",
    ] {
        assert_eq!(clean(text).len(), 1, "{text}");
    }
    assert_eq!(clean("augment mnist\ntest\n\n# only a comment\ntest").len(), 3);
    assert_eq!(clean("").len() + clean("\n\n# nothing\n").len(), 0);
}

#[test]
fn joining_words_are_free_as_argument_names_after_dots_and_in_hyphenated_words() {
    for text in
        ["fit a(of: 1, then: 2, in: 3)", "plot a.with.then over n", "fit in-line with and-so by then-what"]
    {
        assert_eq!(clean(text).len(), 1, "{text}");
    }
}

#[test]
fn comments_are_kept_in_order() {
    let text = "# one\naugment mnist, # two\n  # three\n  then test # four\nsource \"# none\"";
    let (file, findings) = pipette::syntax::parse(&pipette::source::Source::new("a", text));
    let comments: Vec<&str> = file.comments.iter().map(|span| &text[span.start..span.end]).collect();
    assert_eq!(comments, ["# one", "# two", "# three", "# four"]);
    assert!(findings.is_empty());
}

#[test]
fn spans_hold_what_they_name_and_no_blanks() {
    let text = "a:  train  mlp[784, 10]   with  sgd ( rate: 1 )  # note";
    let (file, _) = pipette::syntax::parse(&pipette::source::Source::new("a", text.replace("sgd (", "sgd(")));
    let text = text.replace("sgd (", "sgd(");
    let Statement::Pipeline(pipeline) = &file.statements[0] else { panic!("a pipeline") };
    let stage = &pipeline.stages[0];
    let at = |span: pipette::source::Span| &text[span.start..span.end];
    assert_eq!(at(pipeline.span), "a:  train  mlp[784, 10]   with  sgd( rate: 1 )");
    assert_eq!(at(stage.object.as_ref().expect("an object").span), "mlp[784, 10]");
    assert_eq!(at(stage.clauses[0].span), "with  sgd( rate: 1 )");
}
