//! The one test binary: each module looks at the program from one side.

mod check;
mod checking;
mod cli;
mod docs;
mod editors;
mod emf;
mod fixing;
mod house;
mod integration;
mod lint;
mod lsp;
mod marks;
mod pipelines;
mod regression;
mod reliability;
mod science;
mod smoke;
mod states;
mod syntax;
mod words;
