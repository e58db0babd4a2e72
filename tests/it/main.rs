//! The one test binary: each module looks at the program from one side.

mod check;
mod checking;
mod cli;
mod docs;
mod house;
mod pipelines;
mod syntax;
mod words;
