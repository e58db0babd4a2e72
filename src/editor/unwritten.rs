//! What a stage leaves out: the stage as it is written against the sentence in which the plan has filled
//! every default in. Both are trees, so nothing is said of blanks, orders and brackets.

use super::place::in_brackets;
use crate::source::{Source, Spanned};
use crate::syntax::ast::{Argument, Call, Clause, Expr, Expression, Item, Phrase, Stage, Statement};
use crate::syntax::parse;
use crate::vocabulary::{Param, WordInfo};
use crate::words::VOCABULARY;

/// A piece that is left out, and the offset that it belongs at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub at: usize,
    pub text: String,
}

/// The pieces of `filled` that `stage` leaves out; nothing where `filled` is another verb's.
pub fn unwritten(stage: &Stage, filled: &str) -> Vec<Piece> {
    let (file, _) = parse(&Source::new("plan", filled));
    let Some(Statement::Pipeline(pipeline)) = file.statements.first() else { return Vec::new() };
    let Some(whole) = pipeline.stages.first().filter(|whole| whole.verb.value == stage.verb.value) else {
        return Vec::new();
    };
    // What belongs to a word goes before what belongs to the stage where both have the same place.
    let (mut pieces, mut clauses) = (Vec::new(), Vec::new());
    match (&stage.object, &whole.object) {
        (Some(written), Some(filled)) => compare_objects(written, filled, &mut pieces),
        (None, Some(filled)) => pieces.push(Piece { at: stage.verb.span.end, text: format!(" {filled}") }),
        _ => {}
    }
    for filled in &whole.clauses {
        let said = |clause: &&Clause| clause.preposition.value == filled.preposition.value;
        match stage.clauses.iter().find(said) {
            Some(written) => compare(&written.phrase, &filled.phrase, &mut pieces),
            None => add_clause(stage, filled, &mut pieces, &mut clauses),
        }
    }
    pieces.extend(clauses);
    pieces
}

/// A clause that is not written; of methods that stand beside the verb, only those that do not.
fn add_clause(stage: &Stage, filled: &Clause, pieces: &mut Vec<Piece>, clauses: &mut Vec<Piece>) {
    let beside: Vec<&Expression> = stage.object.iter().flat_map(|phrase| operands(&phrase.items)).collect();
    let mut left_out = Vec::new();
    for expression in operands(&filled.phrase.items) {
        match name_of(expression).and_then(|name| beside.iter().find(|it| stem_of(it) == Some(stem(name)))) {
            Some(there) => compare_calls(there, expression, pieces),
            None => left_out.push(expression.to_string()),
        }
    }
    if !left_out.is_empty() {
        let text = format!(" {} {}", filled.preposition, left_out.join(" and "));
        clauses.push(Piece { at: stage.span.end, text });
    }
}

fn compare_objects(written: &Phrase, filled: &Phrase, pieces: &mut Vec<Piece>) {
    let there: Vec<&Expression> = operands(&written.items).collect();
    for expression in operands(&filled.items) {
        let Some(name) = name_of(expression) else { continue };
        if let Some(same) = there.iter().find(|it| stem_of(it) == Some(stem(name))) {
            compare_calls(same, expression, pieces);
        }
    }
}

/// Words that both phrases have are compared; methods that only the filled one has are added.
fn compare(written: &Phrase, filled: &Phrase, pieces: &mut Vec<Piece>) {
    let there: Vec<&Expression> = operands(&written.items).collect();
    // A name of the file may stand for several words: what it leaves out stands where it is defined.
    if there.iter().any(|it| name_of(it).is_some_and(|name| info(name).is_none())) {
        return;
    }
    for expression in operands(&filled.items) {
        let Some(name) = name_of(expression) else { continue };
        match there.iter().find(|it| stem_of(it) == Some(stem(name))) {
            Some(same) => compare_calls(same, expression, pieces),
            None => pieces.push(Piece { at: written.span.end, text: format!(" and {expression}") }),
        }
    }
}

fn operands(items: &[Item]) -> impl Iterator<Item = &Expression> {
    items.iter().flat_map(|item| match item {
        Item::Operands(operands) => operands.as_slice(),
        Item::Condition { .. } => &[],
    })
}

fn call(expression: &Expression) -> Option<&Call> {
    match &expression.value {
        Expr::Call(call) => Some(call),
        _ => None,
    }
}

fn name_of(expression: &Expression) -> Option<&str> {
    let [name] = call(expression)?.path.as_slice() else { return None };
    Some(&name.value)
}

fn stem_of(expression: &Expression) -> Option<&str> {
    name_of(expression).map(stem)
}

/// `cd` of `cd10`.
fn stem(name: &str) -> &str {
    name.trim_end_matches(|c: char| c.is_ascii_digit())
}

/// The declaration of a word that takes arguments in brackets.
fn info(name: &str) -> Option<WordInfo> {
    let model = VOCABULARY.model(name).map(|model| model.info);
    let data = || VOCABULARY.start(name).map(|data| data.info);
    let method = || {
        let word = Spanned::new(name.to_owned(), Default::default());
        VOCABULARY.method(&word).map(|(method, _)| method.info)
    };
    model.or_else(data).or_else(method)
}

/// The list and the arguments of a word that are not written, at its end or before its closing bracket.
fn compare_calls(written: &Expression, filled: &Expression, pieces: &mut Vec<Piece>) {
    let (Some(there), Some(whole), Some(info)) =
        (call(written), call(filled), name_of(filled).and_then(info))
    else {
        return;
    };
    if let (None, Some(list)) = (&there.list, &whole.list) {
        let values: Vec<String> = list.value.iter().map(ToString::to_string).collect();
        let at = there.path.last().map_or(written.span.end, |name| name.span.end);
        pieces.push(Piece { at, text: format!("[{}]", values.join(",")) });
    }
    let params: Vec<&Param> = (info.params)().iter().filter(|param| in_brackets(param)).collect();
    let given: Vec<String> =
        there.arguments.iter().flat_map(|it| named(&it.value, &params)).map(|it| it.0).collect();
    let all = whole.arguments.iter().flat_map(|it| named(&it.value, &params));
    let left_out: Vec<String> = all
        .filter(|(name, _)| !given.contains(name))
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    if left_out.is_empty() {
        return;
    }
    let left_out = left_out.join(", ");
    pieces.push(match &there.arguments {
        Some(arguments) if !arguments.value.is_empty() => {
            Piece { at: arguments.span.end.saturating_sub(1), text: format!(", {left_out}") }
        }
        Some(arguments) => Piece { at: arguments.span.end.saturating_sub(1), text: left_out },
        None => Piece { at: written.span.end, text: format!("({left_out})") },
    });
}

/// Arguments with their names; one without takes the next place.
fn named<'a>(arguments: &'a [Argument], params: &[&'static Param]) -> Vec<(String, &'a Expression)> {
    let mut places = params.iter();
    let name = |argument: &'a Argument| match &argument.key {
        Some(key) => Some((key.value.clone(), &argument.value)),
        None => places.next().map(|param| (param.name(), &argument.value)),
    };
    arguments.iter().filter_map(name).collect()
}
