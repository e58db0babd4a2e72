//! `plot images`, `plot fit`, `plot a.error and b.error over n`: a picture in the terminal and as SVG.

use crate::args;
use crate::data::Targets;
use crate::data::deform::{Sample, Workspace};
use crate::models::fields::receptive_fields;
use crate::source::{Diagnostic, Span, Spanned, did_you_mean};
use crate::vocabulary::{
    Ability, Argument, Binder, Context, Data, DataInput, Fault, Form, Given, Kind, MeasureRef, ModelInput,
    Outcome, Picture, Scene, Series, Style, Value, Verb,
};
use ndarray::{Array2, ArrayView1};

/// What is plotted: the images that flow by, or measures.
#[derive(Clone, Debug)]
pub enum Subject {
    Images,
    /// The values of training rows over their first column, with what the model says of them.
    Fit,
    /// What of the images each hidden unit of a model looks at.
    Fields,
    Measures(Vec<Spanned<MeasureRef>>),
}

impl Argument for Subject {
    const KIND: &'static str = "`images`, `fit`, `receptive-fields`, or measures such as `big.error`";
    const WORDS: &'static [&'static str] = &["images", "fit", "receptive-fields"];
    const MANY: bool = true;

    fn accepts(given: &Given) -> bool {
        matches!(given.form, Form::Measure(_)) || given.bare_word().is_some()
    }

    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        match &given.form {
            Form::Measure(measure) => {
                Some(Subject::Measures(vec![Spanned::new(measure.clone(), given.span)]))
            }
            Form::Call(_) if given.bare_word() == Some("images") => Some(Subject::Images),
            Form::Call(_) if given.bare_word() == Some("fit") => Some(Subject::Fit),
            Form::Call(_) if given.bare_word() == Some("receptive-fields") => Some(Subject::Fields),
            Form::Call(call) => {
                let near = crate::source::nearest(&call.name, Self::WORDS.iter().copied());
                let message = format!("`{}` can't be plotted", call.name);
                let finding =
                    Diagnostic::error("unknown-word", call.name.span, message).label("not known here");
                binder.refuse(finding.did_you_mean(near, format!("`plot` takes {}", Self::KIND)))
            }
            _ => binder.wrong_type(given, Self::KIND),
        }
    }

    fn read_all(values: &[Given], binder: &mut Binder) -> Option<Self> {
        if let [one] = values {
            return Self::read(one, binder);
        }
        let mut measures = Vec::new();
        for value in values {
            match Self::read(value, binder)? {
                Subject::Measures(more) => measures.extend(more),
                Subject::Images | Subject::Fit | Subject::Fields => {
                    return binder.wrong_type(value, "a measure: what is no measure is plotted alone");
                }
            }
        }
        Some(Subject::Measures(measures))
    }

    fn write(&self, style: Style) -> String {
        let name = |m: &Spanned<MeasureRef>| match style {
            Style::Shown => format!("{}.{}", m.label, m.measure),
            Style::Meaning | Style::Key => format!("{}.{}", m.meaning, m.measure),
        };
        match self {
            Subject::Images => "images".into(),
            Subject::Fit => "fit".into(),
            Subject::Fields => "receptive-fields".into(),
            Subject::Measures(list) => list.iter().map(name).collect::<Vec<_>>().join(" and "),
        }
    }
}

/// The name of an axis of a sweep.
#[derive(Clone, Debug)]
pub struct Axis(pub String);

impl Argument for Axis {
    const KIND: &'static str = "the name of a swept value";

    fn read(given: &Given, binder: &mut Binder) -> Option<Self> {
        match given.bare_word() {
            Some(word) => Some(Axis(word.to_string())),
            None => binder.wrong_type(given, Self::KIND),
        }
    }

    fn write(&self, _style: Style) -> String {
        self.0.clone()
    }
}

/// Images on a sheet, so that they can still be told apart.
const SHEET: usize = 100;
/// The second epoch: in the first, some ways of deforming show the images as they are.
const SHOWN: u64 = 1;

args! {
    /// Draws images or measures.
    pub struct Plot {
        /// What is drawn.
        subject (object): Subject;
        /// The swept value along the horizontal axis; without it, measures run over epochs.
        over (over): Option<Axis> = None;
        /// The data whose images are drawn.
        data (of): Option<DataInput> = None;
        /// The model whose fit or receptive fields are drawn.
        model (from): Option<ModelInput> = None;
    }
}

impl Verb for Plot {
    const NAME: &'static str = "plot";
    const EXAMPLE: &'static str = "augment mnist, then plot images";

