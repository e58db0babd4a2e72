//! A publication, as a word names it: what an article that uses the word has to cite.

/// The publications behind a word, the first ones first.
pub type Cites = &'static [&'static Source];

/// A publication. Texts are plain, not yet in the form of any reference list.
#[derive(Debug, PartialEq)]
pub struct Source {
    /// By which BibTeX knows it: letters and digits.
    pub key: &'static str,
    pub year: u16,
    /// `Family, Given and Family, Given`, as BibTeX wants them.
    pub authors: &'static str,
    pub title: &'static str,
    pub kind: Publication,
}

/// Where it was published.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Publication {
    /// In a journal; the place is `volume:pages`.
    Article {
        journal: &'static str,
        place: &'static str,
    },
    /// In a book of articles, or at a conference; pages may be empty.
    Proceedings {
        book: &'static str,
        pages: &'static str,
    },
    Book {
        publisher: &'static str,
    },
    /// As a report, a preprint, a set of data, a program.
    Other {
        place: &'static str,
    },
}

impl Source {
    pub const fn article(
        key: &'static str,
        year: u16,
        authors: &'static str,
        title: &'static str,
        journal: &'static str,
        place: &'static str,
    ) -> Self {
        Source { key, year, authors, title, kind: Publication::Article { journal, place } }
    }

    pub const fn proceedings(
        key: &'static str,
        year: u16,
        authors: &'static str,
        title: &'static str,
        book: &'static str,
        pages: &'static str,
    ) -> Self {
        Source { key, year, authors, title, kind: Publication::Proceedings { book, pages } }
    }

    pub const fn book(
        key: &'static str,
        year: u16,
        authors: &'static str,
        title: &'static str,
        publisher: &'static str,
    ) -> Self {
        Source { key, year, authors, title, kind: Publication::Book { publisher } }
    }

    pub const fn misc(
        key: &'static str,
        year: u16,
        authors: &'static str,
        title: &'static str,
        place: &'static str,
    ) -> Self {
        Source { key, year, authors, title, kind: Publication::Other { place } }
    }

    /// `Hinton`, `Kingma and Ba`, `Srivastava et al.`
    pub fn names(&self) -> String {
        let authors: Vec<&str> = self.authors.split(" and ").collect();
        let family = |author: &str| author.split(',').next().unwrap_or(author).to_string();
        match authors[..] {
            [one] => family(one),
            [first, "others"] => format!("{} et al.", family(first)),
            [first, second] => format!("{} and {}", family(first), family(second)),
            _ => format!("{} et al.", authors.first().map_or(String::new(), |first| family(first))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_are_named_in_short() {
        let names = |authors| Source::misc("K", 2000, authors, "", "").names();
        assert_eq!(names("Ising, Ernst"), "Ising");
        assert_eq!(names("Levin, Michael and Nave, Cody P."), "Levin and Nave");
        assert_eq!(names("A, B and C, D and E, F"), "A et al.");
        assert_eq!(names("Chollet, F. and others"), "Chollet et al.");
    }
}
