//! Every code of an error, with a file that shows it: where it stands, what it says on both sides,
//! and how it is cured.

use super::check;
use pipette::source::Level;

/// A file, then of each finding that is no note: its code, the text at its place, words that it says.
type Case = (&'static str, &'static [(&'static str, &'static str, &'static str)]);

const CASES: &[Case] = &[
    // Words.
    ("trian mlp[784,10]", &[("unknown-word", "trian", "did you mean `train`?")]),
    ("train mpl[784,10]", &[("unknown-word", "mpl", "did you mean `mlp`?")]),
    ("train mlp[784,10] with sdg", &[("unknown-word", "sdg", "did you mean `sgd`?")]),
    ("train mlp[784,10] on minst", &[("unknown-word", "minst", "did you mean `mnist`?")]),
    ("use mnsit\ntrain mlp[57,2]", &[("unknown-word", "mnsit", "did you mean `mnist`?")]),
    ("train mlp[784,10](activation: rleu)", &[("unknown-word", "rleu", "did you mean `relu`?")]),
    ("train mlp[784,10] wiht sgd", &[("unknown-word", "wiht", "did you mean `with`?")]),
    ("train mlp[784,10] fro 3 epochs", &[("unknown-word", "fro", "did you mean `for`?")]),
    ("stack rbm x3, then check fre-energy", &[("unknown-word", "fre-energy", "did you mean `free-energy`?")]),
    (
        "a: train mlp[784,10], then test\nexpect a.eror < 3 %",
        &[("unknown-word", "eror", "did you mean `error`?")],
    ),
    (
        "sweep n in [1,2] { a: train mlp[784,n,10], then test }\nexpect argmni(a.error over n) < 2",
        &[("unknown-word", "argmni", "did you mean `argmin`?")],
    ),
    // Arguments.
    ("train mlp[784,10] with sgd(rte: 0.1)", &[("unknown-argument", "rte", "did you mean `rate`?")]),
    ("train mlp[784,10] with sgd3", &[("unknown-argument", "3", "takes, in brackets, rate, batch")]),
    ("use mnist(3)\ntrain mlp[784,10]", &[("unknown-argument", "3", "takes no arguments")]),
    ("train mlp", &[("missing-argument", "mlp", "write `mlp[...]`")]),
    ("train", &[("missing-argument", "train", "write it after `train`")]),
    ("fit ridge on gaussian(n: 10, p: 2)", &[("missing-argument", "ridge", "write `ridge(penalty: ...)`")]),
    ("sweep n in 1..5 { train mlp[784,n,10] }", &[("missing-argument", "1..5", "linear 10")]),
    (
        "train mlp[784,10] with sgd(rate: 0.1, rate: 0.2)",
        &[("duplicate-argument", "0.2", "first given here")],
    ),
    ("train mlp[784,10] with sgd and adam", &[("duplicate-argument", "adam", "the first")]),
    ("seed 1\nseed 2", &[("duplicate-argument", "seed 2", "first given here")]),
    ("sweep n in [5, 7, 5] { train mlp[784,n,10] }", &[("duplicate-argument", "5", "listed twice")]),
    (
        "a: train mlp[784,10], then test\nexpect a.error < 9 % with 95 % confidence with 90 % confidence",
        &[("duplicate-argument", "with 90 % confidence", "the confidence is given twice")],
    ),
    ("train mlp[784,10] with sgd(rate: \"fast\")", &[("wrong-type", "\"fast\"", "the text \"fast\"")]),
    ("train mlp[784,10] for 3.5 epochs", &[("wrong-type", "3.5 epochs", "a whole number")]),
    ("augment spambase", &[("wrong-type", "spambase", "needs images, `spambase` has 57 columns")]),
    ("let m = 3\ntrain mlp[784,10] on m", &[("wrong-type", "m", "expected data, found 3")]),
    // Units and ranges.
    ("augment mnist with rotation(15 %), then plot images", &[("wrong-unit", "%", "the unit here is `deg`")]),
    ("augment mnist with rotation(15), then plot images", &[("wrong-unit", "15", "write `15 deg`")]),
    ("train mlp[784,10] for 3 rows", &[("wrong-unit", "rows", "`epochs`")]),
    ("train mlp[784,10] with decay(0.9)", &[("wrong-unit", "0.9", "write `0.9 per epoch`")]),
    ("train mlp[784,10] with dropout(150 %)", &[("out-of-range", "150 %", "less than 100 %")]),
    ("edition 2", &[("out-of-range", "2", "this version knows edition 1")]),
    ("take 0 of mnist, then plot images", &[("out-of-range", "0", "1 or more")]),
    ("let a = 1 / 0\ntrain mlp[784,10] with sgd(rate: a)", &[("out-of-range", "1 / 0", "give inf")]),
    ("stack rbm x0", &[("unit-count", "x0", "`x1` is the least")]),
    ("stack rbm x3 cd0", &[("unit-count", "0", "`cd1` is the least")]),
    ("train rbm[784,9] with pcd0", &[("unit-count", "0", "`pcd1` is the least")]),
    (
        "draw 200 of spambase, then fit svc(kernel: polynomial, degree: 65)",
        &[("out-of-range", "65", "at most 64")],
    ),
    (
        "solve ising(temperature: 0.001) by onsager",
        &[("out-of-range", "ising", "0.05 or more"), ("unusual-value", "0.001", "0.5")],
    ),
    (
        "solve product-gate(1e-9) by four-neurons",
        &[("out-of-range", "product-gate", "0.0001 or more"), ("unusual-value", "1e-9", "0.001")],
    ),
    (
        "train rbm[784,9](hidden: relu) with emf on mnist",
        &[("not-in-this-place", "emf", "is for binary units")],
    ),
    // Names.
    ("test nothing", &[("unknown-word", "nothing", "not a name of this file")]),
    ("expect big.error < 3 %", &[("unknown-name", "big", "label the line that is meant")]),
    (
        "a: train mlp[784,10], then test\nexpect a.error < 3 % at n = 5",
        &[("unknown-name", "n", "no sweep above")],
    ),
    ("test big\nbig: train mlp[784,10]", &[("name-before-use", "big", "move the definition up")]),
    ("expect b.error < 3 %\nb: train mlp[784,10]", &[("name-before-use", "b", "defined here")]),
    ("let a = take 10 of a\ntrain mlp[784,10] on a", &[("name-before-use", "a", "in its own definition")]),
    (
        "let a = take 9 of b\nlet b = take 10 of mnist\ntrain mlp[784,10] on a",
        &[("name-before-use", "b", "defined here")],
    ),
    ("let m = 3\nlet m = 4\ntrain mlp[784,10] for m", &[("name-taken", "m", "defined here first")]),
    ("a: train mlp[784,10]\na: train mlp[784,10]", &[("name-taken", "a", "choose another name")]),
    ("let mlp = 3", &[("name-taken", "mlp", "is a model of the language")]),
    (
        "sweep sgd in [1, 2] { train mlp[784,sgd,10] }",
        &[("name-taken", "sgd", "is a method of the language")],
    ),
    // Shapes, ranges, abilities, parts.
    ("train mlp[57,10]", &[("shape-mismatch", "[57,10]", "`mnist` has 784 columns")]),
    ("train mlp[784,5]", &[("shape-mismatch", "[784,5]", "`mnist` has 10 classes")]),
    ("train rbm[57,10]", &[("shape-mismatch", "[57,10]", "start with 784")]),
    ("stack rbm[784,5] x3", &[("shape-mismatch", "x3", "the list makes 1 machines")]),
    (
        "a: train mlp[784,10]\ntest a on gaussian(n: 9, p: 784)",
        &[("shape-mismatch", "on gaussian(n: 9, p: 784)", "predicts 10 classes")],
    ),
    ("train rbm[57,10] on spambase", &[("range-mismatch", "train", "runs from 0 to 15841")]),
    ("use spambase with standardize\ntrain rbm[57,10]", &[("range-mismatch", "train", "has no bounds")]),
    (
        "use gaussian(n: 9, p: 3)\nfit ridge(penalty: 1), then sample 10",
        &[("missing-ability", "sample", "`ridge` can predict")],
    ),
    ("train rbm[784,10], then test", &[("missing-ability", "test", "`rbm` cannot")]),
    ("train mlp[784,10] with early-stopping", &[("missing-part", "early-stopping", "split validation")]),
    ("use spambase\nfit ridge(penalty: 1), then test", &[("missing-part", "test", "draw 2300 of spambase")]),
    // Places.
    ("train mlp[784,10] with cd1", &[("not-in-this-place", "cd1", "for training Boltzmann machines")]),
    ("train mlp[784,10] over mnist", &[("not-in-this-place", "over mnist", "`train` takes no `over`")]),
    ("fit mlp[784,10]", &[("not-in-this-place", "mlp[784,10]", "write `train mlp`")]),
    ("seed 1, then seed 2", &[("not-in-this-place", "seed 2", "belongs on a line of its own")]),
    ("repeat 2 { repeat 2 { train mlp[784,10] } }", &[("not-in-this-place", "repeat 2 {", "inside a sweep")]),
    (
        "repeat 2 { a: train mlp[784,10], then test\n expect a.error < 3 % }",
        &[("not-in-this-place", "expect a.error < 3 %", "below the closing `}`")],
    ),
    // Claims.
    (
        "a: train mlp[784,10], then test\nexpect a.error < 3 epochs",
        &[("claim-type", "3 epochs", "no measure has")],
    ),
    (
        "a: train mlp[784,10], then test\nexpect a.error < a.loss",
        &[("claim-type", "a.loss", "a fraction against nats")],
    ),
    ("a: train mlp[784,10], then test\nexpect a.error < 300", &[("claim-type", "300", "written `1 %`")]),
    ("a: train mlp[784,10], then test\nexpect a.error + a.loss < 1", &[("claim-type", "a.loss", "nats")]),
    (
        "sweep n in [1, 2] { a: train mlp[784,n,10], then test }\nexpect a.error < 3 %",
        &[("claim-type", "a.error", "say `at n = ...`")],
    ),
    (
        "sweep n in [1, 2] { a: train mlp[784,n,10], then test }\nexpect a.error < 3 % at n = 3",
        &[("out-of-range", "3", "it runs n over 1, 2")],
    ),
    // Searches.
    (
        "use mnist, then split validation 999\nsearch n in 5..9, try 3 by a.error { a: train mlp[784,n,10], then test }",
        &[("search-on-test", "a.error", "split validation 10 %")],
    ),
    (
        "search n in 5..9, try 3 by a.validation-error { a: train mlp[784,n,10] }",
        &[("missing-part", "a.validation-error", "use mnist, then split validation 10 %")],
    ),
    (
        "search n in 5..9, try 3 by a.training-error { a: train mlp[784,n,10] }",
        &[("wrong-type", "a.training-error", "not measured on validation rows")],
    ),
    (
        "use mnist with threshold(0.5), then split validation 999\n\
         search n in 5..9, try 3 by a.held-out-free-energy { a: train rbm[784,n], then check free-energy }",
        &[("wrong-type", "a.held-out-free-energy", "neither a low nor a high")],
    ),
    (
        "use mnist, then split validation 999\nb: train mlp[784,10]\n\
         search n in 5..9, try 3 by b.validation-error { train mlp[784,n,10] }",
        &[("wrong-type", "b", "not a line of this search")],
    ),
    (
        "search n in 9..5, try 3 by a.validation-error { a: train mlp[784,n,10] }",
        &[("out-of-range", "9..5", "the lower end first")],
    ),
    (
        "search r in 0..1 log, try 3 by a.validation-error { a: train mlp[784,10] with sgd(rate: r) }",
        &[("out-of-range", "0..1", "above 0 with `log`")],
    ),
    (
        "search n in [5, 9] log, try 3 by a.validation-error { a: train mlp[784,n,10] }",
        &[("wrong-type", "[5, 9]", "delete what follows")],
    ),
    (
        "search n in 5..9, e in 1..20 halving 3, try 9 by a.validation-error { a: train mlp[784,n,10] for e }",
        &[("out-of-range", "1..20", "end the range at 9 or at 27")],
    ),
    (
        "search n in 5..9, e in 1..27 halving 3, try 5 by a.validation-error { a: train mlp[784,n,10] for e }",
        &[("out-of-range", "5", "try 27 or more")],
    ),
    (
        "search e in 1..27 halving 3, try 30 by a.validation-error { a: train mlp[784,10] for e }",
        &[(
            "missing-argument",
            "search e in 1..27 halving 3, try 30 by a.validation-error {",
            "nothing to choose among",
        )],
    ),
    (
        "search n in 1..9 halving 3, e in 1..9 halving 3, try 9 by a.validation-error { a: train mlp[784,n,10] for e }",
        &[("duplicate-argument", "e in 1..9 halving 3", "one budget")],
    ),
    (
        "sweep n in [5, 9] { a: train mlp[784,n,10], then test }\nexpect a.error < 9 % at best",
        &[("claim-type", "a.error", "which one?")],
    ),
    (
        "a: train mlp[784,10], then test\nexpect a.error < 9 % at best",
        &[("no-effect", "best", "belongs to a search")],
    ),
    // Nothing is ignored.
    ("a: seed 3", &[("no-effect", "a", "delete the label")]),
    ("use mnist\nuse fashion\ntrain mlp[784,10]", &[("no-effect", "use mnist", "replaced here")]),
    ("expect 1 < 2", &[("no-effect", "expect 1 < 2", "names no measure")]),
    ("split validation 9 of mnist, then split validation 9", &[("no-effect", "9", "split off twice")]),
    ("augment mnist, then augment with rotation(5 deg)", &[("no-effect", "augment", "augmented twice")]),
    (
        "let a = trian mlp[784,10]",
        &[("unused-name", "a", "never used"), ("unknown-word", "trian", "`train`")],
    ),
    // Files.
    ("train mlp[3,2] on csv(\"not-here.csv\")", &[("bad-data", "csv", "not-here.csv")]),
    ("train mlp[3,2] on csv(\"src\")", &[("bad-data", "csv", "is a folder, a file is expected")]),
    (
        "a: train mlp[784,10], then save to \"not/here.npz\"",
        &[("missing-folder", "to \"not/here.npz\"", "make the folder first")],
    ),
    // Warnings.
    ("let spare = 3\ntrain mlp[784,10]", &[("unused-name", "spare", "delete the line")]),
    ("train mlp[784,10] with sgd(rate: 50)", &[("unusual-value", "50", "outside the usual")]),
];

#[test]
fn every_code_has_its_place_and_its_cure() {
    let wrong: Vec<String> = CASES.iter().filter_map(|case| disappointed(case).err()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// What a file says otherwise than it should.
fn disappointed((text, wanted): &Case) -> Result<(), String> {
    let checked = check(text);
    let found: Vec<_> = checked.findings.iter().filter(|f| f.level > Level::Note).collect();
    let codes: Vec<_> = found.iter().map(|f| (f.code, checked.at(f))).collect();
    let expected: Vec<_> = wanted.iter().map(|(code, place, _)| (*code, *place)).collect();
    if codes != expected {
        return Err(format!("{text}\n  found    {codes:?}\n  expected {expected:?}"));
    }
    for (finding, (_, _, words)) in found.iter().zip(*wanted) {
        let labels: Vec<&str> = finding.labels.iter().map(|label| label.text.as_str()).collect();
        let help = finding.help.as_deref().unwrap_or("");
        let said = format!("{}\n  {}\n  {help}", finding.message, labels.join("\n  "));
        if !said.contains(words) {
            return Err(format!("{text}\n  does not say {words:?} but\n  {said}"));
        }
        if help.is_empty() || labels.iter().any(|label| label.is_empty()) {
            return Err(format!("{text}\n  has no cure or an empty label\n  {said}"));
        }
    }
    Ok(())
}

#[test]
fn eight_mistakes_are_found_in_one_go() {
    let text = "\
seed 1
trian mlp[784,10]
train mlp[784,10] with sgd(rte: 0.1)
train mlp[57,10]
augment mnist with rotation(15 %), then train mlp[784,10]
train mlp[784,10] with cd1
stack rbm x3 cd0
use spambase
fit ridge(penalty: 1), then sample 5
expect big.error < 3 %
";
    let checked = check(text);
    let lines: Vec<usize> = checked.errors().iter().map(|f| checked.source.line(f.span().start)).collect();
    assert_eq!(
        checked.codes(),
        [
            "unknown-word",
            "unknown-argument",
            "shape-mismatch",
            "wrong-unit",
            "not-in-this-place",
            "unit-count",
            "missing-ability",
            "unknown-name"
        ]
    );
    assert_eq!(lines, [2, 3, 4, 5, 6, 7, 9, 10]);
}

#[test]
fn what_rests_on_a_mistake_is_not_blamed() {
    for text in [
        "big: trian mlp[784,10], then test\ntest big\nexpect big.error < 3 %",
        "let small = take 1000 of mnsit\nbig: train mlp[784,10] on small, then test\nsave big to \"a.npz\"",
        "use mnsit\ntrain mlp[784,10]\ntrain rbm[9,9]",
    ] {
        assert_eq!(check(text).codes(), ["unknown-word"], "{text}");
    }
}

#[test]
fn the_assumed_data_set_is_said_once() {
    let checked = check("train mlp[784,10]\ntrain mlp[784,20,10]");
    let notes: Vec<_> = checked.findings.iter().map(|f| (f.code, f.level)).collect();
    assert_eq!(notes, [("default-data", Level::Note)]);
}

/// A `let` above a sweep does not see the sweep's axis: it would freeze the first value for every cell.
#[test]
fn a_let_sees_the_names_around_its_own_line() {
    let text = "seed 1\nlet rows = draw n of spambase\nsweep n in [10, 20] { fit ridge(penalty: 1) on rows, then test }\n";
    let (_, findings) = crate::checking::checked(text, std::path::Path::new("."));
    assert!(findings.iter().any(|f| f.level == pipette::source::Level::Error), "{findings:?}");
}
