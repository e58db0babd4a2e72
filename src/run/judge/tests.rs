//! Claims judged on results that are made up, against closed forms and values of SciPy 1.17, each said where it stands.

use super::*;
use crate::check::{Cell, Held, Item, Line, Operand, Term};
use crate::run::table::Row;
use crate::syntax::ast::{Comparison, Operator};
use crate::vocabulary::{
    Better, ClaimFunction, Evidence, Marks, Measure, MeasureRef, MeasuredOn, Published, Reading,
    Reproduction, Unit,
};
use std::sync::Arc;

static ERROR: Measure = Measure {
    name: "miss",
    doc: "",
    unit: Unit::Fraction,
    better: Better::Lower,
    on: MeasuredOn::Test,
    counts_rows: true,
    caution: None,
    check: None,
};

/// A file whose lines are labelled by their place: 0, 1, ...
#[derive(Default)]
struct Bench {
    plan: Plan,
    results: Results,
}

fn label(line: usize) -> String {
    line.to_string()
}

impl Bench {
    fn row(
        &mut self,
        line: usize,
        cell: Option<(usize, usize)>,
        repeat: u64,
        value: f64,
        evidence: Evidence,
    ) {
        let reading = Reading { measure: &ERROR, index: None, value, evidence };
        let (label, line) = (Some(label(line)), Span::new(line, line));
        let (readings, series) = (vec![reading], Vec::new());
        self.results.rows.push(Row { label, cell, repeat, line, readings, series });
    }

    fn share(&mut self, line: usize, hits: u64, n: u64, marks: Option<Arc<Marks>>) {
        self.row(line, None, 0, hits as f64 / n as f64, Evidence::Binomial { hits, n, marks });
    }

    fn repeats(&mut self, line: usize, values: &[f64]) {
        for (repeat, value) in values.iter().enumerate() {
            self.row(line, None, repeat as u64, *value, Evidence::Exact);
        }
    }

    /// A sweep of one line over these values of `x`, with the values of its repeats at each.
    fn sweep(&mut self, points: &[(f64, Vec<f64>)]) {
        let line = || Line { label: Some(label(0)), steps: Vec::new(), span: Span::new(0, 0) };
        let cells = points.iter().map(|(x, _)| Cell { values: vec![*x], lines: vec![line()] }).collect();
        let repeats = points.first().map_or(1, |(_, values)| values.len() as u64);
        self.plan.blocks.push(crate::check::Block {
            axes: vec!["x".into()],
            repeats,
            cells,
            head: Span::new(0, 0),
            search: None,
        });
        self.plan.items.push(Item::Block(0));
        for (cell, (_, values)) in points.iter().enumerate() {
            for (repeat, value) in values.iter().enumerate() {
                self.row(0, Some((0, cell)), repeat as u64, *value, Evidence::Exact);
            }
        }
    }

    fn judge(&self, test: Test, confidence: Option<f64>) -> Judgement {
        let claim = ClaimPlan { text: String::new(), span: Span::new(0, 0), test, confidence };
        judge(&claim, &self.plan, &self.results)
    }

    fn compare(&self, left: Term, symbol: Comparison, right: Term) -> Judgement {
        self.judge(Test::Compare { left, symbol, right }, Some(0.95))
    }
}

fn of(line: usize) -> Operand {
    let (label, measure) = (label(line), "miss".to_string());
    let meaning = format!("line {label}");
    Operand {
        measure: MeasureRef { label, measure, meaning, ..MeasureRef::default() },
        at: Vec::new(),
        best: false,
    }
}

fn term(line: usize) -> Term {
    Term::Measure(of(line))
}

fn less(left: Term, right: Term) -> Term {
    Term::Arithmetic { left: Box::new(left), operator: Operator::Minus, right: Box::new(right) }
}

fn over(function: ClaimFunction) -> Term {
    Term::Function { function, of: of(0), over: "x".into() }
}

#[track_caller]
fn close(value: Option<f64>, expected: f64, tolerance: f64) {
    assert!(value.is_some_and(|value| (value - expected).abs() <= tolerance), "{value:?} is not {expected}");
}

