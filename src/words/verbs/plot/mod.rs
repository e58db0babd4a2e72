//! `plot images`, `plot fit`, `plot a.error and b.error over n`, `plot phase-diagram of a.error over n and p`: a picture in
//! the terminal and as SVG.

mod findings;
mod subject;

use crate::args;
use crate::data::Targets;
use crate::data::deform::{Sample, Workspace};
use crate::models::fields::receptive_fields;
use crate::source::{Diagnostic, Span, Spanned};
use crate::vocabulary::{
    Ability, Argument, Charted, Context, Cost, Data, DataInput, Fault, Kind, MeasureRef, ModelInput, Outcome,
    Picture, Scene, Series, Style, Value, Verb,
};
use findings::{not_its_axis, of_many_cells, one_number, too_few_axes, too_many_axes, without_measure};
use ndarray::{Array2, ArrayView1};
pub use subject::{Axes, Mapped, Subject};

/// Images on a sheet, so that they can still be told apart.
const SHEET: usize = 100;
/// The second epoch: in the first, some ways of deforming show the images as they are.
const SHOWN: u64 = 1;

args! {
    /// Draws images or measures.
    pub struct Plot {
        /// What is drawn.
        subject (object): Subject;
        /// The measure that a phase diagram shows.
        measure (of): Option<Mapped> = None;
        /// The swept value along the horizontal axis, and the one upwards in a phase diagram; without it, measures run over
        /// epochs.
        over (over): Option<Axes> = None;
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
        let before = scene.findings.len();
        match (&self.subject.value, &self.measure.value) {
            (Subject::Measures(measures), _) => {
                scene.findings.extend(measures.iter().filter_map(|measure| self.pointless(measure)));
            }
            (Subject::PhaseDiagram, Some(Mapped(measure))) => scene.findings.extend(self.flat(measure)),
            (Subject::PhaseDiagram, None) => {
                let place = scene.place(self.subject.span);
                scene.findings.push(without_measure(place));
            }
            (Subject::Images | Subject::Fit | Subject::Fields, _) => {}
        }
        if let (Some(span), false) = (self.measure.span, matches!(self.subject.value, Subject::PhaseDiagram))
        {
            let finding = Diagnostic::error("no-effect", span, "only a phase diagram is `of` a measure");
            scene.findings.push(finding.label("not drawn").help("write `plot phase-diagram of ...`"));
        }
        if scene.findings.len() > before {
            return None;
        }
        Some(Kind { data, ..Kind::default() })
    }

    /// Images are no charts: they need no letters.
    fn cost(&self, _kind: &Kind) -> Cost {
        match self.subject.value {
            Subject::Images | Subject::Fields => Cost::default(),
            Subject::Measures(_) | Subject::Fit | Subject::PhaseDiagram => {
                Cost::default().charted(Charted::Picture)
            }
        }
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
            (Subject::PhaseDiagram, _) => self.phase_diagram(context)?,
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
        match (self.axes(), measure.axes.as_slice()) {
            ([axis], axes) if axes.contains(axis) => None,
            ([axis], _) => Some(not_its_axis(measure, axis, place)),
            ([_, ..], _) => Some(too_many_axes(measure, self.axes(), place)),
            ([], [axis, ..]) => Some(of_many_cells(measure, axis)),
            ([], []) if measure.curves.contains(&measure.measure) => None,
            ([], []) => Some(one_number(measure)),
        }
    }

    fn axes(&self) -> &[String] {
        self.over.value.as_ref().map_or(&[], |axes| &axes.0)
    }

    /// What is wrong with a phase diagram of this measure.
    fn flat(&self, measure: &Spanned<MeasureRef>) -> Option<Diagnostic> {
        let place = self.over.span.unwrap_or(measure.span);
        match self.axes() {
            [x, y] if x != y => {
                let strange = [x, y].into_iter().find(|axis| !measure.axes.contains(axis))?;
                Some(not_its_axis(measure, strange, place))
            }
            _ => Some(too_few_axes(measure, place)),
        }
    }

    /// The measure over both axes: its mean over repeats, and over whatever else varies.
    fn phase_diagram(&self, context: &Context) -> Result<Picture, Fault> {
        let (Some(Mapped(measure)), [x, y]) = (&self.measure.value, self.axes()) else {
            return Err(Fault::new("a phase diagram needs a measure and two axes"));
        };
        let rows = context.results.series_by(measure, x, y);
        let mut columns: Vec<f64> = rows.iter().flat_map(|(_, series)| series.x.iter().copied()).collect();
        columns.sort_by(f64::total_cmp);
        columns.dedup();
        let value = |series: &Series, at: f64| {
            let place = series.x.iter().position(|x| x.total_cmp(&at).is_eq());
            place.and_then(|place| series.y.get(place)).copied().unwrap_or(f64::NAN)
        };
        let values = |series: &Series| columns.iter().map(|&at| value(series, at)).collect();
        Ok(Picture::HeatMap {
            title: format!("{}.{}", measure.label, measure.measure),
            x: x.clone(),
            y: y.clone(),
            z: measure.measure.clone(),
            rows: rows.iter().map(|(y, series)| (*y, values(series))).collect(),
            columns,
        })
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
        let axis = self.axes().first().map(String::as_str);
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
