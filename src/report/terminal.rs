//! A chart drawn with characters: braille dots, or one mark a series in ASCII, with axes and ticks.
//!
//! Where there are several series, each one's name stands at the right, beside its last point: no colours are
//! needed to tell them apart. Bands are not drawn.

use super::axis::Axis;
use super::canvas::Canvas;
use super::chart::{Chart, Point};
use super::plain::plain;
use super::spark::Screen;

/// The marks of the series in ASCII.
const MARKS: [char; 6] = ['*', 'o', '+', 'x', '#', '@'];

/// The characters that axes are made of.
struct Pen {
    side: char,
    side_tick: char,
    corner: char,
    floor: char,
    floor_tick: char,
}

const UNICODE: Pen = Pen { side: '│', side_tick: '┤', corner: '└', floor: '─', floor_tick: '┬' };
const ASCII: Pen = Pen { side: '|', side_tick: '+', corner: '+', floor: '-', floor_tick: '+' };

impl Chart {
    /// The chart as text, at most as wide as the screen, with `rows` lines for the plot itself (titles and
    /// ticks come on top) and a line end after every line.
    pub fn to_text(&self, screen: Screen, rows: usize) -> String {
        let series: Vec<Vec<Point>> = self.lines.iter().map(|line| self.visible(line)).collect();
        let points = || series.iter().flatten();
        let x = Axis::over(points().map(|p| p.x), self.x_log);
        let y = Axis::over(points().map(|p| p.y), self.y_log);
        let rows = rows.max(2);
        let y_ticks = y.ticks(rows.div_ceil(3));
        let left = y_ticks.iter().map(|(_, text)| text.len()).max().unwrap_or(0);
        let names = self.names(&series, &y, rows, screen);
        let right = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
        let columns = screen.width.saturating_sub(left + right + 4).max(8);
        let plot = plotted(&series, &x, &y, (columns, rows)).lines(screen);

        let pen = if screen.unicode { &UNICODE } else { &ASCII };
        let mut text = self.heading(screen);
        for (row, (cells, name)) in plot.iter().zip(&names).enumerate() {
            let tick = y_ticks.iter().find(|(at, _)| row_of(*at, rows) == row);
            let (label, side) = tick.map_or(("", pen.side), |(_, label)| (label.as_str(), pen.side_tick));
            push_line(&mut text, &format!("{label:>left$} {side}{cells} {name}"));
        }
        self.push_floor(&x, left, columns, pen, &mut text);
        text
    }

    /// Title and y label.
    fn heading(&self, screen: Screen) -> String {
        let mut text = String::new();
        let y_label = if self.y_label == self.title { "" } else { &self.y_label };
        for line in [self.title.as_str(), y_label].into_iter().filter(|line| !line.is_empty()) {
            push_line(&mut text, &shown(line, screen, screen.width));
        }
        text
    }

    /// The name beside each row. A row that is taken sends a name to the nearest free one.
    fn names(&self, series: &[Vec<Point>], y: &Axis, rows: usize, screen: Screen) -> Vec<String> {
        let mut names = vec![String::new(); rows];
        if series.len() < 2 {
            return names;
        }
        for (i, (line, points)) in self.lines.iter().zip(series).enumerate() {
            let Some(last) = points.last() else { continue };
            let wish = row_of(y.position(last.y), rows);
            let free = (0..rows).filter(|&row| names[row].is_empty());
            if let Some(row) = free.min_by_key(|row| row.abs_diff(wish)) {
                let name = shown(&line.name, screen, screen.width / 4);
                names[row] = if screen.unicode { name } else { format!("{} {name}", mark(i)) };
            }
        }
        names
    }

    /// The x axis, its ticks and its label.
    fn push_floor(&self, x: &Axis, left: usize, columns: usize, pen: &Pen, text: &mut String) {
        let mut floor = vec![pen.floor; columns];
        let mut labels = String::new();
        for (at, label) in x.ticks(columns.div_ceil(14)) {
            let column = column_of(at, columns);
            floor[column] = pen.floor_tick;
            let start = column.saturating_sub(label.len() / 2).min(columns.saturating_sub(label.len()));
            if labels.is_empty() || start > labels.len() {
                labels = format!("{labels:<start$}{label}");
            }
        }
        let floor: String = floor.into_iter().collect();
        push_line(text, &format!("{:left$} {}{floor}", "", pen.corner));
        push_line(text, &format!("{:left$}  {labels}", ""));
        if !self.x_label.is_empty() {
            let unicode = Screen { width: columns, unicode: pen.side == UNICODE.side };
            let label = shown(&self.x_label, unicode, columns);
            push_line(text, &format!("{:left$}  {label:^columns$}", ""));
        }
    }
}