    /// The stage before gives a model whatever is plotted; only a fit and fields show it.
    fn settle(&mut self, scene: &mut Scene) {
        if matches!(self.subject.value, Subject::Fit | Subject::Fields) {
            return;
        }
        self.model.value = None;
        if let Some(span) = self.model.span.filter(|span| *span != scene.verb) {
            let finding = Diagnostic::error(
                "no-effect",
                span,
                "only `plot fit` and `plot receptive-fields` draw a model",
            );
            scene.findings.push(finding.label("not drawn").help("take it away"));
        }
    }

    fn kind(&self, scene: &mut Scene) -> Option<Kind> {
        let data = self.data.value.as_ref().map(|data| data.kind().clone());
        let place = scene.place(self.subject.span);
        let has_images = data.as_ref().is_some_and(|data| data.shape.image.is_some());
        if let Some(finding) = self.nothing_to_draw(has_images, place) {
            scene.findings.push(finding);
            return None;
        }
        if let Subject::Measures(measures) = &self.subject.value {
            let before = scene.findings.len();
            scene.findings.extend(measures.iter().filter_map(|measure| self.pointless(measure)));
            if scene.findings.len() > before {
                return None;
            }
        }
        Some(Kind { data, ..Kind::default() })
    }

    fn has_effect(&self) -> bool {
        true
    }

    fn run(&self, context: &mut Context) -> Result<Outcome, Fault> {
        let data = self.data.value.as_ref().map(|data| context.data(data)).transpose()?;
        let picture = match (&self.subject.value, &data) {
            (Subject::Images, Some(data)) => sheet(data, context),
            (Subject::Measures(measures), _) => self.curves(measures, context)?,
            (Subject::Fit, Some(data)) => self.fit(data, context)?,
            (Subject::Fields, Some(data)) => return self.fields(data, context),
            (Subject::Images | Subject::Fit | Subject::Fields, None) => {
                return Err(Fault::new("there are no data to draw"));
            }
        };
        Ok(Outcome { value: Value { data, model: None }, pictures: vec![picture], ..Outcome::default() })
    }
}

impl Plot {
    fn can(&self, ability: Ability) -> bool {
        self.model.value.as_ref().is_some_and(|model| model.kind().abilities.contains(&ability))
    }

    /// What is lacking for images, a fit or fields.
    fn nothing_to_draw(&self, has_images: bool, place: Span) -> Option<Diagnostic> {
        let (message, label, help) = match self.subject.value {
            Subject::Images if !has_images => {
                ("there are no images to plot here", "no images", "write `augment mnist, then plot images`")
            }
            Subject::Fit if !self.can(Ability::Predict) => (
                "there is no fit to plot here",
                "no model that predicts",
                "write `fit log-periodic on csv(\"a.csv\"), then plot fit`",
            ),
            Subject::Fields if !self.can(Ability::Fields) || !has_images => (
                "there are no receptive fields to plot here",
                "no machine that learnt from images",
                "write `train rbm[784,100], then plot receptive-fields`",
            ),
            _ => return None,
        };
        Some(Diagnostic::error("wrong-type", place, message).label(label).help(help))
    }

    /// A sheet of fields for every layer of hidden units.
    fn fields(&self, data: &Data, context: &Context) -> Result<Outcome, Fault> {
        let model = self.model.value.as_ref().map(|model| context.model(model)).transpose()?;
        let weights = model.and_then(|model| model.weights());
        let weights = weights.ok_or_else(|| Fault::new("the model has no receptive fields"))?;
        let image = data.set.shape.image.unwrap_or((1, data.set.shape.columns));
        let fields = receptive_fields(&weights);
        let pictures = fields.iter().enumerate().map(|(layer, fields)| sheet_of_fields(layer, fields, image));
        let value = Value { data: Some(data.clone()), model: None };
        Ok(Outcome { value, pictures: pictures.collect(), ..Outcome::default() })
    }

    /// What is wrong with a measure that has no points to draw.
    fn pointless(&self, measure: &Spanned<MeasureRef>) -> Option<Diagnostic> {
        let place = self.over.span.unwrap_or(measure.span);
        match (&self.over.value, measure.axes.as_slice()) {
            (Some(axis), axes) if axes.contains(&axis.0) => None,
            (Some(axis), _) => Some(not_its_axis(measure, &axis.0, place)),
            (None, [axis, ..]) => Some(of_many_cells(measure, axis)),
            (None, []) if measure.curves.contains(&measure.measure) => None,
            (None, []) => Some(one_number(measure)),
        }
    }

