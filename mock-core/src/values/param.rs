//! Parameter markers: one type per way of taking an argument (`Val<u32>`, `Ref<str>`), which names the argument's type
//! for any lifetime. Closures of the user's are inferred through them, and nothing is generated per method.

use std::fmt;
use std::marker::PhantomData;
use std::ptr;
use std::sync::Arc;

use crate::base::erased::Exactly;
use crate::values::description::{Keep, Prints, Show};
use crate::values::inside::{Build, Inside};
use crate::values::seen::{Scratch, See, Seen};
use crate::values::shape::Shape;

/// How one argument is taken.
pub trait Param: Sized + 'static {
    /// The argument as the method receives it.
    type Of<'a>;
    /// What is seen of it by reference: `T` of a `T` and of a `&T`, as in mockall.
    type Item<'a>: ?Sized;
    /// The snapshot that the journal keeps.
    type Kept: 'static;

    /// Looks at the argument.
    fn see<'x>(argument: &'x Self::Of<'_>) -> &'x Self::Item<'x>;

    /// How that is done without the types.
    #[doc(hidden)]
    const SEE: SeeOf<Self> = SeeOf::<Self>::BY_FUNCTION;
    /// Whether there is never a snapshot.
    #[doc(hidden)]
    const NEVER: NeverOf<Self> = NeverOf::<Self>::NO;
    /// How a snapshot is seen.
    #[doc(hidden)]
    const SEE_KEPT: SeeKeptOf<Self> = SeeKeptOf(See::IN_PLACE, PhantomData);
}

/// How an argument is seen, and of which parameter. Nobody but the core makes one, so none is of another parameter.
pub struct SeeOf<P>(pub(crate) See, Exactly<P>);

/// How a snapshot is seen, and of which parameter.
pub struct SeeKeptOf<P>(pub(crate) See, Exactly<P>);

impl<P: Param> SeeOf<P> {
    const BY_FUNCTION: Self = SeeOf(See::argument::<P>(), PhantomData);
}

/// What predicates and `withf` see of an argument.
pub type SeenOf<'a, P> = &'a <P as Param>::Item<'a>;

/// Says of a [`Param`] that a snapshot can be made: its type is `Clone`, `PartialEq`, `Send` and `Sync`.
///
/// A value that can't be compared serves no assertion, and is often an owner, which a snapshot would keep alive.
pub trait Keepable: Param {
    /// How it is made.
    #[doc(hidden)]
    const KEEP: KeepOf<Self>;
}

/// Says of a [`Param`] that a snapshot can be made if that is asked for, though it can't be compared: its type is `Clone`,
/// `Send` and `Sync`.
#[diagnostic::on_unimplemented(
    message = "this argument can't be kept, as its type is not `Clone + Send + Sync`",
    label = "it is asked for here",
    note = "leave out `keep`: of what is not kept there is the text that `Debug` prints at the call"
)]
pub trait Retainable: Param {
    /// How it is made.
    #[doc(hidden)]
    const RETAIN: KeepOf<Self>;
}

/// Says of a [`Param`] that it is a pointer to something shared, of which a snapshot of its own can be made.
pub trait Unshared: Param {
    /// How it is made.
    #[doc(hidden)]
    const KEEP: KeepOf<Self>;
}

/// Says of a [`Param`] that it is a pointer to something shared.
pub trait Sharing: Param {}

/// Says of a [`Param`] that it prints with `Debug`.
pub trait Showable: Param {
    /// Prints the argument.
    fn show(seen: SeenOf<'_, Self>, out: &mut fmt::Formatter<'_>) -> fmt::Result;

    /// How that is done without the types.
    #[doc(hidden)]
    const SHOW: ShowOf<Self> = ShowOf::<Self>::BY_FUNCTION;
}

/// How a snapshot is made, how it is seen if not as the parameter says, and of which parameter.
pub struct KeepOf<P>(pub(crate) Keep, pub(crate) Option<See>, Exactly<P>);

