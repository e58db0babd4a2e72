//! Where each argument stands, before it has a type: the pieces of a sentence sorted by the places
//! that a word declares. What fits no place is a finding; nothing is ignored.

use super::{Arg, Argument, Binder, Call, Form, Given, Param, Piece, Place};
use crate::source::{Diagnostic, Span, Spanned, nearest};

/// The arguments of one word, sorted by parameter.
pub struct Slots {
    /// The word that the arguments belong to, and where it stands.
    pub word: Spanned<String>,
    /// Whether a word or the name of an argument is misspelt: what goes astray with it is not blamed.
    astray: bool,
    filled: Vec<(&'static str, Vec<Given>, Span)>,
}

impl Slots {
    pub fn new(word: Spanned<String>) -> Self {
        Slots { word, astray: false, filled: Vec::new() }
    }

    pub fn is_filled(&self, param: &Param) -> bool {
        self.filled.iter().any(|(field, _, _)| *field == param.field)
    }

    /// Puts values into a parameter's slot; a second time is a mistake, unless it takes many.
    pub fn fill(&mut self, param: &Param, values: Vec<Given>, span: Span, binder: &mut Binder) {
        match self.filled.iter_mut().find(|(field, _, _)| *field == param.field) {
            Some((_, there, _)) if param.many => there.extend(values),
            Some((_, _, first)) => {
                let message = format!("`{}` is given twice", param.name());
                let finding =
                    Diagnostic::error("duplicate-argument", span, message).label("given again here");
                binder.findings.push(finding.also(*first, "first given here").help("delete one of them"));
            }
            None => self.filled.push((param.field, values, span)),
        }
    }

    /// Puts other values in the place of those that a parameter was given.
    pub fn change(&mut self, param: &Param, change: impl FnMut(Given) -> Given) {
        if let Some((_, values, _)) = self.filled.iter_mut().find(|(field, _, _)| *field == param.field) {
            *values = std::mem::take(values).into_iter().map(change).collect();
        }
    }

    /// Takes a parameter's value: what was given, else the default; a missing one is said.
    pub fn take<T: Argument>(
        &mut self,
        param: &Param,
        default: Option<T>,
        binder: &mut Binder,
    ) -> Option<Arg<T>> {
        let Some(at) = self.filled.iter().position(|(field, _, _)| *field == param.field) else {
            if default.is_none() && !self.astray {
                binder.findings.push(missing(&self.word, param));
            }
            return default.map(|value| Arg { value, span: None });
        };
        let (_, values, span) = self.filled.swap_remove(at);
        let value = T::read_all(&values, binder)?;
        if let (Some(x), Some((low, high))) = (value.number(), param.usual)
            && !(low..=high).contains(&x)
        {
            let usual = param.usual_range().unwrap_or_default();
            binder.findings.push(unusual(param, span, &value.write(super::Style::Shown), &usual));
        }
        Some(Arg { value, span: Some(span) })
    }

    /// Sorts what touches a word: its list, its digits, its bracketed arguments.
    pub fn of_call(
        call: &Call,
        digits: Option<Given>,
        params: &'static [Param],
        binder: &mut Binder,
    ) -> Slots {
        let mut slots = Slots::new(call.name.clone());
        if let Some(finding) = list_in_round_brackets(call, params) {
            slots.astray = true;
            binder.findings.push(finding);
            return slots;
        }
        if let Some(list) = &call.list {
            let given = Given { form: Form::List(list.value.clone()), span: list.span };
            slots.fill_only(Place::List, given, params, "no list in square brackets", binder);
        }
        if let Some(zero) = digits.as_ref().filter(|given| given.is_zero()) {
            binder.findings.push(no_count(&call.name, zero.span));
        } else if let Some(digits) = digits {
            slots.fill_only(Place::Count, digits, params, "no number at its end", binder);
        }
        let mut positions = params.iter().filter(|p| matches!(p.place, Place::Object | Place::Key));
        for (key, given) in &call.arguments {
            let param = match key {
                Some(key) => params.iter().find(|p| in_brackets(p) && p.name() == key.value),
                None => positions.next(),
            };
            match param {
                Some(param) => slots.fill(param, vec![given.clone()], given.span, binder),
                None => {
                    slots.astray |= key.is_some();
                    binder.findings.push(unknown_argument(&call.name, key.as_ref(), given, params, binder));
                }
            }
        }
        slots
    }

