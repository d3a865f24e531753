//! Capabilities: what can be done with one argument, or with a method's value, as function pointers. They are found by
//! autoref where the mock is made, so that no bound is asked of the user's types; those of basic types are known.
//!
//! The probe's methods are called on `&&&&Probe`: the first rung of the ladder whose bounds hold is taken.

use std::fmt;
use std::marker::PhantomData;

use crate::param::{Keepable, Param, Showable};

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

/// As [`Known::known`].
pub fn known<T: Known>() -> T {
    T::known()
}

/// The default of a `Result` whose value is known to have one.
pub fn known_ok<T: std::default::Default, E>() -> Default<Result<T, E>> {
    Some(|| Ok(T::default()))
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

fn cannot_keep<'x, P: Param>(_: &'x P::Of<'_>) -> P::Taken<'x> {
    unreachable!("an argument without a snapshot is not kept")
}

fn show_nothing<P: Param>(_: P::Seen<'_>, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    out.write_str("?")
}

/// Asks what a type can do; see the head of this module.
pub struct Probe<T: ?Sized>(PhantomData<fn(&T)>);

impl<T: ?Sized> Probe<T> {
    /// The one value.
    pub const NEW: Self = Probe(PhantomData);
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

/// Declares a rung of the ladder for values.
macro_rules! default_rung {
    ($trait:ident<$($generic:ident),*> for $probe:ty, $value:ty, [$($bound:tt)*], $make:expr) => {
        #[doc(hidden)]
        pub trait $trait<T> {
            fn default(&self) -> Default<T>;
        }

        impl<$($generic),*> $trait<$value> for $probe
        where
            $($bound)*
        {
            fn default(&self) -> Default<$value> {
                $make
            }
        }
    };
}

default_rung!(OkDefault<T, E> for &&Probe<Result<T, E>>, Result<T, E>, [T: std::default::Default], Some(|| Ok(T::default())));
default_rung!(AnyDefault<T> for &Probe<T>, T, [T: std::default::Default], Some(T::default));
default_rung!(NoDefault<T> for Probe<T>, T, [], None);

#[cfg(test)]
// As the macro writes it: as many references as the ladder has rungs, whichever is taken.
#[allow(clippy::needless_borrow)]
mod tests {
    use super::*;
    use crate::param::{Ref, Val};

    struct Plain;
    #[derive(Clone)]
    struct Silent_;
    #[derive(Debug)]
    struct Fleeting_;

    #[test]
    fn the_first_rung_that_holds_is_taken() {
        let full = (&&&&Probe::<Ref<str>>::NEW).capability();
        let silent = (&&&&Probe::<Val<Silent_>>::NEW).capability();
        let fleeting = (&&&&Probe::<Val<Fleeting_>>::NEW).capability();
        let opaque = (&&&&Probe::<Val<Plain>>::NEW).capability();
        assert_eq!((full.kept, silent.kept, fleeting.kept, opaque.kept), (true, true, false, false));
        assert_eq!((full.keep)(&"x"), "x");
    }

    #[test]
    fn defaults_are_found() {
        assert_eq!((&&&Probe::<Result<u32, Plain>>::NEW).default().map(|f| f().is_ok()), Some(true));
        assert_eq!((&&&Probe::<Option<Plain>>::NEW).default().map(|f| f().is_none()), Some(true));
        assert_eq!((&&&Probe::<u32>::NEW).default().map(|f| f()), Some(0));
        assert!((&&&Probe::<Plain>::NEW).default().is_none());
    }
}
