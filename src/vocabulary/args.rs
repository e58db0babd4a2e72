//! The one declaration of a word's arguments: [`args!`](crate::args) makes a struct, and with it
//! binding, defaults, units, ranges, the filled-in sentence and the reference page.
//!
//! A field says where it stands in the sentence:
//!
//! | written | place |
//! |---|---|
//! | `rate: Rate` | in brackets, by name or by position: `sgd(rate: 0.1)`, `rotation(15 deg)` |
//! | `widths (list): Widths` | in the list that touches the word: `mlp[784,10]` |
//! | `steps (count): Count` | in the digits that end the word: `cd10` |
//! | `rows (object): Rows` | beside the verb: `take 1000 ...`; of a method, in brackets |
//! | `data (on): DataInput` | behind the preposition: `... on mnist` |

use super::{Binder, Input, Need, Noun, Shrink, Slots};
use crate::source::Span;
use std::ops::{Deref, DerefMut};

/// Where an argument stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Key,
    List,
    Count,
    Object,
    Clause(&'static str),
}

impl Place {
    /// The place that the declaration names in round brackets.
    pub const fn named(word: &'static str) -> Place {
        match word.as_bytes() {
            b"" => Place::Key,
            b"list" => Place::List,
            b"count" => Place::Count,
            b"object" => Place::Object,
            _ => Place::Clause(word),
        }
    }
}

/// One argument as checking, reference, hover and completion see it.
pub struct Param {
    pub field: &'static str,
    pub place: Place,
    pub doc: &'static str,
    pub kind: &'static str,
    pub unit: &'static str,
    pub words: &'static [&'static str],
    pub noun: Option<Noun>,
    pub default: Option<fn() -> String>,
    pub usual: Option<(f64, f64)>,
    pub need: Option<Need>,
    /// Taken from the stage before if it is there, and from nowhere else.
    pub optional: bool,
    pub accepts: fn(&super::Given) -> bool,
    pub many: bool,
}

impl Param {
    /// The name in the language.
    pub fn name(&self) -> String {
        hyphenated(self.field).collect()
    }

    /// The usual range as it would be written: `0 to 50 %`. The declaration counts in the program's own unit.
    pub fn usual_range(&self) -> Option<String> {
        let (low, high) = self.usual?;
        let factor = super::unit_named(self.unit).map_or(1.0, |unit| unit.factor);
        let written = |x: f64| super::number::rounded(x / factor);
        Some(format!("{} to {} {}", written(low), written(high), self.unit).trim_end().to_string())
    }
}

/// A name in the language has hyphens where Rust has underscores.
fn hyphenated(field: &str) -> impl Iterator<Item = char> {
    field.chars().map(|c| if c == '_' { '-' } else { c })
}

/// A value and the place it was written at; a default has none.
#[derive(Clone, Debug)]
pub struct Arg<T> {
    pub value: T,
    pub span: Option<Span>,
}

impl<T> Deref for Arg<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Arg<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

/// How arguments are written back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// For people.
    Shown,
    /// The meaning that an identity hashes, and with it the random streams.
    Meaning,
    /// What a result in the store was made by: the meaning, with the version of every word that was carried out in
    /// another way before. The steps it takes from are left out; they have keys of their own.
    Key,
}

impl Style {
    /// A word's name; where it tells the key of a result, with the version from 2 on.
    pub fn name(self, name: &str, version: u32) -> String {
        if self == Style::Key && version > 1 { format!("{name}@{version}") } else { name.to_string() }
    }
}

/// One argument written back.
pub struct Written {
    pub place: Place,
    pub field: &'static str,
    pub text: String,
}

/// What `args!` derives.
pub trait Args: Clone + Send + Sync + 'static {
    const DOC: &'static str;
    fn params() -> &'static [Param];
    /// Takes the arguments out of their slots; every mistake is said, not only the first.
    fn bind(slots: &mut Slots, binder: &mut Binder) -> Option<Self>;
    /// The word with every default, or `None` where something has to be given.
    fn preset() -> Option<Self>;
    fn write(&self, style: Style) -> Vec<Written>;
    fn inputs(&self) -> Vec<Input>;
    /// Makes every argument what it is in a run of seconds.
    fn shrink(&mut self, shrink: &Shrink);
}

