//! Capabilities: what can be done with one argument, or with a method's value, as function pointers. They are found by
//! autoref where the mock is made, so that no bound is asked of the user's types; those of basic types are known.
//!
//! A method of a probe is there several times, each on a rung of a ladder, and the first rung whose bounds hold is taken. The
//! order is that in which the compiler looks for a method of a `&Probe`:
//!
//! 1. one of `Probe`'s own, which takes `&self`;
//! 2. one of a trait of `Probe`, which takes `&self`;
//! 3. one of a trait of `&Probe`, which takes `&self`;
//! 4. one of a trait of `Probe`, which takes `self`.
//!
//! What most types have is on the first one: it costs the least to find.

use std::fmt;
use std::marker::PhantomData;

use crate::giving::{self, Cloning, Guarded};
use crate::kind::Kind;
use crate::known;
use crate::method::{KindOf, MethodType};
use crate::param::{Keepable, Param, Ref, Showable, Val};
use crate::streaming::EmptyStream;

/// What can be done with one argument.
pub struct Capability<P: Param> {
    /// Takes of the argument what the snapshot is made of. Called only if `kept`.
    pub(crate) keep: for<'x> fn(&'x P::Of<'_>) -> P::Taken<'x>,
    /// Whether a snapshot can be made.
    pub(crate) kept: bool,
    /// Prints the argument, `?` if it has no `Debug`.
    pub(crate) show: fn(P::Seen<'_>, &mut fmt::Formatter<'_>) -> fmt::Result,
}

impl<P: Param> Clone for Capability<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P: Param> Copy for Capability<P> {}

/// What can be done with a method's value.
pub struct ValueCapability<T> {
    /// Makes one from nothing: for relaxed mocks and `return_default`.
    pub(crate) make: Option<fn() -> T>,
    /// Clones what a guard is on.
    pub(crate) cloning: Cloning,
}

impl<T> ValueCapability<T> {
    /// The other way to make one, if there is none.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        ValueCapability { make: self.make.or(other.make), ..self }
    }

    /// The same of a guard.
    #[must_use]
    pub fn cloned_by(self, cloning: Cloning) -> Self {
        ValueCapability { cloning, ..self }
    }
}

/// What can be done with a value of which nothing is known.
pub fn nothing<T>() -> ValueCapability<T> {
    ValueCapability { make: None, cloning: None }
}

fn made_by<T>(make: fn() -> T) -> ValueCapability<T> {
    ValueCapability { make: Some(make), cloning: None }
}

/// What can be done with types of which the macro knows that everything can: cheaper to compile than a probe.
pub trait Known {
    /// Everything.
    fn known() -> Self;
}

/// What is known of a type.
pub fn known<T: Known>() -> T {
    T::known()
}

impl<P: Keepable + Showable> Known for Capability<P> {
    fn known() -> Self {
        Capability { kept: true, keep: P::keep, show: P::show }
    }
}

impl<T: Default> Known for ValueCapability<T> {
    fn known() -> Self {
        ValueCapability { make: Some(T::default), cloning: None }
    }
}

/// Adds to what a generic mock knows of a type where it is written what is known when it runs.
macro_rules! or_known {
    ($($marker:ident, $keep:expr, $show:expr;)*) => {$(
        impl<T: 'static> Capability<$marker<T>> {
            /// The same, or what is known of the type.
            #[must_use]
            pub fn or_known(self) -> Self {
                if self.kept || !known::is_known::<T>() {
                    return self;
                }
                Capability { kept: true, keep: $keep, show: $show }
            }
        }
    )*};
}

or_known! {
    Val, |value| known::clone(value).expect(KNOWN), known::show;
    Ref, |value| known::clone(*value).expect(KNOWN), known::show;
}

const KNOWN: &str = "a known type can be cloned";

fn cannot_keep<'x, P: Param>(_: &'x P::Of<'_>) -> P::Taken<'x> {
    unreachable!("an argument without a snapshot is not kept")
}

fn show_nothing<P: Param>(_: P::Seen<'_>, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    out.write_str("?")
}

/// Asks what a type can do; see the head of this module.
pub struct Probe<T: ?Sized>(PhantomData<fn(&T)>);

impl<T: ?Sized> Clone for Probe<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Probe<T> {}

/// The probe of a type.
#[inline(always)]
pub fn probe<T: ?Sized + 'static>() -> &'static Probe<T> {
    &Probe(PhantomData)
}

impl<P: Param + Keepable + Showable> Probe<P> {
    /// The first rung for parameters.
    pub fn capability(&self) -> Capability<P> {
        Capability { kept: true, keep: P::keep, show: P::show }
    }
}

