//! What each cell of a sweep measured, read from the table of a run (`measures.csv`): the mean over the repeats with its
//! 95 % interval (Student's t), for tables and heat maps. A measure that was taken once has the interval that it came
//! with.

use super::heat_map::HeatMap;
use crate::numeric::statistics::Mean;
use std::collections::BTreeMap;

/// The columns after the axes.
const AFTER: [&str; 7] = ["repeat", "measure", "value", "low", "high", "n", "unit"];

/// A line of a sweep: its cells in the order of the run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Swept {
    /// The number of the line in its file, and its label.
    pub line: String,
    pub label: String,
    pub axes: Vec<String>,
    pub measures: Vec<Measured>,
    pub cells: Vec<Cell>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    pub name: String,
    pub unit: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// A value for each axis.
    pub at: Vec<f64>,
    /// A value for each measure, where it was measured here.
    pub values: Vec<Option<Over>>,
}

/// A measure over the repeats of a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Over {
    pub value: f64,
    pub low: f64,
    pub high: f64,
    pub repeats: usize,
}

/// The swept lines of a run; a text that is no such table has none.
pub fn swept(csv: &str) -> Vec<Swept> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(csv.as_bytes());
    let Ok(head) = reader.headers().cloned() else { return Vec::new() };
    let axes = head.len().saturating_sub(2 + AFTER.len());
    if head.iter().skip(2 + axes).ne(AFTER) {
        return Vec::new();
    }
    let mut lines: Vec<Gathered> = Vec::new();
    for record in reader.records().filter_map(Result::ok).filter(|record| record.len() == head.len()) {
        let field = |at: usize| record.get(at).unwrap_or_default();
        let name = (field(0).to_string(), field(1).to_string());
        let at = match lines.iter().position(|line| line.name == name) {
            Some(at) => at,
            None => {
                lines.push(Gathered { name, ..Gathered::default() });
                lines.len() - 1
            }
        };
        lines[at].add(&record, axes);
    }
    let names: Vec<&str> = head.iter().skip(2).take(axes).collect();
    lines.into_iter().filter_map(|line| line.swept(&names)).collect()
}

/// A cell as it is written: its place, and the repeats of each measure.
type Raw = (Vec<String>, BTreeMap<usize, Vec<Over>>);

/// A line while its rows are read.
#[derive(Default)]
struct Gathered {
    name: (String, String),
    measures: Vec<Measured>,
    cells: Vec<Raw>,
    /// Where a cell stands in the list.
    places: BTreeMap<Vec<String>, usize>,
}

impl Gathered {
    fn add(&mut self, record: &csv::StringRecord, axes: usize) {
        let field = |at: usize| record.get(at).unwrap_or_default();
        let number = |at: usize| field(2 + axes + at).parse::<f64>().unwrap_or(f64::NAN);
        let (name, unit) = (field(2 + axes + 1), field(2 + axes + 6));
        let measure = match self.measures.iter().position(|measure| measure.name == name) {
            Some(at) => at,
            None => {
                self.measures.push(Measured { name: name.to_string(), unit: unit.to_string() });
                self.measures.len() - 1
            }
        };
        let at: Vec<String> = (0..axes).map(|axis| field(2 + axis).to_string()).collect();
        let place = *self.places.entry(at.clone()).or_insert(self.cells.len());
        if place == self.cells.len() {
            self.cells.push((at, BTreeMap::new()));
        }
        let once = Over { value: number(2), low: number(3), high: number(4), repeats: 1 };
        self.cells[place].1.entry(measure).or_default().push(once);
    }

    /// None of a line that no axis varies.
    fn swept(self, names: &[&str]) -> Option<Swept> {
        let used: Vec<usize> =
            (0..names.len()).filter(|&axis| self.cells.iter().any(|(at, _)| !at[axis].is_empty())).collect();
        let cell = |(at, values): &Raw| Cell {
            at: used.iter().map(|&axis| at[axis].parse().unwrap_or(f64::NAN)).collect(),
            values: (0..self.measures.len())
                .map(|measure| values.get(&measure).map(|all| pooled(all)))
                .collect(),
        };
        let cells = self.cells.iter().map(cell).collect();
        let axes = used.iter().map(|&axis| names[axis].to_string()).collect();
        let (line, label) = self.name;
        (!used.is_empty()).then_some(Swept { line, label, axes, measures: self.measures, cells })
    }
}

