//! What is offered, place by place, in texts of a line or two.

use super::*;
use crate::editor::testing::at_cursor;

/// What is offered at the cursor.
fn offered(text: &str) -> Vec<String> {
    let (document, offset) = at_cursor(text);
    let completions = complete(&document, offset);
    completions.map_or(Vec::new(), |it| it.offers.into_iter().map(|offer| offer.label).collect())
}

#[track_caller]
fn offers(text: &str, wanted: &[&str], unwanted: &[&str]) {
    let offered = offered(text);
    let has = |word: &&&str| offered.iter().any(|label| label == **word);
    let missing: Vec<_> = wanted.iter().filter(|word| !has(word)).collect();
    let astray: Vec<_> = unwanted.iter().filter(has).collect();
    assert!(
        missing.is_empty() && astray.is_empty(),
        "{text}\nmissing {missing:?}, astray {astray:?} in {offered:?}"
    );
}

#[test]
fn a_line_begins_with_a_verb_a_setting_or_a_keyword() {
    offers(
        "|",
        &["train", "title", "seed", "use", "let", "sweep", "search", "repeat", "expect"],
        &["mlp", "sgd"],
    );
    offers("seed 7\ntr|", &["train"], &["sgd"]);
    offers("use mnist\n|\ntrain mlp[784,10]", &["augment"], &["with"]);
    offers("sweep n in [1, 2] {\n  |\n}", &["fit"], &["then"]);
    offers("a: |", &["train", "fit"], &["title", "use", "let"]);
}

#[test]
fn after_then_come_stages() {
    offers("augment mnist, then |", &["train", "plot", "test"], &["title", "use", "let", "mnist"]);
    offers("augment mnist, |", &["then"], &["train"]);
    offers("augment mnist,\n  then tr|", &["train"], &["seed"]);
}

#[test]
fn a_verb_is_followed_by_its_nouns() {
    offers("train |", &["mlp", "rbm", "on", "with"], &["ridge", "mnist", "sgd"]);
    offers("fit |", &["ridge", "logistic"], &["mlp", "rbm"]);
    offers("stack |", &["rbm"], &["mlp"]);
    offers("augment |", &["mnist", "fashion", "strokes"], &["mlp", "rotation"]);
    offers("train rbm[784,10], then check |", &["free-energy"], &["error", "mnist"]);
    offers("plot |", &["images"], &["mnist"]);
    offers("precision |", &["f32"], &[]);
}

#[test]
fn the_methods_are_those_of_this_verb_and_model_that_are_not_there() {
    offers(
        "train mlp[784,10] with |",
        &["sgd", "adam", "decay", "dropout"],
        &["cd1", "rotation", "standardize"],
    );
    offers("train mlp[784,10] with sgd and |", &["decay", "cosine", "clip"], &["sgd", "adam", "rmsprop"]);
    offers("train rbm[784,10] with |", &["cd1", "pcd1", "momentum", "weight-decay"], &["sgd", "rotation"]);
    offers("train rbm[784,10] with cd5 and |", &["momentum"], &["cd1", "pcd1"]);
    offers("augment mnist with |", &["rotation", "elastic"], &["sgd", "scale"]);
    offers("use mnist with |", &["threshold", "scale"], &["sgd", "elastic"]);
    offers("train mlp[784,10] with sgd |", &["and", "on", "for"], &["with", "adam"]);
}

#[test]
fn brackets_hold_the_arguments_that_are_not_given() {
    offers("train mlp[784,10] with sgd(|", &["rate", "batch", "momentum", "nesterov"], &["sgd"]);
    offers("train mlp[784,10] with sgd(rate: 0.1, |", &["batch", "momentum"], &["rate"]);
    offers("train mlp[784,10] with sgd(0.1, |)", &["batch"], &["rate"]);
    offers("train mlp[784,10](|", &["activation", "init"], &["widths"]);
    offers("train mlp[784,10](activation: |", &["relu", "tanh", "scaled-tanh", "logistic"], &["init"]);
    offers("train mlp[784,10] with sgd(nesterov: o|)", &["on", "off"], &["rate"]);
    offers("use gaussian(n: 20, |", &["p", "noise"], &["n"]);
    offers("let wide = 500\ntrain mlp[784, |", &["wide"], &["sgd"]);
}

#[test]
fn an_argument_is_written_with_its_colon_and_shows_its_default() {
    let (document, offset) = at_cursor("train mlp[784,10] with sgd(ra|");
    let completions = complete(&document, offset).expect("something is offered");
    assert_eq!(document.source.slice(completions.replace), "ra");
    let rate = completions.offers.iter().find(|offer| offer.label == "rate").expect("rate is offered");
    assert_eq!((rate.insert.as_str(), rate.detail.as_str()), ("rate: ", "0.05"));
    assert!(rate.card.contains("usual: 0.000001 to 2"), "{}", rate.card);
}