/// Declares a further rung of the ladder for parameters.
macro_rules! rung {
    ($trait:ident $(: $bound:ident)? for $probe:ty, $this:ident: $of_this:ty, kept: $kept:literal, keep: $keep:expr, show: $show:expr) => {
        #[doc(hidden)]
        pub trait $trait<P: Param> {
            fn capability($this: $of_this) -> Capability<P>;
        }

        impl<P: Param $(+ $bound)?> $trait<P> for $probe {
            fn capability($this: $of_this) -> Capability<P> {
                Capability { kept: $kept, keep: $keep, show: $show }
            }
        }
    };
}

rung!(Silent: Keepable for Probe<P>, self: &Self, kept: true, keep: P::keep, show: show_nothing::<P>);
rung!(Fleeting: Showable for &Probe<P>, self: &Self, kept: false, keep: cannot_keep::<P>, show: P::show);
rung!(Opaque for Probe<P>, self: Self, kept: false, keep: cannot_keep::<P>, show: show_nothing::<P>);

/// The value of a method.
type ValueOf<M> = <KindOf<M> as Kind>::Value;

/// Asks what can be done with a value.
pub struct ValueProbe<V>(PhantomData<fn() -> V>);

/// The probe of a method's value.
#[inline(always)]
pub fn value_of<M: MethodType>() -> &'static ValueProbe<ValueOf<M>> {
    &ValueProbe(PhantomData)
}

/// What a rung for values gives: a function, so that the macro need not write a closure around it.
type ToValue<V> = fn() -> ValueCapability<V>;

impl<V: Default> ValueProbe<V> {
    /// The first rung for values.
    #[inline]
    pub fn default(&self) -> ToValue<V> {
        known
    }
}

/// The second rung for values: a `Result` is made of the default of what is `Ok`.
#[doc(hidden)]
pub trait OkDefault<V> {
    fn default(&self) -> ToValue<V>;
}

impl<T: Default, E> OkDefault<Result<T, E>> for ValueProbe<Result<T, E>> {
    #[inline]
    fn default(&self) -> ToValue<Result<T, E>> {
        || made_by(|| Ok(T::default()))
    }
}

/// The last rung for values.
#[doc(hidden)]
pub trait NoDefault<V> {
    fn default(&self) -> ToValue<V>;
}

impl<V> NoDefault<V> for &ValueProbe<V> {
    #[inline]
    fn default(&self) -> ToValue<V> {
        nothing
    }
}

impl<V: EmptyStream> ValueProbe<V> {
    /// The first rung for streams: an empty one.
    pub fn stream(&self) -> ValueCapability<V> {
        made_by(EmptyStream::empty)
    }
}

/// The last.
#[doc(hidden)]
pub trait NoStream<V> {
    fn stream(&self) -> ValueCapability<V>;
}

impl<V> NoStream<V> for &ValueProbe<V> {
    fn stream(&self) -> ValueCapability<V> {
        nothing()
    }
}

impl<V: Guarded<Content: Clone>> ValueProbe<V> {
    /// The first rung for what a guard is on.
    pub fn cloning(&self) -> Cloning {
        giving::cloning::<V::Content>()
    }
}

/// The last.
#[doc(hidden)]
pub trait OtherContent {
    fn cloning(&self) -> Cloning;
}

impl<V> OtherContent for &ValueProbe<V> {
    fn cloning(&self) -> Cloning {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::{Async, Borrowed, Owned, Tied};
    use crate::method::Method;

    struct Plain;
    #[derive(Clone)]
    struct Silent_;
    #[derive(Debug)]
    struct Fleeting_;

    #[test]
    fn the_first_rung_that_holds_is_taken() {
        let full = probe::<Ref<str>>().capability();
        let silent = probe::<Val<Silent_>>().capability();
        let fleeting = probe::<Val<Fleeting_>>().capability();
        let opaque = probe::<Val<Plain>>().capability();
        assert_eq!((full.kept, silent.kept, fleeting.kept, opaque.kept), (true, true, false, false));
        assert_eq!((full.keep)(&"x"), "x");
    }

    #[test]
    fn defaults_are_found() {
        assert_eq!(
            value_of::<Method<(), Owned<Result<u32, Plain>>>>().default()().make.map(|f| f().is_ok()),
            Some(true)
        );
        assert_eq!(value_of::<Method<(), Async<Option<Plain>>>>().default()().make.map(|f| f().is_none()), Some(true));
        assert_eq!(value_of::<Method<(), Borrowed<str>>>().default()().make.map(|f| f()), Some(String::new()));
        assert!(value_of::<Method<(), Owned<Plain>>>().default()().make.is_none());
        assert!(value_of::<Method<(), Owned<Result<Plain, u32>>>>().default()().make.is_none());
        assert!(value_of::<Method<(Ref<str>,), Tied<Ref<str>>>>().default()().make.is_none());
    }
}
