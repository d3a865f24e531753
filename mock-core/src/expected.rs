//! Expected values: what `with_args` and the assertions take, in the shape of the call itself.
//!
//! The comparison is `expected == argument`, in that direction, so that [`ANY`] can equal everything.

use std::any::type_name;
use std::borrow::Borrow;
use std::fmt;

use crate::capability::Capability;
use crate::lookalike;
use crate::param::{Mut, OptRef, Param, Ref, Val};
use crate::plain;
use crate::shape::Shape;

/// Equals anything, inside `with_args` and the assertions. Python's `mock.ANY`.
///
/// ```
/// use asyncmock::{ANY, automock};
///
/// #[automock]
/// trait Cat {
///     fn feed(&self, food: &str, grams: u32);
/// }
///
/// let cat = MockCat::new();
/// cat.expect_feed().with_args("fish", ANY);
/// cat.feed("fish", 80);
/// cat.calls_to_feed().assert_called_once_with(ANY, 80);
/// ```
pub const ANY: Any = Any;

/// The type of [`ANY`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Any;

impl<T: ?Sized> PartialEq<T> for Any {
    fn eq(&self, _: &T) -> bool {
        true
    }
}

/// An expected value of type `E` can be compared with this parameter.
#[diagnostic::on_unimplemented(
    message = "`{E}` can't be compared with this argument",
    label = "an expected value has the shape of the call",
    note = "write `&value` for a `&T` parameter, and `&mut value` for a `&mut T` one; `asyncmock::ANY` equals anything"
)]
pub trait ParamEq<E>: Param {
    /// Whether the argument is the expected one.
    fn equals(expected: &E, seen: Self::Seen<'_>) -> bool;
    /// Prints the expected value, with the `Debug` of the argument's type where it is of that type.
    fn show_expected(expected: &E, capability: &Capability<Self>, out: &mut fmt::Formatter<'_>) -> fmt::Result
    where
        Self: Sized;
}

/// An expected value of type `E` can be kept until the call.
#[diagnostic::on_unimplemented(
    message = "`{E}` can't be compared with this argument",
    label = "an expected value has the shape of the call",
    note = "write `&value` for a `&T` parameter, and `&mut value` for a `&mut T` one; `asyncmock::ANY` equals anything"
)]
pub trait ParamExpect<E>: ParamEq<E> {
    /// What is kept.
    type Stored: StoredExpected<Self>;
    /// Keeps the expected value.
    fn store(expected: E) -> Self::Stored;
}

/// An expected value that was kept until the call.
pub trait StoredExpected<P: Param + ?Sized>: Send + 'static {
    /// Whether the argument is the expected one.
    fn equals(&self, seen: P::Seen<'_>) -> bool;
    /// Prints the expected value.
    fn show(&self, capability: &Capability<P>, out: &mut fmt::Formatter<'_>) -> fmt::Result
    where
        P: Sized;
    /// The [fingerprint](crate::plain) of the expected value, if it is plain.
    fn fingerprint(&self) -> Option<u64> {
        None
    }
    /// Whether it is [`ANY`].
    fn is_any(&self) -> bool {
        false
    }
}

/// An expected value that is kept as it is.
pub struct Itself<E>(pub E);

/// An expected value that was given by reference.
pub struct OwnedFrom<U: ?Sized + ToOwned>(U::Owned);

/// An expected optional reference.
pub struct OptOwnedFrom<T: ?Sized + Shape>(Option<T::Owned>);

impl<P: ParamEq<E>, E: Send + 'static> StoredExpected<P> for Itself<E> {
    fn equals(&self, seen: P::Seen<'_>) -> bool {
        P::equals(&self.0, seen)
    }
    fn show(&self, capability: &Capability<P>, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        P::show_expected(&self.0, capability, out)
    }
    fn fingerprint(&self) -> Option<u64> {
        plain::fingerprint(&self.0)
    }
    fn is_any(&self) -> bool {
        is_any(&self.0)
    }
}

/// Whether a value is [`ANY`].
pub(crate) fn is_any<E: ?Sized>(expected: &E) -> bool {
    lookalike::view::<E, Any>(expected).is_some()
}

/// Prints a value that is not of the argument's type: text as text, `ANY` as itself, others by their type's name.
pub fn show_foreign<E: ?Sized>(expected: &E, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    if is_any(expected) {
        out.write_str("ANY")
    } else if let Some(text) = lookalike::view::<E, str>(expected) {
        fmt::Debug::fmt(text, out)
    } else if let Some(text) = lookalike::view::<E, &str>(expected) {
        fmt::Debug::fmt(text, out)
    } else {
        write!(out, "<{}>", type_name::<E>())
    }
}

impl<T: 'static, E: PartialEq<T>> ParamEq<E> for Val<T> {
    fn equals(expected: &E, seen: &T) -> bool {
        expected == seen
    }

    fn show_expected(expected: &E, capability: &Capability<Self>, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match lookalike::view::<E, T>(expected) {
            Some(same) => (capability.show)(same, out),
            None => show_foreign(expected, out),
        }
    }
}

