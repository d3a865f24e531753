//! Schedules: the choices that were made in one run of a test that is explored, how they are picked, and how they are written
//! down so that they can be made again. What there is to choose from is not known here.

pub(crate) mod picker;
pub(crate) mod random;
pub(crate) mod step;
pub(crate) mod token;
