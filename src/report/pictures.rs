//! The pictures that stages ask for and the curves of steps, drawn: as SVG, as PNG, as characters for the terminal.

use super::chart::{Chart, Line, POINTS};
use super::figure::{Figure, Figures};
use super::heat_map::HeatMap;
use super::sheet::Sheet;
use super::spark::{self, Screen};
use crate::run::{Record, Report};
use crate::vocabulary::{Picture, Series};
use std::collections::HashSet;

/// A drawn picture.
pub struct Drawn {
    /// The file that it goes into as SVG.
    pub name: String,
    pub svg: String,
    /// Its pixels, for a file of the same name with another ending.
    pub png: Option<Vec<u8>>,
    pub text: String,
    /// The number of its step in the report, and the picture as data; of the curves of a step the report has them.
    pub figure: Option<(usize, Figure)>,
}

/// The pictures of a run as data.
pub fn figures(drawn: &[Drawn]) -> Figures {
    Figures(drawn.iter().filter_map(|picture| picture.figure.clone()).collect())
}

/// Lines of a chart in the terminal.
const ROWS: usize = 12;
/// Images that fit side by side into a terminal.
const SIDE_BY_SIDE: usize = 4;

/// Every picture of a run, and a chart of the curves of each training step.
pub fn draw(report: &Report, screen: Screen) -> Vec<Drawn> {
    let (mut drawn, mut names) = (Vec::new(), Names::default());
    for (number, step) in report.steps.iter().enumerate() {
        for picture in &step.pictures {
            let name = names.free(step.label.as_deref(), number, PICTURE);
            let one = picture_of(picture, &name, screen);
            drawn.push(Drawn { figure: one.figure.map(|(_, figure)| (number, figure)), ..one });
        }
        for chart in charts(&step.series) {
            let name = names.free(step.label.as_deref(), number, &chart.title);
            let (svg, png) = (chart.to_svg(), chart.to_png());
            drawn.push(Drawn { name, svg, png, text: String::new(), figure: None });
        }
    }
    drawn
}

/// Every figure of a run that is over, under the name of its file.
pub fn of_record(record: &Record, figures: &Figures) -> Vec<(String, Figure)> {
    let (mut all, mut names) = (Vec::new(), Names::default());
    for (number, step) in record.steps.iter().enumerate() {
        for figure in figures.of(number) {
            all.push((names.free(step.label.as_deref(), number, PICTURE), figure.clone()));
        }
        let series: Vec<Series> = step.series.iter().map(|(name, it)| it.named(name)).collect();
        for chart in charts(&series) {
            let name = names.free(step.label.as_deref(), number, &chart.title);
            all.push((name, Figure::Chart(chart)));
        }
    }
    all
}

/// What a picture that a stage asked for is called.
const PICTURE: &str = "plot";

/// The names of files that are taken.
#[derive(Default)]
struct Names(HashSet<String>);

impl Names {
    /// `net-plot.svg`, or `net-plot-2.svg` where that is taken; a step without a label goes by its number.
    fn free(&mut self, label: Option<&str>, number: usize, what: &str) -> String {
        let label = label.map_or_else(|| format!("step{}", number + 1), str::to_string);
        let mut names = (0..).map(|index| file_name(&label, what, index));
        let name = names.find(|name| !self.0.contains(name)).unwrap_or_default();
        self.0.insert(name.clone());
        name
    }
}

/// The curves of a step, those that belong together in one chart.
pub(super) fn charts(series: &[Series]) -> Vec<Chart> {
    groups(series).iter().map(|curves| chart(&common_ending(curves), curves)).collect()
}

/// Curves over the same axis whose names end in the same word belong into one frame.
fn groups(series: &[Series]) -> Vec<Vec<Series>> {
    let last_word = |curve: &Series| curve.name.rsplit('-').next().unwrap_or_default().to_string();
    let mut groups: Vec<Vec<Series>> = Vec::new();
    for curve in series.iter().filter(|s| s.x.len() > 1) {
        let alike =
            |list: &&mut Vec<Series>| list[0].over == curve.over && last_word(&list[0]) == last_word(curve);
        match groups.iter_mut().find(alike) {
            Some(list) => list.push(curve.clone()),
            None => groups.push(vec![curve.clone()]),
        }
    }
    groups
}

/// The words that all names end in: `free-energy` of `free-energy` and `held-out-free-energy`,
/// `accuracy` of `a.accuracy` and `b.accuracy`.
fn common_ending(curves: &[Series]) -> String {
    let words: Vec<Vec<&str>> = curves.iter().map(|curve| curve.name.rsplit(['-', '.']).collect()).collect();
    let Some(first) = words.first() else { return String::new() };
    let shared = (0..first.len()).take_while(|&i| words.iter().all(|name| name.get(i) == first.get(i)));
    let mut ending: Vec<&str> = shared.map(|i| first[i]).collect();
    ending.reverse();
    ending.join("-")
}

