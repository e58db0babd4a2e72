//! Searches: tries whose values are drawn, and a measure of validation rows that chooses among them.
//!
//! With `halving`, one axis is a budget. All tries run on the lowest, the best share of them on the next, and so on
//! (successive halving: Karnin, Koren and Somekh 2013; Jamieson and Talwalkar 2016). Every try has a cell for every
//! budget in the plan, the budgets one after the other; which of them run, their results say.

use super::block::whole;
use super::conditions::same;
use super::draw::Range;
use super::statement::Checker;
use crate::numeric::random::Seed;
use crate::source::{Diagnostic, Span, Spanned};
use crate::syntax::ast::{self, Drawn, Expr, Scale};
use crate::vocabulary::{Better, MeasureRef, MeasuredOn};
use std::collections::HashSet;

/// How a block chooses among its cells.
#[derive(Clone, Debug)]
pub struct Search {
    /// The measure that chooses, and whether the lower value is the better one.
    pub by: MeasureRef,
    pub lower: bool,
    /// How many tries run on each budget; without budgets there is one number. The tries that were asked for may be more:
    /// equal ones are one.
    pub rungs: Vec<usize>,
    /// The axis that is the budget.
    pub budget: Option<usize>,
    /// The seed that the values were drawn under.
    pub seed: u64,
}

impl Search {
    /// The tries.
    pub fn tries(&self) -> usize {
        self.rungs.first().copied().unwrap_or(0)
    }

    /// The cells on a budget, the lowest first.
    pub fn cells_on(&self, rung: usize) -> std::ops::Range<usize> {
        rung * self.tries()..(rung + 1) * self.tries()
    }

    /// The share of the tries that runs on the budget of a cell.
    pub fn share_of(&self, cell: usize) -> f64 {
        let tries = self.tries().max(1);
        self.rungs.get(cell / tries).map_or(1.0, |run| *run as f64 / tries as f64)
    }

    /// How many cells run.
    pub fn running(&self) -> usize {
        self.rungs.iter().sum()
    }

    /// What it says, whatever its labels are called.
    pub fn meaning(&self) -> String {
        format!("{}.{} {} {:?}", self.by.meaning, self.by.measure, self.lower, self.rungs)
    }
}

/// An axis of a search.
enum Axis {
    Drawn(Range),
    /// The budgets, and the factor between two of them.
    Budget(Vec<f64>, u64),
}

