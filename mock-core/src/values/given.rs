//! What a closure is given for an argument of a type without a name: the object in a box, which adds nothing of its own.
//! A box is `AsRef` of what it holds, whatever that is `AsRef` of.

use std::ffi::OsStr;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::path::Path;

/// An argument whose type is hidden: it can be looked at as its trait says, and derefs to the object.
pub struct Given<T: ?Sized>(pub Box<T>);

impl<T: ?Sized> Deref for Given<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: ?Sized> DerefMut for Given<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: ?Sized + AsRef<U>, U: ?Sized> AsRef<U> for Given<T> {
    fn as_ref(&self) -> &U {
        (*self.0).as_ref()
    }
}

impl<T: ?Sized + AsMut<U>, U: ?Sized> AsMut<U> for Given<T> {
    fn as_mut(&mut self) -> &mut U {
        (*self.0).as_mut()
    }
}

/// Says how arguments print that can be looked at as what prints.
macro_rules! shown {
    ($($target:ty)*) => {$(
        shown!(@ $target);
        shown!(@ $target, Send);
        shown!(@ $target, Sync);
        shown!(@ $target, Send, Sync);
    )*};
    (@ $target:ty $(, $auto:ident)*) => {
        impl<'a> fmt::Debug for Given<dyn AsRef<$target> $(+ $auto)* + 'a> {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                (*self.0).as_ref().fmt(out)
            }
        }
    };
}

shown!(str [u8] Path OsStr);
