//! From one sentence to its tree. This is the only file that knows the rules of the grammar.
//!
//! A function per node takes a pest pair and gives the node; `None` would mean that the grammar
//! promised a part which is not there, and makes the sentence a broken one. Spans of nodes are
//! taken from their parts, because a pest pair that ends in an optional part keeps trailing blanks.

use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};
use pest::iterators::Pair;

use super::ast::*;
use super::fold::{self, Fold};
use super::numbers;
use crate::source::{Diagnostic, Span, Spanned};

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/pipe.pest"]
struct Grammar;

/// What stands before an opening brace.
#[derive(Clone)]
pub(super) struct Heading {
    pub axes: Vec<Axis>,
    pub search: Option<Search>,
    pub repeat: Option<Spanned<u64>>,
}

/// Why a sentence has no tree.
pub(super) enum Fault {
    /// The form is wrong: where reading stopped, and what could have stood there.
    Form { at: usize, wanted: Vec<&'static str> },
    /// The form is right, a number in it is not.
    Number(Box<Diagnostic>),
}

/// Reads one sentence, which begins `offset` bytes into its file.
pub(super) fn statement(text: &str, offset: usize) -> Result<Statement, Fault> {
    read(Rule::sentence, text, offset, Builder::statement)
}

/// Reads the words before an opening brace.
pub(super) fn heading(text: &str, offset: usize) -> Result<Heading, Fault> {
    read(Rule::heading, text, offset, Builder::heading)
}

fn read<T>(
    rule: Rule,
    text: &str,
    offset: usize,
    build: impl Fn(&mut Builder, Pair<Rule>) -> Option<T>,
) -> Result<T, Fault> {
    let mut pairs = Grammar::parse(rule, text).map_err(|error| form_fault(error, text, offset))?;
    let mut builder = Builder { offset, fault: None };
    let tree = pairs.next().and_then(|pair| build(&mut builder, pair));
    match (builder.fault, tree) {
        (Some(fault), _) => Err(Fault::Number(Box::new(fault))),
        (None, Some(tree)) => Ok(tree),
        (None, None) => Err(Fault::Form { at: offset, wanted: Vec::new() }),
    }
}

fn form_fault(error: pest::error::Error<Rule>, text: &str, offset: usize) -> Fault {
    let (InputLocation::Pos(at) | InputLocation::Span((at, _))) = error.location;
    let mut wanted = Vec::new();
    if let ErrorVariant::ParsingError { positives, .. } = error.variant {
        for words in positives.into_iter().filter_map(wording) {
            if !wanted.contains(&words) {
                wanted.push(words);
            }
        }
    }
    Fault::Form { at: offset + at.min(text.len()), wanted }
}

/// How a rule is called in front of people; `None` where naming it would not help.
fn wording(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::name | Rule::new_name | Rule::word | Rule::path | Rule::axis | Rule::drawn => "a name",
        Rule::verb | Rule::stage | Rule::stages | Rule::pipeline | Rule::definition | Rule::claim => "a verb",
        Rule::value | Rule::group | Rule::call | Rule::list | Rule::quantity => "a value",
        Rule::negative | Rule::minus | Rule::text | Rule::meaning | Rule::argument => "a value",
        Rule::operand | Rule::phrase | Rule::item | Rule::condition | Rule::definiens => "a value",
        Rule::clause | Rule::preposition => "a preposition",
        Rule::number => "a number",
        Rule::comparison | Rule::compared => "a comparison",
        Rule::member | Rule::in_ => "`in`",
        Rule::tolerance | Rule::within_ => "`within`",
        Rule::then_ => "`then`",
        Rule::of_ => "`of`",
        Rule::tries | Rule::try_ => "`try`",
        Rule::by_ => "`by`",
        Rule::unit => "a unit",
        Rule::operator => "an operator",
        Rule::comma => "`,`",
        Rule::colon => "`:`",
        Rule::equals => "`=`",
        Rule::round_close => "`)`",
        Rule::square_close => "`]`",
        Rule::EOI => "the end of the line",
        _ => return None,
    })
}

struct Builder {
    offset: usize,
    fault: Option<Diagnostic>,
}

impl Builder {
    // ---- places and leaves -----------------------------------------------------------------

    fn span(&self, pair: &Pair<Rule>) -> Span {
        let span = pair.as_span();
        Span::new(span.start(), span.end()).shifted(self.offset)
    }

    fn leaf(&self, pair: &Pair<Rule>) -> Spanned<String> {
        Spanned::new(pair.as_str().to_owned(), self.span(pair))
    }

    /// Keeps the first complaint about a number.
    fn complain(&mut self, fault: Diagnostic) {
        self.fault.get_or_insert(fault);
    }

    // ---- statements ------------------------------------------------------------------------

