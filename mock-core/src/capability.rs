//! Capabilities: what can be done with one argument, or with a method's value, as function pointers. They are found by
//! autoref where the mock is made, so that no bound is asked of the user's types; those of basic types are known.
//!
//! The methods of a probe are called through as many references as the ladder has rungs: the first rung of the ladder whose bounds hold is taken.

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

impl<T: std::default::Default> Known for Default<T> {
    fn known() -> Self {
        Some(T::default)
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

/// As many references as the longest ladder has rungs.
type Ladder<T> = &'static &'static &'static &'static Probe<T>;

/// The probe of a type.
#[inline(always)]
pub fn probe<T: ?Sized + 'static>() -> Ladder<T> {
    &&&&Probe(PhantomData)
}

/// Declares a rung of the ladder for parameters.
macro_rules! rung {
    ($trait:ident for $probe:ty, $($bound:ident)*, kept: $kept:literal, keep: $keep:expr, show: $show:expr) => {
        #[doc(hidden)]
        pub trait $trait<P: Param> {
            fn capability(&self) -> Capability<P>;
        }

        impl<P: Param $(+ $bound)*> $trait<P> for $probe {
            fn capability(&self) -> Capability<P> {
                Capability { kept: $kept, keep: $keep, show: $show }
            }
        }
    };
}

rung!(Full for &&&Probe<P>, Keepable Showable, kept: true, keep: P::keep, show: P::show);
rung!(Silent for &&Probe<P>, Keepable, kept: true, keep: P::keep, show: show_nothing::<P>);
rung!(Fleeting for &Probe<P>, Showable, kept: false, keep: cannot_keep::<P>, show: P::show);
rung!(Opaque for Probe<P>, , kept: false, keep: cannot_keep::<P>, show: show_nothing::<P>);

/// How a value is made from nothing, if it can be: for relaxed mocks and `return_default`.
pub(crate) type Default<T> = Option<fn() -> T>;

/// The value of a method.
type ValueOf<M> = <KindOf<M> as Kind>::Value;

/// The first rung for values: a `Result` is made of the default of what is `Ok`.
#[doc(hidden)]
pub trait OkDefault<M: MethodType> {
    fn value(&self) -> Default<ValueOf<M>>;
}

impl<M, T, E> OkDefault<M> for &&Probe<M>
where
    M: MethodType<Kind: Kind<Value = Result<T, E>>>,
    T: std::default::Default,
{
    fn value(&self) -> Default<Result<T, E>> {
        Some(|| Ok(T::default()))
    }
}

/// The second rung for values.
#[doc(hidden)]
pub trait AnyDefault<M: MethodType> {
    fn value(&self) -> Default<ValueOf<M>>;
}

impl<M: MethodType> AnyDefault<M> for &Probe<M>
where
    ValueOf<M>: std::default::Default,
{
    fn value(&self) -> Default<ValueOf<M>> {
        Some(<ValueOf<M> as std::default::Default>::default)
    }
}

/// The last rung for values.
#[doc(hidden)]
pub trait NoDefault<M: MethodType> {
    fn value(&self) -> Default<ValueOf<M>>;
}

impl<M: MethodType> NoDefault<M> for Probe<M> {
    fn value(&self) -> Default<ValueOf<M>> {
        None
    }
}

/// The first rung for streams: an empty one.
#[doc(hidden)]
pub trait StreamDefault<M: MethodType> {
    fn stream(&self) -> Default<ValueOf<M>>;
}

impl<M> StreamDefault<M> for &Probe<M>
where
    M: MethodType<Kind: Kind<Value: EmptyStream>>,
{
    fn stream(&self) -> Default<ValueOf<M>> {
        Some(EmptyStream::empty)
    }
}

/// The last.
#[doc(hidden)]
pub trait NoStream<M: MethodType> {
    fn stream(&self) -> Default<ValueOf<M>>;
}

impl<M: MethodType> NoStream<M> for Probe<M> {
    fn stream(&self) -> Default<ValueOf<M>> {
        None
    }
}

/// The first rung for what a guard is on.
#[doc(hidden)]
pub trait ClonedContent {
    fn cloning(&self) -> Cloning;
}

impl<M> ClonedContent for &Probe<M>
where
    M: MethodType<Kind: Kind<Value: Guarded<Content: Clone>>>,
{
    fn cloning(&self) -> Cloning {
        giving::cloning::<<ValueOf<M> as Guarded>::Content>()
    }
}

/// The last.
#[doc(hidden)]
pub trait OtherContent {
    fn cloning(&self) -> Cloning;
}

impl<M: MethodType> OtherContent for Probe<M> {
    fn cloning(&self) -> Cloning {
        None
    }
}

/// What is known of methods that give no guard.
pub fn no_guard() -> Cloning {
    None
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
        assert_eq!(probe::<Method<(), Owned<Result<u32, Plain>>>>().value().map(|f| f().is_ok()), Some(true));
        assert_eq!(probe::<Method<(), Async<Option<Plain>>>>().value().map(|f| f().is_none()), Some(true));
        assert_eq!(probe::<Method<(), Borrowed<str>>>().value().map(|f| f()), Some(String::new()));
        assert!(probe::<Method<(), Owned<Plain>>>().value().is_none());
        assert!(probe::<Method<(), Owned<Result<Plain, u32>>>>().value().is_none());
        assert!(probe::<Method<(Ref<str>,), Tied<Ref<str>>>>().value().is_none());
    }
}