    fn fill_only(
        &mut self,
        place: Place,
        given: Given,
        params: &'static [Param],
        not: &str,
        binder: &mut Binder,
    ) {
        let span = given.span;
        match params.iter().find(|p| p.place == place) {
            Some(param) => self.fill(param, vec![given], span, binder),
            None => {
                let message = format!("`{}` takes {not}", self.word);
                let finding = Diagnostic::error("unknown-argument", span, message).label("not taken");
                binder.findings.push(finding.help(takes(&self.word, params)));
            }
        }
    }

    /// Sorts the pieces of a sentence: operands beside the verb, phrases behind prepositions.
    pub fn of_sentence(
        verb: &Spanned<String>,
        pieces: Vec<Piece>,
        params: &'static [Param],
        binder: &mut Binder,
    ) -> Slots {
        let mut slots = Slots::new(verb.clone());
        for piece in pieces {
            match piece.place {
                Place::Object => {
                    piece.values.into_iter().for_each(|value| slots.fill_object(value, params, binder))
                }
                place => match behind(place, &piece.values, params) {
                    Some(param) => slots.fill(param, piece.values, piece.span, binder),
                    None => binder.findings.push(unknown_clause(verb, place, piece.span, params)),
                },
            }
        }
        slots
    }

    /// An operand goes to the first object that accepts it and is free; a method may also stand
    /// beside its model (`rbm x3 cd1`) and then belongs to the methods.
    fn fill_object(&mut self, value: Given, params: &'static [Param], binder: &mut Binder) {
        let span = value.span;
        let free = |p: &&Param| p.many || !self.is_filled(p);
        let objects: Vec<&Param> = params.iter().filter(|p| p.place == Place::Object).collect();
        let fitting = objects.iter().copied().find(|p| (p.accepts)(&value) && free(p));
        let beside = || {
            let is_method =
                matches!(&value.form, Form::Call(call) if binder.vocabulary.method(&call.name).is_some());
            params.iter().find(|p| p.many && is_method && (p.accepts)(&value))
        };
        let unfit = || objects.iter().copied().find(free);
        match fitting.or_else(beside).or_else(unfit) {
            Some(param) => self.fill(param, vec![value], span, binder),
            None if self.astray => {}
            None => {
                self.astray = misspelt(&value, binder).is_some();
                binder.findings.push(unplaced(&self.word, &value, &objects, binder));
            }
        }
    }
}

/// The first argument behind a preposition that accepts what stands there; where none does, the last says what it wants.
fn behind(place: Place, values: &[Given], params: &'static [Param]) -> Option<&'static Param> {
    let mut all = params.iter().filter(|p| p.place == place);
    let fits = |p: &&Param| values.first().is_some_and(|value| (p.accepts)(value));
    all.clone().find(fits).or_else(|| all.next_back())
}

/// `cd0`
fn no_count(word: &Spanned<String>, span: Span) -> Diagnostic {
    let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let message = format!("`{word}` counts nothing: a count is at least 1");
    let finding = Diagnostic::error("unit-count", span, message).label("zero times");
    finding.help(format!("`{stem}1` is the least; leave `{word}` out if it should not run"))
}

fn in_brackets(param: &Param) -> bool {
    matches!(param.place, Place::Key | Place::Object)
}

fn missing(word: &Spanned<String>, param: &Param) -> Diagnostic {
    let (what, help) = match param.place {
        Place::Object => (format!("`{word}` needs {}", param.kind), format!("write it after `{word}`")),
        Place::Clause(p) => (
            format!("`{word}` needs `{p}` and {}", param.kind),
            format!("add `{p} ...`: {}", first_line(param.doc)),
        ),
        Place::List => (format!("`{word}` needs {}", param.kind), format!("write `{word}[...]`")),
        Place::Count => (format!("`{word}` needs a number at its end"), format!("write `{word}1`")),
        Place::Key => (
            format!("`{word}` needs `{}`", param.name()),
            format!("write `{word}({}: ...)`, {}", param.name(), param.kind),
        ),
    };
    Diagnostic::error("missing-argument", word.span, what).label("something is missing here").help(help)
}

fn first_line(doc: &str) -> &str {
    doc.trim().lines().next().unwrap_or("")
}

fn unusual(param: &Param, span: Span, value: &str, usual: &str) -> Diagnostic {
    let message = format!("`{}` is {value}, outside the usual {usual}", param.name());
    let default = param.default.map(|default| default()).filter(|default| !default.is_empty());
    let default = default.map_or(String::new(), |default| format!(" the default is {default};"));
    let about = first_line(param.doc).trim_end_matches('.');
    Diagnostic::warning("unusual-value", span, message).label("unusual").help(format!(
        "`{}`: {about};{default} if it is meant, `# allow unusual-value: why` above the line says so",
        param.name()
    ))
}

/// `mlp(784, 300, 10)`, where the numbers of the list stand in the brackets of arguments.
fn list_in_round_brackets(call: &Call, params: &'static [Param]) -> Option<Diagnostic> {
    let list = params.iter().find(|p| p.place == Place::List).filter(|_| call.list.is_none())?;
    let width = |(key, given): &(Option<Spanned<String>>, Given)| match &given.form {
        Form::Number(x) if key.is_none() && x.unit.is_none() && x.value >= 1.0 && x.value.fract() == 0.0 => {
            Some((x.write(), given.span))
        }
        _ => None,
    };
    let (numbers, spans): (Vec<String>, Vec<Span>) = call.arguments.iter().map_while(width).unzip();
    let [first, .., last] = spans.as_slice() else { return None };
    let message = format!("`{}` takes {} in square brackets", call.name, list.kind);
    let finding = Diagnostic::error("not-in-this-place", first.to(*last), message).label("in round brackets");
    Some(finding.help(format!("write `{}[{}]`", call.name, numbers.join(","))))
}

/// "`sgd` takes rate, batch, momentum"
fn takes(word: &Spanned<String>, params: &'static [Param]) -> String {
    let names: Vec<String> = params.iter().filter(|p| in_brackets(p)).map(Param::name).collect();
    match names.as_slice() {
        [] => format!("`{word}` takes no arguments in brackets"),
        names => format!("`{word}` takes, in brackets, {}", names.join(", ")),
    }
}

fn unknown_argument(
    word: &Spanned<String>,
    key: Option<&Spanned<String>>,
    given: &Given,
    params: &'static [Param],
    binder: &Binder,
) -> Diagnostic {
    let names: Vec<String> = params.iter().filter(|p| in_brackets(p)).map(Param::name).collect();
    let takes = takes(word, params);
    let Some(key) = key else {
        let message = format!("`{word}` has more arguments than places");
        return Diagnostic::error("unknown-argument", given.span, message).label("one too many").help(takes);
    };
    let message = format!("`{word}` has no argument `{key}`");
    let translated = || binder.vocabulary.translated(key).find(|ours| names.iter().any(|name| name == ours));
    let near = nearest(key, names.iter().map(String::as_str)).or_else(translated);
    Diagnostic::error("unknown-argument", key.span, message).label("not known").did_you_mean(near, takes)
}

fn unknown_clause(verb: &Spanned<String>, place: Place, span: Span, params: &'static [Param]) -> Diagnostic {
    let Place::Clause(preposition) = place else {
        let finding = Diagnostic::error("not-in-this-place", span, format!("`{verb}` takes nothing here"));
        return finding.label("not taken").help("delete it");
    };
    let known: Vec<String> = params
        .iter()
        .filter_map(|p| match p.place {
            Place::Clause(p) => Some(format!("`{p}`")),
            _ => None,
        })
        .collect();
    let message = format!("`{verb}` takes no `{preposition}`");
    let finding = Diagnostic::error("not-in-this-place", span, message).label("not taken");
    match known.as_slice() {
        [] => finding.help(format!("`{verb}` takes no prepositions")),
        known => finding.help(format!("`{verb}` takes {}", known.join(", "))),
    }
}

/// The word that holds sentences together and was probably meant.
fn misspelt(value: &Given, binder: &Binder) -> Option<&'static str> {
    nearest(value.bare_word()?, binder.vocabulary.connecting_words())
}

fn unplaced(verb: &Spanned<String>, value: &Given, objects: &[&Param], binder: &Binder) -> Diagnostic {
    if let Some(word) = value.bare_word() {
        if let Some(near) = misspelt(value, binder) {
            let message = format!("`{word}` is no word that belongs here");
            let finding = Diagnostic::error("unknown-word", value.word_span(), message).label("not known");
            return finding.did_you_mean(Some(near), "");
        }
        let message = format!("`{verb}` can do nothing with `{word}` here");
        let near = nearest(word, binder.vocabulary.names()).filter(|near| *near != word);
        return Diagnostic::error("unknown-word", value.word_span(), message)
            .label("not taken")
            .did_you_mean(near, "methods follow `with`, and each preposition comes before its phrase");
    }
    let message = format!("`{verb}` has no place for {}", value.describe());
    let takes: Vec<&str> = objects.iter().map(|p| p.kind).collect();
    let finding = Diagnostic::error("not-in-this-place", value.span, message).label("not taken");
    match takes.as_slice() {
        [] => finding.help(format!("`{verb}` takes nothing beside it")),
        takes => finding.help(format!("`{verb}` takes {}", takes.join(" and "))),
    }
}
