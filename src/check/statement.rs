//! Statements in order: settings, lets, lines. The checker's state lives here; stages, values,
//! blocks and claims are checked in files of their own.

use super::head::head;
use super::include::Gathered;
use super::names::{GivenBy, Meaning, Name, Names, definitions, unused};
use super::options::Surroundings;
use super::overrides;
use super::plan::{Item, Line, Plan};
use crate::source::{Diagnostic, Level, Source, Span, Spanned};
use crate::syntax::ast::{self, Expr, LetBody, Statement};
use crate::syntax::names_in_broken;
use crate::vocabulary::{BoundVerb, Input, Kind, Measure, Role, StepId, Vocabulary};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The state of checking one file.
#[derive(Clone)]
pub struct Checker<'a> {
    /// The text of the file and of those that it includes.
    pub source: &'a Source,
    gathered: &'a Gathered<'a>,
    pub vocabulary: &'static Vocabulary,
    pub around: &'a Surroundings,
    pub names: Names,
    pub findings: Vec<Diagnostic>,
    pub plan: Plan,
    /// What pipelines without data start from.
    pub default: Option<Input>,
    pub default_was_assumed: bool,
    /// Data sets that need reading once only.
    pub fixed: HashMap<String, Input>,
    /// What the stage at a place yielded last.
    pub kinds: HashMap<Span, Arc<Kind>>,
    /// How often each meaning has occurred, by scope.
    pub occurrences: Vec<HashMap<[u8; 32], u64>>,
    /// The steps of each label; of one in a sweep, those of its last cell.
    pub labelled: HashMap<String, Vec<StepId>>,
    /// The axes of each label inside a sweep.
    pub axes: HashMap<String, usize>,
    pub cell: Option<(usize, usize)>,
    comments: Vec<Span>,
    /// Where each name of the file is defined.
    definitions: HashMap<String, Span>,
    /// Whether a pipeline has started from the default, where the default was said, and whether that
    /// line had mistakes.
    pub default_used: bool,
    default_said: Option<Span>,
    pub default_is_broken: bool,
    /// The `let`s that are being read, one inside the other.
    open_lets: usize,
    /// The name of the value that is being read: it can't use itself.
    defining: Option<String>,
    /// Whether a value from the command line is read, whose places are not those of the file.
    pub overriding: bool,
    /// What the settings so far have said, and where.
    settings_said: HashMap<&'static str, Span>,
}

/// A `let` that uses a `let` that uses a `let`: more of them at once than this were made by a machine.
const DEEPEST_LET: usize = 64;
/// After so many errors nobody reads on: the rest of the file is left unchecked.
const MOST_ERRORS: usize = 10_000;

impl<'a> Checker<'a> {
    pub fn new(
        gathered: &'a Gathered<'a>,
        vocabulary: &'static Vocabulary,
        around: &'a Surroundings,
    ) -> Self {
        Checker {
            source: &gathered.source,
            gathered,
            vocabulary,
            around,
            names: Names::default(),
            findings: Vec::new(),
            plan: Plan::default(),
            default: None,
            default_was_assumed: false,
            fixed: HashMap::new(),
            kinds: HashMap::new(),
            occurrences: Vec::new(),
            labelled: HashMap::new(),
            axes: HashMap::new(),
            cell: None,
            comments: Vec::new(),
            definitions: HashMap::new(),
            default_used: false,
            default_said: None,
            default_is_broken: false,
            open_lets: 0,
            defining: None,
            overriding: false,
            settings_said: HashMap::new(),
        }
    }

    /// Says a mistake and gives nothing.
    pub fn refuse<T>(&mut self, finding: Diagnostic) -> Option<T> {
        self.findings.push(finding);
        None
    }

