//! Rust source, read just far enough to tell code from comments and literals, product from tests,
//! and one function from the next.
//!
//! All positions are indices of characters. Comments and the insides of literals become blanks, so
//! that a position in the blanked code is the same position in the file.

use std::ops::Range;

/// A file with its comments and literals blanked, and the string literals apart.
pub struct Scan {
    pub code: Vec<char>,
    /// Position of the opening quote, and the text between the quotes as it is written.
    pub strings: Vec<(usize, String)>,
}

/// A function with a body: where `fn` stands, its name, its length from there to the last brace.
pub struct Function {
    pub at: usize,
    pub name: String,
    pub lines: usize,
}

impl Scan {
    pub fn new(text: &str) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let mut scan = Scan { code: chars.clone(), strings: Vec::new() };
        let mut at = 0;
        while at < chars.len() {
            at = scan.literal_or_comment(&chars, at).unwrap_or(at + 1);
        }
        scan
    }

    /// Blanks what starts here, unless it is code, and says where it ends.
    fn literal_or_comment(&mut self, chars: &[char], at: usize) -> Option<usize> {
        if let Some(end) = comment_end(chars, at) {
            self.blank(at..end);
            return Some(end);
        }
        let (inside, end) = string(chars, at).or_else(|| character(chars, at))?;
        if chars[end - 1] != '\'' {
            self.strings.push((at, chars[inside.clone()].iter().collect()));
        }
        self.blank(inside);
        Some(end)
    }

    fn blank(&mut self, range: Range<usize>) {
        for letter in &mut self.code[range] {
            if *letter != '\n' {
                *letter = ' ';
            }
        }
    }

    /// The file without its `#[cfg(test)]` items.
    pub fn without_tests(mut self) -> Self {
        let tests = test_items(&self.code);
        self.strings.retain(|(at, _)| !tests.iter().any(|test| test.contains(at)));
        tests.into_iter().for_each(|test| self.blank(test));
        self
    }

    /// The line, from 1, of a position.
    pub fn line(&self, at: usize) -> usize {
        1 + self.code[..at].iter().filter(|&&letter| letter == '\n').count()
    }

    pub fn functions(&self) -> Vec<Function> {
        let named = find_word(&self.code, "fn").into_iter();
        named.filter_map(|at| self.function(at)).collect()
    }

    /// A pointer type has no name, a required method of a trait no body: neither is counted.
    fn function(&self, at: usize) -> Option<Function> {
        let (name, after) = identifier(&self.code, skip_blanks(&self.code, at + 2))?;
        let end = item_end(&self.code, after);
        let lines = self.line(end - 1) - self.line(at) + 1;
        (self.code[end - 1] == '}').then_some(Function { at, name, lines })
    }

    /// Every path that starts with `root`, with its `{}` groups written out.
    pub fn paths(&self, root: &str) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        for at in find_word(&self.code, root) {
            let after = skip_blanks(&self.code, at + root.len());
            if starts(&self.code, after, "::") {
                let mut paths = Vec::new();
                expand(&self.code, after + 2, root, &mut paths);
                found.extend(paths.into_iter().map(|path| (at, path)));
            }
        }
        found
    }
}

/// The positions where `word` stands by itself, not as a part of a longer name.
pub fn find_word(code: &[char], word: &str) -> Vec<usize> {
    let alone = |&at: &usize| {
        let before = at.checked_sub(1).and_then(|before| code.get(before));
        let after = code.get(at + word.len());
        let joins = word.ends_with(in_name) && after.is_some_and(|&letter| in_name(letter));
        starts(code, at, word) && !before.is_some_and(|&letter| in_name(letter)) && !joins
    };
    (0..code.len()).filter(alone).collect()
}

fn in_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn starts(code: &[char], at: usize, word: &str) -> bool {
    word.chars().enumerate().all(|(i, letter)| code.get(at + i) == Some(&letter))
}

fn skip_blanks(code: &[char], at: usize) -> usize {
    at + code.iter().skip(at).take_while(|letter| letter.is_whitespace()).count()
}

fn identifier(code: &[char], at: usize) -> Option<(String, usize)> {
    let name: String = code.iter().skip(at).take_while(|&&letter| in_name(letter)).collect();
    let end = at + name.chars().count();
    (end > at).then_some((name, end))
}

