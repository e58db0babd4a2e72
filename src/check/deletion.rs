//! What has to go so that something is deleted: an argument with its comma, a method with its `and`, a
//! clause with its preposition. The tree knows what stands around a place; a finding does not.

use crate::source::{Diagnostic, Span, joined};
use crate::syntax::ast::{self, Call, Clause, Expr, Expression, Item, LetBody, Phrase, Statement};

/// Gives findings that are cured by a deletion their fix: what is given twice, or has no effect.
pub fn offer(findings: &mut [Diagnostic], file: &ast::File) {
    let deletable = |finding: &&mut Diagnostic| {
        finding.fix.is_none() && matches!(finding.code, "duplicate-argument" | "no-effect")
    };
    for finding in findings.iter_mut().filter(deletable) {
        let place = finding.span();
        if let Some(cut) = in_statements(&file.statements, place) {
            *finding = finding.clone().fix(false, cut, "");
        }
    }
}

/// The span to delete so that what stands at `place` is gone; nothing where that can't be done alone.
fn in_statements(statements: &[Statement], place: Span) -> Option<Span> {
    let after = statements.partition_point(|statement| statement.span().start <= place.start);
    let statement = statements.get(after.checked_sub(1)?)?;
    let span = statement.span();
    match statement {
        Statement::Broken(_) => None,
        _ if span == place => Some(span),
        Statement::Let(binding) => match &binding.body {
            LetBody::Stages(stages) => stages.iter().find_map(|stage| in_stage(stage, place)),
            LetBody::Phrase(phrase) => in_phrase(phrase, place),
        },
        Statement::Pipeline(pipeline) => pipeline.stages.iter().find_map(|stage| in_stage(stage, place)),
        Statement::Sweep(sweep) => {
            let axes = sweep.axes.iter().find_map(|axis| in_value(&axis.values, place));
            axes.or_else(|| in_statements(&sweep.body, place))
        }
        Statement::Claim(claim) => claim.clauses.iter().find_map(|clause| in_clause(clause, place)),
    }
}

fn in_stage(stage: &ast::Stage, place: Span) -> Option<Span> {
    let object = stage.object.as_ref().and_then(|object| in_phrase(object, place));
    object.or_else(|| stage.clauses.iter().find_map(|clause| in_clause(clause, place)))
}

fn in_clause(clause: &Clause, place: Span) -> Option<Span> {
    if clause.span == place { Some(place) } else { in_phrase(&clause.phrase, place) }
}

fn in_phrase(phrase: &Phrase, place: Span) -> Option<Span> {
    let spans: Vec<Span> = phrase.items.iter().map(Item::span).collect();
    let whole = spans.iter().position(|span| *span == place).and_then(|at| joined(&spans, at));
    whole.or_else(|| phrase.items.iter().find_map(|item| in_item(item, place)))
}

fn in_item(item: &Item, place: Span) -> Option<Span> {
    match item {
        Item::Condition { .. } => None,
        Item::Operands(operands) => operands.iter().find_map(|operand| in_value(operand, place)),
    }
}

fn in_value(value: &Expression, place: Span) -> Option<Span> {
    match &value.value {
        Expr::List(items) => in_list(items, place),
        Expr::Call(call) => in_call(call, place),
        _ => None,
    }
}

fn in_list(items: &[Expression], place: Span) -> Option<Span> {
    let spans: Vec<Span> = items.iter().map(|item| item.span).collect();
    let whole = spans.iter().position(|span| *span == place).and_then(|at| joined(&spans, at));
    whole.or_else(|| items.iter().find_map(|item| in_value(item, place)))
}

fn in_call(call: &Call, place: Span) -> Option<Span> {
    let Some(arguments) = &call.arguments else { return None };
    let spans: Vec<Span> = arguments.iter().map(|argument| argument.span).collect();
    let at = arguments.iter().position(|argument| argument.value.span == place);
    let whole = at.map(|at| joined(&spans, at).unwrap_or(arguments.span));
    whole.or_else(|| arguments.iter().find_map(|argument| in_value(&argument.value, place)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Source, apply};

    /// The text without its first `9`, and without what has to go with it.
    fn without_nine(text: &str) -> Option<String> {
        let source = Source::new("test.pipe", text);
        let at = text.find('9')?;
        let mut findings = vec![Diagnostic::error("no-effect", Span::new(at, at + 1), "")];
        offer(&mut findings, &crate::syntax::parse(&source).0);
        findings[0].fix.as_ref().map(|fix| apply(text, [fix]).0)
    }

    #[test]
    fn what_joins_goes_along() {
        for (text, rest) in [
            ("train a with f(b: 1, c: 9) for 2", Some("train a with f(b: 1) for 2")),
            ("train a with f(c: 9, b: 1)", Some("train a with f(b: 1)")),
            ("train a with f(c: 9)", Some("train a with f")),
            ("train a with f(g(1, 9), 2)", Some("train a with f(g(1), 2)")),
            ("sweep n in [1, 9, 2] { test }", Some("sweep n in [1, 2] { test }")),
            ("repeat 2 {\n  let a = 1 and 9\n}", Some("repeat 2 {\n  let a = 1\n}")),
            ("train a for 9", None),
            ("train a x3 9", None),
            ("train a, 9", None),
        ] {
            assert_eq!(without_nine(text).as_deref(), rest, "{text}");
        }
    }
}
