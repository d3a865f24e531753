//! Expected values: what `with_args` and the assertions take, in the shape of the call itself.
//!
//! The comparison is `expected == argument`, in that direction, so that [`ANY`] can equal everything.

use std::any::{TypeId, type_name};
use std::borrow::Borrow;
use std::fmt;
use std::marker::PhantomData;

use crate::values::args::Style;
use crate::values::call_values::{show_seen, text};
use crate::values::description::{IGNORED, ParamInfo};
use crate::values::lookalike;
use crate::values::param::{Mut, OptRef, Param, Ref, SeenOf, StaticMut, StaticRef, Val};
use crate::values::plain;
use crate::values::seen::{Scratch, See, Seen};
use crate::values::shape::Shape;

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

/// Prints an expected value: with the `Debug` of the argument's type where it is of that type.
pub struct Printer<'p, 'f, 'o> {
    param: &'p ParamInfo,
    out: &'f mut fmt::Formatter<'o>,
}

impl Printer<'_, '_, '_> {
    /// Prints a value that may be of the argument's type.
    pub(crate) fn print<E: ?Sized + 'static>(self, expected: &E) -> fmt::Result {
        match TypeId::of::<E>() == self.param.id {
            // Both live for ever, so one id is one type.
            true => show_seen(self.param.ways().show, Seen::of(expected), self.out),
            false => self.print_foreign(expected),
        }
    }

    /// Prints a value that is not of the argument's type: text as text, `ANY` as itself, others by their type's name.
    pub fn print_foreign<E: ?Sized>(self, expected: &E) -> fmt::Result {
        if is_any(expected) {
            self.out.write_str("ANY")
        } else if let Some(text) = lookalike::text(expected) {
            fmt::Debug::fmt(text, self.out)
        } else {
            write!(self.out, "<{}>", type_name::<E>())
        }
    }
}

/// An expected value of type `E` can be compared with this parameter.
#[diagnostic::on_unimplemented(
    message = "`{E}` can't be compared with this argument",
    label = "an expected value has the shape of the call",
    note = "write `&value` for a `&T` parameter, and `&mut value` for a `&mut T` one; `asyncmock::ANY` equals anything",
    note = "predicates are for `with`; what borrows more than it may be compared with is for a function: `withf`, `matching`"
)]
pub trait ParamEq<E>: Param {
    /// Whether the argument is the expected one.
    fn equals(expected: &E, seen: SeenOf<'_, Self>) -> bool;
    /// Prints the expected value.
    fn print(expected: &E, printer: Printer<'_, '_, '_>) -> fmt::Result;
}

/// An expected value of type `E` can be kept until the call.
#[diagnostic::on_unimplemented(
    message = "`{E}` can't be compared with this argument",
    label = "an expected value has the shape of the call",
    note = "write `&value` for a `&T` parameter, and `&mut value` for a `&mut T` one; `asyncmock::ANY` equals anything",
    note = "predicates are for `with`; what borrows more than it may be compared with is for a function: `withf`, `matching`"
)]
pub trait ParamExpect<E>: ParamEq<E> {
    /// What is kept.
    type Stored: StoredExpected<Self>;
    /// Keeps the expected value.
    fn store(expected: E) -> Self::Stored;
}

