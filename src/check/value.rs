//! Expressions evaluated: names replaced by what they stand for, arithmetic done, data sets turned
//! into steps. What comes out is what binding reads.

use super::names::Meaning;
use super::statement::Checker;
use crate::source::{Diagnostic, Span, Spanned};
use crate::syntax::ast::{self, Expr, Expression};
use crate::vocabulary::{Call, Combined, Form, Given, MeasureRef, Number, StepId};

/// More values than this do not belong to a sentence.
const LARGEST_VALUE: usize = 10_000;

impl Checker<'_> {
    /// The values of a phrase, item by item.
    pub fn phrase(&mut self, phrase: &ast::Phrase) -> Option<Vec<Given>> {
        let (mut values, mut read) = (Vec::new(), Some(()));
        for item in &phrase.items {
            read = self.item(item, &mut values).and(read);
        }
        read?;
        self.of_fair_size(values, phrase.span)
    }

    /// Names make values of values: a few lines could ask for more of them than memory holds.
    fn of_fair_size(&mut self, values: Vec<Given>, span: Span) -> Option<Vec<Given>> {
        let size: usize = values.iter().map(Given::size).sum();
        if size <= LARGEST_VALUE {
            return Some(values);
        }
        let message = format!("{size} values stand in one place");
        let finding = Diagnostic::error("too-large", span, message).label(format!("at most {LARGEST_VALUE}"));
        self.refuse(finding.help("does a `let` hold a list of lists?"))
    }

    /// Adds the values of one item; nothing comes back where one of them has none.
    fn item(&mut self, item: &ast::Item, values: &mut Vec<Given>) -> Option<()> {
        match item {
            ast::Item::Operands(operands) => {
                let mut read = Some(());
                for operand in operands {
                    read = self.values(operand, values).and(read);
                }
                read
            }
            ast::Item::Condition { path, .. } => {
                let span = path.first().map_or(Span::default(), |word| word.span);
                let finding = Diagnostic::error("not-in-this-place", span, "a condition is not taken here");
                self.refuse(
                    finding.label("a condition").help("conditions belong to claims: `expect ... at n = 57`"),
                )
            }
        }
    }

    /// Adds the value of one operand; a name may stand for several methods.
    fn values(&mut self, expression: &Expression, values: &mut Vec<Given>) -> Option<()> {
        if let Expr::Call(call) = &expression.value
            && let [name] = call.path.as_slice()
            && call.list.is_none()
            && call.arguments.is_none()
            && let Some((_, found)) = self.names.find(name)
            && let Meaning::Values(meant) = &found.meaning
        {
            values.extend(meant.iter().map(|v| Given { span: expression.span, ..v.clone() }));
            return Some(());
        }
        values.push(self.value(expression)?);
        Some(())
    }

    /// One expression as one value.
    pub fn value(&mut self, expression: &Expression) -> Option<Given> {
        let span = expression.span;
        let form = match &expression.value {
            Expr::Quantity(q) => {
                Form::Number(Number { value: q.number, unit: q.unit.clone(), per: q.per.clone() })
            }
            Expr::Text(text) => Form::Text(text.clone()),
            Expr::List(items) => Form::List(self.list(items)?),
            Expr::Times(n) => Form::Times(*n),
            Expr::Call(call) => return self.call(call, span),
            Expr::Negative(inner) => Form::Number(self.negative(inner)?),
            Expr::Binary { left, operator, right } => self.arithmetic(left, operator.value, right)?,
            Expr::Range { low, high, spacing: Some(spacing) } => {
                Form::Range(self.range(low, high, Some(spacing), span)?)
            }
            Expr::Range { .. } => {
                let help = "ranges belong to sweeps and to claims; say how many values it has where several are taken: `10..100 log 5`";
                return self.misplaced(span, "a range", help);
            }
            Expr::Qualified { .. } => {
                return self.misplaced(span, "a value with a clause", "such values belong to claims");
            }
        };
        Some(Given { form, span })
    }

    fn misplaced(&mut self, span: Span, what: &str, help: &str) -> Option<Given> {
        let finding = Diagnostic::error("not-in-this-place", span, format!("{what} is not taken here"));
        self.refuse(finding.label("not taken").help(help))
    }

    fn list(&mut self, items: &[Expression]) -> Option<Vec<Given>> {
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            values.extend(self.value(item));
        }
        if values.len() < items.len() {
            return None;
        }
        let span = items.first().zip(items.last()).map_or(Span::default(), |(a, b)| a.span.to(b.span));
        self.of_fair_size(values, span)
    }

    fn number(&mut self, given: Given) -> Option<Number> {
        match given.form {
            Form::Number(number) => Some(number),
            _ => {
                let message = format!("arithmetic needs numbers, found {}", given.describe());
                self.refuse(
                    Diagnostic::error("wrong-type", given.span, message)
                        .label("not a number")
                        .help("name a number here, or a `let` that holds one"),
                )
            }
        }
    }

    fn negative(&mut self, inner: &Expression) -> Option<Number> {
        let given = self.value(inner)?;
        let number = self.number(given)?;
        Some(Number { value: -number.value, ..number })
    }

    /// Numbers become a number, measures stay as they are written.
    fn arithmetic(&mut self, left: &Expression, operator: ast::Operator, right: &Expression) -> Option<Form> {
        let (a, b) = (self.value(left), self.value(right));
        let (a, b) = (a?, b?);
        if self.is_measured(&a) || self.is_measured(&b) {
            let fits = |given: &&Given| matches!(given.form, Form::Number(_)) || self.is_measured(given);
            let odd = [&a, &b].into_iter().find(|given| !fits(given)).cloned();
            return match odd {
                Some(odd) => self.number(odd).map(Form::Number),
                None => Some(Form::Combined(Box::new(Combined { left: a, operator, right: b }))),
            };
        }
        let span = left.span.to(right.span);
        let (a, b) = (self.number(a), self.number(b));
        Some(Form::Number(self.calculated(a?, operator, b?, span)?))
    }

    /// Whether a value is a measure by its word, or made of such.
    fn is_measured(&self, given: &Given) -> bool {
        let word = given.bare_word();
        matches!(given.form, Form::Combined(_))
            || word.is_some_and(|word| self.vocabulary.measure(word).is_some())
    }

    /// Sums need equal units; products and quotients take a unit from one side at most.
    fn calculated(&mut self, a: Number, operator: ast::Operator, b: Number, span: Span) -> Option<Number> {
        let sum = matches!(operator, ast::Operator::Plus | ast::Operator::Minus);
        let name = |n: &Number| n.unit.as_ref().map(|u| u.value.clone());
        let clash = if sum { name(&a) != name(&b) } else { a.unit.is_some() && b.unit.is_some() };
        if clash {
            let message = format!("`{}` and `{}` can't be combined: their units clash", a.write(), b.write());
            let finding = Diagnostic::error("wrong-unit", span, message).label("two units");
            return self.refuse(finding.help("give both sides the same unit, or one of them none"));
        }
        let value = operator.applied(a.value, b.value);
        if !value.is_finite() {
            let message = format!("`{}` and `{}` give {value}", a.write(), b.write());
            let finding = Diagnostic::error("out-of-range", span, message).label("not a number");
            return self.refuse(
                finding.help("numbers reach from about -1.8e308 to 1.8e308; nothing is divided by 0"),
            );
        }
        Some(Number { value, unit: a.unit.or(b.unit), per: a.per.or(b.per) })
    }

    fn call(&mut self, call: &ast::Call, span: Span) -> Option<Given> {
        match call.path.as_slice() {
            [name] => self.word(name, call, span),
            [label, measure] if call.list.is_none() && call.arguments.is_none() => {
                self.measure(label, measure, span)
            }
            _ => self.misplaced(span, "a name with dots", "write `label.measure`, such as `big.error`"),
        }
    }

    fn word(&mut self, name: &Spanned<String>, call: &ast::Call, span: Span) -> Option<Given> {
        let bare = call.list.is_none() && call.arguments.is_none();
        let meaning = self.names.find(name).map(|(_, found)| found.meaning.clone());
        if let Some(finding) = meaning.as_ref().and_then(|_| self.later(name)) {
            return self.refuse(finding);
        }
        match meaning {
            Some(meaning) if bare => return self.meant(name, meaning, span),
            // The name is refused where it is defined: here the word is meant.
            Some(_) if self.vocabulary.class_of(name).is_some() => {}
            Some(_) => {
                let message = format!("`{name}` is a name of this file and takes no brackets");
                let finding =
                    Diagnostic::error("unknown-argument", span, message).label("a name, not a word");
                return self.refuse(finding.help("change what it stands for where it is defined"));
            }
            None => {}
        }
        let evaluated = self.evaluated(name, call)?;
        // What is a model as well becomes a step only where a system is wanted.
        if self.vocabulary.start(name).is_some() && self.vocabulary.model(name).is_none() {
            let input = self.data_step(&evaluated, span)?;
            return Some(Given { form: Form::Result(input), span });
        }
        if bare
            && self.vocabulary.class_of(name).is_none()
            && let Some(finding) = self.later(name)
        {
            return self.refuse(finding);
        }
        Some(Given { form: Form::Call(evaluated), span })
    }

    /// What a bare name stands for, as one value.
    fn meant(&mut self, name: &Spanned<String>, meaning: Meaning, span: Span) -> Option<Given> {
        match meaning {
            Meaning::Values(values) => match values.as_slice() {
                [one] => Some(Given { span, ..one.clone() }),
                _ => self.misplaced(span, "a name for several methods", "it belongs after `with`"),
            },
            Meaning::Waiting(_) | Meaning::Steps(_) => {
                let input = self.result_of(name)?;
                Some(Given { form: Form::Result(input), span })
            }
            Meaning::Swept => {
                let message = format!("`{name}` belongs to a sweep and has one result a cell");
                let finding = Diagnostic::error("not-in-this-place", span, message).label("not one result");
                self.refuse(finding.help(format!("ask for a measure of it, such as `{name}.error`")))
            }
            Meaning::Open => self.refuse(its_own(name)),
            Meaning::Broken => None,
            Meaning::Axis => Some(Given {
                form: Form::Call(Call { name: name.clone(), list: None, arguments: Vec::new() }),
                span,
            }),
        }
    }

    fn evaluated(&mut self, name: &Spanned<String>, call: &ast::Call) -> Option<Call> {
        let list = match &call.list {
            Some(items) => Some(Spanned::new(self.list(&items.value)?, items.span)),
            None => None,
        };
        let mut arguments = Vec::new();
        let mut complete = true;
        for argument in call.arguments.iter().flat_map(|a| &a.value) {
            match self.value(&argument.value) {
                Some(value) => arguments.push((argument.key.clone(), value)),
                None => complete = false,
            }
        }
        complete.then(|| Call { name: name.clone(), list, arguments })
    }

    /// `big.error`: the label has to exist and to yield the measure.
    fn measure(&mut self, label: &Spanned<String>, measure: &Spanned<String>, span: Span) -> Option<Given> {
        if let Some(finding) = self.path_without_quotes(label, measure, span) {
            return self.refuse(finding);
        }
        self.require_measure(label, measure)?;
        Some(Given { form: Form::Measure(self.reference(label, measure)), span })
    }

    pub fn reference(&mut self, label: &Spanned<String>, measure: &Spanned<String>) -> MeasureRef {
        self.plan.read.insert(label.value.clone());
        let meaning = self.label_meaning(label);
        MeasureRef {
            label: label.value.clone(),
            measure: measure.value.clone(),
            meaning,
            axes: self.axes_of(label),
            curves: self.curves_of(label),
        }
    }

    /// A label by what it stands for: its last step, or its line in a block.
    fn label_meaning(&self, label: &str) -> String {
        match self.names.find(label).map(|(_, name)| &name.meaning) {
            Some(Meaning::Steps(steps)) => {
                steps.last().map_or(String::new(), |&id| self.plan.steps[id].identity.hex())
            }
            Some(Meaning::Swept) => {
                let block = self.axes.get(label).copied().unwrap_or(0);
                let cell = self.plan.blocks.get(block).and_then(|block| block.cells.first());
                let at = cell.and_then(|c| c.lines.iter().position(|l| l.label.as_deref() == Some(label)));
                format!("line {} of block {block}", at.unwrap_or(0))
            }
            _ => String::new(),
        }
    }

    fn unlabelled(&self, label: &Spanned<String>) -> Diagnostic {
        let message = format!("no line is labelled `{label}`");
        let finding =
            Diagnostic::error("unknown-name", label.span, message).label("not a label of this file");
        let otherwise = format!("label the line that is meant: `{label}: train ...`");
        finding.did_you_mean(self.names.nearest(label).as_deref(), otherwise)
    }

    pub fn require_measure(&mut self, label: &Spanned<String>, measure: &Spanned<String>) -> Option<()> {
        let Some((_, found)) = self.names.find(label) else {
            let finding = self.later(label).unwrap_or_else(|| self.unlabelled(label));
            return self.refuse(finding);
        };
        if matches!(found.meaning, Meaning::Broken) {
            return None;
        }
        let yields = self.measures_of(label);
        if yields.contains(&measure.value) {
            return Some(());
        }
        let message = format!("`{label}` yields no measure `{measure}`");
        let names = || yields.iter().map(String::as_str);
        let lacking =
            self.missing_stage(label).map(str::to_owned).or_else(|| self.asking_for(label, measure));
        let otherwise = match (lacking, yields.as_slice()) {
            (Some(stage), _) => {
                format!("nothing in its line does `{stage}`: add `, then {stage}` behind the model")
            }
            (None, []) => {
                format!("`{label}` yields no measures: add a stage to its line that measures something")
            }
            (None, names) if self.vocabulary.measure(measure).is_none() => {
                format!("it yields {}; if a path is meant, it stands in quotation marks", names.join(", "))
            }
            (None, names) => format!("it yields {}", names.join(", ")),
        };
        let finding = Diagnostic::error("unknown-word", measure.span, message).label("not yielded");
        self.refuse(finding.did_you_mean(crate::source::nearest(measure, names()), otherwise))
    }
}

