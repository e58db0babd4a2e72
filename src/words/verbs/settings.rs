//! Settings: `title`, `source`, `seed`, `edition`, `precision`, `include`. They say what a file is and where its random
//! streams start; they run nothing.

use crate::args;
use crate::source::Diagnostic;
use crate::vocabulary::{Argument, Binder, Form, Given, Kind, Role, Scene, Settings, Style, Verb};
use crate::words::methods::bf16::Numbers;

/// A whole number of zero or more.
#[derive(Clone, Copy, Debug)]
pub struct Natural(pub u64);

impl Argument for Natural {
    const KIND: &'static str = "a whole number of 0 or more";

    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        match &given.form {
            Form::Number(n)
                if n.unit.is_none()
                    && n.value.fract() == 0.0
                    && (0.0..=9_007_199_254_740_992.0).contains(&n.value) =>
            {
                Some(Natural(n.value as u64))
            }
            _ => binder.wrong_type(given, Self::KIND),
        }
    }

    fn write(&self, _style: Style) -> String {
        self.0.to_string()
    }
}

args! {
    /// The title of the file, for reports.
    pub struct Title {
        /// The title.
        text (object): String;
    }
}

impl Verb for Title {
    const NAME: &'static str = "title";
    const ROLE: Role = Role::Setting;
    const EXAMPLE: &'static str = "title \"A first look\"\ntrain mlp[784,100,10] for 5 epochs, then test";

    fn set(&self, settings: &mut Settings) {
        settings.title = Some(self.text.value.clone());
    }

    fn kind(&self, _scene: &mut Scene) -> Option<Kind> {
        Some(Kind::default())
    }
}

args! {
    /// Where an experiment comes from: authors, year.
    pub struct SourceOf {
        /// The source.
        text (object): String;
    }
}

impl Verb for SourceOf {
    const NAME: &'static str = "source";
    const ROLE: Role = Role::Setting;
    const REPEATS: bool = true;
    const EXAMPLE: &'static str = "source \"Hinton 2010\"\ntrain rbm[784,100] with cd1 for 2 epochs";

    fn set(&self, settings: &mut Settings) {
        settings.sources.push(self.text.value.clone());
    }

    fn kind(&self, _scene: &mut Scene) -> Option<Kind> {
        Some(Kind::default())
    }
}

args! {
    /// The seed that every random stream of the file comes from.
    pub struct SeedOf {
        /// The seed.
        number (object): Natural;
    }
}

impl Verb for SeedOf {
    const NAME: &'static str = "seed";
    const ROLE: Role = Role::Setting;
    const EXAMPLE: &'static str = "seed 7\ntrain mlp[784,100,10] for 5 epochs, then test";

    fn set(&self, settings: &mut Settings) {
        settings.seed = Some(self.number.0);
    }

    fn kind(&self, _scene: &mut Scene) -> Option<Kind> {
        Some(Kind::default())
    }
}

/// The edition that this version speaks.
const NEWEST: u64 = 1;

args! {
    /// The edition of the language: it fixes the defaults for good.
    pub struct Edition {
        /// The edition.
        number (object): Natural;
    }
}

impl Verb for Edition {
    const NAME: &'static str = "edition";
    const ROLE: Role = Role::Setting;
    const INCLUDED: bool = true;
    const EXAMPLE: &'static str = "edition 1\ntrain mlp[784,100,10] for 5 epochs, then test";

    fn settle(&mut self, scene: &mut Scene) {
        if self.number.0 != NEWEST {
            let message = format!("there is no edition {}", self.number.0);
            let finding = Diagnostic::error("out-of-range", scene.place(self.number.span), message);
            scene
                .findings
                .push(finding.label("not known").help(format!("this version knows edition {NEWEST}")));
        }
    }

    fn set(&self, settings: &mut Settings) {
        settings.edition = Some(self.number.0 as u32);
    }

    fn kind(&self, _scene: &mut Scene) -> Option<Kind> {
        Some(Kind::default())
    }
}

args! {
    /// Brings the `let`s of another file into this one, as if they were written here. Such a file holds nothing else
    /// but comments, its edition, and files that it includes itself.
    pub struct Include {
        /// The file; its path starts from the folder of this one.
        file (object): String;
    }
}

impl Verb for Include {
    const NAME: &'static str = "include";
    const ROLE: Role = Role::Include;
    const REPEATS: bool = true;
    const EXAMPLE: &'static str = "include \"lets.pipe\"\ntrain mlp[784,100,10] for epochs, then test";

    fn kind(&self, _scene: &mut Scene) -> Option<Kind> {
        Some(Kind::default())
    }
}

args! {
    /// The precision of networks and Boltzmann machines; everything else is computed in double precision. With `bf16`,
    /// chains of layers, autoencoders, Boltzmann machines and belief nets are trained `with bf16`.
    pub struct Precision {
        /// The precision.
        numbers (object): Numbers;
    }
}

impl Verb for Precision {
    const NAME: &'static str = "precision";
    const ROLE: Role = Role::Setting;
    const LEADS: bool = true;
    const EXAMPLE: &'static str = "precision bf16\ntrain mlp[784,100,10] for 5 epochs, then test";

    fn set(&self, settings: &mut Settings) {
        settings.brain = self.numbers.value == Numbers::Bf16;
    }

    fn kind(&self, _scene: &mut Scene) -> Option<Kind> {
        Some(Kind::default())
    }
}
