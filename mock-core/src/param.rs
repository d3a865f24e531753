//! Parameter markers: one type per way of taking an argument (`Val<u32>`, `Ref<str>`), which names the argument's type
//! for any lifetime. Closures of the user's are inferred through them, and nothing is generated per method.

use std::marker::PhantomData;

use crate::shape::Shape;

/// How one argument is taken.
pub trait Param: 'static {
    /// The argument as the method receives it.
    type Of<'a>;
    /// The argument as predicates and `withf` see it: `&T` for `T` and for `&T`, as in mockall.
    type Seen<'a>: Copy;
    /// What a predicate of `with` is asked about.
    type Item<'a>: ?Sized;
    /// The snapshot that the journal keeps.
    type Kept: 'static;
    /// A snapshot, borrowed so that it can be [seen](Param::see_again).
    type Again<'a>;
    /// What is taken of the argument for a snapshot, before the journal is locked.
    type Taken<'x>;
    /// The snapshot as it is written down, until somebody reads it.
    type Raw: 'static;

    /// Writes a snapshot down; text goes to the end of `text`.
    fn write(taken: Self::Taken<'_>, text: &mut String) -> Self::Raw;
    /// Reads a snapshot back.
    fn read(raw: Self::Raw, text: &str) -> Self::Kept;

    /// Looks at the argument.
    fn see<'x>(argument: &'x Self::Of<'_>) -> Self::Seen<'x>;
    /// Borrows a snapshot.
    fn again(kept: &Self::Kept) -> Self::Again<'_>;
    /// Looks at a borrowed snapshot.
    fn see_again<'x>(again: &'x Self::Again<'_>) -> Self::Seen<'x>;
    /// What a predicate of `with` is asked about.
    fn item<'x>(seen: Self::Seen<'x>) -> &'x Self::Item<'x>;
}

/// Says of a [`Param`] that a snapshot can be made.
pub trait Keepable: Param {
    /// Takes of the argument what the snapshot is made of.
    fn keep<'x>(argument: &'x Self::Of<'_>) -> Self::Taken<'x>;
}

/// Says of a [`Param`] that it prints with `Debug`.
pub trait Showable: Param {
    /// Prints the argument.
    fn show(seen: Self::Seen<'_>, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result;
}

/// The snapshot of an argument of which none can be made.
#[derive(Debug)]
pub enum Unkept {}

/// What predicates see of an argument that they can't look at.
pub struct Unseen;

impl std::fmt::Debug for Unseen {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("?")
    }
}

/// An argument taken by value.
pub struct Val<T>(PhantomData<fn(T)>);

/// An argument taken by shared reference.
pub struct Ref<T: ?Sized>(PhantomData<fn(&T)>);

/// An argument taken by mutable reference; kept as it was at the call.
pub struct Mut<T: ?Sized>(PhantomData<fn(&mut T)>);

/// An optional reference, such as `Option<&str>`.
pub struct OptRef<T: ?Sized>(PhantomData<fn(Option<&T>)>);

impl<T: 'static> Param for Val<T> {
    type Of<'a> = T;
    type Seen<'a> = &'a T;
    type Item<'a> = T;
    type Kept = T;
    type Again<'a> = &'a T;
    type Taken<'x> = T;
    type Raw = T;

    #[inline(always)]
    fn write(taken: T, _: &mut String) -> T {
        taken
    }
    fn read(raw: T, _: &str) -> T {
        raw
    }

    fn see(argument: &T) -> &T {
        argument
    }
    fn again(kept: &T) -> &T {
        kept
    }
    fn see_again<'x>(again: &'x &T) -> &'x T {
        again
    }
    fn item<'x>(seen: Self::Seen<'x>) -> &'x Self::Item<'x> {
        seen
    }
}

impl<T: Clone + Send + Sync + 'static> Keepable for Val<T> {
    fn keep<'x>(argument: &'x Self::Of<'_>) -> Self::Taken<'x> {
        argument.clone()
    }
}

impl<T: std::fmt::Debug + 'static> Showable for Val<T> {
    fn show(seen: &T, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        seen.fmt(out)
    }
}

/// Implements [`Param`] for a marker of a reference that is kept in the owned form of its target.
macro_rules! reference {
    ($marker:ident, $($qualifier:tt)*) => {
        impl<T: ?Sized + Shape> Param for $marker<T> {
            type Of<'a> = &'a $($qualifier)* T;
            type Seen<'a> = &'a T;
            type Item<'a> = T;
            type Kept = T::Owned;
            type Again<'a> = &'a T;
            type Taken<'x> = T::Taken<'x>;
            type Raw = T::Raw;

            #[inline(always)]
            fn write(taken: Self::Taken<'_>, text: &mut String) -> Self::Raw {
                T::write(taken, text)
            }
            fn read(raw: Self::Raw, text: &str) -> Self::Kept {
                T::read(raw, text)
            }

            fn see<'x>(argument: &'x Self::Of<'_>) -> &'x T {
                argument
            }
            fn again(kept: &T::Owned) -> &T {
                T::lend(kept)
            }
            fn see_again<'x>(again: &'x &T) -> &'x T {
                again
            }
            fn item<'x>(seen: Self::Seen<'x>) -> &'x Self::Item<'x> {
                seen
            }
        }

        impl<T> Keepable for $marker<T>
        where
            T: ?Sized + Shape + ToOwned<Owned = <T as Shape>::Owned>,
            <T as Shape>::Owned: Send + Sync,
        {
            fn keep<'x>(argument: &'x Self::Of<'_>) -> Self::Taken<'x> {
                T::take_down(argument)
            }
        }

        impl<T: ?Sized + Shape + std::fmt::Debug> Showable for $marker<T> {
            fn show(seen: &T, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                seen.fmt(out)
            }
        }
    };
}

reference!(Ref,);
reference!(Mut, mut);

impl<T: ?Sized + Shape> Param for OptRef<T> {
    type Of<'a> = Option<&'a T>;
    type Seen<'a> = &'a Option<&'a T>;
    type Item<'a> = Option<&'a T>;
    type Kept = Option<T::Owned>;
    type Again<'a> = Option<&'a T>;
    type Taken<'x> = Option<T::Taken<'x>>;
    type Raw = Option<T::Raw>;

    fn write(taken: Self::Taken<'_>, text: &mut String) -> Self::Raw {
        taken.map(|taken| T::write(taken, text))
    }
    fn read(raw: Self::Raw, text: &str) -> Self::Kept {
        raw.map(|raw| T::read(raw, text))
    }

    fn see<'x>(argument: &'x Option<&T>) -> &'x Option<&'x T> {
        argument
    }
    fn again(kept: &Option<T::Owned>) -> Option<&T> {
        kept.as_ref().map(T::lend)
    }
    fn see_again<'x>(again: &'x Option<&T>) -> &'x Option<&'x T> {
        again
    }
    fn item<'x>(seen: Self::Seen<'x>) -> &'x Self::Item<'x> {
        seen
    }
}

impl<T> Keepable for OptRef<T>
where
    T: ?Sized + Shape + ToOwned<Owned = <T as Shape>::Owned>,
    <T as Shape>::Owned: Send + Sync,
{
    fn keep<'x>(argument: &'x Self::Of<'_>) -> Self::Taken<'x> {
        argument.map(T::take_down)
    }
}

impl<T: ?Sized + Shape + std::fmt::Debug> Showable for OptRef<T> {
    fn show(seen: &Option<&T>, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(seen, out)
    }
}
