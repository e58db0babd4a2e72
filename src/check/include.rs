//! `include`: the `let`s of other files, brought to the place where a file asks for them.
//!
//! The texts of all files stand behind one another in one source, so that a place is a span as ever: a span behind
//! the own text is one in an included file. A file that is included by two others is brought in once. What holds more
//! than `let`s, includes itself or can't be read is a finding at its place.

use super::options::Surroundings;
use crate::source::{Diagnostic, Part, Source, Span};
use crate::syntax;
use crate::syntax::ast::{Expr, File, Item, Statement};
use crate::vocabulary::{Role, Vocabulary};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::path::{Component, Path, PathBuf};

/// Files that include files that include files: more at once than this were made by a machine.
const DEEPEST: usize = 16;
/// As many files are read for one.
const MOST_FILES: usize = 100;

/// A file with everything that it includes.
pub struct Gathered<'a> {
    /// The statements and comments of all files, in the order of their places.
    pub file: Cow<'a, File>,
    /// The texts of all files.
    pub source: Cow<'a, Source>,
    /// The included files, and where their places begin.
    pub parts: Vec<Part>,
    pub findings: Vec<Diagnostic>,
    /// Where the own places end.
    pub own: usize,
    /// The statements that each `include` of the file stands for, by its place.
    pub brought: HashMap<Span, Vec<Statement>>,
}

impl Gathered<'_> {
    /// Whether a place lies in an included file.
    pub fn is_foreign(&self, span: Span) -> bool {
        span.start > self.own
    }

    /// Whether a place is read after another one. Of two files that one line brings in, this is not known.
    pub fn is_below(&self, span: Span, other: Span) -> bool {
        let part = |span: Span| self.parts.iter().rev().find(|part| part.start <= span.start);
        match (part(span), part(other)) {
            (Some(a), Some(b)) if a.start != b.start => a.included_at.start > b.included_at.start,
            (Some(a), None) => a.included_at.start > other.start,
            (None, Some(b)) => span.start > b.included_at.start,
            _ => span.start > other.start,
        }
    }
}

/// Reads everything that a file includes.
pub fn gather<'a>(
    file: &'a File,
    source: &'a Source,
    vocabulary: &'static Vocabulary,
    around: &Surroundings,
) -> Gathered<'a> {
    let own = source.text().len();
    let brought = HashMap::new();
    let (file, source) = (Cow::Borrowed(file), Cow::Borrowed(source));
    let mut gathered = Gathered { file, source, parts: Vec::new(), findings: Vec::new(), own, brought };
    let asked: Vec<Asked> =
        gathered.file.statements.iter().filter_map(|statement| asked_of(statement, vocabulary)).collect();
    if asked.is_empty() {
        return gathered;
    }
    let text = gathered.source.text().to_string();
    let mut gatherer = Gatherer {
        vocabulary,
        around,
        text,
        parts: Vec::new(),
        findings: Vec::new(),
        open: Vec::new(),
        read: BTreeMap::new(),
        file: gathered.file.clone().into_owned(),
        at: Span::default(),
    };
    for asked in asked {
        gatherer.at = asked.span;
        let statements = gatherer.include(Path::new(""), &asked);
        gathered.brought.insert(asked.span, statements);
    }
    gathered.source = Cow::Owned(Source::new(gathered.source.name(), gatherer.text));
    gathered.file = Cow::Owned(gatherer.file);
    Gathered { parts: gatherer.parts, findings: gatherer.findings, ..gathered }
}

/// An `include`: the path as it is written, its place, that of the whole line.
struct Asked {
    path: String,
    place: Span,
    span: Span,
}

/// What a line asks for, if it is an `include` in its right form; any other is refused where it is checked.
fn asked_of(statement: &Statement, vocabulary: &Vocabulary) -> Option<Asked> {
    let Statement::Pipeline(line) = statement else { return None };
    let [stage] = line.stages.as_slice() else { return None };
    vocabulary.verb(&stage.verb).filter(|verb| verb.role == Role::Include)?;
    let [Item::Operands(operands)] = stage.object.as_ref()?.items.as_slice() else { return None };
    match operands.as_slice() {
        [only] => match &only.value {
            Expr::Text(path) => Some(Asked { path: path.clone(), place: only.span, span: line.span }),
            _ => None,
        },
        _ => None,
    }
}

struct Gatherer<'a> {
    vocabulary: &'static Vocabulary,
    around: &'a Surroundings,
    text: String,
    parts: Vec<Part>,
    findings: Vec<Diagnostic>,
    file: File,
    /// The files that are being included, one inside the other.
    open: Vec<PathBuf>,
    /// Every file that has been included, with the one that asked for it.
    read: BTreeMap<PathBuf, Option<PathBuf>>,
    /// The line of the own file that this began with.
    at: Span,
}

