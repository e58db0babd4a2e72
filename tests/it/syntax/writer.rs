//! Files made at random: by a writer that knows the grammar, and by damage done to good files.
//!
//! The writer makes statements that are right by construction, nested in one another to a small
//! depth. The vandal takes a text and deletes, doubles, swaps or inserts pieces of it: characters,
//! words, whole lines, and the characters that people paste by accident.

use pipette::numeric::random::Seed;
use rand::RngExt;
use rand::rngs::ChaCha8Rng;

pub struct Writer {
    random: ChaCha8Rng,
}

const NAMES: [&str; 14] = [
    "mnist",
    "rbm",
    "mlp",
    "sgd",
    "free-energy",
    "cd1",
    "two-moons",
    "a_b",
    "x",
    "x2y",
    "l2",
    "epochs",
    "z-1",
    "log",
];
const VERBS: [&str; 8] = ["train", "fit", "augment", "check", "test", "plot", "sample", "standardize"];
const UNITS: [&str; 7] = ["deg", "%", "px", "epochs", "GiB", "steps", "h"];
const PREPOSITIONS: [&str; 16] = [
    "with", "without", "for", "on", "by", "from", "to", "of", "in", "at", "as", "over", "after", "against",
    "until", "under",
];
const NUMBERS: [&str; 10] = ["0", "1", "57", "10_000", "0.997", "1e-3", "2.5E+4", "784", "1e12", "0.05"];
const SPLINTERS: [&str; 40] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "\"",
    ",",
    ":",
    "=",
    "==",
    ":=",
    "..",
    ".",
    "-",
    "+",
    "<",
    "#",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "\0",
    "\u{A0}",
    "“",
    "”",
    "é",
    "\u{202E}",
    "\u{FEFF}",
    "x0",
    "x3",
    "and",
    "then",
    ", then ",
    " with ",
    "let ",
    "expect ",
    "sweep n in [1] {",
    "08",
    "1e999",
];

impl Writer {
    pub fn new(seed: Seed) -> Self {
        Writer { random: seed.stream() }
    }

    fn below(&mut self, n: usize) -> usize {
        self.random.random_range(0..n)
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    fn pick_number(&mut self, numbers: &[usize]) -> usize {
        numbers[self.below(numbers.len())]
    }

    /// Between one and `most` pieces.
    fn several(&mut self, most: usize, separator: &str, piece: impl Fn(&mut Self) -> String) -> String {
        let count = 1 + self.below(most);
        (0..count).map(|_| piece(self)).collect::<Vec<_>>().join(separator)
    }

    pub fn file(&mut self) -> String {
        let text = self.several(2, "\n", |w| w.statement(2));
        if self.one_in(4) { text.replace('\n', "\r\n") } else { text }
    }

    fn statement(&mut self, depth: usize) -> String {
        let text = match self.below(if depth > 0 { 6 } else { 5 }) {
            0 => format!("let {} = {}", self.pick(&NAMES), self.body()),
            1 => format!("{}: {}", self.pick(&NAMES), self.stages()),
            2 => format!("expect {} {}{}", self.value(2), self.relation(), self.clauses()),
            3 | 4 => self.stages(),
            _ => self.sweep(depth - 1),
        };
        if self.one_in(8) { format!("{text} # {}", self.pick(&NAMES)) } else { text }
    }

    fn body(&mut self) -> String {
        match self.below(3) {
            0 => self.stages(),
            1 => self.value(3),
            _ => self.several(3, " and ", |w| w.call(2)),
        }
    }

    fn sweep(&mut self, depth: usize) -> String {
        let mut head =
            format!("sweep {}", self.several(2, ", ", |w| format!("{} in {}", w.pick(&NAMES), w.value(2))));
        if self.one_in(2) {
            head = format!("{head}, repeat {}", 1 + self.below(30));
        }
        if self.one_in(4) {
            head = "repeat 3".to_owned();
        }
        let body = self.several(3, "\n  ", |w| w.statement(depth));
        format!("{head} {{\n  {body}\n}}")
    }

    fn stages(&mut self) -> String {
        let joint = self.pick(&[", then ", ",\n  then "]);
        self.several(3, joint, Self::stage)
    }

    fn stage(&mut self) -> String {
        let verb = self.pick(&VERBS).to_owned();
        let object = if self.one_in(4) { String::new() } else { format!(" {}", self.phrase()) };
        format!("{verb}{object}{}", self.clauses())
    }

    fn clauses(&mut self) -> String {
        let count = self.below(3);
        (0..count).map(|_| format!("{}{} {}", self.gap(), self.pick(&PREPOSITIONS), self.phrase())).collect()
    }

    /// A blank, or a line break where one may stand.
    fn gap(&mut self) -> &'static str {
        if self.one_in(5) { "  # on\n  " } else { " " }
    }