fn picture_of(picture: &Picture, name: &str, screen: Screen) -> Drawn {
    let name = name.to_string();
    match picture {
        Picture::Images { title, rows, columns, pixels } => {
            let flat: Vec<f32> = pixels.concat();
            let side = (pixels.len() as f64).sqrt().ceil().max(1.0) as usize;
            let sheet = Sheet { images: &flat, size: (*rows, *columns), columns: side, range: (0.0, 1.0) };
            let first: Vec<f32> = pixels.iter().take(SIDE_BY_SIDE).flatten().copied().collect();
            let text = spark::images(&first, (*rows, *columns), (0.0, 1.0), screen);
            let file = png_name(&name);
            let figure = Figure::Images { title: title.clone(), file, size: sheet.extent() };
            let (svg, png) = (sheet.to_svg(title, 2), Some(sheet.to_png()));
            Drawn { name, svg, png, text, figure: Some((0, figure)) }
        }
        Picture::Curves { title, x, y, log_x, log_y, lines } => {
            let mut chart = Chart { x_log: *log_x, y_log: *log_y, ..chart(title, lines) };
            for (label, given) in [(&mut chart.x_label, x), (&mut chart.y_label, y)] {
                if !given.is_empty() {
                    label.clone_from(given);
                }
            }
            let (svg, text) = (chart.to_svg(), chart.to_text(screen, ROWS));
            Drawn { name, svg, png: chart.to_png(), text, figure: Some((0, Figure::Chart(chart))) }
        }
        Picture::HeatMap { title, x, y, z, columns, rows } => {
            let map = HeatMap {
                title: title.clone(),
                x_label: x.clone(),
                x: columns.clone(),
                y_label: y.clone(),
                y: rows.iter().map(|(y, _)| *y).collect(),
                z_label: z.clone(),
                z: rows.iter().map(|(_, values)| values.clone()).collect(),
            };
            let (svg, png, text) = (map.to_svg(), map.to_png(), map.to_text(screen));
            Drawn { name, svg, png, text, figure: Some((0, Figure::HeatMap(map))) }
        }
    }
}

/// The file of the pixels of a picture.
pub fn png_name(svg: &str) -> String {
    format!("{}.png", svg.strip_suffix(".svg").unwrap_or(svg))
}

/// Curves in one frame, as far as pixels can show them: a long simulation has told more than can be seen.
fn chart(title: &str, lines: &[Series]) -> Chart {
    let line = |s: &Series| {
        let (name, x, y) = (s.name.clone(), s.x.clone(), s.y.clone());
        Line { name, x, y, low: s.low.clone(), high: s.high.clone() }.thinned(POINTS)
    };
    let x_label = lines.first().map_or(String::new(), |s| s.over.clone());
    let y_label = if lines.len() == 1 { lines[0].name.clone() } else { common_ending(lines) };
    let x_log = lines.iter().all(Series::spans_decades);
    let (title, lines) = (title.to_string(), lines.iter().map(line).collect());
    Chart { title, x_label, y_label, x_log, y_log: false, lines }
}

/// A file name of letters, digits and hyphens, whatever the label holds.
fn file_name(label: &str, what: &str, index: usize) -> String {
    let clean = |text: &str| -> String {
        text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(60).collect()
    };
    let number = if index > 0 { format!("-{}", index + 1) } else { String::new() };
    format!("{}-{}{number}.svg", clean(label), clean(what))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture is drawn with the axes that it asks for, and with its own words beside them.
    #[test]
    fn axes_and_labels_are_those_of_the_picture() {
        let line = Series::line("|u.b|", "i", vec![1.0, 2.0, 3.0], vec![1.0, 1e-6, 1e-12]);
        let drawn = |log_y| {
            let (x, y) = ("index".to_string(), "size".to_string());
            let picture = Picture::Curves {
                title: "Picard".into(),
                x,
                y,
                log_x: false,
                log_y,
                lines: vec![line.clone()],
            };
            picture_of(&picture, "p.svg", Screen { width: 80, unicode: true }).svg
        };
        assert!(drawn(true).contains("1e-6") && !drawn(false).contains("1e-6"));
        assert!(drawn(true).contains("index") && drawn(true).contains("size"));
    }

    #[test]
    fn what_pixels_cannot_show_is_not_carried_along() {
        let x: Vec<f64> = (0..50_000).map(f64::from).collect();
        let y: Vec<f64> = x.iter().map(|x| x.sin()).collect();
        let drawn = chart("", &[Series::line("energy", "sweep", x, y)]);
        assert!((3000..=POINTS + 2).contains(&drawn.lines[0].x.len()), "{}", drawn.lines[0].x.len());
    }

    #[test]
    fn curves_that_end_alike_share_a_frame_named_after_their_ending() {
        let line = |name: &str| Series::line(name, "epoch", vec![1.0, 2.0], vec![0.0, 1.0]);
        let frames = groups(&["free-energy", "reconstruction", "held-out-free-energy"].map(line));
        let names: Vec<String> = frames.iter().map(|curves| common_ending(curves)).collect();
        assert_eq!(names, ["free-energy", "reconstruction"]);
        assert_eq!(frames[0].len(), 2);
    }

    /// Two steps of one label, each with a curve of the same name, have a file each.
    #[test]
    fn no_picture_takes_the_name_of_another() {
        let mut names = Names::default();
        let mut free = |label, number, what| names.free(label, number, what);
        assert_eq!(free(Some("net"), 0, "loss"), "net-loss.svg");
        assert_eq!(free(Some("net"), 1, "loss"), "net-loss-2.svg");
        assert_eq!(free(None, 1, "loss"), "step2-loss.svg");
        assert_eq!(free(Some("step2"), 4, "loss"), "step2-loss-2.svg");
    }

    #[test]
    fn a_picture_is_named_by_letters_digits_and_hyphens() {
        assert_eq!(file_name("../a b", "x/y", 1), "---a-b-x-y-2.svg");
    }
}
