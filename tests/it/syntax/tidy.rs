//! The canonical form of whole files: it is a fixed point, keeps every comment, and changes nothing
//! that is read. Files of all kinds, right and broken, are laid out; a few are shown.

use std::path::Path;

use pipette::numeric::random::Seed;
use pipette::source::Source;
use pipette::syntax::{parse, tidy};

use super::properties::{corpus, shape};
use super::writer::Writer;
use crate::checking::checked;

/// Files made at random; an unoptimized build lays out some ten thousand in a second.
const FILES: u64 = 12_000;

fn tidied(text: &str) -> String {
    tidy(&Source::new("test.pipe", text))
}

/// The comments of a text as they are written, without the blanks behind them.
fn comments(text: &str) -> Vec<String> {
    let source = Source::new("test.pipe", text);
    let (file, _) = parse(&source);
    file.comments.iter().map(|comment| source.slice(*comment).trim_end().to_owned()).collect()
}

/// A tree without its places; of a broken line, which has no form, nothing.
fn tree(text: &str) -> String {
    shape(&parse(&Source::new("test.pipe", text)).0)
}

fn check(text: &str) {
    let once = tidied(text);
    assert_eq!(tidied(&once), once, "laid out twice: {text:?}");
    assert_eq!(comments(&once), comments(text), "comments of {text:?}\n{once:?}");
    assert_eq!(tree(&once), tree(text), "trees of {text:?}\n{once:?}");
}

#[test]
fn random_files_keep_tree_and_comments_and_are_laid_out_once_for_all() {
    let (seed, corpus) = (Seed::root(3).child("tidy"), corpus());
    for i in 0..FILES {
        let mut writer = Writer::new(seed.at(i));
        let text = writer.file();
        check(&match i % 3 {
            0 => text,
            1 => writer.damage(&text),
            _ => writer.damage(&corpus[i as usize / 3 % corpus.len()]),
        });
    }
}

#[test]
fn every_file_of_the_corpus_keeps_tree_comments_and_broken_lines() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = 0;
    for folder in ["tests/corpus", "pipelines"] {
        for (path, text) in crate::pipelines::files(&root.join(folder)) {
            check(&text);
            let (plan, _) = checked(&text, path.parent().unwrap_or(root));
            let (laid_out, _) = checked(&tidied(&text), path.parent().unwrap_or(root));
            assert_eq!(plan.identity(), laid_out.identity(), "{}", path.display());
            files += 1;
        }
    }
    assert!(files >= 20, "only {files} files");
}

#[test]
fn the_pipelines_are_in_canonical_form() {
    for (path, text) in crate::pipelines::files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("pipelines")) {
        assert_eq!(tidied(&text), text, "{}: run `pipette fmt pipelines`", path.display());
    }
}

#[test]
fn blanks_line_ends_and_empty_lines_have_one_form() {
    for (text, form) in [
        ("", ""),
        (" \r\n\n", ""),
        ("seed   7\r\n\r\n\r\n\r\ntitle  \"a\"", "seed 7\n\ntitle \"a\"\n"),
        ("\n\ntrain mlp[784, 10]( activation :tanh )\n\n", "train mlp[784,10](activation: tanh)\n"),
        ("let a=[1,2]", "let a = [1, 2]\n"),
        ("augment mnist,\n  then test", "augment mnist, then test\n"),
        ("repeat 2 { test }", "repeat 2 {\n  test\n}\n"),
        (
            "sweep n in [1,2],repeat 2{\n\n test\n\n\n  seed 1\n\n}\ntest",
            "sweep n in [1, 2], repeat 2 {\n  test\n\n  seed 1\n}\ntest\n",
        ),
    ] {
        assert_eq!(tidied(text), form, "{text:?}");
    }
}

#[test]
fn comments_stay_at_what_they_are_about() {
    let text = "  # head  \n\n\n\n# of seed\nseed 7# lucky\nrepeat 2 { # both\n # of test\n  test # a\n     # last\n} # done\n#end";
    let form = "# head\n\n# of seed\nseed 7  # lucky\nrepeat 2 {  # both\n  # of test\n  test  # a\n  # last\n}  # done\n#end\n";
    assert_eq!(tidied(text), form);
    let inside = "train   mlp[784, # pixels\n   10] with sgd ,#gradient\n\n  # why\n  then  test\n";
    let form = "train mlp[784,  # pixels\n  10] with sgd ,  #gradient\n  # why\n  then test\n";
    assert_eq!(tidied(inside), form);
}

#[test]
fn what_cannot_be_read_is_left_as_it_is() {
    let text =
        "seed   1\ntrain   mlp[784,10\n  with   sgd\n   fit  ridge on\n}\nsweep  n of [1]{\nseed   2\n";
    let form = "seed 1\ntrain   mlp[784,10\n  with   sgd\nfit  ridge on\n}\nsweep  n of [1]{\n  seed 2\n";
    assert_eq!(tidied(text), form);
    check(text);
}

#[test]
fn long_lines_go_on_before_a_then() {
    let stage = |n: usize| format!("augment mnist with {}", vec!["rotation(10 deg)"; n].join(" and "));
    let text = format!("a: {}, then {}, then test", stage(3), stage(2));
    let form = format!("a: {},\n  then {}, then test\n", stage(3), stage(2));
    assert_eq!(tidied(&text), form);
    let block = format!("repeat 2 {{\n  {}\n}}\n", form.trim_end().replace('\n', "\n  "));
    assert_eq!(tidied(&format!("repeat 2 {{ {text} }}")), block);
    assert_eq!(tidied(&format!("let {text}").replace(':', " =")), format!("let {form}").replace(':', " ="));
    // A line of exactly 100 characters is not too long, one of 101 is.
    for (fits, blanks) in [(true, 100), (false, 101)] {
        let name = "n".repeat(blanks - "title \"\", then test".len());
        assert_eq!(tidied(&format!("title \"{name}\", then test")).lines().count() == 1, fits);
    }
}