/// The first position from `at` on where `word` stands, or the end.
fn find(code: &[char], at: usize, word: &str) -> usize {
    (at..code.len()).find(|&at| starts(code, at, word)).unwrap_or(code.len())
}

fn comment_end(chars: &[char], at: usize) -> Option<usize> {
    if starts(chars, at, "//") {
        return Some(find(chars, at, "\n"));
    }
    let mut depth = usize::from(starts(chars, at, "/*"));
    let mut end = at + 2 * depth;
    while depth > 0 && end < chars.len() {
        let (opens, closes) = (starts(chars, end, "/*"), starts(chars, end, "*/"));
        depth = depth + usize::from(opens) - usize::from(closes);
        end += if opens || closes { 2 } else { 1 };
    }
    (end > at).then_some(end)
}

/// A plain or raw string: what is between its quotes, and where it ends.
fn string(chars: &[char], at: usize) -> Option<(Range<usize>, usize)> {
    if chars[at] == '"' {
        let mut end = at + 1;
        while end < chars.len() && chars[end] != '"' {
            end += if chars[end] == '\\' { 2 } else { 1 };
        }
        return Some((at + 1..end.min(chars.len()), (end + 1).min(chars.len())));
    }
    raw_string(chars, at)
}

fn raw_string(chars: &[char], at: usize) -> Option<(Range<usize>, usize)> {
    let continues = at > 0 && in_name(chars[at - 1]) && !matches!(chars[at - 1], 'b' | 'c');
    if chars[at] != 'r' || continues {
        return None;
    }
    let hashes = chars[at + 1..].iter().take_while(|&&letter| letter == '#').count();
    let first = at + hashes + 2;
    if chars.get(first - 1) != Some(&'"') {
        return None;
    }
    let last = find(chars, first, &format!("\"{}", "#".repeat(hashes)));
    Some((first..last, (last + hashes + 1).min(chars.len())))
}

/// A character literal; a quote that is neither escaped nor closed at once starts a lifetime.
fn character(chars: &[char], at: usize) -> Option<(Range<usize>, usize)> {
    if chars[at] != '\'' {
        return None;
    }
    let escaped = chars.get(at + 1) == Some(&'\\');
    let end = if escaped { find(chars, at + 3, "'") } else { at + 2 };
    (chars.get(end) == Some(&'\'')).then_some((at + 1..end, end + 1))
}

/// Just after the item that goes on at `at`: after its `;`, or after the brace that closes its body.
fn item_end(code: &[char], at: usize) -> usize {
    let (mut brackets, mut braces) = (0_i64, 0_i64);
    for (i, letter) in code.iter().enumerate().skip(at) {
        match letter {
            '(' | '[' => brackets += 1,
            ')' | ']' => brackets -= 1,
            '{' => braces += 1,
            '}' => braces -= 1,
            _ => {}
        }
        let done = matches!(letter, ';' | '}') && braces <= 0 && brackets <= 0;
        if done {
            return i + 1;
        }
    }
    code.len()
}

fn test_items(code: &[char]) -> Vec<Range<usize>> {
    const MARK: &str = "#[cfg(test)]";
    let marks = (0..code.len()).filter(|&at| starts(code, at, MARK));
    marks.map(|at| at..item_end(code, at + MARK.len())).collect()
}

/// Reads a path or a group of paths at `at` and says where it ends.
fn expand(code: &[char], at: usize, prefix: &str, found: &mut Vec<String>) -> usize {
    let at = skip_blanks(code, at);
    if code.get(at) == Some(&'{') {
        return expand_group(code, at + 1, prefix, found);
    }
    let Some((name, end)) = identifier(code, at) else {
        found.push(if code.get(at) == Some(&'*') { format!("{prefix}::*") } else { prefix.to_owned() });
        return at;
    };
    let path = format!("{prefix}::{name}");
    if starts(code, end, "::") {
        return expand(code, end + 2, &path, found);
    }
    found.push(path);
    end
}

