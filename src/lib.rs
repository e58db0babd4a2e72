//! Pipette: experiments in classical machine learning and statistical physics, written as
//! sentences, checked before they cost a night, run fast, and repeated by someone else.
//!
//! Data walk through the rooms in one direction:
//!
//! ```text
//! source      what was written: text, spans, diagnostics
//!    |
//! syntax      pest grammar -> tree, every broken line kept as a broken line
//!    |
//! check       tree + vocabulary -> typed plan: arguments, kinds, costs
//!    |
//! lint        plan -> findings that no single word can see
//!    |
//! run         plan -> report: steps in order, random streams, claims, record
//!    |
//! report      tables, JSON, pictures
//! ```
//!
//! Below them lie [`numeric`] (arrays and random streams), [`models`] (the science), [`data`]
//! (cards, readers, deformations), [`vocabulary`] (what a word is) and [`words`] (one file a word).
//! [`editor`] answers what editors ask for while a file is written; [`cli`] is the program's face.

// The parser that pest derives without its feature `std` names this crate.
extern crate alloc;

pub mod source;

pub mod syntax;

pub mod numeric;

pub mod models;

pub mod data;

pub mod vocabulary;

pub mod words;

pub mod check;

pub mod lint;

pub mod editor;

pub mod run;

pub mod report;

pub mod cli;