    pub fn file(&mut self) {
        let file: &ast::File = &self.gathered.file;
        let foreign = file.statements.partition_point(|it| !self.gathered.is_foreign(it.span()));
        let own = &file.statements[..foreign];
        self.definitions = definitions(&file.statements);
        self.plan.head = head(own, self.source, self.vocabulary).min(self.gathered.own);
        self.comments.clone_from(&file.comments);
        self.names.open();
        self.occurrences.push(HashMap::new());
        for statement in own {
            if self.findings.len() > MOST_ERRORS {
                self.too_many_errors(statement.span());
                break;
            }
            self.statement(statement);
        }
        self.late_seed();
        self.read_unused();
        self.unused_default(own);
        let names = self.names.close();
        self.findings.extend(unused(&names));
        self.unknown_overrides(&file.statements);
    }

    /// Data that the file says lines start from, while every line names its own.
    fn unused_default(&mut self, statements: &[Statement]) {
        let broken = statements.iter().any(|statement| matches!(statement, Statement::Broken(_)));
        let unsure = broken || !super::is_runnable(&self.findings) || self.default_is_broken;
        if let Some(said) = self.default_said.filter(|_| !self.default_used && !unsure) {
            let finding = Diagnostic::note("shadowed-setting", said, "no line starts from these data");
            let finding = finding.label("every line names its own data");
            self.findings.push(finding.help("delete this line, or leave the data out where these are meant"));
        }
    }

    fn too_many_errors(&mut self, from: Span) {
        let message = format!("more than {MOST_ERRORS} findings: the file is not checked from here on");
        let finding = Diagnostic::error("too-large", from, message).label("left unchecked from here");
        self.findings.push(finding.help("mend the first findings: many of the others may go with them"));
    }

    /// What no line uses is read all the same, so that a mistake in it does not wait for its first use.
    /// Nothing of it stays in the plan.
    pub fn read_unused(&mut self) {
        let waiting = self.names.waiting();
        if waiting.is_empty() {
            return;
        }
        let before =
            (self.names.clone(), self.plan.steps.next(), self.occurrences.clone(), self.fixed.clone());
        for name in waiting {
            self.result_of(&name);
        }
        self.plan.steps.truncate(before.1);
        (self.names, self.occurrences, self.fixed) = (before.0, before.2, before.3);
    }

    pub fn finish(mut self) -> (Plan, Vec<Diagnostic>) {
        let mut seen = HashSet::new();
        // A name that is used too early is not blamed for being unused as well.
        let early = self.findings.iter().filter(|f| f.code == "name-before-use");
        let early: HashSet<Span> = early.flat_map(|f| f.labels.iter().skip(1).map(|l| l.span)).collect();
        self.findings.retain(|f| f.code != "unused-name" || !early.contains(&f.span()));
        // What is impossible is not called unusual as well.
        let errors = self.findings.iter().filter(|f| f.level == Level::Error);
        let errors: HashSet<Span> = errors.map(Diagnostic::span).collect();
        self.findings.retain(|f| f.code != "unusual-value" || !errors.contains(&f.span()));
        // The cells of a sweep repeat what is found in its lines; numbers of theirs make no new finding.
        let numbers = |f: &Diagnostic| (f.level == Level::Error).then(|| f.message.clone());
        self.findings.retain(|f| seen.insert((f.code, f.span(), numbers(f))));
        self.findings.sort_by_key(|f| f.span());
        let findings = overrides::once(self.findings, &self.around.overrides, self.source);
        (self.plan, findings)
    }

    /// Checks one statement; a line comes back so that blocks can keep theirs.
    pub fn statement(&mut self, statement: &Statement) -> Option<Line> {
        match statement {
            Statement::Let(binding) => self.binding(binding),
            Statement::Pipeline(pipeline) => return self.pipeline(pipeline),
            Statement::Sweep(sweep) => self.block(sweep),
            Statement::Claim(claim) => self.claim(claim),
            Statement::Broken(span) => self.broken(*span),
        }
        None
    }

