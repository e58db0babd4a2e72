//! The names of a file: what `let` defines, what labels name, what sweeps vary.

use crate::source::{Diagnostic, Span, Spanned, nearest};
use crate::syntax::ast;
use crate::vocabulary::{Given, StepId, Vocabulary};
use std::cell::Cell as Flag;
use std::collections::HashMap;

/// What a name stands for.
#[derive(Clone)]
pub enum Meaning {
    /// Numbers, lists, texts, methods.
    Values(Vec<Given>),
    /// A `let` of stages that nothing has used yet.
    Waiting(Vec<ast::Stage>),
    /// The steps of a line or of a used `let`.
    Steps(Vec<StepId>),
    /// A label inside a block, seen from outside: only its measures can be asked for.
    Swept,
    /// A swept value, seen from outside its block.
    Axis,
    /// A `let` whose stages are being read: it can't use itself.
    Open,
    /// A line with mistakes: what uses it is not blamed.
    Broken,
}

/// What gave a name.
#[derive(Clone, Copy, PartialEq)]
pub enum GivenBy {
    Label,
    Axis,
    /// A `let`, and whether it can be deleted without a change in what the rest of the file means.
    Let {
        span: Span,
        idle: bool,
    },
    /// A `let` of an included file: another file may use it.
    Included,
}

#[derive(Clone)]
pub struct Name {
    pub name: Spanned<String>,
    pub meaning: Meaning,
    /// What a warning that nothing uses the name is about; a label is not worth one.
    pub given_by: GivenBy,
    pub used: Flag<bool>,
}

/// The names of one scope in order, with the place of the last of each spelling.
#[derive(Clone, Default)]
pub struct Scope {
    names: Vec<Name>,
    places: HashMap<String, usize>,
}

/// Names by scope: the file's, then those of each block that is open.
#[derive(Clone, Default)]
pub struct Names {
    scopes: Vec<Scope>,
}

/// As many names are compared with a misspelt one: enough for any file that a person wrote.
const COMPARED: usize = 1000;

impl Names {
    pub fn open(&mut self) {
        self.scopes.push(Scope::default());
    }

    /// Takes away the scopes inside the one at `depth`, while what was written in it is read.
    pub fn hide_inside(&mut self, depth: usize) -> Vec<Scope> {
        self.scopes.split_off((depth + 1).min(self.scopes.len()))
    }

    /// Puts hidden scopes back.
    pub fn show(&mut self, hidden: Vec<Scope>) {
        self.scopes.extend(hidden);
    }

    /// Closes a scope; its names are handed back.
    pub fn close(&mut self) -> Vec<Name> {
        self.scopes.pop().unwrap_or_default().names
    }

    /// The name and the scope it was defined in.
    pub fn find(&self, name: &str) -> Option<(usize, &Name)> {
        let found = self
            .scopes
            .iter()
            .enumerate()
            .rev()
            .find_map(|(depth, scope)| scope.places.get(name).map(|&place| (depth, &scope.names[place])));
        if let Some((_, name)) = found {
            name.used.set(true);
        }
        found
    }

    pub fn replace(&mut self, depth: usize, name: &str, meaning: Meaning) {
        let scope = &mut self.scopes[depth];
        if let Some(&place) = scope.places.get(name) {
            scope.names[place].meaning = meaning;
        }
    }

    /// What a copy of these names has used is used.
    pub fn use_as(&self, copy: &Names) {
        let pairs = self.flags().zip(copy.flags());
        pairs.for_each(|(own, copied)| own.set(own.get() || copied.get()));
    }

    fn flags(&self) -> impl Iterator<Item = &Flag<bool>> {
        self.scopes.iter().flat_map(|scope| &scope.names).map(|name| &name.used)
    }

    /// The `let`s of stages in the innermost scope that nothing has used.
    pub fn waiting(&self) -> Vec<Spanned<String>> {
        let names = self.scopes.last().into_iter().flat_map(|scope| &scope.names);
        names.filter(|n| matches!(n.meaning, Meaning::Waiting(_))).map(|n| n.name.clone()).collect()
    }

    /// Defines a name; a word of the language or a name already taken is said.
    pub fn define(&mut self, name: Name, vocabulary: &Vocabulary) -> Option<Diagnostic> {
        let taken = self.taken(&name, vocabulary);
        if let Some(scope) = self.scopes.last_mut() {
            // What is refused already is not blamed for being unused as well.
            name.used.set(name.used.get() || taken.is_some());
            scope.places.insert(name.name.value.clone(), scope.names.len());
            scope.names.push(name);
        }
        taken
    }

    fn taken(&self, new: &Name, vocabulary: &Vocabulary) -> Option<Diagnostic> {
        let name = &new.name;
        let finding = |message| Diagnostic::error("name-taken", name.span, message).label("already taken");
        if let Some(refusal) = vocabulary.refuses_name(name) {
            return Some(finding(refusal).help("choose another name"));
        }
        let earlier = self
            .scopes
            .iter()
            .find_map(|scope| scope.places.get(&name.value).map(|&place| &scope.names[place]))
            .filter(|earlier| !(new.is_axis() && matches!(earlier.meaning, Meaning::Axis)))?;
        earlier.used.set(true);
        let finding = finding(format!("`{name}` is defined twice"));
        Some(finding.also(earlier.name.span, "defined here first").help("choose another name"))
    }

    /// The name that was probably meant.
    pub fn nearest(&self, word: &str) -> Option<String> {
        let names = self.scopes.iter().flat_map(|scope| &scope.names).rev().take(COMPARED);
        nearest(word, names.map(|n| n.name.value.as_str())).map(str::to_owned)
    }
}

impl Name {
    pub fn new(name: &Spanned<String>, meaning: Meaning, given_by: GivenBy) -> Self {
        Name { name: name.clone(), meaning, given_by, used: Flag::new(false) }
    }

    /// A swept value: the next sweep may use the name again.
    fn is_axis(&self) -> bool {
        self.given_by == GivenBy::Axis || matches!(self.meaning, Meaning::Axis)
    }
}

/// A warning for every `let` and every axis that nothing uses.
pub fn unused(names: &[Name]) -> impl Iterator<Item = Diagnostic> {
    let counted = |name: &&Name| !matches!(name.given_by, GivenBy::Label | GivenBy::Included);
    names.iter().filter(counted).filter(|name| !name.used.get()).map(|n| {
        let message = format!("`{}` is defined but nothing uses it", n.name);
        let finding = Diagnostic::warning("unused-name", n.name.span, message)
            .label("never used")
            .help("what `let` defines runs only where it is used: use it or delete the line");
        match n.given_by {
            GivenBy::Let { span, idle } => finding.fix(idle, span, ""),
            _ => finding,
        }
    })
}

/// Every name of the file with the place that first defines it, those inside blocks among them.
pub fn definitions(statements: &[ast::Statement]) -> HashMap<String, Span> {
    let mut all = HashMap::new();
    for name in statements.iter().flat_map(defined) {
        all.entry(name.value.clone()).or_insert(name.span);
    }
    all
}

fn defined(statement: &ast::Statement) -> Vec<&Spanned<String>> {
    match statement {
        ast::Statement::Let(l) => vec![&l.name],
        ast::Statement::Pipeline(p) => p.label.iter().collect(),
        ast::Statement::Sweep(s) => s.body.iter().flat_map(defined).collect(),
        _ => Vec::new(),
    }
}