    fn statement(&mut self, pair: Pair<Rule>) -> Option<Statement> {
        match pair.as_rule() {
            Rule::definition => self.definition(pair).map(Statement::Let),
            Rule::claim => self.claim(pair).map(Statement::Claim),
            Rule::pipeline => self.pipeline(pair).map(Statement::Pipeline),
            _ => None,
        }
    }

    fn definition(&mut self, pair: Pair<Rule>) -> Option<Let> {
        let start = self.span(&pair);
        let mut parts = parts(pair);
        let name = self.leaf(&parts.next()?);
        let body = parts.next()?;
        let (body, end) = match body.as_rule() {
            Rule::stages => {
                let stages = self.stages(body)?;
                let end = stages.last()?.span;
                (LetBody::Stages(stages), end)
            }
            _ => {
                let phrase = self.phrase(body)?;
                let end = phrase.span;
                (LetBody::Phrase(phrase), end)
            }
        };
        Some(Let { name, body, span: Span::new(start.start, end.end) })
    }

    fn pipeline(&mut self, pair: Pair<Rule>) -> Option<Pipeline> {
        let mut parts = parts(pair).peekable();
        let label = parts.next_if(|part| part.as_rule() == Rule::new_name).map(|part| self.leaf(&part));
        let stages = self.stages(parts.next()?)?;
        let first = label.as_ref().map_or(stages.first()?.span, |label| label.span);
        let span = first.to(stages.last()?.span);
        Some(Pipeline { label, stages, span })
    }

    fn claim(&mut self, pair: Pair<Rule>) -> Option<Claim> {
        let start = self.span(&pair).start;
        let mut parts = parts(pair);
        let left = self.value(parts.next()?)?;
        let relation = self.relation(parts.next()?)?;
        let clauses = self.clauses(parts)?;
        let end = match (&relation, clauses.last()) {
            (_, Some(clause)) => clause.span.end,
            (
                Relation::Compare(_, right) | Relation::In(right) | Relation::Within { of: right, .. },
                None,
            ) => right.span.end,
        };
        Some(Claim { left, relation, clauses, span: Span::new(start, end) })
    }

    fn relation(&mut self, pair: Pair<Rule>) -> Option<Relation> {
        let rule = pair.as_rule();
        let mut parts = parts(pair);
        let first = parts.next()?;
        Some(match rule {
            Rule::compared => Relation::Compare(self.comparison(&first)?, self.value(parts.next()?)?),
            Rule::member => Relation::In(self.value(first)?),
            _ => Relation::Within { tolerance: self.value(first)?, of: self.value(parts.next()?)? },
        })
    }

    fn heading(&mut self, pair: Pair<Rule>) -> Option<Heading> {
        if pair.as_rule() == Rule::repeat {
            let repeat = Some(self.count(parts(pair).next()?)?);
            return Some(Heading { axes: Vec::new(), search: None, repeat });
        }
        let mut heading = Heading { axes: Vec::new(), search: None, repeat: None };
        for part in parts(pair) {
            match part.as_rule() {
                Rule::axis | Rule::drawn => heading.axes.push(self.axis(part)?),
                Rule::tries => heading.search = Some(self.search(part)?),
                _ => heading.repeat = Some(self.count(parts(part).next()?)?),
            }
        }
        Some(heading)
    }

    fn axis(&mut self, pair: Pair<Rule>) -> Option<Axis> {
        let mut parts = parts(pair);
        let name = self.leaf(&parts.next()?);
        let values = self.value(parts.next()?)?;
        let (drawn, end) = match parts.next() {
            Some(part) if part.as_rule() == Rule::scale => {
                let span = self.span(&part);
                (Some(Drawn::On(Spanned::new(scale(&part), span))), span)
            }
            Some(part) => {
                let count = self.count(self::parts(part).next()?)?;
                let span = count.span;
                (Some(Drawn::Halving(count)), span)
            }
            None => (None, values.span),
        };
        let span = name.span.to(end);
        Some(Axis { name, values, drawn, span })
    }

    fn search(&mut self, pair: Pair<Rule>) -> Option<Search> {
        let start = self.span(&pair).start;
        let mut parts = parts(pair);
        let tries = self.count(parts.next()?)?;
        let by = self.path(parts.next()?);
        let span = Span::new(start, by.last()?.span.end);
        Some(Search { tries, by, span })
    }

    // ---- stages ----------------------------------------------------------------------------

    fn stages(&mut self, pair: Pair<Rule>) -> Option<Vec<Stage>> {
        parts(pair).map(|part| self.stage(part)).collect()
    }