#[test]
fn a_number_is_followed_by_the_units_of_its_argument() {
    offers("augment mnist with rotation(15 |", &["deg", "rad"], &["px", "%"]);
    offers("augment mnist with elastic(sigma: 6 |", &["px"], &["deg"]);
    offers("train mlp[784,10] for 20 e|", &["epochs", "epoch"], &["deg"]);
    offers("train mlp[784,10] with sgd and decay(0.9 |", &["per epoch"], &["epochs"]);
    offers("train mlp[784,10] with sgd and decay(0.9 per |", &["epoch"], &["rate"]);
    offers("split validation 10 |", &["of"], &["deg"]);
    offers("sample 64 from a after 500 |", &["steps"], &["epochs"]);
}

#[test]
fn names_are_offered_where_what_they_stand_for_fits() {
    let file = "let small = take 1000 of mnist\nlet recipe = sgd and decay\nlet n = 30\nbig: train mlp[784,10] on small\n";
    offers(&format!("{file}test big on |"), &["small", "fashion"], &["recipe", "n"]);
    offers(&format!("{file}train mlp[784,10] with |"), &["recipe", "sgd"], &["small", "n", "big"]);
    offers(&format!("{file}train mlp[784,10] for |"), &["n"], &["small", "recipe"]);
    offers(&format!("{file}test |"), &["big"], &["small", "n", "recipe"]);
    offers("train mlp[784,10] on |\nlet later = take 10 of mnist", &["mnist"], &["later"]);
}

#[test]
fn names_of_a_block_stay_in_it() {
    let file = "sweep k in [1, 2] {\n  let inner = take 100 of mnist\n  a: train mlp[784,10] on |\n}\n";
    offers(file, &["inner"], &["k", "a"]);
    offers(&format!("{}test a on |", file.replace('|', "inner")), &["mnist"], &["inner"]);
}

#[test]
fn an_axis_is_a_number_inside_its_block_and_a_name_below_it() {
    let file = "sweep k in [1, 2] {\n  a: train mlp[784,10] for |\n}\n";
    offers(file, &["k"], &[]);
    offers(&file.replace("for |", "with sgd(rate: |"), &["k", "0.05"], &[]);
    offers(&format!("{}train mlp[784,10] for |", file.replace('|', "k")), &[], &["k"]);
}

#[test]
fn claims_know_labels_measures_functions_and_axes() {
    let file = "sweep n in [10, 20] {\n  net: train mlp[784,10]\n}\n";
    offers(&format!("{file}expect |"), &["net", "argmin"], &["mnist", "train"]);
    offers(&format!("{file}expect net.|"), &["error", "accuracy", "loss"], &["free-energy", "net"]);
    offers(&format!("{file}expect argmin(net.error over |"), &["n"], &["net"]);
    offers(&format!("{file}expect net.error < 5 % at |"), &["n"], &["net"]);
    offers(&format!("{file}expect net.error < 5 % with |"), &["95 % confidence"], &[]);
    offers(&format!("{file}expect net.error < 5 % with 95 % |"), &["confidence"], &[]);
    offers(&format!("{file}plot |"), &["net", "images"], &["mnist"]);
    offers(&format!("{file}plot net.error over |"), &["n"], &["net"]);
    offers(
        "a: stack rbm x3, then check free-energy\nexpect a.|",
        &["free-energy-gap", "free-energy-gap3"],
        &["error"],
    );
}

#[test]
fn the_head_of_a_search_knows_its_words() {
    let file = |head: &str| format!("{head} {{\n  net: train mlp[784,n,10]\n}}\n");
    offers(&file("search n in 10..20 |"), &["log", "linear", "halving"], &["mlp"]);
    offers(&file("search n in 10..20, |"), &["try", "repeat"], &["mlp"]);
    offers(&file("search n in 10..20, try 5 |"), &["by"], &["mlp"]);
    let below = file("search n in 10..20, try 5 by net.validation-error");
    offers(&format!("{below}expect net.error < 5 % at |"), &["n", "best"], &["net"]);
}

#[test]
fn nothing_is_offered_in_texts_comments_and_new_names() {
    for text in ["title \"a |", "# tr|", "let |", "train mlp[784,10] # with |", "sweep |", "title \"a\" |"] {
        assert!(offered(text).is_empty(), "{text}: {:?}", offered(text));
    }
}

#[test]
fn no_place_in_any_text_makes_it_fail() {
    let text = "a: train mlp[784,(10](x: \"é\", )) with and, then then } { expect a.b.c < in let = sweep x3 😀 per .. .";
    for (offset, _) in text.char_indices() {
        for document in
            [crate::editor::testing::document(text), crate::editor::testing::document(&text[offset..])]
        {
            complete(&document, offset);
            crate::editor::hover(&document, offset);
        }
    }
}
