//! Pictures in a page. All of them together stay below a bound, so that a report can be sent by mail: what goes beyond
//! it is named, and is in the folder of the run.

use super::super::chart::Chart;
use super::super::figure::Figure;
use super::super::plain::plain;
use super::super::raster::base64;
use super::Text;
use maud::{Markup, PreEscaped, html};
use std::collections::BTreeMap;

/// Bytes that the pictures of a page may have together.
const ROOM: usize = 1_300_000;
/// Points of a line that a page draws; more can't be told apart on it.
const POINTS: usize = 1500;

/// What a page has drawn so far.
#[derive(Default)]
pub(super) struct Frame {
    bytes: usize,
    count: usize,
}

impl Frame {
    fn framed(&mut self, title: &str, kind: &str, picture: String) -> Markup {
        self.count += 1;
        if self.bytes + picture.len() > ROOM {
            return html! {
                p.muted { "Not drawn here, so that this page stays small: " (Text(title)) " (" (kind) ")." }
            };
        }
        self.bytes += picture.len();
        let spoken = if title.is_empty() { kind.to_string() } else { format!("{kind}: {}", plain(title)) };
        html! { figure { div.picture role="img" aria-label=(spoken) { (PreEscaped(picture)) } } }
    }
}

pub(super) fn figure(figure: &Figure, images: &BTreeMap<String, Vec<u8>>, frame: &mut Frame) -> Markup {
    match figure {
        Figure::Chart(it) => chart(it, frame),
        Figure::HeatMap(it) => frame.framed(&it.title, "heat map", it.to_inline_svg()),
        Figure::Images { title, file, size } => match images.get(file) {
            Some(png) => sheet(title, *size, png, frame),
            None => html! { p.muted { "The images are no longer in the store: " (Text(title)) } },
        },
    }
}

pub(super) fn chart(chart: &Chart, frame: &mut Frame) -> Markup {
    let thinned = chart.thinned(POINTS);
    let names: Vec<String> =
        chart.lines.iter().map(|line| line.name.clone()).filter(|name| !name.is_empty()).collect();
    let kind = format!("chart of {} over {}", plain(&names.join(", ")), plain(&chart.x_label));
    let svg = thinned.to_inline_svg(&format!("chart{}", frame.count));
    let banded =
        thinned.lines.iter().any(|line| line.low.iter().zip(&line.high).any(|(low, high)| low < high));
    html! {
        (frame.framed(&chart.title, &kind, svg))
        @if banded { p.caption { "Bands are 95 % intervals." } }
    }
}

/// Grey images, a pixel as two.
fn sheet(title: &str, (height, width): (usize, usize), png: &[u8], frame: &mut Frame) -> Markup {
    let scale = if width < 400 { 2 } else { 1 };
    let image = html! {
        img alt="" src={ "data:image/png;base64," (base64(png)) } width=(scale * width) height=(scale * height);
    };
    html! {
        (frame.framed(title, "sheet of images", image.into_string()))
        @if !title.is_empty() { p.caption { (Text(title)) } }
    }
}