/// An error below 0.5 % on 10,000 images is established at 95 % by 38 errors or fewer: `binom.cdf(38, 10000, .005)` =
/// 0.0470, of 39 it is 0.0641.
#[test]
fn thirty_eight_errors_decide_half_a_percent() {
    let below = |hits| {
        let mut bench = Bench::default();
        bench.share(0, hits, 10_000, None);
        bench.compare(term(0), Comparison::Less, Term::Number(0.005))
    };
    let held = below(38);
    assert_eq!((held.verdict, held.test, held.n), (Verdict::Held, Some("exact binomial"), Some(10_000)));
    close(held.p, 0.046968194042667666, 1e-9);
    close(held.interval.map(|i| i.0), 0.0028_5 - 0.005, 1e-4);
    assert_eq!(held.cure, None);
    let open = below(39);
    assert_eq!(open.verdict, Verdict::Undecided);
    // (1.645 / 1.1)^2 (.0039) 1e6 = 8,700 rows by the normal approximation; the exact test takes some more.
    let rows: u64 =
        open.cure.as_ref().and_then(|cure| cure.split(' ').nth(1)?.parse().ok()).expect("a number of rows");
    assert!((10_000..14_000).contains(&rows), "{open:?}");
    assert_eq!(below(90).verdict, Verdict::Failed);
}

/// Written the other way round, scaled, and with the number on the other side it is the same test.
#[test]
fn a_share_is_tested_however_the_claim_is_written() {
    let mut bench = Bench::default();
    bench.share(0, 38, 10_000, None);
    let p = bench.compare(term(0), Comparison::Less, Term::Number(0.005)).p.expect("tested");
    let doubled = Term::Arithmetic {
        left: Box::new(Term::Number(-2.0)),
        operator: Operator::Times,
        right: Box::new(term(0)),
    };
    for judgement in [
        bench.compare(Term::Number(0.005), Comparison::Greater, term(0)),
        bench.compare(less(term(0), Term::Number(0.005)), Comparison::Less, Term::Number(0.0)),
        bench.compare(doubled, Comparison::Greater, Term::Number(-0.01)),
    ] {
        assert_eq!(judgement.verdict, Verdict::Held);
        close(judgement.p, p, 1e-9);
    }
}

/// Of 1,000 rows 48 are missed by the first alone, 22 by the second alone and 20 by both. McNemar's exact p that the first
/// is better is `binom.cdf(48, 70, .5)`, that it is worse `binom.sf(47, 70, .5)` = 0.0012737824491269789.
#[test]
fn two_lines_on_the_same_rows_are_compared_row_by_row() {
    let truth: Vec<u32> = (0..1000).map(|row| row % 7).collect();
    let marks = |missed: &dyn Fn(usize) -> bool| Some(Arc::new(Marks::new(&truth, (0..1000).map(missed))));
    let mut bench = Bench::default();
    bench.share(0, 68, 1000, marks(&|row| row < 68));
    bench.share(1, 42, 1000, marks(&|row| (48..90).contains(&row)));
    let worse = bench.compare(term(0), Comparison::Greater, term(1));
    assert_eq!((worse.verdict, worse.test), (Verdict::Held, Some("McNemar, exact")));
    close(worse.p, 0.0012737824491269789, 1e-9);
    // `binomtest(48, 70).proportion_ci(.9)` is .5825 to .7767 of the 7 % on which they differ.
    let (low, high) = worse.interval.expect("an interval");
    close(Some(low), (2.0 * 0.5825008936710956 - 1.0) * 0.07, 1e-9);
    close(Some(high), (2.0 * 0.7766996594431215 - 1.0) * 0.07, 1e-9);
    let better = bench.compare(term(0), Comparison::Less, term(1));
    assert_eq!(better.verdict, Verdict::Failed);
    close(better.p, 0.9994533775135157, 1e-9);
    // A difference that is claimed to be more than the interval reaches is refuted, one inside is open.
    let by = |x| bench.compare(less(term(0), term(1)), Comparison::Greater, Term::Number(x)).verdict;
    assert_eq!((by(0.01), by(0.02), by(0.05)), (Verdict::Held, Verdict::Undecided, Verdict::Failed));
    let summed =
        Term::Arithmetic { left: Box::new(term(0)), operator: Operator::Plus, right: Box::new(term(1)) };
    assert_eq!(bench.compare(summed, Comparison::Less, Term::Number(0.5)).test, None, "they move together");
}

