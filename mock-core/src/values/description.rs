//! What the engine knows of a method: its names, and of each parameter and of the value what can be done with them.
//!
//! Descriptions are constants. Those of parameters are the same for all methods that have one of the type; a method's is
//! made of them, and of where arguments and snapshots are in their tuples.

use std::any::{Any, TypeId, type_name};
use std::fmt;
use std::marker::PhantomData;
use std::mem::transmute;

use crate::base::erased::{DropFn, Exactly, TypeInfo, drop_of};
use crate::base::key;
use crate::values::param::Param;
use crate::values::seen::{Scratch, See, Seen};

/// How a snapshot is made of what is seen of an argument.
#[derive(Clone, Copy)]
pub(crate) enum Keep {
    /// Not at all.
    Not,
    /// Bit by bit.
    Bits,
    /// As the reference that is seen, which lives for ever.
    Reference,
    /// As a piece of the text of all calls.
    Text,
    /// By a function, which may run the user's `Clone`, and writes it to a place.
    By(unsafe fn(Seen, *mut ())),
}

/// How something is printed.
#[derive(Clone, Copy)]
pub(crate) enum Show {
    /// By a function of what a reference of one word points to: the type's own, under another name.
    Thin(PrintsAny),
    /// By a function of the reference.
    Seen(unsafe fn(Seen, &mut fmt::Formatter<'_>) -> fmt::Result),
    /// Never: [`IGNORED`] stands in its place.
    Ignored,
}

/// What stands in place of an argument that is neither kept nor printed, and of what is expected of it.
pub(crate) const IGNORED: &str = "<ignored>";

/// A function that prints a type.
pub(crate) type Prints<T> = fn(&T, &mut fmt::Formatter<'_>) -> fmt::Result;

/// The same under another name.
type PrintsAny = unsafe fn(*const (), &mut fmt::Formatter<'_>) -> fmt::Result;

impl Show {
    /// By a function of a type, if a reference to that has one word.
    pub(crate) const fn thin<T: ?Sized>(show: Prints<T>) -> Option<Self> {
        if size_of::<&T>() != size_of::<usize>() {
            return None;
        }
        // SAFETY: references of one word are passed as pointers are.
        Some(Show::Thin(unsafe { transmute::<Prints<T>, PrintsAny>(show) }))
    }

    /// Prints what is seen.
    ///
    /// # Safety
    ///
    /// It is a reference to the type whose function it is.
    pub(crate) unsafe fn show(self, seen: Seen, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // SAFETY: as the caller says.
        unsafe {
            match self {
                Show::Thin(show) => show(seen.data(), out),
                Show::Seen(show) => show(seen, out),
                Show::Ignored => out.write_str(IGNORED),
            }
        }
    }
}

/// What can be done with an argument.
#[derive(Clone, Copy)]
pub struct Ways {
    pub(crate) keep: Keep,
    /// With `Debug`, if it has that.
    pub(crate) show: Option<Show>,
}

/// A parameter.
#[derive(Clone, Copy)]
pub struct ParamInfo {
    ways: Ways,
    /// What can be done with a type of which nothing is known where the mock is written.
    asked: Option<fn() -> Option<&'static Ways>>,
    see: See,
    see_kept: See,
    /// What is seen.
    pub(crate) id: TypeId,
    drop: Option<DropFn>,
    drop_kept: Option<DropFn>,
    /// The size of a snapshot in bytes.
    pub(crate) kept_size: usize,
    /// Whether no snapshot is ever made, for which something stands in the tuple of those.
    never: bool,
    /// Where the argument is in the tuple of arguments.
    at: usize,
    /// Where the snapshot is in the tuple of those.
    pub(crate) kept_at: usize,
}

impl ParamInfo {
    #[inline(always)]
    pub(crate) fn ways(&self) -> &Ways {
        if let Some(asked) = self.asked
            && let Some(ways) = asked()
        {
            return ways;
        }
        &self.ways
    }

    /// Whether a snapshot is made.
    pub(crate) fn is_kept(&self) -> bool {
        !matches!(self.ways().keep, Keep::Not)
    }

    /// Whether nothing of it is kept or printed, as the mock's author wishes.
    pub(crate) fn is_ignored(&self) -> bool {
        matches!(self.ways.show, Some(Show::Ignored))
    }

    /// How it is noted down if it isn't kept.
    pub(crate) fn noted(&self) -> Option<Show> {
        self.ways().show.filter(|show| !matches!(show, Show::Ignored))
    }

    /// How what is kept of it is dropped.
    pub(crate) fn drop_kept(&self) -> Option<DropFn> {
        match self.ways().keep {
            Keep::Not | Keep::Bits | Keep::Reference => None,
            Keep::Text | Keep::By(_) => self.drop_kept,
        }
    }

    /// Looks at the argument of a tuple.
    ///
    /// # Safety
    ///
    /// It is a tuple of arguments of the method, and is there as long as what is seen is used.
    #[inline(always)]
    pub(crate) unsafe fn see(&self, arguments: *const (), scratch: *mut Scratch) -> Seen {
        // SAFETY: the argument is there.
        unsafe { self.see.look((arguments as *const u8).wrapping_add(self.at) as *const (), scratch) }
    }

    /// Looks at the snapshot in a tuple of those.
    ///
    /// # Safety
    ///
    /// It is a tuple of snapshots of the method, in which this one was made, and is there as long as what is seen is used.
    pub(crate) unsafe fn see_kept(&self, kept: *const (), scratch: *mut Scratch) -> Seen {
        // SAFETY: the snapshot is there.
        unsafe { self.see_kept.look((kept as *const u8).wrapping_add(self.kept_at) as *const (), scratch) }
    }

    /// Where in a tuple the argument is, if that is just where it is seen.
    #[inline(always)]
    pub(crate) fn place_in(&self, arguments: *const ()) -> Option<*const ()> {
        let place = (arguments as *const u8).wrapping_add(self.at) as *const ();
        if self.see.is_in_place() { Some(place) } else { None }
    }

    /// Whether the argument is its own snapshot, at the same place in its tuple.
    pub(crate) fn is_verbatim(&self) -> bool {
        let is_kept_as_it_is = match self.ways.keep {
            Keep::Bits => self.see.is_in_place(),
            Keep::Reference => true,
            Keep::Not | Keep::Text | Keep::By(_) => false,
        };
        is_kept_as_it_is && self.at == self.kept_at
    }

    /// Drops the argument of a tuple.
    ///
    /// # Safety
    ///
    /// It is a tuple of arguments of the method, and this one is not used any more.
    pub(crate) unsafe fn drop_argument(&self, arguments: *mut ()) {
        if let Some(drop) = self.drop {
            // SAFETY: as the caller says.
            unsafe { drop(arguments.byte_add(self.at)) };
        }
    }
}

/// A `ParamInfo`, and which parameter it is of.
pub struct Described<P>(ParamInfo, Exactly<P>);

impl<P: Param> Described<P> {
    pub(crate) const fn new(ways: Ways) -> Self {
        Self::asking(ways, None)
    }

    pub(crate) const fn asking(ways: Ways, asked: Option<fn() -> Option<&'static Ways>>) -> Self {
        Described(
            ParamInfo {
                ways,
                asked,
                see: P::SEE.0,
                see_kept: P::SEE_KEPT.0,
                id: TypeId::of::<P::Item<'static>>(),
                drop: drop_of::<P::Of<'static>>(),
                drop_kept: drop_of::<P::Kept>(),
                kept_size: size_of::<P::Kept>(),
                never: P::NEVER.0,
                at: 0,
                kept_at: 0,
            },
            PhantomData,
        )
    }

    /// The same, whose snapshots are seen so if it is said how.
    pub(crate) const fn kept_as(self, see: Option<See>) -> Self {
        match see {
            Some(see_kept) => Described(ParamInfo { see_kept, ..self.0 }, PhantomData),
            None => self,
        }
    }

    /// Without its type, in the tuples of a method.
    pub const fn placed(self, (at, kept_at): (usize, usize)) -> ParamInfo {
        ParamInfo { at, kept_at, ..self.0 }
    }

    pub(crate) const fn ways(&self) -> Ways {
        self.0.ways
    }
}

/// Clones what a guard of the method is on, if that can be: a value of that type goes in, and another comes out.
pub(crate) type Cloning = Option<fn(&dyn Any) -> Option<Box<dyn Any>>>;

/// Makes a value from nothing, at a place.
pub(crate) type MakeFn = unsafe fn(*mut ());

/// Writes a value as text, and reads it back.
pub struct Codec {
    /// A value at a place.
    #[cfg(feature = "serde")]
    pub(crate) write: unsafe fn(*const ()) -> Result<String, String>,
    /// To a place.
    #[cfg(feature = "serde")]
    pub(crate) read: unsafe fn(&str, *mut ()) -> Result<(), String>,
}

/// A method's value: the plain one, without any future around it, and owned if the method lends it.
#[derive(Clone, Copy)]
pub(crate) struct ValueInfo {
    pub(crate) id: TypeId,
    pub(crate) info: &'static TypeInfo,
    /// Makes one: for relaxed mocks and `return_default`.
    pub(crate) make: Option<MakeFn>,
    /// Clones what a guard is on.
    pub(crate) cloning: Cloning,
    /// Whether it is known that it can be sent.
    pub(crate) sent: bool,
    /// Writes it down and reads it back, if that is wanted.
    #[cfg_attr(not(feature = "serde"), expect(dead_code, reason = "nothing is recorded"))]
    pub(crate) codec: Option<&'static Codec>,
}

/// The same, and of which value it is.
pub struct DescribedValue<V>(pub(crate) ValueInfo, Exactly<V>);

impl<V: 'static> DescribedValue<V> {
    pub(crate) const fn new(make: Option<MakeFn>, cloning: Cloning) -> Self {
        let info = const { &TypeInfo::of::<V>() };
        DescribedValue(ValueInfo { id: TypeId::of::<V>(), info, make, cloning, sent: false, codec: None }, PhantomData)
    }

    /// The other way to make one, if there is none.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        if self.0.make.is_some() { self } else { other }
    }

    /// The same of a value that can be sent, if that is so.
    #[must_use]
    pub const fn sent(self, sent: bool) -> Self {
        DescribedValue(ValueInfo { sent, ..self.0 }, PhantomData)
    }

    /// The same, with what writes it down and reads it back.
    #[must_use]
    pub const fn recorded(self, codec: Option<&'static Codec>) -> Self {
        DescribedValue(ValueInfo { codec, ..self.0 }, PhantomData)
    }

    /// What is known of the other, if that is a guard.
    #[must_use]
    pub const fn cloned_by(self, other: Self) -> Self {
        DescribedValue(ValueInfo { cloning: other.0.cloning, ..self.0 }, PhantomData)
    }
}

/// The tuple of a method's snapshots.
#[derive(Clone, Copy)]
pub(crate) struct KeptLayout {
    pub(crate) size: usize,
    pub(crate) align: usize,
}

/// A method, without its types.
pub(crate) struct MethodInfo<P: ?Sized = [ParamInfo]> {
    /// Its name with those of its parameters, and if it is of a trait that and its place:
    /// `go(direction, steps) of Cat at src/herd.rs:12:5`.
    declaration: &'static str,
    /// If it is one of those that a generic method stands for: the name of the [key](crate::base::key) of its type arguments.
    key: Option<fn() -> &'static str>,
    /// Whether its calls are futures.
    pub(crate) is_awaited: bool,
    pub(crate) kept: KeptLayout,
    pub(crate) value: ValueInfo,
    params: P,
}

impl MethodInfo {
    #[inline(always)]
    pub(crate) fn params(&self) -> &[ParamInfo] {
        &self.params
    }

    /// `go`.
    pub(crate) fn name(&self) -> &'static str {
        self.declaration.split('(').next().unwrap_or(self.declaration)
    }

    fn signature(&self) -> &'static str {
        self.declaration.split_once(" of ").map_or(self.declaration, |(signature, _)| signature)
    }

