//! What people and programs look at: tables, plans, JSON, the reference, pictures for the page and
//! for the terminal.

mod axis;
pub mod calibration;
mod canvas;
pub mod cells;
pub mod chart;
mod claims;
mod decision;
pub mod diff;
pub mod explain;
pub mod figure;
pub mod heat_map;
pub mod html;
pub mod json;
pub mod pictures;
pub mod plain;
pub mod plan;
mod raster;
pub mod recap;
pub mod reference;
pub mod reproductions;
pub mod rows;
pub mod runs;
mod search;
pub mod sheet;
pub mod show;
pub mod smoke;
pub mod spark;
mod terminal;
pub mod text;
