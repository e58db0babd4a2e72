//! Keys: what cannot change a result changes no key, and what can changes the keys of the steps that it reaches, and
//! no others.

use super::study::{self, How, folder, plan};
use pipette::run::store::{Disk, Ingredients};
use pipette::run::{Sums, key};
use proptest::prelude::*;
use std::path::Path;

/// An experiment by its figures.
#[derive(Clone, Debug, PartialEq)]
struct Study {
    seed: u64,
    rows: u32,
    hidden: u32,
    /// In thousandths.
    rate: u32,
    batch: u32,
    epochs: u32,
    dropout: u32,
    penalty: u32,
    noise: u32,
}

/// How it is written down, which means nothing.
#[derive(Clone, Debug)]
struct Look {
    labels: [String; 2],
    spaces: [usize; 3],
    swapped: bool,
    scientific: bool,
    broken: bool,
    comment: String,
}

fn studies() -> impl Strategy<Value = Study> {
    (0..1000u64, 50..500u32, 2..90u32, 1..500u32, 5..40u32, 1..9u32, 1..80u32, 1..90u32, 1..9u32).prop_map(
        |(seed, rows, hidden, rate, batch, epochs, dropout, penalty, noise)| Study {
            seed,
            rows,
            hidden,
            rate,
            batch,
            epochs,
            dropout,
            penalty,
            noise,
        },
    )
}

fn looks() -> impl Strategy<Value = Look> {
    let labels = ["[a-d][0-9]{1,3}x", "[e-h][0-9]{1,3}x"];
    (labels, [1..5usize, 1..5, 1..5], any::<bool>(), any::<bool>(), any::<bool>(), "[ -~]{0,20}").prop_map(
        |(labels, spaces, swapped, scientific, broken, comment)| Look {
            labels,
            spaces,
            swapped,
            scientific,
            broken,
            comment,
        },
    )
}

fn text(study: &Study, look: &Look) -> String {
    let Study { seed, rows, hidden, batch, epochs, dropout, penalty, noise, .. } = study;
    let [a, b, c] = look.spaces.map(|n| " ".repeat(n));
    let rate = match look.scientific {
        true => format!("{}e-3", study.rate),
        false => format!("{}", f64::from(study.rate) / 1000.0),
    };
    let sgd = match look.swapped {
        true => format!("batch:{a}{batch}, rate: {rate}"),
        false => format!("rate:{b}{rate},{c}batch: {batch}"),
    };
    let end = if look.broken { ",\n  then" } else { ", then" };
    let ([net, squares], comment) = (&look.labels, &look.comment);
    format!(
        "#{comment}\nseed{a}{seed}\nuse strokes(train: {rows},{b}test: 30)  # {comment}\n\n\
         {net}:{c}train mlp[784,{hidden},10] with sgd({sgd}) and dropout({dropout} %) for {epochs} epochs{end} test\n\
         sweep n in [12, 30],{b}repeat 2 {{\n\
         {a}{squares}: fit ridge(penalty: {penalty}) on gaussian(n: n, p: 5, noise: {noise}){end}{c}test\n}}\n"
    )
}

/// The keys of the network's steps and of the block's, in a repeat.
fn keys(text: &str, repeat: u64) -> (Vec<String>, Vec<String>) {
    let plan = plan(text);
    let all = key::all(&plan, &Sums::new(Path::new(".")), repeat);
    let (mut outside, mut inside) = (Vec::new(), Vec::new());
    for (step, key) in plan.steps.iter().zip(all) {
        let key = key.expect("there is nothing to read").1;
        if step.cell.is_some() { inside.push(key) } else { outside.push(key) }
    }
    (outside, inside)
}

/// No step has the key that it had.
fn all_differ(a: &[String], b: &[String]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a != b)
}