    /// `Cat`, and `src/herd.rs:12:5`: the trait through an object of which it may be called, and where it is declared, which is
    /// then the place of the call.
    pub(crate) fn object(&self) -> Option<(&'static str, &'static str)> {
        self.declaration.split_once(" of ")?.1.split_once(" at ")
    }

    /// `go::<u32>`, if it is one of those that a generic method stands for.
    pub(crate) fn name_with_types(&self) -> Option<String> {
        Some(format!("{}::<{}>", self.name(), key::types(self.types()?)))
    }

    /// Whether another describes a method that is declared alike, and whose parameters are of the same types as far as these
    /// are known. One method may have several descriptions, and two that say the same may be one: a compiler that optimises
    /// moves constants.
    pub(crate) fn is_same(&self, other: &MethodInfo) -> bool {
        self.declaration == other.declaration
            && self.types() == other.types()
            && self.params().iter().map(|param| param.id).eq(other.params().iter().map(|param| param.id))
    }

    /// Whether another is of the same generic method as it, if that has one place in its mock.
    pub(crate) fn is_other_type_of(&self, other: &MethodInfo) -> bool {
        let differ = self.types().zip(other.types()).is_some_and(|(one, other)| one != other);
        self.declaration == other.declaration && differ
    }

    /// The name of the [key](crate::base::key) of its type arguments.
    fn types(&self) -> Option<&'static str> {
        self.key.map(|key| key())
    }

    /// `direction`, `steps`.
    pub(crate) fn parameters(&self) -> Vec<&'static str> {
        let mut parameters = Vec::new();
        if let Some((_, declared)) = self.signature().split_once('(') {
            for parameter in declared.trim_end_matches(')').split(',') {
                if !parameter.is_empty() {
                    parameters.push(parameter.trim_start());
                }
            }
        }
        parameters
    }

    /// Those of which no snapshot is made.
    pub(crate) fn unkept(&self) -> Unkept {
        let mut unkept = Unkept::default();
        for (name, param) in self.parameters().iter().zip(self.params()) {
            if param.is_ignored() {
                unkept.ignored.push(*name);
            } else if param.never {
                unkept.borrowing.push(*name);
            } else if !param.is_kept() {
                unkept.incomparable.push(*name);
            }
        }
        unkept
    }

    /// Whether in a tuple of snapshots something is at each place: a snapshot, or what stands for those that are never made.
    pub(crate) fn fills_tuples(&self) -> bool {
        self.params().iter().all(|param| param.never || param.is_kept())
    }
}