fn expand_group(code: &[char], mut at: usize, prefix: &str, found: &mut Vec<String>) -> usize {
    loop {
        at = skip_blanks(code, at);
        match code.get(at) {
            None => return at,
            Some('}') => return at + 1,
            _ => at = expand(code, at, prefix, found),
        }
        // Past `as name` and `*`, on to the next entry.
        at += code.iter().skip(at).take_while(|letter| !matches!(letter, ',' | '}')).count();
        at += usize::from(code.get(at) == Some(&','));
    }
}

#[cfg(test)]
mod tests {
    use super::Scan;

    fn code(text: &str) -> String {
        Scan::new(text).code.iter().collect()
    }

    fn strings(text: &str) -> Vec<String> {
        Scan::new(text).strings.into_iter().map(|(_, text)| text).collect()
    }

    fn paths(text: &str) -> Vec<String> {
        Scan::new(text).paths("crate").into_iter().map(|(_, path)| path).collect()
    }

    #[test]
    fn comments_are_blanked_and_nest() {
        assert_eq!(code("a // }\nb"), "a     \nb");
        assert_eq!(code("a /* { /* { */ \n { */ b"), "a              \n      b");
        assert_eq!(code("a / b"), "a / b");
        assert_eq!(code("/* never closed {").trim(), "");
    }

    #[test]
    fn strings_are_blanked_and_kept_apart() {
        assert_eq!(code(r#"f("{", x)"#), r#"f(" ", x)"#);
        assert_eq!(strings(r#"f("a\"}b", b"c", "")"#), [r#"a\"}b"#, "c", ""]);
        assert_eq!(strings("r#\"say \"no\" {\"# + br\"x\\\" + r\"\""), ["say \"no\" {", "x\\", ""]);
        assert_eq!(code("let r#type = bar;"), "let r#type = bar;");
        assert_eq!(code("\"open {"), "\"      ", "an open string ends with the file");
    }

    #[test]
    fn characters_are_told_from_lifetimes() {
        assert_eq!(code("('{', '\\'', '\\u{7B}', b'}')"), "(' ', '  ', '      ', b' ')");
        assert_eq!(code("fn f<'a>(x: &'a str) {}"), "fn f<'a>(x: &'a str) {}");
        assert!(strings("'\"'; '{'").is_empty());
    }

    #[test]
    fn test_items_are_left_out() {
        let text = "fn a() { \"kept\"; }\n#[cfg(test)]\nfn b(x: [u8; 2]) {\n\"gone\"; }\n#[cfg(test)] mod tests;\nfn c() {}";
        let scan = Scan::new(text).without_tests();
        assert_eq!(scan.strings.len(), 1);
        let names: Vec<_> = scan.functions().into_iter().map(|function| function.name).collect();
        assert_eq!(names, ["a", "c"]);
        assert_eq!(scan.functions()[1].lines, 1);
        assert_eq!(scan.line(scan.functions()[1].at), 6);
    }

    #[test]
    fn functions_are_measured_from_fn_to_their_last_brace() {
        let text = "trait T { fn required(&self);\nfn given(&self, f: fn(u8) -> u8) -> [u8; 3]\nwhere Self: Sized {\n\
                    if x { '{'; }\n}\n}\nfn outer() {\nfn inner() {}\n}";
        let found = Scan::new(text).functions();
        let sizes: Vec<_> = found.iter().map(|found| (found.name.as_str(), found.lines)).collect();
        assert_eq!(sizes, [("given", 4), ("outer", 3), ("inner", 1)]);
    }

    #[test]
    fn grouped_paths_are_written_out() {
        assert_eq!(
            paths("use crate::source::{Span, text::*};"),
            ["crate::source::Span", "crate::source::text::*"]
        );
        assert_eq!(
            paths("use crate::{\n  models::{self, spin::Ising as I},\n  run,\n};"),
            ["crate::models::self", "crate::models::spin::Ising", "crate::run"]
        );
        assert_eq!(paths("let a = crate::numeric::sum::<f64>(x);"), ["crate::numeric::sum"]);
        assert_eq!(paths("$crate::run::go(); my_crate::x; // crate::no"), ["crate::run::go"]);
        assert_eq!(paths("use crate::*; pub(crate) fn f() {}"), ["crate::*"]);
    }
}
