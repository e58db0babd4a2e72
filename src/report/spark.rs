//! Small pictures made of characters: a sparkline, and grey images side by side.
//!
//! With Unicode a character cell holds 2 x 4 braille dots, so that dots are square in the usual terminal
//! fonts, whose cells are twice as high as wide; without, shades of ASCII stand in.

use super::canvas::Canvas;

/// What the terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Characters a line.
    pub width: usize,
    /// Whether block and braille characters may be used; otherwise the output is ASCII.
    pub unicode: bool,
}

impl Screen {
    /// A screen whose characters are what the locale says: `LC_ALL`, else `LC_CTYPE`, else `LANG`.
    pub fn of_locale(width: usize, variable: impl Fn(&str) -> Option<String>) -> Screen {
        let set = ["LC_ALL", "LC_CTYPE", "LANG"].iter().filter_map(|name| variable(name));
        let locale = set.into_iter().find(|value| !value.is_empty()).unwrap_or_default().to_ascii_lowercase();
        Screen { width, unicode: locale.contains("utf-8") || locale.contains("utf8") }
    }
}

/// One line of bars, at most as wide as the screen; more values than that are averaged in groups.
/// What is not finite leaves a gap.
pub fn sparkline(values: &[f64], screen: Screen) -> String {
    let levels: &[char] = if screen.unicode {
        &['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']
    } else {
        &['_', '.', '-', '~', '=', '+', '*', '#']
    };
    let group = values.len().div_ceil(screen.width.max(1)).max(1);
    let bars: Vec<f64> = values.chunks(group).map(mean_of_finite).collect();
    let finite = || bars.iter().copied().filter(|bar| bar.is_finite());
    let (low, high) = finite().fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)));
    let bar = |value: f64| {
        let share = if high > low { (value / 2.0 - low / 2.0) / (high / 2.0 - low / 2.0) } else { 0.5 };
        levels[((share * levels.len() as f64) as usize).min(levels.len() - 1)]
    };
    bars.iter().map(|&value| if value.is_finite() { bar(value) } else { ' ' }).collect()
}

fn mean_of_finite(values: &[f64]) -> f64 {
    let finite = || values.iter().filter(|v| v.is_finite());
    let count = finite().count() as f64;
    finite().map(|v| v / count).reduce(|a, b| a + b).unwrap_or(f64::NAN)
}

/// Images of `size` (rows, columns), one after the other, side by side and in further lines below; `range`
/// gives the numbers that are paper and ink. Braille shows what is nearer to ink as a dot.
pub fn images(images: &[f32], size: (usize, usize), range: (f32, f32), screen: Screen) -> String {
    let (rows, cols) = (size.0.max(1), size.1.max(1));
    let across = ((screen.width + 1) / (cols.div_ceil(2) + 1)).max(1);
    let all: Vec<&[f32]> = images.chunks_exact(rows * cols).collect();
    let mut text = String::new();
    for side_by_side in all.chunks(across) {
        let blocks: Vec<Vec<String>> =
            side_by_side.iter().map(|image| characters(image, (rows, cols), range, screen)).collect();
        for line in 0..rows.div_ceil(4) {
            let parts: Vec<&str> = blocks.iter().map(|block| block[line].as_str()).collect();
            text.push_str(parts.join(" ").trim_end());
            text.push('\n');
        }
    }
    text
}

/// One image as lines of cells of 2 x 4 pixels.
fn characters(image: &[f32], (rows, cols): (usize, usize), range: (f32, f32), screen: Screen) -> Vec<String> {
    let ink = |row: usize, col: usize| {
        let value = if row < rows && col < cols { image[row * cols + col] } else { range.0 };
        ((value - range.0) / (range.1 - range.0)).clamp(0.0, 1.0)
    };
    let (down, across) = (rows.div_ceil(4), cols.div_ceil(2));
    if !screen.unicode {
        let cell = |y: usize, x: usize| (0..8).map(|i| ink(4 * y + i / 2, 2 * x + i % 2)).sum::<f32>() / 8.0;
        return (0..down).map(|y| (0..across).map(|x| shade(cell(y, x))).collect()).collect();
    }
    let mut canvas = Canvas::new(across, down);
    for i in (0..rows * cols).filter(|i| ink(i / cols, i % cols) > 0.5) {
        canvas.dot(i % cols, i / cols, '#');
    }
    canvas.lines(screen)
}

fn shade(ink: f32) -> char {
    const SHADES: &[u8; 10] = b" .:-=+*#%@";
    char::from(SHADES[((ink * 10.0) as usize).min(9)])
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROUND: Screen = Screen { width: 8, unicode: true };
    const ASCII: Screen = Screen { width: 8, unicode: false };

    #[test]
    fn a_sparkline_spans_all_levels_and_keeps_gaps() {
        let ramp: Vec<f64> = (0..8).map(f64::from).collect();
        assert_eq!(sparkline(&ramp, ROUND), "▁▂▃▄▅▆▇█");
        assert_eq!(sparkline(&[1.0, f64::NAN, 3.0], ASCII), "_ #");
        assert_eq!(sparkline(&[2.0; 3], ROUND), "▅▅▅");
        assert_eq!(sparkline(&[], ROUND), "");
        assert_eq!(sparkline(&[f64::MIN, f64::MAX], ASCII), "_#");
    }

    #[test]
    fn a_long_sparkline_is_averaged_into_the_width() {
        let long: Vec<f64> = (0..1000).map(f64::from).collect();
        assert_eq!(sparkline(&long, ROUND), "▁▂▃▄▅▆▇█");
    }

    /// The corners of a 4 x 2 cell are braille dots 1, 4, 7 and 8.
    #[test]
    fn dots_are_where_the_ink_is() {
        let corners = [1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0];
        assert_eq!(images(&corners, (4, 2), (0.0, 1.0), ROUND), "⣉\n");
        assert_eq!(images(&corners, (4, 2), (0.0, 1.0), ASCII), "+\n");
        assert_eq!(images(&[1.0; 24], (4, 2), (0.0, 1.0), Screen { width: 3, unicode: true }), "⣿ ⣿\n⣿\n");
    }

    #[test]
    fn the_locale_decides_on_unicode() {
        let of = |pairs: &'static [(&str, &str)]| {
            let find = |name: &str| pairs.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_string());
            Screen::of_locale(80, find).unicode
        };
        assert!(of(&[("LANG", "de_AT.UTF-8")]) && of(&[("LC_ALL", ""), ("LC_CTYPE", "C.utf8")]));
        assert!(!of(&[("LC_ALL", "C"), ("LANG", "en_US.UTF-8")]) && !of(&[]));
    }
}
