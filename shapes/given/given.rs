//! The types and traits that the generated shapes are about.

#![allow(dead_code, unused_imports)]

pub use std::borrow::Cow;
pub use std::collections::HashMap;
pub use std::ffi::{CStr, OsStr};
pub use std::fmt::{self, Debug};
pub use std::future::Future;
pub use std::marker::PhantomData;
pub use std::path::{Path, PathBuf};
pub use std::pin::Pin;
pub use std::rc::Rc;
pub use std::sync::Arc;

pub use futures::future::{BoxFuture, LocalBoxFuture};

/// A trait that has objects.
pub trait Sound {
    fn pitch(&self) -> u32;
    fn tune(&mut self, pitch: u32);
}

/// The same, to be shared between threads.
pub trait Shared: Send + Sync {
    fn pitch(&self) -> u32;
}

#[derive(Clone, Debug, PartialEq, Eq, Default, Hash, PartialOrd, Ord)]
pub struct Bell(pub u32);

impl Sound for Bell {
    fn pitch(&self) -> u32 {
        self.0
    }
    fn tune(&mut self, pitch: u32) {
        self.0 = pitch;
    }
}

/// What is hidden is in a box.
impl<S: Sound + ?Sized> Sound for Box<S> {
    fn pitch(&self) -> u32 {
        (**self).pitch()
    }
    fn tune(&mut self, pitch: u32) {
        (**self).tune(pitch);
    }
}

impl<S: Shared + ?Sized> Shared for Box<S> {
    fn pitch(&self) -> u32 {
        (**self).pitch()
    }
}

impl Shared for Bell {
    fn pitch(&self) -> u32 {
        self.0
    }
}

/// It can be neither kept nor printed.
pub struct Opaque(pub u32);

/// It has a lifetime.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View<'a>(pub &'a str);

/// It has a lifetime and a parameter.
#[derive(Debug, PartialEq)]
pub struct Slot<'a, T>(pub &'a T);

#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    pub x: u32,
    pub y: u32,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Failure(pub String);

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}

/// A trait with an associated type.
pub trait Entity {
    type Id;
}

impl Entity for Bell {
    type Id = u32;
}

pub fn plus_one(n: u32) -> u32 {
    n + 1
}
