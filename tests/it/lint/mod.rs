//! Findings: every page is its own test, every code that is raised has a page, and a comment or a
//! folder can silence what is no error.

mod allow;
mod corpus;
mod pages;