impl Gatherer<'_> {
    /// The statements of a file that one in `folder` asks for.
    fn include(&mut self, folder: &Path, asked: &Asked) -> Vec<Statement> {
        let path = plain(&folder.join(&asked.path));
        if let Some(finding) = self.refused(&path, asked) {
            self.findings.push(finding);
            return Vec::new();
        }
        if self.read.insert(path.clone(), self.open.last().cloned()).is_some() {
            return Vec::new();
        }
        match self.around.read.text(&self.around.folder.join(&path)) {
            Ok(text) => self.bring(path, text, asked),
            Err(reason) => {
                let message = format!("\"{}\" can't be included: {reason}", asked.path);
                self.findings.push(
                    bad(asked, message, "not included").help("paths start from the folder of this file"),
                );
                Vec::new()
            }
        }
    }

    fn refused(&self, path: &Path, asked: &Asked) -> Option<Diagnostic> {
        let shown = &asked.path;
        if self.open.iter().any(|open| open == path) {
            let chain: Vec<String> = self.open.iter().map(|path| path.display().to_string()).collect();
            let message = format!("\"{shown}\" includes itself, by {}", chain.join(", then "));
            return Some(
                bad(asked, message, "goes round in a circle").help("move what both need into a third file"),
            );
        }
        if self.open.len() >= DEEPEST || self.read.len() >= MOST_FILES {
            let message = format!(
                "more than {DEEPEST} files include one another, or more than {MOST_FILES} are included"
            );
            return Some(bad(asked, message, "not included").help("bring the `let`s into fewer files"));
        }
        let again = self.read.get(path).is_some_and(|by| by.as_ref() == self.open.last());
        again.then(|| {
            let finding = Diagnostic::error(
                "duplicate-argument",
                asked.place,
                format!("\"{shown}\" is included twice"),
            );
            finding.label("included again").help("delete one of the lines")
        })
    }

    /// Puts a text behind the others, and takes its statements.
    fn bring(&mut self, path: PathBuf, text: String, asked: &Asked) -> Vec<Statement> {
        let name = self.around.folder.join(&path);
        let name = name.strip_prefix(".").unwrap_or(&name).display().to_string();
        let name: String = name.chars().map(|c| if c.is_control() { '?' } else { c }).collect();
        let source = Source::new(name, text);
        let (file, findings) = syntax::parse(&source);
        if is_something_else(&file) {
            let message = format!("\"{}\" is no pipe file: most of its lines are no statements", asked.path);
            let finding = bad(asked, message, "not included").help("name a file that holds `let`s");
            self.findings.push(finding);
            return Vec::new();
        }
        self.text.push('\n');
        let start = self.text.len();
        self.text.push_str(source.text());
        let file = syntax::moved(file, start);
        self.findings.extend(findings.into_iter().map(|finding| finding.moved(start)));
        self.parts.push(Part { start, included_at: self.at, source });
        self.file.statements.extend(file.statements.iter().cloned());
        self.file.comments.extend(file.comments);
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        self.open.push(path);
        let brought =
            file.statements.into_iter().flat_map(|statement| self.taken(&folder, statement)).collect();
        self.open.pop();
        brought
    }

    /// What is taken of a statement of an included file.
    fn taken(&mut self, folder: &Path, statement: Statement) -> Vec<Statement> {
        if let Some(asked) = asked_of(&statement, self.vocabulary) {
            return self.include(folder, &asked);
        }
        let verb = match &statement {
            Statement::Let(_) => return vec![statement],
            Statement::Broken(_) => return Vec::new(),
            Statement::Pipeline(line) => {
                line.stages.first().and_then(|stage| self.vocabulary.verb(&stage.verb))
            }
            Statement::Sweep(_) | Statement::Claim(_) => None,
        };
        if verb.is_some_and(|verb| verb.included) {
            return vec![statement];
        }
        let message = "an included file holds nothing but `let`s";
        let finding = Diagnostic::error("not-in-this-place", statement.span(), message);
        self.findings
            .push(finding.label("more than a `let`").help("move it into the file that includes this one"));
        Vec::new()
    }
}

/// Whether a file was written for another purpose: what is in it is then nobody's to be shown, line by line.
fn is_something_else(file: &File) -> bool {
    const MOST_BROKEN: usize = 3;
    let broken = file.statements.iter().filter(|it| matches!(it, Statement::Broken(_))).count();
    broken > MOST_BROKEN && 2 * broken > file.statements.len()
}

fn bad(asked: &Asked, message: String, label: &str) -> Diagnostic {
    Diagnostic::error("bad-include", asked.place, message).label(label)
}

/// A path without `.`, and without `..` where a folder stands before it.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(plain.components().next_back(), Some(Component::Normal(_))) => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests;
