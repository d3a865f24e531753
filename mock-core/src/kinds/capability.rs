//! Capabilities: what can be done with an argument, or with a method's value. They are found where the mock is made, as
//! constants, so that no bound is asked of the user's types; those of basic types are known.
//!
//! A probe has each constant twice: as its own, where certain bounds hold, and by a trait, for all types. The compiler takes
//! its own where that applies.

use std::marker::PhantomData;

use crate::doubles::guard_forms;
use crate::doubles::guard_forms::Guarded;
use crate::doubles::stream_forms::EmptyStream;
use crate::kinds::kind::Kind;
use crate::kinds::method_type::KindOf;
use crate::values::description::{Codec, Described, DescribedValue, Keep, Show, Ways};
use crate::values::known;
use crate::values::param::{
    KeepOf, Keepable, Mut, Param, Ref, Retainable, Sharing, ShowOf, Showable, StaticMut, StaticRef, Unshared, Val,
};

/// Asks what can be done with an argument.
pub struct Probe<P>(PhantomData<fn(P)>);

impl<P: Keepable> Probe<P> {
    /// How a snapshot is made.
    pub const KEEP: KeepOf<P> = P::KEEP;
}

impl<P: Unshared> Probe<P> {
    /// How one is made that shares nothing, of a pointer to something shared.
    pub const UNSHARED: KeepOf<P> = P::KEEP;
}

impl<P: Sharing> Probe<P> {
    /// Whether it is such a pointer.
    pub const SHARES: bool = true;
}

impl<P: Showable> Probe<P> {
    /// How it is printed.
    pub const SHOW: ShowOf<P> = P::SHOW;
}

/// What holds of every argument.
#[doc(hidden)]
pub trait Anything<P> {
    const KEEP: KeepOf<P>;
    const UNSHARED: KeepOf<P>;
    const SHARES: bool;
    const SHOW: ShowOf<P>;
}

impl<P: Param> Anything<P> for Probe<P> {
    const KEEP: KeepOf<P> = KeepOf::NOT;
    const UNSHARED: KeepOf<P> = KeepOf::NOT;
    const SHARES: bool = false;
    const SHOW: ShowOf<P> = ShowOf::NOT;
}

impl<P: Param> Described<P> {
    /// What a probe has found.
    pub const fn found(keep: KeepOf<P>, show: ShowOf<P>) -> Self {
        Described::new(Ways { keep: keep.0, show: show.0 }).kept_as(keep.1)
    }

    /// What a probe has found, of a type that may be a pointer to something shared.
    pub const fn found_unshared(keep: KeepOf<P>, shares: bool, unshared: KeepOf<P>, show: ShowOf<P>) -> Self {
        Self::found(if shares { unshared } else { keep }, show)
    }
}

/// What can be done with an argument that is to be kept, whether or not it can be compared.
pub const fn retained<P: Retainable>(show: ShowOf<P>) -> Described<P> {
    Described::found(P::RETAIN, show)
}

/// What can be done with one that is to be ignored.
pub const fn ignored<P: Param>() -> Described<P> {
    Described::new(Ways { keep: Keep::Not, show: Some(Show::Ignored) })
}

/// What can be done with types of which the macro knows that everything can: cheaper to compile than a probe.
pub trait Known {
    /// Everything.
    const KNOWN: Self;
}

/// What is known of a type.
pub const fn known<T: Known>() -> T {
    T::KNOWN
}

impl<P: Basic> Known for Described<P> {
    const KNOWN: Self = Described::found(<P as Basic>::KEEP, P::SHOW);
}

/// A parameter of a basic type.
pub trait Basic: Showable {
    /// How its snapshot is made: bit by bit, or as text.
    #[doc(hidden)]
    const KEEP: KeepOf<Self>;
}

macro_rules! basic {
    ($($ty:ty)*) => {$(
        basic!(@ KeepOf::BITS, Val<$ty> Ref<$ty> Mut<$ty> StaticMut<$ty>);
        basic!(@ KeepOf::REFERENCE, StaticRef<$ty>);
    )*};
    (@ $keep:expr, $($param:ty)*) => {$(
        impl Basic for $param {
            const KEEP: KeepOf<Self> = $keep;
        }
    )*};
}

basic!(() u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64 bool char);
basic!(@ <Self as Keepable>::KEEP, Ref<str> Mut<str> StaticRef<str> StaticMut<str>);

impl<T: Default + Send + 'static> Known for DescribedValue<T> {
    const KNOWN: Self = DescribedValue::new(Some(make::<T>), None).sent(true);
}

/// Makes a default.
unsafe fn make<T: Default>(to: *mut ()) {
    // SAFETY: there is room for the value.
    unsafe { std::ptr::write(to as *mut T, T::default()) };
}

/// A parameter of a type of which a generic mock may know more when it runs than where it is written.
#[doc(hidden)]
pub trait Generic: Param {
    const ASK: fn() -> Option<&'static Ways>;
}

impl<T: 'static> Generic for Val<T> {
    const ASK: fn() -> Option<&'static Ways> = known::ways::<T>;
}

impl<T: 'static> Generic for Ref<T> {
    const ASK: fn() -> Option<&'static Ways> = known::ways::<T>;
}

impl<P: Generic> Described<P> {
    /// The same, or what is known of the type when the mock runs.
    #[must_use]
    pub const fn or_known(self) -> Self {
        match self.ways().keep {
            Keep::Not => Described::asking(self.ways(), Some(P::ASK)),
            _ => self,
        }
    }
}

