//! One finding: what is wrong, where, how bad it is, and what would be right.

use super::Span;

/// How bad a finding is. An error stops the run; the others are said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Note,
    Warning,
    Error,
}

impl Level {
    /// The level that is called like this.
    pub fn named(word: &str) -> Option<Level> {
        match word {
            "note" => Some(Level::Note),
            "warn" | "warning" => Some(Level::Warning),
            "error" => Some(Level::Error),
            _ => None,
        }
    }

    pub const fn word(self) -> &'static str {
        match self {
            Level::Note => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// A place with a few words on it. The first label of a finding is the place itself.
#[derive(Clone, Debug)]
pub struct Label {
    pub span: Span,
    pub text: String,
}

/// A replacement of the text of a span.
#[derive(Clone, Debug)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

/// Edits that cure a finding; a safe fix keeps the meaning of the file.
#[derive(Clone, Debug)]
pub struct Fix {
    pub safe: bool,
    pub edits: Vec<Edit>,
}

/// A finding. Its code reads well after "allow".
#[derive(Clone, Debug)]
pub struct Diagnostic {
    pub code: &'static str,
    pub level: Level,
    pub message: String,
    pub labels: Vec<Label>,
    pub help: Option<String>,
    pub fix: Option<Fix>,
}

impl Diagnostic {
    pub fn new(code: &'static str, level: Level, span: Span, message: impl Into<String>) -> Self {
        let label = Label { span, text: String::new() };
        Diagnostic { code, level, message: message.into(), labels: vec![label], help: None, fix: None }
    }

    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, Level::Error, span, message)
    }

    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, Level::Warning, span, message)
    }

    pub fn note(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, Level::Note, span, message)
    }

    /// Puts words on the place itself.
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.labels[0].text = text.into();
        self
    }

    /// Adds a second place, the one that the first clashes with.
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Adds a second place where there is one in the file.
    pub fn maybe_also(self, span: Option<Span>, text: impl Into<String>) -> Self {
        match span {
            Some(span) => self.also(span, text),
            None => self,
        }
    }

    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Adds a help line where there is one to add.
    pub fn maybe_help(mut self, text: Option<String>) -> Self {
        self.help = text.or(self.help);
        self
    }

    pub fn fix(mut self, safe: bool, span: Span, text: impl Into<String>) -> Self {
        self.fix = Some(Fix { safe, edits: vec![Edit { span, text: text.into() }] });
        self
    }

    /// Asks whether another word was meant, and offers to put it into the finding's place; where there is
    /// none, says what else would help.
    pub fn did_you_mean(self, near: Option<&str>, otherwise: impl Into<String>) -> Self {
        let span = self.span();
        match near {
            Some(near) => self.help(format!("did you mean `{near}`?")).fix(false, span, near),
            None => self.help(otherwise),
        }
    }

    /// The same finding so many bytes later, where its fix means nothing.
    pub fn moved(mut self, by: usize) -> Self {
        self.labels.iter_mut().for_each(|label| label.span = label.span.shifted(by));
        self.fix = None;
        self
    }

    pub fn span(&self) -> Span {
        self.labels[0].span
    }
}