    /// Training values and predictions over the first column.
    fn fit(&self, data: &Data, context: &Context) -> Result<Picture, Fault> {
        let model = self.model.value.as_ref().map(|model| context.model(model)).transpose()?;
        let part = &data.set.train;
        let predicted = model.and_then(|model| model.predict(&part.x).values);
        let (Some(predicted), Targets::Values(y)) = (predicted, &part.y) else {
            return Err(Fault::new("the data have no values to draw").help("name the column of the label"));
        };
        let x: Vec<f64> = part.x.double().column(0).to_vec();
        let lines =
            vec![Series::line("data", "x", x.clone(), y.to_vec()), Series::line("fit", "x", x, predicted)];
        let (title, x, y) = (format!("fit of {}", data.set.name), "first column".into(), String::new());
        Ok(Picture::Curves { title, x, y, log_x: false, log_y: false, lines })
    }

    fn curves(&self, measures: &[Spanned<MeasureRef>], context: &Context) -> Result<Picture, Fault> {
        let axis = self.over.value.as_ref().map(|axis| axis.0.as_str());
        let mut lines = Vec::new();
        for measure in measures {
            let line = context.results.series(measure, axis).ok_or_else(|| {
                Fault::new(format!("`{}.{}` has no values to plot", measure.label, measure.measure))
                    .help("plot measures of a sweep `over` its axis, or the curves that `train` yields")
            })?;
            lines.push(line);
        }
        let x = lines.first().map_or(String::new(), |line| line.over.clone());
        let log_x = lines.iter().all(Series::spans_decades);
        Ok(Picture::Curves {
            title: self.subject.write(Style::Shown),
            x,
            y: String::new(),
            log_x,
            log_y: false,
            lines,
        })
    }
}

/// `plot net.error over rate`, where no sweep over `rate` holds `net`.
fn not_its_axis(measure: &MeasureRef, axis: &str, place: Span) -> Diagnostic {
    let label = &measure.label;
    let message = format!("`{label}` does not vary with `{axis}`");
    let near = did_you_mean(axis, measure.axes.iter().map(String::as_str));
    let help = match (near, measure.axes.first()) {
        (Some(near), _) => near,
        (None, Some(its)) => format!("its sweep varies `{its}`: write `over {its}`"),
        (None, None) => format!("put the line of `{label}` into a `sweep {axis} in ... {{ }}`"),
    };
    Diagnostic::error("unknown-name", place, message).label("not an axis of its sweep").help(help)
}

/// `plot net.error` of a sweep.
fn of_many_cells(measure: &Spanned<MeasureRef>, axis: &str) -> Diagnostic {
    let message = format!("`{}.{}` has a value for every `{axis}`", measure.label, measure.measure);
    let finding = Diagnostic::error("missing-argument", measure.span, message);
    finding.label("over what?").help(format!("write `over {axis}`"))
}

/// `plot net.error` of a single line.
fn one_number(measure: &Spanned<MeasureRef>) -> Diagnostic {
    let label = &measure.label;
    let message = format!("`{label}.{}` is one number, with nothing to plot it over", measure.measure);
    let finding = Diagnostic::error("missing-argument", measure.span, message).label("no curve over epochs");
    let sweep = "put the line into a sweep and plot it `over` the swept value";
    match measure.curves.first() {
        Some(curve) => finding.help(format!("{sweep}, or plot a curve of its training: `{label}.{curve}`")),
        None => finding.help(sweep),
    }
}

/// The fields of the first units of a layer, each from its most negative to its most positive weight around grey.
fn sheet_of_fields(layer: usize, fields: &Array2<f32>, (rows, columns): (usize, usize)) -> Picture {
    let shown = |field: ArrayView1<f32>| {
        let largest = field.iter().fold(0.0f32, |largest, r| largest.max(r.abs()));
        let scale = if largest > 0.0 { 0.5 / largest } else { 0.0 };
        field.iter().map(|r| 0.5 + r * scale).collect()
    };
    let pixels = fields.columns().into_iter().take(SHEET).map(shown).collect();
    Picture::Images { title: format!("receptive fields of layer {}", layer + 1), rows, columns, pixels }
}

/// The first training images, deformed as an epoch would see them.
fn sheet(data: &Data, context: &Context) -> Picture {
    let (rows, columns) = data.set.shape.image.unwrap_or((1, data.set.shape.columns));
    let part = data.set.train.first(SHEET);
    let x = part.x.single();
    let mut workspace = Workspace::default();
    let mut pixels = Vec::new();
    for (index, row) in x.rows().into_iter().enumerate() {
        let image = row.to_vec();
        let class = match &part.y {
            crate::data::Targets::Classes(y) => y.get(index).copied(),
            _ => None,
        };
        let mut shown = image.clone();
        if let Some(deformation) = &data.deformation {
            let (row, rows, seed) = (index as u64, data.set.train.rows() as u64, &context.seed);
            let sample = Sample { row, rows, epoch: SHOWN, image: &image, class, seed };
            deformation.apply(&sample, &mut workspace, &mut shown);
        }
        pixels.push(shown);
    }
    Picture::Images { title: data.set.name.clone(), rows, columns, pixels }
}
