//! A shape says in which owned form a type is kept and lent: `str` as `String`, `[T]` as `Vec<T>`, every sized type
//! as itself. It knows types only; whether a value *can* be kept is a [capability](crate::kinds::capability).

use std::ffi::{CStr, CString, OsStr, OsString};
use std::path::{Path, PathBuf};

use crate::values::lookalike;
use crate::values::seen::{Scratch, See, Seen};

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
    fn recognise<U: ?Sized + 'static>(other: &U) -> Option<&Self> {
        lookalike::same(other)
    }

    /// How the owned form is borrowed without the types.
    #[doc(hidden)]
    const SEE: See = See::lent(lend::<Self>);
    /// Whether it is text.
    #[doc(hidden)]
    const IS_TEXT: bool = false;
}

unsafe fn lend<T: ?Sized + Shape>(place: *const (), _: *mut Scratch) -> Seen {
    // SAFETY: the owned form is there, and stays for as long as what is seen is used.
    Seen::of(T::lend(unsafe { &*place.cast::<T::Owned>() }))
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

    const SEE: See = See::IN_PLACE;
}

impl<T: 'static> ShapeMut for T {
    fn lend_mut(owned: &mut T) -> &mut T {
        owned
    }
}

/// Implements the shape of an unsized type whose owned form derefs to it.
macro_rules! unsized_shape {
    ($($borrowed:ty => $owned:ty $(, $is_text:literal)?;)*) => {$(
        impl Shape for $borrowed {
            type Owned = $owned;

            fn lend(owned: &$owned) -> &$borrowed {
                owned
            }

            fn recognise<U: ?Sized + 'static>(other: &U) -> Option<&Self> {
                lookalike::same(other).or_else(|| lookalike::same::<U, $owned>(other).map(|owned| &**owned))
            }

            $(const IS_TEXT: bool = $is_text;)?
        }
    )*};
}

unsized_shape! {
    str => String, true;
    Path => PathBuf;
    OsStr => OsString;
    CStr => CString;
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

    fn recognise<U: ?Sized + 'static>(other: &U) -> Option<&Self> {
        /// Arrays are what tests write; the lengths that they do write are few.
        macro_rules! array_of {
            ($($length:literal)*) => {
                None$(.or_else(|| lookalike::same::<U, [T; $length]>(other).map(|array| array.as_slice())))*
            };
        }
        lookalike::same(other)
            .or_else(|| lookalike::same::<U, Vec<T>>(other).map(Vec::as_slice))
            .or_else(|| array_of!(0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16))
    }
}

impl<T: 'static> ShapeMut for [T] {
    fn lend_mut(owned: &mut Vec<T>) -> &mut [T] {
        owned
    }
}