    /// What a broken line would have defined is known, and means nothing: what uses it is not blamed.
    fn broken(&mut self, span: Span) {
        self.uses(span);
        // Nor can anything be known of the data that it was to set.
        let first =
            self.source.slice(span).split_whitespace().next().and_then(|word| self.vocabulary.verb(word));
        self.default_is_broken |= first.is_some_and(|verb| verb.role == Role::Default);
        for name in names_in_broken(self.source, span) {
            if self.names.find(&name).is_none() {
                self.define(Name::new(&name, Meaning::Broken, GivenBy::Label));
            }
        }
    }

    /// What is named in a text that is not read counts as used.
    pub fn uses(&self, span: Span) {
        for word in self.source.slice(span).split(|c: char| !(c.is_alphanumeric() || "-_".contains(c))) {
            self.names.find(word);
        }
    }

    fn binding(&mut self, binding: &ast::Let) {
        let given = self.around.overrides.iter().find(|set| set.name == binding.name.value);
        let steps = self.plan.steps.next();
        let meaning = match (given, &binding.body) {
            (Some(set), _) => self.overridden(&set.value.clone(), binding.name.span),
            (None, LetBody::Stages(stages)) => Meaning::Waiting(stages.clone()),
            (None, LetBody::Phrase(phrase)) => match self.lone_verb(phrase) {
                Some(stage) => Meaning::Waiting(vec![stage]),
                None => {
                    self.defining = Some(binding.name.value.clone());
                    self.phrase(phrase).map_or(Meaning::Broken, Meaning::Values)
                }
            },
        };
        self.defining = None;
        // A data set that is read here is counted, and a comment inside would be lost.
        let idle = self.plan.steps.next() == steps && !self.is_commented(binding.span);
        let given_by = match self.gathered.is_foreign(binding.span) {
            true => GivenBy::Included,
            false => GivenBy::Let { span: binding.span, idle },
        };
        self.define(Name::new(&binding.name, meaning, given_by));
    }

    fn is_commented(&self, span: Span) -> bool {
        let next = self.comments.partition_point(|comment| comment.start < span.start);
        self.comments.get(next).is_some_and(|comment| comment.start < span.end)
    }

    /// `let b = standardize`: a phrase of one bare word that is a verb is a stage.
    fn lone_verb(&self, phrase: &ast::Phrase) -> Option<ast::Stage> {
        let [ast::Item::Operands(operands)] = phrase.items.as_slice() else { return None };
        let [Spanned { value: Expr::Call(call), span }] = operands.as_slice() else { return None };
        let [name] = call.path.as_slice() else { return None };
        let bare = call.list.is_none() && call.arguments.is_none();
        (bare && self.vocabulary.verb(name).is_some()).then(|| ast::Stage {
            verb: name.clone(),
            object: None,
            clauses: Vec::new(),
            span: *span,
        })
    }

    pub fn define(&mut self, name: Name) {
        let taken = self.names.define(name, self.vocabulary);
        self.findings.extend(taken);
    }

    fn pipeline(&mut self, pipeline: &ast::Pipeline) -> Option<Line> {
        let role = pipeline.stages.first().and_then(|s| self.vocabulary.verb(&s.verb)).map(|v| v.role);
        match role {
            Some(Role::Setting) => {
                self.setting(pipeline);
                None
            }
            Some(Role::Include) => {
                self.setting(pipeline);
                self.included(pipeline.span);
                None
            }
            Some(Role::Default) => {
                self.default_from(pipeline);
                None
            }
            _ => self.line(pipeline),
        }
    }

    /// The `let`s of another file, where they are asked for.
    fn included(&mut self, span: Span) {
        if self.cell.is_some() {
            let finding =
                Diagnostic::error("not-in-this-place", span, "a file is included outside of all blocks");
            self.findings.push(finding.label("inside a block").help("move this line above the block"));
        }
        let gathered = self.gathered;
        for statement in gathered.brought.get(&span).into_iter().flatten() {
            self.statement(statement);
        }
    }