/// An expected value that was kept until the call.
pub trait StoredExpected<P: Param>: Send + 'static {
    /// Whether the argument is the expected one.
    fn equals(&self, seen: SeenOf<'_, P>) -> bool;
    /// Prints the expected value.
    fn print(&self, printer: Printer<'_, '_, '_>) -> fmt::Result;
    /// The type of the expected value, and how it is seen in what is kept: it may be plain.
    #[doc(hidden)]
    const PLAIN: PlainOf<Self> = PlainOf(None, PhantomData);
}

/// The type of an expected value, and how it is seen in what is kept, which is an `S`. Nobody but the core makes one.
pub struct PlainOf<S: ?Sized>(Option<(TypeId, See)>, PhantomData<fn(&mut S)>);

/// What there is to know of an expected value without its type.
pub struct ExpectedInfo {
    equals: unsafe fn(*const (), Seen) -> bool,
    print: unsafe fn(*const (), Printer<'_, '_, '_>) -> fmt::Result,
    is_any: unsafe fn(*const ()) -> bool,
    plain: Option<(TypeId, See)>,
}

/// An expected value.
#[derive(Clone, Copy)]
pub struct Expected<'e> {
    value: *const (),
    info: &'static ExpectedInfo,
    _borrowed: PhantomData<&'e ()>,
}

impl<'e> Expected<'e> {
    /// One that an assertion was given.
    ///
    /// # Safety
    ///
    /// It is compared with arguments of this parameter, and with no other's.
    #[inline(always)]
    pub unsafe fn new<P: ParamEq<E>, E>(value: &'e E) -> Self {
        unsafe fn equals<P: ParamEq<E>, E>(value: *const (), seen: Seen) -> bool {
            // SAFETY: it is the value, and what its parameter sees.
            unsafe { P::equals(&*value.cast::<E>(), seen.get()) }
        }
        unsafe fn print<P: ParamEq<E>, E>(value: *const (), printer: Printer<'_, '_, '_>) -> fmt::Result {
            // SAFETY: it is the value.
            P::print(unsafe { &*value.cast::<E>() }, printer)
        }
        unsafe fn is_any_at<E>(value: *const ()) -> bool {
            // SAFETY: it is there.
            is_any(unsafe { &*value.cast::<E>() })
        }
        let info = const {
            &ExpectedInfo { equals: equals::<P, E>, print: print::<P, E>, is_any: is_any_at::<E>, plain: None }
        };
        Expected { value: (&raw const *value).cast(), info, _borrowed: PhantomData }
    }

    /// One that was stored.
    ///
    /// # Safety
    ///
    /// The value is of the type that the information is of.
    pub(crate) unsafe fn stored(value: *const (), info: &'static ExpectedInfo) -> Self {
        Expected { value, info, _borrowed: PhantomData }
    }

    /// Whether an argument is it. One that was not kept is nothing but `ANY`.
    ///
    /// # Safety
    ///
    /// It is what the parameter sees that the value is expected of.
    #[inline(always)]
    pub(crate) unsafe fn equals(self, seen: Option<Seen>) -> bool {
        match seen {
            // SAFETY: the value is there for as long as this is, and what is seen is what it is expected of.
            Some(seen) => unsafe { (self.info.equals)(self.value, seen) },
            // SAFETY: likewise.
            None => unsafe { (self.info.is_any)(self.value) },
        }
    }

    /// As text; `param` is the parameter that it is expected of.
    pub(crate) fn show(self, param: &ParamInfo, style: Style) -> String {
        if param.is_ignored() {
            return IGNORED.to_owned();
        }
        // SAFETY: the value is there for as long as this is.
        text(style, &|out| unsafe { (self.info.print)(self.value, Printer { param, out }) })
    }

    /// Its [fingerprint](crate::values::plain), if it is plain.
    pub(crate) fn fingerprint(self) -> Option<u64> {
        let (id, see) = self.info.plain?;
        let mut scratch = Scratch::uninit();
        // SAFETY: what is seen of the value is of that type, and is not used after this.
        unsafe { plain::fingerprint(id, see.look(self.value, &raw mut scratch)) }
    }
}

impl ExpectedInfo {
    /// That of a value as it is stored.
    pub const fn of_stored<P: Param, S: StoredExpected<P>>() -> &'static Self {
        unsafe fn equals<P: Param, S: StoredExpected<P>>(value: *const (), seen: Seen) -> bool {
            // SAFETY: it is the value, and what its parameter sees.
            unsafe { (*value.cast::<S>()).equals(seen.get()) }
        }
        unsafe fn print<P: Param, S: StoredExpected<P>>(value: *const (), printer: Printer<'_, '_, '_>) -> fmt::Result {
            // SAFETY: it is the value.
            unsafe { &*value.cast::<S>() }.print(printer)
        }
        unsafe fn is_any<P: Param, S: StoredExpected<P>>(_: *const ()) -> bool {
            S::PLAIN.0.is_some_and(|(id, _)| id == TypeId::of::<Any>())
        }
        const { &ExpectedInfo { equals: equals::<P, S>, print: print::<P, S>, is_any: is_any::<P, S>, plain: S::PLAIN.0 } }
    }
}

/// Whether a value is [`ANY`].
fn is_any<E: ?Sized>(expected: &E) -> bool {
    lookalike::timeless::<E, Any>(expected).is_some()
}

/// An expected value that is kept as it is.
#[repr(transparent)]
pub struct Itself<E>(pub E);

/// An expected value that was given by reference.
pub struct OwnedFrom<U: ?Sized + ToOwned>(U::Owned);

/// The same, of a parameter of a mock's own.
pub struct OwnedBy<U: ?Sized + ToOwned>(U::Owned);

impl<U: ?Sized + ToOwned> OwnedBy<U> {
    /// What is expected, as the expectation's own.
    pub fn of(expected: &U) -> Self {
        OwnedBy(expected.to_owned())
    }
}

impl<P, U> StoredExpected<P> for OwnedBy<U>
where
    P: for<'x> ParamEq<&'x U>,
    U: ?Sized + ToOwned<Owned: Send> + 'static,
{
    fn equals(&self, seen: SeenOf<'_, P>) -> bool {
        P::equals(&self.0.borrow(), seen)
    }
    fn print(&self, printer: Printer<'_, '_, '_>) -> fmt::Result {
        P::print(&self.0.borrow(), printer)
    }
}

/// An expected value of a parameter's own type: `print` is its own if it has `Debug`, and else by a trait.
pub struct Shown<'s, T: ?Sized>(pub &'s T);

impl<T: ?Sized + fmt::Debug> Shown<'_, T> {
    /// Prints it with `Debug`.
    pub fn print(self, printer: Printer<'_, '_, '_>) -> fmt::Result {
        self.0.fmt(printer.out)
    }
}