/// Of 1,000 rows 38 are missed by the first line only and none by the second only. That the difference is below 5 % is
/// the question of one share: z = (38 - 50) / sqrt(1000 x .05 x .95) = -1.741, p = 0.0408. 48 of them are no evidence.
#[test]
fn a_margin_between_lines_takes_the_rows_on_which_they_differ_as_measured() {
    let truth = vec![0u32; 1000];
    let below = |missed: usize| {
        let marks = |missed: usize| Some(Arc::new(Marks::new(&truth, (0..1000).map(|row| row < missed))));
        let mut bench = Bench::default();
        bench.share(0, missed as u64 + 10, 1000, marks(missed + 10));
        bench.share(1, 10, 1000, marks(10));
        bench.compare(less(term(0), term(1)), Comparison::Less, Term::Number(0.05))
    };
    let held = below(38);
    assert_eq!((held.verdict, held.test, held.n), (Verdict::Held, Some("Tango's score"), Some(1000)));
    close(held.p, 0.04083, 1e-5);
    let open = below(48);
    assert_eq!(open.verdict, Verdict::Undecided);
    // (1.645 / 0.290)^2 thousand rows.
    let rows = open.cure.as_ref().and_then(|cure| cure.split(' ').nth(1)?.replace(',', "").parse().ok());
    assert!(rows.is_some_and(|rows: u64| (30_000..34_000).contains(&rows)), "{open:?}");
    // Lines that never differ are within any distance of each other that so many rows can show.
    let mut alike = Bench::default();
    let marks = Some(Arc::new(Marks::new(&truth, (0..1000).map(|row| row < 10))));
    (0..2).for_each(|line| alike.share(line, 10, 1000, marks.clone()));
    let within = |x| {
        let (value, of) = (term(0), term(1));
        alike.judge(Test::Within { value, tolerance: Term::Number(x), of }, Some(0.95)).verdict
    };
    assert_eq!((within(0.01), within(0.001)), (Verdict::Held, Verdict::Undecided));
}

/// Two lines that err equally often, each on rows of its own: in 1,000 runs of 200 rows the claim that the first is better
/// holds at 90 % in at most one of ten, but for four standard errors sqrt(.1 x .9 / 1000) = .0095. The exact test is
/// careful at so few rows; in one of fifty runs it has to hold for all that.
#[test]
fn lines_that_are_alike_are_seldom_called_different() {
    use rand::RngExt;
    let mut stream = crate::numeric::random::Seed::root(3).stream();
    let truth = [0u32; 200];
    let mut line = || {
        let missed: Vec<bool> = truth.iter().map(|_| stream.random::<f64>() < 0.1).collect();
        let hits = missed.iter().filter(|missed| **missed).count() as u64;
        (hits, Some(Arc::new(Marks::new(&truth, missed.into_iter()))))
    };
    let held = (0..1000).filter(|_| {
        let mut bench = Bench::default();
        for at in 0..2 {
            let (hits, marks) = line();
            bench.share(at, hits, 200, marks);
        }
        let test = Test::Compare { left: term(0), symbol: Comparison::Less, right: term(1) };
        bench.judge(test, Some(0.9)).verdict == Verdict::Held
    });
    let share = held.count() as f64 / 1000.0;
    assert!((0.02..0.1 + 4.0 * 0.0095).contains(&share), "{share}");
}

/// Newcombe (1998), table II: 56/70 less 48/80 is 0.0524 to 0.3339 at 95 %, so one-sided at 97.5 %.
#[test]
fn two_lines_of_which_only_counts_are_known_have_newcombes_interval() {
    let mut bench = Bench::default();
    bench.share(0, 56, 70, None);
    bench.share(1, 48, 80, None);
    let test = Test::Compare { left: term(0), symbol: Comparison::Greater, right: term(1) };
    let judgement = bench.judge(test, Some(0.975));
    assert_eq!((judgement.verdict, judgement.test), (Verdict::Held, Some("Newcombe's hybrid score")));
    let (low, high) = judgement.interval.expect("an interval");
    close(Some(low), 0.0524, 5e-5);
    close(Some(high), 0.3339, 5e-5);
}

/// `ttest_1samp(..., .033, alternative='less')` has p = 0.05807, `ttest_rel(..., alternative='less')` p = 0.012516.
#[test]
fn repeats_are_judged_by_students_t() {
    let mut bench = Bench::default();
    bench.repeats(0, &[0.031, 0.028, 0.035, 0.030, 0.027, 0.033]);
    bench.repeats(1, &[0.034, 0.030, 0.034, 0.035, 0.031, 0.036]);
    let alone = bench.compare(term(0), Comparison::Less, Term::Number(0.033));
    assert_eq!((alone.verdict, alone.test, alone.n), (Verdict::Undecided, Some("Student's t"), Some(6)));
    close(alone.p, 0.05806998639642049, 1e-9);
    // t = 1.898 with six; with seven it would be 2.050 > t(.95, 6) = 1.943.
    assert!(alone.cure.is_some_and(|cure| cure.starts_with("about 7 repeats")));
    let paired = bench.compare(term(0), Comparison::Less, term(1));
    assert_eq!((paired.verdict, paired.test), (Verdict::Held, Some("Student's t, paired by repeat")));
    close(paired.p, 0.012515507909226502, 1e-9);
}

