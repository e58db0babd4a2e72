//! What fixes do to files: each cures what it belongs to, safe ones keep the identity, and mending a
//! mended file changes nothing.

use crate::checking::checked;
use crate::syntax::writer::Writer;
use pipette::numeric::random::Seed;
use pipette::source::{Cure, Diagnostic, Level, Source, apply, mend};
use pipette::syntax::{ast::Statement, parse};
use std::path::Path;

/// Right files of the kinds that people write; the fuzz test damages them.
const FILES: &[&str] = &[
    "seed 7\nuse mnist with threshold(0.5)\nlet recipe = sgd(rate: 0.01, batch: 50) and decay(0.99 per epoch)\n\
     big: train mlp[784,100,10](activation: tanh) with recipe for 3 epochs, then test\nexpect big.error < 5 %\n",
    "sweep n in [5, 10], repeat 2 {\n  small: train mlp[784,n,10] on mnist with sgd for 2 epochs, then test\n}\n\
     expect small.error < 50 % at n = 5 with 95 % confidence\nplot small.error over n\n",
    "# About.\n\naugment mnist with rotation(15 deg) and scaling(10 %),\n  then train mlp[784,20,10] with adam\n",
    "stack rbm x3 cd1, then check free-energy\n",
    "title \"A title\"\nlet rows = draw 20 of spambase, then standardize\nlet spare = 3  # not used\n\
     fit ridge(penalty: 1e-6) on rows, then test\n",
];

fn findings(text: &str) -> Vec<Diagnostic> {
    checked(text, Path::new(".")).1
}

fn identity(text: &str) -> String {
    checked(text, Path::new(".")).0.identity().hex()
}

fn mended(text: &str, cure: Cure) -> String {
    mend(text, cure, findings).text
}

fn errors(findings: &[Diagnostic]) -> usize {
    findings.iter().filter(|finding| finding.level == Level::Error).count()
}

/// Lines that can't be read, those inside blocks among them.
fn broken(text: &str) -> usize {
    fn count(statements: &[Statement]) -> usize {
        let of = |statement: &Statement| match statement {
            Statement::Broken(_) => 1,
            Statement::Sweep(sweep) => count(&sweep.body),
            _ => 0,
        };
        statements.iter().map(of).sum()
    }
    count(&parse(&Source::new("test.pipe", text)).0.statements)
}

/// A file, with what `lint --unsafe-fixes` makes of it.
const CURES: &[(&str, &str)] = &[
    // Words.
    ("seed 1\ntrian mlp[784,10] on mnist\n", "seed 1\ntrain mlp[784,10] on mnist\n"),
    (
        "seed 1\ntrain mpl[784,10] on mnsit with sdg(rte: 1)\n",
        "seed 1\ntrain mlp[784,10] on mnist with sgd(rate: 1)\n",
    ),
    (
        "seed 1\nuse mnist\ntrain mlp[784,10](activation: rleu) fro 3 epochs\n",
        "seed 1\nuse mnist\ntrain mlp[784,10](activation: relu) for 3 epochs\n",
    ),
    (
        "seed 1\nlet how = sdg\ntrain mlp[784,10] on mnist with how\n",
        "seed 1\nlet how = sgd\ntrain mlp[784,10] on mnist with how\n",
    ),
    (
        "seed 1\nlet how = rleu\ntrain mlp[784,10](activation: how) on mnist\n",
        "seed 1\nlet how = relu\ntrain mlp[784,10](activation: how) on mnist\n",
    ),
    (
        "seed 1\nbig: train mlp[784,10] on mnist\nexpect bgi.eror < 3 %\n",
        "seed 1\nbig: train mlp[784,10] on mnist\nexpect big.error < 3 %\n",
    ),
    // Units.
    (
        "seed 1\naugment mnist with rotation(15), then train mlp[784,10]\n",
        "seed 1\naugment mnist with rotation(15 deg), then train mlp[784,10]\n",
    ),
    (
        "seed 1\naugment mnist with rotation(15 dge), then train mlp[784,10]\n",
        "seed 1\naugment mnist with rotation(15 deg), then train mlp[784,10]\n",
    ),
    (
        "seed 1\ntrain mlp[784,10] on mnist with decay(0.9)\n",
        "seed 1\ntrain mlp[784,10] on mnist with decay(0.9 per epoch)\n",
    ),
    // Deletions.
    ("seed 1\nseed 2\ntrain mlp[784,10] on mnist\n", "seed 1\ntrain mlp[784,10] on mnist\n"),
    (
        "seed 1\ntrain mlp[784,10] on mnist with sgd(rate: 0.1, rate: 0.2) and adam\n",
        "seed 1\ntrain mlp[784,10] on mnist with sgd(rate: 0.1)\n",
    ),
    ("a: seed 1\nuse fashion\nuse mnist\ntrain mlp[784,10]\n", "seed 1\nuse mnist\ntrain mlp[784,10]\n"),
    (
        "seed 1\nsweep n in [5, 7, 5] {\n  train mlp[784,n,10] on mnist\n}\n",
        "seed 1\nsweep n in [5, 7] {\n  train mlp[784,n,10] on mnist\n}\n",
    ),
    // Shapes.
    ("seed 1\ntrain mlp[57,20,5] on mnist\n", "seed 1\ntrain mlp[784,20,10] on mnist\n"),
    ("seed 1\ntrain rbm[57,20] on mnist\n", "seed 1\ntrain rbm[784,20] on mnist\n"),
    // The head of the file.
    (
        "# About.\n\n# Why.\ntrain mlp[784,10]\n",
        "# About.\n\nuse mnist\nseed 0\nedition 1\n# Why.\ntrain mlp[784,10]\n",
    ),
    (
        "title \"a\"\nlet a = 1\nlet b = a\nseed 1\ntrain mlp[784,10]\n",
        "title \"a\"\nuse mnist\nseed 1\ntrain mlp[784,10]\n",
    ),
    // Broken lines.
    ("seed 1;\ntrain mlp[784,10 on mnist,\n", "seed 1\ntrain mlp[784,10] on mnist\n"),
    (
        "seed 1\nrepeat 2 {\n  train mlp[784,10)(activation: tanh) on mnist\n",
        "seed 1\nrepeat 2 {\n  train mlp[784,10](activation: tanh) on mnist\n}\n",
    ),
    (
        "seed 1\ntitle \"a  \ntrain mlp[784,10]] on mnist then test\n}\n",
        "seed 1\ntitle \"a\"  \ntrain mlp[784,10] on mnist, then test\n",
    ),
];