impl Checker<'_> {
    /// `csv(table.csv)`, where neither part is known or nearly so.
    fn path_without_quotes(
        &self,
        label: &Spanned<String>,
        measure: &Spanned<String>,
        span: Span,
    ) -> Option<Diagnostic> {
        let is_known = self.names.find(label).is_some() || self.later(label).is_some();
        if is_known || self.names.nearest(label).is_some() || self.vocabulary.measure(measure).is_some() {
            return None;
        }
        let message = format!("no line is labelled `{label}`, and no measure is called `{measure}`");
        let finding = Diagnostic::error("unknown-name", span, message).label("is this a path?");
        let quoted = format!("\"{label}.{measure}\"");
        Some(finding.help(format!("a path stands in quotation marks: `{quoted}`")).fix(false, span, quoted))
    }

    /// The stage by which the line of a label would yield a measure.
    fn asking_for(&self, label: &str, measure: &str) -> Option<String> {
        let mut steps = self.labelled_steps(label).iter().filter_map(|&id| self.plan.steps.get(id));
        steps.find_map(|step| self.vocabulary.asking_for(measure, step.kind.model.as_ref()?))
    }

    /// The verb that a line would have been completed by, had it not gone on with another one.
    fn missing_stage(&self, label: &str) -> Option<&'static str> {
        let steps = self.labelled_steps(label);
        let verb = steps.iter().find_map(|&id| self.plan.steps.get(id)?.verb.completed_by())?;
        let is_there =
            |id: &&StepId| self.plan.steps.get(**id).is_some_and(|step| step.text.starts_with(verb));
        steps.iter().find(is_there).is_none().then_some(verb)
    }
}

/// The finding for a name that is used in its own definition.
pub fn its_own(name: &Spanned<String>) -> Diagnostic {
    let message = format!("`{name}` is used in its own definition");
    let finding = Diagnostic::error("name-before-use", name.span, message).label("not defined yet");
    finding.help("a `let` rests on what stands above it")
}