/// Two one-sided tests: within holds where the whole interval lies inside, fails where it lies outside.
#[test]
fn distances_and_ranges_need_both_of_their_bounds() {
    let mut bench = Bench::default();
    bench.repeats(0, &[0.99, 1.01, 1.00, 0.98, 1.02]);
    // Standard deviation .0158, t(.95, 4) = 2.1318: .985 to 1.015.
    let within = |t, x| {
        let test = Test::Within { value: term(0), tolerance: Term::Number(t), of: Term::Number(x) };
        bench.judge(test, Some(0.95))
    };
    assert_eq!(within(0.02, 1.0).verdict, Verdict::Held);
    assert_eq!(within(0.01, 1.0).verdict, Verdict::Undecided);
    assert_eq!(within(0.01, 2.0).verdict, Verdict::Failed);
    let (low, high) = within(0.02, 1.0).interval.expect("an interval");
    close(Some(low), -0.015075, 1e-5);
    close(Some(high), 0.015075, 1e-5);
    let test = Test::In { value: term(0), low: Term::Number(0.98), high: Term::Number(1.02) };
    let inside = bench.judge(test, Some(0.95));
    assert_eq!(inside.verdict, Verdict::Held);
    close(inside.interval.map(|i| i.0), 0.984925, 1e-5);
}

/// Three of five repeats have their minimum at 2, two at 3, by the same amount; then the mean of a resample is smallest at 2
/// when at least three of its five draws are of the first kind: sum over k = 3..5 of C(5, k) .6^k .4^(5-k) =
/// 0.68256. 10,000 resamples have a standard error of .0047; four of them are allowed.
#[test]
fn the_place_of_a_minimum_is_resampled_repeat_by_repeat() {
    let mut bench = Bench::default();
    let (a, b) = (vec![0.0, 0.0, 0.0, 1.0, 1.0], vec![1.0, 1.0, 1.0, 0.0, 0.0]);
    bench.sweep(&[(1.0, vec![5.0; 5]), (2.0, a), (3.0, b), (4.0, vec![6.0; 5])]);
    let at = |x| Test::Compare {
        left: over(ClaimFunction::ArgMin),
        symbol: Comparison::Equal,
        right: Term::Number(x),
    };
    let two = bench.judge(at(2.0), Some(0.95));
    assert_eq!((two.verdict, two.test), (Verdict::Undecided, Some("bootstrap over repeats")));
    close(two.p, 1.0 - 0.68256, 4.0 * 0.0047);
    assert_eq!(two.p, bench.judge(at(2.0), Some(0.95)).p, "the same seed");
    assert!(two.cure.as_ref().is_some_and(|cure| cure.starts_with("about ")), "{two:?}");
    let within =
        Test::In { value: over(ClaimFunction::ArgMin), low: Term::Number(2.0), high: Term::Number(3.0) };
    let held = bench.judge(within, Some(0.95));
    assert_eq!((held.verdict, held.interval), (Verdict::Held, Some((2.0, 3.0))));
    assert_eq!(bench.judge(at(4.0), Some(0.95)).verdict, Verdict::Failed);
    assert_eq!(bench.judge(at(2.0), None).verdict, Verdict::Held);
}

#[test]
fn too_few_repeats_are_not_resampled() {
    let mut bench = Bench::default();
    bench.sweep(&[(1.0, vec![0.0; 3]), (2.0, vec![1.0; 3])]);
    let test = Test::Compare {
        left: over(ClaimFunction::ArgMin),
        symbol: Comparison::Less,
        right: Term::Number(2.0),
    };
    let judgement = bench.judge(test, Some(0.95));
    assert_eq!((judgement.verdict, judgement.cure.as_deref()), (Verdict::Undecided, Some("`repeat 5`")));
    // The mean over the axis needs none of it: it has a value a repeat, here always the same.
    let mean = bench.compare(over(ClaimFunction::Mean), Comparison::Less, Term::Number(2.0));
    assert!(mean.verdict == Verdict::Undecided && mean.evidence.contains("the same"), "{mean:?}");
}

#[test]
fn a_single_run_decides_nothing_with_confidence() {
    let mut bench = Bench::default();
    bench.repeats(0, &[1.0]);
    let single = bench.compare(term(0), Comparison::Less, Term::Number(2.0));
    assert!(
        single.verdict == Verdict::Undecided && single.cure.is_some_and(|cure| cure.contains("repeat 5"))
    );
    let test = Test::Compare { left: term(0), symbol: Comparison::Less, right: Term::Number(2.0) };
    assert_eq!(bench.judge(test, None).verdict, Verdict::Held);
    let missing = bench.compare(term(7), Comparison::Less, Term::Number(2.0));
    assert_eq!((missing.verdict, missing.test), (Verdict::Undecided, None));
}