#[test]
fn mistakes_are_cured_as_their_help_says() {
    // All but the one that shows how a head is written name their edition.
    let whole =
        |text: &str| if text.starts_with('#') { text.to_owned() } else { format!("edition 1\n{text}") };
    for (text, cured) in CURES {
        assert_eq!(mended(&whole(text), Cure::Suggested), whole(cured), "of\n{text}");
    }
}

/// A fix alone takes its finding away, whatever else a file that can now be read lays bare.
#[test]
fn a_fix_cures_its_own_finding() {
    let mut fixes = 0;
    for (text, _) in CURES {
        let found = findings(text);
        let alike = |list: &[Diagnostic], one: &Diagnostic| {
            list.iter().filter(|other| (other.code, &other.message) == (one.code, &one.message)).count()
        };
        for finding in &found {
            let Some(fix) = &finding.fix else { continue };
            let (fixed, count) = apply(text, [fix]);
            assert_eq!(count, 1, "{finding:?}");
            assert!(alike(&findings(&fixed), finding) < alike(&found, finding), "{finding:?}\nin\n{fixed}");
            fixes += 1;
        }
    }
    assert!(fixes > CURES.len(), "{fixes} fixes");
}

#[test]
fn an_unused_name_that_means_something_is_not_deleted_safely() {
    // Data that are read are counted: the second reading of equal data has an identity of its own.
    let counted =
        "edition 1\nseed 1\nlet a = gaussian(n: 9, p: 2)\nfit ridge(penalty: 1) on gaussian(n: 9, p: 2)\n";
    // A comment inside a line would go with it; a line with a mistake may be half written.
    let commented =
        "edition 1\nseed 1\nlet a = take 9 of mnist,  # why\n  then take 3\ntrain mlp[784,10] on mnist\n";
    let mistaken = "edition 1\nseed 1\nlet a = trian mlp[784,10]\ntrain mlp[784,10] on mnist\n";
    for text in [counted, commented, mistaken] {
        assert!(findings(text).iter().any(|finding| finding.code == "unused-name"));
        assert_eq!(mended(text, Cure::Safe), text);
    }
}

/// Damaged files: safe fixes leave no line broken that was not and fewer lines broken or fewer findings
/// (a line that can be read at last may show several mistakes), keep the identity where there was no
/// error, and are made once for all. Suggested fixes end, too.
#[test]
fn mending_ends_and_does_no_harm() {
    const ROUNDS: u64 = 1500;
    let seed = Seed::root(4).child("fixes");
    let (mut safe, mut suggested) = (0, 0);
    for i in 0..ROUNDS {
        let mut writer = Writer::new(seed.at(i));
        let text = FILES[i as usize % FILES.len()];
        let text = if i % 10 == 0 { text.to_owned() } else { writer.damage(text) };
        let found = findings(&text);
        let fixed = mended(&text, Cure::Safe);
        if fixed != text {
            safe += 1;
            let (before, after) = ((broken(&text), found.len()), (broken(&fixed), findings(&fixed).len()));
            assert!(after < before, "{before:?} became {after:?}\n{text}\nbecame\n{fixed}");
            assert!(errors(&found) > 0 || identity(&text) == identity(&fixed), "{text}\nbecame\n{fixed}");
        }
        assert_eq!(mended(&fixed, Cure::Safe), fixed, "fixed twice\n{text}");
        let all = mended(&text, Cure::Suggested);
        suggested += u64::from(all != fixed);
        assert!(broken(&all) <= broken(&text), "{text}\nbecame\n{all}");
        assert_eq!(mended(&all, Cure::Suggested), all, "fixed twice\n{text}");
    }
    // Damage that no fix knows would test nothing.
    assert!(
        safe > ROUNDS / 20 && suggested > ROUNDS / 5,
        "{safe} and {suggested} of {ROUNDS} files were fixed"
    );
}
