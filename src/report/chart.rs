//! Line charts: what is drawn, whatever draws it.
//!
//! A [`Chart`] holds series with optional bands, titles with units, and axes that may be logarithmic. Points
//! that an axis cannot show (not finite, or not positive on a logarithmic axis) are left out, in every output
//! alike. This file draws to SVG through the kuva crate; `terminal` draws the same chart with characters.

use super::axis::number;
use super::scene::{self, label};
use kuva::backend::svg::SvgBackend;
use kuva::plot::{LinePlot, LineStyle, ScatterPlot};
use kuva::prelude::{Layout, Plot};
use kuva::render::render::{Scene, render_multiple};
use kuva::render::theme::Theme;
use kuva::{AxisLabelOverlap, TickFormat};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A chart of one or more lines.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Chart {
    /// May be empty, as may the axis titles.
    pub title: String,
    /// Title of the x axis, with its unit.
    pub x_label: String,
    /// Title of the y axis, with its unit.
    pub y_label: String,
    /// A logarithmic x axis.
    pub x_log: bool,
    /// A logarithmic y axis.
    pub y_log: bool,
    /// The series, drawn in this order.
    pub lines: Vec<Line>,
}

/// A series with an optional band, such as a confidence interval. Where lengths differ, the shortest counts.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Line {
    /// What the legend calls it.
    pub name: String,
    /// Abscissae, in the order in which they are joined.
    pub x: Vec<f64>,
    /// Ordinates.
    pub y: Vec<f64>,
    /// Lower edge of the band; empty where there is none.
    pub low: Vec<f64>,
    /// Upper edge of the band; empty where there is none.
    pub high: Vec<f64>,
}

impl Line {
    /// The line with no more than about so many of its points: its ends, and of each group of neighbours the lowest and the
    /// highest, so that no peak is lost.
    pub(super) fn thinned(&self, most: usize) -> Line {
        let count = self.x.len().min(self.y.len());
        if count <= most {
            return self.clone();
        }
        let group = (2 * count).div_ceil(most.max(1));
        let mut kept = vec![0, count - 1];
        for (number, ordinates) in self.y[..count].chunks(group).enumerate() {
            let finite = || (0..ordinates.len()).filter(|&at| ordinates[at].is_finite());
            let by_height = |a: &usize, b: &usize| ordinates[*a].total_cmp(&ordinates[*b]);
            let ends = finite().min_by(by_height).into_iter().chain(finite().max_by(by_height));
            kept.extend(ends.map(|at| number * group + at));
        }
        kept.sort_unstable();
        kept.dedup();
        let thin = |values: &[f64]| kept.iter().filter_map(|&at| values.get(at).copied()).collect();
        let [x, y, low, high] = [&self.x, &self.y, &self.low, &self.high].map(|values| thin(values));
        Line { name: self.name.clone(), x, y, low, high }
    }
}

/// A point that can be drawn, with its band; without one, `low` and `high` are `y`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) low: f64,
    pub(super) high: f64,
}

/// Wong's colours (Nature Methods 8, 2011), which the colour-blind can tell apart, without black and yellow.
const COLOURS: [&str; 6] = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"];

/// The same as the styles of a page name them: on a dark ground they are lighter.
const COLOURS_OF_PAGE: [&str; 6] = [
    "var(--series-1)",
    "var(--series-2)",
    "var(--series-3)",
    "var(--series-4)",
    "var(--series-5)",
    "var(--series-6)",
];

/// Points of a line that its pixels can show.
pub(super) const POINTS: usize = 4000;

/// Series of up to this many points show each of them.
const MARKED: usize = 30;

impl Chart {
    /// The chart as one SVG file.
    pub fn to_svg(&self) -> String {
        SvgBackend::new().render_scene(&self.scene(Theme::light(), &COLOURS))
    }

    /// The chart as a PNG file.
    pub fn to_png(&self) -> Option<Vec<u8>> {
        scene::png(self.scene(Theme::light(), &COLOURS))
    }

    /// The chart with no more than about so many points of each line.
    pub(super) fn thinned(&self, most: usize) -> Chart {
        Chart { lines: self.lines.iter().map(|line| line.thinned(most)).collect(), ..self.clone() }
    }

    /// The chart as a part of a page: it has the colours of the text around it, stands on the page's own ground, and
    /// shrinks with the page. `id` tells its parts from those of the page's other charts.
    pub(super) fn to_inline_svg(&self, id: &str) -> String {
        let scene = self.scene(around(), &COLOURS_OF_PAGE);
        let svg = SvgBackend::new().render_scene(&scene);
        let open = format!("<svg viewBox=\"0 0 {} {}\" ", scene.width, scene.height);
        // kuva counts its clipping paths in each drawing from the start.
        let svg = svg.replacen("<svg ", &open, 1);
        svg.replace("id=\"", &format!("id=\"{id}-")).replace("url(#", &format!("url(#{id}-"))
    }