/// How an argument is printed, if it can be, and of which parameter.
pub struct ShowOf<P>(pub(crate) Option<Show>, Exactly<P>);

impl<P> KeepOf<P> {
    pub(crate) const NOT: Self = KeepOf(Keep::Not, None, PhantomData);
    pub(crate) const BITS: Self = KeepOf(Keep::Bits, None, PhantomData);
    pub(crate) const REFERENCE: Self = KeepOf(Keep::Reference, None, PhantomData);

    const fn by(keep: unsafe fn(Seen, *mut ())) -> Self {
        KeepOf(Keep::By(keep), None, PhantomData)
    }
}

impl<P> KeepOf<P> {
    /// With all parts owned.
    pub const fn inside<B: Build>() -> Self
    where
        P: Param<Kept = Inside<B>> + for<'a> Param<Item<'a> = B::Of<'a>>,
        Inside<B>: Send + Sync,
    {
        KeepOf(Keep::By(Inside::<B>::keep), Some(See::lent(Inside::<B>::see)), PhantomData)
    }

    /// The same of a slice.
    pub const fn inside_slice<B: Build>() -> Self
    where
        P: Param<Kept = Inside<Vec<B>>> + for<'a> Param<Item<'a> = [B::Of<'a>]>,
        Inside<Vec<B>>: Send + Sync,
    {
        KeepOf(Keep::By(Inside::<Vec<B>>::keep_slice), Some(See::lent(Inside::<Vec<B>>::see_slice)), PhantomData)
    }
}

impl<P: Param> ShowOf<P> {
    pub(crate) const NOT: Self = ShowOf(None, PhantomData);
}

impl<P: Showable> ShowOf<P> {
    const BY_FUNCTION: Self = {
        unsafe fn show<P: Showable>(seen: Seen, out: &mut fmt::Formatter<'_>) -> fmt::Result {
            // SAFETY: a description is asked of what its parameter sees.
            P::show(unsafe { seen.get() }, out)
        }
        ShowOf(Some(Show::Seen(show::<P>)), PhantomData)
    };

    /// By the function of the type that is seen, where that can be used as it is.
    const fn by<T: ?Sized>(show: Prints<T>) -> Self {
        match Show::thin(show) {
            Some(show) => ShowOf(Some(show), PhantomData),
            None => Self::BY_FUNCTION,
        }
    }
}

/// Whether none is ever made, and of which parameter.
pub struct NeverOf<P>(pub(crate) bool, Exactly<P>);

impl<P: Param> NeverOf<P> {
    const NO: Self = NeverOf(false, PhantomData);
}

impl<P: Param<Kept = Unkept>> NeverOf<P> {
    /// None is.
    pub const KEPT: Self = NeverOf(true, PhantomData);
}

/// What stands in place of the snapshot of an argument that may borrow, of which none can be made.
#[derive(Clone, Copy)]
pub struct Unkept(());

impl fmt::Debug for Unkept {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("<not kept>")
    }
}

/// What predicates see of an argument that they can't look at.
pub struct Unseen;

impl fmt::Debug for Unseen {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("?")
    }
}

/// An argument taken by value.
pub struct Val<T>(PhantomData<fn(T)>);

/// An argument taken by shared reference.
pub struct Ref<T: ?Sized>(PhantomData<fn(&T)>);

/// An argument taken by mutable reference; kept as it was at the call.
pub struct Mut<T: ?Sized>(PhantomData<fn(&mut T)>);

/// An argument taken by a shared reference that lives for ever; seen as any other, and kept as it is.
pub struct StaticRef<T: ?Sized>(PhantomData<fn(&T)>);

/// An argument taken by a mutable reference that lives for ever; seen and kept as any other.
pub struct StaticMut<T: ?Sized>(PhantomData<fn(&mut T)>);

/// An optional reference, such as `Option<&str>`.
pub struct OptRef<T: ?Sized>(PhantomData<fn(Option<&T>)>);