/// Asks what can be done with the value of a method.
pub struct ValueProbe<V>(PhantomData<fn() -> V>);

/// The probe of a method's value.
pub type ValueOf<M> = ValueProbe<<KindOf<M> as Kind>::Value>;

impl<V: Default + 'static> ValueProbe<V> {
    /// Made from nothing.
    pub const DEFAULT: DescribedValue<V> = DescribedValue::new(Some(make::<V>), None);
}

impl<V: Send> ValueProbe<V> {
    /// Whether it can be sent.
    pub const SENT: bool = true;
}

impl<T: Default + 'static, E: 'static> ValueProbe<Result<T, E>> {
    /// The default of what is `Ok`.
    pub const OK: DescribedValue<Result<T, E>> = {
        unsafe fn make<T: Default, E>(to: *mut ()) {
            // SAFETY: there is room for the value.
            unsafe { std::ptr::write(to as *mut Result<T, E>, Ok(T::default())) };
        }
        DescribedValue::new(Some(make::<T, E>), None)
    };
}

impl<V: EmptyStream + 'static> ValueProbe<V> {
    /// An empty stream.
    pub const STREAM: DescribedValue<V> = {
        unsafe fn make<V: EmptyStream>(to: *mut ()) {
            // SAFETY: there is room for the value.
            unsafe { std::ptr::write(to as *mut V, V::empty()) };
        }
        DescribedValue::new(Some(make::<V>), None)
    };
}

impl<V: Guarded<Content: Clone> + 'static> ValueProbe<V> {
    /// A guard on what can be cloned.
    pub const GUARD: DescribedValue<V> = DescribedValue::new(None, guard_forms::cloning::<V::Content>());
}

#[cfg(feature = "serde")]
impl<V: serde::Serialize + serde::de::DeserializeOwned + 'static> ValueProbe<V> {
    /// Written as JSON, and read back.
    pub const RECORDED: Option<&'static Codec> = {
        unsafe fn write<V: serde::Serialize>(value: *const ()) -> Result<String, String> {
            // SAFETY: it is such a value.
            serde_json::to_string(unsafe { &*value.cast::<V>() }).map_err(|error| error.to_string())
        }
        unsafe fn read<V: serde::de::DeserializeOwned>(text: &str, to: *mut ()) -> Result<(), String> {
            let value: V = serde_json::from_str(text).map_err(|error| error.to_string())?;
            // SAFETY: there is room for the value.
            unsafe { std::ptr::write(to.cast::<V>(), value) };
            Ok(())
        }
        Some(const { &Codec { write: write::<V>, read: read::<V> } })
    };
}

/// What holds of every value.
#[doc(hidden)]
pub trait AnyValue<V> {
    const DEFAULT: DescribedValue<V>;
    const OK: DescribedValue<V>;
    const STREAM: DescribedValue<V>;
    const GUARD: DescribedValue<V>;
    const SENT: bool;
    const RECORDED: Option<&'static Codec>;
}

impl<V: 'static> AnyValue<V> for ValueProbe<V> {
    const DEFAULT: DescribedValue<V> = nothing();
    const OK: DescribedValue<V> = nothing();
    const STREAM: DescribedValue<V> = nothing();
    const GUARD: DescribedValue<V> = nothing();
    const SENT: bool = false;
    const RECORDED: Option<&'static Codec> = None;
}

/// What can be done with a value of which nothing is known.
pub const fn nothing<V: 'static>() -> DescribedValue<V> {
    DescribedValue::new(None, None)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::kinds::kind::{Async, Borrowed, Owned};
    use crate::values::description::Keep;

    struct Plain;
    #[derive(Clone, PartialEq)]
    struct Silent;
    #[derive(Debug)]
    struct Fleeting;

    #[test]
    fn what_a_type_can_do_is_found() {
        macro_rules! found {
            ($($param:ty),*) => {[$((!matches!(Probe::<$param>::KEEP.0, Keep::Not), Probe::<$param>::SHOW.0.is_some())),*]};
        }
        let found = found!(Ref<str>, Val<Silent>, Val<Fleeting>, Val<Plain>);
        assert_eq!(found, [(true, true), (true, false), (false, true), (false, false)]);
    }

    #[test]
    fn a_pointer_is_kept_only_as_one_to_a_copy() {
        macro_rules! unshared {
            ($($param:ty),*) => {[$((
                Probe::<$param>::SHARES,
                !matches!(Probe::<$param>::UNSHARED.0, Keep::Not),
            )),*]};
        }
        let found = unshared!(Val<Arc<Silent>>, Val<Arc<Plain>>, Ref<Arc<str>>, Val<Arc<dyn Fn()>>, Val<Silent>);
        assert_eq!(found, [(true, true), (true, false), (true, true), (true, false), (false, false)]);
    }

    #[test]
    fn defaults_are_found() {
        macro_rules! made {
            ($kind:ty) => {
                ValueProbe::<<$kind as Kind>::Value>::DEFAULT
                    .or(ValueProbe::<<$kind as Kind>::Value>::OK)
                    .0
                    .make
                    .is_some()
            };
        }
        assert!(made!(Owned<Result<u32, Plain>>));
        assert!(made!(Async<Option<Plain>>));
        assert!(made!(Borrowed<str>));
        assert!(!made!(Owned<Plain>));
        assert!(!made!(Owned<Result<Plain, u32>>));
    }
}