impl Checker<'_> {
    /// The values of every cell, the budgets one after the other.
    pub fn drawn(
        &mut self,
        sweep: &ast::Sweep,
        search: &ast::Search,
        repeats: u64,
    ) -> Option<(Vec<Vec<f64>>, Search)> {
        let axes: Vec<Option<Axis>> = sweep.axes.iter().map(|axis| self.search_axis(axis)).collect();
        let axes = axes.into_iter().collect::<Option<Vec<_>>>()?;
        let budget = self.one_budget(sweep, &axes)?;
        let (budgets, factor) = match budget.and_then(|at| axes.get(at)) {
            Some(Axis::Budget(budgets, factor)) => (budgets.clone(), *factor),
            _ => (vec![f64::NAN], 1),
        };
        if !self.fits(sweep, search.tries.value as f64 * budgets.len() as f64, repeats) {
            return None;
        }
        let seed = self.plan.settings.seed.unwrap_or(0);
        let tries = tries(sweep, &axes, search.tries.value, &Seed::root(seed));
        let rungs = self.rungs(search, tries.len(), budgets.len(), factor)?;
        let cells = budgets.iter().flat_map(|value| tries.iter().map(|tried| with(tried, budget, *value)));
        Some((cells.collect(), Search { by: MeasureRef::default(), lower: true, rungs, budget, seed }))
    }

    fn search_axis(&mut self, axis: &ast::Axis) -> Option<Axis> {
        let Expr::Range { low, high, spacing: None } = &axis.values.value else {
            if axis.drawn.is_some() {
                let span = axis.values.span;
                let finding = Diagnostic::error("wrong-type", span, "only a range has a scale or is halved");
                return self.refuse(
                    finding
                        .label("listed values")
                        .help("each is drawn as often as the others: delete what follows them"),
                );
            }
            return self.axis(&axis.values).map(|values| Axis::Drawn(Range::Listed(values)));
        };
        let is_whole = whole(low) && whole(high);
        let (low, high) = (self.value(low), self.value(high));
        let (low, high) = (low.and_then(|low| self.plain(&low)), high.and_then(|high| self.plain(&high)));
        let (low, high) = (low?, high?);
        let log = matches!(&axis.drawn, Some(Drawn::On(scale)) if scale.value == Scale::Log);
        let positive = log || matches!(axis.drawn, Some(Drawn::Halving(_)));
        if !(low < high && (high - low).is_finite() && (low > 0.0 || !positive)) {
            let message = format!("nothing can be drawn from {low} to {high} like this");
            let finding = Diagnostic::error("out-of-range", axis.values.span, message).label("no such range");
            let help = "the lower end first, and above 0 with `log` and `halving`";
            return self.refuse(finding.help(help));
        }
        match &axis.drawn {
            Some(Drawn::Halving(factor)) => self.budgets(low, high, factor, axis.values.span),
            _ => Some(Axis::Drawn(Range::Between { low, high, log, whole: is_whole })),
        }
    }

    /// From the lowest budget on, each by the factor above the one before, to the highest.
    fn budgets(&mut self, low: f64, high: f64, factor: &Spanned<u64>, span: Span) -> Option<Axis> {
        if factor.value < 2 {
            let finding = Diagnostic::error("out-of-range", factor.span, "halving by 1 leaves every try in");
            return self.refuse(
                finding.label("leaves nobody out").help("write `halving 3`: the best third goes on"),
            );
        }
        let by = factor.value as f64;
        let steps = ((high / low).ln() / by.ln()).round();
        if steps < 1.0 || !same(low * by.powf(steps), high) {
            let below = low * by.powf(((high / low).ln() / by.ln()).floor());
            let message = format!("times {by} from {low} on never comes to {high}");
            let finding =
                Diagnostic::error("out-of-range", span, message).label("the last budget is not met");
            return self.refuse(finding.help(format!("end the range at {below} or at {}", below * by)));
        }
        let budget = |step: u32| if f64::from(step) < steps { low * by.powi(step as i32) } else { high };
        Some(Axis::Budget((0..=steps as u32).map(budget).collect(), factor.value))
    }

    /// The place of the budget among the axes; none where there is none.
    fn one_budget(&mut self, sweep: &ast::Sweep, axes: &[Axis]) -> Option<Option<usize>> {
        let mut budgets = (0..axes.len()).filter(|at| matches!(axes[*at], Axis::Budget(..)));
        let first = budgets.next();
        if let Some(second) = budgets.next() {
            let message = "a search has one budget";
            let finding = Diagnostic::error("duplicate-argument", sweep.axes[second].span, message);
            let finding =
                finding.label("a second one").also(sweep.axes[first.unwrap_or(0)].span, "the first");
            return self.refuse(finding.help("halve one axis, and draw the other"));
        }
        if first.is_some() && axes.len() == 1 {
            let message = "there is nothing to choose among: all tries are equal";
            let finding = Diagnostic::error("missing-argument", sweep.head, message).label("only a budget");
            return self.refuse(finding.help("search another axis too: `rate in 0.001..1 log`"));
        }
        Some(first)
    }

    /// How many tries run on each budget.
    fn rungs(
        &mut self,
        search: &ast::Search,
        tries: usize,
        budgets: usize,
        factor: u64,
    ) -> Option<Vec<usize>> {
        let left = |rung: usize| (tries as f64 / (factor as f64).powi(rung as i32)).floor() as usize;
        let rungs: Vec<usize> = (0..budgets).map(left).collect();
        if rungs.last().is_some_and(|last| *last > 0) {
            return Some(rungs);
        }
        let message = format!("of {tries} different tries none is left for the last of {budgets} budgets");
        let finding = Diagnostic::error("out-of-range", search.tries.span, message).label("too few");
        let least = (factor as f64).powi(budgets as i32 - 1);
        self.refuse(finding.help(format!("try {least} or more, or end the budgets earlier")))
    }

    /// What a search of the file chooses by, once its lines are known.
    pub fn selection(&mut self, search: &ast::Search, block: usize) {
        let [label, measure] = search.by.as_slice() else {
            let span = search.by.first().map_or(search.span, |first| first.span);
            let finding =
                Diagnostic::error("wrong-type", span, "a search chooses by a measure of one of its lines");
            self.findings.push(finding.label("not a measure").help("write `by net.validation-error`"));
            return;
        };
        let Some(lower) = self.chooses(label, measure, block) else { return };
        let by = self.reference(label, measure);
        if let Some(search) = &mut self.plan.blocks[block].search {
            (search.by, search.lower) = (by, lower);
        }
    }

    /// Whether the lower value of a measure is the better one, if a search may choose by it.
    fn chooses(&mut self, label: &Spanned<String>, measure: &Spanned<String>, block: usize) -> Option<bool> {
        let span = label.span.to(measure.span);
        let known = self.vocabulary.measure(measure).map(|(measure, _)| measure);
        match known.map(|known| known.on) {
            Some(MeasuredOn::Test) => return self.on_test(label, measure, span),
            Some(MeasuredOn::Validation) => self.has_validation(label, measure, span)?,
            Some(_) => {
                let message = format!("`{measure}` is not measured on validation rows");
                let finding =
                    Diagnostic::error("wrong-type", span, message).label("knows nothing of new rows");
                return self.refuse(
                    finding.help("choose by a measure of held-out rows, such as `validation-error`"),
                );
            }
            None => {}
        }
        self.require_measure(label, measure)?;
        if self.axes.get(&label.value) != Some(&block) {
            let finding = Diagnostic::error(
                "wrong-type",
                label.span,
                format!("`{label}` is not a line of this search"),
            );
            let finding = finding.label("runs elsewhere");
            return self.refuse(finding.help("choose by a measure of a labelled line between the braces"));
        }
        match known.map(|known| known.better) {
            Some(Better::Lower) => Some(true),
            Some(Better::Higher) => Some(false),
            _ => {
                let message = format!("neither a low nor a high `{measure}` is better");
                let finding = Diagnostic::error("wrong-type", span, message).label("does not choose");
                self.refuse(
                    finding
                        .help("choose by a measure that is better low or high, such as `validation-error`"),
                )
            }
        }
    }

    fn on_test<T>(&mut self, label: &str, measure: &str, span: Span) -> Option<T> {
        let message = format!("this search would choose by test rows: `{label}.{measure}`");
        let finding = Diagnostic::error("search-on-test", span, message).label("measured on the test part");
        self.refuse(finding.help(
            "split a validation part off, `split validation 10 %`, and choose by a measure of it, such as \
             `validation-error`; the test part then judges the chosen cell: `expect ... at best`",
        ))
    }

    fn has_validation(&mut self, label: &str, measure: &str, span: Span) -> Option<()> {
        let steps = self.labelled_steps(label);
        let mut data = steps.iter().filter_map(|&id| self.plan.steps[id].kind.data.as_ref());
        let lacks = data.next_back().filter(|data| data.shape.validation == 0).map(|data| data.name.clone());
        let yields = self.measures_of(label).iter().any(|known| known == measure);
        let Some(name) = lacks.filter(|_| !yields) else { return Some(()) };
        let message = format!("`{label}.{measure}` needs a validation part, and `{name}` has none");
        let finding = Diagnostic::error("missing-part", span, message).label("no validation rows");
        self.refuse(finding.help(format!("split one off: `use {name}, then split validation 10 %`")))
    }

    /// A seed below a search comes too late: the values have been drawn.
    pub fn late_seed(&mut self) {
        let seed = self.plan.settings.seed.unwrap_or(0);
        let drawn = |block: &&super::Block| block.search.as_ref().is_some_and(|search| search.seed != seed);
        if let Some(head) = self.plan.blocks.iter().find(drawn).map(|block| block.head) {
            let message = "the seed stands below this search, which draws from it";
            let finding =
                Diagnostic::error("not-in-this-place", head, message).label("drawn without the seed");
            self.findings.push(finding.help("move the line that sets the seed to the head of the file"));
        }
    }
}

/// The values of each try, without those that are equal to an earlier one; the budget stands open.
fn tries(sweep: &ast::Sweep, axes: &[Axis], count: u64, seed: &Seed) -> Vec<Vec<f64>> {
    let mut seen = HashSet::new();
    let value = |(axis, from): (&ast::Axis, &Axis), number| match from {
        Axis::Drawn(range) => range.draw(seed, &axis.name, number),
        Axis::Budget(..) => f64::NAN,
    };
    let values = |number| sweep.axes.iter().zip(axes).map(|pair| value(pair, number)).collect::<Vec<f64>>();
    // Adding zero makes one of 0 and -0.
    let bits = |values: &[f64]| values.iter().map(|value| (value + 0.0).to_bits()).collect::<Vec<_>>();
    (0..count).map(values).filter(|values| seen.insert(bits(values))).collect()
}

/// The values of a try on a budget.
fn with(tried: &[f64], at: Option<usize>, budget: f64) -> Vec<f64> {
    let mut values = tried.to_vec();
    if let Some(value) = at.and_then(|at| values.get_mut(at)) {
        *value = budget;
    }
    values
}