impl<T: 'static, E: PartialEq<T> + Send + 'static> ParamExpect<E> for Val<T> {
    type Stored = Itself<E>;

    fn store(expected: E) -> Itself<E> {
        Itself(expected)
    }
}

/// Prints the target of an expected reference.
fn show_target<P, T, U>(expected: &U, capability: &Capability<P>, out: &mut fmt::Formatter<'_>) -> fmt::Result
where
    P: for<'a> Param<Seen<'a> = &'a T>,
    T: ?Sized + Shape,
    U: ?Sized,
{
    match T::recognise(expected) {
        Some(same) => (capability.show)(same, out),
        None => show_foreign(expected, out),
    }
}

/// Implements the comparison of a reference parameter with expected references.
macro_rules! by_reference {
    ($marker:ident, $($qualifier:tt)*) => {
        impl<'x, T, U> ParamEq<&'x $($qualifier)* U> for $marker<T>
        where
            T: ?Sized + Shape,
            U: ?Sized + PartialEq<T>,
        {
            fn equals(expected: &&'x $($qualifier)* U, seen: &T) -> bool {
                **expected == *seen
            }

            fn show_expected(
                expected: &&'x $($qualifier)* U,
                capability: &Capability<Self>,
                out: &mut fmt::Formatter<'_>,
            ) -> fmt::Result {
                show_target::<Self, T, U>(expected, capability, out)
            }
        }

        impl<'x, T, U> ParamExpect<&'x $($qualifier)* U> for $marker<T>
        where
            T: ?Sized + Shape,
            U: ?Sized + PartialEq<T> + ToOwned + 'static,
            U::Owned: Send + 'static,
        {
            type Stored = OwnedFrom<U>;

            fn store(expected: &'x $($qualifier)* U) -> OwnedFrom<U> {
                OwnedFrom(expected.to_owned())
            }
        }

        impl<T, U> StoredExpected<$marker<T>> for OwnedFrom<U>
        where
            T: ?Sized + Shape,
            U: ?Sized + PartialEq<T> + ToOwned + 'static,
            U::Owned: Send + 'static,
        {
            fn equals(&self, seen: &T) -> bool {
                *Borrow::<U>::borrow(&self.0) == *seen
            }
            fn show(&self, capability: &Capability<$marker<T>>, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                show_target::<$marker<T>, T, U>(self.0.borrow(), capability, out)
            }
            fn fingerprint(&self) -> Option<u64> {
                plain::fingerprint::<U>(self.0.borrow())
            }
        }
    };
}

by_reference!(Ref,);
by_reference!(Mut, mut);

impl<'x, T> ParamEq<Option<&'x T>> for OptRef<T>
where
    T: ?Sized + Shape + PartialEq,
{
    fn equals(expected: &Option<&'x T>, seen: &Option<&T>) -> bool {
        match (expected, seen) {
            (Some(expected), Some(seen)) => **expected == **seen,
            (None, None) => true,
            _ => false,
        }
    }

    fn show_expected(
        expected: &Option<&'x T>,
        capability: &Capability<Self>,
        out: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        (capability.show)(expected, out)
    }
}

impl<'x, T> ParamExpect<Option<&'x T>> for OptRef<T>
where
    T: ?Sized + Shape + PartialEq + ToOwned<Owned = <T as Shape>::Owned>,
    <T as Shape>::Owned: Send,
{
    type Stored = OptOwnedFrom<T>;

    fn store(expected: Option<&'x T>) -> OptOwnedFrom<T> {
        OptOwnedFrom(expected.map(T::to_owned))
    }
}

impl<T> StoredExpected<OptRef<T>> for OptOwnedFrom<T>
where
    T: ?Sized + Shape + PartialEq,
    T::Owned: Send,
{
    fn equals(&self, seen: &Option<&T>) -> bool {
        OptRef::<T>::equals(&self.0.as_ref().map(T::lend), seen)
    }
    fn show(&self, capability: &Capability<OptRef<T>>, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        OptRef::<T>::show_expected(&self.0.as_ref().map(T::lend), capability, out)
    }
}

/// Lets [`ANY`] stand for arguments that are not taken by value; [`Val`] has it from the blanket `PartialEq`.
macro_rules! any_reference {
    ($($marker:ident: $bound:ident),*) => {$(
        impl<T: ?Sized + $bound> ParamEq<Any> for $marker<T> {
            fn equals(_: &Any, _: Self::Seen<'_>) -> bool {
                true
            }
            fn show_expected(_: &Any, _: &Capability<Self>, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("ANY")
            }
        }

        impl<T: ?Sized + $bound> ParamExpect<Any> for $marker<T> {
            type Stored = Itself<Any>;

            fn store(expected: Any) -> Itself<Any> {
                Itself(expected)
            }
        }
    )*};
}

any_reference!(Ref: Shape, Mut: Shape, OptRef: Shape);
