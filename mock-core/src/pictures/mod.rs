//! The journal as a picture: lanes with a bar for each call and guard, in the order of events. It is drawn of the journal's
//! data alone.

mod bar;
pub(crate) mod chart;
mod mermaid;
mod page;
pub(crate) mod pages;
mod svg;
mod words;
