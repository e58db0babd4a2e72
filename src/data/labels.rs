//! From labels to targets: classes from names and whole numbers, values from real numbers.
//!
//! Classes are numbered from 0 in the sorted order of their names (numbers by size, names by their
//! letters), over all parts together, so that a class has the same number in each. More than
//! [`MOST_CLASSES`] different whole numbers are counts or years rather than classes: values.

use super::dataset::Targets;
use super::fault::{DataFault, printable};
use std::collections::BTreeMap;
use std::path::Path;

/// The most classes that labels are taken for.
pub const MOST_CLASSES: usize = 1000;

/// The targets of each part, and the names of the classes (none for values).
pub(crate) type Labelled = (Vec<Targets>, Vec<String>);

/// Classes out of whole numbers; none when there are too many different ones.
pub(crate) fn from_whole(parts: &[&[i64]]) -> Option<Labelled> {
    numbered(parts)
}

/// Classes out of whole numbers, else their values.
pub(crate) fn from_numbers(parts: &[&[f64]], whole: bool) -> Labelled {
    let values = || parts.iter().map(|part| Targets::Values((*part).into())).collect();
    if !whole {
        return (values(), Vec::new());
    }
    let integers: Vec<Vec<i64>> = parts.iter().map(|part| part.iter().map(|&v| v as i64).collect()).collect();
    let borrowed: Vec<&[i64]> = integers.iter().map(Vec::as_slice).collect();
    from_whole(&borrowed).unwrap_or_else(|| (values(), Vec::new()))
}

/// Targets out of the cells of a column: whole numbers, real numbers, or else names.
pub(crate) fn from_text(cells: &[String], path: &Path) -> Result<(Targets, Vec<String>), DataFault> {
    let whole: Option<Vec<i64>> = cells.iter().map(|cell| cell.parse().ok()).collect();
    let real: Option<Vec<f64>> =
        cells.iter().map(|cell| cell.parse().ok().filter(|value: &f64| value.is_finite())).collect();
    let labelled = match (whole, real) {
        (Some(whole), _) if !whole.is_empty() && distinct_within_limit(&whole) => from_whole(&[&whole]),
        (_, Some(real)) => Some((vec![Targets::Values(real.into())], Vec::new())),
        _ => numbered(&[cells]),
    };
    match labelled {
        Some((targets, names)) => Ok((targets.into_iter().next().unwrap_or(Targets::None), names)),
        None => Err(too_many(cells, path)),
    }
}

fn distinct_within_limit(whole: &[i64]) -> bool {
    from_whole(&[whole]).is_some()
}

fn too_many(cells: &[String], path: &Path) -> DataFault {
    let example = cells.iter().find(|cell| cell.parse::<f64>().is_err()).map_or("", String::as_str);
    DataFault::Format {
        path: path.to_owned(),
        what: format!(
            "the labels have more than {MOST_CLASSES} different names, such as '{}'",
            printable(example, 40)
        ),
        help: Some("name the column that holds the label, or label: none".into()),
    }
}

/// Class numbers in sorted order; none with more than [`MOST_CLASSES`] classes.
fn numbered<T: Ord + ToString>(parts: &[&[T]]) -> Option<Labelled> {
    let mut numbers: BTreeMap<&T, u32> = BTreeMap::new();
    for label in parts.iter().copied().flatten() {
        numbers.insert(label, 0);
        if numbers.len() > MOST_CLASSES {
            return None;
        }
    }
    for (number, class) in numbers.values_mut().enumerate() {
        *class = number as u32;
    }
    let classes = |part: &&[T]| part.iter().filter_map(|label| numbers.get(label).copied()).collect();
    let targets = parts.iter().map(|part| Targets::Classes(classes(part))).collect();
    Some((targets, numbers.keys().map(|name| name.to_string()).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(cells: &[&str]) -> (Targets, Vec<String>) {
        let cells: Vec<String> = cells.iter().map(|cell| cell.to_string()).collect();
        from_text(&cells, Path::new("x.csv")).unwrap()
    }

    #[test]
    fn whole_numbers_are_classes_by_size_and_names_by_letters() {
        assert_eq!(
            text(&["10", "9", "10"]),
            (Targets::Classes([1, 0, 1].into()), vec!["9".into(), "10".into()])
        );
        assert_eq!(text(&["g", "b"]), (Targets::Classes([1, 0].into()), vec!["b".into(), "g".into()]));
        assert_eq!(text(&["1", "yes"]).1, ["1", "yes"]);
    }

    #[test]
    fn real_numbers_are_values_and_so_are_many_whole_ones() {
        assert_eq!(text(&["1", "2.5"]), (Targets::Values([1.0, 2.5].into()), vec![]));
        let many: Vec<String> = (0..=MOST_CLASSES).map(|i| i.to_string()).collect();
        assert!(matches!(from_text(&many, Path::new("x")).unwrap().0, Targets::Values(_)));
        let names: Vec<String> = many.iter().map(|name| format!("n{name}")).collect();
        assert!(from_text(&names, Path::new("x")).unwrap_err().to_string().contains("1000"));
    }

    #[test]
    fn a_class_has_the_same_number_in_every_part() {
        let (targets, names) = from_numbers(&[&[3.0, 5.0], &[5.0, 1.0]], true);
        assert_eq!(targets, [Targets::Classes([1, 2].into()), Targets::Classes([2, 0].into())]);
        assert_eq!(names, ["1", "3", "5"]);
    }
}