    fn scene(&self, theme: Theme, colours: &[&str; 6]) -> Scene {
        let mut plots = Vec::new();
        for (i, line) in self.lines.iter().enumerate() {
            self.add_plots(line, i, colours, &mut plots);
        }
        let layout = self.layout(&plots).with_theme(theme);
        if plots.is_empty() {
            plots.push(ScatterPlot::new().into());
        }
        let mut scene = render_multiple(plots, layout);
        // kuva leaves no room for the half of a last tick's text that stands beyond a logarithmic axis.
        scene.width += 16.0;
        scene
    }

    fn add_plots(&self, line: &Line, number: usize, colours: &[&str; 6], plots: &mut Vec<Plot>) {
        let points = self.visible(line);
        if points.is_empty() {
            return;
        }
        let (colour, style) = (colours[number % colours.len()], style(number / colours.len()));
        let places: Vec<(f64, f64)> = points.iter().map(|p| (p.x, p.y)).collect();
        let mut curve = LinePlot::new().with_data(places.clone()).with_color(colour).with_line_style(style);
        if self.lines.len() > 1 {
            curve = curve.with_legend(label(&line.name));
        }
        if points.iter().any(|p| p.low != p.high) {
            curve = curve.with_band(points.iter().map(|p| p.low), points.iter().map(|p| p.high));
        }
        plots.push(curve.into());
        if points.len() <= MARKED {
            plots.push(ScatterPlot::new().with_data(places).with_color(colour).with_size(3.0).into());
        }
    }

    fn layout(&self, plots: &[Plot]) -> Layout {
        let empty = if self.x_log || self.y_log { (1.0, 10.0) } else { (0.0, 1.0) };
        let mut layout =
            if plots.is_empty() { Layout::new(empty, empty) } else { Layout::auto_from_plots(plots) };
        // Some 52 characters of the title's size fill the width that a wide legend leaves; ticks are round
        // numbers, for which six digits are plenty.
        layout = layout
            .with_width(800.0)
            .with_height(480.0)
            .with_title(label(&self.title))
            .with_title_wrap(52)
            .with_x_label(label(&self.x_label))
            .with_y_label(label(&self.y_label))
            .with_y_label_wrap(44)
            .with_legend_wrap(24)
            .with_legend_box(false)
            .with_x_label_overlap(AxisLabelOverlap::Thin)
            .with_tick_format(TickFormat::Custom(Arc::new(|v| number(v, v.abs() * 1e-6))));
        if self.x_log {
            layout = layout.with_log_x();
        }
        if self.y_log {
            layout = layout.with_log_y();
        }
        layout
    }

    /// The points of a line that the axes can show. On a logarithmic axis a band that reaches zero ends at a
    /// tenth of its point.
    pub(super) fn visible(&self, line: &Line) -> Vec<Point> {
        let shown = |value: f64, log: bool| value.is_finite() && (!log || value > 0.0);
        let edge = |edges: &[f64], i: usize, y: f64| match edges.get(i) {
            Some(&v) if v.is_finite() && !(self.y_log && v <= 0.0) => v,
            Some(&v) if v.is_finite() => y / 10.0,
            _ => y,
        };
        let pairs = line.x.iter().zip(&line.y).enumerate();
        let drawn = pairs.filter(|&(_, (&x, &y))| shown(x, self.x_log) && shown(y, self.y_log));
        drawn
            .map(|(i, (&x, &y))| Point { x, y, low: edge(&line.low, i, y), high: edge(&line.high, i, y) })
            .collect()
    }
}

/// The colours of what a drawing stands in.
fn around() -> Theme {
    let text = || "currentColor".to_string();
    Theme {
        background: "none".into(),
        axis_color: text(),
        grid_color: "#8886".into(),
        tick_color: text(),
        text_color: text(),
        legend_bg: "none".into(),
        legend_border: text(),
        ..Theme::light()
    }
}