    fn default_from(&mut self, pipeline: &ast::Pipeline) {
        if let Some(label) = &pipeline.label {
            self.labels_nothing(label, pipeline);
        }
        if let Some(first) = self.default_said.replace(pipeline.span).filter(|_| !self.default_used) {
            let finding = Diagnostic::error("no-effect", first, "nothing starts from these data");
            let finding = finding.label("replaced before it is used").also(pipeline.span, "replaced here");
            self.findings.push(finding.help("delete one of them"));
        }
        let (steps, whole) = self.chain(&pipeline.stages);
        self.default = steps.last().filter(|_| whole).map(|&id| self.input(id, String::new()));
        (self.default_used, self.default_is_broken) = (false, !whole);
    }

    fn labels_nothing(&mut self, label: &Spanned<String>, pipeline: &ast::Pipeline) {
        let finding = Diagnostic::error("no-effect", label.span, "a setting has no result to label");
        let finding = finding.label("labels nothing").help("delete the label");
        let verb = pipeline.stages.first().map_or(label.span.end, |stage| stage.span.start);
        self.findings.push(finding.fix(false, Span::new(label.span.start, verb), ""));
    }

    /// A setting says one thing a file: the second of two would silence the first.
    fn said_once(&mut self, name: &'static str, place: Span) {
        if let Some(first) = self.settings_said.insert(name, place) {
            let finding = Diagnostic::error("duplicate-argument", place, format!("`{name}` is given twice"));
            self.findings.push(
                finding.label("given again here").also(first, "first given here").help("delete one of them"),
            );
        }
    }

    fn setting(&mut self, pipeline: &ast::Pipeline) {
        if let Some(label) = &pipeline.label {
            self.labels_nothing(label, pipeline);
        }
        if let Some(second) = pipeline.stages.get(1) {
            let finding =
                Diagnostic::error("not-in-this-place", second.span, "a setting stands alone on its line");
            self.findings.push(
                finding
                    .label("belongs on a line of its own")
                    .help("write one setting a line, without `then`"),
            );
        }
        let Some(stage) = pipeline.stages.first() else { return };
        // Included files say nothing of the settings of this one: what they say is checked, and that is all.
        let own = !self.gathered.is_foreign(stage.span);
        let said = self.vocabulary.verb(&stage.verb);
        if let Some(verb) = said.filter(|verb| own && !verb.repeats) {
            self.said_once(verb.info.name, stage.span);
        }
        if said.is_some_and(|verb| verb.leads) && !self.plan.steps.is_empty() {
            let message = format!("`{}` comes after lines that it is about", stage.verb.value);
            let finding = Diagnostic::error("not-in-this-place", stage.span, message).label("too late");
            self.findings.push(finding.help("write it above the first pipeline"));
        }
        if let Some(mut verb) = self.bound(stage, &[])
            && self.settled(&mut *verb, stage.span, stage.verb.span).is_some()
            && own
        {
            verb.set(&mut self.plan.settings);
        }
    }

    fn line(&mut self, pipeline: &ast::Pipeline) -> Option<Line> {
        let (mut steps, whole) = self.chain(&pipeline.stages);
        if whole {
            self.complete(&mut steps, &pipeline.stages);
        }
        let label = pipeline.label.as_ref();
        if let Some(label) = label {
            self.labelled.insert(label.value.clone(), steps.clone());
            let meaning = if whole { Meaning::Steps(steps.clone()) } else { Meaning::Broken };
            self.define(Name::new(label, meaning, GivenBy::Label));
        }
        let line = Line { label: label.map(|l| l.value.clone()), steps, span: pipeline.span };
        if whole {
            self.reproduced(&line);
        }
        if self.cell.is_none() && whole {
            self.plan.items.push(Item::Line(line.clone()));
        }
        whole.then_some(line)
    }

    /// A line that ends where its last verb asks for another one goes on with that.
    fn complete(&mut self, steps: &mut Vec<StepId>, stages: &[ast::Stage]) {
        let (Some(&last), Some(stage)) = (steps.last(), stages.last()) else { return };
        if let Some(word) = self.plan.steps[last].verb.completed_by() {
            let verb = Spanned::new(word.to_string(), stage.verb.span);
            let implied = ast::Stage { verb, object: None, clauses: Vec::new(), span: stage.span };
            steps.extend(self.stage(&implied, steps));
        }
    }

