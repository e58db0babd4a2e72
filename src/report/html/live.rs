//! A run while it works, or one that has left no record: how far it has come, what is left, and the numbers that it tells
//! on the way, as curves.

use super::super::chart::{Chart, Line};
use super::super::plain::plain;
use super::Text;
use super::figures::{Frame, chart};
use super::page::{Changes, page};
use super::report::{badge, moment};
use crate::run::index::{Listed, Status};
use crate::run::live::{Moment, told};
use crate::source::amounts::duration;
use maud::{Markup, html};

/// Steps whose curves are shown, the newest first.
const STEPS: usize = 6;

/// A run as the index knows it, with what it has told.
pub struct Now<'a> {
    pub run: &'a Listed,
    pub moments: &'a [Moment],
}

/// The page of a run without a record; `home` is the way to the list of runs.
pub fn live(now: &Now, home: &str) -> String {
    let started = &now.run.started;
    let title = started.title.clone().unwrap_or_else(|| started.file.clone());
    let works = now.run.status == Status::Running;
    let navigation = html! { nav aria-label="Pages" { ul { li { a href=(home) { "All runs" } } } } };
    let main = html! {
        header {
            h1 { (Text(&title)) }
            p.facts {
                (badge(now.run.status.word()))
                code { (Text(&started.file)) }
                span { "run " code { (Text(now.run.id())) } }
                span { "started " (moment(&started.started)) }
            }
        }
        @match now.moments.last() {
            Some(last) => { (place(last, works)) (curves(now.moments)) },
            None => p { "It has told nothing yet." },
        }
        @if !works { p.remark { "It has left no record. " code { "pipette run" } " goes on where it was cut off." } }
    };
    page(&title, if works { Changes::WhileWorking } else { Changes::Never }, navigation, main)
}

fn place(last: &Moment, works: bool) -> Markup {
    let share = (100 * last.done.min(last.total)).checked_div(last.total).unwrap_or(0);
    html! {
        section aria-labelledby="now" {
            h2 #now { @if works { "Now" } @else { "Where it was" } }
            p { "Step " (last.number) " of " (last.of) ": " code { (Text(&last.step)) } }
            progress max="100" value=(share) aria-label="this step" { (share) " %" }
            p {
                (share) " % of this step, " (duration(last.seconds)) " gone"
                @if let Some(left) = last.left.filter(|_| works) { ", about " (duration(left)) " left" }
                @if !last.note.is_empty() { ", " (Text(&last.note)) }
            }
        }
    }
}

fn curves(moments: &[Moment]) -> Markup {
    let mut frame = Frame::default();
    let drawn: Vec<Markup> =
        charts(moments).iter().rev().take(STEPS).map(|it| chart(it, &mut frame)).collect();
    html! {
        @if !drawn.is_empty() {
            section aria-labelledby="curves" { h2 #curves { "On the way" } @for one in &drawn { (one) } }
        }
    }
}

/// A chart for each number that a step told more than once, over the share of the step that was done.
fn charts(moments: &[Moment]) -> Vec<Chart> {
    let mut charts: Vec<(u64, Chart)> = Vec::new();
    for moment in moments.iter().filter(|moment| moment.total > 0) {
        let Some((name, value)) = told(&moment.note) else { continue };
        let title =
            format!("{}: {}", moment.number, plain(&moment.step).chars().take(60).collect::<String>());
        let same = |(number, chart): &(u64, Chart)| *number == moment.number && chart.y_label == name;
        let index = match charts.iter().position(same) {
            Some(index) => index,
            None => {
                let chart = Chart {
                    title,
                    x_label: "share of the step, %".into(),
                    y_label: name.into(),
                    lines: vec![Line::default()],
                    ..Chart::default()
                };
                charts.push((moment.number, chart));
                charts.len() - 1
            }
        };
        if let Some(line) = charts[index].1.lines.first_mut() {
            line.x.push(100.0 * moment.done as f64 / moment.total as f64);
            line.y.push(value);
        }
    }
    charts
        .into_iter()
        .map(|(_, chart)| chart)
        .filter(|chart| chart.lines.iter().any(|line| line.x.len() > 1))
        .collect()
}
