//! What a plan says of time, memory and claims before anything runs.

use super::check;
use pipette::check::{Decision, decision};
use pipette::vocabulary::Rates;

fn decided(text: &str) -> Vec<Decision> {
    let plan = check(text).plan;
    plan.claims.iter().map(|claim| decision(claim, &plan)).collect()
}

const TRAINED: &str = "use mnist\na: train mlp[784,10] for 2 epochs, then test\n";

/// 38 errors of 10,000 decide .5 % at 95 %. Runs that spread as their counts do have a standard deviation of
/// sqrt(.005 * .995 / 1e4) = .000705; .45 % is .0005 off: t(.95, 7) = 1.895 and 1.895 * .000705 / sqrt 8 = .00047, while
/// for seven repeats it is 1.943 * .000705 / sqrt 7 = .00052.
#[test]
fn a_share_of_test_rows_needs_so_few_errors() {
    let [Decision::Hits { least, most, rows, repeats }] =
        decided(&format!("{TRAINED}expect a.error < 0.5 % with 95 % confidence"))[..]
    else {
        panic!("one decision");
    };
    assert_eq!((least, most, rows), (0, 38, 10_000));
    assert_eq!(repeats, Some(8));
}

/// The other sides of the same bound: written round, as an accuracy, as a range.
#[test]
fn every_way_to_say_it_needs_the_same_hits() {
    let claims = "expect 0.5 % > a.error with 95 % confidence
expect a.accuracy > 99.5 % with 95 % confidence
expect a.error in 0 %..0.5 % with 95 % confidence
expect a.error within 0.25 % of 0.25 % with 95 % confidence";
    let hits: Vec<(u64, u64)> = decided(&format!("{TRAINED}{claims}"))
        .into_iter()
        .filter_map(|d| if let Decision::Hits { least, most, .. } = d { Some((least, most)) } else { None })
        .collect();
    assert_eq!(hits[..2], [(0, 38), (9_962, 10_000)]);
    // A lower bound of 0 % has to be above 0 too: a single error is enough for that.
    assert_eq!(hits[2..], [(1, 38), (1, 38)]);
}

#[test]
fn what_no_run_decides_is_said() {
    let claims = "expect a.error < 0.01 % with 95 % confidence
expect a.error < 0 % with 95 % confidence
expect a.training-loss < 1 with 95 % confidence
expect a.error < 1 %";
    let found = decided(&format!("{TRAINED}{claims}"));
    // ln 0.05 / ln(1 - 1e-4) = 29956 rows without an error. A share half-way to the bound is half a standard deviation of a
    // run off: t(.95, n - 1) < sqrt(n) / 2 from n = 13 on (1.782 < 1.803).
    assert_eq!(found[0], Decision::TooFew { rows: 10_000, needed: Some(29_956), repeats: Some(13) });
    assert_eq!(found[1..], [Decision::Never, Decision::Repeat, Decision::Plain]);
}

#[test]
fn repeats_are_judged_by_their_spread_and_two_shares_by_their_distance() {
    let repeated = "sweep n in [5, 10], repeat 4 { b: train mlp[784,n,10] on mnist for 1 epoch, then test }
expect b.error < 5 % at n = 5 with 95 % confidence";
    assert_eq!(decided(repeated), [Decision::Spread { repeats: 4 }]);
    let two = format!(
        "{TRAINED}b: train mlp[784,10] for 3 epochs, then test\nexpect a.error > b.error with 95 % confidence"
    );
    let [Decision::Shares { apart }] = decided(&two)[..] else { panic!("two shares") };
    // 1.6449 sqrt(2 * 0.25 / 10^4)
    assert!((apart - 0.011631).abs() < 1e-6, "{apart}");
}

/// The training rows of 60,000 x 784 in single precision are there once, however many steps look at them.
#[test]
fn memory_counts_what_is_held_at_a_time() {
    let memory = |text: &str| check(text).plan.memory() / (4.0 * 784.0);
    let alone = memory("augment mnist, then plot images");
    // Beside them lie, while they are made, the files: packed, unpacked and as pixels; then the program, and what lingers.
    assert!((100_000.0..115_000.0).contains(&alone), "{alone}");
    assert!((memory("take 100 of mnist, then plot images") - alone).abs() < 1.0, "the first rows are shared");
    // The peak of one split stands partly where the files lay; a second one comes on top as a whole.
    let split = "split validation 10000 of mnist, then plot images\n";
    let twice = memory(&format!("{split}split validation 20000 of mnist, then plot images")) - memory(split);
    assert!((40_000.0..60_001.0).contains(&twice), "the parts are copies: {twice}");
    let cells = |n: u64| {
        let lines = "split validation 10000 of mnist, then plot images";
        memory(&format!("repeat {n} {{ {lines} }}"))
    };
    assert_eq!(cells(1), cells(20), "each repeat forgets what it made");
}