/// The parameters of a method of which no snapshot is made, by the reason.
#[derive(Default)]
pub(crate) struct Unkept {
    /// They are to be ignored.
    pub(crate) ignored: Vec<&'static str>,
    /// They may borrow.
    pub(crate) borrowing: Vec<&'static str>,
    /// Their types can't be cloned, compared or sent.
    pub(crate) incomparable: Vec<&'static str>,
}

impl Unkept {
    pub(crate) fn is_empty(&self) -> bool {
        self.ignored.is_empty() && self.borrowing.is_empty() && self.incomparable.is_empty()
    }
}

/// A method, and of which type it is: `M` is a [`Method`](crate::methods::method::Method).
pub struct Description<M, P: ?Sized = [ParamInfo]> {
    of: Exactly<M>,
    info: MethodInfo<P>,
}

impl<M> Description<M> {
    /// Without its type.
    pub(crate) const fn info(&self) -> &MethodInfo {
        &self.info
    }
}

impl<M, const N: usize> Description<M, [ParamInfo; N]> {
    /// Describes a method whose snapshots are a `Kept`, and whose value is a `V`.
    ///
    /// # Safety
    ///
    /// The parameters are those of the method, each at its place in the tuples of arguments and of snapshots.
    pub const unsafe fn new<Kept, V>(
        declaration: &'static str,
        is_awaited: bool,
        value: DescribedValue<V>,
        params: [ParamInfo; N],
    ) -> Self {
        let kept = KeptLayout { size: size_of::<Kept>(), align: align_of::<Kept>() };
        let info = MethodInfo { declaration, key: None, is_awaited, kept, value: value.0, params };
        Description { of: PhantomData, info }
    }

    /// The same of one of those that a generic method stands for, by the key of its type arguments.
    #[must_use]
    pub const fn of_types<Key: 'static>(self) -> Self {
        Description { of: PhantomData, info: MethodInfo { key: Some(type_name::<Key>), ..self.info } }
    }
}
