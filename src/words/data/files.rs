//! `csv("a.csv")`, `idx("folder")`, `npz("a.npz")`: a user's own files. Paths start from the folder
//! of the pipe file; before the run only headers are read.

use crate::args;
use crate::data::csv::{Label, Layout};
use crate::data::{self, DataFault, Dataset, Shape};
use crate::vocabulary::{Argument, Binder, Context, Cost, DataWord, Form, Given, Style};
use crate::words::prices;
use std::path::{Path, PathBuf};

/// Which column of a table is the label: `last`, `first`, `none`, a name in quotes, or a number from 1.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelColumn(Label);

impl Argument for LabelColumn {
    const KIND: &'static str = "a column: last, first, none, a name in quotes, or a number from 1";
    const WORDS: &'static [&'static str] = &["last", "first", "none"];

    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        match (&given.form, given.bare_word()) {
            (_, Some("last")) => Some(LabelColumn(Label::Last)),
            (_, Some("first")) => Some(LabelColumn(Label::First)),
            (_, Some("none")) => Some(LabelColumn(Label::None)),
            (Form::Text(name), _) => Some(LabelColumn(Label::Named(name.clone()))),
            (Form::Number(n), _)
                if n.unit.is_none() && n.value >= 1.0 && n.value.fract() == 0.0 && n.value < 1e9 =>
            {
                Some(LabelColumn(Label::At(n.value as usize)))
            }
            _ => binder.wrong_type(given, Self::KIND),
        }
    }

    fn write(&self, _style: Style) -> String {
        match &self.0 {
            Label::Last => "last".into(),
            Label::First => "first".into(),
            Label::None => "none".into(),
            Label::Named(name) => format!("\"{name}\""),
            Label::At(column) => column.to_string(),
        }
    }
}

args! {
    /// A table of numbers in a text file; the label may be a class in letters or a number.
    pub struct Csv {
        /// The file.
        path: String;
        /// The column of the label.
        label: LabelColumn = LabelColumn(Label::Last);
        /// Leading columns that are neither features nor labels.
        skip: Skip = Skip(0);
    }
}

/// A number of columns, zero or more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Skip(usize);

impl Argument for Skip {
    const KIND: &'static str = "a whole number of 0 or more";

    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        match &given.form {
            Form::Number(n)
                if n.unit.is_none() && n.value.fract() == 0.0 && (0.0..1e9).contains(&n.value) =>
            {
                Some(Skip(n.value as usize))
            }
            _ => binder.wrong_type(given, Self::KIND),
        }
    }

    fn write(&self, _style: Style) -> String {
        self.0.to_string()
    }
}

impl Csv {
    fn layout(&self) -> Layout {
        Layout { label: self.label.0.clone(), skip: self.skip.0, ..Layout::default() }
    }
}

/// Where a path leads that starts from the folder of the pipe file.
fn from(folder: &Path, path: &str) -> PathBuf {
    folder.join(path)
}

impl DataWord for Csv {
    const NAME: &'static str = "csv";
    const EXAMPLE: &'static str = "draw 50 of csv(\"table.csv\", label: last), then standardize, then fit logistic(penalty: 1), then test";

    fn shape(&self, folder: &Path) -> Result<Shape, DataFault> {
        data::csv::peek(&from(folder, &self.path), &self.layout())
    }

    fn cost(&self, shape: &Shape) -> Cost {
        prices::parsed(shape)
    }

    fn sum(&self, folder: &Path) -> Result<String, DataFault> {
        data::sum_of(&from(folder, &self.path))
    }

    fn load(&self, context: &mut Context) -> Result<Dataset, DataFault> {
        data::csv::read(&from(context.folder, &self.path), &self.layout())
    }
}

args! {
    /// Images and labels in the idx files of MNIST: a folder with the four files, or a file of images.
    pub struct Idx {
        /// The folder or file.
        path: String;
    }
}

impl DataWord for Idx {
    const NAME: &'static str = "idx";
    const EXAMPLE: &'static str = "train mlp[64,30,10] on idx(\"digits\") for 5 epochs, then test";

    fn shape(&self, folder: &Path) -> Result<Shape, DataFault> {
        data::idx::peek(&from(folder, &self.path))
    }

    fn cost(&self, shape: &Shape) -> Cost {
        prices::bytes(shape)
    }

    fn sum(&self, folder: &Path) -> Result<String, DataFault> {
        data::idx::sum_of(&from(folder, &self.path))
    }

    fn load(&self, context: &mut Context) -> Result<Dataset, DataFault> {
        data::idx::read(&from(context.folder, &self.path))
    }
}

args! {
    /// Arrays in a NumPy archive.
    pub struct Npz {
        /// The file.
        path: String;
        /// The array of features; left out, `x`.
        x: Option<String> = None;
        /// The array of labels; left out, `y` where there is one.
        y: Option<String> = None;
    }
}

impl DataWord for Npz {
    const NAME: &'static str = "npz";
    const EXAMPLE: &'static str =
        "draw 50 of npz(\"arrays.npz\", x: \"x\", y: \"y\"), then fit logistic(penalty: 1), then test";

    fn shape(&self, folder: &Path) -> Result<Shape, DataFault> {
        data::npz::peek(&from(folder, &self.path), self.x.as_deref(), self.y.as_deref())
    }

    fn cost(&self, shape: &Shape) -> Cost {
        prices::arrays(shape)
    }

    fn sum(&self, folder: &Path) -> Result<String, DataFault> {
        data::sum_of(&from(folder, &self.path))
    }

    fn load(&self, context: &mut Context) -> Result<Dataset, DataFault> {
        data::npz::read(&from(context.folder, &self.path), self.x.as_deref(), self.y.as_deref())
    }
}