/// Equal repeats are paired by their number, also where one of them is missing on one side.
#[test]
fn repeats_that_are_missing_on_one_side_are_left_out() {
    let mut bench = Bench::default();
    bench.repeats(0, &[1.0, 2.0, 3.1, 4.0, 5.2]);
    for (repeat, value) in [(4, 5.0), (0, 0.9), (1, 1.8), (3, 3.9)] {
        bench.row(1, None, repeat, value, Evidence::Exact);
    }
    let judgement = bench.compare(term(0), Comparison::Greater, term(1));
    assert_eq!((judgement.verdict, judgement.n), (Verdict::Held, Some(4)));
}

#[test]
fn claims_are_corrected_together() {
    let mut bench = Bench::default();
    bench.share(0, 38, 10_000, None);
    let claim = |bound: f64, confidence| ClaimPlan {
        text: String::new(),
        span: Span::new(0, 0),
        test: Test::Compare { left: term(0), symbol: Comparison::Less, right: Term::Number(bound) },
        confidence,
    };
    bench.plan.claims = vec![claim(0.005, Some(0.95)), claim(0.01, None), claim(0.007, Some(0.95))];
    let judged = judged(&bench.plan, &bench.results);
    assert_eq!(judged.iter().map(|j| j.verdict).collect::<Vec<_>>(), [Verdict::Held; 3]);
    // The larger of two keeps its p, the smaller counts twice.
    assert_eq!(judged[0].corrected, judged[0].p);
    assert_eq!(judged[1].corrected, None);
    close(judged[2].corrected, 2.0 * judged[2].p.unwrap_or(1.0), 1e-15);
}

fn reproduces(bench: &Bench, value: f64, rows: Option<u64>, size: f64) -> Judgement {
    let published: &'static Published = Box::leak(Box::new(Published {
        name: "a paper",
        measure: &ERROR,
        value,
        rows,
        protocol: "",
        source: "",
    }));
    let reproduction = Reproduction { published, size };
    bench.judge(Test::Published(Held { line: Span::new(0, 0), meaning: String::new(), reproduction }), None)
}

/// 36 errors of 10,000 are known to .252 to .498 %: that holds .35 %, and half of it is .123 %.
#[test]
fn a_published_number_is_reproduced_or_not_or_not_known() {
    let one = |hits: u64, n: u64, size: f64| {
        let mut bench = Bench::default();
        bench.share(0, hits, n, None);
        reproduces(&bench, 0.0035, Some(10_000), size)
    };
    let consistent = one(36, 10_000, 0.00175);
    assert_eq!(consistent.verdict, Verdict::Held, "{consistent:?}");
    assert!(consistent.evidence.starts_with("consistent"));
    assert_eq!(
        one(36, 10_000, 0.001).verdict,
        Verdict::Undecided,
        "a tenth of a percent would not have been seen"
    );
    assert_eq!(one(4, 1000, 0.00175).verdict, Verdict::Undecided);
    let off = one(90, 10_000, 0.00175);
    assert_eq!((off.verdict, off.test), (Verdict::Failed, Some("Newcombe's hybrid score")));
    // 49 lies outside our interval of .362 to .647 % by one error, but so far off may 35 be by chance.
    let near = one(49, 10_000, 0.00175);
    assert!(near.verdict == Verdict::Undecided && near.cure.is_some_and(|cure| cure.starts_with("nothing")));
}

/// The published number is one run more: with s = .0158 and five repeats it is rejected beyond t(.975, 4) s sqrt(1.2) =
/// 2.776 x .0158 x 1.0954 = .0481 from the mean of 1.
#[test]
fn repeats_are_held_against_one_run_more() {
    let mut bench = Bench::default();
    bench.repeats(0, &[0.99, 1.01, 1.00, 0.98, 1.02]);
    let verdict = |value| reproduces(&bench, value, None, 0.1).verdict;
    assert_eq!(
        (verdict(1.01), verdict(1.047), verdict(1.049)),
        (Verdict::Held, Verdict::Undecided, Verdict::Failed)
    );
    assert_eq!(reproduces(&bench, 1.0, None, 0.01).verdict, Verdict::Undecided);
    let mut once = Bench::default();
    once.repeats(0, &[1.0]);
    assert_eq!(reproduces(&once, 1.0, None, 0.1).test, None);
}