fn plain() -> Look {
    let labels = ["net", "squares"].map(str::to_string);
    let (swapped, scientific, broken) = (false, false, false);
    Look { labels, spaces: [1; 3], swapped, scientific, broken, comment: String::new() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn spaces_comments_labels_and_the_order_of_arguments_change_no_key(study in studies(), look in looks()) {
        prop_assert_eq!(keys(&text(&study, &look), 0), keys(&text(&study, &plain()), 0));
    }

    /// A figure of the network changes its keys, one of the block those of the block, the seed all.
    #[test]
    fn every_argument_changes_the_keys_that_it_reaches(a in studies(), b in studies()) {
        let before = keys(&text(&a, &plain()), 0);
        type Change = fn(&mut Study, &Study);
        let network: [(Change, bool); 5] = [
            (|s, o| s.hidden = o.hidden, a.hidden == b.hidden),
            (|s, o| s.rate = o.rate, a.rate == b.rate),
            (|s, o| s.batch = o.batch, a.batch == b.batch),
            (|s, o| s.epochs = o.epochs, a.epochs == b.epochs),
            (|s, o| s.dropout = o.dropout, a.dropout == b.dropout),
        ];
        for (change, same) in network {
            let mut study = a.clone();
            change(&mut study, &b);
            let after = keys(&text(&study, &plain()), 0);
            prop_assert_eq!(&after.1, &before.1);
            // The first two steps are the data, and their use.
            prop_assert_eq!(&after.0[..2], &before.0[..2]);
            prop_assert!(same || all_differ(&after.0[2..], &before.0[2..]), "{:?}", study);
        }
        let reached = |change: fn(&mut Study, &Study)| {
            let mut study = a.clone();
            change(&mut study, &b);
            keys(&text(&study, &plain()), 0)
        };
        let after = reached(|s, o| s.seed = o.seed);
        prop_assert!(a.seed == b.seed || (all_differ(&after.0, &before.0) && all_differ(&after.1, &before.1)));
        let after = reached(|s, o| s.rows = o.rows);
        prop_assert!(a.rows == b.rows || (all_differ(&after.0, &before.0) && after.1 == before.1));
        let after = reached(|s, o| s.noise = o.noise);
        prop_assert!(a.noise == b.noise || (all_differ(&after.1, &before.1) && after.0 == before.0));
        let after = reached(|s, o| s.penalty = o.penalty);
        prop_assert!(a.penalty == b.penalty || (after.1 != before.1 && after.0 == before.0));
    }

    /// However close two numbers are that are not equal, no result of one is taken for that of the other.
    #[test]
    fn neighbouring_numbers_have_keys_of_their_own(penalty in 1e-6..1e3f64, steps in 1..4u64) {
        let next = f64::from_bits(penalty.to_bits() + steps);
        let made = |penalty: f64| {
            let text = format!("a: fit ridge(penalty: {penalty}) on gaussian(n: 12, p: 5), then test\n");
            (keys(&text, 0).0, plan(&text).identity().hex())
        };
        let (before, after) = (made(penalty), made(next));
        prop_assert_ne!(before.1, after.1);
        prop_assert_ne!(before.0.last(), after.0.last());
    }

    /// Whatever else a key is made of: each ingredient changes it.
    #[test]
    fn every_ingredient_changes_the_key(words in proptest::collection::vec("[ -~]{0,12}", 6), numbers in any::<[u64; 3]>(), other in "[a-z]{1,9}") {
        let it = Ingredients {
            sentence: words[0].clone(),
            inputs: vec![words[1].clone(), words[2].clone()],
            identity: words[3].clone(),
            data: Some(words[4].clone()),
            seed: numbers[0],
            repeat: numbers[1],
            edition: numbers[2] as u32,
            numeric: words[5].clone(),
        };
        let longer = |text: &str| format!("{text}{other}");
        let all = [
            it.clone(),
            Ingredients { sentence: longer(&it.sentence), ..it.clone() },
            Ingredients { inputs: vec![longer(&words[1]), words[2].clone()], ..it.clone() },
            Ingredients { inputs: vec![words[1].clone() + &words[2]], ..it.clone() },
            Ingredients { inputs: Vec::new(), ..it.clone() },
            Ingredients { identity: longer(&it.identity), ..it.clone() },
            Ingredients { data: None, ..it.clone() },
            Ingredients { data: Some(longer(&words[4])), ..it.clone() },
            Ingredients { seed: it.seed.wrapping_add(1), ..it.clone() },
            Ingredients { repeat: it.repeat.wrapping_add(1), ..it.clone() },
            Ingredients { edition: it.edition.wrapping_add(1), ..it.clone() },
            Ingredients { numeric: longer(&it.numeric), ..it.clone() },
        ];
        let keys: std::collections::HashSet<String> = all.iter().map(Ingredients::key).collect();
        prop_assert_eq!(keys.len(), all.len());
        prop_assert_eq!(it.key(), all[0].key());
    }
}

#[test]
fn a_repeat_changes_the_keys_inside_its_block_only() {
    let study = text(
        &Study {
            seed: 1,
            rows: 60,
            hidden: 4,
            rate: 50,
            batch: 20,
            epochs: 1,
            dropout: 5,
            penalty: 1,
            noise: 1,
        },
        &plain(),
    );
    let (first, second) = (keys(&study, 0), keys(&study, 1));
    assert_eq!(first.0, second.0);
    assert!(all_differ(&first.1, &second.1));
}

/// One byte of a table is another: so are the keys, and the result is computed anew.
#[test]
fn other_data_have_other_keys() {
    let folder = folder();
    let table = |last: &str| {
        let rows: String =
            (0..40).map(|row| format!("{},{},{}\n", row % 7, row * row % 11, row % 2)).collect();
        std::fs::write(folder.path().join("table.csv"), format!("a,b,class\n{rows}3,4,{last}\n"))
            .expect("written");
    };
    table("0");
    let plan = study::plan_in(
        "use csv(\"table.csv\", label: last), then draw 20\nfit logistic(penalty: 1), then test",
        folder.path(),
    );
    let ran = || study::run(&plan, folder.path(), Disk::default(), How::default()).expect("it ends").ran;
    assert_eq!((ran(), ran()), (2, 0));
    table("1");
    assert_eq!((ran(), ran()), (2, 0));
    table("0");
    assert_eq!(ran(), 0, "the results of before are still there");
}

/// Of a sweep only the new cells run: more values, more repeats, others of its values.
#[test]
fn more_values_and_more_repeats_only_add_cells() {
    let folder = folder();
    let ran = |values: &str, repeats: u32| {
        let plan = plan(&format!(
            "seed 3\nsweep n in [{values}], repeat {repeats} {{\n\
             squares: fit ridge(penalty: 1) on gaussian(n: n, p: 5, noise: 1, test: 20), then test\n}}\n"
        ));
        study::run(&plan, folder.path(), Disk::default(), How::default()).expect("it ends").ran
    };
    // Each cell fits and tests.
    assert_eq!(ran("12, 30", 2), 2 * 2 * 2);
    assert_eq!(ran("12, 30", 2), 0);
    assert_eq!(ran("8, 12, 30, 45", 2), 2 * 2 * 2);
    assert_eq!(ran("8, 12, 30, 45", 5), 4 * 3 * 2);
    assert_eq!(ran("45, 12", 4), 0);
}

/// A word that comes to be carried out in another way goes up in its version, which its sentence in a key names.
#[test]
fn the_version_of_a_word_is_in_the_key() {
    use pipette::vocabulary::Style;
    assert_eq!(Style::Key.name("train", 1), "train");
    assert_ne!(Style::Key.name("train", 2), Style::Key.name("train", 3));
    assert_ne!(Style::Key.name("train", 1), Style::Key.name("train", 2));
}
