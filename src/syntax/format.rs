//! The canonical writer: a tree as text, in one form whatever the spacing it was written with.
//!
//! Reading what is written here gives the same tree again. Brackets appear where the tree needs
//! them and nowhere else; numbers keep the digits they were written with.

use std::fmt::{Display, Formatter, Result, Write};

use super::ast::*;
use crate::source::Spanned;

impl Display for Statement {
    /// A broken line has no form, and writes nothing.
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Statement::Let(binding) => binding.fmt(f),
            Statement::Pipeline(pipeline) => pipeline.fmt(f),
            Statement::Sweep(sweep) => write_sweep(f, sweep, 0),
            Statement::Claim(claim) => claim.fmt(f),
            Statement::Broken(_) => Ok(()),
        }
    }
}

impl Display for Let {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "let {} = ", self.name)?;
        match &self.body {
            LetBody::Stages(stages) => separated(f, stages, ", then "),
            LetBody::Phrase(phrase) => phrase.fmt(f),
        }
    }
}

impl Display for Pipeline {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if let Some(label) = &self.label {
            write!(f, "{label}: ")?;
        }
        separated(f, &self.stages, ", then ")
    }
}

impl Display for Claim {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "expect {} {}", self.left, self.relation)?;
        write_clauses(f, &self.clauses)
    }
}

impl Display for Relation {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Relation::Compare(symbol, right) => write!(f, "{symbol} {right}"),
            Relation::In(range) => write!(f, "in {range}"),
            Relation::Within { tolerance, of } => write!(f, "within {tolerance} of {of}"),
        }
    }
}

/// What stands before a block, with the brace.
pub(super) fn head(axes: &[Axis], search: Option<&Search>, repeat: Option<&Spanned<u64>>) -> String {
    let axes: Vec<String> = axes.iter().map(Axis::to_string).collect();
    let word = if search.is_some() { "search" } else { "sweep" };
    let axes = (!axes.is_empty()).then(|| format!("{word} {}", axes.join(", ")));
    let repeat = repeat.map(|count| format!("repeat {count}"));
    let parts: Vec<String> = [axes, search.map(Search::to_string), repeat].into_iter().flatten().collect();
    format!("{} {{", parts.join(", "))
}

/// A block with its statements one level further in.
fn write_sweep(f: &mut Formatter<'_>, sweep: &Sweep, depth: usize) -> Result {
    writeln!(f, "{}", head(&sweep.axes, sweep.search.as_ref(), sweep.repeat.as_ref()))?;
    for statement in &sweep.body {
        write!(f, "{:1$}", "", 2 * (depth + 1))?;
        match statement {
            Statement::Sweep(inner) => write_sweep(f, inner, depth + 1)?,
            other => other.fmt(f)?,
        }
        f.write_char('\n')?;
    }
    write!(f, "{:1$}}}", "", 2 * depth)
}

impl Display for Axis {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{} in {}", self.name, self.values)?;
        match &self.drawn {
            Some(Drawn::On(scale)) => write!(f, " {}", word(scale.value)),
            Some(Drawn::Halving(count)) => write!(f, " halving {count}"),
            None => Ok(()),
        }
    }
}

fn word(scale: Scale) -> &'static str {
    if scale == Scale::Log { "log" } else { "linear" }
}

impl Display for Search {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "try {} by ", self.tries)?;
        separated(f, &self.by, ".")
    }
}

impl Display for Stage {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        self.verb.fmt(f)?;
        if let Some(object) = &self.object {
            write!(f, " {object}")?;
        }
        write_clauses(f, &self.clauses)
    }
}

impl Display for Clause {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{} {}", self.preposition, self.phrase)
    }
}

impl Display for Phrase {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        separated(f, &self.items, " and ")
    }
}