/// Clones what is seen.
unsafe fn clone<T: Clone>(seen: Seen, to: *mut ()) {
    // SAFETY: a description is asked of what its parameter sees, and has room for what that keeps.
    unsafe { ptr::write(to as *mut T, seen.get::<T>().clone()) };
}

/// Makes what is seen the caller's own.
unsafe fn own<T: ?Sized + ToOwned>(seen: Seen, to: *mut ()) {
    // SAFETY: as in `clone`.
    unsafe { ptr::write(to as *mut T::Owned, seen.get::<T>().to_owned()) };
}

/// Clones what a pointer that is seen points to.
unsafe fn clone_shared<T: Clone>(seen: Seen, to: *mut ()) {
    // SAFETY: as in `clone`.
    unsafe { to.cast::<Arc<T>>().write(Arc::new((**seen.get::<Arc<T>>()).clone())) };
}

/// The same of text.
unsafe fn clone_shared_text(seen: Seen, to: *mut ()) {
    // SAFETY: as in `clone`.
    unsafe { to.cast::<Arc<str>>().write(Arc::from(&**seen.get::<Arc<str>>())) };
}

impl<T: 'static> Param for Val<T> {
    type Of<'a> = T;
    type Item<'a> = T;
    type Kept = T;

    fn see(argument: &T) -> &T {
        argument
    }

    const SEE: SeeOf<Self> = SeeOf(See::IN_PLACE, PhantomData);
}

impl<T: Clone + PartialEq + Send + Sync + 'static> Keepable for Val<T> {
    const KEEP: KeepOf<Self> = KeepOf::by(clone::<T>);
}

#[diagnostic::do_not_recommend]
impl<T: Clone + Send + Sync + 'static> Retainable for Val<T> {
    const RETAIN: KeepOf<Self> = KeepOf::by(clone::<T>);
}

impl<T: fmt::Debug + 'static> Showable for Val<T> {
    fn show(seen: &T, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        seen.fmt(out)
    }

    const SHOW: ShowOf<Self> = ShowOf(Show::thin::<T>(<T as fmt::Debug>::fmt), PhantomData);
}

/// Implements [`Param`] for a marker of a reference that is kept in the owned form of its target.
macro_rules! reference {
    ($marker:ident, $lifetime:lifetime $($qualifier:tt)*) => {
        impl<T: ?Sized + Shape> Param for $marker<T> {
            type Of<'a> = &$lifetime $($qualifier)* T;
            type Item<'a> = T;
            type Kept = T::Owned;

            fn see<'x>(argument: &'x Self::Of<'_>) -> &'x T {
                argument
            }

            const SEE: SeeOf<Self> = SeeOf(See::reference::<T>(), PhantomData);
            const SEE_KEPT: SeeKeptOf<Self> = SeeKeptOf(T::SEE, PhantomData);
        }

        impl<T> Keepable for $marker<T>
        where
            T: ?Sized + Shape + ToOwned<Owned = <T as Shape>::Owned> + PartialEq,
            <T as Shape>::Owned: Send + Sync,
        {
            const KEEP: KeepOf<Self> = Self::RETAIN;
        }

        #[diagnostic::do_not_recommend]
        impl<T> Retainable for $marker<T>
        where
            T: ?Sized + Shape + ToOwned<Owned = <T as Shape>::Owned>,
            <T as Shape>::Owned: Send + Sync,
        {
            const RETAIN: KeepOf<Self> = match T::IS_TEXT {
                true => KeepOf(Keep::Text, None, PhantomData),
                false => KeepOf::by(own::<T>),
            };
        }

        impl<T: ?Sized + Shape + fmt::Debug> Showable for $marker<T> {
            fn show(seen: &T, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                seen.fmt(out)
            }

            const SHOW: ShowOf<Self> = ShowOf::<Self>::by::<T>(<T as fmt::Debug>::fmt);
        }
    };
}