    fn stage(&mut self, pair: Pair<Rule>) -> Option<Stage> {
        let mut parts = parts(pair).peekable();
        let verb = self.leaf(&parts.next()?);
        let object = match parts.next_if(|part| part.as_rule() == Rule::phrase) {
            Some(part) => Some(self.phrase(part)?),
            None => None,
        };
        let clauses = self.clauses(parts)?;
        let last = clauses.last().map(|clause| clause.span).or(object.as_ref().map(|phrase| phrase.span));
        let span = verb.span.to(last.unwrap_or(verb.span));
        Some(Stage { verb, object, clauses, span })
    }

    fn clauses<'i>(&mut self, parts: impl Iterator<Item = Pair<'i, Rule>>) -> Option<Vec<Clause>> {
        parts.map(|part| self.clause(part)).collect()
    }

    fn clause(&mut self, pair: Pair<Rule>) -> Option<Clause> {
        let mut parts = parts(pair);
        let preposition = self.leaf(&parts.next()?);
        let phrase = self.phrase(parts.next()?)?;
        let span = preposition.span.to(phrase.span);
        Some(Clause { preposition, phrase, span })
    }

    fn phrase(&mut self, pair: Pair<Rule>) -> Option<Phrase> {
        let items: Vec<Item> = parts(pair).map(|part| self.item(part)).collect::<Option<_>>()?;
        let span = items.first()?.span().to(items.last()?.span());
        Some(Phrase { items, span })
    }

    fn item(&mut self, pair: Pair<Rule>) -> Option<Item> {
        let mut parts = parts(pair).peekable();
        if let Some(condition) = parts.next_if(|part| part.as_rule() == Rule::condition) {
            return self.condition(condition);
        }
        let operands = parts.map(|part| match part.as_rule() {
            Rule::operand => self.operand(part),
            _ => self.value(part),
        });
        Some(Item::Operands(operands.collect::<Option<_>>()?))
    }

    fn condition(&mut self, pair: Pair<Rule>) -> Option<Item> {
        let mut parts = parts(pair);
        let path = self.path(parts.next()?);
        let symbol = self.comparison(&parts.next()?)?;
        let value = self.value(parts.next()?)?;
        Some(Item::Condition { path, symbol, value })
    }

    fn operand(&mut self, pair: Pair<Rule>) -> Option<Expression> {
        let mut parts = parts(pair);
        let first = parts.next()?;
        if first.as_rule() == Rule::times {
            let count = self.times(&first);
            return Some(Spanned::new(Expr::Times(count), self.span(&first)));
        }
        let low = self.term(first)?;
        match parts.next() {
            Some(range) => self.range(low, range),
            None => Some(low),
        }
    }

    // ---- values ----------------------------------------------------------------------------

    fn value(&mut self, pair: Pair<Rule>) -> Option<Expression> {
        let mut parts = parts(pair).peekable();
        let first = self.term(parts.next()?)?;
        if let Some(range) = parts.next_if(|part| part.as_rule() == Rule::range) {
            return self.range(first, range);
        }
        let mut fold = Fold::new(first);
        while let Some(sign) = parts.next() {
            let operator = Spanned::new(fold::operator(sign.as_str())?, self.span(&sign));
            fold = fold.push(operator, self.term(parts.next()?)?);
        }
        Some(fold.finish())
    }

    fn term(&mut self, pair: Pair<Rule>) -> Option<Expression> {
        let span = self.span(&pair);
        match pair.as_rule() {
            Rule::quantity => self.quantity(pair),
            Rule::text => Some(Spanned::new(Expr::Text(pair.as_str().trim_matches('"').to_owned()), span)),
            Rule::list => Some(Spanned::new(Expr::List(self.values(pair)?), span)),
            Rule::call => Some(Spanned::new(Expr::Call(self.call(pair)?), span)),
            Rule::group => {
                let inner = self.qualified(parts(pair))?;
                Some(Spanned::new(inner.value, span))
            }
            Rule::negative => {
                let mut parts = pair.into_inner();
                let minus = self.span(&parts.next()?);
                let term = self.term(parts.next()?)?;
                Some(fold::negative(minus, term))
            }
            _ => None,
        }
    }

    /// A value with its clauses, of which there may be none.
    fn qualified<'i>(&mut self, mut parts: impl Iterator<Item = Pair<'i, Rule>>) -> Option<Expression> {
        let value = self.value(parts.next()?)?;
        let clauses = self.clauses(parts)?;
        let Some(last) = clauses.last() else { return Some(value) };
        let span = value.span.to(last.span);
        Some(Spanned::new(Expr::Qualified { value: Box::new(value), clauses }, span))
    }

    fn range(&mut self, low: Expression, pair: Pair<Rule>) -> Option<Expression> {
        let mut parts = parts(pair);
        let high = self.term(parts.next()?)?;
        let spacing = match parts.next() {
            Some(part) => Some(self.spacing(part)?),
            None => None,
        };
        let end = spacing.as_ref().map_or(high.span, |spacing| spacing.span);
        let span = low.span.to(end);
        Some(Spanned::new(Expr::Range { low: Box::new(low), high: Box::new(high), spacing }, span))
    }

    fn spacing(&mut self, pair: Pair<Rule>) -> Option<Spacing> {
        let mut parts = parts(pair);
        let word = parts.next()?;
        let count = self.count(parts.next()?)?;
        let span = self.span(&word).to(count.span);
        Some(Spacing { scale: scale(&word), count, span })
    }

    fn values(&mut self, pair: Pair<Rule>) -> Option<Vec<Expression>> {
        parts(pair).map(|part| self.value(part)).collect()
    }

    fn call(&mut self, pair: Pair<Rule>) -> Option<Call> {
        let mut parts = parts(pair);
        let mut call = Call { path: self.path(parts.next()?), list: None, arguments: None };
        for part in parts {
            let span = self.span(&part);
            if part.as_rule() == Rule::list {
                call.list = Some(Spanned::new(self.values(part)?, span));
            } else {
                call.arguments = Some(Spanned::new(self.arguments(part)?, span));
            }
        }
        Some(call)
    }

    fn path(&mut self, pair: Pair<Rule>) -> Path {
        parts(pair).map(|part| self.leaf(&part)).collect()
    }

    fn arguments(&mut self, pair: Pair<Rule>) -> Option<Vec<Argument>> {
        parts(pair).map(|part| self.argument(part)).collect()
    }

    fn argument(&mut self, pair: Pair<Rule>) -> Option<Argument> {
        let mut parts = parts(pair).peekable();
        let key = parts.next_if(|part| part.as_rule() == Rule::word).map(|part| self.leaf(&part));
        let value = match parts.next_if(|part| part.as_rule() == Rule::switch) {
            Some(word) => self.switch(&word),
            None => self.qualified(parts)?,
        };
        let span = key.as_ref().map_or(value.span, |key| key.span.to(value.span));
        Some(Argument { key, value, span })
    }

    /// `on` as a value.
    fn switch(&self, word: &Pair<Rule>) -> Expression {
        let path = vec![self.leaf(word)];
        Spanned::new(Expr::Call(Call { path, list: None, arguments: None }), self.span(word))
    }

    // ---- numbers and signs -----------------------------------------------------------------

    fn quantity(&mut self, pair: Pair<Rule>) -> Option<Expression> {
        let mut parts = parts(pair).peekable();
        let number = self.leaf(&parts.next()?);
        let unit = parts.next_if(|part| part.as_rule() == Rule::unit).map(|part| self.leaf(&part));
        let per = match parts.next() {
            Some(part) => Some(self.leaf(&part.into_inner().find(|inner| inner.as_rule() == Rule::unit)?)),
            None => None,
        };
        let end = per.as_ref().or(unit.as_ref()).map_or(number.span, |last| last.span);
        let span = number.span.to(end);
        let value = self.number(&number)?;
        Some(Spanned::new(Expr::Quantity(Quantity { number: value, text: number.value, unit, per }), span))
    }

    fn number(&mut self, written: &Spanned<String>) -> Option<f64> {
        let number: f64 = written.value.replace('_', "").parse().ok()?;
        if number.is_infinite() {
            self.complain(numbers::too_large(written));
        }
        Some(number)
    }

    /// A count of repeats or of values: a whole number from one on.
    fn count(&mut self, pair: Pair<Rule>) -> Option<Spanned<u64>> {
        let written = self.leaf(&pair);
        let count = numbers::count(&written).unwrap_or_else(|fault| {
            self.complain(*fault);
            1
        });
        Some(Spanned::new(count, written.span))
    }

    /// The number in `x3`.
    fn times(&mut self, pair: &Pair<Rule>) -> u64 {
        let written = self.leaf(pair);
        numbers::times(&written).unwrap_or_else(|fault| {
            self.complain(*fault);
            1
        })
    }

    fn comparison(&self, pair: &Pair<Rule>) -> Option<Spanned<Comparison>> {
        Some(Spanned::new(fold::comparison(pair.as_str())?, self.span(pair)))
    }
}

fn scale(word: &Pair<Rule>) -> Scale {
    if word.as_str() == "log" { Scale::Log } else { Scale::Linear }
}

/// The parts of a pair that carry meaning: keywords and punctuation have done their work.
fn parts(pair: Pair<Rule>) -> impl Iterator<Item = Pair<Rule>> {
    pair.into_inner().filter(|part| {
        use Rule::*;
        !matches!(
            part.as_rule(),
            and_ | then_
                | let_
                | expect_
                | sweep_
                | repeat_
                | search_
                | halving_
                | try_
                | by_
                | in_
                | of_
                | within_
                | per_
                | comma
                | colon
                | equals
                | dots
                | minus
                | round_close
                | square_close
                | EOI
        )
    })
}