/// Repeats as one.
fn pooled(all: &[Over]) -> Over {
    if let [once] = all {
        return *once;
    }
    let values: Vec<f64> = all.iter().map(|over| over.value).collect();
    let Some(mean) = Mean::of(&values) else {
        return Over { value: f64::NAN, low: f64::NAN, high: f64::NAN, repeats: values.len() };
    };
    let (low, high) =
        mean.interval(0.95).map_or((mean.mean, mean.mean), |interval| (interval.low, interval.high));
    Over { value: mean.mean, low, high, repeats: values.len() }
}

impl Swept {
    /// The heat map of a measure, of a line that two axes vary.
    pub fn heat_map(&self, measure: usize) -> Option<HeatMap> {
        let [x_label, y_label] = self.axes.as_slice() else { return None };
        let named = self.measures.get(measure)?;
        let values = |axis: usize| {
            let mut values: Vec<f64> = self.cells.iter().map(|cell| cell.at[axis]).collect();
            values.sort_by(f64::total_cmp);
            values.dedup();
            values
        };
        let (x, y) = (values(0), values(1));
        let mut z = vec![vec![f64::NAN; x.len()]; y.len()];
        for cell in &self.cells {
            let place =
                |axis: usize, values: &[f64]| values.iter().position(|v| v.total_cmp(&cell.at[axis]).is_eq());
            let (Some(column), Some(row)) = (place(0, &x), place(1, &y)) else { continue };
            z[row][column] = cell.values[measure].map_or(f64::NAN, |over| over.value);
        }
        Some(HeatMap {
            title: if self.label.is_empty() {
                named.name.clone()
            } else {
                format!("{}.{}", self.label, named.name)
            },
            x_label: x_label.clone(),
            y_label: y_label.clone(),
            z_label: named.name.clone(),
            x,
            y,
            z,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "line,label,n,p,repeat,measure,value,low,high,n,unit\n\
        2,a,,,0,loss,9,9,9,1,number\n\
        4,b,10,1,0,error,0.1,0.05,0.2,100,fraction\n4,b,10,1,1,error,0.3,0.2,0.4,100,fraction\n\
        4,b,10,2,0,error,nan,nan,nan,1,fraction\n4,b,20,1,0,error,0.5,0.4,0.6,100,fraction\n";

    /// Of 0.1 and 0.3 the mean is 0.2 and the standard error 0.1; t of one degree of freedom is 12.706 (Student 1908).
    #[test]
    fn cells_are_means_over_their_repeats() {
        let swept = swept(TABLE);
        assert_eq!((swept.len(), swept[0].axes.join(" ").as_str()), (1, "n p"), "`a` is not swept");
        let over = swept[0].cells[0].values[0].expect("measured");
        assert!((over.value - 0.2).abs() < 1e-12 && (over.high - 0.2 - 1.2706).abs() < 1e-3, "{over:?}");
        assert_eq!(swept[0].cells[2].values[0].map(|o| (o.low, o.high)), Some((0.4, 0.6)));
    }

    #[test]
    fn two_axes_make_a_map_with_gaps() {
        let map = swept(TABLE)[0].heat_map(0).expect("a map");
        assert_eq!((map.x.clone(), map.y.clone()), (vec![10.0, 20.0], vec![1.0, 2.0]));
        assert!(map.z[1][0].is_nan() && map.z[1][1].is_nan() && map.z[0][1] == 0.5);
    }

    #[test]
    fn what_is_no_table_of_measures_has_no_lines() {
        for text in [
            "",
            "a,b\n1,2\n",
            "line,label,repeat\n1,2,3\n",
            "\u{0}\"",
            "line,label,n,repeat,measure,value,low,high,n,unit\n1\n",
        ] {
            assert!(swept(text).is_empty(), "{text:?}");
        }
    }
}