/// What holds of every expected value.
pub trait AnyShown {
    /// Prints its type.
    fn print(self, printer: Printer<'_, '_, '_>) -> fmt::Result;
}

impl<T: ?Sized> AnyShown for Shown<'_, T> {
    fn print(self, printer: Printer<'_, '_, '_>) -> fmt::Result {
        printer.print_foreign(self.0)
    }
}

/// An expected optional reference.
pub struct OptOwnedFrom<T: ?Sized + Shape>(Option<T::Owned>);

impl<P: ParamEq<E>, E: Send + 'static> StoredExpected<P> for Itself<E> {
    fn equals(&self, seen: SeenOf<'_, P>) -> bool {
        P::equals(&self.0, seen)
    }
    fn print(&self, printer: Printer<'_, '_, '_>) -> fmt::Result {
        P::print(&self.0, printer)
    }
    const PLAIN: PlainOf<Self> = PlainOf(Some((TypeId::of::<E>(), See::IN_PLACE)), PhantomData);
}

#[diagnostic::do_not_recommend]
impl<T: 'static, E: PartialEq<T> + 'static> ParamEq<E> for Val<T> {
    fn equals(expected: &E, seen: &T) -> bool {
        expected == seen
    }

    fn print(expected: &E, printer: Printer<'_, '_, '_>) -> fmt::Result {
        printer.print(expected)
    }
}

#[diagnostic::do_not_recommend]
impl<T: 'static, E: PartialEq<T> + Send + 'static> ParamExpect<E> for Val<T> {
    type Stored = Itself<E>;

    fn store(expected: E) -> Itself<E> {
        Itself(expected)
    }
}

/// Prints the target of an expected reference.
fn print_target<T: ?Sized + Shape, U: ?Sized + 'static>(expected: &U, printer: Printer<'_, '_, '_>) -> fmt::Result {
    match T::recognise(expected) {
        Some(same) => printer.print(same),
        None => printer.print_foreign(expected),
    }
}

/// Implements the comparison of a reference parameter with expected references.
macro_rules! by_reference {
    ($marker:ident, $($qualifier:tt)*) => {
        #[diagnostic::do_not_recommend]
        impl<'x, T, U> ParamEq<&'x $($qualifier)* U> for $marker<T>
        where
            T: ?Sized + Shape,
            U: ?Sized + PartialEq<T> + 'static,
        {
            fn equals(expected: &&'x $($qualifier)* U, seen: &T) -> bool {
                **expected == *seen
            }

            fn print(expected: &&'x $($qualifier)* U, printer: Printer<'_, '_, '_>) -> fmt::Result {
                print_target::<T, U>(expected, printer)
            }
        }

        #[diagnostic::do_not_recommend]
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
            fn print(&self, printer: Printer<'_, '_, '_>) -> fmt::Result {
                print_target::<T, U>(self.0.borrow(), printer)
            }
            const PLAIN: PlainOf<Self> = {
                unsafe fn borrow<U: ?Sized + ToOwned>(place: *const (), _: *mut Scratch) -> Seen {
                    // SAFETY: the value is there, and stays for as long as what is seen is used.
                    Seen::of::<U>(unsafe { &*place.cast::<OwnedFrom<U>>() }.0.borrow())
                }
                PlainOf(Some((TypeId::of::<U>(), See::lent(borrow::<U>))), PhantomData)
            };
        }
    };
}

by_reference!(Ref,);
by_reference!(StaticRef,);
by_reference!(Mut, mut);
by_reference!(StaticMut, mut);

#[diagnostic::do_not_recommend]
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

    fn print(expected: &Option<&'x T>, printer: Printer<'_, '_, '_>) -> fmt::Result {
        // Whoever has a printer may print with it what is none of its parameter's.
        if printer.param.id != TypeId::of::<Option<&'static T>>() {
            return printer.print_foreign(expected);
        }
        // It is what the parameter sees, whatever the life of the reference in it.
        show_seen(printer.param.ways().show, Seen::of(expected), printer.out)
    }
}

#[diagnostic::do_not_recommend]
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
    fn print(&self, printer: Printer<'_, '_, '_>) -> fmt::Result {
        OptRef::<T>::print(&self.0.as_ref().map(T::lend), printer)
    }
}

/// Lets [`ANY`] stand for arguments that are not taken by value; [`Val`] has it from the blanket `PartialEq`.
macro_rules! any_reference {
    ($($marker:ident: $bound:tt),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: ?Sized + $bound> ParamEq<Any> for $marker<T> {
            fn equals(_: &Any, _: SeenOf<'_, Self>) -> bool {
                true
            }
            fn print(expected: &Any, printer: Printer<'_, '_, '_>) -> fmt::Result {
                printer.print_foreign(expected)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<T: ?Sized + $bound> ParamExpect<Any> for $marker<T> {
            type Stored = Itself<Any>;

            fn store(expected: Any) -> Itself<Any> {
                Itself(expected)
            }
        }
    )*};
}

any_reference!(Ref: Shape, Mut: Shape, OptRef: Shape, StaticRef: 'static, StaticMut: Shape);