/// Declares the arguments of a word; see the module's table of places.
#[macro_export]
macro_rules! args {
    (
        $(#[doc = $about:literal])+
        pub struct $name:ident { $(
            $(#[doc = $doc:literal])+
            $field:ident $(($place:ident))? : $ty:ty $(= $default:expr)? $(, usual $low:literal ..= $high:literal)? ;
        )* }
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug)]
        pub struct $name { $( $(#[doc = $doc])+ pub $field: $crate::vocabulary::Arg<$ty>, )* }

        impl $crate::vocabulary::Args for $name {
            const DOC: &'static str = concat!($($about, "\n"),+);

            fn params() -> &'static [$crate::vocabulary::Param] {
                const { &[ $( $crate::vocabulary::Param {
                    field: stringify!($field),
                    place: $crate::vocabulary::Place::named(concat!($(stringify!($place))?)),
                    doc: concat!($($doc, "\n"),+),
                    kind: <$ty as $crate::vocabulary::Argument>::KIND,
                    unit: <$ty as $crate::vocabulary::Argument>::UNIT,
                    words: <$ty as $crate::vocabulary::Argument>::WORDS,
                    noun: <$ty as $crate::vocabulary::Argument>::NOUN,
                    default: $crate::args!(@shown $ty $(, $default)?),
                    usual: $crate::args!(@usual $($low, $high)?),
                    need: <$ty as $crate::vocabulary::Argument>::NEED,
                    optional: <$ty as $crate::vocabulary::Argument>::OPTIONAL,
                    accepts: <$ty as $crate::vocabulary::Argument>::accepts,
                    many: <$ty as $crate::vocabulary::Argument>::MANY,
                } ),* ] }
            }

            #[allow(unused_variables, unused_mut)]
            fn bind(
                slots: &mut $crate::vocabulary::Slots,
                binder: &mut $crate::vocabulary::Binder,
            ) -> Option<Self> {
                let params = <Self as $crate::vocabulary::Args>::params();
                let mut next = params.iter();
                $( let $field = slots.take::<$ty>(next.next()?, $crate::args!(@value $ty $(, $default)?), binder); )*
                Some(Self { $( $field: $field?, )* })
            }

            fn preset() -> Option<Self> {
                Some(Self { $( $field: $crate::vocabulary::Arg {
                    value: $crate::args!(@value $ty $(, $default)?)?,
                    span: None,
                }, )* })
            }

            #[allow(unused_variables)]
            fn write(&self, style: $crate::vocabulary::Style) -> Vec<$crate::vocabulary::Written> {
                vec![ $( $crate::vocabulary::Written {
                    place: $crate::vocabulary::Place::named(concat!($(stringify!($place))?)),
                    field: stringify!($field),
                    text: $crate::vocabulary::Argument::write(&self.$field.value, style),
                } ),* ]
            }

            fn inputs(&self) -> Vec<$crate::vocabulary::Input> {
                #[allow(unused_mut)]
                let mut inputs = Vec::new();
                $( $crate::vocabulary::Argument::inputs(&self.$field.value, &mut inputs); )*
                inputs
            }

            #[allow(unused_variables)]
            fn shrink(&mut self, shrink: &$crate::vocabulary::Shrink) {
                $( $crate::vocabulary::Argument::shrink(&mut self.$field.value, shrink); )*
            }
        }
    };
    (@shown $ty:ty) => { None };
    (@shown $ty:ty, $default:expr) => {
        Some((|| <$ty as $crate::vocabulary::Argument>::write(&$default, $crate::vocabulary::Style::Shown)) as fn() -> String)
    };
    (@value $ty:ty) => { None::<$ty> };
    (@value $ty:ty, $default:expr) => { Some::<$ty>($default) };
    (@usual) => { None };
    (@usual $low:literal, $high:literal) => { Some(($low as f64, $high as f64)) };
}

/// A word with its arguments, as it is written: `sgd(rate: 0.1, batch: 100)`, `rbm[784,500]`.
pub fn write_word(name: &str, written: &[Written]) -> String {
    let of = |place: Place| written.iter().filter(move |w| w.place == place && !w.text.is_empty());
    let mut text = with_room(name, written);
    of(Place::Count).for_each(|w| text += &w.text);
    of(Place::List).for_each(|w| text += &w.text);
    let mut opening = "(";
    for w in of(Place::Object).chain(of(Place::Key)) {
        text += opening;
        opening = ", ";
        if w.place == Place::Key {
            text.extend(hyphenated(w.field));
            text += ": ";
        }
        text += &w.text;
    }
    if opening != "(" {
        text.push(')');
    }
    text
}

/// A verb with its object and clauses, as it is written: `take 1000 of mnist`.
pub fn write_sentence(name: &str, written: &[Written]) -> String {
    let mut text = with_room(name, written);
    let mut add = |word: &str| {
        text.push(' ');
        text += word;
    };
    for w in written.iter().filter(|w| w.place == Place::Object && !w.text.is_empty()) {
        add(&w.text);
    }
    for w in written.iter().filter(|w| !w.text.is_empty()) {
        if let Place::Clause(preposition) = w.place {
            add(preposition);
            add(&w.text);
        }
    }
    text
}

/// The beginning of a text that all of this fits into, with names, prepositions and signs.
fn with_room(name: &str, written: &[Written]) -> String {
    let each = |w: &Written| w.text.len() + w.field.len() + 8;
    let mut text = String::with_capacity(name.len() + written.iter().map(each).sum::<usize>());
    text.push_str(name);
    text
}
