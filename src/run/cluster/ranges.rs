//! Cells by number, as few ranges as can name them: for people, for notes and for the arrays of a scheduler.

use std::collections::BTreeSet;

/// Numbers of cells.
pub type CellSet = BTreeSet<usize>;

/// From the first to the last, both included.
pub type Range = (usize, usize);

/// The ranges of a set, in order.
pub fn ranges(cells: &CellSet) -> Vec<Range> {
    let mut ranges: Vec<Range> = Vec::new();
    for &cell in cells {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == cell => *last = cell,
            _ => ranges.push((cell, cell)),
        }
    }
    ranges
}

/// The cells below `total` that ranges name; a range from a file may say anything.
pub fn members(ranges: &[Range], total: usize) -> impl Iterator<Item = usize> {
    ranges.iter().flat_map(move |&(first, last)| first..total.min(last.saturating_add(1)))
}

/// `0-4,7`
pub fn written(ranges: &[Range]) -> String {
    let one = |&(first, last): &Range| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    };
    ranges.iter().map(one).collect::<Vec<_>>().join(",")
}

/// Some of the cells, with what is to be added to an element's number to get its cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    pub offset: usize,
    pub cells: CellSet,
}

impl Share {
    /// The numbers of the elements as a scheduler takes them.
    pub fn elements(&self) -> String {
        let elements = self.cells.iter().map(|cell| cell - self.offset).collect();
        written(&ranges(&elements))
    }
}

/// No list of elements may be longer: it is one argument of a program.
const LONGEST_LIST: usize = 60_000;

/// Splits cells among arrays whose elements are numbered from 0 to below `size`.
pub fn split(cells: &CellSet, size: usize) -> Vec<Share> {
    let size = size.max(1);
    let mut shares: Vec<Share> = Vec::new();
    let mut length = 0;
    for &cell in cells {
        let digits = cell.checked_ilog10().unwrap_or(0) as usize + 2;
        let fits = |share: &&mut Share| cell - share.offset < size && length + digits <= LONGEST_LIST;
        match shares.last_mut().filter(fits) {
            Some(share) => {
                length += digits;
                share.cells.insert(cell);
            }
            None => {
                length = digits;
                shares.push(Share { offset: cell, cells: CellSet::from([cell]) });
            }
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ranges_are_written_as_schedulers_read_them() {
        let cells = CellSet::from([0, 1, 2, 5, 7, 8]);
        assert_eq!(written(&ranges(&cells)), "0-2,5,7-8");
        assert_eq!(written(&ranges(&CellSet::new())), "");
    }

    #[test]
    fn ranges_of_a_damaged_file_name_no_cell_that_there_is_not() {
        let wild = [(2, usize::MAX), (9, 3), (100, 200)];
        assert_eq!(members(&wild, 5).collect::<Vec<_>>(), [2, 3, 4]);
    }

    #[test]
    fn arrays_start_anew_where_an_element_would_have_too_high_a_number() {
        let shares = split(&(0..2500).collect(), 1001);
        let said: Vec<_> = shares.iter().map(|share| (share.offset, share.elements())).collect();
        let expected = [(0, "0-1000"), (1001, "0-1000"), (2002, "0-497")];
        assert_eq!(said, expected.map(|(offset, elements)| (offset, elements.to_string())));
    }

    #[test]
    fn lists_of_scattered_cells_stay_short_enough_for_a_command_line() {
        let cells: CellSet = (0..200_000).step_by(2).collect();
        let shares = split(&cells, 1_000_000);
        assert!(shares.len() > 1 && shares.iter().all(|share| share.elements().len() <= LONGEST_LIST));
    }

    proptest! {
        #[test]
        fn no_cell_is_lost_or_doubled(cells: BTreeSet<u16>, size in 1usize..300) {
            let cells: CellSet = cells.into_iter().map(usize::from).collect();
            prop_assert_eq!(members(&ranges(&cells), usize::MAX).collect::<CellSet>(), cells.clone());
            let shares = split(&cells, size);
            let together: Vec<usize> = shares.iter().flat_map(|share| share.cells.clone()).collect();
            prop_assert_eq!(together, cells.into_iter().collect::<Vec<_>>());
            prop_assert!(shares.iter().flat_map(|s| s.cells.iter().map(|c| c - s.offset)).all(|e| e < size));
        }
    }
}