reference!(Ref, 'a);
reference!(Mut, 'a mut);
reference!(StaticMut, 'static mut);

impl<T: ?Sized + 'static> Param for StaticRef<T> {
    type Of<'a> = &'static T;
    type Item<'a> = T;
    type Kept = &'static T;

    fn see<'x>(argument: &'x &'static T) -> &'x T {
        argument
    }

    const SEE: SeeOf<Self> = SeeOf(See::reference::<T>(), PhantomData);
    const SEE_KEPT: SeeKeptOf<Self> = SeeKeptOf(See::reference::<T>(), PhantomData);
}

impl<T: ?Sized + PartialEq + Sync + 'static> Keepable for StaticRef<T> {
    const KEEP: KeepOf<Self> = KeepOf::REFERENCE;
}

#[diagnostic::do_not_recommend]
impl<T: ?Sized + Sync + 'static> Retainable for StaticRef<T> {
    const RETAIN: KeepOf<Self> = KeepOf::REFERENCE;
}

impl<T: ?Sized + fmt::Debug + 'static> Showable for StaticRef<T> {
    fn show(seen: &T, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        seen.fmt(out)
    }

    const SHOW: ShowOf<Self> = ShowOf::<Self>::by::<T>(<T as fmt::Debug>::fmt);
}

impl<T: ?Sized + Shape> OptRef<T> {
    /// Looks at a snapshot.
    unsafe fn see_kept(place: *const (), scratch: *mut Scratch) -> Seen {
        const { assert!(size_of::<Option<&T>>() <= size_of::<Scratch>()) };
        let scratch = scratch.cast::<Option<&T>>();
        // SAFETY: there is a snapshot, and room, both for as long as what is seen is used.
        unsafe {
            scratch.write((*place.cast::<Option<T::Owned>>()).as_ref().map(T::lend));
            Seen::of(&*scratch)
        }
    }
}

impl<T: ?Sized + Shape> Param for OptRef<T> {
    type Of<'a> = Option<&'a T>;
    type Item<'a> = Option<&'a T>;
    type Kept = Option<T::Owned>;

    fn see<'x>(argument: &'x Option<&T>) -> &'x Option<&'x T> {
        argument
    }

    const SEE: SeeOf<Self> = SeeOf(See::IN_PLACE, PhantomData);
    const SEE_KEPT: SeeKeptOf<Self> = SeeKeptOf(See::lent(Self::see_kept), PhantomData);
}

impl<T> Keepable for OptRef<T>
where
    T: ?Sized + Shape + ToOwned<Owned = <T as Shape>::Owned> + PartialEq,
    <T as Shape>::Owned: Send + Sync,
{
    const KEEP: KeepOf<Self> = Self::RETAIN;
}

#[diagnostic::do_not_recommend]
impl<T> Retainable for OptRef<T>
where
    T: ?Sized + Shape + ToOwned<Owned = <T as Shape>::Owned>,
    <T as Shape>::Owned: Send + Sync,
{
    const RETAIN: KeepOf<Self> = {
        unsafe fn own<T: ?Sized + ToOwned>(seen: Seen, to: *mut ()) {
            // SAFETY: as in `clone`.
            unsafe { to.cast::<Option<T::Owned>>().write((*seen.get::<Option<&T>>()).map(T::to_owned)) };
        }
        KeepOf::by(own::<T>)
    };
}

impl<T: ?Sized + Shape + fmt::Debug> Showable for OptRef<T> {
    fn show(seen: &Option<&T>, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(seen, out)
    }
}

/// Says that a marker is of a pointer to something shared.
macro_rules! sharing {
    ($($marker:ident),*) => {$(
        impl<T: ?Sized + 'static> Sharing for $marker<Arc<T>> {}

        impl<T: Clone + PartialEq + Send + Sync + 'static> Unshared for $marker<Arc<T>> {
            const KEEP: KeepOf<Self> = KeepOf::by(clone_shared::<T>);
        }

        impl Unshared for $marker<Arc<str>> {
            const KEEP: KeepOf<Self> = KeepOf::by(clone_shared_text);
        }
    )*};
}

sharing!(Val, Ref);