impl Display for Item {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Item::Condition { path, symbol, value } => {
                separated(f, path, ".")?;
                write!(f, " {symbol} {value}")
            }
            Item::Operands(operands) => separated(f, operands, " "),
        }
    }
}

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Expr::Quantity(quantity) => quantity.fmt(f),
            Expr::Text(text) => write!(f, "\"{text}\""),
            Expr::List(values) => write_list(f, values, ", "),
            Expr::Call(call) => call.fmt(f),
            Expr::Times(count) => write!(f, "x{count}"),
            Expr::Negative(value) => {
                f.write_str("-")?;
                // Where the number would take the sign to itself, a blank keeps them apart.
                f.write_str(if matches!(value.value, Expr::Quantity(_)) { " " } else { "" })?;
                enclosed(f, value, Rank::Term)
            }
            Expr::Binary { left, operator, right } => {
                let rank = self.rank();
                enclosed(f, left, rank)?;
                write!(f, " {operator} ")?;
                enclosed(f, right, rank.tighter())
            }
            Expr::Range { low, high, spacing } => {
                enclosed(f, low, Rank::Term)?;
                f.write_str("..")?;
                enclosed(f, high, Rank::Term)?;
                spacing.as_ref().map_or(Ok(()), |spacing| write!(f, " {spacing}"))
            }
            Expr::Qualified { value, clauses } => {
                write!(f, "({value}")?;
                write_clauses(f, clauses)?;
                f.write_str(")")
            }
        }
    }
}

/// How tightly an expression holds together, the loosest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Range,
    Sum,
    Product,
    Term,
}

impl Rank {
    fn tighter(self) -> Rank {
        if self == Rank::Sum { Rank::Product } else { Rank::Term }
    }
}

impl Expr {
    fn rank(&self) -> Rank {
        match self {
            Expr::Range { .. } => Rank::Range,
            Expr::Binary { operator, .. } => match operator.value {
                Operator::Plus | Operator::Minus => Rank::Sum,
                Operator::Times | Operator::Over => Rank::Product,
            },
            _ => Rank::Term,
        }
    }
}

/// Writes an expression, in brackets where it holds together less tightly than its place asks.
fn enclosed(f: &mut Formatter<'_>, value: &Expression, place: Rank) -> Result {
    if value.rank() < place { write!(f, "({value})") } else { value.fmt(f) }
}

impl Display for Call {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        separated(f, &self.path, ".")?;
        if let Some(list) = &self.list {
            write_list(f, list, ",")?;
        }
        let Some(arguments) = &self.arguments else { return Ok(()) };
        f.write_str("(")?;
        separated(f, arguments, ", ")?;
        f.write_str(")")
    }
}

impl Display for Argument {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if let Some(key) = &self.key {
            write!(f, "{key}: ")?;
        }
        // The brackets of the arguments already hold a value and its clauses together.
        match &self.value.value {
            Expr::Qualified { value, clauses } => {
                value.fmt(f)?;
                write_clauses(f, clauses)
            }
            value => value.fmt(f),
        }
    }
}

impl Display for Quantity {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(&self.text)?;
        if let Some(unit) = &self.unit {
            write!(f, " {unit}")?;
        }
        self.per.as_ref().map_or(Ok(()), |per| write!(f, " per {per}"))
    }
}

impl Display for Spacing {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{} {}", word(self.scale), self.count)
    }
}

impl Display for Operator {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self {
            Operator::Plus => "+",
            Operator::Minus => "-",
            Operator::Times => "*",
            Operator::Over => "/",
        })
    }
}

impl Display for Comparison {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(match self {
            Comparison::Less => "<",
            Comparison::AtMost => "<=",
            Comparison::Greater => ">",
            Comparison::AtLeast => ">=",
            Comparison::Equal => "=",
        })
    }
}

fn separated<T: Display>(f: &mut Formatter<'_>, parts: &[T], separator: &str) -> Result {
    for (i, part) in parts.iter().enumerate() {
        f.write_str(if i == 0 { "" } else { separator })?;
        part.fmt(f)?;
    }
    Ok(())
}

/// The sizes of a network stand close, `mlp[784,500,10]`, as they do in papers; a list by itself does not.
fn write_list(f: &mut Formatter<'_>, values: &[Spanned<Expr>], separator: &str) -> Result {
    f.write_str("[")?;
    separated(f, values, separator)?;
    f.write_str("]")
}

fn write_clauses(f: &mut Formatter<'_>, clauses: &[Clause]) -> Result {
    clauses.iter().try_for_each(|clause| write!(f, " {clause}"))
}
