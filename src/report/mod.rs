//! What people and programs look at: tables, plans, JSON, the reference, pictures for the page and
//! for the terminal.

mod axis;
pub mod calibration;
mod canvas;
pub mod card;
pub mod cells;
pub mod chart;
pub mod cite;
mod claims;
mod curves;
mod decision;
pub mod diff;
mod drawing;
pub mod explain;
pub mod figure;
pub mod heat_map;
pub mod html;
pub mod json;
pub mod mlflow;
pub mod overview;
pub mod pictures;
pub mod plain;
pub mod plan;
mod png;
mod raster;
pub mod recap;
pub mod reference;
pub mod reproductions;
pub mod rows;
pub mod runs;
mod scene;
pub mod schema;
mod search;
pub mod sheet;
pub mod show;
pub mod smoke;
pub mod spark;
pub mod tags;
pub mod tensorboard;
mod terminal;
pub mod text;

/// What stands for a label where a line has none.
pub const UNLABELLED: &str = "unlabelled";
