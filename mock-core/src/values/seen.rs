//! References whose types are known elsewhere: what matchers and reports see of an argument, or of its snapshot.

use std::mem::MaybeUninit;
use std::ptr;

use crate::values::param::Param;

/// A reference to something, of one word or of two.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Seen([MaybeUninit<*const ()>; 2]);

impl Seen {
    /// Nothing, to be overwritten.
    pub(crate) const NOTHING: Seen = Seen([MaybeUninit::uninit(); 2]);

    /// What is at a place.
    #[inline(always)]
    pub(crate) const fn thin(data: *const ()) -> Self {
        Seen([MaybeUninit::new(data), MaybeUninit::uninit()])
    }

    /// A reference, as it is.
    #[inline(always)]
    pub(crate) fn of<T: ?Sized>(reference: &T) -> Self {
        const { assert!(size_of::<&T>() <= size_of::<Seen>()) };
        let mut seen = Seen::NOTHING;
        // SAFETY: a reference is one pointer or two words, which there is room for.
        unsafe { ptr::write(&raw mut seen as *mut &T, reference) };
        seen
    }

    /// The reference.
    ///
    /// # Safety
    ///
    /// It is one to a `T`, and lives for `'x`.
    #[inline(always)]
    pub unsafe fn get<'x, T: ?Sized>(self) -> &'x T {
        // SAFETY: as the caller says.
        unsafe { *(&raw const self as *const &'x T) }
    }

    /// Where it points to.
    ///
    /// # Safety
    ///
    /// It is a reference.
    #[inline(always)]
    pub(crate) unsafe fn data(self) -> *const () {
        // SAFETY: the first word of every reference is its address.
        unsafe { self.0[0].assume_init() }
    }
}

/// A place for what is seen, where that is nowhere else: an `Option<&str>` of a snapshot that is an `Option<String>`.
pub(crate) type Scratch = MaybeUninit<[*const (); 2]>;

/// How the reference that is seen is made of a place: an argument's, or its snapshot's.
#[derive(Clone, Copy)]
pub struct See(How);

#[derive(Clone, Copy)]
pub(crate) enum How {
    /// It refers to the place: `T`.
    InPlace,
    /// It is what is there, of one word: `&T`.
    Thin,
    /// It is what is there, of two: `&str`.
    Wide,
    /// A function makes it: of a `String`.
    Lent(unsafe fn(*const (), *mut Scratch) -> Seen),
}

impl See {
    pub(crate) const IN_PLACE: See = See(How::InPlace);

    #[inline(always)]
    pub(crate) const fn is_in_place(self) -> bool {
        matches!(self.0, How::InPlace)
    }

    /// Of a place that has the reference itself.
    pub(crate) const fn reference<T: ?Sized>() -> Self {
        See(if size_of::<&T>() == size_of::<usize>() { How::Thin } else { How::Wide })
    }

    /// Of a place of which a function makes it.
    pub(crate) const fn lent(lend: unsafe fn(*const (), *mut Scratch) -> Seen) -> Self {
        See(How::Lent(lend))
    }

    /// Of an argument, as its marker sees it.
    pub(crate) const fn argument<P: Param>() -> Self {
        unsafe fn see<P: Param>(place: *const (), _: *mut Scratch) -> Seen {
            // SAFETY: see `See::look`; the function is the same for arguments of any life.
            Seen::of(P::see(unsafe { &*place.cast::<P::Of<'_>>() }))
        }
        See(How::Lent(see::<P>))
    }

    /// Looks.
    ///
    /// # Safety
    ///
    /// At the place is what this way of seeing was made for; what is seen is used only while that, and the scratch, stay.
    #[inline(always)]
    pub(crate) unsafe fn look(self, place: *const (), scratch: *mut Scratch) -> Seen {
        match self.0 {
            How::InPlace => Seen::thin(place),
            // SAFETY: there is a reference of one word.
            How::Thin => unsafe { Seen::thin(*place.cast()) },
            // SAFETY: there is a reference of two words.
            How::Wide => unsafe { *place.cast() },
            // SAFETY: as the caller says.
            How::Lent(lend) => unsafe { lend(place, scratch) },
        }
    }
}