/// The program takes 18.5 MiB where nothing is held, and 2.5 MiB more where threads share work. What the allocator can't use again is
/// half as much again as the little that a step holds in passing, and 40 MiB where that is much.
#[test]
fn memory_counts_what_nobody_asked_for() {
    let mib = |text: &str| check(text).plan.memory() / 1_048_576.0;
    let exact = mib("solve ising(16, temperature: 2, lattice: square) by kaufman");
    assert!((18.5..18.6).contains(&exact), "{exact}");
    let data = "let few = strokes(train: 1000, test: 100)\n";
    let (few, many) = (8.0 * 1100.0 * 784.0 / 2.0, 1_048_576.0);
    let trained =
        |widths: &str| mib(&format!("{data}train mlp[{widths}] on few for 1 epoch")) - few / many - 21.0;
    let (small, large) = (trained("784,2,10"), trained("784,6000,10"));
    let weights = (785.0 * 6000.0 + 6001.0 * 10.0) * 4.0 / many;
    assert!((0.6..3.5).contains(&small), "{small}");
    assert!((large - 40.0) / weights > 6.0 && (large - 40.0) / weights < 9.0, "{large} {weights}");
}

/// Charts are drawn when all steps have let go, in 40 MiB: a curve over several epochs, a measure over a sweep, a picture. Images
/// have no letters; a block draws no curves of its steps, and a search none at all.
#[test]
fn memory_counts_what_charts_are_drawn_in() {
    let mib = |text: &str| check(text).plan.memory() / 1_048_576.0;
    let drawn = |text: &str| mib(&format!("let few = strokes(train: 100, test: 50)\n{text}"));
    let training = |epochs: &str| format!("a: train mlp[784,10] on few for {epochs}, then test");
    let (chart, least) = (58.5..58.6, 30.0);
    assert!(chart.contains(&drawn(&training("2 epochs"))));
    assert!(drawn(&training("1 epoch")) < least && drawn("plot images of few") < least);
    assert!(drawn(&format!("repeat 2 {{ {} }}", training("2 epochs"))) < least);
    let swept = format!("sweep n in [1, 2] {{ {} }}\n", training("1 epoch"));
    assert!(chart.contains(&drawn(&swept)) && drawn(&swept.replace("a: ", "")) < least);
    assert!(drawn(&swept.replace("[1, 2]", "[1]")) < least);
    let search = "search rate in 0.01..0.1 log, try 3 by a.validation-error { \
        a: use few, then split validation 20, then train mlp[784,10] with sgd(rate: rate) for 2 epochs }";
    assert!(drawn(search) < least, "{}", drawn(search));
    let ladder = "simulate ising(4, temperature: 2) by tempering(rungs: 2) for 50 sweeps";
    assert!(chart.contains(&mib(ladder)) && mib(&format!("repeat 2 {{ {ladder} }}")) > least);
    let wide = "train mlp[784,3000,10] on few for 2 epochs";
    assert_eq!(drawn(wide), drawn(&wide.replace("2 epochs", "1 epoch")), "where more was held it is enough");
}

/// What a repeat costs is counted as often as it runs, and threads shorten what can be shared.
#[test]
fn time_grows_with_repeats_and_shrinks_with_threads() {
    let cost = |repeats: u64| {
        check(&format!("repeat {repeats} {{ train mlp[784,2000,10] on mnist for 1 epoch }}")).plan.cost()
    };
    let rates = |threads| Rates::built_in(4).on(threads);
    let seconds = |repeats, threads| cost(repeats).seconds(&rates(threads)).1;
    let once = seconds(2, 1) - seconds(1, 1);
    assert!((seconds(5, 1) - seconds(1, 1) - 4.0 * once).abs() < 1e-6 * once);
    assert!(seconds(1, 4) < 0.6 * seconds(1, 1));
    let bounded = "use mnist, then split validation 10 %\ntrain mlp[784,10] with sgd and early-stopping(patience: 2 epochs) for 9 epochs";
    let (low, high) = check(bounded).plan.seconds(&rates(1));
    let factor = high / low / 2.5f64.powi(2);
    assert!(
        (2.0..=3.0).contains(&factor),
        "training may stop after 3 of 9 epochs, reading may not: {factor}"
    );
}
