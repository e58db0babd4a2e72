//! Argument types that are words: switches, choices, and values that wait for the data.

use super::{Argument, Binder, Form, Given, Input, Noun, Shrink, Style};
use crate::source::{Diagnostic, Span, nearest};

/// A fixed set of words that stand for the values of an enum.
pub trait Choice: Clone + PartialEq + Send + Sync + 'static {
    const KIND: &'static str;
    const WORDS: &'static [&'static str];
    const VALUES: &'static [Self];
}

impl<T: Choice> Argument for T {
    const KIND: &'static str = <T as Choice>::KIND;
    const WORDS: &'static [&'static str] = <T as Choice>::WORDS;

    fn accepts(given: &Given) -> bool {
        given.bare_word().is_some_and(|word| Self::VALUES.len() > 1 || <T as Choice>::WORDS.contains(&word))
    }

    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        let words = <T as Choice>::WORDS;
        let Some(word) = given.bare_word() else {
            return binder.wrong_type(given, &format!("{}: {}", <T as Choice>::KIND, words.join(", ")));
        };
        if let Some(at) = words.iter().position(|known| *known == word) {
            return Some(Self::VALUES[at].clone());
        }
        let message = format!("`{word}` is not {}", <T as Choice>::KIND);
        let translated = || binder.vocabulary.translated(word).find(|ours| words.contains(ours));
        let near = nearest(word, words.iter().copied()).or_else(translated);
        let finding = Diagnostic::error("unknown-word", given.word_span(), message).label("not known here");
        binder.refuse(finding.did_you_mean(near, format!("one of {}", words.join(", "))))
    }

    fn write(&self, _style: Style) -> String {
        let at = Self::VALUES.iter().position(|value| value == self).unwrap_or(0);
        <T as Choice>::WORDS[at].to_string()
    }
}

/// Declares an enum whose values are words of the language.
#[macro_export]
macro_rules! choice {
    ($(#[$meta:meta])* pub enum $name:ident, $kind:literal { $($(#[$vmeta:meta])* $value:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($(#[$vmeta])* $value),+ }

        impl $crate::vocabulary::Choice for $name {
            const KIND: &'static str = $kind;
            const WORDS: &'static [&'static str] = &[$($word),+];
            const VALUES: &'static [Self] = &[$($name::$value),+];
        }
    };
}

choice! {
    /// A switch.
    pub enum Flag, "a switch" { On = "on", Off = "off" }
}

impl Flag {
    pub fn is_on(self) -> bool {
        self == Flag::On
    }
}

/// A value that, left out, is chosen when the data and the rest of the sentence are known; the
/// plan shows what was chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Open<T> {
    Auto,
    Set(T),
}

impl<T: Copy> Open<T> {
    /// Chooses the value where the file left it open.
    pub fn settle(&mut self, value: T) {
        if let Open::Auto = self {
            *self = Open::Set(value);
        }
    }

    pub fn or(self, fallback: T) -> T {
        match self {
            Open::Auto => fallback,
            Open::Set(value) => value,
        }
    }
}

impl<T: Argument> Argument for Open<T> {
    const KIND: &'static str = T::KIND;
    const UNIT: &'static str = T::UNIT;
    const WORDS: &'static [&'static str] = T::WORDS;
    const NOUN: Option<Noun> = T::NOUN;

    fn accepts(given: &Given) -> bool {
        T::accepts(given)
    }

    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        T::read(given, binder).map(Open::Set)
    }

    fn write(&self, style: Style) -> String {
        match self {
            Open::Auto => String::new(),
            Open::Set(value) => value.write(style),
        }
    }

    fn number(&self) -> Option<f64> {
        match self {
            Open::Auto => None,
            Open::Set(value) => value.number(),
        }
    }

    fn inputs(&self, inputs: &mut Vec<Input>) {
        if let Open::Set(value) = self {
            value.inputs(inputs);
        }
    }

    fn shrink(&mut self, shrink: &Shrink) {
        if let Open::Set(value) = self {
            value.shrink(shrink);
        }
    }
}

/// The widths of layers, in the list that touches a model: `mlp[784,1000,10]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Widths {
    pub list: Vec<usize>,
    /// Where each is written.
    spans: Vec<Span>,
}

impl Widths {
    /// Widths that no file holds.
    pub fn chosen(list: Vec<usize>) -> Self {
        Widths { list, spans: Vec::new() }
    }

    /// Where the first width is written, and the last.
    pub fn ends(&self) -> Option<(Span, Span)> {
        self.spans.first().copied().zip(self.spans.last().copied())
    }
}

/// No layer of a machine that fits into memory is wider; more is a slip of the pen.
const WIDEST: f64 = 1e9;

impl Argument for Widths {
    const KIND: &'static str = "a list of layer widths such as `[784,500]`";

    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        let Form::List(items) = &given.form else { return binder.wrong_type(given, Self::KIND) };
        let widths: Vec<Option<usize>> = items.iter().map(|item| read_width(item, binder)).collect();
        let widths: Vec<usize> = widths.into_iter().collect::<Option<_>>()?;
        if widths.len() < 2 {
            return binder.wrong_type(given, "two widths or more, from the input to the last layer");
        }
        Some(Widths { list: widths, spans: items.iter().map(|item| item.span).collect() })
    }

    fn write(&self, _style: Style) -> String {
        let widths: Vec<String> = self.list.iter().map(usize::to_string).collect();
        format!("[{}]", widths.join(","))
    }
}

fn read_width(item: &Given, binder: &mut Binder) -> Option<usize> {
    match &item.form {
        Form::Number(n)
            if n.unit.is_none() && n.per.is_none() && n.value.fract() == 0.0 && n.value >= 1.0 =>
        {
            if n.value <= WIDEST {
                return Some(n.value as usize);
            }
            let message = format!("a layer of {} units is too wide", n.value);
            let finding =
                Diagnostic::error("too-large", item.span, message).label(format!("at most {WIDEST}"));
            binder.refuse(finding.help("no machine holds the weights of such a layer"))
        }
        _ => binder.wrong_type(item, "a width: a whole number of 1 or more, without unit"),
    }
}

/// A list of whole numbers: `narrowed: [1,7]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbers(pub Vec<u32>);

impl Argument for Numbers {
    const KIND: &'static str = "a list of whole numbers such as `[1,7]`";

    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        let Form::List(items) = &given.form else { return binder.wrong_type(given, Self::KIND) };
        let whole = |item: &Given| match &item.form {
            Form::Number(n) if n.unit.is_none() && n.per.is_none() && n.value.fract() == 0.0 => {
                (0.0..=1e9).contains(&n.value).then_some(n.value as u32)
            }
            _ => None,
        };
        match items.iter().map(whole).collect::<Option<Vec<u32>>>() {
            Some(numbers) => Some(Numbers(numbers)),
            None => binder.wrong_type(given, Self::KIND),
        }
    }

    fn write(&self, _style: Style) -> String {
        let numbers: Vec<String> = self.0.iter().map(u32::to_string).collect();
        format!("[{}]", numbers.join(","))
    }
}
