//! The journal as a picture: lanes with a bar for each call and guard, in the order of events. It is drawn of the journal's
//! data alone.

mod bar;
pub(crate) mod chart;
#[cfg(feature = "pictures")]
mod mermaid;
#[cfg(feature = "pictures")]
mod page;
#[cfg(feature = "pictures")]
pub(crate) mod pages;
#[cfg(feature = "pictures")]
mod svg;
pub(crate) mod timeline;
#[cfg(feature = "pictures")]
mod words;
