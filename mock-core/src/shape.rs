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

    /// What is taken of a value to be recorded, before the journal is locked: it may run the user's `Clone`.
    type Taken<'x>;
    /// What is written down: text without an allocation of its own, other types in their owned form.
    type Raw: 'static;

    /// Borrows the owned form.
    fn lend(owned: &Self::Owned) -> &Self;
    /// Takes of a value what is to be recorded.
    fn take_down(&self) -> Self::Taken<'_>
    where
        Self: ToOwned<Owned = <Self as Shape>::Owned>;
    /// Writes it down; text goes to the end of `text`.
    fn write(taken: Self::Taken<'_>, text: &mut String) -> Self::Raw;
    /// Reads the owned form back.
    fn read(raw: Self::Raw, text: &str) -> Self::Owned;

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

/// A piece of a longer text: where it begins and how long it is, in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Piece(u32, u32);

impl<T: 'static> Shape for T {
    type Owned = T;
    type Taken<'x> = T;
    type Raw = T;

    fn take_down(&self) -> T
    where
        T: ToOwned<Owned = T>,
    {
        self.to_owned()
    }
    #[inline(always)]
    fn write(taken: T, _: &mut String) -> T {
        taken
    }
    #[inline(always)]
    fn read(raw: T, _: &str) -> T {
        raw
    }

    fn lend(owned: &T) -> &T {
        owned
    }
}

impl<T: 'static> ShapeMut for T {
    fn lend_mut(owned: &mut T) -> &mut T {
        owned
    }
}

/// Implements the recording of a type that is written down in its owned form.
macro_rules! recorded_as {
    ($owned:ty) => {
        type Owned = $owned;
        type Taken<'x> = $owned;
        type Raw = $owned;

        fn take_down(&self) -> $owned
        where
            Self: ToOwned<Owned = $owned>,
        {
            self.to_owned()
        }
        fn write(taken: $owned, _: &mut String) -> $owned {
            taken
        }
        fn read(raw: $owned, _: &str) -> $owned {
            raw
        }
    };
}

/// Implements the shape of an unsized type whose owned form derefs to it.
macro_rules! unsized_shape {
    ($($borrowed:ty => $owned:ty),* $(,)?) => {$(
        impl Shape for $borrowed {
            recorded_as!($owned);

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

impl Shape for str {
    type Owned = String;
    type Taken<'x> = &'x str;
    type Raw = Piece;

    fn take_down(&self) -> &str {
        self
    }
    #[inline(always)]
    fn write(taken: &str, text: &mut String) -> Piece {
        let start = text.len();
        text.push_str(taken);
        Piece(start as u32, taken.len() as u32)
    }
    fn read(Piece(start, length): Piece, text: &str) -> String {
        text[start as usize..][..length as usize].to_owned()
    }

    fn lend(owned: &String) -> &str {
        owned
    }

    fn recognise<U: ?Sized>(other: &U) -> Option<&Self> {
        crate::lookalike::view::<U, str>(other)
            .or_else(|| crate::lookalike::view::<U, String>(other).map(String::as_str))
    }
}

unsized_shape! {
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
    recorded_as!(Vec<T>);

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