/// Once all colours are used up, the lines' styles change.
fn style(round: usize) -> LineStyle {
    [LineStyle::Solid, LineStyle::Dashed, LineStyle::Dotted, LineStyle::DashDot][round % 4].clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(lines: Vec<Line>) -> Chart {
        Chart { title: "t".into(), lines, ..Chart::default() }
    }

    fn line(x: &[f64], y: &[f64]) -> Line {
        Line { name: "n".into(), x: x.to_vec(), y: y.to_vec(), ..Line::default() }
    }

    #[test]
    fn what_an_axis_cannot_show_is_left_out() {
        let mut chart = chart(vec![line(&[0.0, 1.0, 2.0, f64::NAN], &[5.0, -1.0, 7.0, 1.0])]);
        let xs = |chart: &Chart| chart.visible(&chart.lines[0]).iter().map(|p| p.x).collect::<Vec<_>>();
        assert_eq!(xs(&chart), [0.0, 1.0, 2.0]);
        (chart.x_log, chart.y_log) = (true, true);
        assert_eq!(xs(&chart), [2.0]);
    }

    #[test]
    fn a_band_that_reaches_zero_stays_on_a_logarithmic_axis() {
        let mut banded = line(&[1.0, 2.0], &[1.0, 2.0]);
        (banded.low, banded.high) = (vec![-3.0, 1.5], vec![4.0, f64::NAN]);
        let chart = Chart { y_log: true, ..chart(vec![banded]) };
        let points = chart.visible(&chart.lines[0]);
        assert_eq!(points[0], Point { x: 1.0, y: 1.0, low: 0.1, high: 4.0 });
        assert_eq!(points[1], Point { x: 2.0, y: 2.0, low: 1.5, high: 2.0 });
    }

    #[test]
    fn labels_are_text_and_nothing_else() {
        let mut chart = chart(vec![line(&[0.0, 1.0], &[0.0, 1.0]), line(&[0.0, 1.0], &[1.0, 0.0])]);
        chart.title = "<script>\x1b & $x$ for 5$".into();
        chart.lines[0].name = "</svg>".into();
        let svg = chart.to_svg();
        assert!(svg.contains("&lt;script&gt;? &amp; $x$ for 5$"));
        assert!(
            svg.contains("&lt;/svg&gt;") && !svg.contains("<script>") && svg.matches("</svg>").count() == 1
        );
    }

    #[test]
    fn a_long_line_keeps_its_ends_and_its_peaks() {
        let values: Vec<f64> = (0..1000).map(f64::from).collect();
        let thin = line(&values, &values).thinned(10);
        assert_eq!((thin.x.len(), thin.x[0], thin.x[9]), (10, 0.0, 999.0));
        let mut peaked = vec![0.0; 1000];
        (peaked[333], peaked[777], peaked[778]) = (1.0, -1.0, f64::NAN);
        let thin = line(&values, &peaked).thinned(10);
        let at = |x: f64| thin.x.iter().position(|&it| it == x).map(|place| thin.y[place]);
        assert_eq!((at(333.0), at(777.0), at(778.0), at(999.0)), (Some(1.0), Some(-1.0), None, Some(0.0)));
        assert!(thin.x.len() <= 12 && thin.x.is_sorted());
        assert_eq!(line(&[1.0, 2.0], &[3.0, 4.0]).thinned(10).y, [3.0, 4.0]);
    }

    /// In a page a chart takes the page's colours, and what it names is not taken for a part of another chart.
    #[test]
    fn a_chart_in_a_page_has_its_colours_and_names_of_its_own() {
        let svg = chart(vec![line(&[0.0, 1.0], &[0.0, 1.0])]).to_inline_svg("c7");
        assert!(svg.starts_with("<svg viewBox=\"0 0 ") && svg.contains("currentColor"));
        assert!(!svg.contains("fill=\"white\"") && !svg.contains("black"), "{svg}");
        assert!(svg.split("id=\"").skip(1).all(|rest| rest.starts_with("c7-")));
    }

    #[test]
    fn extreme_and_empty_charts_are_drawn_too() {
        let extremes = line(&[f64::MIN, 0.0, f64::MAX], &[f64::MAX, 1e-320, f64::MIN]);
        for lines in [vec![], vec![line(&[], &[])], vec![line(&[1.0], &[1.0])], vec![extremes]] {
            for log in [false, true] {
                let chart = Chart { x_log: log, y_log: log, ..chart(lines.clone()) };
                let (svg, png) = (chart.to_svg(), chart.to_png().expect("a picture"));
                assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
                assert_eq!((&png[..4], &png[16..24]), (&b"\x89PNG"[..], &[0, 0, 6, 96, 0, 0, 3, 192][..]));
            }
        }
    }

    /// A line that falls from corner to corner: its colour is found on the diagonal of the frame, and not beside it. The same chart
    /// gives the same bytes.
    #[test]
    fn a_picture_shows_the_line_on_white() {
        let chart = chart(vec![line(&[0.0, 1.0], &[1.0, 0.0])]);
        let file = chart.to_png().expect("a picture");
        assert_eq!(Some(&file), chart.to_png().as_ref());
        let (width, pixels) = crate::report::raster::testing::pixels(&file);
        let blue = |pixel: &[u8]| pixel[..3] == [0x00, 0x72, 0xB2];
        let found: Vec<(usize, usize)> = pixels
            .chunks(4)
            .enumerate()
            .filter(|(_, pixel)| blue(pixel))
            .map(|(at, _)| (at % width, at / width))
            .collect();
        let (left, right) = (found.iter().map(|at| at.0).min(), found.iter().map(|at| at.0).max());
        let (left, right) = (left.expect("a line"), right.expect("a line"));
        assert!(right - left > width / 2, "{left} to {right} of {width}");
        let (low, high) =
            (found.iter().filter(|at| at.0 < left + 20), found.iter().filter(|at| at.0 + 20 > right));
        assert!(low.map(|at| at.1).max() < high.map(|at| at.1).min(), "it falls");
        assert_eq!(pixels[..3], [255; 3]);
    }

    #[test]
    fn a_chart_of_a_million_points_is_drawn() {
        let values: Vec<f64> =
            (0..1_000_000).map(|i| f64::from(i) * if i % 7 == 0 { f64::NAN } else { 1.0 }).collect();
        assert!(chart(vec![line(&values, &values)]).to_png().is_some());
    }
}