    fn phrase(&mut self) -> String {
        self.several(2, " and ", Self::item)
    }

    fn item(&mut self) -> String {
        if self.one_in(5) {
            return format!(
                "{}.{} {} {}",
                self.pick(&NAMES),
                self.pick(&NAMES),
                self.symbol(),
                self.value(1)
            );
        }
        self.several(2, " ", |w| match w.below(8) {
            0 => format!("x{}", 1 + w.below(9)),
            1 => format!("{}..{} log 5", w.pick(&NUMBERS), w.pick(&NUMBERS)),
            2 => w.list(1),
            _ => w.atom(1),
        })
    }

    fn relation(&mut self) -> String {
        match self.below(3) {
            0 => format!("in {}", self.value(1)),
            1 => format!("within {} of {}", self.value(1), self.value(1)),
            _ => format!("{} {}", self.symbol(), self.value(2)),
        }
    }

    fn symbol(&mut self) -> &'static str {
        self.pick(&["<", "<=", ">", ">=", "="])
    }

    fn value(&mut self, depth: usize) -> String {
        if self.one_in(6) {
            let spacing = self.pick(&["", " log 50", " linear 7"]);
            return format!("{}..{}{spacing}", self.term(depth), self.term(depth));
        }
        let sign = self.pick(&[" + ", " - ", " * ", " / "]);
        let most = self.pick_number(&[1, 1, 4]);
        self.several(most, sign, |w| w.term(depth))
    }

    fn term(&mut self, depth: usize) -> String {
        match self.below(10) {
            0 if depth > 0 => format!("({}{})", self.value(depth - 1), self.clauses()),
            1 if depth > 0 => format!("-{}", self.term(depth - 1)),
            2 => format!("- {}", self.pick(&NUMBERS)),
            3 => self.list(depth),
            _ => self.atom(depth),
        }
    }

    fn list(&mut self, depth: usize) -> String {
        if depth == 0 {
            return "[]".to_owned();
        }
        format!("[{}]", self.several(3, ", ", |w| w.value(depth - 1)))
    }

    fn atom(&mut self, depth: usize) -> String {
        match self.below(5) {
            0 => format!("{} {}", self.pick(&NUMBERS), self.pick(&UNITS)),
            1 => self.pick(&NUMBERS).to_owned(),
            2 => "\"a text, then # { (\"".to_owned(),
            _ => self.call(depth),
        }
    }

    fn call(&mut self, depth: usize) -> String {
        let name = self.pick(&NAMES).to_owned();
        if depth == 0 || self.one_in(2) {
            return name;
        }
        let arguments = self.several(3, ", ", |w| {
            let key = if w.one_in(2) { "" } else { w.pick(&["rate: ", "in: ", "then: ", "x3: "]) };
            let clauses = if w.one_in(4) { w.clauses() } else { String::new() };
            format!("{key}{}{clauses}", w.value(depth - 1))
        });
        if self.one_in(3) {
            format!("{name}[784,{}]({arguments})", self.pick(&NUMBERS))
        } else {
            format!("{name}({arguments})")
        }
    }

    /// Damages a text in one to three places.
    pub fn damage(&mut self, text: &str) -> String {
        let mut text = text.to_owned();
        for _ in 0..=self.below(3) {
            let (from, to) = (self.place(&text), self.place(&text));
            let (from, to) = (from.min(to), from.max(to).min(self.near(&text, from.min(to))));
            let piece = text[from..to].to_owned();
            match self.below(4) {
                0 => text.replace_range(from..to, ""),
                1 => text.insert_str(from, &piece),
                2 => text.insert_str(from, self.pick(&SPLINTERS)),
                _ => text.replace_range(from..to, self.pick(&SPLINTERS)),
            }
        }
        text
    }

    /// An offset between two characters.
    fn place(&mut self, text: &str) -> usize {
        let at = self.below(text.len() + 1);
        (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
    }

    /// An offset a few characters after `from`.
    fn near(&mut self, text: &str, from: usize) -> usize {
        let steps = 1 + self.below(12);
        text[from..].char_indices().nth(steps).map_or(text.len(), |(at, _)| from + at)
    }
}
