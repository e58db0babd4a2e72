//! The methods that a sentence joins with `and`: `sgd and decay`, `rotation(15 deg) and elastic`.

use super::{Argument, Binder, BoundMethod, Class, Form, Given, Input, Method, Noun, Shrink, Style};
use crate::source::{Diagnostic, Span};

/// Methods in the order they are written; of one role (an optimizer, a schedule) there is one.
#[derive(Clone, Debug, Default)]
pub struct Methods(pub Vec<BoundMethod>);

impl Methods {
    /// The arguments of a method, if it is among these.
    pub fn find<M: Method>(&self) -> Option<&M> {
        self.0.iter().find_map(BoundMethod::args::<M>)
    }

    pub fn find_mut<M: Method>(&mut self) -> Option<&mut M> {
        self.0.iter_mut().find_map(BoundMethod::args_mut::<M>)
    }

    fn bound<M: Method>(&self) -> Option<&BoundMethod> {
        self.0.iter().find(|m| m.args::<M>().is_some())
    }

    /// Where a method was written.
    pub fn span_of<M: Method>(&self) -> Option<Span> {
        Some(self.bound::<M>()?.span)
    }

    /// Where a method was written; not that of a default, which stands nowhere.
    pub fn written<M: Method>(&self) -> Option<Span> {
        self.bound::<M>()?.written()
    }

    /// Adds a method with its defaults, unless it or another of its role is there.
    pub fn or_preset<M: Method>(&mut self) {
        let taken = self.bound::<M>().is_some() || self.0.iter().any(|m| m.is_role(M::ROLE));
        if let Some(method) = M::preset().filter(|_| !taken) {
            self.0.push(BoundMethod::of(method));
        }
    }

    /// Says every method that does not belong to this class.
    pub fn only(&self, class: Class, whose: &str, findings: &mut Vec<Diagnostic>) {
        for method in self.0.iter().filter(|m| !m.classes().contains(&class)) {
            let message = format!("`{}` does not go with {whose}", method.name());
            let help = format!("`{}` is for {}", method.name(), Class::list(method.classes()));
            findings.push(
                Diagnostic::error("not-in-this-place", method.span, message)
                    .label("not taken here")
                    .help(help),
            );
        }
    }
}

impl Argument for Methods {
    const KIND: &'static str = "methods joined by `and`";
    const NOUN: Option<Noun> = Some(Noun::Method);
    const MANY: bool = true;

    fn accepts(given: &Given) -> bool {
        matches!(given.form, Form::Call(_))
    }

    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        Self::read_all(std::slice::from_ref(given), binder)
    }

    fn read_all(values: &[Given], binder: &mut Binder) -> Option<Self> {
        let mut methods: Vec<BoundMethod> = Vec::new();
        let mut complete = true;
        for given in values {
            match read_method(given, binder) {
                Some(method) => match methods.iter().find(|m| m.clashes_with(&method)) {
                    Some(first) => binder.findings.push(clash(first, &method)),
                    None => methods.push(method),
                },
                None => complete = false,
            }
        }
        complete.then_some(Methods(methods))
    }

    fn write(&self, style: Style) -> String {
        let words: Vec<String> = self.0.iter().map(|m| m.write(style)).collect();
        words.join(" and ")
    }

    fn inputs(&self, inputs: &mut Vec<Input>) {
        self.0.iter().for_each(|m| inputs.extend(m.inputs()));
    }

    fn shrink(&mut self, shrink: &Shrink) {
        self.0.iter_mut().for_each(|m| m.shrink(shrink));
    }
}

fn read_method(given: &Given, binder: &mut Binder) -> Option<BoundMethod> {
    let Form::Call(call) = &given.form else { return binder.wrong_type(given, "a method") };
    let vocabulary = binder.vocabulary;
    match vocabulary.method(&call.name) {
        Some((word, digits)) => word.bind(call, digits, given.span, binder),
        None => binder.refuse(vocabulary.unknown_method(call, given.span)),
    }
}

fn clash(first: &BoundMethod, second: &BoundMethod) -> Diagnostic {
    let message = match first.name() == second.name() {
        true => format!("`{}` is given twice", second.name()),
        false => {
            format!("`{}` and `{}` are both {}", first.name(), second.name(), first.role().unwrap_or("given"))
        }
    };
    Diagnostic::error("duplicate-argument", second.span, message)
        .label("one too many")
        .also(first.span, "the first")
        .help("keep one of them")
}

/// A method and how often it is done: `trg(bond: 16) x20`.
#[derive(Clone, Debug, Default)]
pub struct Repeated {
    pub methods: Methods,
    pub times: Option<u64>,
}

impl Argument for Repeated {
    const KIND: &'static str = "a method such as `trg(bond: 16)`, and perhaps how often: `x20`";
    const NOUN: Option<Noun> = Some(Noun::Method);
    const MANY: bool = true;

    fn accepts(given: &Given) -> bool {
        matches!(given.form, Form::Call(_) | Form::Times(_))
    }

    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        Self::read_all(std::slice::from_ref(given), binder)
    }

    fn read_all(values: &[Given], binder: &mut Binder) -> Option<Self> {
        let is_count = |given: &&Given| matches!(given.form, Form::Times(_));
        let mut counts = values.iter().filter(is_count);
        let times = match (counts.next().map(|given| &given.form), counts.next()) {
            (_, Some(second)) => return binder.wrong_type(second, "one repeat count"),
            (Some(Form::Times(n)), None) => Some(*n),
            _ => None,
        };
        let calls: Vec<Given> = values.iter().filter(|given| !is_count(given)).cloned().collect();
        Methods::read_all(&calls, binder).map(|methods| Repeated { methods, times })
    }

    fn write(&self, style: Style) -> String {
        let times = self.times.map_or(String::new(), |n| format!(" x{n}"));
        self.methods.write(style) + &times
    }

    fn inputs(&self, inputs: &mut Vec<Input>) {
        self.methods.inputs(inputs);
    }

    fn shrink(&mut self, shrink: &Shrink) {
        self.methods.shrink(shrink);
    }
}