/// The series as dots.
fn plotted(series: &[Vec<Point>], x: &Axis, y: &Axis, (columns, rows): (usize, usize)) -> Canvas {
    let mut canvas = Canvas::new(columns, rows);
    let place =
        |point: &Point| (column_of(x.position(point.x), 2 * columns), row_of(y.position(point.y), 4 * rows));
    for (i, points) in series.iter().enumerate() {
        if let [single] = points.as_slice() {
            canvas.line(place(single), place(single), mark(i));
        }
        for pair in points.windows(2) {
            canvas.line(place(&pair[0]), place(&pair[1]), mark(i));
        }
    }
    canvas
}

fn mark(series: usize) -> char {
    MARKS[series % MARKS.len()]
}

fn column_of(position: f64, columns: usize) -> usize {
    (position.clamp(0.0, 1.0) * (columns - 1) as f64).round() as usize
}

/// Rows count from the top.
fn row_of(position: f64, rows: usize) -> usize {
    rows - 1 - column_of(position, rows)
}

/// A user's text without control characters, in the characters of the screen, cut to `width`.
fn shown(text: &str, screen: Screen, width: usize) -> String {
    let safe = plain(text);
    let on_screen = safe.chars().map(|c| if screen.unicode || c.is_ascii() { c } else { '?' });
    let characters: Vec<char> = on_screen.collect();
    if characters.len() <= width {
        return characters.into_iter().collect();
    }
    let kept: String = characters.into_iter().take(width.saturating_sub(1)).collect();
    kept + if screen.unicode { "…" } else { "~" }
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(line.trim_end());
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::Line;

    const ASCII_SCREEN: Screen = Screen { width: 40, unicode: false };

    fn line(name: &str, y: &[f64]) -> Line {
        let x = (0..y.len()).map(|i| i as f64).collect();
        Line { name: name.into(), x, y: y.to_vec(), ..Line::default() }
    }

    fn chart(lines: Vec<Line>) -> Chart {
        Chart {
            title: "Title".into(),
            x_label: "epoch".into(),
            y_label: "loss".into(),
            lines,
            ..Chart::default()
        }
    }

    /// The lowest cell is at the bottom left, the highest at the top right, and the ticks beside them.
    #[test]
    fn a_diagonal_runs_from_corner_to_corner() {
        let text = chart(vec![line("", &[0.0, 1.0, 2.0])]).to_text(Screen { width: 13, unicode: false }, 4);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[..2], ["Title", "loss"]);
        assert!(lines[2].starts_with("2 + ") && lines[2].ends_with('*'), "{text}");
        assert!(lines[5].starts_with("0 +*") && lines[5].len() < lines[2].len(), "{text}");
        assert!(lines[6..].concat().contains("epoch"), "{text}");
    }

    #[test]
    fn each_series_is_named_beside_its_last_point() {
        let text = chart(vec![line("down", &[1.0, 0.0]), line("up", &[0.0, 1.0])]).to_text(ASCII_SCREEN, 6);
        let plot: Vec<&str> = text.lines().skip(2).collect();
        assert!(plot[0].ends_with("o up") && plot[5].ends_with("* down"), "{text}");
    }

    #[test]
    fn no_line_is_wider_than_the_screen() {
        let wide = "a very long name that does not fit anywhere at all, not even on a wide screen";
        let mut chart = chart(vec![line(wide, &[1.0, 2.0]), line(wide, &[2.0, 1.0])]);
        (chart.title, chart.x_label) = (wide.into(), wide.into());
        for unicode in [true, false] {
            let text = chart.to_text(Screen { width: 50, unicode }, 8);
            assert!(text.lines().all(|line| line.chars().count() <= 50), "{text}");
        }
    }

    #[test]
    fn hostile_labels_and_values_do_no_harm() {
        let values = [f64::NAN, f64::INFINITY, f64::MIN, f64::MAX, 0.0];
        let mut chart = chart(vec![line("\x1b[2J", &values), line("é", &[]), line("b", &[3.0])]);
        chart.title = "\x1b]0;title\x07".into();
        for log in [false, true] {
            (chart.x_log, chart.y_log) = (log, log);
            for width in [0, 1, 30] {
                let text = chart.to_text(Screen { width, unicode: false }, 0);
                assert!(text.chars().all(|c| c == '\n' || (c.is_ascii() && !c.is_control())), "{text:?}");
            }
        }
        assert!(!Chart::default().to_text(ASCII_SCREEN, 3).is_empty());
    }
}