    /// The measures of a label, by the names that the file gives them.
    pub fn measures_of(&self, label: &str) -> Vec<String> {
        self.counted(label, |verb| verb.measures())
    }

    /// Those of them that have a curve over epochs.
    pub fn curves_of(&self, label: &str) -> Vec<String> {
        self.counted(label, |verb| verb.curves())
    }

    /// The steps of a label.
    pub fn labelled_steps(&self, label: &str) -> &[StepId] {
        self.labelled.get(label).map_or(&[], Vec::as_slice)
    }

    /// What the steps of a label yield, the last step's first; one of several has its number at its end.
    fn counted(&self, label: &str, of: fn(&dyn BoundVerb) -> Vec<(&'static Measure, usize)>) -> Vec<String> {
        let steps = self.labelled_steps(label).iter().rev();
        let all = steps.flat_map(|&id| of(&*self.plan.steps[id].verb));
        let names = |(measure, count): (&Measure, usize)| match count {
            0 | 1 => vec![measure.name.to_string()],
            _ => (1..=count).map(|index| format!("{}{index}", measure.name)).collect(),
        };
        all.flat_map(names).collect()
    }

    /// The result of a label or a `let`; a `let` of stages becomes steps where it is first used.
    pub fn result_of(&mut self, name: &Spanned<String>) -> Option<Input> {
        let (depth, found) = self.names.find(name)?;
        let meaning = found.meaning.clone();
        let steps = match meaning {
            Meaning::Steps(steps) => steps,
            Meaning::Waiting(stages) => self.awaken(depth, name, &stages)?,
            _ => return None,
        };
        steps.last().map(|&id| self.input(id, name.value.clone()))
    }

    fn awaken(&mut self, depth: usize, name: &Spanned<String>, stages: &[ast::Stage]) -> Option<Vec<StepId>> {
        if self.open_lets >= DEEPEST_LET {
            let message = format!("`{name}` rests on more than {DEEPEST_LET} `let`s, one on the other");
            let finding = Diagnostic::error("too-large", name.span, message).label("too deep");
            return self.refuse(finding.help("join some of them into one line with `, then`"));
        }
        self.names.replace(depth, name, Meaning::Open);
        let outside = self.cell;
        if depth == 0 {
            self.cell = None;
        }
        // A `let` sees the names around its own line, not those around the line that uses it.
        let inside = self.names.hide_inside(depth);
        self.open_lets += 1;
        let (steps, whole) = self.chain(stages);
        self.open_lets -= 1;
        self.names.show(inside);
        self.cell = outside;
        let meaning = if whole { Meaning::Steps(steps.clone()) } else { Meaning::Broken };
        self.names.replace(depth, name, meaning);
        whole.then_some(steps)
    }

    /// The stages of a pipeline, each fed by those before it. After a mistake the rest is still
    /// read for mistakes of its own.
    pub fn chain(&mut self, stages: &[ast::Stage]) -> (Vec<StepId>, bool) {
        let mut steps: Vec<StepId> = Vec::new();
        let mut whole = true;
        for stage in stages {
            if !whole {
                self.read_only(stage);
                continue;
            }
            match self.stage(stage, &steps) {
                Some(step) => steps.push(step),
                None => whole = false,
            }
        }
        (steps, whole)
    }

    /// The finding for a name that the file defines only further down, or is defining.
    pub fn later(&self, name: &Spanned<String>) -> Option<Diagnostic> {
        if self.defining.as_ref() == Some(&name.value) {
            return Some(super::value::its_own(name));
        }
        let later =
            self.definitions.get(&name.value).filter(|place| self.gathered.is_below(**place, name.span))?;
        if self.overriding {
            return None;
        }
        let message = format!("`{name}` is used before it is defined");
        let finding = Diagnostic::error("name-before-use", name.span, message).label("not defined yet");
        Some(finding.also(*later, "defined here").help("move the definition up"))
    }
}
